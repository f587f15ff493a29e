#!/usr/bin/env bash
# run-browser.sh SCRIPT ARGUMENTS...: runs a script of Tests/browser (run.py, measure.py, screenshots.py) in a Python of
# its own with pinned packages. The browser is Debian's.
set -euo pipefail
folder=.build/browser/python
wanted=Tests/browser/requirements.txt
if ! cmp -s "$wanted" "$folder/requirements.txt"; then
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement "$wanted" || {
        echo "The browser tests need Python packages that could not be had: see $wanted" >&2
        exit 1
    }
    cp "$wanted" "$folder/requirements.txt"
fi
script=$1
shift
exec "$folder/bin/python" "Tests/browser/$script" "$@"
