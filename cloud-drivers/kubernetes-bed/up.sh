#!/bin/bash
# up.sh [--fresh]: a real control plane on loopback: etcd, kube-apiserver, kube-controller-manager, kube-scheduler, and kwok for
# nodes that need a kubelet. Prints the path of an administrator's kubeconfig. What already runs is left as it is; --fresh begins
# from nothing.
#   KBED_K8S      version                                                    (1.34.4)
#   KBED_CP       name of this control plane; several run side by side       (cp)
#   KBED_PORT     first of its six ports                                     (16440)
#   KBED_GRACE    seconds until a silent node is Unknown, more than 10       (Kubernetes' default, 50)
#   KBED_KWOK_OFF if set, no kwok: all nodes stay as they are posted
#   KBED_POD_STAGE    kwok's stages of pods: fast or general                 (fast)
#   KBED_API_ARGS, KBED_KCM_ARGS   more arguments for kube-apiserver and kube-controller-manager
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=pki.sh
. "$KBED_DIR/pki.sh"

state=$(cp_state)
P=$state/pki   # where pki.sh works
pids=$state/pid
k8s=$(k8s_bin "$KBED_K8S")
kwok=$KBED_HOME/bin/kwok-$KBED_KWOK
first=$KBED_PORT
etcd_port=$first peer_port=$((first + 1)) kwok_port=$((first + 2)) api_port=$((first + 3)) kcm_port=$((first + 4)) scheduler_port=$((first + 5))
api=https://127.0.0.1:$api_port

if [ "${1:-}" = --fresh ]; then
  "$KBED_DIR/down.sh"
  rm -rf "$state"
fi
"$KBED_DIR/build.sh" "cp:$KBED_K8S" >&2
etcd=$(newest_etcd)
mkdir -p "$P" "$pids" "$state/log"
chmod 700 "$state" "$P"

# --- certificates -------------------------------------------------------------------------------------------------------------
pki_ca ca kubernetes
pki_ca front-ca front-proxy
pki_ca etcd-ca etcd
pki_cert etcd etcd-ca etcd "" serverAuth,clientAuth IP:127.0.0.1,DNS:localhost
pki_cert etcd-client etcd-ca apiserver "" clientAuth
pki_cert apiserver ca kube-apiserver "" serverAuth \
  DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:10.96.0.1
pki_cert front front-ca front-proxy-client "" clientAuth
pki_cert kubelet-client ca kube-apiserver-kubelet-client kubeadm:cluster-admins clientAuth
pki_cert admin ca kubernetes-admin system:masters clientAuth
pki_cert kcm ca system:kube-controller-manager "" clientAuth
pki_cert scheduler ca system:kube-scheduler "" clientAuth
pki_cert kwok ca kwok system:masters clientAuth
pki_keys sa
for user in admin kcm scheduler kwok; do kubeconfig "$state/$user.kubeconfig" "$api" "$user"; done

# --- processes ----------------------------------------------------------------------------------------------------------------
run() { # run NAME COMMAND...: in the background, once
  local name=$1
  shift
  alive "$pids/$name" && return
  setsid nohup "$@" < /dev/null >> "$state/log/$name.log" 2>&1 &
  echo $! > "$pids/$name"
}
gave_up() { # gave_up NAME: with the end of its log
  tail -n 5 "$state/log/$1.log" >&2
  die "$1 is not healthy"
}
read -ra api_args <<< "${KBED_API_ARGS:-}"
read -ra kcm_args <<< "${KBED_KCM_ARGS:-}"

run etcd "$etcd/etcd" --name bed --data-dir "$state/etcd" --unsafe-no-fsync --log-level warn \
  --listen-client-urls "https://127.0.0.1:$etcd_port" --advertise-client-urls "https://127.0.0.1:$etcd_port" \
  --listen-peer-urls "http://127.0.0.1:$peer_port" --initial-advertise-peer-urls "http://127.0.0.1:$peer_port" \
  --initial-cluster "bed=http://127.0.0.1:$peer_port" \
  --cert-file "$P/etcd.crt" --key-file "$P/etcd.key" --client-cert-auth --trusted-ca-file "$P/etcd-ca.crt"

