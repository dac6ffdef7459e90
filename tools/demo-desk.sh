#!/bin/bash
# Three people for the demonstration's desk: tools/demo-desk.sh CHANCERY SITE.db. Prints the links by which they come in.
set -eu
chancery=$1
site=$2
desk=http://127.0.0.1:8081

rm -f "${site%.db}".desk "${site%.db}".desk-wal "${site%.db}".desk-shm
echo "The desk, where one writes, another publishes, and a third keeps the people; each link is good once:"
echo "  wanda, who writes:     $desk$("$chancery" user add --role writer "$site" wanda)"
echo "  paula, who publishes:  $desk$("$chancery" user add --role publisher "$site" paula)"
echo "  adam, who administers: $desk$("$chancery" user add --role administrator "$site" adam)"
