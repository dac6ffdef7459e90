#!/bin/bash
# Two people for the demonstration's desk: tools/demo-desk.sh CHANCERY SITE.db. Prints the links by which they come in.
set -eu
chancery=$1
site=$2
desk=http://127.0.0.1:8081

rm -f "${site%.db}".desk "${site%.db}".desk-wal "${site%.db}".desk-shm
echo "The desk, where one writes and another publishes; each link is good once:"
echo "  wanda, who writes:     $desk$("$chancery" user add --role writer "$site" wanda)"
echo "  paula, who publishes:  $desk$("$chancery" user add --role publisher "$site" paula)"
