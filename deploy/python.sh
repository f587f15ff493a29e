#!/usr/bin/env bash
# python.sh FOLDER REQUIREMENTS SCRIPT ARGUMENTS...: runs a script in a Python of its own, which .build/FOLDER keeps, with
# pinned packages; where those have hashes, pip demands one of each.
set -euo pipefail
folder=.build/$1
wanted=$2
script=$3
shift 3
if ! cmp -s "$wanted" "$folder/requirements.txt"; then
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted" || {
        echo "$script needs Python packages that could not be had: see $wanted" >&2
        exit 1
    }
    # Last, so that what was broken off is made anew.
    cp "$wanted" "$folder/requirements.txt"
fi
exec "$folder/bin/python" "$script" "$@"
