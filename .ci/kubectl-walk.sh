#!/bin/bash
# A walk of the real kubectl over any cluster with two nodes or more that take pods.
#
#   .ci/kubectl-walk.sh KUBECONFIG
#
# KUBECTL is the kubectl that is meant; WALK_WITHOUT names steps that the cluster cannot serve: explain, can-i. Nobody needs to run
# containers: where there is no real kubelet, logs, top and port-forward have to fail soon and say why. Where etcd is a pod, its
# certificate is read through a forwarded port. WALK_IMAGE is what its pods are made of, and WALK_NEXT_IMAGE what they become;
# where the two are the same, another variable of theirs is set. All that it makes is in a namespace of its own and goes with it.
set -euo pipefail

export KUBECONFIG=$1
kubectl=${KUBECTL:-kubectl}
without() { [[ " ${WALK_WITHOUT:-} " == *" $1 "* ]]; }
here=$(mktemp -d)
ns=kubectl-walk-$$
image=${WALK_IMAGE:-registry.k8s.io/pause:3.10}
next=${WALK_NEXT_IMAGE:-registry.k8s.io/pause:3.10.1}
node=
trap leave EXIT
trap 'echo "FAILED in line $LINENO" >&2' ERR
leave() {
  set +e
  [ -z "$node" ] || k uncordon "$node" > "$here/leave" 2>&1
  k delete namespace "$ns" --wait=false > "$here/leave" 2>&1
  rm -rf "$here"
}
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
step() { printf '%-9s %s\n' "$(date +%T)" "$*"; }
k() { "$kubectl" --request-timeout=30s "$@" < /dev/null; }
stdin() { "$kubectl" --request-timeout=30s "$@"; }
in_ns() { k -n "$ns" "$@"; }
has() { grep -qE -- "$2" <<< "$1" || fail "no '$2' in: $1"; }
says() { # says PATTERN COMMAND...: it must succeed and say this
  local pattern=$1 said
  shift
  said=$("$@" 2>&1) || fail "$*: $said"
  has "$said" "$pattern"
}
refused() { # refused PATTERN COMMAND...: it must fail within half a minute and say this
  local pattern=$1 said status=0
  shift
  said=$(timeout 30 "$@" 2>&1) || status=$?
  [ $status != 0 ] || fail "was taken: $*: $said"
  [ $status != 124 ] || fail "did not end: $*: $said"
  has "$said" "$pattern"
}
kubectl_in_ns() { # for timeout, which runs programs only
  printf '%s\n' "$kubectl" -n "$ns"
}
mapfile -t command < <(kubectl_in_ns)

step "versions, discovery, explain"
says 'Server Version: v1\.' k version
says 'Kubernetes control plane' k cluster-info
has "$(k api-resources)" '^nodes +no +v1 +false +Node'
has "$(k api-versions)" '^policy/v1$'
without explain || says 'DESCRIPTION' k explain pod.spec.containers
says '^ok$' k get --raw /readyz

step "nodes: get, describe, label"
nodes=$(k get nodes --no-headers)
[ "$(grep -c ' Ready ' <<< "$nodes")" -ge 2 ] || fail "not two Ready nodes: $nodes"
has "$(k get nodes -o wide)" 'INTERNAL-IP'
node=$(k get nodes -o jsonpath='{range .items[*]}{.metadata.name}{"\t"}{.spec.taints}{"\n"}{end}' |
  awk -F'\t' '$2 == "" && !found { print $1; found = 1 }')
[ -n "$node" ] || fail "every node has a taint: $nodes"
described=$(k describe node "$node")
has "$described" '^Conditions:'
has "$described" '^Unschedulable: +false'
says labeled k label node "$node" "walk=$$"
says "$node" k get nodes -l "walk=$$"
says unlabeled k label node "$node" walk-
refused 'NotFound' "$kubectl" get node no-such-node

step "apply, and apply --server-side"
# by a document: the typed kinds of create speak protobuf, which a cluster need not
says created stdin apply -f - <<< "{apiVersion: v1, kind: Namespace, metadata: {name: $ns}}"
cat > "$here/map.yaml" << YAML
apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {k: v}
YAML
says 'configmap/c created' in_ns apply -f "$here/map.yaml"
says 'configmap/c unchanged' in_ns apply -f "$here/map.yaml"
sed -i 's/k: v/k: w/' "$here/map.yaml"
says 'configmap/c configured' in_ns apply -f "$here/map.yaml"
[ "$(in_ns get configmap c -o 'jsonpath={.data.k}')" = w ] || fail "the map has not changed"
sed 's/name: c/name: s/' "$here/map.yaml" > "$here/side.yaml"
says 'configmap/s serverside-applied' in_ns apply --server-side -f "$here/side.yaml"
sed -i 's/k: w/k: x/' "$here/side.yaml"
refused 'conflict with "kubectl"' "${command[@]}" apply --server-side --field-manager other -f "$here/side.yaml"
says 'serverside-applied' in_ns apply --server-side --force-conflicts --field-manager other -f "$here/side.yaml"
sed 's/k: w/k: z/' "$here/map.yaml" > "$here/other.yaml"
refused '^\+ +k: z' "${command[@]}" diff -f "$here/other.yaml"
sed 's/name: c/name: Not_Valid/' "$here/map.yaml" > "$here/invalid.yaml"
refused 'Invalid value|invalid' "${command[@]}" apply -f "$here/invalid.yaml"

step "a deployment with a budget: rollout, wait, describe"
cat > "$here/app.yaml" << YAML
apiVersion: apps/v1
kind: Deployment
metadata: {name: app}
spec:
  replicas: 3
  selector: {matchLabels: {app: app}}
  template:
    metadata: {labels: {app: app}}
    spec:
      tolerations: [{key: kwok.x-k8s.io/node, operator: Exists}]
      terminationGracePeriodSeconds: 2
      containers: [{name: c, image: '$image'}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: app}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: app}}}
