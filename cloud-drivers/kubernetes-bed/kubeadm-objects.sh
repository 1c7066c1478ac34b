#!/bin/bash
# kubeadm-objects.sh: writes into the control plane of up.sh what `kubeadm init` leaves in every cluster, by kubeadm's own phases:
# cluster-info, kubeadm-config, kubelet-config, kube-proxy's configuration, the bootstrap token abcdef.0123456789abcdef, and the
# roles around them.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
state=$(cp_state)
kubeadm=$(k8s_bin "$KBED_K8S")/kubeadm

# kubeadm takes no loopback address ("unable to select an IP from lo"), but its endpoint may be one.
cat > "$state/kubeadm.yaml" << YAML
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
bootstrapTokens: [{token: abcdef.0123456789abcdef, ttl: 24h0m0s}]
localAPIEndpoint: {advertiseAddress: 192.0.2.1, bindPort: $((KBED_PORT + 3))}
nodeRegistration: {name: kw-1, criSocket: "unix:///run/containerd/containerd.sock"}
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v$KBED_K8S
controlPlaneEndpoint: 127.0.0.1:$((KBED_PORT + 3))
networking: {podSubnet: 10.244.0.0/16, serviceSubnet: 10.96.0.0/16}
YAML
phase() {
  local said
  said=$("$kubeadm" init phase "$@" --config "$state/kubeadm.yaml" --kubeconfig "$state/admin.kubeconfig" 2>&1) && return
  # the last thing that this phase does is to annotate the machine's own Node, which is not here
  [ "$*" = "upload-config kubelet" ] || die "kubeadm init phase $*: $said"
}
phase upload-config kubeadm
phase upload-config kubelet
phase bootstrap-token
phase addon kube-proxy
