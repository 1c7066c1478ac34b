#!/bin/bash
# Writes the configuration of every service of this run to $STATE/etc: one file of configure/ each.
set -eu
. "$(dirname "$0")/settings.sh"
. "$BED/configure/sections.sh"
mkdir -p "$STATE"/{etc,log,pid,db,lock,faults,tmp}
for service in $(services); do
  mkdir -p "$STATE/etc/$service"
  # shellcheck source=/dev/null
  . "$BED/configure/$service.sh"
done
