#!/usr/bin/env bash
# Runs a command with a temporary folder of its own, which is removed when it ends: in memory where there is room for 4 GB, since
# tests make and remove tens of thousands of small files.
# usage: scratch.sh COMMAND [ARGUMENTS...]
set -uo pipefail
parent=${TMPDIR:-/tmp}
if [ -w /dev/shm ] && [ "$(df --output=avail -k /dev/shm | tail -1)" -gt 4000000 ]; then parent=/dev/shm; fi
folder=$(mktemp -d -p "$parent" misread.XXXXXX) || exit 3
# Others may look through it: a test runs the program as somebody else.
chmod 755 "$folder"
trap 'chmod -R u+rwX "$folder"; rm -rf "$folder"' EXIT
TMPDIR=$folder "$@"
