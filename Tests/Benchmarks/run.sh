#!/bin/sh
# Speed beside the peers: CPU seconds and peak memory of whole processes, all measured in one run.
#
# usage: Tests/Benchmarks/run.sh [--quick] [--huge] [--only WORK] [--limit SECONDS]
#
# Peers are installed in .build/benchmarks/peers the first time (Tests/Benchmarks/peers.sh); a peer that is not there is
# left out. Inputs are made once, by a fixed seed, in .build/benchmarks.
set -eu
cd "$(dirname "$0")/../.."
[ -x .build/release/misread ] || { echo "build first: swift build -c release --product misread" >&2; exit 2; }
python=.build/benchmarks/peers/bin/python
[ -x "$python" ] && "$python" -c "import numpy, pyarrow" 2>/dev/null || Tests/Benchmarks/peers.sh
PATH="$PWD/.build/benchmarks/peers/bin:$PATH"
export PATH
status=0
"$python" Tests/Benchmarks/slices.py "$@" || status=1
"$python" Tests/Benchmarks/reading.py "$@" || status=1
python3 Tests/Benchmarks/detection.py "$@" || status=1
python3 Tests/Benchmarks/pages.py "$@" || status=1
exit $status
