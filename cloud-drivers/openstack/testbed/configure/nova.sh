# shellcheck shell=bash
# discover_hosts_in_cells_interval: a compute host that is started later maps itself to its cell.
# send_service_user_token: Cinder refuses to detach without it.
mkdir -p "$STATE/nova/instances"
cp /etc/nova/api-paste.ini "$STATE/etc/nova/"
cat > "$STATE/etc/nova/nova.conf" <<EOF
$(head_of nova)
enabled_apis = osapi_compute
instances_path = $STATE/nova/instances
compute_driver = osfake.Driver
allow_resize_to_same_host = true
resume_guests_state_on_host_boot = true
sync_power_state_interval = ${OSBED_SYNC_POWER:-30}
service_down_time = 60
osapi_compute_workers = 2
force_config_drive = false
[api_database]
connection = $(database nova_api)
max_pool_size = 20
[database]
connection = $(database nova)
max_pool_size = 20
[api]
auth_strategy = keystone
max_limit = 10000
[wsgi]
api_paste_config = $STATE/etc/nova/api-paste.ini
$(cache)
[glance]
api_servers = http://$IP:9292
[vnc]
enabled = false
[scheduler]
workers = 1
discover_hosts_in_cells_interval = 10
[conductor]
workers = 1
[quota]
driver = nova.quota.$([ "$WITH_QUOTAS" = 1 ] && echo Db || echo Noop)QuotaDriver
instances = -1
cores = -1
ram = -1
metadata_items = -1
key_pairs = -1
server_groups = -1
server_group_members = 10
[filter_scheduler]
enabled_filters = ComputeFilter,ComputeCapabilitiesFilter,ImagePropertiesFilter,ServerGroupAntiAffinityFilter,ServerGroupAffinityFilter,PciPassthroughFilter
host_subset_size = 1
[pci]
device_spec = { "vendor_id":"10de", "product_id":"20b5" }
alias = { "vendor_id":"10de", "product_id":"20b5", "device_type":"type-PCI", "name":"a100" }
[key_manager]
backend = nova.keymgr.conf_key_mgr.ConfKeyManager
$(authtoken nova)
$(client service_user nova)
send_service_user_token = true
$(client placement nova)
$(client neutron nova)
service_metadata_proxy = true
metadata_proxy_shared_secret = $PASSWORD
$(client cinder nova)
catalog_info = volumev3::internalURL
$(tail_of)
EOF
for host in $(seq 1 "$COMPUTES"); do
  printf '[DEFAULT]\nhost = compute%s\nlog_file = %s/log/nova-compute%s.log\n' "$host" "$STATE" "$host" \
    > "$STATE/etc/nova/compute$host.conf"
done
