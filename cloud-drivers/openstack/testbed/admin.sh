#!/bin/bash
# Runs a Python script of the bed as its administrator: admin.sh SCRIPT [ARGUMENT...]
set -eu
. "$(dirname "$0")/settings.sh"
. "$BED/openrc"
BED_SERVICES=$(services | tr '\n' ' ')
export BED_SERVICES
script=$1
shift
exec /usr/bin/python3 "$BED/$script" "$@"   # Debian's Python, which has OpenStack's libraries
