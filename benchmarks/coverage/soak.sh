#!/usr/bin/env bash
# Runs the soak of kept coverage, which is a test, and prints its table alone; what else it says when it fails.
set -uo pipefail
said=$(mktemp)
trap 'rm -f "$said"' EXIT
deploy/run-tests.sh --filter CoverageSoakTests > "$said" 2>&1
status=$?
grep '^|' "$said"
[ $status -eq 0 ] && exit 0
grep -v '^|' "$said" >&2
exit 1
