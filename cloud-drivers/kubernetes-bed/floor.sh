#!/bin/bash
# How long a cluster takes that somebody makes of these machines by hand: one who knows what comes next and waits for nothing
# else. It is what `./caisson demo --real --pod-network bridge` is measured against.
#   floor.sh [CONTROL_PLANES=1] [WORKERS=1] [VERSION]
# The first control plane runs `kubeadm init`; then the workers join all at once, and further control planes one after the other.
# Nodes have their pod network from their image. At the end everything is taken away.
set -euo pipefail
export KBED_CENTRE=${KBED_CENTRE:-caisson-floor}
. "$(dirname "$0")/lib.sh"
CONTROL_PLANES=${1:-1} WORKERS=${2:-1} VERSION=${3:-$KBED_K8S}
M=$KBED_DIR/machine.sh
FIRST=10.77.0.11
D=$(mktemp -d)
TOKEN=$(head -c 3 /dev/urandom | od -An -tx1 | tr -d ' \n').$(head -c 8 /dev/urandom | od -An -tx1 | tr -d ' \n')
KEY=$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
finish() { "$KBED_DIR/centre.sh" down >/dev/null 2>&1 || "$KBED_DIR/centre.sh" check >&2; rm -rf "$D"; }
trap finish EXIT

began=$(date +%s%N)
say() { printf '%6s s  %s\n' "$(( ($(date +%s%N) - began) / 100000000 ))" "$*" | sed 's/^\( *[0-9]*\)\([0-9]\) s/\1.\2 s/'; }

user_data() { # NAME KUBEADM'S-VERB: its document from standard input
  mkdir -p "$D/$1"
  printf 'instance-id: %s\nlocal-hostname: %s\n' "$1" "$1" >"$D/$1/meta-data"
  { printf '#cloud-config\nwrite_files:\n- path: /etc/kubernetes/by-hand.yaml\n  permissions: "0600"\n  content: |\n'
    sed 's/^/    /'
    printf 'runcmd:\n- [sh, -c, "kubeadm %s --config /etc/kubernetes/by-hand.yaml"]\n' "$2"; } >"$D/$1/user-data"
}
power_on() { # NAME ADDRESS
  "$M" start "$1" --address "$2/24" --gateway 10.77.0.1 --k8s "$VERSION" --cni bridge --seed nocloud "$D/$1" 2>/dev/null
}
join() { # NAME ADDRESS [true: as a control plane]
  { printf 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\ndiscovery:\n  bootstrapToken:\n'
    printf '    apiServerEndpoint: "%s:6443"\n    token: "%s"\n    unsafeSkipCAVerification: true\n' "$FIRST" "$TOKEN"
    [ -z "${3:-}" ] || printf 'controlPlane:\n  certificateKey: "%s"\n' "$KEY"; } | user_data "$1" join
  power_on "$1" "$2"
}
ready() { # NAME: as the API shows it
  "$M" exec control-plane-1 kubectl --kubeconfig /etc/kubernetes/admin.conf get node "$1" \
    -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' 2>/dev/null | grep -q True
}
await() { # NAME
  local n=1200
  until ready "$1"; do n=$((n - 1)); [ $n -gt 0 ] || die "$1 is not Ready"; sleep .1; done
  say "$1 is Ready"
}

"$KBED_DIR/centre.sh" up
cat <<EOF | user_data control-plane-1 'init --upload-certs'
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
bootstrapTokens:
- token: "$TOKEN"
certificateKey: "$KEY"
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v$VERSION
controlPlaneEndpoint: "$FIRST:6443"
networking:
  podSubnet: 10.244.0.0/16
  serviceSubnet: 10.96.0.0/12
---
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
conntrack:
  maxPerCore: 0
EOF
began=$(date +%s%N)
power_on control-plane-1 "$FIRST"
"$M" wait control-plane-1 180 >/dev/null
say "control-plane-1 is initialised"
for n in $(seq "$WORKERS"); do join "worker-$n" "10.77.0.$((100 + n))"; done
for n in $(seq 2 "$CONTROL_PLANES"); do join "control-plane-$n" "10.77.0.$((10 + n))" true; await "control-plane-$n"; done
await control-plane-1
for n in $(seq "$WORKERS"); do await "worker-$n"; done
say "all $((CONTROL_PLANES + WORKERS)) Nodes are Ready"
