# shellcheck shell=bash disable=SC2034
# For steps with two replicas of the service, A and B, beside one database and one simulated data centre, each a process of
# its own. Source it after lib.sh and playground.sh. A lease is 2 s.

declare -A url pid

# centre NAME OPTION...: starts the data centre and the database; afterwards $play is the folder, and all of it ends with the step
centre() {
  play=$CI_WORK/$1
  shift
  install jq curl bc openssl
  mkdir -p "$play"
  export CAISSON_JAVA_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"   # they are started more often than they work
  trap 'kill -CONT ${pid[*]} 2>/dev/null; kill ${pid[*]} 2>/dev/null; wait' EXIT
  ./caisson --version > /dev/null   # builds what is missing, before several look for it
  ./caisson simulator --port 0 --env-file "$play/env" --external-cidr "127.$((RANDOM % 39 + 1)).$((RANDOM % 16 * 16)).0/20" \
    "$@" > "$play/simulator.log" 2>&1 &
  pid[simulator]=$!
  ./caisson database "$play/database" "$play/database.env" > "$play/database.log" 2>&1 &
  pid[database]=$!
  printf 'active = one\none = %s\n' "$(openssl rand -base64 32)" > "$play/key-ring"
  patiently 60 test -s "$play/env" -a -s "$play/database.env"
  # shellcheck disable=SC1091
  . "$play/env"
  patiently 60 token "" > /dev/null
  own=$(token "")
  for one in A B; do url[$one]=http://127.0.0.1:$(free_port); settings "$one" > "$play/$one.env"; done
}

# patiently SECONDS COMMAND...: until it succeeds
patiently() {
  local end=$((SECONDS + $1 * ${SLOW:-1}))   # a machine that is busy with other things needs longer
  shift
  until "$@" > /dev/null 2>&1; do
    [ $SECONDS -lt $end ] || { echo "in vain: $*"; return 1; }
    sleep 0.1
  done
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

settings() {
  local guests
  guests=$(free_port)
  cat "$play/database.env"
  cat << END
export CAISSON_DATA='$play/$1' CAISSON_KEY_RING_FILE='$play/key-ring'
export CAISSON_LEASE=2s CAISSON_CALL_LIMIT=600ms CAISSON_LIST_LAG=4s
export CAISSON_API_BIND=${url[$1]#http://} CAISSON_GUEST_BIND=127.0.0.1:$guests CAISSON_GUEST_URL=https://127.0.0.1:$guests
export CAISSON_KEYSTONE_URL='$OS_AUTH_URL' CAISSON_REGION='$OS_REGION_NAME'
export CAISSON_SERVICE_USERNAME='$ADMIN_OS_USERNAME' CAISSON_SERVICE_PASSWORD='$ADMIN_OS_PASSWORD'
export CAISSON_SERVICE_PROJECT_NAME='$ADMIN_OS_PROJECT_NAME'
END
}

start() { # start REPLICA
  # shellcheck disable=SC1090
  (. "$play/$1.env"; exec ./caisson serve) >> "$play/$1.log" 2>&1 &
  pid[$1]=$!
}

answers() { curl -sf -m 2 -o /dev/null "${url[$1]}/v1"; }

now() { date +%s.%N; }

since() { printf '%.1f' "$(echo "$(now) - $1" | bc)"; }

# taken_over REPLICA MOMENT: how long after the moment it has taken which cluster from another replica
taken_over() {
  local line at
  grep -E 'owned in epoch ([2-9]|[0-9]{2,})' "$play/$1.log" | while read -r line; do
    at=$(date -d "${line%% *}" +%s.%N)
    [ "$(echo "$at >= $2" | bc)" = 0 ] ||
      sed -E "s/.*cluster ([0-9a-f]{8})[^:]*: owned in epoch ([0-9]+).*/$(printf '%.1f' "$(echo "$at - $2" | bc)") s: \1, epoch \2/" <<< "$line"
  done
}

# ask_any PATH OPTION...: at one replica ($first, or A), and at the other if that one does not answer; notes in $play/refused each
# that did not
ask_any() {
  local path=$1 one
  shift
  for _ in $(seq 20); do
    for one in ${first:-A} A B; do
      curl -s -m 5 --fail -H "X-Auth-Token: $own" -H 'Content-Type: application/json' "$@" "${url[$one]}$path" && return 0
      echo "$one" >> "$play/refused"
    done
    sleep 0.2
  done
  return 1
}

# make_cluster NAME WORKERS: prints its id; once, however often it has to be asked for
make_cluster() {
  jq -n --arg name "$1" --argjson workers "$2" --arg image "$CAISSON_IMAGE" --arg flavor "$CAISSON_FLAVOR" \
    --arg network "$CAISSON_NETWORK" --arg external "$CAISSON_EXTERNAL_NETWORK" \
    '{name: $name, kubernetes_version: "1.34.4", networking: {network: $network},
      endpoint: {type: "floating_address", external_network: $external}, node_groups: [
        {name: "control-plane", role: "control-plane", flavor: $flavor, image: $image, count: 1},
        {name: "worker", flavor: $flavor, image: $image, count: $workers}]}' > "$play/$1.json"
  ask_any /api/v1/clusters -H "Idempotency-Key: $1" -d "@$play/$1.json" | jq -r .id
}

states() { ask_any /v1/clusters | jq -r '[.clusters[].status] | group_by(.) | map("\(length) \(.[0])") | join(", ")'; }

# all_are STATUS COUNT
all_are() { [ "$(states)" = "$2 $1" ]; }

none_left() { [ "$(ask_any /v1/clusters | jq '.clusters | length')" = 0 ]; }

# ever: how many servers ever ran, by the data centre's own book
ever() { curl -sf "$SIMULATOR_ADMIN_URL/runs" | jq '[.[].server] | unique | length'; }

# twins: machines for which two servers ran at the same time
twins() {
  curl -sf "$SIMULATOR_ADMIN_URL/runs" | jq -r '
    group_by([."metadata.caisson.cluster", ."metadata.caisson.resource"])[] | sort_by(.from) | . as $runs
    | range(1; length) | select($runs[. - 1].to == null or $runs[. - 1].to > $runs[.].from)
    | $runs[.]["metadata.caisson.resource"] + " of " + $runs[.]["metadata.caisson.cluster"]'
}

# leftovers: servers, ports, security groups and floating addresses of ours in the whole cloud, by the administrator's lists
leftovers() {
  local admin compute network
  admin=$(token ADMIN_)
  compute=$(endpoint compute)
  network=$(endpoint network)
  curl -sf -H "X-Auth-Token: $admin" "$compute/servers?all_tenants=1" | jq -r '.servers[] | "server " + .name'
  for kind in ports security-groups floatingips; do
    curl -sf -H "X-Auth-Token: $admin" "$network/v2.0/$kind" |
      jq -r --arg kind "$kind" '.[][] | select((.description // "") | startswith("caisson:")) | $kind + " " + (.name // .id)'
  done
}

endpoint() {
  curl -sf -H "X-Auth-Token: $(token ADMIN_)" "$OS_AUTH_URL/auth/catalog" |
    jq -r --arg type "$1" '.catalog[] | select(.type == $type) | .endpoints[] | select(.interface == "public") | .url'
}

# judge SERVERS: exactly so many ever ran, none twice, and nothing is left
judge() {
  local twins left
  twins=$(twins)
  left=$(leftovers)
  echo "servers that ever ran: $(ever) of $1; machines with two at once: ${twins:-none}; left by the administrator's lists: ${left:-nothing}"
  [ "$(ever)" = "$1" ] && [ -z "$twins" ] && [ -z "$left" ]
}
