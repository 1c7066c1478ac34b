#!/bin/bash
# Runs the executables of a folder in the order of their names, times them, stops at the first that fails,
# and undoes what they asked to be undone. Logs are kept; the end of a failed step's log is shown.
#   steps.sh FOLDER
# A step may say in its first ten lines how long it may take:  # limit: MINUTES
set -uo pipefail
shopt -s nullglob
CI_HOME=$(cd "$(dirname "$0")" && pwd)
CI_REPO=$(dirname "$CI_HOME")
CI_WORK=$(mktemp -d "${TMPDIR:-/tmp}/caisson-ci.XXXXXX")
CI_LOGS=${CI_LOGS:-$CI_REPO/.caisson/ci-logs}
OSBED_RUN=$CI_WORK/openstack   # the bed of a run is its own and starts from nothing
export CI_HOME CI_REPO CI_WORK CI_LOGS OSBED_RUN CI=true
cd "$CI_REPO" || exit 1
rm -rf "$CI_LOGS"
mkdir -p "$CI_LOGS"
: > "$CI_WORK/later"
summary=()
failed=
child=

undo() {
  trap '' INT TERM
  [ -z "$child" ] || end_group "$child"
  local line
  tac "$CI_WORK/later" | while IFS= read -r line; do
    timeout 120 bash -c "$line" < /dev/null >> "$CI_LOGS/later.log" 2>&1 || echo "failed at the end: $line"
  done
  rm -rf "${CI_WORK:?}"
}
trap undo EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

end_group() { # TERM to all of the step's session, KILL to what is left of it
  kill -TERM -- "-$1" 2>/dev/null || return 0
  for _ in $(seq 50); do
    kill -0 -- "-$1" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL -- "-$1" 2>/dev/null
}

# run_step FILE: in a session of its own; its output goes to its log and, indented, to the reader
run_step() {
  local limit start=$SECONDS status name=${1##*/}
  local log=$CI_LOGS/$name.log
  limit=$(sed -n '1,10s/^# limit: *\([0-9]*\).*/\1/p' "$1")
  printf '\n==== %s\n' "$name"
  : > "$log"
  setsid timeout -k 20 "${limit:-10}m" "$1" > "$log" 2>&1 < /dev/null &
  child=$!
  tail -n +1 -f --pid="$child" "$log" 2>/dev/null > >(sed -u 's/^/     /') &
  wait $!   # a signal interrupts this, not a pipe in the foreground
  wait "$child"
  status=$?
  end_group "$child"   # what a step leaves behind without a word does not outlive it
  child=
  [ $status != 124 ] || echo "     took longer than its ${limit:-10} minutes"
  summary+=("$(printf '%-28s %-7s %4d s' "$name" "$([ $status = 0 ] && echo ok || echo FAILED)" $((SECONDS - start)))")
  return $status
}

for step in "$CI_HOME/$1"/[0-9]*; do
  [ -x "$step" ] || { echo "$step is not executable"; failed=$step; break; }
  run_step "$step" || { failed=$step; break; }
done

if [ -n "$failed" ]; then
  printf '\n==== the end of %s\n' "$CI_LOGS/${failed##*/}.log"
  tail -n 60 "$CI_LOGS/${failed##*/}.log" 2>/dev/null
fi
printf '\n==== %s: %s in %d s (logs: %s)\n' "$1" "$([ -z "$failed" ] && echo ok || echo FAILED)" "$SECONDS" "$CI_LOGS"
[ ${#summary[@]} = 0 ] || printf '%s\n' "${summary[@]}" | tee "$CI_LOGS/summary" | sed 's/^/     /'
[ -z "$failed" ]
