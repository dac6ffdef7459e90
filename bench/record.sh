#!/bin/bash
# What the verifiable record costs: bench/record.sh CHANCERY BENCH-SEALING. BENCH_LEAVES (1000000) is the size of the log,
# BENCH_IMPORT (50000) how many documents are imported, with keys and without, in turn.
set -eu
chancery=$(readlink -f "$1") sealing=$(readlink -f "$2")
here=$(dirname "$(readlink -f "$0")")
leaves=${BENCH_LEAVES:-1000000} import=${BENCH_IMPORT:-50000}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
say() { printf '%s\n' "$*"; }
# milliseconds by the clock, and of processor time
timed() {
  local TIMEFORMAT='%R %U %S'
  { time "$@" >"$work/out"; } 2>&1 | awk '{ printf "%d %d\n", $1 * 1000, ($2 + $3) * 1000 }'
}

imports() {
  node "$here/corpus.js" "$work/tree" "$import"
  for round in 1 2 3; do
    for sealed in no yes; do
      rm -f "$work/import.db"*
      "$chancery" init "$work/import.db" --profile "$here/profile.yaml" >/dev/null
      [ "$sealed" = no ] || "$chancery" key new "$work/import.db" --name bench.example/log --open >/dev/null
      read -r "$sealed" "cpu_$sealed" <<<"$(timed "$chancery" import markdown "$work/import.db" "$work/tree")"
    done
    say "  import of $import: $((import * 1000 / no)) a second unsealed, $((import * 1000 / yes)) sealed: $((100 * no / yes)) %;" \
      "by processor time $((100 * cpu_no / cpu_yes)) %"
  done
  rm -rf "$work/tree" "$work/import.db"*
}

# A record of LEAVES small editions, written by SQL: what is measured is the log.
large_log() {
  "$chancery" init "$work/site.db" --profile "$here/profile.yaml" >/dev/null
  sqlite3 "$work/site.db" "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
    CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $leaves) SELECT i FROM n;
    INSERT INTO edition (office, document, language, number, kind, state, published, recorded, imported, visible_from, visible_until, dated, digest, slug, path, title, fields, body)
    SELECT o.name, printf ('00000000-0000-4000-8000-%012x', i), 'en', 1, 'statement', 'published', 1000000000 * i, 1000000000 * i, 0, 1000000000 * i, 9223372036854775807, 1000000000 * i, printf ('%064x', i), 'd-' || i, '2000/01/01/d-' || i, 'Statement ' || i, '{}', 'Words.' FROM n, office o;
    INSERT INTO rendition (edition, lead, html) SELECT id, 'Words.', '<p>Words.</p>' FROM edition WHERE id > 1;" >/dev/null
  read -r took _ <<<"$(timed "$chancery" key new "$work/site.db" --name bench.example/log --open)"
  say "  a log of $leaves leaves: $((leaves * 1000 / took)) a second, in one transaction"
  "$sealing" "$work/site.db" "$work/site.db.keys" 300
}

proofs() {
  "$chancery" serve "$work/site.db" --listen 127.0.0.1:0 --no-seal >"$work/served" 2>/dev/null &
  server=$!
  until grep -q listening "$work/served"; do sleep 0.1; done
  url=$(sed -n 's/listening on \(http:[^ ]*\)/\1/p' "$work/served")
  path=/en/2000/01/01/d-$((leaves / 3))
  curl -s "$url$path.edition.json" >"$work/x.edition.json"
  curl -s "$url$path.tlog-proof" >"$work/x.tlog-proof"
  say "  a proof: $(wc -c <"$work/x.tlog-proof") bytes"
  keys=$("$chancery" key show "$work/site.db" | awk '/^(log|office) key/ { print "--key", $3 }')
  # shellcheck disable=SC2086 # words
  set -- "$chancery" verify "$work/x.edition.json" "$work/x.tlog-proof" $keys
  hundred() { for _ in $(seq 100); do "$@" >/dev/null; done; }
  read -r took cpu <<<"$(timed hundred "$@")"
  read -r start start_cpu <<<"$(timed hundred "$chancery" --version)"
  say "  chancery verify, offline: $(awk -v a="$took" -v b="$cpu" -v c="$start" -v d="$start_cpu" \
    'BEGIN { printf "%.1f ms (%.1f of processor time); the program alone, saying its version: %.1f (%.1f)", a / 100, b / 100, c / 100, d / 100 }')"
}

mementos() {
  local front ticks before after kind
  front=$(pgrep -P "$server" -x front)
  sqlite3 "$work/site.db" "SELECT path FROM edition WHERE kind <> 'profile' ORDER BY id * 2654435761 % 4294967296 LIMIT 20000" >"$work/paths"
  for kind in now then now then now then; do
    if [ "$kind" = now ]; then sed 's|^|/en/|' "$work/paths" >"$work/list"; else sed 's|^|/at/20251224180000/en/|' "$work/paths" >"$work/list"; fi
    before=$(awk '{ print $14 + $15 }' "/proc/$front/stat")
    sed "s|.*|url = \"$url&\"\noutput = /dev/null|" "$work/list" \
      | curl -s --no-progress-meter --compressed --config - -w '%{http_code}\n' --parallel --parallel-max 8 | sort | uniq -c >"$work/codes"
    after=$(awk '{ print $14 + $15 }' "/proc/$front/stat")
    say "  20,000 document pages ($kind): $(awk -v t=$((after - before)) -v k="$(getconf CLK_TCK)" 'BEGIN { printf "%.0f", t / k * 1000000 / 20000 }') µs of processor time each; answers: $(awk '{ print $2, "x", $1 }' "$work/codes" | tr '\n' ' ')"
    stop_and_start
    front=$(pgrep -P "$server" -x front)
  done
}

stop_and_start() {
  kill "$server"; wait "$server" 2>/dev/null || true
  "$chancery" serve "$work/site.db" --listen 127.0.0.1:0 --no-seal >"$work/served" 2>/dev/null &
  server=$!
  until grep -q listening "$work/served"; do sleep 0.1; done
  url=$(sed -n 's/listening on \(http:[^ ]*\)/\1/p' "$work/served")
}

say '== the record log'
imports
large_log
proofs
mementos
