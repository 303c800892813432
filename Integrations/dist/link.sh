#!/usr/bin/env bash
# Links the program of a release build once more, into one file that needs glibc and nothing else.
#
# usage: link.sh RELEASE PROGRAM
#
# RELEASE is the folder of `swift build -c release --static-swift-stdlib`. The linker searches folders in the order given, and the
# first one given here has archives alone, so that what is also there as a shared library is linked in. Addresses are fixed at link
# time: a hundred thousand relocations at each start are saved.
set -euo pipefail
release=$1 program=$2
archives=$(mktemp -d)
trap 'rm -rf "$archives"' EXIT

for library in crypto deflate turbojpeg webp cmark png16 z stdc++; do
    archive=$(gcc -print-file-name="lib$library.a")
    [ -f "$archive" ] || { echo "there is no lib$library.a; on Debian, Tests/Setup/debian.sh build installs it" >&2; exit 1; }
    ln -s "$archive" "$archives/lib$library.a"
    echo "$archive"
done

linker=(--gc-sections --defsym main=misread_main --as-needed -O1 --strip-all)
compiler=(-no-pie -static-libgcc)
said=$(swiftc -L "$archives" -static-stdlib -emit-executable -o "$program" \
    $(printf -- '-Xlinker %s ' "${linker[@]}") $(printf -- '-Xclang-linker %s ' "${compiler[@]}") \
    "@$release/misread.product/Objects.LinkFileList" -lcrypto -ldeflate -lturbojpeg -lwebp -lcmark -lpng16 -lz 2>&1) \
    || { echo "$said" >&2; exit 1; }
