# shellcheck shell=bash
# Barbican reads its configuration from one path only.
cat > /etc/barbican/barbican.conf <<EOF
[DEFAULT]
transport_url = $RABBIT
log_dir = $STATE/log
host_href = http://$IP:9311
sql_connection = $(database barbican)
db_auto_create = true
[queue]
enable = false
[secretstore]
enabled_secretstore_plugins = store_crypto
[crypto]
enabled_crypto_plugins = simple_crypto
[simple_crypto_plugin]
kek = YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY=
$(authtoken barbican)
EOF
