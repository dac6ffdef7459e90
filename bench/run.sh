#!/bin/bash
# The benchmarks: bench/run.sh CHANCERY. BENCH_DOCUMENTS ("10000 100000") are the sizes of the record, BENCH_SECONDS (5) the
# length of each load.
#
# Processor time a request is what counts: it is read from /proc for the serving process before and after, and stands
# beside that of nginx, which serves the same bytes with the same headers in the same run. All servers have one thread.
# Requests a second on a shared machine are noise.
set -eu
chancery=$(readlink -f "$1")
here=$(dirname "$(readlink -f "$0")")
seconds=${BENCH_SECONDS:-5}
work=$(mktemp -d)
chmod 755 "$work"
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
tick=$(getconf CLK_TCK)

say() { printf '%s\n' "$*"; }
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

# load NAME PID URL CONNECTIONS [PATHS]: a line; the microseconds a request in $cost, requests a second of processor in $rate
load() {
  local before after requests script=()
  [ -n "${5:-}" ] && script=(-s "$here/paths.lua")
  before=$(ticks "$2")
  PATHS=${5:-} wrk -t1 -c"$4" -d"${seconds}s" -H 'Accept-Encoding: gzip' "${script[@]}" "$3" >"$work/wrk"
  after=$(ticks "$2")
  requests=$(awk '/requests in/ { print $1 }' "$work/wrk")
  cost=$(awk -v t=$((after - before)) -v r="$requests" -v k="$tick" 'BEGIN { printf "%.2f", t / k * 1000000 / r }')
  rate=$(awk -v c="$cost" 'BEGIN { printf "%.0f", 1000000 / c }')
  printf '  %-36s %4s connections %9s µs a request %8s requests a second %s\n' "$1" "$4" "$cost" \
    "$(awk '/Requests\/sec/ { printf "%.0f", $2 }' "$work/wrk")" "$(awk '/Non-2xx/ { print "NOT 2xx: " $NF }' "$work/wrk")"
}

start_chancery() { # SITE [OPTION…]: $server (the supervisor), $front (its child), $url
  "$chancery" serve "$1" --listen 127.0.0.1:0 --threads 1 "${@:2}" >"$work/out" 2>&1 &
  server=$!
  servers+=("$server")
  until grep -q listening "$work/out"; do sleep 0.1; done
  url=$(sed -n 's/listening on \(http:[^ ]*\)/\1/p' "$work/out")
  front=$(pgrep -P "$server")
}

memory() { awk '/VmRSS/ { printf "%d MB", $2 / 1024 }' "/proc/$front/status"; }

stop() { kill "$1"; wait "$1" 2>/dev/null || true; }

# The same headers as chancery's, but those that nginx makes by itself.
start_nginx() { # $nginx (its worker)
  mkdir -p "$work/nginx"
  {
    echo "worker_processes 1; daemon off; pid $work/nginx/pid; error_log /dev/null; worker_rlimit_nofile 20000;"
    echo 'events { worker_connections 4096; }'
    echo "http { access_log off; client_body_temp_path $work/nginx; proxy_temp_path $work/nginx; fastcgi_temp_path $work/nginx;"
    echo "uwsgi_temp_path $work/nginx; scgi_temp_path $work/nginx; default_type text/html; charset utf-8; gzip_static on;"
    echo 'gzip_vary on; open_file_cache max=12000; keepalive_requests 10000; sendfile on; tcp_nopush on; server_tokens off;'
    curl -sI -H 'Accept-Encoding: gzip' "$url$page" | tr -d '\r' | sed -n '2,$p' \
      | grep -viE '^(date|content-type|content-length|content-encoding|etag|vary|connection|$)' | grep . \
      | sed 's/"/\\"/g; s/^\([^:]*\): \(.*\)$/add_header \1 "\2";/'
    echo "server { listen 127.0.0.1:18999 backlog=4096; root $work/www; } }"
  } >"$work/nginx.conf"
  nginx -c "$work/nginx.conf" -p "$work/nginx" 2>/dev/null &
  servers+=("$!")
  until curl -s -o /dev/null http://127.0.0.1:18999/; do sleep 0.1; done
  nginx=$(pgrep -P "${servers[-1]}")
}

start_epoll() { # $epoll, $epoll_url
  gcc -O2 -D_GNU_SOURCE -o "$work/epoll" "$here/epoll.c"
  { curl -si -H 'Accept-Encoding: gzip' "$url$page"; } >"$work/response"
  "$work/epoll" "$work/response" >"$work/epoll.port" &
  epoll=$!
  servers+=("$epoll")
  until [ -s "$work/epoll.port" ]; do sleep 0.1; done
  epoll_url=http://127.0.0.1:$(cat "$work/epoll.port")
}

