#!/usr/bin/env python3
"""How often every 95 % interval that an audit prints holds, measured through the program itself.

usage: every_interval.py MISREAD [--models "NAME;..."] [--seeds N] [--sizes 20,60,...] [--images N] [--write PAGE]

Each seed is a workspace of one detector or classifier that is audited; the truth of each number is what the program states
of --images images drawn alike (20,000; ten times as many of a classifier). Every fact with an interval is measured, but
those of whatever came out worst or first, whose subject another draw would change, and calibration errors, whose value on
any number of rows is above their truth (coverage.py measures those). Prints the share of seeds whose interval holds the truth; --write puts the table into
the page of the methods. Ends with 1 where an interval holds in fewer than 90 % of a model's seeds and chance does not
explain it. Needs the standard library only.
"""
import json, math, os, random, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor
import coverage, simulate

# What is drawn: a, b of a beta distribution of how likely an image's objects are found, the spread of the boxes (sides),
# the share named as the right class, the most false detections an image, and the shares of the classes.
DETECTORS = {
    "strong": (2.4, 0.8, 0.05, 0.93, 2, (1, 1, 1)),
    "weak boxes": (2.0, 1.5, 0.12, 0.97, 3, (1, 1, 1)),
    "rare class": (3.0, 0.6, 0.06, 0.90, 2, (6, 3, 1)),
}
# Classifiers of coverage.py.
CLASSIFIERS = ["calibrated, 10 classes", "shifted -1, 10 classes", "scaled 0.5, 2 classes"]
# Sections that are measured elsewhere, or that test and do not estimate.
LEFT_OUT = ("label-suspects", "label-set-suspects",  # Its interval is about the thresholds as they are.
            "slices", "detection-slices", "detection-comparison", "comparison")
BIASED = ("ece", "mce", "classwise", "debiased", "smooth", "miscalibration", "dece", "laece")
CHOSEN = ("worst", "best", "top", "second")  # Named by what came out: another draw names another.


