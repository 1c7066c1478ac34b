# shellcheck shell=bash disable=SC2034
# For the steps of .ci/run and .ci/full. A step starts with:  . "$CI_HOME/lib.sh"
# Its environment: CI_HOME (this folder), CI_REPO (the checkout, and the working folder), CI_WORK (the run's scratch folder),
# CI_LOGS (what is put there outlives the run), JAVA_HOME (a JDK 25, once 10-machine has run).
set -euo pipefail

if [ -s "$CI_WORK/java-home" ]; then
  JAVA_HOME=$(cat "$CI_WORK/java-home")
  export JAVA_HOME
fi

section() { printf '\n---- %s\n' "$*"; }

# later COMMAND...: runs when the run ends, however it ends; the newest first. It finds the run's environment, not the step's.
later() { printf '%q ' "$@" >> "$CI_WORK/later" && echo >> "$CI_WORK/later"; }

# install PACKAGE...: Debian packages, those that are missing
install() {
  local package missing=()
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return 0
  echo "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "${missing[@]}" > "$CI_LOGS/apt.log" 2>&1 ||
    { tail -n 20 "$CI_LOGS/apt.log"; return 1; }
}

BED=$CI_REPO/cloud-drivers/openstack/testbed
