#!/usr/bin/env bash
# What the site promises, tried with the real program on the real example.
# usage: promises.sh MISREAD EXAMPLE [KILLS]
set -uo pipefail
misread=$(realpath "$1")
example=$(realpath "$2")
kills=${3:-40}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0

check() {  # check NAME STATUS
    if [ "$2" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "failed: $1"; fi
}
copy() {  # a fresh workspace without its archive
    mkdir -p "$(dirname "$1")" && cp -r "$example" "$1" && rm -rf "$1/archive"
}
build() {  # build WORKSPACE SITE; a failing gate of the example is not a failure here
    "$misread" build "$1" --output "$2" "${@:3}" >"$scratch/out" 2>"$scratch/err"
    [ $? -le 1 ]
}

copy "$scratch/one/workspace"
copy "$scratch/two folders/deeper/a workspace"
(cd "$scratch/one" && TZ=UTC LANG=C build workspace site --threads 1)
check "a first build" $?
(cd "$scratch/two folders" && umask 077 && TZ=Asia/Kathmandu LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 \
    build "deeper/a workspace" site --threads 2)
check "a second build elsewhere" $?
diff -r "$scratch/one/site" "$scratch/two folders/site" >"$scratch/diff"
check "folder, time zone, locale, umask and threads change no byte: $(head -3 "$scratch/diff")" $?

# Replicates are kept as base64, in which a short name of a machine may stand by chance.
! grep -rIlE "$(id -un)@|$scratch|(^|[^A-Za-z0-9+/=])$(hostname)([^A-Za-z0-9+/=]|\$)" "$scratch/one/site" "$scratch/one/workspace/archive" | grep -q .
check "no path, user or machine in the output" $?

cp -r "$scratch/one/site" "$scratch/before"
rm -rf "$scratch/one/workspace/versions" "$scratch/one/workspace/datasets"
"$misread" render "$scratch/one/workspace" --output "$scratch/again" >/dev/null 2>&1
[ $? -le 1 ] && diff -r "$scratch/before" "$scratch/again" >"$scratch/diff"
check "rendering without the artifacts gives the same site: $(head -3 "$scratch/diff")" $?

newest=$(ls "$example/versions" | sort | tail -1)
copy "$scratch/three/workspace"
cp -r "$scratch/one/workspace/archive" "$scratch/three/workspace/archive"
rm -rf "$scratch/three/workspace/archive/$newest"
for version in "$scratch/three/workspace/versions/"*; do
    [ "$(basename "$version")" = "$newest" ] || rm -rf "$version"
done
"$misread" audit "$scratch/three/workspace" >"$scratch/out" 2>"$scratch/err"
[ $? -le 1 ] && diff -r "$scratch/one/workspace/archive/$newest" "$scratch/three/workspace/archive/$newest" >"$scratch/diff"
check "a baseline that is only archived gives the same audit: $(head -3 "$scratch/diff")" $?

"$misread" verify "$scratch/before" >/dev/null
check "an untouched site verifies" $?
(cd "$scratch/before" && sha256sum --quiet -c SHA256SUMS >/dev/null)
check "sha256sum agrees" $?
page=$(cd "$scratch/before" && find . -name index.html | sort | sed -n 1p)
printf ' ' >>"$scratch/before/$page"
"$misread" verify "$scratch/before" >"$scratch/out"
[ $? -eq 1 ] && grep -q "changed: ${page#./}" "$scratch/out"
check "a changed byte is named" $?

copy "$scratch/four/workspace"
sed -i 's/^title:/titel:/' "$scratch/four/workspace/misread.yml"
"$misread" build "$scratch/four/workspace" --output "$scratch/again" >"$scratch/out" 2>"$scratch/err"
[ $? -eq 2 ] && diff -r "$scratch/again" "$scratch/one/site" >"$scratch/diff"
check "a wrong workspace ends with 2 and leaves the site as it was: $(head -3 "$scratch/diff")" $?

mkdir -p "$scratch/mine" && echo precious >"$scratch/mine/letter.txt"
"$misread" build "$scratch/one/workspace" --output "$scratch/mine" >/dev/null 2>&1
[ $? -ge 2 ] && [ "$(cat "$scratch/mine/letter.txt")" = precious ]
check "a folder that is not a site is never replaced" $?

# Killed at forty moments or more of a rendering, between its start and well after its end, the site is always a whole one.
broken=0
for kill in $(seq "$kills"); do
    moment=$(awk "BEGIN { print 0.8 * ($kill - 1) / $kills }")
    "$misread" render "$scratch/one/workspace" --output "$scratch/again" --anew >/dev/null 2>&1 &
    sleep "$moment" && kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    "$misread" verify "$scratch/again" >/dev/null || broken=$((broken + 1))
done
check "a killed rendering leaves a whole site: $broken of $kills were not" "$broken"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
