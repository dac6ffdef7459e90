#!/bin/bash
# Make the demonstration's data file: tools/demo.sh CHANCERY SITE.db [sealed]
# Sealed: with keys of its own and a record log; they lie beside it without a passphrase, as real ones never should.
set -eu
chancery=$1
site=$2
demo=$(dirname "$(readlink -f "$0")")/../demo

rm -f "$site" "$site-wal" "$site-shm" "$site.keys" "$site.keys.state" "$site.root"
"$chancery" init "$site" --profile "$demo/profile.yaml"
"$chancery" publish "$site" --imported "$demo"/documents/*.md
for folder in "$demo"/editions/*/; do
  "$chancery" publish "$site" "$folder"*.md
done
[ "${3:-}" != sealed ] || "$chancery" key new "$site" --name localhost:8080/log --open --root "$site.root"
