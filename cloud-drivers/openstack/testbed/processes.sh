# shellcheck shell=bash
# Daemons by pid file: a process NAME has $STATE/pid/NAME and $STATE/log/NAME.out.

names() { find "$STATE/pid" -type f -printf '%f\n' 2>/dev/null | sort; }
running() { [ -s "$STATE/pid/$1" ] && kill -0 "$(cat "$STATE/pid/$1")" 2>/dev/null; }

# start NAME COMMAND...: leads a session of its own, so that `stop` reaches its children too
start() {
  local name=$1
  shift
  running "$name" && return 0
  setsid nohup "$@" >> "$STATE/log/$name.out" 2>&1 < /dev/null &
  echo $! > "$STATE/pid/$name"
}

# stop NAME [SECONDS]: TERM to its group, KILL if it is still there after that time
stop() {
  local file=$STATE/pid/$1 pid tick
  [ -s "$file" ] || return 0
  pid=$(cat "$file")
  if kill -0 "$pid" 2>/dev/null; then
    kill -TERM -- "-$pid" 2>/dev/null || kill -TERM "$pid" 2>/dev/null
    for ((tick = 0; tick < ${2:-5} * 5; tick++)); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.2
    done
    kill -0 "$pid" 2>/dev/null && kill -KILL -- "-$pid" 2>/dev/null
  fi
  rm -f "$file"
}

# api NAME PORT WSGI-SCRIPT ARGUMENTS [VARIABLE=VALUE...]: an API under uwsgi
api() {
  local name=$1 port=$2 script=$3 arguments=$4
  shift 4
  start "$name" env "$@" uwsgi_python3 --http-socket "$IP:$port" --wsgi-file "$script" --pyargv "$arguments" \
    --procname-prefix-spaced "$name" --master --lazy-apps --need-app --processes "$API_PROCS" \
    --threads "$API_THREADS" --enable-threads --thunder-lock --die-on-term --buffer-size 65535 \
    --add-header "Connection: close" --listen 100 --disable-logging --logto "$STATE/log/$name.uwsgi.log"
}

# eventlet_api: the same for an API that must not have threads (see settings.sh)
eventlet_api() { API_THREADS=1 api "$@"; }

# eventually SECONDS WHAT COMMAND...: repeats the command until it succeeds
eventually() {
  local seconds=$1 what=$2 tick
  shift 2
  for ((tick = 0; tick < seconds * 5; tick++)); do
    "$@" >/dev/null 2>&1 && return 0
    sleep 0.2
  done
  echo "the bed: $what after $seconds s; logs are in $STATE/log" >&2
  return 1
}
answers() { eventually 90 "no answer from $1" curl -s -o /dev/null -m 5 "$1"; }
listens() { eventually 90 "nobody listens on port $1" bash -c "exec 3<>/dev/tcp/$IP/$1"; }