# 10,000 pages as files for nginx, made by chancery itself.
write_pages() {
  head -10000 "$work/paths" >"$work/paths10000"
  mkdir -p "$work/www"
  (cd "$work/www" && sed "s|.*|url = \"$url&\"\noutput = \".&\"|" "$work/paths10000" \
    | curl -s --create-dirs --config - && find . -type f -print0 | xargs -0 gzip -k -6)
  chmod -R a+rX "$work/www"
}

against_nginx() {
  page=$(sed -n 1p "$work/paths")
  for _ in $(seq 300); do curl -s -o /dev/null -H 'Accept-Encoding: gzip' "$url$page"; done # until it is encoded well
  write_pages
  start_nginx
  start_epoll
  say "cached document page, gzip ($(curl -s -H 'Accept-Encoding: gzip' "$url$page" | wc -c) bytes)"
  for connections in 64 256 512 640; do
    load 'nginx' "$nginx" "http://127.0.0.1:18999$page" "$connections"; peer=$cost
    load 'bare epoll loop' "$epoll" "$epoll_url$page" "$connections"; bare=$cost
    load 'chancery' "$front" "$url$page" "$connections"
    say "    ratio to nginx $(ratio "$cost" "$peer"), to the bare loop $(ratio "$cost" "$bare")"
  done
  many_pages
  flood
}

# For a minute, in which all clocks change. 96 MB hold all of them, 64 MB nearly.
many_pages() {
  local seconds=60 cache
  say '10,000 different pages at random, the n-th 1/n as often as the first'
  export ZIPF=1
  load 'nginx' "$nginx" http://127.0.0.1:18999 64 "$work/paths10000"; peer=$cost
  for cache in 96 64; do
    stop "$server"
    start_chancery "$site" --cache "$cache"
    load "chancery, $cache MB for pages" "$front" "$url" 64 "$work/paths10000"
    say "    ratio to nginx $(ratio "$cost" "$peer"), $(memory) resident"
  done
  unset ZIPF
}

# Ten times as much as can be done, for a minute, of pages that are never kept; the server on one core, the load on another.
flood() {
  local able
  stop "$server"
  start_chancery "$site" --cache 1
  taskset -acp 0 "$front" >/dev/null
  gcc -O2 -D_GNU_SOURCE -o "$work/flood" "$here/flood.c"
  able=$(PATHS="$work/paths10000" taskset -c 1 wrk -t1 -c64 -d10s -H 'Accept-Encoding: gzip' -s "$here/paths.lua" "$url" \
    | awk '/Requests\/sec/ { printf "%d", $2 }')
  say "flood: $able pages a second, none kept, for 64 connections that ask as fast as they get answers"
  taskset -c 1 "$work/flood" "${url##*:}" "$work/paths10000" $((able * 10)) 60 1000 >"$work/flooded"
  say "    ten times as many for a minute: $(tail -1 "$work/flooded") a second answered, $(memory) resident; right after it a page" \
    "takes $(curl -s -o /dev/null -w '%{time_total}' "$url/en/") s, a second later $(sleep 1; curl -s -o /dev/null -w '%{time_total}' "$url/en/") s"
}

of_size() {
  local from to site=$work/site-$1.db
  say "== $1 documents"
  node "$here/corpus.js" "$work/tree" "$1"
  "$chancery" init "$site" --profile "$here/profile.yaml" >/dev/null
  from=$(date +%s%N)
  "$chancery" import markdown "$site" "$work/tree" >/dev/null
  to=$(date +%s%N)
  rm -rf "$work/tree"
  say "import: $(($1 * 1000000000 / (to - from))) documents a second"
  sqlite3 "$site" "SELECT '/en/' || path FROM edition WHERE kind <> 'profile' ORDER BY id * 2654435761 % 4294967296" >"$work/paths"

  start_chancery "$site"
  curl -s -o /dev/null "$url/en/"
  say 'pages that nobody asked for before, gzip'
  load 'chancery, a document page' "$front" "$url" 8 "$work/paths"
  say "    $rate a second on one core"
  say "memory after it, 64 MB of it for pages: $(memory)"
  for path in /en/ /en/all /en/feed.atom '/en/all?topic=river' "/en/all?page=$(($1 / 20))"; do
    printf '  %-36s %s\n' "built anew: $path" "$(curl -s -o /dev/null -w '%{time_starttransfer} s' -H 'Accept-Encoding: br, gzip' "$url$path")"
  done
  node "$here/publish.js" "$chancery" "$site" "$url" "$work"
  [ "$2" = last ] && against_nginx
  stop "$server"
  rm -f "$site"*
}

say "machine: $(nproc) cores, $(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo), Linux $(uname -r), $(date -u +%F)"
read -ra sizes <<<"${BENCH_DOCUMENTS:-10000 100000}"
for size in "${sizes[@]}"; do
  of_size "$size" "$([ "$size" = "${sizes[-1]}" ] && echo last)"
done
