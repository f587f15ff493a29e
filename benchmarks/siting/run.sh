#!/usr/bin/env bash
# Runs compare.py, which takes the arguments.
set -euo pipefail
exec deploy/python.sh siting benchmarks/siting/requirements.txt benchmarks/siting/compare.py "$@"
