# shellcheck shell=bash
# Few hash rounds: passwords of a bed need no protection, and each of its logins costs 20 ms less.
cat > "$STATE/etc/keystone/keystone.conf" <<EOF
[DEFAULT]
log_dir = $STATE/log
[database]
connection = $(database keystone)
[token]
provider = fernet
expiration = 86400
[fernet_tokens]
key_repository = $STATE/keystone/fernet
[fernet_receipts]
key_repository = $STATE/keystone/fernet
[credential]
key_repository = $STATE/keystone/credential
[identity]
password_hash_rounds = 4
[oslo_messaging_notifications]
driver = noop
$(cache)
EOF
