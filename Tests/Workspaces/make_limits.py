#!/usr/bin/env python3
"""Workspaces at the limits of real uses: many classes, attributes, versions, writeups or pictures.

usage: make_limits.py KIND TARGET [COUNT]
       make_limits.py measure BINARY KIND [COUNT]

KIND is classes (20,000), attributes (2,000), versions (2,000), incidents (2,000) or pictures (100,000). The second form makes
one in a temporary folder, builds it, and prints seconds, MiB and what was said. Standard library only, the same bytes for the
same arguments; nothing of it is committed.
"""
import os, random, resource, shutil, struct, subprocess, sys, tempfile, time, zlib
from pathlib import Path

USUAL = {"classes": 20_000, "attributes": 2_000, "versions": 2_000, "incidents": 2_000, "pictures": 100_000}


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8") if isinstance(text, str) else path.write_bytes(text)


def workspace(root, images, predictions, settings="classes: [cat, dog]\n", versions=("v1",)):
    write(root / "misread.yml", "title: Limits\n" + settings)
    write(root / "datasets/d/dataset.yml", "title: D\n")
    write(root / "datasets/d/images.csv", images)
    for number, version in enumerate(versions):
        day = f"{2000 + number // 336}-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"
        write(root / f"versions/{version}/version.yml", f"date: {day}\nmodel: M\n")
        write(root / f"versions/{version}/d/predictions.csv", predictions)


def plain(rows, right=0.9, seed=1):
    draw = random.Random(seed)
    images, answers = ["image_id,label\n"], ["image_id,predicted,confidence\n"]
    for row in range(rows):
        label = row % 2
        answer = label if draw.random() < right else 1 - label
        images.append(f"i{row},{('cat', 'dog')[label]}\n")
        answers.append(f"i{row},{('cat', 'dog')[answer]},{0.5 + draw.random() / 2:.3f}\n")
    return "".join(images), "".join(answers)


def classes(root, count):
    draw = random.Random(2)
    images, answers = ["image_id,label\n"], ["image_id,predicted,confidence\n"]
    for row in range(5 * count):
        label = row % count
        answer = label if draw.random() < 0.8 else (label + 1 if draw.random() < 0.5 else draw.randrange(count)) % count
        images.append(f"i{row},c{label:05d}\n")
        answers.append(f"i{row},c{answer:05d},{0.2 + 0.8 * draw.random():.3f}\n")
    write(root / "classes.txt", "".join(f"c{number:05d}\n" for number in range(count)))
    workspace(root, "".join(images), "".join(answers), "classes: classes.txt\n")


def attributes(root, count):
    draw = random.Random(3)
    images, answers = plain(1000)
    lines = images.splitlines()
    table = [lines[0] + "," + ",".join(f"a{number}" for number in range(count)) + "\n"]
    for line in lines[1:]:
        table.append(line + "," + ",".join("wxyz"[draw.randrange(4)] for _ in range(count)) + "\n")
    workspace(root, "".join(table), answers)


def versions(root, count):
    images, answers = plain(60)
    workspace(root, images, answers, versions=[f"v{number:04d}" for number in range(count)])


def incidents(root, count):
    images, answers = plain(200)
    workspace(root, images, answers)
    for number in range(count):
        write(root / f"incidents/2026-{number:05d}.md", f"""---
schema: incident/1
id: INC-2026-{number:03d}
title: Writeup {number}
status: draft
severity: sev3
kind: performance-regression
model: {{name: m, version: v1}}
people: {{owner: me}}
---
## Summary
What happened the {number}th time.
""")


def png(side, level):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = (b"\x00" + bytes([level]) * side) * side
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def pictures(root, count):
    images, answers = plain(count)
    workspace(root, images, answers)
    folder = root / "datasets/d/images"
    folder.mkdir()
    kinds = [png(16, level) for level in range(0, 256, 8)]
    for row in range(count):
        (folder / f"i{row}.png").write_bytes(kinds[row % len(kinds)])


def measure(binary, kind, count):
    folder = Path(tempfile.mkdtemp(prefix="limits-"))
    try:
        globals()[kind](folder / "w", count)
        start = time.monotonic()
        done = subprocess.run(
            [binary, "build", str(folder / "w"), "--output", str(folder / "site")], capture_output=True, text=True)
        taken = time.monotonic() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        files = sum(len(names) for _, _, names in os.walk(folder / "site"))
        size = sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder / "site") for name in names)
        print(f"{kind} {count:,}: status {done.returncode}, {taken:.1f} s, {peak:.0f} MiB, site of {files:,} files, {size / 1e6:.1f} MB")
        for line in done.stderr.splitlines()[:6]:
            print("   ", line[:240])
        return 0 if done.returncode in (0, 1) else 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    if sys.argv[1] == "measure":
        kind = sys.argv[3]
        sys.exit(measure(sys.argv[2], kind, int(sys.argv[4]) if len(sys.argv) > 4 else USUAL[kind]))
    kind = sys.argv[1]
    globals()[kind](Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else USUAL[kind])
