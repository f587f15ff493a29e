#!/usr/bin/env bash
# Runs the payment gateway's official client against the sandbox (Tests/SandboxTests/official_client.py, which takes the
# arguments).
set -euo pipefail
exec deploy/python.sh razorpay Tests/SandboxTests/requirements.txt Tests/SandboxTests/official_client.py "$@"
