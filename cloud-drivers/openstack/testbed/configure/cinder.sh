# shellcheck shell=bash
mkdir -p "$STATE/cinder"
cp /etc/cinder/api-paste.ini /etc/cinder/resource_filters.json "$STATE/etc/cinder/"
cat > "$STATE/etc/cinder/cinder.conf" <<EOF
$(head_of cinder)
auth_strategy = keystone
api_paste_config = $STATE/etc/cinder/api-paste.ini
resource_query_filters_file = $STATE/etc/cinder/resource_filters.json
enabled_backends = fake
default_volume_type = fake
quota_volumes = -1
quota_snapshots = -1
quota_gigabytes = -1
glance_api_servers = http://$IP:9292
osapi_volume_workers = 1
[fake]
volume_driver = osfake.vol.Driver
volume_backend_name = fake
[database]
connection = $(database cinder)
[coordination]
backend_url = file://$STATE/cinder
[key_manager]
backend = cinder.keymgr.conf_key_mgr.ConfKeyManager
$(authtoken cinder)
$(client nova nova)
$(client service_user cinder)
send_service_user_token = true
$(tail_of)
EOF
