#!/usr/bin/env bash
# Runs the built tests, and stops the test cluster afterwards, however they end.
set -uo pipefail
# A few tests at a time: with hundreds at once on two cores each waits for the others longer than a server may.
swift test --skip-build --experimental-maximum-parallelization-width 6 "$@"
status=$?
folder=.build/test-cluster/postgres/data
[ -e "$folder" ] || folder=$(cat .build/test-cluster/location 2>/dev/null)
if [ -n "$folder" ] && [ -e "$folder/postmaster.pid" ]; then
    kill -INT "$(head -n 1 "$folder/postmaster.pid")" 2>/dev/null
fi
exit $status
