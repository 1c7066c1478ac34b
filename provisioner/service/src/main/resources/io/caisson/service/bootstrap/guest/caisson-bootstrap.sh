#!/bin/sh
# Makes a Kubernetes node of this machine: fetches its files from Caisson, then runs kubeadm.
# The same for all machines; what differs stands in /etc/caisson/bootstrap.conf. A machine that is a
# node already is left alone. Needs curl, GNU wget or python3.
set -eu
umask 077
PATH=$PATH:/opt/bin

root=${CAISSON_ROOT:-}
console=${CAISSON_CONSOLE:-/dev/console}
patience=${CAISSON_PATIENCE:-3600} # seconds to wait for the bundle
etc=$root/etc/caisson
run=$root/run/caisson
work=$run/work
log=$root/var/log/caisson-bootstrap.log
done_file=$root/var/lib/caisson/bootstrap-done
outcome=open

say() {
  printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >>"$log"
  { printf 'caisson: %s\n' "$*" >>"$console"; } 2>/dev/null || :
}

setting() { sed -n "s/^$1=//p" "$etc/bootstrap.conf"; }

choose_client() {
  if command -v curl >/dev/null 2>&1; then client=curl
  elif wget --version 2>/dev/null | grep -q '^GNU Wget'; then client=wget
  elif command -v python3 >/dev/null 2>&1; then client=python
  else give_up "this image has neither curl nor GNU wget nor python3"; fi
}

# Each asks PATH INTO [BODY], trusts ca.pem and nothing else, writes the answer's head to $work/head
# and prints its status. The token stands in no argument, where other processes could read it.

ask_curl() {
  url=$base$1 into=$2
  if [ $# -lt 3 ]; then set --
  else set -- --data-binary "@$3" -H 'Content-Type: text/plain' -H 'Expect:'; fi
  printf 'header = "Authorization: Bearer %s"\n' "$token" |
    curl -q -sS -K - --proto =https --cacert "$etc/ca.pem" --capath "$work/none" \
      --connect-timeout 10 --max-time 60 -D "$work/head" -o "$into" -w '%{http_code}' "$@" "$url"
}

ask_wget() {
  url=$base$1 into=$2
  if [ $# -lt 3 ]; then set --
  else set -- --method=POST "--body-file=$3" --header='Content-Type: text/plain'; fi
  printf 'header = Authorization: Bearer %s\n' "$token" >"$work/wgetrc"
  wget --config="$work/wgetrc" -nv -S --content-on-error --max-redirect=0 --tries=1 --timeout=30 \
    --ca-certificate="$etc/ca.pem" --ca-directory="$work/none" -O "$into" "$@" "$url" \
    2>"$work/head" || :
  answer=$(sed -n 's#^ *HTTP/[0-9.]* \([0-9][0-9][0-9]\).*#\1#p' "$work/head" | tail -n 1)
  [ -n "$answer" ] || cat "$work/head" >&2
  printf '%s' "${answer:-000}"
}

ask_python() {
  path=$1
  shift
  CAISSON_TOKEN=$token python3 -I -c '
import os, ssl, sys, urllib.error, urllib.request
url, authority, head, into = sys.argv[1:5]
body = open(sys.argv[5], "rb").read() if len(sys.argv) > 5 else None
headers = {"Authorization": "Bearer " + os.environ["CAISSON_TOKEN"], "Content-Type": "text/plain"}
request = urllib.request.Request(url, body, headers)
try:
    context = ssl.create_default_context(cafile=authority)
    answer = urllib.request.urlopen(request, timeout=30, context=context)
except urllib.error.HTTPError as refusal:
    answer = refusal
except OSError as fault:
    sys.exit("%s: %s" % (url, fault))
open(into, "wb").write(answer.read())
open(head, "w").write(str(answer.headers))
print(answer.getcode())
' "$base$path" "$etc/ca.pem" "$work/head" "$@"
}

# request PATH INTO [BODY]: sets $status, 000 without an answer, and $pause, the seconds to wait
request() {
  : >"$work/head"
  status=$("ask_$client" "$@" 2>>"$log") || status=000
  pause=$(sed -n 's/^ *[Rr][Ee][Tt][Rr][Yy]-[Aa][Ff][Tt][Ee][Rr]: *\([0-9]\{1,4\}\).*/\1/p' "$work/head" |
    tail -n 1)
  pause=${pause:-5}
  [ "$pause" -ge 1 ] || pause=1
  [ "$pause" -le 60 ] || pause=60
}

# said of a request without an answer; on the console nobody sees the log
no_answer() { [ "$status" != 000 ] || printf ': %s' "$(tail -n 1 "$log")"; }

# tell STAGE TRIES: a message that stays undelivered stops nothing
tell() {
  tries=$2
  while :; do
    tail -c 4096 "$log" >"$work/message"
    request "/guest/v1/pings?stage=$1" "$work/answer" "$work/message"
    case $status in
      204) return 0 ;;
      000 | 429 | 5??) ;;
      *) tries=1 ;;
    esac
    tries=$((tries - 1))
    if [ "$tries" -le 0 ]; then
      say "the message '$1' was not taken (HTTP $status)$(no_answer)"
      return 0
    fi
    sleep "$pause"
  done
}

