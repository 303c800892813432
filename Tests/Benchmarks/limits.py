#!/usr/bin/env python3
"""How long the program takes, and how much memory, where a workspace is as large as they get.

    Tests/Benchmarks/limits.py BINARY [--only classes|attributes|versions|pictures] [--share S] [--folder DIR]

20,000 classes on 100,000 images; 2,000 attributes of 20,000 images; 2,000 versions of 500 images, of which the last is audited into
an archive of copies; 100,000 pictures of 8 x 8 pixels. --share makes each smaller: 0.1 is a tenth. Prints seconds and MiB of
every command; the workspaces are made anew from fixed seeds and removed. Needs nothing but Python's standard library.
"""
import argparse, hashlib, json, os, random, shutil, struct, subprocess, sys, tempfile, time, zlib
from pathlib import Path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def classes(root, share):
    draw = random.Random(1)
    count, images = int(20_000 * share), int(100_000 * share)
    names = ["class %05d" % number for number in range(count)]
    write(root / "datasets/d/classes.txt", "\n".join(names) + "\n")
    write(root / "misread.yml", "title: T\nclasses: datasets/d/classes.txt\n")
    write(root / "datasets/d/dataset.yml", "title: D\n")
    labels = [draw.randrange(count) for _ in range(images)]
    write(root / "datasets/d/images.csv", "image_id,label\n" + "".join(f"i{n},{names[c]}\n" for n, c in enumerate(labels)))
    answers = [c if draw.random() < 0.8 else draw.randrange(count) for c in labels]
    version(root, "v1", 1, "image_id,predicted,confidence\n" + "".join(
        f"i{n},{names[c]},{0.5 + draw.random() / 2:.4f}\n" for n, c in enumerate(answers)))


def attributes(root, share):
    draw = random.Random(2)
    count, images = int(2_000 * share), int(20_000 * share)
    write(root / "misread.yml", "title: T\nclasses: [cat, dog]\n")
    write(root / "datasets/d/dataset.yml", "title: D\n")
    header = "image_id,label," + ",".join("a%04d" % number for number in range(count))
    rows = []
    for image in range(images):
        bits = draw.getrandbits(count)
        rows.append("i%d,%s,%s" % (image, "cat" if image % 2 else "dog", ",".join(
            ("x" if bits >> place & 1 else "y") for place in range(count))))
    write(root / "datasets/d/images.csv", header + "\n" + "\n".join(rows) + "\n")
    version(root, "v1", 1, predictions(draw, images))


def predictions(draw, images):
    def answer(image):
        return ("cat" if image % 2 else "dog") if draw.random() < 0.85 else draw.choice(["cat", "dog"])
    return "image_id,predicted,confidence\n" + "".join(
        f"i{image},{answer(image)},{0.5 + draw.random() / 2:.4f}\n" for image in range(images))


def version(root, name, day, table, baseline=None):
    date = time.strftime("%Y-%m-%d", time.gmtime(1_600_000_000 + day * 86_400))
    write(root / f"versions/{name}/version.yml", f"date: {date}\nmodel: M\n" + (f"baseline: {baseline}\n" if baseline else ""))
    write(root / f"versions/{name}/d/predictions.csv", table)


def versions(root, share):
    draw = random.Random(3)
    images = 500
    write(root / "misread.yml", "title: T\nclasses: [cat, dog]\n")
    write(root / "datasets/d/dataset.yml", "title: D\n")
    write(root / "datasets/d/images.csv", "image_id,label,site\n" + "".join(
        f"i{n},{'cat' if n % 2 else 'dog'},{'nsew'[n % 4]}\n" for n in range(images)))
    for number in range(int(2_000 * share)):
        version(root, "v%04d" % number, number, predictions(draw, images), "v%04d" % (number - 1) if number else None)


def png(shade):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\x00" + bytes((shade + x * y) % 256 for x in range(8)) for y in range(8))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def pictures(root, share):
    draw = random.Random(4)
    images = int(100_000 * share)
    write(root / "misread.yml", "title: T\nclasses: [cat, dog]\n")
    write(root / "datasets/d/dataset.yml", "title: D\n")
    write(root / "datasets/d/images.csv", "image_id,label\n" + "".join(
        f"i{n},{'cat' if n % 2 else 'dog'}\n" for n in range(images)))
    (root / "datasets/d/images").mkdir(parents=True)
    shades = [png(shade) for shade in range(256)]
    for image in range(images):
        (root / f"datasets/d/images/i{image}.png").write_bytes(shades[image % 256])
    version(root, "v1", 1, predictions(draw, images))


def run(arguments):
    """Seconds, MiB, exit status."""
    begun = time.monotonic()
    child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    return time.monotonic() - begun, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--only", default="")
    parser.add_argument("--share", type=float, default=1)
    parser.add_argument("--folder", default=None)
    options = parser.parse_args()
    for make in [classes, attributes, versions, pictures]:
        if options.only not in ("", make.__name__):
            continue
        folder = Path(tempfile.mkdtemp(dir=options.folder))
        root = folder / "ws"
        make(root, options.share)
        for command in (["check-input", str(root)], ["build", str(root), "--output", str(folder / "site")],
                        ["render", str(root), "--output", str(folder / "site")]):
            seconds, memory, status = run([options.binary] + command)
            print("%-10s %-11s %7.1f s %7.0f MiB  exit %d" % (make.__name__, command[0], seconds, memory, status), flush=True)
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
