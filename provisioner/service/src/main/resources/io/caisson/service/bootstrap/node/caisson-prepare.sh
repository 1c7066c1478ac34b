# shellcheck shell=sh disable=SC2154
# Read by caisson-bootstrap, whose words (say, attempt, give_up) and settings (root, run, work, log) it uses, after a
# machine's files have been unpacked. The same for all machines; what differs stands in files under run/caisson. Whatever
# would keep kubeadm from working is named here, before kubeadm runs.

has() { command -v "$1" >/dev/null 2>&1; }

# within SECONDS COMMAND...
within() {
  seconds=$1
  shift
  if has timeout; then timeout "$seconds" "$@"; else "$@"; fi
}

# lines FILE: without empty ones and comments; nothing if there is no such file
lines() { [ ! -f "$1" ] || sed -e '/^[[:space:]]*$/d' -e '/^#/d' "$1"; }

check_disk() {
  free=$(df -Pk "$root/var/lib" 2>>"$log" | sed -n '$s/^[^ ]* *[0-9]* *[0-9]* *\([0-9]*\) .*/\1/p')
  case $free in '' | *[!0-9]*) return 0 ;; esac
  [ "$free" -ge 524288 ] ||
    give_up "the disk is full: /var/lib has $((free / 1024)) MiB left, a node needs 512 MiB at least"
}

set_kernel() {
  attempt swapoff -a
  if [ -f "$root/etc/fstab" ]; then
    attempt sed -i 's/^[^#].*[[:space:]]swap[[:space:]].*/# &/' "$root/etc/fstab"
  fi
  while read -r module; do attempt modprobe "$module"; done <"$root/etc/modules-load.d/caisson.conf"
  attempt sysctl -p "$root/etc/sysctl.d/90-caisson.conf"
}

stop_what_disturbs() {
  for unit in $(lines "$run/stop"); do
    if systemctl cat "$unit.service" >/dev/null 2>&1; then attempt systemctl disable --now "$unit.service"; fi
  done
  if [ -e "$run/permissive" ] && has setenforce; then
    attempt setenforce 0
    [ ! -f "$root/etc/selinux/config" ] ||
      attempt sed -i 's/^SELINUX=enforcing/SELINUX=permissive/' "$root/etc/selinux/config"
  fi
}

set_time() {
  [ -f "$root/etc/systemd/timesyncd.conf.d/caisson.conf" ] || return 0
  for unit in chrony chronyd systemd-timesyncd; do
    if systemctl cat "$unit.service" >/dev/null 2>&1; then
      attempt systemctl enable "$unit.service"
      attempt systemctl restart "$unit.service"
      return 0
    fi
  done
  say "time servers are given, but this image has neither chrony nor systemd-timesyncd"
}

trust_authorities() {
  for file in "$root"/usr/local/share/ca-certificates/caisson-* "$root"/etc/pki/ca-trust/source/anchors/caisson-* \
    "$root"/etc/ssl/certs/caisson-*; do
    [ -f "$file" ] || continue
    if has update-ca-certificates; then attempt update-ca-certificates
    elif has update-ca-trust; then attempt update-ca-trust
    else give_up "this image has neither update-ca-certificates nor update-ca-trust for the authorities given"; fi
    return 0
  done
}

