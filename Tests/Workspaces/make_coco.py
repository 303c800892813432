#!/usr/bin/env python3
"""Puts the COCO API's own example results into the form of a workspace. Standard library only; the result is never
committed.

usage: make_coco.py SOURCE TARGET

SOURCE is the folder coco-val2014-100: the ground truth of 100 images of COCO val2014, and the boxes that the COCO API
ships to try its evaluation with. Those boxes were made from the annotations by disturbing them, and are no detector's:
the title of the site and the version's notes say so. TARGET must not exist. The photos are not part of the
source, so the site has none.
"""

import json
import shutil
import sys
from pathlib import Path

MISREAD = """\
title: COCO val2014, 100 images, made-up results
task: detection
owners: [evaluation lead]
dataset: val2014-100

slicing:
  attributes: [objects, crowd, object_size]

gates:
  - {name: Average precision at IoU 0.5, fact: detection/ap50, at_least: 0.5}
  - {name: Recall at precision 0.9, fact: detection/recall_at_precision90, at_least: 0.5}
"""

DATASET = """\
title: COCO val2014, 100 images
source: COCO 2014 validation annotations, as faster-coco-eval packages them
licence: CC BY 4.0 (annotations)
labelling_standard: Boxes around instance masks; areas are those of the masks
decisions:
  - Regions of many objects (iscrowd) are not to be found
"""

VERSION = """\
date: 2014-09-01
model: none; the COCO API's example results
training_data: none
preprocessing: none
runtime: none
notes: >-
  These are no detector's results. The COCO API ships them to try its evaluation with: they were made from the
  annotations themselves, disturbed. Every number here measures that disturbance and nothing else.
"""


def main(source, target):
    source, target = Path(source), Path(target)
    truth = json.loads((source / "instances_val2014_100.json").read_text())
    data, version = target / "datasets" / "val2014-100", target / "versions" / "fakes"
    data.mkdir(parents=True)
    (version / "val2014-100").mkdir(parents=True)
    (target / "misread.yml").write_text(MISREAD)
    (data / "dataset.yml").write_text(DATASET)
    (version / "version.yml").write_text(VERSION)
    shutil.copyfile(source / "instances_val2014_100.json", data / "annotations.json")
    shutil.copyfile(source / "instances_val2014_fakebbox100_results.json", version / "val2014-100" / "detections.json")
    rows = ["image_id,path,objects,crowd"]
    for image in truth["images"]:
        here = [a for a in truth["annotations"] if a["image_id"] == image["id"]]
        count = sum(not a["iscrowd"] for a in here)
        band = "none" if count == 0 else "1-3" if count < 4 else "4-9" if count < 10 else "10 or more"
        rows.append(f"{image['id']},,{band},{'yes' if any(a['iscrowd'] for a in here) else 'no'}")
    (data / "images.csv").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
