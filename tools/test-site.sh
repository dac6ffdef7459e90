#!/bin/bash
# The tests over HTTP and in the browser: node's own runner, one file at a time where they measure, else side by side.
set -eu
cd "$(dirname "$(readlink -f "$0")")/.."
export CHANCERY=${CHANCERY:-$PWD/build-test/chancery}
export CHANCERY_RELEASE=${CHANCERY_RELEASE:-$PWD/build/chancery}
export CHANCERY_SHARED=${CHANCERY_SHARED:-$PWD/../shared}
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:abort_on_error=0}
exec node --test tests/site/*.test.js tests/browser/*.test.js tests/faults/*.test.js
