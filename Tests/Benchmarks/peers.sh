#!/bin/sh
# Installs the peers that slice finding is measured beside, in an environment of their own under .build.
# usage: Tests/Benchmarks/peers.sh
#
# A peer that cannot be installed is left out, and the table says so. numpy and pyarrow make the inputs; sliceline 0.3.0
# needs a numpy below 2, and so an older pyarrow.
set -eu
cd "$(dirname "$0")/../.."
place=.build/benchmarks/peers
[ -x "$place/bin/python" ] || python3 -m venv "$place"
"$place/bin/pip" install --quiet --disable-pip-version-check "numpy<2" "pyarrow<19"
# duckdb-cli is how misread reads Parquet, and no peer.
for peer in duckdb polars sliceline pysubgroup duckdb-cli; do
    "$place/bin/pip" install --quiet --disable-pip-version-check "$peer" || echo "$peer cannot be installed here" >&2
done