# device_of VOLUME: by what the hypervisor tells of it, never by its order: virtio has room for 20 characters of the id
device_of() {
  part=$(printf %.20s "$1")
  for link in "$root"/dev/disk/by-id/*; do
    case $link in
      *[-_]"$1" | *[-_]"$part")
        printf '%s\n' "$link"
        return 0
        ;;
    esac
  done
  return 1
}

# await_device VOLUME: sets device
await_device() {
  waited=0
  until device=$(device_of "$1"); do
    waited=$((waited + 1))
    [ "$waited" -lt 60 ] || return 1
    sleep 1
  done
}

# mount_volume ID TARGET: formats a volume only if nothing is on it. A machine whose volume cannot be mounted does not
# come up at its next boot either: an empty folder in the place of etcd's data would be worse.
mount_volume() {
  await_device "$1" || give_up "volume $1 for $2 is not plugged in: nothing under /dev/disk/by-id has its id"
  code=0
  found=$(blkid -p -o value -s TYPE "$device" 2>>"$log") || code=$?
  case $code:$found in
    2:)
      say "formatting volume $1 for $2"
      within 300 mkfs.ext4 -q -F "$device" >>"$log" 2>&1 || give_up "volume $1 cannot be formatted: $(tail -n 1 "$log")"
      fresh=yes
      ;;
    0:ext4) fresh=no ;;
    0:*) give_up "volume $1 for $2 holds ${found:-a partition table} already, and is not formatted for that reason" ;;
    *) give_up "volume $1 cannot be read: $(tail -n 1 "$log")" ;;
  esac
  uuid=$(blkid -p -o value -s UUID "$device" 2>>"$log") || give_up "volume $1 cannot be read: $(tail -n 1 "$log")"
  (umask 022 && mkdir -p "$root$2" "$work/volume")
  [ "$fresh" = no ] || keep_content "$device" "$2"
  [ ! -f "$root/etc/fstab" ] || attempt sed -i "\\#^[^ ]* $2 #d" "$root/etc/fstab"
  (umask 022 && printf 'UUID=%s %s ext4 defaults 0 2\n' "$uuid" "$2" >>"$root/etc/fstab")
  mount "$device" "$root$2" 2>>"$log" || give_up "volume $1 cannot be mounted at $2: $(tail -n 1 "$log")"
  say "volume $1 is mounted at $2"
}

# keep_content DEVICE TARGET: images may hold things where the volume will be, and kubeadm wants an empty folder for etcd
keep_content() {
  mount "$1" "$work/volume" 2>>"$log" || give_up "a new volume for $2 cannot be mounted: $(tail -n 1 "$log")"
  attempt rmdir "$work/volume/lost+found"
  cp -a "$root$2/." "$work/volume/" 2>>"$log" || give_up "what is in $2 cannot be copied: $(tail -n 1 "$log")"
  umount "$work/volume" 2>>"$log" || give_up "a new volume for $2 cannot be unmounted: $(tail -n 1 "$log")"
}

mount_volumes() {
  [ -f "$run/volumes" ] || return 0
  for unit in containerd kubelet; do
    if systemctl cat "$unit.service" >/dev/null 2>&1; then attempt systemctl stop "$unit"; fi
  done
  lines "$run/volumes" >"$work/volumes"
  while read -r volume target; do mount_volume "$volume" "$target"; done <"$work/volumes"
  [ ! -d "$root/var/lib/etcd" ] || attempt chmod 700 "$root/var/lib/etcd"
  attempt systemctl daemon-reload
}

# reach URL: tells on stderr why it cannot
reach() {
  case $client in
    curl) curl -q -sS -L --connect-timeout 10 --max-time 30 -o /dev/null "$1" ;;
    wget) wget -nv --tries=1 --timeout=30 -O /dev/null "$1" ;;
    *) python3 -I -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=30)' "$1" ;;
  esac
}

# kubernetes_of PROGRAM: its version, such as v1.34.4
kubernetes_of() {
  case $1 in
    kubeadm) kubeadm version -o short 2>>"$log" ;;
    *) kubelet --version 2>>"$log" | sed -n 's/^Kubernetes //p' ;;
  esac
}

has_kubernetes() {
  has kubeadm && has kubelet && has containerd &&
    [ "$(kubernetes_of kubeadm)" = "$wanted" ] && [ "$(kubernetes_of kubelet)" = "$wanted" ]
}

install_packages() {
  for mirror in $(lines "$run/mirrors"); do
    reach "$mirror" >"$work/reached" 2>&1 ||
      case $(cat "$work/reached") in
        *40[0-9]*) ;; # there is somebody; a folder need not be listed
        *) give_up "the package mirror $mirror cannot be reached: $(tail -n 1 "$work/reached")" ;;
      esac
  done
  # one word per line
  # shellcheck disable=SC2046
  set -- $(lines "$run/packages")
  say "installing $*"
  export DEBIAN_FRONTEND=noninteractive
  if has apt-get; then
    within 600 apt-get -q -o APT::Update::Error-Mode=any -o DPkg::Lock::Timeout=300 update >>"$log" 2>&1 ||
      give_up "apt-get update failed: $(grep -E '^[EW]:' "$log" | tail -n 1)"
    within 900 apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends --allow-downgrades \
      --allow-change-held-packages install "$@" >>"$log" 2>&1 ||
      give_up "apt-get install failed: $(grep -E '^E:' "$log" | tail -n 1)"
    attempt apt-mark hold kubeadm kubelet kubectl
  elif has dnf || has yum; then
    if has dnf; then manager=dnf; else manager=yum; fi
    within 900 "$manager" -y --setopt=gpgcheck=1 install "$@" >>"$log" 2>&1 ||
      give_up "$manager install failed: $(tail -n 1 "$log")"
  else
    give_up "packages are to be installed, but this image has neither apt-get nor dnf nor yum"
  fi
}

download() { # SHA256 TARGET URL
  say "fetching $3"
  case $client in
    curl) within 900 curl -q -sS -f -L --connect-timeout 10 --retry 3 -o "$work/file" "$3" ;;
    wget) within 900 wget -nv --tries=3 --timeout=30 -O "$work/file" "$3" ;;
    *) python3 -I -c 'import sys, urllib.request; urllib.request.urlretrieve(sys.argv[1], sys.argv[2])' "$3" "$work/file" ;;
  esac >"$work/reached" 2>&1 || give_up "$3 cannot be fetched: $(tail -n 1 "$work/reached")"
  printf '%s  %s\n' "$1" "$work/file" | sha256sum -c >>"$log" 2>&1 ||
    give_up "$3 has not the SHA-256 $1: it was changed, or another file was pinned"
  umask 022
  case $2 in
    */)
      mkdir -p "$root$2"
      tar -xzf "$work/file" -C "$root$2" >>"$log" 2>&1 || give_up "$3 cannot be unpacked"
      ;;
    *)
      mkdir -p "$root${2%/*}"
      cp "$work/file" "$root$2"
      chmod 755 "$root$2"
      ;;
  esac
  umask 077
  rm -f "$work/file"
}

