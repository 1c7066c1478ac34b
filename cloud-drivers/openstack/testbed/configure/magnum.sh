# shellcheck shell=bash
# x509keypair keeps certificates in the database, so that no Barbican is needed.
mkdir -p "$STATE/magnum"
cp /etc/magnum/api-paste.ini /etc/magnum/keystone_auth_default_policy.json "$STATE/etc/magnum/"
cat > "$STATE/etc/magnum/magnum.conf" <<EOF
$(head_of magnum)
host = $(hostname)
[api]
host = $IP
api_paste_config = $STATE/etc/magnum/api-paste.ini
max_limit = 1000
[conductor]
workers = ${OSBED_MAGNUM_WORKERS:-2}
[database]
connection = $(database magnum)
[certificates]
cert_manager_type = x509keypair
[cluster]
etcd_discovery_service_endpoint_format = http://$IP:8087/new?size=%(size)d
temp_cache_dir = $STATE/magnum/certs
[drivers]
send_cluster_metrics = false
[quotas]
max_clusters_per_project = 100000
[trust]
cluster_user_trust = true
trustee_domain_name = magnum
trustee_domain_admin_name = magnum_domain_admin
trustee_domain_admin_password = $PASSWORD
trustee_keystone_interface = public
[kubernetes]
keystone_auth_default_policy = $STATE/etc/magnum/keystone_auth_default_policy.json
$(printf '[%s_client]\nregion_name = RegionOne\n' heat nova neutron glance cinder octavia magnum)
[cinder]
default_docker_volume_type = fake
default_boot_volume_type = fake
default_etcd_volume_type = fake
$(authtoken magnum)
auth_version = v3
$(client keystone_auth magnum)
$(tail_of)
EOF
