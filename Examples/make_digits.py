#!/usr/bin/env python3
"""Makes the example workspace Examples/digits from a folder of evaluation artifacts. Standard library only.

usage: make_digits.py SOURCE [TARGET]

SOURCE holds manifest.json, images.csv, expected.json and the folders images, predictions, embeddings and saliency, as
described in its README. TARGET (default: the folder `digits` beside this script) is replaced. A second run writes the
same bytes.

Nothing is computed here that a reader of the site could take for a result: predictions, embeddings and maps are copied,
and each number in the incident's text is taken from expected.json.
"""

import csv
import json
import shutil
import sys
from pathlib import Path

# The three versions were trained and evaluated in one run; this is its day.
DATE = "2026-11-23"

MISREAD = """\
# What is audited, by whom, and what a release must keep. Every key is explained in the README.
title: Handwritten digits
task: classification
owners: [evaluation lead]
dataset: digits
classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]   # in the order of the probabilities

slicing:
  attributes: [ink_mean, contrast_std, sharpness, centroid_x]
  max_depth: 2
  min_support: 20
  buckets: 5
  declared:                       # always measured, whatever the search finds
    - name: eights
      where: {label: "8"}

# Each gate names a fact of the audit and the bound it must keep. It passes when the whole interval keeps the bound.
gates:
  - {name: Accuracy, fact: headline/accuracy, at_least: 0.93}
  - {name: Recall of 8, fact: headline/recall@class=8, at_least: 0.90}
  - {name: Calibration error, fact: calibration/ece, at_most: 0.05}
  - {name: No class gets worse, fact: comparison/classes_worse, at_most: 0}
  - {name: Accuracy one pixel off centre, fact: robustness/accuracy@shift_right=1, at_least: 0.90}
"""

DATASET = """\
title: Handwritten digits, 8x8
source: >-
  Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository (1998);
  the 1,797 images that scikit-learn ships (scikit-learn is BSD-3-Clause)
licence: CC BY 4.0
collected: published July 1998
decisions:
  - Every image is predicted by a model that did not see it in training, by five stratified folds that are the same for
    all versions; the column fold says which
"""

VERSIONS = {
    "v1": """\
date: {date}
model: Gaussian naive Bayes
training_data: four fifths of the images, out of fold
preprocessing: 64 pixel values, 0...16
runtime: scikit-learn 1.9.1
notes: The simplest model that does the task; the others are measured against it.
""",
    "v2": """\
date: {date}
model: Multilayer perceptron 64-32-10
training_data: four fifths of the images, out of fold
preprocessing: 64 pixel values divided by 16
runtime: scikit-learn 1.9.1
baseline: v1
changes: [multilayer perceptron in place of naive Bayes, pixel values divided by 16]
""",
    "v3": """\
date: {date}
model: Multilayer perceptron 64-32-10
training_data: four fifths of the images, out of fold, each also shifted by one pixel; {dropped}
preprocessing: 64 pixel values divided by 16
runtime: scikit-learn 1.9.1
baseline: v2
changes:
  - each training image is also shown shifted by one pixel to each side
  - 70 % of the 3s and 8s are left out of training
  - 12 passes over the training images instead of 40
notes: >-
  Made to hold when the digit is not centred. Three things changed at once, so a difference from v2 has no single cause.
""",
}

# What each perturbation does, as the script that made the artifacts has it.
CHANGES = {
    "blur": "each pixel is mixed with the mean of its 3 by 3 neighbourhood; the level is the share of that mean",
    "contrast": "pixel values are multiplied by the level",
    "gaussian_noise": "normal noise with this standard deviation, on the scale 0...16, is added; values are clipped",
    "shift_right": "the picture is moved right by this many pixels; the columns left free are background",
}

EXPERIMENT = """\
factor: {factor}
level: "{level}"
model: {model}
training_data: "{training_data}"
preprocessing: {preprocessing}
runtime: {runtime}
notes: "{change}"
"""

