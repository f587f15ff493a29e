#!/usr/bin/env bash
# Installs the Debian packages that Istri is built, run and tested with, those that are missing.
# Further packages may be named as arguments (`make bench` asks for wrk).
set -euo pipefail

packages=(
    postgresql-15 postgresql-15-postgis-3 postgis libpq-dev libproj-dev libcrypt-dev libcurl4-openssl-dev
    zlib1g-dev libqrencode-dev libzbar0 libpango1.0-dev libcairo2-dev fonts-noto-core poppler-utils gdal-bin
    curl openssl pkg-config util-linux unzip python3 python3-venv python3-aiosmtpd "$@"
)

missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "These packages are missing, and this is not Debian, so install them by hand: ${missing[*]}" >&2
    exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "As root, run: apt-get install ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
fi

echo "Installing ${missing[*]}"
# Nobody is there to answer a question, and sudo would drop an exported variable.
quiet=(env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1)
# Debian would start a cluster on port 5432 for everybody; ours is private.
"${as_root[@]}" mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] ||
    echo 'create_main_cluster = false' | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" "${quiet[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