def scene(g, count, detector):
    """Images whose objects share how hard the image is."""
    a, b, spread, named, false, weights = DETECTORS[detector]
    kinds = [k + 1 for k, w in enumerate(weights) for _ in range(w)]
    images, objects, found = [], [], []
    for image in range(1, count + 1):
        images.append(dict(id=image, file_name=f"i{image}.png", width=1000, height=1000))
        chance = g.betavariate(a, b)
        for k in range(g.randint(2, 10)):
            box = [20 + 190 * (k % 5), 40 + 300 * (k // 5), g.randint(60, 160), g.randint(60, 200)]
            kind = g.choice(kinds)
            objects.append(dict(id=len(objects) + 1, image_id=image, category_id=kind, bbox=box, area=box[2] * box[3],
                                iscrowd=0))
            if g.random() < chance:
                said = kind if g.random() < named else g.choice(kinds)
                found.append(dict(image_id=image, category_id=said, score=round(g.betavariate(5, 2), 4),
                                  bbox=[box[0] + g.gauss(0, spread) * box[2], box[1] + g.gauss(0, spread) * box[3],
                                        box[2], box[3]]))
        for _ in range(g.randint(0, false)):
            found.append(dict(image_id=image, category_id=g.choice(kinds), score=round(g.betavariate(2, 3), 4),
                              bbox=[g.randint(0, 800), 700, g.randint(60, 160), g.randint(60, 200)]))
    names = ["car", "person", "dog"]
    return dict(images=images, annotations=objects,
                categories=[dict(id=i + 1, name=n) for i, n in enumerate(names)]), found


def classifier(g, count, scenario, folder):
    classes = coverage.SCENARIOS[scenario][0]
    names = [chr(97 + c) for c in range(classes)]
    images, rows = ["image_id,label"], ["image_id,predicted," + ",".join("p_" + name for name in names)]
    for i in range(count):
        label, answer, p = coverage.row(g, scenario)
        images.append(f"i{i:06d},{names[label]}")
        rows.append(f"i{i:06d},{names[answer]}," + ",".join(repr(v) for v in p))
    simulate.write(f"{folder}/misread.yml", f"title: Drawn\nclasses: [{', '.join(names)}]\ndataset: set\n")
    simulate.write(f"{folder}/datasets/set/dataset.yml", "source: drawn\n")
    simulate.write(f"{folder}/datasets/set/images.csv", "\n".join(images) + "\n")
    simulate.write(f"{folder}/versions/v1/version.yml", "date: 2026-01-01\nmodel: m\n")
    simulate.write(f"{folder}/versions/v1/set/predictions.csv", "\n".join(rows) + "\n")


def facts(misread, folder, model, seed, count):
    """The facts of an audit that have a value: path -> (value, interval), the archive gone afterwards."""
    g = random.Random(f"{model} {count} {seed}")
    if model in DETECTORS: simulate.detector(folder, *scene(g, count, model))
    else: classifier(g, count, model, folder)
    done = subprocess.run([misread, "audit", folder, "--version", "v1"], capture_output=True, text=True)
    if done.returncode not in (0, 1): raise SystemExit(f"{folder}: exit {done.returncode}\n{done.stderr}")
    with open(f"{folder}/archive/v1/audit.json") as file: audit = json.load(file)
    subprocess.run(["rm", "-rf", folder])
    return {f"{s['id']}/{f['id']}": (f["value"], f.get("interval")) for s in audit["sections"] if s["id"] not in LEFT_OUT
            for f in s["facts"] if f.get("value") is not None and not f["id"].startswith(CHOSEN)
            and not (f["id"].startswith(BIASED) and model not in DETECTORS)}


def main(arguments):
    misread, options = arguments[0], dict(zip(arguments[1::2], arguments[2::2]))
    seeds = int(options.get("--seeds", 100))
    sizes = [int(text) for text in options.get("--sizes", "20,60,200,1000").split(",")]
    models = [m for m in list(DETECTORS) + CLASSIFIERS if any(part in m for part in options.get("--models", "").split(";"))]
    shares, short = {}, []
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(os.cpu_count()) as pool:
        for model in models:
            images = int(options.get("--images", 20_000)) * (1 if model in DETECTORS else 10)
            truth = facts(misread, f"{scratch}/all", model, "all", images)
            for n in sizes:
                audits = list(pool.map(lambda seed: facts(misread, f"{scratch}/{seed}", model, seed, n), range(seeds)))
                for name, (value, _) in truth.items():
                    given = [a[name][1] for a in audits if a.get(name) and a[name][1]]
                    if len(given) * 2 < seeds: continue
                    held = sum(i["low"] - 1e-9 <= value <= i["high"] + 1e-9 for i in given)
                    below = sum(value < i["low"] - 1e-9 for i in given)
                    kind = name.split("@")[0]
                    shares.setdefault(kind, {}).setdefault(n, []).append(held / len(given))
                    print(f"{model:22} n {n:5} {name:55} {100 * held / len(given):5.1f} % of {len(given)}, truth "
                          f"{value:.4f} below {below}, above {len(given) - held - below}", flush=True)
                    # Three standard deviations of a share of 0.9 below it.
                    if held < 0.9 * len(given) - 3 * math.sqrt(0.09 * len(given)):
                        short.append(f"{name} of {model} at n = {n}: {held} of {len(given)}")
    lines = ["| Number | " + " | ".join(f"n = {n:,}" for n in sizes) + " |", "|---|" + "---|" * len(sizes)]
    for kind, by_size in shares.items():
        cells = [f"{100 * sum(s) / len(s):.1f} ({100 * min(s):.1f})" if (s := by_size.get(n)) else "" for n in sizes]
        lines.append(f"| `{kind}` | " + " | ".join(cells) + " |")
    print("\n" + "\n".join(lines))
    if "--write" in options:
        with open(options["--write"]) as file: text = file.read()
        start = text.index("| Number |", text.index("\n\n", text.index("| Number |")))
        end = text.index("\n\n", start)
        with open(options["--write"], "w") as file: file.write(text[:start] + "\n".join(lines) + text[end:])
    if short: raise SystemExit("intervals that do not hold:\n" + "\n".join(short))


if __name__ == "__main__":
    if len(sys.argv) < 2: raise SystemExit(__doc__)
    main(sys.argv[1:])
