# shellcheck shell=bash
mkdir -p "$STATE"/glance/{images,staging}
cp /etc/glance/glance-api-paste.ini /etc/glance/schema-image.json "$STATE/etc/glance/"
cat > "$STATE/etc/glance/glance-api.conf" <<EOF
[DEFAULT]
log_dir = $STATE/log
enabled_import_methods = [web-download,glance-direct]
node_staging_uri = file://$STATE/glance/staging
[database]
connection = $(database glance)
[glance_store]
stores = file,http
default_store = file
filesystem_store_datadir = $STATE/glance/images
[paste_deploy]
flavor = keystone
config_file = $STATE/etc/glance/glance-api-paste.ini
[oslo_concurrency]
lock_path = $STATE/lock
$(authtoken glance)
EOF
