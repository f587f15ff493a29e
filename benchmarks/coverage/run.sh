#!/usr/bin/env bash
# Runs measure.py, which takes the arguments.
set -euo pipefail
exec deploy/python.sh bench-coverage benchmarks/coverage/requirements.txt benchmarks/coverage/measure.py "$@"
