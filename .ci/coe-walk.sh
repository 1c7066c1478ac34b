#!/bin/bash
# A walk of Debian's unmodified `openstack coe` through templates, clusters and certificates.
#
#   .ci/coe-walk.sh ENV-FILE      what `caisson up` writes, or the same with another cloud's values
#
# Needs openssl besides what coe.sh needs; kubectl is used if it is there.
# COE_WALK_NEXT is the Kubernetes that it is upgraded to; where the image holds but one, that one: only the template changes then.
set -euo pipefail

. "$(dirname "$0")/coe.sh"
first=v1.34.4
next=${COE_WALK_NEXT:-v1.35.4}
name=walk-$$

step "template create, list, show, update"
coe cluster template create "$name" --coe kubernetes --image "$CAISSON_IMAGE" --keypair "$CAISSON_KEYPAIR" \
  --flavor "$CAISSON_FLAVOR" --master-flavor "$CAISSON_FLAVOR" --external-network "$CAISSON_EXTERNAL_NETWORK" \
  --fixed-network "$CAISSON_NETWORK" --network-driver flannel --labels "kube_tag=$first" > /dev/null
has "$(coe cluster template list -f value -c name)" "$name"
has "$(coe cluster template show "$name" -f json)" '"coe": "kubernetes"'
coe cluster template update "$name" replace labels=kube_tag=v1.34.4,flannel_network_cidr=10.200.0.0/16 > /dev/null
has "$(coe cluster template show "$name" -f value -c labels)" 10.200.0.0/16

step "what is wrong is told, and leaves nothing"
refused "no flavor 'nope'" coe cluster create bad --cluster-template "$name" --flavor nope
refused "an odd number" coe cluster create bad --cluster-template "$name" --master-count 2
refused "5000 are possible" coe cluster create bad --cluster-template "$name" --node-count 1000000000
refused "must begin with a letter" coe cluster create '1"bad' --cluster-template "$name"
refused "no key pair 'nope'" coe cluster create bad --cluster-template "$name" --keypair nope
refused "could not be found" coe cluster create bad --cluster-template nope
refused "is no IPv4 range" coe cluster create bad --cluster-template "$name" --labels flannel_network_cidr=x
refused "is the only pod network" coe cluster template create bad --coe kubernetes --image "$CAISSON_IMAGE" \
  --external-network "$CAISSON_EXTERNAL_NETWORK" --network-driver calico
! listed bad || fail "a refused cluster is listed"

step "cluster create with one control plane and two workers"
has "$(coe cluster create "$name" --cluster-template "$name" --node-count 2)" accepted
has "$(coe cluster list -f value -c name)" "$name"
id=$(coe cluster show "$name" -f value -c uuid)
coe ca show "$name" > "$here/early.pem"
grep -q 'BEGIN CERTIFICATE' "$here/early.pem" || fail "no authority while the cluster is made"
says "is referenced by" coe cluster template delete "$name"
until_status "$name" CREATE_COMPLETE
shown=$(coe cluster show "$name" -f json)
has "$shown" '"node_count": 2'
has "$shown" https://

step "certificates: whatever subject is asked for, the caller is signed"
openssl req -new -newkey rsa:2048 -nodes -keyout "$here/key.pem" -subj "/O=system:masters/CN=admin" \
  -out "$here/request.pem" 2> /dev/null
coe ca sign "$name" "$here/request.pem" > "$here/cert.pem"
subject=$(openssl x509 -in "$here/cert.pem" -noout -subject)
has "$subject" "caisson:admins"
has "$subject" "caisson:$OS_USERNAME"
coe cluster config "$name" --dir "$here" > /dev/null
grep -q 'server: https://' "$here/config" || fail "no kubeconfig"
if command -v kubectl > /dev/null; then
  step "kubectl lists and watches the nodes"
  nodes=$(kubectl --kubeconfig "$here/config" get nodes --no-headers)
  [ "$(grep -cw Ready <<< "$nodes")" = 3 ] || fail "not three Ready nodes: $nodes"
  timeout 5 kubectl --kubeconfig "$here/config" get nodes --watch > "$here/watch" 2>&1 || true
  [ "$(grep -cw Ready "$here/watch")" -ge 3 ] || fail "the watch shows no nodes: $(cat "$here/watch")"
