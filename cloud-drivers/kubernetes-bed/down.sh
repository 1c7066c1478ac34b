#!/bin/bash
# down.sh: stops what up.sh started (KBED_CP says which), each process by the id that was kept; the data stay.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"
for name in kwok kube-scheduler kube-controller-manager kube-apiserver etcd; do
  stop_pid "$(cp_state)/pid/$name" 15
done
