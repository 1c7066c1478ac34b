#!/bin/bash
# shellcheck disable=SC1091,SC2034,SC2154
# Kill, pause and rolling update of two replicas.
#   two-replicas.sh SECONDS-OF-PAUSE
. "$CI_HOME/lib.sh"
. "$CI_HOME/playground.sh"
. "$CI_HOME/replicas.sh"
centre replicas --vm-delay 4s --node-delay 1s --api-delay 1s
start A
start B
patiently 120 answers A
patiently 120 answers B

section "five clusters of 1 + 3, asked for at both replicas"
for number in 1 2 3 4 5; do
  first=$([ $((number % 2)) = 1 ] && echo A || echo B)
  make_cluster "five-$number" 3
done
first=A
sleep 2

section "A is killed"
killed=$(now)
kill -9 "${pid[A]}"
sleep 4
taken_over B "$killed"
start A
patiently 120 answers A
echo "A answers again after $(since "$killed") s: $(states)"

section "B stands still for $1 s"
stopped=$(now)
kill -STOP "${pid[B]}"
sleep "$1"
kill -CONT "${pid[B]}"
echo "taken over by A:"
taken_over A "$stopped"
patiently 120 all_are CREATE_COMPLETE 5
echo "complete $(since "$stopped") s after the pause began: $(states)"

section "both are updated while a tenant asks and a sixth cluster is made"
: > "$play/refused"
: > "$play/asked"
(
  while [ ! -e "$play/updated" ]; do
    if ask_any /v1/clusters > /dev/null; then echo ok; else echo FAILED; fi >> "$play/asked"
    sleep 0.1
  done
) &
tenant=$!
first=B make_cluster sixth 3
sleep 2
for one in B A; do
  other=$([ $one = A ] && echo B || echo A)
  term=$(now)
  kill -TERM "${pid[$one]}"
  wait "${pid[$one]}" || true
  echo "$one has ended after $(since "$term") s; handed over:"
  taken_over "$other" "$term"
  start "$one"
  patiently 120 answers "$one"
done
touch "$play/updated"
wait $tenant
echo "requests meanwhile: $(wc -l < "$play/asked"), failed: $(grep -c FAILED "$play/asked" || true) (turned to the other address: $(wc -l < "$play/refused"))"
! grep -q FAILED "$play/asked"
patiently 120 all_are CREATE_COMPLETE 6

section "all are deleted"
for id in $(ask_any /v1/clusters | jq -r '.clusters[].uuid'); do ask_any "/v1/clusters/$id" -X DELETE > /dev/null; done
patiently 120 none_left
judge 24
