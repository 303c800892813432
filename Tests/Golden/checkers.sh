#!/usr/bin/env bash
# Runs the checkers of a folder of reference inputs against `misread measure`. Part of `make test-all`.
# usage: checkers.sh MISREAD SHARED
# Needs python3; the checkers of slices and overlays need NumPy and Pillow too, which are installed into
# .build/checkers when python3 has none. Ends with 'N passed, N failed'.
set -uo pipefail
misread=$(realpath "$1")
reference=$(realpath "$2")/reference
root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python=python3
if ! python3 -c 'import numpy, PIL' 2>/dev/null; then
    python=$root/.build/checkers/bin/python
    "$python" -c 'import numpy, PIL' 2>/dev/null \
        || { python3 -m venv "$root/.build/checkers" && "$python" -m pip install -q numpy pillow; } || exit 3
fi
passed=0
failed=0

check() {  # check NAME COMMAND...: what it prints is shown when it fails
    if "${@:2}" >"$scratch/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1)); echo "failed: $1"; tail -5 "$scratch/said" | sed 's/^/    /'
    fi
}
measure() {  # measure NAME ARGUMENTS...: the answer is kept in $scratch/NAME.json
    "$misread" measure "${@:2}" >"$scratch/$1.json" 2>"$scratch/$1.err" || cat "$scratch/$1.err"
}

cd "$reference/detection" || exit 3
for golden in *.golden.json; do
    set=${golden%.golden.json}
    measure "$set" detection --ground-truth "$set.gt.json" --detections "$set.dt.json" --slices "$set.slices.json"
    check "detection $set" "$python" check_detection.py "$scratch/$set.json" "$golden"
done

cd "$reference/slicing" || exit 3
for golden in golden_*.s*.json; do
    name=${golden%.json}
    table=${name%%.*}
    support=${name#*.s}
    depth=${name##*.d}
    measure "$name" slices "$table.csv" --error err --min-support "${support%%.*}" --max-depth "$depth"
    check "slices $name exact" "$python" check_slices.py exact "$scratch/$name.json" "$golden"
    check "slices $name truth" "$python" check_slices.py truth "$scratch/$name.json" "$table.csv"
    measure "$name.shards" slices "$table.csv" --error err --min-support "${support%%.*}" --max-depth "$depth" --shards 7
    check "slices $name merge" "$python" check_slices.py merge "$scratch/$name.json" "$scratch/$name.shards.json"
done
# What stands out is looked for on half of the rows; golden_a has 2,000, too few to tell a planted slice from its parts.
for table in golden_a golden_b; do
    measure "$table" slices "$table.csv" --error err --score excess
    check "slices $table redundancy" "$python" check_slices.py redundancy "$scratch/$table.json" "$table.csv"
done
check "slices golden_b recover" "$python" check_slices.py recover "$scratch/golden_b.json" golden_b.truth.json \
    --data golden_b.csv --need d1,d2,d3

cd "$reference/calibration" || exit 3
measure binary calibration --table binary.csv --confidence prob --correct label
measure multi10 calibration --probabilities multi10_probs.npy --labels multi10_labels.npy
measure detect calibration --table detect.csv --confidence score --correct tp50 --objects 1307,810,710,365,267
for set in binary multi10 detect; do
    check "calibration $set" "$python" check_calibration.py "$set.json" "$scratch/$set.json" --require-all
done

cd "$reference/saliency" || exit 3
mkdir "$scratch/overlays"
for golden in *_gradcam_*.png *_plain_*.png; do
    IFS=_ read -r picture form colours <<<"${golden%.png}"
    measure overlay saliency --image "$picture.png" --map "${picture}_map.npy" --form "$form" --colormap "$colours" \
        --output "$scratch/overlays/$golden"
done
check "saliency overlays" "$python" check_saliency.py . "$scratch/overlays"
grep -q '^missing' "$scratch/said" && { failed=$((failed + 1)); echo "failed: saliency overlays: some were not made"; }

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