# A loopback address is no valid endpoint of the Service "kubernetes": no endpoint reconciler.
run kube-apiserver "$k8s/kube-apiserver" --bind-address 127.0.0.1 --secure-port "$api_port" --endpoint-reconciler-type none \
  --etcd-servers "https://127.0.0.1:$etcd_port" --etcd-cafile "$P/etcd-ca.crt" \
  --etcd-certfile "$P/etcd-client.crt" --etcd-keyfile "$P/etcd-client.key" \
  --service-cluster-ip-range 10.96.0.0/16 --allow-privileged \
  --client-ca-file "$P/ca.crt" --tls-cert-file "$P/apiserver.crt" --tls-private-key-file "$P/apiserver.key" \
  --kubelet-client-certificate "$P/kubelet-client.crt" --kubelet-client-key "$P/kubelet-client.key" \
  --kubelet-preferred-address-types InternalIP,Hostname \
  --requestheader-client-ca-file "$P/front-ca.crt" --requestheader-allowed-names front-proxy-client \
  --requestheader-username-headers X-Remote-User --requestheader-group-headers X-Remote-Group \
  --requestheader-extra-headers-prefix X-Remote-Extra- \
  --proxy-client-cert-file "$P/front.crt" --proxy-client-key-file "$P/front.key" \
  --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$P/sa.pub" \
  --service-account-signing-key-file "$P/sa.key" \
  --authorization-mode Node,RBAC --enable-bootstrap-token-auth --enable-admission-plugins NodeRestriction "${api_args[@]}"
ready() { curl -fsS --cacert "$P/ca.crt" --cert "$P/admin.crt" --key "$P/admin.key" "$api/readyz"; }
wait_for 90 ready || gave_up kube-apiserver

run kube-controller-manager "$k8s/kube-controller-manager" --bind-address 127.0.0.1 --secure-port "$kcm_port" --leader-elect=false \
  --kubeconfig "$state/kcm.kubeconfig" --authentication-kubeconfig "$state/kcm.kubeconfig" \
  --authorization-kubeconfig "$state/kcm.kubeconfig" --use-service-account-credentials \
  --controllers '*,bootstrapsigner,tokencleaner' \
  --client-ca-file "$P/ca.crt" --requestheader-client-ca-file "$P/front-ca.crt" --root-ca-file "$P/ca.crt" \
  --service-account-private-key-file "$P/sa.key" --cluster-signing-cert-file "$P/ca.crt" --cluster-signing-key-file "$P/ca.key" \
  --allocate-node-cidrs --cluster-cidr 10.244.0.0/16 --service-cluster-ip-range 10.96.0.0/16 \
  ${KBED_GRACE:+--node-monitor-grace-period "${KBED_GRACE}s"} "${kcm_args[@]}"

run kube-scheduler "$k8s/kube-scheduler" --bind-address 127.0.0.1 --secure-port "$scheduler_port" --leader-elect=false \
  --kubeconfig "$state/scheduler.kubeconfig" --authentication-kubeconfig "$state/scheduler.kubeconfig" \
  --authorization-kubeconfig "$state/scheduler.kubeconfig"

if [ -z "${KBED_KWOK_OFF:-}" ]; then
  # kwok's own stages: nodes with its annotation are Ready at once and renew their leases, their pods run and end
  stages=()
  for file in node/fast/node-initialize node/heartbeat-with-lease/node-heartbeat-with-lease; do
    stages+=(--config "$kwok/stage/$file.yaml")
  done
  for file in "$kwok/stage/pod/${KBED_POD_STAGE:-fast}"/*.yaml; do
    [ "${file##*/}" = kustomization.yaml ] || stages+=(--config "$file")
  done
  run kwok "$kwok/kwok" --kubeconfig "$state/kwok.kubeconfig" --manage-all-nodes=false \
    --manage-nodes-with-annotation-selector kwok.x-k8s.io/node=fake --node-lease-duration-seconds 40 \
    --server-address "127.0.0.1:$kwok_port" "${stages[@]}"
fi

healthy() { curl -fsSk "https://127.0.0.1:$1/healthz"; }
wait_for 60 healthy "$kcm_port" || gave_up kube-controller-manager
wait_for 30 healthy "$scheduler_port" || gave_up kube-scheduler
# the default service account is the last thing that a pod needs
wait_for 30 "$k8s/kubectl" --kubeconfig "$state/admin.kubeconfig" get serviceaccount default || gave_up kube-controller-manager
echo "$state/admin.kubeconfig"
