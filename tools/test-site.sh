#!/bin/bash
# The tests over HTTP and in the browser: node's own runner, two files at a time, since most of what they do is wait.
set -eu
cd "$(dirname "$(readlink -f "$0")")/.."
export CHANCERY=${CHANCERY:-$PWD/build-test/chancery}
export CHANCERY_RELEASE=${CHANCERY_RELEASE:-$PWD/build/chancery}
export CHANCERY_SHARED=${CHANCERY_SHARED:-$PWD/../shared}
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:abort_on_error=0}
exec node --test --test-concurrency=2 tests/site/*.test.js tests/browser/*.test.js tests/faults/*.test.js
