#!/usr/bin/env bash
# Installs the Debian packages that the build (and, with "test", the checks) need, or says which to install.
# usage: debian.sh build | test
set -euo pipefail
build=(libcmark-dev libpng-dev libturbojpeg0-dev libwebp-dev libdeflate-dev libssl-dev pkg-config)
check=(chromium python3-venv openssh-client)
wanted=("${build[@]}")
[ "${1:-build}" = test ] && wanted+=("${check[@]}")
missing=()
for package in "${wanted[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo apt-get update -qq
    sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
    echo "Missing Debian packages. Install them, then run this again:" >&2
    echo "    apt-get install ${missing[*]}" >&2
    exit 1
fi