give_up() {
  outcome=failed
  say "FAILED: $*"
  { tail -n 40 "$log" >>"$console"; } 2>/dev/null || :
  [ -z "${client:-}" ] || tell failed 10
  exit 1
}

finish() {
  code=$?
  trap - EXIT
  set +e
  [ "$outcome" != open ] || (give_up "the bootstrap script stopped with exit status $code")
  rm -rf "$work"
  [ "$outcome" = "done" ] || exit 1
}

# said if the last words of the log are about a certificate's time
clock_at_fault() {
  if tail -n 5 "$log" | grep -qiE 'not yet valid|has expired'; then
    printf '; its certificate does not fit to the clock of this machine, which says %s' "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  fi
}

# seconds since this machine started: its clock may yet be set
uptime() { sed 's/[^0-9].*//' /proc/uptime; }

# The service may hold the question until the bundle is there, for less than a client's own limit.
fetch_bundle() {
  asked=$(uptime)
  latest=$((asked + patience))
  while :; do
    request /guest/v1/bundle "$work/bundle.tar"
    case $status in
      200) return 0 ;;
      000 | 429 | 5??) ;;
      *) give_up "the service refuses this machine's bundle (HTTP $status)" ;;
    esac
    if [ "$asked" -ge "$latest" ]; then
      give_up "no bundle within $patience s (HTTP $status)$(no_answer)$(clock_at_fault)"
    fi
    sleep "$pause"
    asked=$(uptime)
  done
}

# The service says what time it is. Certificates are good from five minutes before they were made.
check_clock() {
  theirs=$(sed -n 's/^ *[Dd][Aa][Tt][Ee]: *\(.*GMT\).*/\1/p' "$work/head" | tail -n 1)
  theirs=$(date -u -d "${theirs:-none}" +%s 2>/dev/null) || return 0
  skew=$(($(date -u +%s) - theirs))
  [ "${skew#-}" -le 120 ] ||
    give_up "this machine's clock is $skew s ahead of the service's (negative: behind): set time servers that it can reach"
}

# kubeadm judges the machine afterwards; so a step that fails is noted, and no more
attempt() { "$@" >>"$log" 2>&1 || say "did not work: $*"; }

[ ! -e "$done_file" ] || exit 0
(umask 022 && mkdir -p "$root/var/log" "$root/var/lib/caisson" "$run")
mkdir -p "$work"
trap finish EXIT
trap 'exit 1' INT TERM
choose_client
base=$(setting CAISSON_URL)
token=$(setting CAISSON_MACHINE).$(setting CAISSON_SECRET)

say "started; asking $base by $client"
tell booted 3
fetch_bundle
check_clock
(umask 022 && tar -xpf "$work/bundle.tar" -C "$root/")
rm -f "$work/bundle.tar"
action=$(cat "$run/action")
say "files received; this machine is to $action"
tell bundle-received 10
# shellcheck source=/dev/null
. "$run/prepare"
prepare
say "prepared; kubeadm $action starts"
tell kubeadm-started 3
set -- --config "$run/kubeadm.yaml"
[ "$action" != init ] || set -- "$@" --skip-token-print
# longer than all of kubeadm's own limits that follow each other, shorter than the service waits for a node
within 780 kubeadm "$action" "$@" >>"$log" 2>&1 || {
  code=$?
  [ "$code" != 124 ] || say "kubeadm was stopped after 780 s"
  explain
  give_up "kubeadm $action ended with exit status $code"
}
rm -f "$run/kubeadm.yaml"
: >"$done_file"
outcome="done"
say "kubeadm $action is done"
tell kubeadm-done 10
