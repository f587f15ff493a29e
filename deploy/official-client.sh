#!/usr/bin/env bash
# Runs the payment gateway's official client against the sandbox (Tests/SandboxTests/official_client.py, which takes the
# arguments) in a Python of its own with pinned packages.
set -euo pipefail
folder=.build/razorpay
wanted=Tests/SandboxTests/requirements.txt
if ! cmp -s "$wanted" "$folder/requirements.txt"; then
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted" || {
        echo "The gateway's official client could not be had: see $wanted" >&2
        exit 1
    }
    cp "$wanted" "$folder/requirements.txt"
fi
exec "$folder/bin/python" Tests/SandboxTests/official_client.py "$@"