fi

if [ -n "${OTHER_OS_USERNAME:-}" ]; then
  step "another project sees nothing of it"
  as=$(OS_USERNAME=$OTHER_OS_USERNAME OS_PASSWORD=$OTHER_OS_PASSWORD OS_PROJECT_NAME=$OTHER_OS_PROJECT_NAME token)
  refused "could not be found" coe cluster show "$id"
  refused "could not be found" coe cluster show "$name"
  says "could not be found" coe cluster delete "$id"
  refused "could not be found" coe ca show "$id"
  [ -z "$(coe cluster list -f value -c name)" ] || fail "another project lists clusters"
  as=$own
fi

step "resize, node groups, a worker that leaves by its server's id"
group() { coe nodegroup show "$name" "$1" -f value -c "$2"; }
coe cluster resize "$name" 3 > /dev/null
until_status "$name" UPDATE_COMPLETE
[ "$(group default-worker node_count)" = 3 ] || fail "the workers did not grow"
coe nodegroup create "$name" edge --node-count 1 > /dev/null
until_status "$name" UPDATE_COMPLETE
coe nodegroup update "$name" edge replace max_node_count=4 > /dev/null
refused "are not within the bounds" coe cluster resize "$name" --nodegroup edge 9
server=$(openstack server list --name "worker-1\$" -f value -c ID -c Name | grep -F "${id%%-*}" | cut -d' ' -f1)
coe cluster resize "$name" 2 --nodes-to-remove "$server" > /dev/null
until_status "$name" UPDATE_COMPLETE
! grep -qF "$server" <<< "$(openstack server list -f value -c ID)" || fail "worker-1 is still there"
[ "$(group default-worker node_count)" = 2 ] || fail "the workers did not shrink"

step "upgrade: to a template, in batches, of a node group; what cannot be is refused at once"
coe cluster template create "$name-next" --coe kubernetes --image "$CAISSON_IMAGE" \
  --external-network "$CAISSON_EXTERNAL_NETWORK" --labels "kube_tag=$next" > /dev/null
refused "could not be found" coe cluster upgrade "$name" nope
refused "only to match cluster's template" coe cluster upgrade "$name" "$name-next" --nodegroup edge
has "$(coe cluster upgrade "$name" "$name-next" --max-batch-size 2)" accepted
until_status "$name" UPDATE_COMPLETE
says "is referenced by" coe cluster template delete "$name-next"
coe cluster upgrade "$name" "$name-next" --nodegroup edge > /dev/null
until_status "$name" UPDATE_COMPLETE
[ "$(coe cluster show "$name" -f value -c coe_version)" = "$next" ] || fail "it has another Kubernetes"
if [ "$next" = "$first" ]; then
  coe cluster upgrade "$name" "$name" > /dev/null
  until_status "$name" UPDATE_COMPLETE
else
  refused "does not go back" coe cluster upgrade "$name" "$name"
fi

refused "goes only with its cluster" coe nodegroup delete "$name" default-master
coe nodegroup delete "$name" edge > /dev/null
until_status "$name" UPDATE_COMPLETE
[ "$(coe nodegroup list "$name" -f value -c name | sort | xargs)" = "default-master default-worker" ] || fail "edge is listed"

step "cluster delete, until it is gone"
coe cluster delete "$name" > /dev/null
until_gone "$name"
refused "could not be found" coe cluster show "$name"
coe cluster template delete "$name" "$name-next" > /dev/null
refused "could not be found" coe cluster template show "$name"

step "nothing of it is left in the cloud"
left=$(openstack server list -f value -c Name; openstack port list -f value -c Name; openstack security group list -f value -c Name)
if grep -F "$name" <<< "$left"; then fail "left behind"; fi
if openstack application credential list -f value -c Name | grep -F "caisson-$id"; then fail "its credential is left"; fi
step "done"