YAML
says 'deployment.apps/app created' in_ns apply -f "$here/app.yaml"
says 'successfully rolled out' in_ns rollout status deployment/app --timeout=90s
says 'condition met' in_ns wait deployment/app --for=condition=Available --timeout=30s
has "$(in_ns get deployment app --no-headers)" '^app +3/3'
has "$(in_ns get pods --no-headers)" ' Running '
has "$(in_ns describe deployment app)" '3 desired'
pod=$(in_ns get pods -o 'jsonpath={.items[0].metadata.name}')
has "$(in_ns describe pod "$pod")" 'Controlled By: +ReplicaSet/'
says 'scaled' in_ns scale deployment app --replicas=4
says 'successfully rolled out' in_ns rollout status deployment/app --timeout=90s
if [ "$image" = "$next" ]; then
  says 'env updated' in_ns set env deployment/app WALK=again
else
  says 'image updated' in_ns set image deployment/app "c=$next"
fi
says 'successfully rolled out' in_ns rollout status deployment/app --timeout=120s
has "$(in_ns rollout history deployment/app)" '^2 '

step "get --watch sees what happens"
"${command[@]}" get configmaps --watch --output-watch-events --request-timeout=6s > "$here/watch" 2>&1 < /dev/null &
watching=$!
for _ in $(seq 50); do grep -q '^ADDED' "$here/watch" && break; sleep 0.1; done
sed 's/name: c/name: seen/' "$here/map.yaml" > "$here/seen.yaml"
says created in_ns apply -f "$here/seen.yaml"
says deleted in_ns delete configmap seen
wait $watching || true
has "$(cat "$here/watch")" '^ADDED +seen'
has "$(cat "$here/watch")" '^DELETED +seen'

step "cordon, drain, uncordon"
node=$(in_ns get pods -l app=app -o 'jsonpath={.items[0].spec.nodeName}')
says cordoned k cordon "$node"
has "$(k get node "$node")" 'Ready,SchedulingDisabled'
says 'drained' k drain "$node" --ignore-daemonsets --delete-emptydir-data --force --timeout=120s
[ -z "$(in_ns get pods -l app=app --field-selector "spec.nodeName=$node" --no-headers 2> /dev/null)" ] ||
  fail "pods are left on the drained node"
says 'successfully rolled out' in_ns rollout status deployment/app --timeout=90s
says uncordoned k uncordon "$node"
says patched in_ns patch pdb app --type=merge -p '{"spec":{"maxUnavailable":0}}'
node=$(in_ns get pods -l app=app -o 'jsonpath={.items[0].spec.nodeName}')
for _ in $(seq 50); do
  [ "$(in_ns get pdb app -o 'jsonpath={.status.disruptionsAllowed}')" != 0 ] || break
  sleep 0.1
done
refused "Cannot evict pod as it would violate the pod's disruption budget" \
  "$kubectl" drain "$node" --ignore-daemonsets --delete-emptydir-data --force --timeout=8s
says uncordoned k uncordon "$node"

if ! without can-i; then
  step "auth can-i"
  says '^yes' k auth can-i delete nodes
  [ "$(k auth can-i list secrets --as nobody --as-group none 2>&1 || true)" = no ] || fail "nobody may list secrets"
fi

etcd=$(k -n kube-system get pods -l component=etcd -o 'jsonpath={.items[*].metadata.name}' | cut -d' ' -f1)
if [ -n "$etcd" ]; then
  step "port-forward to etcd: its certificate comes through"
  "$kubectl" -n kube-system port-forward "pod/$etcd" :2379 > "$here/etcd" 2>&1 < /dev/null &
  forwarding=$!
  for _ in $(seq 100); do grep -q '^Forwarding from 127' "$here/etcd" && break; sleep 0.1; done
  at=$(sed -n 's/^Forwarding from \(127[0-9.:]*\) .*/\1/p' "$here/etcd")
  [ -n "$at" ] || fail "no port is forwarded to $etcd: $(cat "$here/etcd")"
  timeout 20 openssl s_client -connect "$at" > "$here/tls" 2>&1 < /dev/null || true # it wants a certificate of ours
  kill $forwarding
  wait $forwarding || true
  has "$(cat "$here/tls")" '^issuer=.*CN *= *etcd-ca'
  has "$(cat "$here/tls")" '^subject=.*CN *= *'
  echo "          $(grep '^subject=' "$here/tls"), $(grep '^issuer=' "$here/tls")"
fi

step "top, logs and port-forward end, and say why"
refused 'Metrics API not available' "$kubectl" top nodes
pod=$(in_ns get pods -o 'jsonpath={.items[0].metadata.name}')
if timeout 20 "${command[@]}" logs "$pod" > "$here/logs" 2>&1 < /dev/null; then
  echo "          logs are served"
else
  has "$(cat "$here/logs")" 'rror'
  echo "          logs: $(tail -n 1 "$here/logs" | cut -c1-120)"
fi
status=0
timeout 15 "${command[@]}" port-forward "pod/$pod" :80 > "$here/forward" 2>&1 < /dev/null || status=$?
has "$(cat "$here/forward")" 'Forwarding from|rror'
echo "          port-forward: $(tail -n 1 "$here/forward" | cut -c1-120)"

step "delete"
says 'deployment.apps "app" deleted' in_ns delete -f "$here/app.yaml"
says 'deleted' k delete namespace "$ns" --timeout=90s
refused 'NotFound' "$kubectl" get namespace "$ns"
step "done"
