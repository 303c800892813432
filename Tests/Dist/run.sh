#!/usr/bin/env bash
# Checks what `make dist` wrote: that it needs glibc alone, runs with nothing around it, and is put together again byte for byte.
# usage: run.sh DIST    Ends with 'N passed' or with the first that fails.
set -euo pipefail
dist=$(realpath "$1")
root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0
pass() { passed=$((passed + 1)); }
fail() { echo "failed: $1" >&2; exit 1; }

(cd "$dist" && sha256sum --quiet --check SHA256SUMS) || fail "the tarball is not as SHA256SUMS says"; pass
tar -xzf "$dist"/misread-*.tar.gz -C "$scratch"
folder=$(echo "$scratch"/misread-*)
diff -r "$folder" "$dist/$(basename "$folder")" >/dev/null || fail "tarball and folder differ"; pass

needed=$(objdump -p "$folder/bin/misread" | awk '$1 == "NEEDED" { print $2 }' | sort | tr '\n' ' ')
case $needed in
    "ld-linux-x86-64.so.2 libc.so.6 libm.so.6 " | "libc.so.6 libm.so.6 ") pass ;;
    *) fail "the program needs $needed" ;;
esac

# An empty root with the program, glibc and /proc is all it gets, and the site of an example has to come out as ever. glibc
# itself opens libgcc_s when the first thread ends; from /proc the Swift runtime reads the arguments.
bare=$scratch/bare
mkdir -p "$bare"/{bin,data,tmp,proc,lib64} "$bare/lib/x86_64-linux-gnu"
cp "$folder/bin/misread" "$bare/bin/"
for library in libc.so.6 libm.so.6 libgcc_s.so.1; do cp "$(gcc -print-file-name=$library)" "$bare/lib/x86_64-linux-gnu/"; done
cp /lib64/ld-linux-x86-64.so.2 "$bare/lib64/"
for kind in datasets versions misread.yml; do cp -r "$root/Examples/digits/$kind" "$scratch/"; done
mkdir "$scratch/digits" && mv "$scratch"/{datasets,versions,misread.yml} "$scratch/digits/" && cp -r "$scratch/digits" "$bare/data/digits"
alone() { unshare --user --map-root-user --mount --pid --fork --root="$bare" --mount-proc "$@"; }
if alone /bin/misread --version >/dev/null 2>"$scratch/said"; then
    alone /bin/misread build /data/digits --output /data/site >/dev/null 2>"$scratch/said" || [ $? -eq 1 ] \
        || { cat "$scratch/said"; fail "no site in an empty root"; }
    "$folder/bin/misread" build "$scratch/digits" --output "$scratch/site" >/dev/null 2>&1 || [ $? -eq 1 ]
    diff -r "$bare/data/site" "$scratch/site" >/dev/null || fail "the site differs in an empty root"; pass
elif grep -q '^unshare' "$scratch/said"; then
    echo "not checked: nobody may change the root here ($(head -1 "$scratch/said"))"
else
    cat "$scratch/said"; fail "the program does not start in an empty root"
fi

bash -n "$folder/share/bash-completion/completions/misread" || fail "bash does not take its completions"; pass
grep -q check-input "$folder/share/fish/vendor_completions.d/misread.fish" || fail "no completion of commands"; pass
if command -v groff >/dev/null; then
    said=$(groff -man -Tutf8 -ww "$folder"/share/man/man1/*.1 2>&1 >/dev/null)
    [ -z "$said" ] || { echo "$said"; fail "groff warns of a manual page"; }; pass
fi
[ "$(ls "$folder/share/man/man1" | wc -l)" -gt 30 ] || fail "commands without a manual page"; pass
echo "$passed passed"
