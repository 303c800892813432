#!/bin/sh
# Speed beside the peers that are installed: CPU seconds and peak memory of whole processes, one run each.
#
# usage: Tests/Benchmarks/run.sh [--quick] [--only WORK]
#
# Inputs are made once, by a fixed seed, in .build/benchmarks. A peer that is not installed is left out.
set -eu
cd "$(dirname "$0")/../.."
[ -x .build/release/misread ] || { echo "build first: swift build -c release --product misread" >&2; exit 2; }
status=0
"${PYTHON:-python3}" Tests/Benchmarks/slices.py "$@" || status=1
"${PYTHON:-python3}" Tests/Benchmarks/reading.py "$@" || status=1
exit $status
