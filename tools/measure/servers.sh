# SPDX-License-Identifier: EUPL-1.2
# Servers, accounts and databases for tools/bench, which sources this. Uses bin, work and units;
# sets server, port, token, cluster, cluster_url and cluster_folder.

stop_server() {
  [ -z "$server" ] || { kill "$server" && wait "$server" || true; }
  server=
}

stop_all() {
  stop_server
  [ -z "$cluster" ] || { kill -INT "$cluster" && wait "$cluster" || true; }
  cluster=
}

free_port() {
  local port
  for ((port = 20000 + RANDOM % 20000; ; port++)); do
    (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# start_server DATABASE: sets server and port; returns when it says that it serves.
start_server() {
  : >"$work/server.log"
  "$bin/muster-server" --database "$1" --listen 127.0.0.1:0 >"$work/server.log" 2>"$work/server.errors" &
  server=$!
  until port=$(sed -n '/serves on port/{s/.*serves on port \([0-9]*\).*/\1/p;q}' "$work/server.log") && [ -n "$port" ]; do
    kill -0 "$server" 2>/dev/null || { cat "$work/server.errors" >&2; exit 1; }
    sleep 0.005
  done
}

# call METHOD JSON
call() {
  curl -sS --fail-with-body -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
    -H 'Connect-Protocol-Version: 1' -d "$2" "http://127.0.0.1:$port/$1"
}

# account DATABASE NAME ROLE [FLAG...]: sets token.
account() {
  local database=$1 name=$2 role=$3
  shift 3
  echo "Bench-$RANDOM-$RANDOM-$RANDOM" |
    "$bin/muster" account create "$name" --role "$role" --password-stdin --database "$database" "$@" >/dev/null
  token=$("$bin/muster" token create "$name" --database "$database")
}

# empty_register DATABASE: the schema, a ministry with its units, an account for them.
empty_register() {
  "$bin/muster" migrate --database "$1" >/dev/null
  account "$1" bench-central hr_central
  start_server "$1"
  local i place
  for ((i = 1; i <= units; i++)); do
    place='"kind":"UNIT_KIND_UNIT","parent":"units/1"'
    [ "$i" = 1 ] && place='"kind":"UNIT_KIND_MINISTRY"'
    call muster.roster.v1.RosterService/CreateUnit \
      "{\"unit\":{\"code\":\"U-$i\",\"displayName\":\"Unit $i\",$place}}" >/dev/null
  done
  stop_server
}

# Starts a cluster of its own, as tests/support/database.cpp does, but durable. Sets cluster_url.
start_cluster() {
  local programs data=$work/postgresql user=() pg_port
  programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  [ -n "$programs" ] || return 1
  data=$(mktemp -d /tmp/muster-bench-XXXXXX)
  cluster_folder=$data
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$data"
    user=(setpriv --reuid postgres --regid postgres --clear-groups)
  fi
  pg_port=$(free_port)
  (cd / && "${user[@]}" "$programs/initdb" -D "$data/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    --no-instructions >"$work/postgresql.log" 2>&1) || return 1
  (cd / && exec "${user[@]}" "$programs/postgres" -D "$data/data" -p "$pg_port" -k "$data" -c listen_addresses=127.0.0.1 \
    -c shared_buffers=256MB >>"$work/postgresql.log" 2>&1) &
  cluster=$!
  cluster_url=postgresql://postgres@127.0.0.1:$pg_port
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    "$programs/pg_isready" -q -h 127.0.0.1 -p "$pg_port" && return 0
    sleep 0.1
  done
  return 1
}
