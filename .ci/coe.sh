# shellcheck shell=bash
# For walks with Debian's unmodified `openstack coe`. Source it with the file of the environment: what `caisson up` writes, or the
# same with another cloud's values. Afterwards: wait_for (seconds that a cluster may take, COE_WALK_WAIT), here (a folder that goes
# with the walk), own (the caller's token).
#
# The client asks no catalogue: the token and MAGNUM_URL are given to it. Needs python3-openstackclient and python3-magnumclient.

# shellcheck disable=SC1090
. "$1"
wait_for=${COE_WALK_WAIT:-240}
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT

fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
step() { printf '%-7s %s\n' "$(date +%T)" "$*"; }
has() { grep -qF -- "$2" <<< "$1" || fail "no '$2' in: $1"; }
token() { openstack token issue -f value -c id; }
own=$(token)
coe() { env -i SHELL=/bin/sh PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 openstack --os-auth-type admin_token --os-endpoint "$MAGNUM_URL" --os-token "${as:-$own}" coe "$@"; }
refused() { # refused WORDS COMMAND...: it must fail and say these words
  local words=$1 said
  shift
  if said=$("$@" 2>&1); then fail "was taken: $*"; fi
  has "$said" "$words"
}
listed() { local all; all=$(coe cluster list -f value -c name); grep -qx -- "$1" <<< "$all"; }
says() { # says WORDS COMMAND...: some commands of the client exit with 0 although they were refused
  local words=$1 said
  shift
  said=$("$@" 2>&1) || true
  has "$said" "$words"
}
status() { coe cluster show "$1" -f value -c status; }
until_status() { # until_status CLUSTER STATUS: the cluster gets there in time, or says why not
  local now end=$((SECONDS + wait_for))
  while now=$(status "$1"); [ "$now" != "$2" ]; do
    if [[ $now = *_FAILED ]] || [ $SECONDS -ge $end ]; then
      fail "$1 is $now: $(coe cluster show "$1" -f value -c status_reason)"
    fi
    sleep 2
  done
}
until_gone() { # until_gone CLUSTER
  local end=$((SECONDS + wait_for))
  while listed "$1"; do
    [ $SECONDS -lt $end ] || fail "still there: $(coe cluster show "$1" -f value -c status_reason)"
    sleep 2
  done
}
