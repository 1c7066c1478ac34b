#!/bin/bash
# A roll-out as the users of a cluster see it: one of 1 + 6 machines gets another Kubernetes, two workers at a time, while somebody
# who is not the product counts the pods of a workload with a disruption budget.
#
#   .ci/roll-walk.sh ENV-FILE      what `caisson up` writes, or the same with another cloud's values
#
# Needs kubectl besides what coe.sh needs.
set -euo pipefail

. "$(dirname "$0")/coe.sh"
name=roll-$$
pods=12
needed=11
k() { kubectl --kubeconfig "$here/config" --request-timeout=10s "$@"; }
ready() { k get deployment shop -o jsonpath='{.status.readyReplicas}' 2> /dev/null; }
of_nodes() { k get nodes -o jsonpath="{.items[*].$1}"; }
servers() { openstack server list --limit -1 -f value -c Name | grep -c "^$name-" || true; }

step "a cluster with one control plane and six workers"
for kubernetes in v1.34.4 v1.35.4; do
  coe cluster template create "$name-$kubernetes" --coe kubernetes --image "$CAISSON_IMAGE" --keypair "$CAISSON_KEYPAIR" \
    --flavor "$CAISSON_FLAVOR" --master-flavor "$CAISSON_FLAVOR" --external-network "$CAISSON_EXTERNAL_NETWORK" \
    --fixed-network "$CAISSON_NETWORK" --network-driver flannel --labels "kube_tag=$kubernetes" > /dev/null
done
coe cluster create "$name" --cluster-template "$name-v1.34.4" --node-count 6 > /dev/null
until_status "$name" CREATE_COMPLETE
coe cluster config "$name" --dir "$here" > /dev/null

step "$pods pods, of which $needed have to be Ready"
k create -f - > /dev/null << YAML
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  replicas: $pods
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: shop, image: "registry.k8s.io/pause:3.10"}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: shop}
spec: {minAvailable: $needed, selector: {matchLabels: {app: shop}}}
YAML
end=$((SECONDS + 60))
until [ "$(ready)" = $pods ]; do
  [ $SECONDS -lt $end ] || fail "not all pods are Ready: $(k get pods)"
  sleep 1
done

step "upgraded, two workers at a time; kubectl looks on"
before=$(of_nodes metadata.uid)
while sleep 0.5; do
  now=$(ready) || now=unanswered
  echo "${now:-0}" >> "$here/counts"
done &
counter=$!
trap 'kill $counter 2> /dev/null || true; rm -rf "$here"' EXIT
begun=$SECONDS
coe cluster upgrade "$name" "$name-v1.35.4" --max-batch-size 2 > /dev/null
while [ "$(status "$name")" = UPDATE_IN_PROGRESS ] && [ $((SECONDS - begun)) -lt "$wait_for" ]; do
  k get nodes --no-headers 2> /dev/null | wc -l >> "$here/nodes" || true
  if k get events,pdb -A > "$here/seen.new" 2> /dev/null; then mv "$here/seen.new" "$here/seen"; fi
done
until_status "$name" UPDATE_COMPLETE
kill $counter
cat "$here/seen"

step "what was seen of it in $((SECONDS - begun)) s"
most=$(sort -n "$here/nodes" | tail -n 1)
echo "        pods that were Ready: $(sort "$here/counts" | uniq -c | awk '{ printf "%s%s (%s times)", sep, $2, $1; sep = ", " }')"
echo "        nodes at most: $most"
! awk -v least=$needed '$1 != "unanswered" && $1 < least { found = 1 } END { exit !found }' "$here/counts" ||
  fail "the budget was violated"
[ "$most" -le 9 ] || fail "more nodes than seven and two"
after=$(of_nodes metadata.uid)
for uid in $before; do [[ " $after " != *" $uid "* ]] || fail "node $uid was not replaced"; done
versions=$(of_nodes status.nodeInfo.kubeletVersion)
[ "$(tr ' ' '\n' <<< "$versions" | grep -cx v1.35.4)" = 7 ] || fail "the nodes run $versions"
[ "$(servers)" = 7 ] || fail "the cloud has $(servers) servers of it"

step "delete"
coe cluster delete "$name" > /dev/null
until_gone "$name"
coe cluster template delete "$name-v1.34.4" "$name-v1.35.4" > /dev/null
[ "$(servers)" = 0 ] || fail "servers are left"
step "done"
