#!/bin/bash
# Machines without virtualisation: own pid, mount, net, uts, ipc and cgroup namespaces, systemd as PID 1, a veth into the bridge of a
# data centre (centre.sh), real cloud-init. Root in such a machine is root on this host: it is no boundary for strangers.
#   machine.sh start NAME --address IP/PREFIX --gateway IP [--mac MAC] [--k8s VERSION] [--mem MIB] [--cni bridge|none]
#              [--seed nocloud DIR | --seed config-drive DIR | --seed none .]   without it cloud-init asks the metadata service
#   machine.sh run NAME ...       the same in the foreground: its output is the machine's console, its end is the machine's
#   machine.sh stop NAME [--hard] asks systemd to power off; or kills at once. The disk stays, `start NAME` boots it again
#   machine.sh destroy NAME       kills it and forgets its disk
#   machine.sh exec NAME CMD... | console NAME | status [NAME] | wait NAME [SECONDS]: until cloud-init is done
#   machine.sh freeze NAME | thaw NAME | cut NAME | mend NAME: stands still; loses its network
set -euo pipefail
. "$(dirname "$0")/lib.sh"
C=$KBED_CENTRE; M=$KBED_MACHINES; G=$KBED_GUEST; CG=$KBED_CG
pid1() { cat "$M/$1/pid1" 2>/dev/null; }
running() { lives "$(pid1 "$1")"; }
into() { local n=$1; shift; nsenter -t "$(pid1 "$n")" -m -u -i -n -p -C -r -w -- "$@"; }
setting() { sed -n "s/^$2=//p" "$M/$1/settings"; }
port() { echo "p$(printf %s "$1" | cksum | cut -d' ' -f1)"; }

plug() { # NAME: a network namespace of its own with eth0 on the bridge
  local ns=$C-$1 port address mac octets; port=$(port "$1"); address=$(setting "$1" address); mac=$(setting "$1" mac)
  [ -e "/run/netns/$C" ] || die "no data centre named $C: run centre.sh up"
  unplug "$1"
  ip netns add "$ns"; ip -n "$ns" link set lo up
  ip -n "$C" link add "$port" type veth peer name eth0 netns "$ns"
  ip -n "$C" link set "$port" master br0 up
  # announces itself, or the others would send to its predecessor at the same address for up to 40 s
  nsenter --net=/run/netns/"$ns" -- sh -c 'echo 1 >/proc/sys/net/ipv4/conf/eth0/arp_notify'
  [ -z "$mac" ] || ip -n "$ns" link set eth0 address "$mac"
  ip -n "$ns" addr add "$address" dev eth0; ip -n "$ns" link set eth0 up
  ip -n "$ns" route add default via "$(setting "$1" gateway)"
  if [ "$(setting "$1" cni)" = bridge ]; then IFS=. read -ra octets <<<"${address%/*}"; ip -n "$C" route replace "$(pods "${octets[@]}")" via "${address%/*}"; fi
}
unplug() { ip netns del "$C-$1" 2>/dev/null || true; ip -n "$C" link del "$(port "$1")" 2>/dev/null || true; }
pods() { echo "10.$((244 + ($3 & 1))).$4.0/24"; } # of a machine with this address; the bridge plugin's only

cgroups_make() { # NAME: its own control group in every hierarchy
  local h d up f mem; mem=$(setting "$1" mem)
  for h in $(hierarchies); do
    d=$CG/$h/$C/$1; mkdir -p "$d"
    case $h in
    cpuset) for up in "$CG/$h/$C" "$d"; do for f in cpus mems; do cat "$CG/$h/cpuset.$f" >"$up/cpuset.$f"; done; done ;;
    .) for up in "$CG" "$CG/$C"; do for f in $(cat "$up/cgroup.controllers"); do echo "+$f" >"$up/cgroup.subtree_control" 2>/dev/null || true; done; done ;;
    esac
    [ -n "$mem" ] || continue
    case $h in memory) echo $((mem * 1048576)) >"$d/memory.limit_in_bytes" ;; .) echo $((mem * 1048576)) >"$d/memory.max" ;; esac
  done
}

