#!/bin/bash
# The ground that machines stand on: one network namespace with everything of a data centre in it, so that nothing of it is
# seen on this host's interfaces and every address that its cloud gives is reachable as it is. KBED_CENTRE is its name.
#   centre.sh up                 the namespace, a bridge with the networks' gateways, the metadata address, floating addresses
#   centre.sh run CMD...         runs a command in it
#   centre.sh float FLOATING FIXED | unfloat FLOATING
#   centre.sh down               takes away every machine, every process and the namespace, then checks
#   centre.sh check              says what is left of it; succeeds if that is nothing
# KBED_GATEWAYS are the gateways' addresses with their prefix, KBED_TENANT the range from which machines have theirs.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
C=$KBED_CENTRE
GATEWAYS=${KBED_GATEWAYS:-10.77.0.1/24 10.77.1.1/24 10.77.2.1/24}
TENANT=${KBED_TENANT:-10.77.0.0/23}

inside() { nsenter --net=/run/netns/"$C" -- "$@"; }
# nftables as the machines have it, so that this host needs none
nft() { inside chroot "$KBED_GUEST/rootfs" /usr/sbin/nft "$@"; }
there() { [ -e "/run/netns/$C" ]; }

watchers() { # each machine holds inotify instances of the host, and without one a kubelet runs no pods: the usual 128 are spent by seven
  local f=/proc/sys/fs/inotify/max_user_instances
  [ "$(cat $f)" -lt 1024 ] || return 0
  if echo 8192 2>/dev/null >$f; then log "fs.inotify.max_user_instances of this host is 8192 now"
  else log "fs.inotify.max_user_instances of this host is $(cat $f), which is enough for six machines"; fi
}
up() {
  [ -f "$KBED_GUEST/.rootfs" ] || die "run image.sh first"
  there && return
  watchers
  ip netns add "$C"
  ip -n "$C" link set lo up
  # `ip netns exec` would hide the control groups, which machines started from inside need
  inside sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; for f in ip6 ip arp; do echo 0 >/proc/sys/net/bridge/bridge-nf-call-${f}tables; done' 2>/dev/null || true
  # Without an address of its own a bridge has its lowest port's: it would change while machines come and go, and one that has
  # heard of the old one a moment ago keeps answering there for seconds.
  ip -n "$C" link add br0 address 02:00:0a:4d:00:01 type bridge; ip -n "$C" link set br0 up
  local a; for a in $GATEWAYS; do ip -n "$C" addr add "$a" dev br0; done
  ip -n "$C" addr add 169.254.169.254/32 dev br0
  # As Neutron's routers do it: what goes to a floating address goes to the fixed one, and what comes from the same network
  # comes back through the router. From the namespace itself too, where the service runs.
  nft -f - <<NFT
table ip floating {
  map fixed { type ipv4_addr : ipv4_addr; }
  chain prerouting { type nat hook prerouting priority dstnat; dnat to ip daddr map @fixed; }
  chain output { type nat hook output priority -100; dnat to ip daddr map @fixed; }
  chain postrouting { type nat hook postrouting priority srcnat; ip saddr $TENANT ct status dnat masquerade; }
}
NFT
}
unfloat() { nft delete element ip floating fixed "{ $1 }" 2>/dev/null || true; }
float() { unfloat "$1"; nft add element ip floating fixed "{ $1 : $2 }"; }

down() {
  local d p n=100
  for d in "$KBED_MACHINES"/*/; do [ ! -d "$d" ] || "$KBED_DIR/machine.sh" destroy "$(basename "$d")"; done
  if there; then
    for p in $(ip netns pids "$C"); do [ "$p" = $$ ] || kill -TERM "$p" 2>/dev/null || true; done
    while [ -n "$(ip netns pids "$C")" ] && [ $n -gt 0 ]; do sleep .1; n=$((n-1)); done
    for p in $(ip netns pids "$C"); do kill -KILL "$p" 2>/dev/null || true; done
    ip netns del "$C"
  fi
  while [ -n "$(processes)" ] && [ $n -gt 0 ]; do sleep .1; n=$((n-1)); done # the last ones are still ending
  drop_cgroups "$C"
  rm -rf "${KBED_MACHINES%/machines}"; rmdir "$KBED_HOME/centres" 2>/dev/null || true
  check
}
processes() { grep -l ":/$C/" /proc/[0-9]*/cgroup 2>/dev/null | cut -d/ -f3 | while read -r p; do ! lives "$p" || echo "$p"; done || true; }
check() {
  local left=0 kind found h
  for kind in machines namespaces mounts cgroups processes; do
    case $kind in
    machines) found=$(ls "$KBED_MACHINES" 2>/dev/null || true) ;;
    namespaces) found=$(ls /run/netns 2>/dev/null | grep -E "^$C(-|\$)" || true) ;;
    mounts) found=$(awk '{print $2}' /proc/mounts | grep -E "^(${KBED_MACHINES%/machines}/|/run/netns/$C(-|\$))" || true) ;;
    cgroups) found=$(for h in $(hierarchies); do [ ! -d "$KBED_CG/$h/$C" ] || find "$KBED_CG/$h/$C" -maxdepth 1 -type d; done || true) ;;
    processes) found=$(processes) ;;
    esac
    found=$(echo "$found" | tr '\n' ' ')
    printf '%-12s %s %s\n' "$kind" "$(wc -w <<<"$found")" "$found"
    [ -z "${found// /}" ] || left=1
  done
  return $left
}
case ${1:-} in
up) up ;;
run) shift; inside "$@" ;;
float) float "$2" "$3" ;;
unfloat) unfloat "$2" ;;
down) down ;;
check) check ;;
*) sed -n '2,9p' "$0"; exit 2 ;;
esac
