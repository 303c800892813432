"""`misread measure detection` against pycocotools and tidecv on random sets made to be awkward.

usage: .build/benchmarks/detection-peers/bin/python Tests/Differential/detection.py [MISREAD] [--sets 200] [--seed 1] [--keep FOLDER]

Needs pycocotools and tidecv (Tests/Benchmarks/detection-peers.sh installs them). Every set draws its own mixture of: integer
boxes with exact overlaps and areas on the borders of COCO's sizes, scores of one decimal, crowds, boxes without extent
or with negative sizes, duplicated boxes, ids that start at 0, ids in no order, classes with only ground truth or only
detections, empty images, more than 100 detections on an image. Compared: the twelve numbers, AP, AP50 and AR of each
class, precision and score at recall, recall at precision, every slice, TIDE's gains, counts, AP and AP of each class,
and the confusion matrix against the plain loops below. Exit status 1 when any number differs.
"""
import argparse, contextlib, io, json, os, random, subprocess, sys, tempfile

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from tidecv import TIDE, Data

NAMES = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"]
LEVELS = [10, 20, 30, 40, 50, 60, 70, 80, 90]


# ---- sets --------------------------------------------------------------------------------------------------------


def draw(source):
    """A ground truth, detections and slices."""
    chance = lambda p: source.random() < p
    integer, coarse, first = chance(0.5), chance(0.5), source.choice([0, 1, 1, 7])
    images = source.sample(range(0 if chance(0.3) else 1, 500), source.randint(1, 25))
    if not chance(0.5):
        images.sort()
    classes = source.sample(range(0 if chance(0.3) else 1, 95), source.choice([1, 2, 3, 6, 12]))
    truth_classes = [c for c in classes if chance(0.85)] or classes[:1]
    found_classes = [c for c in classes if chance(0.85)] or classes[:1]
    crowded, dense = chance(0.6), chance(0.15)

    def box():
        if integer:
            side = source.choice([0, 5, 10, 20, 32, 64, 96, 100, 120])
            other = source.choice([side, side, 10, 20, 32, 64])
            return [source.choice([0, 5, 10, 20, 50, 100]), source.choice([0, 5, 10, 20, 50]), side, other]
        w, h = source.choice([8, 40, 150]) * (source.random() + 0.3), source.choice([8, 40, 150]) * (source.random() + 0.3)
        return [round(source.random() * 300, 2), round(source.random() * 200, 2), round(w, 2), round(h, 2)]

    def moved(b):
        if integer:
            shift = source.choice([0, 0, 1, 2, 5, 10])
            return [b[0] + shift, b[1], b[2], b[3] if chance(0.8) else max(0, b[3] - shift)]
        s = source.choice([0, 0.05, 0.15, 0.4])
        return [round(v + (source.random() - 0.5) * s * max(b[2], b[3], 1), 2) for v in b[:2]] + [
            round(v * (1 + (source.random() - 0.5) * s), 2) for v in b[2:]]

    score = lambda: source.choice([0.0, 0.1, 0.25, 0.3, 0.5, 0.9, 1.0]) if coarse else round(source.random(), 4)
    annotations, detections, number = [], [], first
    for image in images:
        if chance(0.15):
            continue
        here = []
        for _ in range(source.randint(0, 60 if dense else 8)):
            b, c = box(), source.choice(truth_classes)
            here.append((b, c))
            area = b[2] * b[3] * (1 if chance(0.5) else source.choice([0.4, 0.7, 1.5]))
            annotations.append(dict(id=number, image_id=image, category_id=c, bbox=b, area=area,
                                    iscrowd=int(crowded and chance(0.2))))
            number += 1
        for b, c in here:
            while chance(0.55):
                other = c if chance(0.8) and c in found_classes else source.choice(found_classes)
                detections.append(dict(image_id=image, category_id=other, bbox=moved(b), score=score()))
        for _ in range(source.randint(0, 160 if dense else 5)):
            b = box()
            if chance(0.02):
                b = [b[0], b[1], -b[2], b[3]]
            detections.append(dict(image_id=image, category_id=source.choice(found_classes), bbox=b, score=score()))
    if chance(0.5):
        source.shuffle(detections)
    if chance(0.3):
        source.shuffle(annotations)
    truth = dict(images=[dict(id=i, file_name=f"{i}.png", width=640, height=480) for i in images],
                 categories=[dict(id=c, name=f"class {c}") for c in classes], annotations=annotations)
    slices = {f"slice {n}": [i for i in images if chance(p)] for n, p in enumerate([0.5, 0.2])}
    return truth, detections, {name: chosen for name, chosen in slices.items() if chosen}