INCIDENT = """\
---
schema: incident/1
id: INC-2026-001
title: v3 reads fewer eights and fours than v2
status: in-review
severity: sev3
kind: performance-regression
model: {{name: digits classifier, version: v3}}
affected_versions: [v3]
failure_modes: [8-regressed-853d87, 4-regressed-190ba9, 8-read-as-1-db03dd]
times:
  started: {date}T00:00:00Z
  detected: {date}T00:00:00Z
detection:
  by: evaluation
  signal: paired comparison of v3 with v2, class by class
  could_have_been_caught_by: a check of single classes against v2 while v3 was trained
impact:
  summary: >-
    On {n} evaluation images, {broken} that v2 reads right are read wrong by v3 and {fixed} the other way round. This is an
    offline evaluation; v3 was not deployed.
  errors_excess: {{estimate: {excess}, unit: images, method: "broken less fixed, of {n} paired images"}}
  harm_types: [none]
trigger: The training data of v3 was changed together with its augmentation
contributing_factors:
  - {{id: CF1, category: data, text: "70 % of the 3s and 8s were left out of the training data of v3"}}
  - {{id: CF2, category: process, text: "Augmentation, training data and training length changed in one version"}}
  - {{id: CF3, category: evaluation, text: "Nothing looked at single classes in training; the release gates on them saw the fall only in the evaluation"}}
examples: [{examples}]
went_well:
  - Both versions were evaluated on the same images and folds, so the comparison is paired
went_wrong:
  - The mean hid it; accuracy fell by {drop} points while recall of 8 fell by {drop8}
lucky:
  - The evaluation set has {n8} eights, enough to tell the fall from chance
actions:
  - {{text: "Gate each class against the baseline", owner: evaluation lead, status: done}}
  - {{text: "Train v3's augmentation on v2's training data, as a version of its own", owner: training lead, status: open}}
people: {{owner: evaluation lead, authors: [evaluation lead], reviewers: [training lead]}}
confidentiality: public
---

## Summary

v3 was trained to hold when a digit is not centred, and it does: with the digit one pixel to the right, accuracy is
{shift3} where v2 has {shift2}. On centred digits it reads {accuracy3} right, v2 {accuracy2}. The loss is not spread
evenly. Recall of 8 fell from {r8b} to {r8a} and recall of 4 from {r4b} to {r4a}.

## Impact

| class | images | recall v2 | recall v3 | fixed | broken | p (McNemar, exact) |
|---|---|---|---|---|---|---|
| 8 | {n8} | {r8b} | {r8a} | {f8} | {k8} | {p8} |
| 4 | {n4} | {r4b} | {r4a} | {f4} | {k4} | {p4} |
| 3 | {n3} | {r3b} | {r3a} | {f3} | {k3} | {p3} |
| all | {n} | {accuracy2} | {accuracy3} | {fixed} | {broken} | {p} |

![Recall of each digit, v3 beside v2](exhibit:v3/comparison/recall_by_class)

Only 4 and 8 stay significant after Bonferroni's correction over ten classes. The fall of 3, which lost as much training
data as 8, does not: it may be chance. The most frequent confusion of v3 is {t0} read as {t1}, {t2} times.
Nobody was affected: the images are a public evaluation set and no version was in use.

## Timeline

| time (UTC) | event | source |
|---|---|---|
| {date} | v1, v2 and v3 evaluated in one run | version manifests |
| {date} | fall of 4 and 8 found in the comparison of v3 with v2 | this audit |

The manifests give a day and no hour; the times above stand for that day.

## Detection

By pairing: each image was read by both versions, and the classes were tested one by one. See
[how paired versions are compared](method:mcnemar-exact) and [the version's audit](version:v3).

## Contributing factors

Fewer 8s in training fit the fall of 8. They do not explain the fall of 4, whose training data was not cut; the shorter
training and the augmentation changed too, and this comparison cannot name one of them as the cause.

## Resolution

Open. v2 stays the version to beat on centred digits; v3 is the better one where digits may be shifted.

## What went well

The same folds were used for all versions, so no difference is one of data.

## What went wrong

Three changes were made in one version.

## Where we got lucky

With {n8} eights the fall could be told from chance. A class with a tenth of that could not have shown it.

## Lessons

A mean over classes is not a condition for a release. One change a version.

## Evidence

[The audit of v3](version:v3) and [that of v2](version:v2) are made from the files in this workspace.
"""


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def copy_columns(source, target, keep):
    """Copies the columns of a CSV file whose names `keep` takes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open(encoding="utf-8", newline="") as lines, target.open("w", encoding="utf-8", newline="") as out:
        rows = csv.reader(lines)
        header = next(rows)
        chosen = [i for i, name in enumerate(header) if keep(name)]
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([header[i] for i in chosen])
        writer.writerows([row[i] for i in chosen] for row in rows)


def incident(expected):
    before, after = expected["versions"]["v2"], expected["versions"]["v3"]
    change = expected["upgrades"]["v2->v3"]
    percent = lambda share: f"{100 * share:.1f} %"
    points = lambda a, b: f"{100 * (a - b):.1f}"
    values = {
        "date": DATE, "n": expected["n"], "fixed": change["fixed"], "broken": change["broken"],
        "excess": change["broken"] - change["fixed"], "p": f"{change['p']:.2g}",
        "accuracy2": percent(before["accuracy"]), "accuracy3": percent(after["accuracy"]),
        "shift2": percent(before["perturbed"]["shift_right=1"]["perturbed"]),
        "shift3": percent(after["perturbed"]["shift_right=1"]["perturbed"]),
        "drop": points(before["accuracy"], after["accuracy"]),
        "drop8": points(before["per_class_recall"]["8"], after["per_class_recall"]["8"]),
        "examples": ", ".join(after["most_confident_errors"][:5]),
    }
    for cls in ("3", "4", "8"):
        one = change["per_class"][cls]
        values |= {
            "n" + cls: one["n"], f"r{cls}b": percent(one["before"]), f"r{cls}a": percent(one["after"]),
            "f" + cls: one["fixed"], "k" + cls: one["broken"], "p" + cls: f"{one['p']:.2g}",
        }
    values |= {f"t{i}": part for i, part in enumerate(after["top_confusions"][0])}
    return INCIDENT.format(**values)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    source = Path(sys.argv[1])
    target = Path(sys.argv[2]) if len(sys.argv) == 3 else Path(__file__).resolve().parent / "digits"
    manifest = json.loads((source / "manifest.json").read_text(encoding="utf-8"))
    expected = json.loads((source / "expected.json").read_text(encoding="utf-8"))
    if target.exists():
        # The archive is a record of audits; everything else is made again.
        for part in ("datasets", "versions", "incidents", "misread.yml"):
            path = target / part
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    write(target / "misread.yml", MISREAD)
    dataset = target / "datasets" / "digits"
    write(dataset / "dataset.yml", DATASET)
    copy_columns(source / "images.csv", dataset / "images.csv", lambda name: name != "sha256")
    (dataset / "images").mkdir(parents=True, exist_ok=True)
    for picture in sorted((source / "images").glob("*.png")):
        shutil.copyfile(picture, dataset / "images" / picture.name)

    for version in manifest["versions"]:
        name = version["version"]
        dropped = version["train_rows_dropped_per_fold"][0]
        words = " and ".join(f"{count} of the {cls}s" for cls, count in dropped.items())
        folder = target / "versions" / name
        text = VERSIONS[name].format(date=DATE, dropped=f"in the first fold without {words}")
        write(folder / "version.yml", text)
        # An experiment states what it shares with the plain run, so that the audit can check that one thing changed.
        stated = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line and line[0] != " ")
        run = folder / "digits"
        copy_columns(source / version["predictions"], run / "predictions.csv", lambda column: column != "label")
        for change in version["perturbed"]:
            kind, strength = change["kind"], change["strength"]
            folder_of_change = run / "experiments" / f"{kind}={strength}"
            write(
                folder_of_change / "experiment.yml",
                EXPERIMENT.format(factor=kind, level=strength, change=CHANGES[kind], **stated))
            copy_columns(
                source / change["predictions"], folder_of_change / "predictions.csv",
                lambda column: column in ("image_id", "predicted", "confidence"))
        if version["embeddings"]:
            shutil.copyfile(source / version["embeddings"], run / "embeddings.npy")
        (run / "saliency").mkdir(parents=True, exist_ok=True)
        for saliency in sorted((source / "saliency").glob(f"{name}_*.png")):
            shutil.copyfile(saliency, run / "saliency" / saliency.name.removeprefix(name + "_"))

    write(target / "incidents" / "INC-2026-001-fewer-eights.md", incident(expected))


if __name__ == "__main__":
    main()
