#!/bin/sh
# Installs the evaluators of detections that misread is measured beside and compared with, in an environment of their
# own under .build: they need a newer numpy than the peers of slice finding do.
# usage: Tests/Benchmarks/detection-peers.sh
#
# A peer that cannot be installed is left out, and the table says so.
set -eu
cd "$(dirname "$0")/../.."
place=.build/benchmarks/detection-peers
[ -x "$place/bin/python" ] || python3 -m venv "$place"
for peer in numpy pycocotools==2.0.11 tidecv==1.0.1 hotcoco==1.3.0 ultrafast-pycocotools==0.1.14 faster-coco-eval==1.8.0; do
    "$place/bin/pip" install --quiet --disable-pip-version-check "$peer" || echo "$peer cannot be installed here" >&2
done
