#!/bin/bash
# Install the Debian packages that a task needs and this machine lacks: tools/setup.sh build [test] [lint] [fuzz] [bench]
set -eu
here=$(dirname "$(readlink -f "$0")")

missing=()
for task in "$@"; do
  while read -r package; do
    status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null || true)
    [ "${status:0:2}" = ii ] && continue
    # node may have come from elsewhere, and bring its own npm
    case $package in
      nodejs) command -v node >/dev/null && continue ;;
      npm) command -v npm >/dev/null && continue ;;
    esac
    missing+=("$package")
  done < <(awk -v task="$task" '$1 == task { print $2 }' "$here/packages.txt")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "These Debian packages are missing, and sudo is not here to install them: ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "Installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -q
"${as_root[@]}" apt-get install -q -y --no-install-recommends "${missing[@]}"
