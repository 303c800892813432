#!/usr/bin/env bash
# Builds the wheel, installs it into an empty environment without the network, and runs the tests beside this script there.
# usage: run.sh DIST [--all]    DIST is the folder that `make dist` laid
# Tests of frames and arrays run where NumPy, pandas, polars or Arrow can be imported, and say so where not; --all installs
# them first, and checks the types. MISREAD_PYTHON is the interpreter, python3 unless set. Ends with 'N passed, N failed'.
set -euo pipefail
dist=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
python=${MISREAD_PYTHON:-python3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$python" "$root/Integrations/python/build_wheel.py" "$dist" "$scratch/first"
"$python" "$root/Integrations/python/build_wheel.py" "$dist" "$scratch/second" >/dev/null
cmp "$scratch"/first/*.whl "$scratch"/second/*.whl  # the same inputs give the same bytes

"$python" -m venv --system-site-packages "$scratch/venv"
"$scratch/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps "$scratch"/first/*.whl
if [ "${2:-}" = --all ]; then
    "$scratch/venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    "$scratch/venv/bin/python" -m mypy --strict --cache-dir "$scratch/types" "$root/Integrations/python"
fi
MISREAD_WHEEL=$(echo "$scratch"/first/*.whl)
export MISREAD_WHEEL TMPDIR="$scratch"
cd "$here"
"$scratch/venv/bin/python" -B run.py
