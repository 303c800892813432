#!/usr/bin/env python3
"""Degenerate and odd input to `misread measure detection` and to `misread build`: right output or a clear message, never a
crash. Standard library only.

usage: degenerate_detection.py MISREAD

Every case is made in a folder of its own that is removed again. Exit status 1 when any case is not as it should be.
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

DRAW = random.Random(3)


def images(count, first=1):
    return [{"id": n, "file_name": f"{n}.png", "width": 640, "height": 480} for n in range(first, first + count)]


def classes(count, first=1):
    return [{"id": n, "name": f"class {n}"} for n in range(first, first + count)]


def box():
    return [round(DRAW.random() * 500, 1), round(DRAW.random() * 400, 1), round(10 + DRAW.random() * 100, 1),
            round(10 + DRAW.random() * 60, 1)]


def objects(count, of_images, of_classes, first=1, **more):
    return [dict({"id": first + n, "image_id": of_images[n % len(of_images)]["id"],
                  "category_id": of_classes[n % len(of_classes)]["id"], "bbox": box(), "area": 500, "iscrowd": 0}, **more)
            for n in range(count)]


def answers(count, of_images, of_classes):
    return [{"image_id": of_images[n % len(of_images)]["id"], "category_id": of_classes[n % len(of_classes)]["id"],
             "bbox": box(), "score": round(DRAW.random(), 3)} for n in range(count)]


def found(truth):
    """Every object answered exactly."""
    return [{"image_id": a["image_id"], "category_id": a["category_id"], "bbox": a["bbox"], "score": 0.9} for a in truth]


def case(name, count, of_classes, truth, results, ap, says=(), info=None, shows=()):
    """`ap`: what AP has to be; -1 for not defined, None for any. `says`: warnings and remarks. `shows`: words that a page
    of the site has to hold."""
    return {"name": name, "images": count, "classes": of_classes, "truth": truth, "results": results, "ap": ap,
            "says": says, "info": info or {}, "shows": shows}


def cases():
    five, three = images(5), classes(3)
    some = objects(20, five, three)
    zero = objects(20, five, three, first=0)
    crowds = objects(20, five, three, iscrowd=1)
    apart = [{"id": n + 1, "image_id": 1, "category_id": n % 3 + 1, "bbox": [30 * n, 10, 20, 20], "area": 400,
              "iscrowd": 0} for n in range(20)]
    yield case("everything found", five, three, apart, found(apart), 1)
    yield case("no detections", five, three, some, [], 0)
    yield case("no ground truth", five, three, [], answers(20, five, three), -1)
    yield case("neither", five, three, [], [], -1)
    yield case("only crowds", five, three, crowds, answers(20, five, three), -1)
    yield case("crowds among objects", five, three, some + objects(3, five, three, first=90, iscrowd=1),
               answers(20, five, three), None, shows=["A crowd region marks many objects"])
    yield case("no classes", five, [], [], [], -1)
    yield case("one class", five, classes(1), objects(20, five, classes(1)), answers(30, five, classes(1)), None)
    yield case("one box", images(1), classes(1), objects(1, images(1), classes(1)), [], 0)
    yield case("empty segmentation", five, three, objects(20, five, three, segmentation=[]), found(some), None)
    yield case("a Roboflow export", images(5, 0), classes(3, 0), objects(20, images(5, 0), classes(3, 0), first=0),
               answers(20, images(5, 0), classes(3, 0)), None, says=["the id 0 counts like any other here"],
               info={"year": "2026", "version": "3", "url": None}, shows=["Some objects have the id 0"])
    yield case("an object of id 0", five, three, zero, found(zero), None, says=["the id 0 counts like any other here"],
               shows=["pycocotools and faster-coco-eval mark a match by the id"])
    yield case("boxes without extent", five, three,
               some + [{"id": 50, "image_id": 1, "category_id": 1, "bbox": [5, 5, 0, 10], "area": 0, "iscrowd": 0}],
               found(some) + [{"image_id": 1, "category_id": 1, "bbox": [5, 5, -3, 10], "score": 0.5}], None,
               says=["has no extent"])
    # Two rows in sixty belong to nothing: said, and no reason to refuse the rest.
    sixty = objects(60, five, three)
    yield case("an image and a class that are not listed", five, three, sixty,
               found(sixty) + [{"image_id": 99, "category_id": 1, "bbox": box(), "score": 0.5},
                              {"image_id": 1, "category_id": 99, "bbox": box(), "score": 0.5}], None, says=["not list"])
    one = images(1)
    yield case("100,000 detections on one image", one, three, objects(300, one, three), answers(100_000, one, three), None)
    many, fifty = classes(3000), images(50)
    yield case("3,000 classes", fifty, many, objects(5000, fifty, many), answers(20_000, fifty, many), None)


def write(made, folder):
    data, version = folder / "datasets" / "d", folder / "versions" / "v1"
    (version / "d").mkdir(parents=True)
    data.mkdir(parents=True)
    (folder / "misread.yml").write_text("title: Degenerate\ntask: detection\nowners: [evaluation lead]\ndataset: d\n")
    (data / "dataset.yml").write_text("title: Made\nsource: made\nlicence: CC0\nlabelling_standard: made\n")
    (version / "version.yml").write_text("date: 2026-01-02\nmodel: none\n")
    truth = {"info": made["info"], "images": made["images"], "categories": made["classes"], "annotations": made["truth"]}
    (data / "annotations.json").write_text(json.dumps(truth))
    (version / "d" / "detections.json").write_text(json.dumps(made["results"]))
    rows = "".join(f"{image['id']},\n" for image in made["images"])
    (data / "images.csv").write_text("image_id,path\n" + rows)


def check(program, made, folder):
    """What is wrong with a case."""
    write(made, folder)
    wrong = []
    truth, results = folder / "datasets/d/annotations.json", folder / "versions/v1/d/detections.json"
    ask = [program, "measure", "detection", "--ground-truth", str(truth), "--detections", str(results), "--only", "all"]
    run = subprocess.run(ask, capture_output=True, text=True)
    if run.returncode:
        return [f"measure: exit status {run.returncode}: {run.stderr[-200:]}"]
    stats = json.loads(run.stdout)["stats"]
    if made["ap"] is not None and abs(stats["AP"] - made["ap"]) > 1e-9:
        wrong.append(f"measure: AP {stats['AP']}, not {made['ap']}")
    wrong += [f"measure does not say: {words}" for words in made["says"] if words not in run.stderr]
    site = folder / "site"
    run = subprocess.run([program, "build", str(folder), "--output", str(site)], capture_output=True, text=True)
    if made["ap"] == -1:
        # Without an object nothing can be measured of a detector, and nothing is published.
        is_refused = run.returncode == 2 and "no object" in run.stderr and not site.exists()
        return wrong + ([] if is_refused else [f"build: exit status {run.returncode}, not refused: {run.stderr[-200:]}"])
    # No gate is set, so the verdict is inconclusive.
    if run.returncode != 1:
        return wrong + [f"build: exit status {run.returncode}: {run.stderr[-200:]}"]
    pages = "\n".join(page.read_text() for page in site.rglob("index.html"))
    wrong += [f"no page says: {words}" for words in [*made["says"], *made["shows"]] if words not in pages]
    return wrong


def main(program):
    program = str(Path(program).resolve())
    failed = 0
    for made in cases():
        with tempfile.TemporaryDirectory() as folder:
            wrong = check(program, made, Path(folder))
        failed += bool(wrong)
        print(("ok    " if not wrong else "WRONG ") + made["name"] + "".join("\n      " + line for line in wrong))
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
