#!/bin/bash
# The benchmarks: bench/run.sh CHANCERY. BENCH_DOCUMENTS (10000) says how large the record is.
#
# Processor time a request is what counts: it is read from /proc for the serving processes, before and after, and stands beside
# that of nginx, which serves the same bytes of the same page from a file in the same run. Requests a second on a shared machine are noise.
set -eu
chancery=$(readlink -f "$1")
here=$(dirname "$(readlink -f "$0")")
documents=${BENCH_DOCUMENTS:-10000}
seconds=${BENCH_SECONDS:-8}
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; sleep 1; rm -rf "$work"' EXIT
site=$work/site.db
tick=$(getconf CLK_TCK)

echo "machine: $(nproc) cores, $(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo), $(date -u +%F)"
cat >"$work/profile.yaml" <<END
name: {en: Benchmark}
languages: [en]
home_zone: UTC
host_zone: UTC
clocks: [{label: {en: Here}, zone: UTC}]
contacts: [{label: {en: Queries}, phone: "+351 210 000 000", hours: {mon-fri: "09:00-17:00"}}]
END

node "$here/corpus.js" "$work/tree" "$documents"
"$chancery" init "$site" --profile "$work/profile.yaml" >/dev/null
from=$(date +%s%N)
"$chancery" import markdown "$site" "$work/tree" >/dev/null
to=$(date +%s%N)
echo "import: $((documents * 1000000000 / (to - from))) documents a second ($documents documents)"

# Clock ticks of processor time that a process and its children have used.
ticks() { cat /proc/"$1"/stat $(pgrep -P "$1" | sed 's|.*|/proc/&/stat|') 2>/dev/null | awk '{ sum += $14 + $15 } END { print sum }'; }

# load NAME PID URL CONNECTIONS: one line, and the microseconds a request in $cost
load() {
  local before after requests
  before=$(ticks "$2")
  wrk -t1 -c"$4" -d"${seconds}s" -H 'Accept-Encoding: gzip' ${5:+-s "$5"} "$3" >"$work/wrk"
  after=$(ticks "$2")
  requests=$(awk '/requests in/ { print $1 }' "$work/wrk")
  cost=$(awk -v t=$((after - before)) -v r="$requests" -v k="$tick" 'BEGIN { printf "%.1f", t / k * 1000000 / r }')
  printf '%-44s %4s connections  %9s µs a request  %s requests a second  %s\n' "$1" "$4" "$cost" \
    "$(awk '/Requests\/sec/ { print $2 }' "$work/wrk")" "$(awk '/Non-2xx/ { print "NOT 2xx: " $NF }' "$work/wrk")"
}

"$chancery" serve "$site" --listen 127.0.0.1:0 >"$work/out" &
server=$!
pids+=("$server")
until grep -q listening "$work/out"; do sleep 0.1; done
url=$(sed -n 's/.*\(http:[^ ]*\).*/\1/p' "$work/out")
page=$(curl -s "$url/en/all.json" | grep -o '"href": "/en/[0-9][^"]*d-[0-9]*"' | head -1 | cut -d'"' -f4)

mkdir -p "$work/www" "$work/nginx"
curl -s "$url$page" >"$work/www/page.html"
gzip -k -6 "$work/www/page.html"
cat >"$work/nginx.conf" <<END
worker_processes auto; daemon off; pid $work/nginx/pid; error_log /dev/null;
events { worker_connections 4096; }
http { access_log off; client_body_temp_path $work/nginx; proxy_temp_path $work/nginx; fastcgi_temp_path $work/nginx;
  uwsgi_temp_path $work/nginx; scgi_temp_path $work/nginx; types { text/html html; } gzip_static on; open_file_cache max=100;
  server { listen 127.0.0.1:18999; root $work/www; } }
END
nginx -c "$work/nginx.conf" -p "$work/nginx" 2>/dev/null &
peer=$!
pids+=("$peer")
sleep 1

for connections in 64 256 512 640; do
  load 'nginx, the same page from a file' "$peer" http://127.0.0.1:18999/page.html "$connections"; base=$cost
  load 'chancery, a document page built each time' "$server" "$url$page" "$connections"
  awk -v a="$cost" -v b="$base" 'BEGIN { printf "  ratio to nginx: %.1f\n", a / b }'
done
load 'chancery, home' "$server" "$url/en/" 64
load 'chancery, all messages' "$server" "$url/en/all" 16

cat >"$work/new.md" <<END
---
title: Fresh words
kind: statement
language: en
published: 2020-01-01T00:00:00Z
---
Fresh.
END
from=$(date +%s%N)
"$chancery" publish "$site" "$work/new.md" >/dev/null
until curl -s "$url/en/" | grep -q 'href="/en/2020/01/01/fresh-words"' || curl -s "$url/en/all/2020/01" | grep -q fresh-words; do :; done
to=$(date +%s%N)
echo "publish until it shows, command included: $(((to - from) / 1000000)) ms"
for pid in $server $(pgrep -P "$server"); do awk '/VmRSS/ { printf "memory of process %s: %d MB\n", p, $2 / 1024 }' p="$pid" "/proc/$pid/status"; done
