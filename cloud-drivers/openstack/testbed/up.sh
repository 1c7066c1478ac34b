#!/bin/bash
# Brings up a real OpenStack on this machine: installs what is missing, writes the configuration, makes
# the databases, starts everything, seeds the cloud. Later calls only start. README.md says more.
#   up.sh [--fresh]      --fresh throws the state of an earlier run away
# shellcheck disable=SC2046,SC2086 # $NOVA, $(of heat) and the like are several words each
set -eu
. "$(dirname "$0")/settings.sh"
. "$BED/processes.sh"
say() { printf '%4d s  %s\n' "$SECONDS" "$*"; }

if [ "${1:-}" = --fresh ]; then
  "$BED/down.sh"
  rm -rf "${STATE:?}"
fi
"$BED/install.sh" > /dev/null
say "packages are installed"
"$BED/configure.sh"
. "$BED/configure/sections.sh"   # for database()
first=1
[ ! -e "$STATE/ready" ] || first=0
NOVA="--config-file $STATE/etc/nova/nova.conf"
NEUTRON="--config-file $STATE/etc/neutron/neutron.conf --config-file $STATE/etc/neutron/ml2_conf.ini"
KEYSTONE="--config-file $STATE/etc/keystone/keystone.conf"
of() { echo "--config-file $STATE/etc/$1/$1.conf"; }

# ---- what the services stand on. The database is durable only across a clean stop: a bed needs no more.
for port in 3306 5672 5000; do
  if ! running mariadb && (exec 3<> /dev/tcp/$IP/$port) 2> /dev/null; then
    echo "the bed: port $port is taken, by another bed or by a service of this machine; stop that first" >&2
    exit 1
  fi
done
SOCKET=$STATE/db/s.sock
if [ ! -d "$STATE/db/mysql" ]; then
  mariadb-install-db --no-defaults --user=root --datadir="$STATE/db" --skip-test-db \
    --auth-root-authentication-method=normal > "$STATE/log/mariadb-install.log" 2>&1
fi
start mariadb mariadbd --no-defaults --user=root --datadir="$STATE/db" --bind-address=$IP --port=3306 \
  --socket="$SOCKET" --pid-file="$STATE/db/m.pid" --max-connections=2000 --innodb-flush-log-at-trx-commit=0 \
  --innodb-doublewrite=0 --innodb-flush-method=nosync --innodb-buffer-pool-size=512M \
  --character-set-server=utf8mb3 --skip-name-resolve --performance-schema=OFF
start memcached memcached -u nobody -l $IP -p 11211 -m 128 -c 4096
mkdir -p "$STATE/rabbit"
cat > "$STATE/etc/rabbitmq.conf" <<EOF
listeners.tcp.1 = $IP:5672
default_user = openstack
default_pass = $PASSWORD
loopback_users = none
log.file.level = warning
vm_memory_high_watermark.absolute = 2GB
EOF
start epmd epmd -address $IP
start rabbitmq env HOME="$STATE/rabbit" RABBITMQ_NODENAME=bed@localhost \
  RABBITMQ_CONFIG_FILE="$STATE/etc/rabbitmq.conf" RABBITMQ_MNESIA_BASE="$STATE/rabbit" \
  RABBITMQ_LOG_BASE="$STATE/log" RABBITMQ_PID_FILE="$STATE/rabbit/pid" \
  RABBITMQ_ENABLED_PLUGINS_FILE="$STATE/rabbit/plugins" ERL_EPMD_ADDRESS=$IP RABBITMQ_DIST_PORT=25672 \
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none" \
  /usr/lib/rabbitmq/bin/rabbitmq-server
eventually 30 "the database does not answer" mariadb-admin --no-defaults -uroot -S "$SOCKET" ping
say "the database answers"

# ---- schemas, users and catalogue: the first time only, in parallel where nothing forbids it
make_databases() {
  for name in keystone placement glance nova_api nova nova_cell0 neutron cinder heat magnum barbican octavia; do
    echo "CREATE DATABASE IF NOT EXISTS $name CHARACTER SET utf8mb3;"
  done
  echo "CREATE USER IF NOT EXISTS openstack@'$IP' IDENTIFIED BY '$PASSWORD';"
  echo "GRANT ALL ON *.* TO openstack@'$IP';"
}
make_keystone() {
  keystone-manage $KEYSTONE db_sync
  for keys in fernet credential; do
    mkdir -p "$STATE/keystone/$keys"
    chmod 700 "$STATE/keystone/$keys"
    keystone-manage $KEYSTONE ${keys}_setup --keystone-user root --keystone-group root
  done
  keystone-manage $KEYSTONE bootstrap --bootstrap-password "$PASSWORD" --bootstrap-region-id RegionOne \
    --bootstrap-admin-url http://$IP:5000/v3/ --bootstrap-internal-url http://$IP:5000/v3/ \
    --bootstrap-public-url http://$IP:5000/v3/
}
make_nova() {
  nova-manage $NOVA api_db sync
  nova-manage $NOVA cell_v2 map_cell0 --database_connection "$(database nova_cell0)"
  nova-manage $NOVA db sync
  nova-manage $NOVA cell_v2 create_cell --name cell1 || [ $? = 2 ]   # 2: it is there already
}
make_others() {
  OS_PLACEMENT_CONFIG_DIR=$STATE/etc/placement placement-manage $(of placement) db sync
  glance-manage --config-file "$STATE/etc/glance/glance-api.conf" db_sync
  neutron-db-manage $NEUTRON upgrade heads
  ! with heat || heat-manage $(of heat) db_sync
  ! with cinder || cinder-manage $(of cinder) db sync
  ! with magnum || magnum-db-manage $(of magnum) upgrade head
  ! with barbican || barbican-manage --config-file /etc/barbican/barbican.conf db upgrade
  ! with octavia || octavia-db-manage $(of octavia) upgrade head
}
if [ $first = 1 ]; then
  make_databases | mariadb --no-defaults -uroot -S "$SOCKET"
  make_keystone >> "$STATE/log/make-keystone.log" 2>&1
  say "Keystone's schema is there"