install_downloads() {
  lines "$run/downloads" >"$work/downloads"
  while read -r sum target url; do download "$sum" "$target" "$url"; done <"$work/downloads"
  attempt systemctl daemon-reload
}

# What the image holds in the right version is used; containerd's configuration is then the image's own.
install_software() {
  [ -f "$run/packages" ] || [ -f "$run/downloads" ] || return 0
  if has_kubernetes; then
    say "this image holds Kubernetes $wanted already"
    return 0
  fi
  if [ -f "$run/proxy" ]; then
    while read -r variable; do export "${variable?}"; done <"$run/proxy"
  fi
  if [ -f "$run/packages" ]; then install_packages; else install_downloads; fi
  unset HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy
  configure_containerd
}

configure_containerd() {
  case $(containerd --version 2>>"$log") in
    *' 1.'* | *' v1.'*) form=1 ;;
    *) form=2 ;;
  esac
  (umask 022 && mkdir -p "$root/etc/containerd" && cp "$run/containerd-$form.toml" "$root/etc/containerd/config.toml" &&
    chmod 644 "$root/etc/containerd/config.toml") || give_up "containerd's configuration cannot be written"
}

check_programs() {
  for program in containerd kubelet kubeadm; do
    has "$program" ||
      give_up "this image has no $program, and no package mirror is configured that it could come from"
  done
  for program in kubeadm kubelet; do
    found=$(kubernetes_of "$program") || found=
    case $found in
      "$wanted") ;;
      "${wanted%.*}".*) say "$program is $found; Kubernetes $wanted was ordered, which is as good" ;;
      *) give_up "$program is ${found:-of an unknown version}, but Kubernetes $wanted was ordered: take another image" ;;
    esac
  done
}

start_containerd() {
  attempt systemctl daemon-reload
  attempt systemctl enable --now containerd
  if [ -f "$root/etc/systemd/system/containerd.service.d/caisson-proxy.conf" ] || [ -f "$run/containerd-1.toml" ]; then
    attempt systemctl restart containerd
  fi
  [ ! -d "$root/etc/containerd/certs.d" ] || containerd config dump 2>>"$log" | grep -q certs.d ||
    give_up "registries are configured, but this image's containerd does not read /etc/containerd/certs.d (config_path)"
  await_runtime
}

