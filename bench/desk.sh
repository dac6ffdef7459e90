#!/bin/bash
# What the pages of the desk cost where there are many documents: bench/desk.sh CHANCERY. BENCH_DESK (100000) is how many.
set -eu
chancery=$(readlink -f "$1")
here=$(dirname "$(readlink -f "$0")")
count=${BENCH_DESK:-100000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node "$here/corpus.js" "$work/tree" "$count"
"$chancery" init "$work/site.db" --profile "$here/profile.yaml" >/dev/null
"$chancery" import markdown "$work/site.db" "$work/tree" >/dev/null
rm -rf "$work/tree"
"$chancery" key new "$work/site.db" --name bench.example/log --open >/dev/null
node "$here/desk.js" "$chancery" "$work/site.db"
