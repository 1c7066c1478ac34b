#!/bin/bash
# image.sh VERSION... | rootfs | unpack VERSION...: what every machine is made of, built once into KBED_HOME/guest/
#   rootfs      Debian bookworm with systemd, cloud-init, containerd, runc (debootstrap and apt; packages only)
#   VERSION/    a thin layer for each Kubernetes version: kubeadm, kubelet, kubectl, network plugins, crictl, and the images that kubeadm
#               and flannel name, made of our own binaries and unpacked already. With several versions each holds the images of its
#               neighbours among them, which machines need while a cluster is upgraded; and one of 1.33 or older holds the etcd that
#               members are raised to before 1.34
# A machine stacks its own files on the layer on the root file system.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
G=$KBED_GUEST; R=$G/rootfs; mkdir -p "$G"
PACKAGES="systemd systemd-sysv dbus udev ca-certificates iproute2 iptables nftables conntrack socat ethtool kmod iputils-ping curl procps netbase
 cloud-init containerd runc openssh-server util-linux mount e2fsprogs keepalived"

inroot() { # a command in the root file system, in a mount namespace of its own, so that nothing stays mounted
  unshare -m --propagation private bash -ec 'r=$1; shift; mount -t proc proc "$r/proc"; mount --rbind /dev "$r/dev"; exec chroot "$r" "$@"' _ "$R" \
    env DEBIAN_FRONTEND=noninteractive LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}
