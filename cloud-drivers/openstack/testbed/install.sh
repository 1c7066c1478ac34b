#!/bin/bash
# Installs the Debian packages that this run of the bed needs and that are missing.
set -eu
. "$(dirname "$0")/settings.sh"
wanted=()
for service in core $(services); do
  mapfile -t -O ${#wanted[@]} wanted < <(awk -v s="$service" '!/^#/ && $2 == s { print $1 }' "$BED/packages.txt")
done
missing=()
for package in "${wanted[@]}"; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} = 0 ] && exit 0

[ "$(id -u)" = 0 ] || { echo "the bed: installing needs root; missing: ${missing[*]}" >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
# The packages' scripts would start every daemon as Debian configures it; this forbids it, only for now.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' > $policy
  chmod 755 $policy
  trap 'rm -f $policy' EXIT
fi
apt-get update -qq
apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${missing[@]}"
