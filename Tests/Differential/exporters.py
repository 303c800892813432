#!/usr/bin/env python3
"""Writes small data sets and results with the exporters of the `supervision` package and lets misread make workspaces of them.

    python3 Tests/Differential/exporters.py .build/debug/misread

Needs the Python packages supervision, opencv-python-headless and numpy; ends with 0 when every pair of annotations and
results is recognised and opens.
"""

import os
import subprocess
import sys
import tempfile

import cv2
import numpy as np
import supervision as sv

NAMES = ["cat", "dog"]


def write(out):
    """Two pictures with an object each: as YOLO text, Pascal VOC and COCO; detections by both sinks."""
    os.makedirs(out + "/pictures")
    objects = {}
    for name, left, kind in [("a", 20, 1), ("b", 60, 0)]:
        path = f"{out}/pictures/{name}.png"
        cv2.imwrite(path, np.full((100, 200, 3), 99, np.uint8))
        objects[path] = sv.Detections(xyxy=np.array([[left, 10, left + 40, 40]], float), class_id=np.array([kind]))
    data = sv.DetectionDataset(classes=NAMES, images=list(objects), annotations=objects)
    data.as_yolo(out + "/yolo/images", out + "/yolo/labels", data_yaml_path=out + "/yolo/data.yaml")
    data.as_pascal_voc(out + "/voc/JPEGImages", out + "/voc/Annotations")
    data.as_coco(out + "/coco/images", out + "/coco/annotations.json")
    with sv.CSVSink(out + "/results.csv") as csv, sv.JSONSink(out + "/results.json") as json:
        for path, found in objects.items():
            scored = sv.Detections(
                xyxy=found.xyxy, class_id=found.class_id, confidence=np.array([0.9]),
                data={"class_name": np.array([NAMES[found.class_id[0]]])})
            for sink in (csv, json):
                sink.append(scored, custom_data={"file_name": os.path.basename(path)})


def main():
    program = os.path.abspath(sys.argv[1])
    failed = 0
    with tempfile.TemporaryDirectory() as out:
        write(out)
        for truth in ["yolo", "voc", "coco"]:
            for results in ["results.csv", "results.json"]:
                workspace = f"{out}/{truth}-{results}"
                made = subprocess.run(
                    [program, "init", workspace, "--from", f"{out}/{truth}", "--from", f"{out}/{results}"],
                    capture_output=True, text=True)
                read = subprocess.run([program, "check-input", workspace], capture_output=True, text=True)
                good = (
                    made.returncode == 0 and read.returncode == 0
                    and "2 images, 2 objects of 2 classes (cat, dog)" in made.stdout
                    and "2 on 2 of 2 images" in made.stdout)
                failed += not good
                print(truth, results, "opens" if good else made.stderr + read.stderr)
    print(f"{6 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
