#!/bin/bash
# Run every fuzz target on its corpus for a while: tools/fuzz.sh BUILD SECONDS
set -eu
build=$1
seconds=$2
for target in "$build"/tests/fuzz/fuzz-*; do
  [ -x "$target" ] && [ -f "$target" ] || continue
  name=${target##*/fuzz-}
  work=$(mktemp -d)
  echo "== $name, $seconds s"
  "$target" -max_total_time="$seconds" -rss_limit_mb=4096 -timeout=10 -print_final_stats=0 -verbosity=0 \
    "$work" "tests/fuzz/corpus/$name"
  rm -rf "$work"
done