# ---- the references ----------------------------------------------------------------------------------------------


@contextlib.contextmanager
def quiet():
    with contextlib.redirect_stdout(io.StringIO()):
        yield


def mean(cells):
    cells = cells[cells > -1]
    return float(np.mean(cells)) if len(cells) else -1.0


def coco(truth, detections, images=None, ids=1):
    """pycocotools' answer. Ids of annotations are moved up by one: it takes a match with id 0 for none. With `ids` None
    they are left as they are."""
    if ids is not None:
        truth = dict(truth, annotations=[dict(a, id=n + ids) for n, a in enumerate(truth["annotations"])])
    with quiet():
        right = COCO()
        right.dataset = truth
        right.createIndex()
        if detections:
            found = right.loadRes([dict(d) for d in detections])
        else:
            found = COCO()
            found.dataset = dict(truth, annotations=[])
            found.createIndex()
        run = COCOeval(right, found, "bbox")
        if images is not None:
            run.params.imgIds = images
        run.evaluate()
        run.accumulate()
        run.summarize()
    return run


def coco_parts(truth, detections, slices):
    run = coco(truth, detections)
    precision, recall, scores = run.eval["precision"], run.eval["recall"], run.eval["scores"]
    ids, grid = run.params.catIds, run.params.recThrs
    out = {"stats": dict(zip(NAMES, map(float, run.stats)))}
    if any(a["id"] == 0 for a in truth["annotations"]):
        out["stats_with_id_0_missed"] = dict(zip(NAMES, map(float, coco(truth, detections, ids=None).stats)))
    each = lambda value: {str(c): value(k) for k, c in enumerate(ids)}
    defined = {k for k in range(len(ids)) if precision[0, 0, k, 0, 2] > -1}
    some = lambda value: {str(c): value(k) for k, c in enumerate(ids) if k in defined}
    out["per_class_ap"] = each(lambda k: mean(precision[:, :, k, 0, 2]))
    out["per_class_ap50"] = each(lambda k: mean(precision[0, :, k, 0, 2]))
    out["per_class_ar100"] = each(lambda k: mean(recall[:, k, 0, 2]))
    out["precision_at_recall"] = {
        f"iou={name}": {f"0.{r // 10}0": mean(precision[t, r, :, 0, 2]) for r in LEVELS}
        for name, t in (("0.50", 0), ("0.75", 5))}
    out["per_class_precision_at_recall50"] = some(lambda k: {f"0.{r // 10}0": precision[0, r, k, 0, 2] for r in LEVELS})
    out["per_class_score_at_recall50"] = some(lambda k: {f"0.{r // 10}0": scores[0, r, k, 0, 2] for r in LEVELS})
    out["per_class_recall_at_precision50"] = some(lambda k: {
        f"{p:.2f}": max((float(grid[r]) for r in range(101) if precision[0, r, k, 0, 2] >= p), default=0.0)
        for p in (0.5, 0.75, 0.9, 0.95)})
    out["slices"] = {name: dict(zip(NAMES, map(float, coco(truth, detections, images).stats)))
                     for name, images in slices.items()}
    return out


def tide_parts(truth, detections):
    right, found = Data("truth"), Data("found")
    for c in truth["categories"]:
        right.add_class(c["id"], c["name"])
    for i in truth["images"]:
        right.add_image(i["id"], i["file_name"])
    for a in truth["annotations"]:
        (right.add_ignore_region if a["iscrowd"] else right.add_ground_truth)(a["image_id"], a["category_id"], a["bbox"])
    for d in detections:
        found.add_detection(d["image_id"], d["category_id"], d["score"], d["bbox"])
    tide = TIDE()
    try:
        run = tide.evaluate(right, found, mode=TIDE.BOX)
    except ZeroDivisionError:  # neither objects nor detections
        return {}
    short = lambda values: {kind.short_name: value for kind, value in values.items()}
    out = {
        "tide_ap": run.ap, "tide_counts": short(run.count_errors()),
        "tide_per_class_ap": {str(c): data.get_ap() for c, data in run.ap_data.objs.items() if not data.is_empty()}}
    # It divides by zero where a repair leaves no class at all.
    for part, ask in (("tide", tide.get_main_errors), ("tide_special", tide.get_special_errors)):
        with contextlib.suppress(ZeroDivisionError):
            out[part] = ask()["found"]
    return out


