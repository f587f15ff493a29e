#!/usr/bin/env bash
# Runs the fuzz (Tests/fuzz/fuzz.py, which takes the arguments).
set -euo pipefail
exec deploy/python.sh fuzz Tests/fuzz/requirements.txt Tests/fuzz/fuzz.py "$@"
