#!/bin/bash
# Make the desk's script, assets/desk.js, of assets/desk/*.js: one file, so that a page asks once. It is committed, with
# the sums of what it was made of, since the server's build needs no node. With --check: whether it is what its sources
# give.
set -eu
cd "$(dirname "$(readlink -f "$0")")/.."
sums=assets/desk.js.sha256

bundle () {
  node_modules/.bin/esbuild assets/desk/main.js --bundle --minify --format=iife --target=es2020 --charset=utf8 \
    --legal-comments=eof --log-level=warning --outfile="$1"
}

list_sums () {
  sha256sum assets/desk.js assets/desk/*.js
}

if [ "${1:-}" = --check ]; then
  made=$(mktemp)
  trap 'rm -f "$made"' EXIT
  bundle "$made"
  if ! cmp -s "$made" assets/desk.js || ! list_sums | cmp -s - "$sums"; then
    echo "assets/desk.js is not what assets/desk/*.js give: run “make assets” and commit the result" >&2
    exit 1
  fi
  exit 0
fi
bundle assets/desk.js
list_sums > "$sums"
printf 'assets/desk.js: %d bytes, %d with gzip\n' "$(wc -c < assets/desk.js)" "$(gzip -9 < assets/desk.js | wc -c)"
