# shellcheck shell=bash
cat > "$STATE/etc/placement/placement.conf" <<EOF
[DEFAULT]
log_dir = $STATE/log
[api]
auth_strategy = keystone
[placement_database]
connection = $(database placement)
$(authtoken placement)
EOF