# containerd answers before its part for Kubernetes (CRI) does, and that part stays away if something was late
await_runtime() {
  has ctr || return 0
  waited=0
  until ctr plugins ls 2>>"$log" | grep -qE ' cri +[^ ]* +ok'; do
    waited=$((waited + 1))
    [ "$waited" -lt 30 ] ||
      give_up "containerd does not offer its service for Kubernetes (CRI): $(ctr plugins ls 2>>"$log" | grep -E ' cri ' | tail -n 1)"
    [ "$waited" != 10 ] || attempt systemctl restart containerd
    sleep 1
  done
}

keep_endpoint() {
  [ -f "$root/etc/keepalived/keepalived.conf" ] && [ -f "$root/usr/local/sbin/caisson-api-ready" ] || return 0
  has keepalived || give_up "the control plane's address needs keepalived, which this image does not have"
  interface=$(ip -o -4 addr show | sed -n "s#^[0-9]*: *\([^ ]*\) .* inet $(sed 's/\./\\./g' "$run/address")/.*#\1#p" |
    head -n 1)
  [ -n "$interface" ] || give_up "no interface of this machine has the address $(cat "$run/address")"
  # shellcheck disable=SC2016
  (umask 022 && printf '$INTERFACE=%s\n' "$interface" >"$root/etc/keepalived/caisson-interface.conf")
  attempt systemctl enable keepalived
  attempt systemctl restart keepalived
}

# kubeadm starts the kubelet of a further control plane long before the API server that it is to speak to, this machine's
# own. By the time that has given it a certificate its pauses between tries are long: 7 s until it makes its Node, 16 until
# that may be Ready. Started anew it begins with short ones. Not before it has its certificate: it would ask for another
# one with another key, as a thief would.
hasten_kubelet() {
  [ "$action" = join ] && grep -q '^controlPlane:' "$run/kubeadm.yaml" || return 0
  (
    trap - EXIT
    waited=0
    until [ -e "$root/var/lib/kubelet/pki/kubelet-client-current.pem" ]; do
      kill -0 $$ || exit 0
      waited=$((waited + 1))
      sleep 1
    done
    [ "$waited" -lt 5 ] || attempt systemctl restart kubelet
  ) </dev/null >/dev/null 2>&1 &
}

prepare() {
  wanted=$(cat "$run/kubernetes-version")
  mount_volumes
  check_disk
  set_kernel
  stop_what_disturbs
  set_time
  trust_authorities
  install_software
  check_programs
  start_containerd
  attempt systemctl enable kubelet
  keep_endpoint
  hasten_kubelet
}

# What kubeadm's own words come down to, for those who do not know them by heart.
explain() {
  tail -n 200 "$log" >"$work/end"
  if grep -q 'No space left on device' "$work/end"; then say "why: the disk is full"
  elif grep -qi 'failed to pull image' "$work/end"; then
    say "why: an image cannot be pulled: $(sed -n 's/.*failed to pull image \([^ ]*\).*/\1/p' "$work/end" | tail -n 1)"
  elif grep -qi 'certificate has expired or is not yet valid' "$work/end"; then
    say "why: this machine's clock ($(date -u +%Y-%m-%dT%H:%M:%SZ)) is not that of the cluster"
  elif grep -q '\[ERROR ' "$work/end"; then
    say "why: $(grep '\[ERROR ' "$work/end" | sed 's/^[[:space:]]*//' | tail -n 1)"
  elif grep -q ': Invalid value: ' "$work/end"; then
    say "why: kubeadm refuses what it was given: $(grep ': Invalid value: ' "$work/end" | tail -n 1)"
  elif grep -qE 'dial tcp .*(i/o timeout|no route to host|connection refused)' "$work/end"; then
    say "why: $(grep -oE 'dial tcp [^ ]*: .*(i/o timeout|no route to host|connection refused)' "$work/end" | tail -n 1)"
  fi
}
