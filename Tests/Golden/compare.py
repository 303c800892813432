#!/usr/bin/env python3
"""Compares a freshly rendered site with the one in the repository.

usage: compare.py EXPECTED ACTUAL

Every file must be equal byte for byte. PNG files may differ in their compression only, so that another version of the
compression library does not fail the test: those are compared by decoded pixels, and the checksum lists that name them
are then compared without those lines. Ends with 'N passed, N failed'; status 1 on any difference.
"""
import os
import struct
import sys
import zlib


def files(root):
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            found[os.path.relpath(path, root)] = path
    return found


def pixels(data):
    """Width, height, channels, table of colours and unfiltered rows of an 8-bit, non-interlaced PNG."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "not a PNG"
    at, body, header, table = 8, b"", None, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        chunk = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", chunk)
        elif kind == b"PLTE":
            table = chunk
        elif kind == b"IDAT":
            body += chunk
        at += 12 + length
    width, height, depth, colour, _, _, interlace = header
    assert depth == 8 and interlace == 0, "only 8-bit non-interlaced PNGs are written"
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    raw, stride = zlib.decompress(body), width * channels
    rows, previous = [], bytes(stride)
    for y in range(height):
        kind, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride):
            a = line[x - channels] if x >= channels else 0
            b, c = previous[x], previous[x - channels] if x >= channels else 0
            if kind == 1:
                line[x] = (line[x] + a) & 255
            elif kind == 2:
                line[x] = (line[x] + b) & 255
            elif kind == 3:
                line[x] = (line[x] + (a + b) // 2) & 255
            elif kind == 4:
                p = a + b - c
                near = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
                line[x] = (line[x] + near) & 255
        rows.append(bytes(line))
        previous = rows[-1]
    return width, height, channels, table, rows


def main():
    expected, actual = files(sys.argv[1]), files(sys.argv[2])
    passed, problems, repacked = 0, [], set()
    lists = []
    for name in sorted(set(expected) | set(actual)):
        if name not in actual:
            problems.append(f"missing: {name}")
        elif name not in expected:
            problems.append(f"extra: {name}")
        else:
            a, b = open(expected[name], "rb").read(), open(actual[name], "rb").read()
            if a == b:
                passed += 1
            elif name.endswith(".png") and pixels(a) == pixels(b):
                passed += 1
                repacked.add(os.path.basename(name))
            elif os.path.basename(name) in ("SHA256SUMS", "MANIFEST.json"):
                lists.append((name, a, b))
            else:
                problems.append(f"changed: {name}")
    for name, a, b in lists:
        def kept(text):
            return [line for line in text.decode().splitlines() if not any(png in line for png in repacked)]
        if repacked and kept(a) == kept(b):
            passed += 1
        else:
            problems.append(f"changed: {name}")
    for problem in problems[:40]:
        print(problem)
    if problems:
        print("If the change is wanted: make site, look at the pages, commit site/.")
    print(f"{passed} passed, {len(problems)} failed")
    sys.exit(1 if problems else 0)


main()
