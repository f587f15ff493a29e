#!/usr/bin/env bash
# Runs measure.py, which takes the arguments, with the packages of the bookings' measurements.
set -euo pipefail
exec deploy/python.sh bench-invoices benchmarks/bookings/requirements.txt benchmarks/invoices/measure.py "$@"
