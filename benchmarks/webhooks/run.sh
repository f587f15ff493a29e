#!/usr/bin/env bash
# Runs measure.py, which takes the arguments, in a Python of its own with pinned packages.
set -euo pipefail
here=benchmarks/webhooks
folder=.build/bench-webhooks
if ! cmp -s "$here/requirements.txt" "$folder/requirements.txt"; then
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt" || {
        echo "The measurement needs Python packages that could not be had: see $here/requirements.txt" >&2
        exit 1
    }
    cp "$here/requirements.txt" "$folder/requirements.txt"
fi
exec "$folder/bin/python" "$here/measure.py" "$@"
