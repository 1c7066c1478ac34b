# shellcheck shell=bash
# Shared settings. Source it. Every script finds its siblings through KBED_DIR and keeps all state under KBED_HOME.
# shellcheck disable=SC2034 # the scripts that source this use it
KBED_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export KBED_HOME=${KBED_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/caisson/kubernetes-bed}
export KBED_K8S=${KBED_K8S:-1.34.4}            # Kubernetes version the scripts work with by default
export KBED_KWOK=${KBED_KWOK:-0.7.0}
export KBED_CNI=${KBED_CNI:-1.7.1}
export KBED_CRITOOLS=${KBED_CRITOOLS:-1.36.0}
export KBED_FLANNEL=${KBED_FLANNEL:-0.28.4}
export KBED_FLANNEL_CNI=${KBED_FLANNEL_CNI:-1.9.1-flannel1}   # by whose name the manifest of that flannel asks for its plugin
export KBED_ETCD_RAISED=${KBED_ETCD_RAISED:-3.5.32} # what members run, with the Kubernetes that they have, before 1.34 brings etcd 3.6
export KBED_JOBS=${KBED_JOBS:-2}
export KBED_CP=${KBED_CP:-cp} KBED_PORT=${KBED_PORT:-16440}   # one control plane among several
export KBED_RUN=${KBED_RUN:-$KBED_HOME/run}
mkdir -p "$KBED_HOME"

# where machines live: one network namespace for everything of a data centre, all other names derive from its name
export KBED_CENTRE=${KBED_CENTRE:-caisson-dc}
KBED_GUEST=$KBED_HOME/guest                     # what machines are made of, shared by all data centres
KBED_MACHINES=$KBED_HOME/centres/$KBED_CENTRE/machines
KBED_CG=/sys/fs/cgroup
# The hierarchies of control groups that a machine has to see, by their folders under KBED_CG: those of version 1 and what else is
# mounted beside them; "." where there is version 2 alone.
hierarchies() {
  if [ -f "$KBED_CG/cgroup.controllers" ]; then echo .; return; fi
  awk '$1!="#subsys_name" && $2!=0{print $1}' /proc/cgroups | while read -r c; do [ ! -d "$KBED_CG/$c" ] || echo "$c"; done
  echo systemd; [ ! -d "$KBED_CG/unified" ] || echo unified
}
# drop_cgroups PATH: under every hierarchy; the kernel keeps them until the last dead process has been reaped
drop_cgroups() {
  local h n=100 left
  while :; do
    left=
    for h in $(hierarchies); do
      [ -d "$KBED_CG/$h/$1" ] || continue
      find "$KBED_CG/$h/$1" -depth -type d -exec rmdir {} \; 2>/dev/null || true
      [ ! -d "$KBED_CG/$h/$1" ] || left=$h
    done
    [ -n "$left" ] && [ $n -gt 0 ] || return 0
    sleep .1; n=$((n - 1))
  done
}

# k8s_bin [VERSION]
# shellcheck disable=SC2120
k8s_bin() { echo "$KBED_HOME/bin/k8s-${1:-$KBED_K8S}"; }
# cp_state: where the control plane that is meant keeps its state
cp_state() { echo "$KBED_RUN/$KBED_CP"; }
# newest_etcd: of those that are built; every Kubernetes here works with a later patch than kubeadm wants
newest_etcd() { find "$KBED_HOME/bin" -maxdepth 1 -name 'etcd-*' | sort -V | tail -n 1; }
# raises VERSION: whether clusters of it run another etcd than its kubeadm brings before they go on
raises() { [ "$(echo "$1" | cut -d. -f2)" -le 33 ]; }
log() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
die() { log "error: $*"; exit 1; }
# lives PID: runs and is no zombie (PID 1 of this host may be slow to reap)
lives() { [ -n "${1:-}" ] && grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$1/status"; }
# alive FILE: the process whose pid is in FILE still runs
alive() { [ -s "$1" ] && lives "$(cat "$1")"; }
# stop_pid FILE [SECONDS]: TERM, wait, KILL; only the process we recorded
stop_pid() {
  local f=$1 n=$(( ${2:-20} * 10 )) p
  [ -s "$f" ] || return 0
  p=$(cat "$f"); kill "$p" 2>/dev/null || true
  while lives "$p" && [ $n -gt 0 ]; do sleep .1; n=$((n-1)); done
  if lives "$p"; then kill -KILL "$p" 2>/dev/null || true; fi
  rm -f "$f"
}
# wait_for SECONDS CMD...: until CMD succeeds
wait_for() {
  local end=$(( $(date +%s) + $1 )); shift
  until "$@" >/dev/null 2>&1; do [ "$(date +%s)" -lt $end ] || return 1; sleep .2; done
}
