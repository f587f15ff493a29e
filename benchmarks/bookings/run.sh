#!/usr/bin/env bash
# Runs measure.py, or kills.py when the first argument is `kills`, with the (other) arguments.
set -euo pipefail
script=measure.py
if [ "${1:-}" = kills ]; then script=kills.py; shift; fi
exec deploy/python.sh bench-bookings benchmarks/bookings/requirements.txt "benchmarks/bookings/$script" "$@"
