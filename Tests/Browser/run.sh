#!/usr/bin/env bash
# Opens every page of a site in headless Chromium: see check.py. The driver lives in .build, the browser is Debian's.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv="$here/../../.build/browser"
if [ ! -x "$venv/bin/python" ] || ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/requirements.txt"
fi
exec "$venv/bin/python" "$here/check.py" "$@"
