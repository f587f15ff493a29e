#!/usr/bin/env bash
# Runs measure.py, which takes the arguments.
set -euo pipefail
exec deploy/python.sh bench-tiles benchmarks/tiles/requirements.txt benchmarks/tiles/measure.py "$@"
