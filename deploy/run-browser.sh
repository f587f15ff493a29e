#!/usr/bin/env bash
# run-browser.sh SCRIPT ARGUMENTS...: runs a script of Tests/browser (run.py, measure.py, screenshots.py). The browser is
# Debian's.
set -euo pipefail
script=$1
shift
exec deploy/python.sh browser/python Tests/browser/requirements.txt "Tests/browser/$script" "$@"
