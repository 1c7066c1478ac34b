#!/bin/bash
# Lists the processes of the bed; succeeds if all run and every API answers.
. "$(dirname "$0")/settings.sh"
. "$BED/processes.sh"
[ -n "$(names)" ] || { echo "the bed is not up ($STATE)"; exit 1; }
bad=0
for name in $(names); do
  if running "$name"; then echo "$name: pid $(cat "$STATE/pid/$name")"
  else echo "$name: DEAD, see $STATE/log/$name.out"; bad=1; fi
done
for url in :5000/v3 :8778/ :9292/ :8774/ :9696/; do
  curl -s -o /dev/null -m 10 "http://$IP$url" || { echo "no answer from http://$IP$url"; bad=1; }
done
exit $bad