def iou(d, g, crowd=False):
    w, h = min(d[0] + d[2], g[0] + g[2]) - max(d[0], g[0]), min(d[1] + d[3], g[1] + g[3]) - max(d[1], g[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / (d[2] * d[3] if crowd else d[2] * d[3] + g[2] * g[3] - w * h)


def confusion(truth, detections):
    ids = sorted(c["id"] for c in truth["categories"])
    place = {c: k for k, c in enumerate(ids)}
    matrix = [[0] * (len(ids) + 1) for _ in range(len(ids) + 1)]
    for image in (i["id"] for i in truth["images"]):
        objects = [a for a in truth["annotations"] if a["image_id"] == image]
        free = [not a["iscrowd"] for a in objects]
        for d in sorted((d for d in detections if d["image_id"] == image), key=lambda d: -d["score"])[:100]:
            if d["score"] < 0.25:
                continue
            best, chosen = 0.0, None
            for k, a in enumerate(objects):
                value = iou(d["bbox"], a["bbox"])
                if free[k] and value >= 0.5 and value > best:
                    best, chosen = value, k
            if chosen is not None:
                free[chosen] = False
                matrix[place[objects[chosen]["category_id"]]][place[d["category_id"]]] += 1
            elif not any(a["iscrowd"] and a["category_id"] == d["category_id"] and iou(d["bbox"], a["bbox"], True) >= 0.5
                         for a in objects):
                matrix[-1][place[d["category_id"]]] += 1
        for k, a in enumerate(objects):
            if free[k]:
                matrix[place[a["category_id"]]][-1] += 1
    return {"classes": ids, "matrix": matrix}


# ---- comparing ---------------------------------------------------------------------------------------------------


def differences(got, want, path, tolerance):
    """How many numbers were compared, and what differs."""
    if isinstance(want, dict):
        compared, out = 0, []
        for key, value in want.items():
            n, more = differences(got.get(key) if isinstance(got, dict) else None, value, f"{path}.{key}", tolerance)
            compared, out = compared + n, out + more
        return compared, out
    if isinstance(want, list):
        if not isinstance(got, list) or len(got) != len(want):
            return 1, [f"{path}: {got} where {want} is right"]
        return differences(dict(enumerate(got)), dict(enumerate(want)), path, tolerance)
    if isinstance(got, (int, float)) and abs(got - want) <= tolerance:
        return 1, []
    return 1, [f"{path}: {got} where {want} is right"]


def check(program, folder, threads):
    path = lambda name: os.path.join(folder, name)
    read = lambda name: json.load(open(path(name)))
    truth, detections, slices = read("gt.json"), read("dt.json"), read("slices.json")
    run = subprocess.run(
        [program, "measure", "detection", "--ground-truth", path("gt.json"), "--detections", path("dt.json"),
         "--slices", path("slices.json"), "--threads", str(threads)], capture_output=True, text=True)
    if run.returncode:
        return 1, [f"exit status {run.returncode}: {run.stderr.strip()[-300:]}"]
    got = json.loads(run.stdout)
    want = dict(coco_parts(truth, detections, slices), **tide_parts(truth, detections), confusion=confusion(truth, detections))
    compared, out = 0, []
    for part, value in want.items():
        tolerance = 0 if part in ("tide_counts", "confusion") else 1e-4 if part.startswith("tide") else 1e-6
        n, more = differences(got.get(part), value, part, tolerance)
        compared, out = compared + n, out + more
    return compared, out


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", nargs="?", default=".build/release/misread")
    parser.add_argument("--sets", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="where sets that differ are left")
    options = parser.parse_args()
    compared = failed = 0
    for number in range(options.seed, options.seed + options.sets):
        with tempfile.TemporaryDirectory() as folder:
            if options.keep:
                folder = os.path.join(options.keep, str(number))
                os.makedirs(folder, exist_ok=True)
            for name, content in zip(("gt.json", "dt.json", "slices.json"), draw(random.Random(number))):
                with open(os.path.join(folder, name), "w") as file:
                    json.dump(content, file)
            n, out = check(options.program, folder, 1 + number % 3)
            compared += n
            if out:
                failed += 1
                print(f"seed {number}: {len(out)} of {n} numbers differ")
                print("\n".join("    " + line for line in out[:8]))
            elif options.keep:
                for name in os.listdir(folder):
                    os.remove(os.path.join(folder, name))
                os.rmdir(folder)
    print(f"{options.sets} sets, {compared} numbers compared, {failed} sets differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
