#!/usr/bin/env python3
"""Makes a big classification workspace out of random numbers: what the time and the memory of a build are measured on.

usage: make_large.py TARGET [--rows N] [--classes K] [--versions V]

Standard library only, the same bytes for the same arguments. TARGET must not exist and is never committed: 100,000
images, 10 classes, 10 attributes (seven categories, three measurements), one version, and all probabilities as CSV. One
camera at night confuses the first two classes, so that there is something to find.
"""

import argparse
import random
import sys
from pathlib import Path

CATEGORIES = {
    "camera": [f"cam-{i:02d}" for i in range(12)],
    "lighting": ["day", "dusk", "night"],
    "weather": ["clear", "rain", "fog", "snow"],
    "zone": [f"zone {letter}" for letter in "ABCDEFGH"],
    "occlusion": ["none", "partial", "heavy"],
    "hour": [str(i) for i in range(24)],
    "node": [f"node-{i:03d}" for i in range(40)],
}
MEASURES = ["blur", "distance", "temperature"]


def images(path, rows, classes, source):
    """Writes the image table; answers (label, whether the fault applies) of each image."""
    columns = [source.choices(values, weights=[1 / (i + 1) for i in range(len(values))], k=rows)
               for values in CATEGORIES.values()]
    labels = source.choices(range(classes), k=rows)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write("image_id,label," + ",".join(list(CATEGORIES) + MEASURES) + "\n")
        for row, cells in enumerate(zip(*columns)):
            measures = (source.gammavariate(2, 0.5), source.uniform(1, 80), source.gauss(14, 8))
            out.write(f"img-{row:07d},class{labels[row]},{','.join(cells)},"
                      + ",".join(f"{value:.3f}" for value in measures) + "\n")
    faulty = [camera == "cam-00" and light == "night" for camera, light in zip(columns[0], columns[1])]
    return list(zip(labels, faulty))


def predictions(path, truth, classes, source):
    """Writes one version's probabilities, to four digits that sum to exactly 1."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write("image_id,predicted,confidence," + ",".join(f"p_class{i}" for i in range(classes)) + "\n")
        for row, (label, fault) in enumerate(truth):
            scores = [source.expovariate(1) for _ in range(classes)]
            scores[label] += 1 if fault and label < 2 else 6 * source.random() + 2
            if fault and label < 2:
                scores[1 - label] += 4
            total = sum(scores)
            parts = [int(score / total * 10_000) for score in scores]
            best = parts.index(max(parts))
            parts[best] += 10_000 - sum(parts)
            out.write(f"img-{row:07d},class{best},{parts[best] / 10_000},"
                      + ",".join(str(part / 10_000) for part in parts) + "\n")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("target", type=Path)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--classes", type=int, default=10)
    options.add_argument("--versions", type=int, default=1)
    chosen = options.parse_args()
    if chosen.target.exists():
        sys.exit(f"{chosen.target} is there already")
    dataset = chosen.target / "datasets" / "large"
    dataset.mkdir(parents=True)
    names = ", ".join(f"class{i}" for i in range(chosen.classes))
    (chosen.target / "misread.yml").write_text(f"title: Large\nclasses: [{names}]\n", encoding="utf-8", newline="\n")
    (dataset / "dataset.yml").write_text("title: Large\nsource: random numbers\n", encoding="utf-8", newline="\n")
    truth = images(dataset / "images.csv", chosen.rows, chosen.classes, random.Random(7))
    for number in range(1, chosen.versions + 1):
        version = chosen.target / "versions" / f"v{number}"
        (version / "large").mkdir(parents=True)
        baseline = f"baseline: v{number - 1}\n" if number > 1 else ""
        (version / "version.yml").write_text(
            f"date: 2026-01-{number:02d}\nmodel: random\n{baseline}", encoding="utf-8", newline="\n")
        predictions(version / "large" / "predictions.csv", truth, chosen.classes, random.Random(100 + number))


if __name__ == "__main__":
    main()
