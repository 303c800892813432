#!/usr/bin/env python3
"""Puts the measured nodes of the clothing classifier into the form of a workspace. Standard library only; the result is never
committed.

usage: make_served.py NODES IMAGES TARGET

NODES is the folder clothing-nodes and IMAGES the folder clothing-audit, as their READMEs describe them; TARGET must not exist.
Two versions: `replayed` has every photo on twelve nodes, with taps and swap runs, and `served` a month of traffic.
"""

import csv
import sys
from pathlib import Path

SETTINGS = """\
title: Clothing where it runs
classes: [{classes}]
dataset: photos
telemetry: {{reference_node: gpu-fp32, match: [label, brightness]}}
"""

REPLAYED = """\
date: 2026-03-01
model: EfficientNet-Lite0
stages:
  - {name: preprocess, taps: [input_sha]}
  - {name: features, taps: [feature_norm]}
  - {name: decision, taps: [logit_margin]}
"""


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def table(path, lines, columns=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = columns or list(lines[0])
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(lines)


def main(nodes, images, target):
    own = rows(nodes / "nodes" / "gpu-fp32.csv")
    known = {line["image_id"] for line in own}
    photos = [line for line in rows(images / "images.csv") if line["image_id"] in known]
    put(target / "misread.yml", SETTINGS.format(classes=", ".join(sorted({line["label"] for line in photos}))))
    put(target / "datasets" / "photos" / "dataset.yml", "source: clothing-dataset-small\nlicence: CC0\n")
    table(target / "datasets" / "photos" / "images.csv", photos,
          ["image_id", "label", "brightness", "contrast", "sharpness"])
    put(target / "versions" / "replayed" / "version.yml", REPLAYED)
    put(target / "versions" / "served" / "version.yml", "date: 2026-04-01\nmodel: EfficientNet-Lite0\n")
    for version in ("replayed", "served"):
        table(target / "versions" / version / "photos" / "predictions.csv", own)
    # A request may go to a node that the month has none of.
    served = rows(nodes / "served.csv")
    for line in served:
        line["node"] = "gpu-fp32" if line["node"] == "b1" else line["node"]
    table(target / "versions" / "served" / "photos" / "telemetry.csv", served)
    answers = {(path.stem, line["image_id"]): line for path in (nodes / "nodes").glob("*.csv") for line in rows(path)}
    replayed = rows(nodes / "telemetry.csv")
    for line in replayed:
        answer = answers[line["node"], line["image_id"]]
        line.update(predicted=answer["predicted"], confidence=answer["confidence"])
    folder = target / "versions" / "replayed" / "photos"
    table(folder / "telemetry.csv", replayed)
    for path in sorted((nodes / "swaps").glob("swap__*.csv")):
        _, node, stage = path.stem.split("__")
        table(folder / "swaps" / node / stage / "predictions.csv", rows(path))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*map(Path, sys.argv[1:]))
