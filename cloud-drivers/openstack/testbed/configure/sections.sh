# shellcheck shell=bash
# Sections that several services share; each prints its text.
RABBIT=rabbit://openstack:$PASSWORD@$IP:5672/
database() { echo "mysql+pymysql://openstack:$PASSWORD@$IP:3306/$1?charset=utf8"; }

# head_of SERVICE: the [DEFAULT] section
head_of() { cat <<EOF
[DEFAULT]
transport_url = $RABBIT
state_path = $STATE/$1
log_dir = $STATE/log
use_journal = false
my_ip = $IP
EOF
}

# authtoken SERVICE: how it validates its callers' tokens
authtoken() { cat <<EOF
[keystone_authtoken]
www_authenticate_uri = http://$IP:5000
auth_url = http://$IP:5000
memcached_servers = $IP:11211
auth_type = password
project_domain_name = Default
user_domain_name = Default
project_name = service
username = $1
password = $PASSWORD
region_name = RegionOne
interface = internal
service_token_roles = service
service_token_roles_required = true
EOF
}

# client SECTION USER: as whom it calls another service
client() { cat <<EOF
[$1]
auth_url = http://$IP:5000
auth_type = password
project_domain_name = Default
user_domain_name = Default
project_name = service
username = $2
password = $PASSWORD
region_name = RegionOne
EOF
}

cache() { cat <<EOF
[cache]
enabled = true
backend = dogpile.cache.pymemcache
memcache_servers = $IP:11211
EOF
}

tail_of() { cat <<EOF
[oslo_concurrency]
lock_path = $STATE/lock
[oslo_messaging_notifications]
driver = noop
[oslo_middleware]
enable_proxy_headers_parsing = true
EOF
}
