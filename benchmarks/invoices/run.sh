#!/usr/bin/env bash
# Runs measure.py, which takes the arguments, in a Python of its own with the packages of the other measurements.
set -euo pipefail
needs=benchmarks/bookings/requirements.txt
folder=.build/bench-invoices
if ! cmp -s "$needs" "$folder/requirements.txt"; then
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$needs" || {
        echo "The measurement needs Python packages that could not be had: see $needs" >&2
        exit 1
    }
    cp "$needs" "$folder/requirements.txt"
fi
exec "$folder/bin/python" benchmarks/invoices/measure.py "$@"
