#!/usr/bin/env bash
# Runs measure.py, which takes the arguments.
set -euo pipefail
exec deploy/python.sh bench-webhooks benchmarks/webhooks/requirements.txt benchmarks/webhooks/measure.py "$@"
