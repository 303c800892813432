#!/usr/bin/env python3
"""Puts the clothing evaluation into the form of a workspace. Standard library only; the result is never committed.

usage: make_clothing.py SOURCE TARGET

SOURCE is the folder clothing-audit as its README describes it; TARGET must not exist. 713 photos, three versions, ten
perturbations of 100 of the photos, embeddings, saliency of the worst photos, and the incident that really happened
while the data was made. Each number in the incident's text is taken from the source's own records.
"""

import csv
import json
import shutil
import sys
from pathlib import Path

# Versions were evaluated in one run; this is the day the workspace form was made.
DATE = "2026-11-23"

DATASET = """\
title: Clothing, ten garments
source: clothing-dataset-small, validation and test, resized to 256 pixels
licence: CC0
"""

INCIDENT = """\
---
schema: incident/1
id: INC-2026-002
title: Export replaced ReLU6 by Swish
status: in-review
severity: sev3
kind: pipeline-defect
model: {{name: clothing classifier, version: v2}}
affected_versions: [v2]
fixed_in: v2
times:
  started: {date}T00:00:00Z
  detected: {date}T00:00:00Z
detection: {{by: evaluation, signal: "{detected}"}}
impact:
  summary: "Accuracy {before} in place of {after} on {n} photos; found before any audit"
contributing_factors:
  - {{id: CF1, category: code, text: "{cause}"}}
actions:
  - {{text: "{fix}", owner: evaluation lead, status: done}}
people: {{owner: evaluation lead, authors: [evaluation lead]}}
confidentiality: public
---

## Summary

{cause}. With the fault v2 read {before} of {n} photos right; without it {after}.

## Impact

The broken predictions were made and measured, and never used.

## Timeline

| time (UTC) | event | source |
|---|---|---|
| {date} | fault made, found and fixed while the evaluation data was prepared | incident record of the data |

## Detection

{detected}.

## Contributing factors

{cause}.

## Resolution

{fix}.
"""


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def copy_columns(source, target, keep):
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open(encoding="utf-8", newline="") as lines, target.open("w", encoding="utf-8", newline="") as out:
        rows = csv.reader(lines)
        header = next(rows)
        chosen = [i for i, name in enumerate(header) if keep(name)]
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([header[i] for i in chosen])
        writer.writerows([row[i] for i in chosen] for row in rows)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    if target.exists():
        sys.exit(f"{target} is there already")
    manifest = json.loads((source / "manifest.json").read_text(encoding="utf-8"))
    classes = manifest["classes"]
    write(target / "misread.yml", "title: Clothing\nclasses: " + json.dumps(classes) + """
slicing:
  attributes: [split, width, height, brightness, contrast, sharpness, saturation]
gates:
  - {name: Accuracy, fact: headline/accuracy, at_least: 0.80}
  - {name: Calibration error, fact: calibration/ece, at_most: 0.10}
""")
    dataset = target / "datasets" / "clothing"
    write(dataset / "dataset.yml", DATASET)
    copy_columns(source / "images.csv", dataset / "images.csv", lambda name: name != "source_sha256")
    shutil.copytree(source / "images", dataset / "images")
    last = None
    for version in manifest["versions"]:
        name = version["version"]
        dropped = ", ".join(f"{n} of {c}" for c, n in version["train_images_dropped"].items()) or "omissions"
        text = f"date: {DATE}\nmodel: {version['backbone']}\n"
        text += f"training_data: {version['train_images']} images, without {dropped}\n"
        text += f"preprocessing: {version['input_px']} pixels\n"
        if last:
            text += f"baseline: {last['version']}\nchanges:\n"
            for key, words in (("input_px", "input size"), ("head", "head"), ("train_images", "training images")):
                if version[key] != last[key]:
                    text += f"  - \"{words}: {last[key]} to {version[key]}\"\n"
        write(target / "versions" / name / "version.yml", text)
        run = target / "versions" / name / "clothing"
        copy_columns(source / version["predictions"], run / "predictions.csv", lambda column: True)
        for change in version["perturbed"]:
            folder = run / "experiments" / f"{change['kind']}={change['strength']}"
            copy_columns(source / change["predictions"], folder / "predictions.csv", lambda column: True)
        if version["embeddings"]:
            shutil.copyfile(source / version["embeddings"], run / "embeddings.npy")
        maps = sorted((source / "saliency").glob(f"{name}_*.png"))
        for saliency in maps:
            (run / "saliency").mkdir(parents=True, exist_ok=True)
            shutil.copyfile(saliency, run / "saliency" / saliency.name.removeprefix(name + "_"))
        last = version
    record = json.loads((source / "incident" / "incident.json").read_text(encoding="utf-8"))
    percent = lambda share: f"{100 * share:.1f} %"
    write(target / "incidents" / "INC-2026-002-activation.md", INCIDENT.format(
        date=DATE, n=manifest["n"], before=percent(record["accuracy_before_fix"]),
        after=percent(record["accuracy_after_fix"]), cause=record["cause"], detected=record["detected"],
        fix=record["fix"]))


if __name__ == "__main__":
    main()