fi
api keystone 5000 /usr/bin/keystone-wsgi-public "$KEYSTONE" \
  OS_KEYSTONE_CONFIG_FILES="$STATE/etc/keystone/keystone.conf"
if [ $first = 1 ]; then
  (set -e; make_nova) >> "$STATE/log/make-nova.log" 2>&1 &
  nova=$!
  (set -e; make_others) >> "$STATE/log/make-others.log" 2>&1 &
  others=$!
  answers http://$IP:5000/v3
  "$BED/admin.sh" identity.py
  say "users and catalogue are there"
  wait $nova || { echo "the bed: see $STATE/log/make-nova.log" >&2; exit 1; }
  wait $others || { echo "the bed: see $STATE/log/make-others.log" >&2; exit 1; }
  say "the other schemas are there"
fi
answers http://$IP:5000/v3
listens 5672

# ---- services
api placement 8778 /usr/bin/placement-api "" OS_PLACEMENT_CONFIG_DIR="$STATE/etc/placement"
api glance 9292 /usr/bin/glance-wsgi-api "" OS_GLANCE_CONFIG_DIR="$STATE/etc/glance"
API_PROCS=$NOVA_PROCS eventlet_api nova-api 8774 /usr/bin/nova-api-wsgi "" OS_NOVA_CONFIG_DIR="$STATE/etc/nova"
start nova-conductor nova-conductor $NOVA
start nova-scheduler nova-scheduler $NOVA
start neutron neutron-server $NEUTRON
for host in $(seq 1 "$COMPUTES"); do
  start "nova-compute$host" /usr/bin/python3 "$BED/pylib/osfake/nova_compute.py" $NOVA \
    --config-file "$STATE/etc/nova/compute$host.conf"
done
ports="8778 9292 8774 9696"
if with cinder; then
  eventlet_api cinder-api 8776 /usr/bin/cinder-wsgi "$(of cinder)"
  start cinder-scheduler cinder-scheduler $(of cinder)
  start cinder-volume /usr/bin/python3 "$BED/pylib/osfake/cinder_volume.py" $(of cinder) \
    --log-file "$STATE/log/cinder-volume.log"
  ports="$ports 8776"
fi
if with heat; then
  eventlet_api heat-api 8004 /usr/bin/heat-wsgi-api "$(of heat)"
  eventlet_api heat-api-cfn 8000 /usr/bin/heat-wsgi-api-cfn "$(of heat)"
  start heat-engine heat-engine $(of heat)
  ports="$ports 8004 8000"
fi
if with magnum; then
  start discovery /usr/bin/python3 "$BED/discovery.py"
  api magnum-api 9511 /usr/bin/magnum-api-wsgi "$(of magnum)"
  start magnum-conductor magnum-conductor $(of magnum)
  ports="$ports 9511"
fi
if with barbican; then
  api barbican 9311 /usr/bin/barbican-wsgi-api "--config-file /etc/barbican/barbican.conf"
  ports="$ports 9311"
fi
if with octavia; then
  api octavia-api 9876 /usr/bin/octavia-wsgi "$(of octavia)"
  start octavia-worker octavia-worker $(of octavia)
  start octavia-driver-agent octavia-driver-agent $(of octavia)
  ports="$ports 9876"
fi
for port in $ports; do answers "http://$IP:$port/"; done
say "every API answers"

if [ $first = 1 ]; then
  "$BED/admin.sh" seed.py >> "$STATE/log/seed.log" 2>&1 || { tail "$STATE/log/seed.log" >&2; exit 1; }
  say "networks, flavors, images and key pairs are there"
fi
touch "$STATE/ready"
hosts_are_up() { [ "$("$BED/admin.sh" seed.py hosts)" -ge "$COMPUTES" ]; }
eventually 60 "not all $COMPUTES compute hosts are up" hosts_are_up
# A host takes servers only once it is mapped to its cell; the scheduler's own look needs up to 10 s.
nova-manage $NOVA cell_v2 discover_hosts >> "$STATE/log/discover.log" 2>&1
say "ready: $COMPUTES compute hosts"
