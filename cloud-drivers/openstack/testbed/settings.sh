# shellcheck shell=bash disable=SC2034
# Settings of the bed; each may be preset in the environment. Sourced by every script here.
BED=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
STATE=${OSBED_RUN:-${XDG_CACHE_HOME:-$HOME/.cache}/caisson/openstack} # all state lives below this folder
IP=127.0.0.1
COMPUTES=${OSBED_COMPUTES:-2}    # number of nova-compute processes, each a host of its own
WITH_CINDER=${OSBED_CINDER:-0}
WITH_HEAT=${OSBED_HEAT:-0}
WITH_MAGNUM=${OSBED_MAGNUM:-0}
WITH_BARBICAN=${OSBED_BARBICAN:-0}
WITH_OCTAVIA=${OSBED_OCTAVIA:-0}
WITH_QUOTAS=${OSBED_QUOTAS:-1}   # 1: real checks, unlimited until `openstack quota set`; 0: none at all
PASSWORD=${OSBED_PASSWORD:-secret}
API_PROCS=${OSBED_API_PROCS:-2}  # uwsgi processes of an API
API_THREADS=4                    # threads of such a process
NOVA_PROCS=${OSBED_NOVA_PROCS:-3}
# The APIs of nova, cinder and heat are patched by eventlet: with more than one thread in a uwsgi
# process two POST /servers at once can hang for ever. They get one thread and more processes.

# with SERVICE: is this optional service switched on?
with() { local switch=WITH_${1^^}; [ "${!switch:-1}" = 1 ]; }
# The services of this run, in the order of their configuration.
services() {
  local service
  for service in keystone placement glance nova neutron cinder heat magnum barbican octavia; do
    with $service && echo $service
  done
  return 0
}
export OSBED_PASSWORD=$PASSWORD
export PYTHONPATH=$BED/pylib
export OSFAKE_FAULT_DIR=$STATE/faults
export PYTHONDONTWRITEBYTECODE=1
