#!/bin/bash
# Everything that a cloud can do to a server, done to a real machine in namespaces through the simulated OpenStack and its
# administration: start, console, stop, reboot, rebuild, freeze, cut off, kill, delete.
#
#   .ci/machine-walk.sh CENTRE FOLDER
#
# As root; the images of Kubernetes 1.34.4 are built (cloud-drivers/kubernetes-bed/image.sh), and nothing else uses the data centre CENTRE.
set -euo pipefail
export KBED_CENTRE=$1
work=$2
repo=$(cd "$(dirname "$0")/.." && pwd)
bed=$repo/cloud-drivers/kubernetes-bed
mkdir -p "$work"
trap 'echo "FAILED in line $LINENO" >&2; tail -n 20 "$work/simulator.log" >&2' ERR
step() { printf '%-9s %s\n' "$(date +%T)" "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
within() { # within SECONDS COMMAND...: until it succeeds
  local end=$((SECONDS + $1))
  shift
  until "$@"; do [ $SECONDS -lt $end ] || fail "not in time: $*"; sleep 0.5; done
}
here() { nsenter --net="/run/netns/$KBED_CENTRE" -- "$@"; } # in the data centre's network

"$bed/centre.sh" up
nsenter --net="/run/netns/$KBED_CENTRE" -- "$repo/caisson" simulator --port 15000 --env-file "$work/env" --machines "$KBED_CENTRE" --vm-delay 1s --jitter 0 \
  --tenant-cidr 10.77.0.0/23 --external-cidr 10.77.2.0/24 --images debian-12-kubernetes-v1.34.4 > "$work/simulator.log" 2>&1 &
simulator=$!
trap 'kill $simulator 2> /dev/null || true; wait $simulator || true' EXIT
within 120 grep -q '^Ready' "$work/simulator.log"
. "$work/env"

say() { # say METHOD URL [BODY]
  here curl -sS --fail-with-body -X "$1" -H "X-Auth-Token: ${own:-}" -H 'Content-Type: application/json' ${3:+-d "$3"} "$2"
}
value() { python3 -c "import json, sys; print(json.load(sys.stdin)$1)"; }
own=$(here curl -sS -f -D - -o /dev/null -H 'Content-Type: application/json' "$OS_AUTH_URL/auth/tokens" -d "{\"auth\": {\"identity\": {
  \"methods\": [\"password\"], \"password\": {\"user\": {\"name\": \"$OS_USERNAME\", \"password\": \"$OS_PASSWORD\", \"domain\": {\"name\": \"Default\"}}}},
  \"scope\": {\"project\": {\"name\": \"$OS_PROJECT_NAME\", \"domain\": {\"name\": \"Default\"}}}}}" | tr -d '\r' | sed -n 's/^[Xx]-[Ss]ubject-[Tt]oken: //p')
cloud=${OS_AUTH_URL%/identity/v3}
nova=$cloud/compute/v2.1
neutron=$cloud/network/v2.0
network=$(say GET "$neutron/networks?name=private" | value "['networks'][0]['id']")
flavor=$(say GET "$nova/flavors" | value "['flavors'][-1]['id']")
image=$(say GET "$cloud/image/v2/images?name=debian-12-kubernetes-v1.34.4" | value "['images'][0]['id']")
port=$(say POST "$neutron/ports" "{\"port\": {\"network_id\": \"$network\", \"name\": \"walk\"}}")
data=$(printf '#cloud-config\nruncmd: [[sh, -c, "echo made $(cat /proc/sys/kernel/random/uuid) | tee /root/made > /dev/console"]]\n' | base64 -w 0)
server=$(say POST "$nova/servers" "{\"server\": {\"name\": \"walk\", \"flavorRef\": \"$flavor\", \"imageRef\": \"$image\",
  \"networks\": [{\"port\": \"$(value "['port']['id']" <<< "$port")\"}], \"user_data\": \"$data\"}}" | value "['server']['id']")

status() { say GET "$nova/servers/$server" | value "['server']['status']"; }
is() { [ "$(status)" = "$1" ]; }
act() { say POST "$nova/servers/$server/action" "$1"; }
fault() { say POST "$SIMULATOR_ADMIN_URL/servers/$server/$1"; }
console() { act '{"os-getConsoleOutput": {}}' | value "['output']"; }
machine() { "$bed/machine.sh" status | awk '$1 ~ /^walk-/ { print $1 }'; }
state() { "$bed/machine.sh" status | awk '$1 ~ /^walk-/ { print $2 }'; }
has_state() { [ "$(state)" = "$1" ]; }
inside() { "$bed/machine.sh" exec "$(machine)" "$@"; }
made() { inside cat /root/made 2> /dev/null; }
done_booting() { inside test -e /run/cloud-init/result.json 2> /dev/null && made > /dev/null; }
# reaches: from inside it, the place where the cloud serves its metadata
reaches() { inside python3 -c 'import urllib.request as u; u.urlopen("http://169.254.169.254/openstack", timeout=2)' > /dev/null 2>&1; }
reaches_nobody() { ! reaches; }

step "start: cloud-init runs the user-data, and the console tells it"
within 60 is ACTIVE
within 120 done_booting
first=$(made)
within 10 grep -q "$first" <(console)
reaches || fail "it does not reach its metadata"
step "stop, start: the disk stays"
act '{"os-stop": null}'
within 60 is SHUTOFF
within 60 has_state stopped
act '{"os-start": null}'
within 60 is ACTIVE
within 120 done_booting
[ "$(made)" = "$first" ] || fail "the disk is another one: $(made), not $first"
step "reboot: the disk stays, the boot is another one"
before=$(inside cat /proc/1/stat | awk '{ print $22 }')
act '{"reboot": {"type": "HARD"}}'
rebooted() { local now; now=$(inside cat /proc/1/stat 2> /dev/null | awk '{ print $22 }') && [ -n "$now" ] && [ "$now" != "$before" ]; }
within 60 rebooted
within 120 done_booting
[ "$(made)" = "$first" ] || fail "the disk is another one: $(made), not $first"
step "rebuild: the disk is what the image holds, and cloud-init runs anew"
act "{\"rebuild\": {\"imageRef\": \"$image\"}}" > /dev/null
within 60 is ACTIVE
another() { [ -n "$(made)" ] && [ "$(made)" != "$first" ]; }
within 120 another
step "cut off, mend: it runs on without a network"
within 120 reaches
fault cut
within 20 reaches_nobody
has_state running
is ACTIVE
fault mend
within 20 reaches
step "freeze: the cloud sees nothing, the machine does nothing; a reboot ends it"
fault hang
within 20 has_state frozen
is ACTIVE
act '{"reboot": {"type": "HARD"}}'
within 60 has_state running
within 120 done_booting
step "kill: the cloud sees that its power is off"
fault power-off
within 60 is SHUTOFF
within 60 has_state stopped
step "delete: nothing of it is left"
say DELETE "$nova/servers/$server"
gone() { [ -z "$(machine)" ]; }
within 60 gone
kill $simulator
wait $simulator || true
"$bed/centre.sh" down
step "done"
