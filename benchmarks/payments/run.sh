#!/usr/bin/env bash
# Runs soak.py, which takes the arguments.
set -euo pipefail
exec deploy/python.sh soak-payments benchmarks/payments/requirements.txt benchmarks/payments/soak.py "$@"
