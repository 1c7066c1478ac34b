#!/bin/bash
# etcd of a cluster of machines, past Caisson: what its contract needs to disturb it.
#   etcd.sh pki DIR      copies etcd's authority, ca.crt and ca.key, into DIR
#   etcd.sh ctl ARGS...  etcdctl in a machine of the control plane that runs
#   etcd.sh freeze NODE | thaw NODE   its machine stands still
#   etcd.sh stop NODE | start NODE    etcd ends there, and the kubelet that would start it again
set -euo pipefail
. "$(dirname "$0")/lib.sh"
machine() { "$KBED_DIR/machine.sh" "$@"; }
machines() { # the running machines of the control plane
  local name state rest
  machine status | while read -r name state rest; do
    [ "$state" = running ] && [ -e "$KBED_MACHINES/$name/upper/etc/kubernetes/manifests/etcd.yaml" ] && echo "$name" || true
  done
}
named() { # NODE: its machine
  local name rest
  machine status | while read -r name rest; do
    [ "$(cat "$KBED_MACHINES/$name/upper/etc/hostname" 2>/dev/null)" != "$1" ] || echo "$name"
  done
}
first() { machines | sed -n 1p | grep . || die "no machine of a control plane runs in data centre $KBED_CENTRE"; }
of() { named "$1" | grep . || die "no machine is node $1"; }
container() { machine exec "$1" crictl ps -q --name '^etcd$' | grep . || die "etcd does not run on $1"; }
ctl() {
  local m p=/etc/kubernetes/pki/etcd; m=$(first)
  machine exec "$m" crictl exec "$(container "$m")" etcdctl --cacert=$p/ca.crt --cert=$p/healthcheck-client.crt --key=$p/healthcheck-client.key "$@"
}
cmd=${1:-}; [ $# -eq 0 ] || shift
case $cmd in
pki) m=$(first); mkdir -p "$1"; for f in ca.crt ca.key; do machine exec "$m" cat /etc/kubernetes/pki/etcd/$f >"$1/$f"; done ;;
ctl) ctl "$@" ;;
freeze|thaw) machine "$cmd" "$(of "$1")" ;;
stop) m=$(of "$1"); machine exec "$m" systemctl stop kubelet; machine exec "$m" crictl stop "$(container "$m")" ;;
start) machine exec "$(of "$1")" systemctl start kubelet ;;
*) sed -n '2,6p' "$0"; exit 2 ;;
esac
