#!/bin/bash
# Make the demonstration's data file: tools/demo.sh CHANCERY SITE.db
set -eu
chancery=$1
site=$2
demo=$(dirname "$(readlink -f "$0")")/../demo

rm -f "$site" "$site-wal" "$site-shm"
"$chancery" init "$site" --profile "$demo/profile.yaml"
"$chancery" publish "$site" --imported "$demo"/documents/*.md
for folder in "$demo"/editions/*/; do
  "$chancery" publish "$site" "$folder"*.md
done
