# shellcheck shell=bash
# The pools are larger than by default (5+50): 300 deletes at once exhausted those, Neutron answered
# 500 and Nova left the servers in ERROR.
mkdir -p "$STATE/neutron"
cp /etc/neutron/api-paste.ini "$STATE/etc/neutron/"
cat > "$STATE/etc/neutron/neutron.conf" <<EOF
$(head_of neutron)
bind_host = $IP
auth_strategy = keystone
core_plugin = ml2
service_plugins = router,qos
api_paste_config = $STATE/etc/neutron/api-paste.ini
api_workers = ${OSBED_NEUTRON_WORKERS:-2}
rpc_workers = 0
dhcp_agent_notification = false
notify_nova_on_port_status_changes = true
notify_nova_on_port_data_changes = true
wsgi_default_pool_size = 32
max_allowed_address_pair = 100
[database]
connection = $(database neutron)
max_pool_size = 30
max_overflow = 100
[quotas]
default_quota = -1
quota_network = -1
quota_subnet = -1
quota_port = -1
quota_router = -1
quota_floatingip = -1
quota_security_group = -1
quota_security_group_rule = -1
$(authtoken neutron)
$(client nova nova)
$(client placement nova)
$(tail_of)
EOF
cat > "$STATE/etc/neutron/ml2_conf.ini" <<EOF
[ml2]
type_drivers = flat,vlan,vxlan,local
tenant_network_types = vxlan
mechanism_drivers = osfake
extension_drivers = port_security,qos
[ml2_type_flat]
flat_networks = public
[ml2_type_vlan]
network_vlan_ranges = physnet1:1:4000
[ml2_type_vxlan]
vni_ranges = 1:100000
[securitygroup]
enable_security_group = true
EOF