lay_disk() { # NAME: a disk as the image has it
  local d=$M/$1 k8s v f s octets address; k8s=$(setting "$1" k8s); address=$(setting "$1" address)
  mkdir -p "$d/upper/etc/cni/net.d" "$d/work" "$d/root" "$d/disk"
  for v in kubelet etcd; do mkdir -p "$d/disk/$v"; done
  if [ -z "${KBED_UNFINISHED:-}" ] && [ -d "$G/$k8s/containerd" ]; then # hard links: blobs and unpacked layers are never written, the databases are
    cp -al "$G/$k8s/containerd" "$d/disk/containerd"
    (cd "$G/$k8s/containerd" && find . -name '*.db' -print0 | while IFS= read -r -d '' f; do cp --remove-destination "$f" "$d/disk/containerd/$f"; done)
  else mkdir -p "$d/disk/containerd"; fi
  s=$d/upper/var/lib/cloud/seed
  case $(setting "$1" seed) in
  "config-drive "*) mkdir -p "$s"; cp -r "$(setting "$1" seed | cut -d' ' -f2-)" "$s/config_drive" ;;
  "nocloud "*) mkdir -p "$s"; cp -r "$(setting "$1" seed | cut -d' ' -f2-)" "$s/nocloud" ;;
  esac
  if [ -d "$CG/devices" ]; then
    s=$d/upper/etc/systemd/system/multi-user.target.wants; mkdir -p "$s" "$d/upper/usr/local/sbin"
    install -m755 "$KBED_DIR/guest/keep-devices" "$d/upper/usr/local/sbin/"
    install -m644 "$KBED_DIR/guest/keep-devices.service" "$s/../"; ln -s ../keep-devices.service "$s/"
  fi
  if [ "$(setting "$1" cni)" = bridge ]; then # a network plugin without images: bridge and host-local, routed by the data centre
    IFS=. read -ra octets <<<"${address%/*}"
    cat >"$d/upper/etc/cni/net.d/90-bed.conflist" <<JSON
{"cniVersion": "1.0.0", "name": "bed", "plugins": [
 {"type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true,
  "ipam": {"type": "host-local", "ranges": [[{"subnet": "$(pods "${octets[@]}")"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
 {"type": "portmap", "capabilities": {"portMappings": true}}]}
JSON
  fi
  echo "$1" >"$d/upper/etc/hostname"; echo "nameserver 169.254.169.254" >"$d/upper/etc/resolv.conf"
  tr -d - </proc/sys/kernel/random/uuid >"$d/upper/etc/machine-id"
}
settle() { # NAME OPTIONS...: writes down what a new machine shall be like, and lays its disk
  local name=$1 address= gateway= mac= k8s=$KBED_K8S mem= cni=bridge seed= o; shift
  [ ! -f "$M/$name/settings" ] || return 0
  while [ $# -gt 0 ]; do
    case $1 in
    --address) address=$2 ;; --gateway) gateway=$2 ;; --mac) mac=$2 ;; --k8s) k8s=$2 ;; --mem) mem=$2 ;; --cni) cni=$2 ;;
    --seed) seed="$2 $3"; shift ;;
    *) die "unknown option $1" ;;
    esac
    shift 2
  done
  [ -n "$address" ] && [ -n "$gateway" ] || die "--address and --gateway are wanted"
  [ -f "$G/$k8s/.done" ] || [ -n "${KBED_UNFINISHED:-}" ] || die "no image of Kubernetes $k8s: run image.sh $k8s"
  rm -rf "${M:?}/$name"; mkdir -p "$M/$name"
  for o in address gateway mac k8s mem cni seed; do printf '%s=%s\n' "$o" "${!o}"; done >"$M/$name/settings.new"
  mv "$M/$name/settings.new" "$M/$name/settings"
  lay_disk "$name" || { rm -rf "${M:?}/$name"; die "no disk for $name"; }
}
run() { # first stage: the machine's surroundings
  local name=$1 d=$M/$1 k8s product; shift
  running "$name" && die "$name runs already"
  settle "$name" "$@"
  k8s=$(setting "$name" k8s); rm -f "$d/pid1"
  plug "$name"; cgroups_make "$name"
  # by this name of the product cloud-init knows that an OpenStack's metadata service is near (DataSourceOpenStack.detect_openstack)
  product=; [ -n "$(setting "$name" seed)" ] || product="OpenStack Nova"
  export KBED_BOOT_ROOT=$d/root KBED_BOOT_DIR=$d KBED_BOOT_NAME=$name KBED_BOOT_PRODUCT=$product
  export KBED_BOOT_LOWER="$( [ ! -d "$G/$k8s/layer" ] || printf %s: "$G/$k8s/layer")$G/rootfs"
  exec setsid "$KBED_DIR/machine.sh" _boot "$name" </dev/null
}
boot() { # second stage: in its control groups and network namespace, before the other namespaces. script(1) is the serial console
  local h; for h in $(hierarchies); do echo $$ >"$CG/$h/$C/$1/cgroup.procs"; done
  exec nsenter --net=/run/netns/"$C-$1" script -qefc "exec unshare -m -u -i -C -p --fork --kill-child --propagation private '$KBED_DIR/machine.sh' _init" "$M/$1/console.log"
}
mount_cgroups() { # ROOT
  local h r=$1/sys/fs/cgroup
  if [ "$(hierarchies)" = . ]; then mount -t cgroup2 cgroup2 "$r"; return; fi
  mount -t tmpfs -o mode=755,nosuid,nodev tmpfs "$r"
  for h in $(hierarchies); do
    mkdir "$r/$h"
    case $h in
    systemd) mount -t cgroup -o none,name=systemd cgroup "$r/$h" ;;
    unified) mount -t cgroup2 cgroup2 "$r/$h" ;;
    *) mount -t cgroup -o "$h" cgroup "$r/$h" ;;
    esac
  done
}
mount_devices() { # ROOT
  local r=$1 n a b f l
  mount -t tmpfs -o mode=755,nosuid tmpfs "$r/dev"
  for f in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0 kmsg:1:11 fuse:10:229; do IFS=: read -r n a b <<<"$f"; mknod -m 666 "$r/dev/$n" c "$a" "$b"; done
  mkdir "$r/dev/pts" "$r/dev/shm" "$r/dev/mqueue"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$r/dev/pts"; ln -s pts/ptmx "$r/dev/ptmx"
  mount -t tmpfs -o mode=1777 tmpfs "$r/dev/shm"; mount -t mqueue mqueue "$r/dev/mqueue"
  for l in fd:/proc/self/fd stdin:/proc/self/fd/0 stdout:/proc/self/fd/1 stderr:/proc/self/fd/2; do ln -s "${l#*:}" "$r/dev/${l%%:*}"; done
}
# what belongs to the whole kernel stays the host's; kubelet and others see the values that they want to set
mount_sysctls() { # ROOT
  local r=$1 f h
  mkdir -p "$r/run/fake"
  for f in kernel vm fs; do mount --bind "$r/proc/sys/$f" "$r/proc/sys/$f"; mount -o remount,bind,ro "$r/proc/sys/$f"; done
  for f in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000 \
    fs/inotify/max_user_instances=8192 fs/inotify/max_user_watches=524288; do
    h=$r/run/fake/$(echo "${f%%=*}" | tr / .); echo "${f#*=}" >"$h"
    [ ! -e "$r/proc/sys/${f%%=*}" ] || mount --bind "$h" "$r/proc/sys/${f%%=*}"
  done
}
init() { # third stage: PID 1 of the machine until systemd takes over
  local r=$KBED_BOOT_ROOT d=$KBED_BOOT_DIR f tty me; tty=$(tty)
  read -r me _ </proc/self/stat # /proc is still the host's: our pid as the host sees it
  mount -t overlay overlay -o "lowerdir=$KBED_BOOT_LOWER,upperdir=$d/upper,workdir=$d/work" "$r"
  mount -t proc -o nosuid,nodev,noexec proc "$r/proc"
  mount -t sysfs -o nosuid,nodev,noexec sysfs "$r/sys"
  mount_cgroups "$r"; mount_devices "$r"
  : >"$r/dev/console"; mount --bind "$tty" "$r/dev/console"
  mount -t tmpfs -o mode=755 tmpfs "$r/run"; mount -t tmpfs -o mode=1777 tmpfs "$r/tmp"
  for f in containerd kubelet etcd; do mkdir -p "$r/var/lib/$f"; mount --bind "$d/disk/$f" "$r/var/lib/$f"; done # overlay on overlay is refused
  mount_sysctls "$r"
  echo "$me" >"$d/pid1"
  cd "$r"; mkdir -p run/oldroot
  pivot_root . run/oldroot
  hostname "$KBED_BOOT_NAME"
  exec chroot . /usr/bin/env -i container=caisson product_name="$KBED_BOOT_PRODUCT" PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
    /bin/sh -c 'umount -l /run/oldroot; mount --make-rshared /; exec /lib/systemd/systemd --log-level=info --log-target=console --show-status=true' </dev/console >/dev/console 2>&1
}
start() {
  local name=$1; shift
  running "$name" && { log "$name runs already"; return; }
  settle "$name" "$@"
  setsid nohup "$KBED_DIR/machine.sh" run "$name" </dev/null >"$M/$name/boot.log" 2>&1 &
  wait_for 10 running "$name" || { cat "$M/$name/boot.log" >&2; die "$name did not start"; }
}
stop() {
  local name=$1 hard=${2:-} p n=300
  if running "$name"; then
    p=$(pid1 "$name"); thaw "$name" 2>/dev/null || true
    if [ "$hard" = --hard ]; then kill -KILL "$p"; else kill -s RTMIN+4 "$p"; fi # RTMIN+4: systemd powers off
    while lives "$p" && [ $n -gt 0 ]; do sleep .1; n=$((n - 1)); done
    ! lives "$p" || kill -KILL "$p" || true
  fi
  rm -f "$M/$name/pid1"
  unplug "$name"; drop_cgroups "$C/$name"
}
freezer() { # NAME v1-STATE v2-STATE
  if [ "$(hierarchies)" = . ]; then echo "$3" >"$CG/$C/$1/cgroup.freeze"; else echo "$2" >"$CG/freezer/$C/$1/freezer.state"; fi
}
freeze() { freezer "$1" FROZEN 1; }
thaw() { freezer "$1" THAWED 0; }
frozen() { grep -qsx FROZEN "$CG/freezer/$C/$1/freezer.state" || grep -qsx 1 "$CG/$C/$1/cgroup.freeze"; }
memory() {
  local f
  for f in "$CG/memory/$C/$1/memory.usage_in_bytes" "$CG/$C/$1/memory.current"; do [ ! -f "$f" ] || { cat "$f"; return; }; done
  echo 0
}
status() {
  local d n s
  for d in "$M"/$1/; do
    [ -d "$d" ] || continue
    n=$(basename "$d"); s=stopped; if running "$n"; then s=running; frozen "$n" && s=frozen; fi
    echo "$n $s $(setting "$n" address) $(setting "$n" k8s) memory=$(($(memory "$n") / 1048576))MiB"
  done
}
cmd=${1:-}; [ $# -eq 0 ] || shift
case $cmd in
start|run|stop|freeze|thaw) "$cmd" "$@" ;;
destroy) stop "$1" --hard; rm -rf "${M:?}/${1:?}" ;;
exec) n=$1; shift; into "$n" "$@" ;;
console) cat "$M/$1/console.log" ;;
status) status "${1:-*}" ;;
wait) wait_for "${2:-120}" into "$1" test -e /run/cloud-init/result.json || die "cloud-init did not finish"; into "$1" cat /run/cloud-init/result.json ;;
cut) ip -n "$C" link set "$(port "$1")" down ;;
mend) ip -n "$C" link set "$(port "$1")" up ;;
_boot) boot "$@" ;;
_init) init ;;
*) sed -n '2,12p' "$0"; exit 2 ;;
esac