rootfs() { # what an older one lacks is added: machines may run on it
  [ ! -f "$G/.rootfs" ] || [ "$(cat "$G/.rootfs")" != "$PACKAGES" ] || return 0
  local t0 mirror; t0=$(date +%s)
  mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 2>/dev/null | awk '$2=="bookworm"{print $1; exit}') # the one that this host uses
  [ -n "$mirror" ] || die "apt of this machine knows no mirror of Debian 12 (bookworm); add one to its sources and run apt-get update"
  if [ ! -f "$G/.rootfs" ]; then base "$mirror"; fi
  packages
  configure
  printf '%s' "$PACKAGES" >"$G/.rootfs"; log "root file system: ready after $(( $(date +%s) - t0 )) s, $(du -sm "$R" | cut -f1) MiB"
}
base() {
  local mirror=$1
  rm -rf "$R"; log "root file system: debootstrap (about a minute)"
  debootstrap --variant=minbase bookworm "$R" "$mirror" >"$G/debootstrap.log" 2>&1 || { tail -n 5 "$G/debootstrap.log" >&2; die "debootstrap failed: $G/debootstrap.log"; }
  mkdir -p "$G/aptkeep"; cp -a "$R/etc/apt" "$G/aptkeep/"
}
packages() { # this host's settings of apt (sources, authorities, proxy) are used while it is built, and only then
  cp -r /etc/apt/sources.list.d /etc/apt/apt.conf.d "$R/etc/apt/" 2>/dev/null || true
  cp /etc/apt/sources.list "$R/etc/apt/" 2>/dev/null || : >"$R/etc/apt/sources.list"
  mkdir -p "$R/etc/ssl/certs" "$R/usr/local/share/ca-certificates"; cp -L /etc/ssl/certs/ca-certificates.crt "$R/etc/ssl/certs/" 2>/dev/null || true
  cp -L /etc/resolv.conf /etc/hosts "$R/etc/"; printf '#!/bin/sh\nexit 101\n' >"$R/usr/sbin/policy-rc.d"; chmod +x "$R/usr/sbin/policy-rc.d"
  log "root file system: packages (about half a minute)"
  # minbase first and the rest by apt: debootstrap --include leaves cloud-init's dependencies unconfigured
  { inroot apt-get update && inroot apt-get install -y --no-install-recommends $PACKAGES && inroot apt-get clean; } >"$G/apt.log" 2>&1 ||
    { tail -n 5 "$G/apt.log" >&2; die "apt failed: $G/apt.log"; }
  rm -rf "$R/etc/apt" "$R"/var/lib/apt/lists/* "$R/usr/sbin/policy-rc.d"; cp -a "$G/aptkeep/apt" "$R/etc/"; echo >"$R/etc/apt/sources.list"
}
configure() {
  local u e=$R/etc
  : >"$e/machine-id"; rm -f "$e/resolv.conf"; echo "127.0.0.1 localhost" >"$e/hosts"; : >"$e/fstab"
  # nothing of this can or should run in a machine without devices or a terminal
  for u in systemd-udevd.service systemd-udev-trigger.service systemd-udevd-control.socket systemd-udevd-kernel.socket systemd-timesyncd.service \
     systemd-modules-load.service getty.target console-getty.service systemd-logind.service e2scrub_all.timer e2scrub_reap.service apt-daily.timer apt-daily-upgrade.timer \
     dpkg-db-backup.timer fstrim.timer systemd-tmpfiles-clean.timer systemd-firstboot.service sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount \
     dev-hugepages.mount dev-mqueue.mount sys-fs-fuse-connections.mount systemd-remount-fs.service ssh.service networking.service; do ln -sf /dev/null "$e/systemd/system/$u"; done
  # addresses come with the veth; with a DHCP client cloud-init would ask for one before it asks the metadata service
  rm -f "$R/usr/sbin/dhclient" "$R/sbin/dhclient"
  mkdir -p "$e/systemd/system/multi-user.target.wants" "$e/containerd" "$e/cloud/cloud.cfg.d" "$e/systemd/system/containerd.service.d" "$R/opt/cni/bin" "$e/systemd/journald.conf.d"
  cp "$KBED_DIR"/guest/kubelet.service "$e/systemd/system/"
  ln -sf ../kubelet.service "$e/systemd/system/multi-user.target.wants/kubelet.service"
  cp "$KBED_DIR"/guest/containerd.toml "$e/containerd/config.toml"
  cp "$KBED_DIR"/guest/99-bed.cfg "$e/cloud/cloud.cfg.d/"
  # a host without CAP_SYS_RESOURCE refuses negative OOM scores and higher limits
  printf '[Service]\nOOMScoreAdjust=0\nLimitNOFILE=20000\nLimitNPROC=infinity\nLimitCORE=0\nExecStartPre=\nTimeoutStartSec=600\nExecStartPost=/usr/local/sbin/preload-images\n' >"$e/systemd/system/containerd.service.d/bed.conf"
  printf '[Journal]\nStorage=volatile\nRuntimeMaxUse=32M\nForwardToConsole=no\n' >"$e/systemd/journald.conf.d/bed.conf"
  install -m755 "$KBED_DIR/guest/preload-images" "$R/usr/local/sbin/"
  rm -f "$R"/usr/lib/sysctl.d/*; printf 'net.ipv4.ip_forward=1\nnet.bridge.bridge-nf-call-iptables=1\nnet.bridge.bridge-nf-call-ip6tables=1\n' >"$e/sysctl.d/90-kubernetes.conf"
  sed -i '/^DefaultLimitNOFILE/d' "$e/systemd/system.conf"; echo 'DefaultLimitNOFILE=20000' >>"$e/systemd/system.conf"
}
neighbours() { # VERSION: those built so far whose minor is no more than one away, itself included
  local minor n b; minor=$(echo "$1" | cut -d. -f2)
  for n in "$G"/images/*/; do n=$(basename "$n"); b=$(echo "$n" | cut -d. -f2); [ $((minor-b)) -gt 1 ] || [ $((b-minor)) -gt 1 ] || echo "$n"; done
}
complete() { # unpacks once more what was unpacked before a neighbour was built
  [ "$(neighbours "$1")" = "$(cat "$G/$1/.with" 2>/dev/null)" ] || unpack "$1"
}
unpack() { # imports the images of this version and of the neighbouring minors built so far in a throw-away machine; each machine then gets
  # hard links. Neighbours, because during an upgrade a machine needs kube-proxy and coredns of the other version and there is no registry.
  local v=$1 n m
  export KBED_CENTRE=caisson-image KBED_UNFINISHED=1 KBED_MACHINES=$KBED_HOME/centres/caisson-image/machines; m=$KBED_MACHINES/golden
  log "Kubernetes $v: importing images"
  "$KBED_DIR/centre.sh" down >/dev/null 2>&1 || true
  "$KBED_DIR/centre.sh" up
  rm -rf "$G/$v/containerd.old"; mkdir -p "$G/stage"; rm -rf "$G/stage/images"; mkdir "$G/stage/images"
  neighbours "$v" >"$G/stage/with"
  while read -r n; do cp -rl "$G/images/$n" "$G/stage/images/"; done <"$G/stage/with"
  rm -rf "$G/$v/layer/opt/images"; mv "$G/stage/images" "$G/$v/layer/opt/images"
  "$KBED_DIR/machine.sh" start golden --address 10.77.0.250/24 --gateway 10.77.0.1 --k8s "$v" --seed none .
  wait_for 180 "$KBED_DIR/machine.sh" exec golden test -e /var/lib/containerd/.preloaded || die "import failed"
  "$KBED_DIR/machine.sh" exec golden ctr -n k8s.io images ls -q | grep -v sha256 | sed 's/^/  /' >&2
  "$KBED_DIR/machine.sh" exec golden systemctl stop containerd
  "$KBED_DIR/machine.sh" stop golden
  [ ! -d "$G/$v/containerd" ] || mv "$G/$v/containerd" "$G/$v/containerd.old" # other machines can be made of it until here
  mv "$m/disk/containerd" "$G/$v/containerd"; mv "$G/stage/with" "$G/$v/.with"; rm -rf "$G/$v/layer/opt/images" "$G/$v/containerd/tmpmounts" "$G/$v/containerd.old"
  "$KBED_DIR/centre.sh" down >/dev/null || die "something of the image's machine is left: KBED_CENTRE=caisson-image centre.sh check"
}
layer() { # what differs by Kubernetes version
  local v=$1 b t0 L I; b=$(k8s_bin "$v"); L=$G/$v/layer; I=$G/images/$v; t0=$(date +%s)
  [ ! -f "$G/$v/.done" ] || return 0
  log "Kubernetes $v: binaries (the first time 5 to 15 minutes)"
  "$KBED_DIR/build.sh" "all:$v" "flannel:$KBED_FLANNEL" guest:1 $(! raises "$v" || echo "etcd:$KBED_ETCD_RAISED") 2>&1 | sed '/^go: downloading/d' >&2
  log "Kubernetes $v: layer and images"
  rm -rf "${G:?}/$v" "$I"; mkdir -p "$I" "$L/usr/bin" "$L/opt/cni/bin" "$L/etc/containerd" "$L/etc/default" "$L/etc/kubernetes/kubelet.d"
  cp "$b"/{kubeadm,kubelet,kubectl} "$KBED_HOME/bin/crictl-$KBED_CRITOOLS/crictl" "$L/usr/bin/"
  local minor=${v#1.}; minor=${minor%%.*}
  if [ "$minor" -ge 35 ] && [ "$(hierarchies)" != . ]; then mkdir -p "$L/usr/libexec"; mv "$L/usr/bin/kubeadm" "$L/usr/libexec/"; install -m755 "$KBED_DIR/guest/kubeadm-wrapper" "$L/usr/bin/kubeadm"; fi
  find "$KBED_HOME/bin/cni-$KBED_CNI" -type f ! -name .done -exec cp {} "$L/opt/cni/bin/" \;
  printf 'runtime-endpoint: unix:///run/containerd/containerd.sock\n' >"$L/etc/crictl.yaml"
  # settings of this place, not of the product: merged over the KubeletConfiguration that kubeadm writes
  cp "$KBED_DIR/guest/kubelet-dropin.conf" "$L/etc/kubernetes/kubelet.d/50-bed.conf"
  echo 'KUBELET_EXTRA_ARGS=--config-dir=/etc/kubernetes/kubelet.d' >"$L/etc/default/kubelet"
  images "$v" "$b" "$L" "$I"
  unpack "$v"
  touch "$G/$v/.done"; log "Kubernetes $v: image ready after $(( $(date +%s) - t0 )) s: $(du -sm "$L" | cut -f1) MiB and unpacked images $(du -sm "$G/$v/containerd" | cut -f1) MiB"
}
etcd_image() { # FILE NAME: of the version that the name's tag says
  local b=${2##*:}; b=$KBED_HOME/bin/etcd-${b%-*}
  "$KBED_DIR/mkimage.py" "$1" "$2" "$b/etcd=/usr/local/bin/etcd" "$b/etcdctl=/usr/local/bin/etcdctl"
}
images() { # VERSION BINARIES LAYER INTO: named as this kubeadm and flannel's manifest want them, made of our own binaries
  local v=$1 b=$2 L=$3 I=$4 img n t make=$KBED_DIR/mkimage.py bin=$KBED_HOME/bin net=(--root "$R")
  # what needs nft or iptables gets them from the root file system, with their libraries
  for n in nft iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore conntrack; do net+=("/usr/sbin/$n=/usr/sbin/$n"); done
  net+=("/usr/lib/$(uname -m)-linux-gnu/xtables=/usr/lib/$(uname -m)-linux-gnu/xtables" --root "")
  "$b/kubeadm" config images list --kubernetes-version "v$v" 2>/dev/null | while read -r img; do
    n=${img##*/}; n=${n%%:*}; t=${img##*:}
    case $n in
    kube-proxy) "$make" "$I/$n.tar" "$img" "${net[@]}" "$bin/guest-1/kube-proxy=/usr/local/bin/kube-proxy" "$b/kube-proxy=/usr/local/libexec/kube-proxy" ;;
    kube-*) "$make" "$I/$n.tar" "$img" "$b/$n=/usr/local/bin/$n" ;;
    etcd) etcd_image "$I/$n.tar" "$img"
       ! raises "$v" || etcd_image "$I/$n-raised.tar" "${img%:*}:$KBED_ETCD_RAISED-0" ;;
    coredns) "$make" "$I/$n.tar" "$img" --entrypoint /coredns "$bin/coredns-${t#v}/coredns=/coredns" ;;
    pause) "$make" "$I/$n.tar" "$img" --entrypoint /pause "$bin/pause/pause=/pause"
       sed "s#registry.k8s.io/pause:[0-9.]*#$img#" "$R/etc/containerd/config.toml" >"$L/etc/containerd/config.toml" ;;
    esac
  done
  "$make" "$I/flannel.tar" "ghcr.io/flannel-io/flannel:v$KBED_FLANNEL" --entrypoint /opt/bin/flanneld --root "$R" /bin/cp=/bin/cp "${net[@]}" "$bin/flannel-$KBED_FLANNEL/flanneld=/opt/bin/flanneld"
  # flannel's manifest copies the plugin by `cp -f` in an init container
  "$make" "$I/flannel-cni.tar" "ghcr.io/flannel-io/flannel-cni-plugin:v$KBED_FLANNEL_CNI" --root "$R" /bin/cp=/bin/cp --root "" "$bin/guest-1/flannel-cni=/flannel"
  # an image to try pods with: serves files, asks for them, resolves names
  "$make" "$I/tools.tar" "docker.io/library/tools:1" --root "$R" $(for n in /bin/sh /bin/sleep /bin/cat /bin/ls /usr/bin/curl /usr/bin/getent /usr/bin/socat /bin/hostname; do [ ! -e "$R$n" ] || echo "$n=$n"; done) \
    "/lib/$(uname -m)-linux-gnu/libnss_dns.so.2=/lib/$(uname -m)-linux-gnu/libnss_dns.so.2" "/lib/$(uname -m)-linux-gnu/libnss_files.so.2=/lib/$(uname -m)-linux-gnu/libnss_files.so.2" "/etc/nsswitch.conf=/etc/nsswitch.conf"
}
case ${1:-} in
rootfs) rootfs ;;
configure) configure ;;
unpack) shift; for v in "$@"; do unpack "$v"; done ;;
"") rootfs; layer "$KBED_K8S" ;;
*) rootfs; for v in "$@"; do layer "$v"; done; [ $# = 1 ] || for v in "$@"; do complete "$v"; done ;;
esac
