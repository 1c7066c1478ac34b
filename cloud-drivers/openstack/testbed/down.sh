#!/bin/bash
# Stops what up.sh started, by pid file: services first, then what they stand on. The state stays.
. "$(dirname "$0")/settings.sh"
. "$BED/processes.sh"
for name in $(names); do
  case $name in
    mariadb | rabbitmq | memcached | epmd) ;;
    *) stop "$name" 3 & ;;
  esac
done
wait
stop rabbitmq 15
stop epmd 2
stop memcached 2
stop mariadb 20
