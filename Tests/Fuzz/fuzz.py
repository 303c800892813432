#!/usr/bin/env python3
"""Mutates small inputs of every reader and looks for a crash, a hang or a lie.

    Tests/Fuzz/fuzz.py BINARY [--mutants N] [--seed S] [--only READER] [--seconds T] [--keep DIR] [--inside TESTS]

Each mutant is a workspace of one file that was changed: bits, spans, numbers, lines, truncation. `misread check-input` has
to leave with 0 or 2 (3 where the system refuses a file) within ten seconds, and `misread build` with 0 or 1 where that said
0, with 2 or 3 where it said 2. Everything is drawn from the seed: a failure is told with the command that makes it again.
With --inside, the bundle that `swift build --build-tests` makes, mutants are read and audited by two processes that stay, ten
times as many in the same time; whatever is not right there is tried again by the program itself, which then has the say.
Needs nothing but Python's standard library.
"""
import argparse, gzip, io, json, os, random, re, select, shutil, struct, subprocess, sys, tempfile, time, zipfile, zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CLASSES = ["cat", "dog", "owl"]


def npy(values, shape, kind="<f8"):
    header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }" % (kind, tuple(shape))
    header += " " * (-(len(header) + 11) % 64) + "\n"
    body = b"".join(struct.pack("<d" if kind == "<f8" else "<f", value) for value in values)
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + body


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\x00" + bytes((x * 7 + y * 13) % 256 for x in range(width)) for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def rows(count=24):
    draw = random.Random(7)
    for row in range(count):
        label = row % 3
        answer = label if draw.random() < 0.8 else draw.randrange(3)
        raw = [0.1 + draw.random() * 0.2 for _ in CLASSES]
        raw[answer] += 1
        total = sum(raw)
        yield "i%02d" % row, CLASSES[label], CLASSES[answer], [value / total for value in raw]


def classifier():
    images = "image_id,label,site,speed\n" + "".join(
        "%s,%s,%s,%d\n" % (name, label, "nsew"[row % 4], row % 5) for row, (name, label, _, _) in enumerate(rows()))
    return {
        "misread.yml": "title: T\nclasses: [cat, dog, owl]\nslicing: {min_support: 4}\n",
        "datasets/d/dataset.yml": "title: D\n", "datasets/d/images.csv": images,
        "versions/v1/version.yml": "date: 2026-01-31\nmodel: M\n",
        "versions/v1/d/predictions.csv": "image_id,predicted,confidence\n" + "".join(
            "%s,%s,%.4f\n" % (name, answer, max(p)) for name, _, answer, p in rows()),
    }


def changed(base, target, text, drop=()):
    files = {path: value for path, value in base.items() if path not in drop}
    files[target] = text
    return files, target


def detector():
    draw = random.Random(3)
    images, objects, found = [], [], []
    for image in range(8):
        images.append({"id": image + 1, "file_name": "p%d.png" % image, "width": 64, "height": 48})
        for _ in range(3):
            box = [draw.randrange(30), draw.randrange(20), 8 + draw.randrange(20), 8 + draw.randrange(16)]
            category = 1 + draw.randrange(3)
            objects.append({"id": len(objects) + 1, "image_id": image + 1, "category_id": category, "bbox": box,
                            "area": box[2] * box[3], "iscrowd": 0})
            if draw.random() < 0.8:
                found.append({"image_id": image + 1, "category_id": category,
                              "bbox": [v + draw.random() * 2 for v in box], "score": round(draw.random(), 4)})
    truth = {"images": images, "annotations": objects,
             "categories": [{"id": i + 1, "name": name} for i, name in enumerate(CLASSES)]}
    files = {
        "misread.yml": "title: T\ntask: detection\n", "datasets/d/dataset.yml": "title: D\n",
        "versions/v1/version.yml": "date: 2026-01-31\nmodel: M\n",
        "datasets/d/annotations.json": json.dumps(truth), "versions/v1/d/detections.json": json.dumps(found),
    }
    return files, truth, found


def readers():
    """Name of a reader to the files of a workspace and the one of them that is mutated."""
    base = classifier()
    # The best classes of a row and their probabilities as lists in cells.
    best = "image_id,label,prob\n"
    for image, _, _, found in rows():
        order = sorted(range(len(found)), key=lambda place: -found[place])
        best += '%s,"%s","%s"\n' % (image, [CLASSES[place] for place in order], [round(found[place], 4) for place in order])
    predictions = "versions/v1/d/predictions.csv"
    wide = "image_id,p_cat,p_dog,p_owl\n" + "".join(
        name + "," + ",".join("%.4f" % v for v in p) + "\n" for name, _, _, p in rows())
    flat = [v for _, _, _, p in rows() for v in p]
    lines = "".join(json.dumps({"image_id": n, "predicted": a, "confidence": max(p)}) + "\n" for n, _, a, p in rows())
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("probs.npy", npy(flat, (24, 3)))
    found = {
        "images.csv": (base, "datasets/d/images.csv"), "predictions.csv": (base, predictions),
        "wide.csv": changed(base, predictions, wide),
        "best.csv": changed(base, predictions, best),
        "semicolon.csv": changed(base, predictions, wide.replace(",", ";").replace(".", ",")),
        "predictions.jsonl": changed(base, "versions/v1/d/predictions.jsonl", lines, [predictions]),
        "predictions.json": changed(
            base, "versions/v1/d/predictions.json", "[" + ",".join(lines.split("\n")[:-1]) + "]", [predictions]),
        "predictions.csv.gz": changed(base, predictions + ".gz", gzip.compress(base[predictions].encode(), mtime=0), [predictions]),
        "predictions.npy": changed(base, "versions/v1/d/predictions.npy", npy(flat, (24, 3)), [predictions]),
        "predictions.npz": changed(base, "versions/v1/d/predictions.npz", archive.getvalue(), [predictions]),
        "misread.yml": changed(
            base, "misread.yml", base["misread.yml"] + "owners: [x]\nunit: site\naccept: [class-names]\n"
            "gates:\n  - {name: A, fact: headline/accuracy, at_least: 0.5}\n  - {fact: headline/recall@class=*, at_least: 0.1}\n"),
        "version.yml": changed(
            base, "versions/v1/version.yml", base["versions/v1/version.yml"] + "columns: {confidence: confidence}\n"
            "coverage: subset\nids: {match: stem}\nchanges: [a, b]\n"),
    }
    files, truth, detections = detector()
    found["annotations.json"] = (files, "datasets/d/annotations.json")
    found["detections.json"] = (files, "versions/v1/d/detections.json")
    pictures = {"datasets/d/images/p%d.png" % image: png(64, 48) for image in range(8)}
    found["picture.png"] = ({**files, **pictures}, "datasets/d/images/p0.png")
    # Of other formats, whatever the name says; written by Pillow (Tests/TestSupport/SmallPictures+Formats.swift).
    for kind in ("webp", "tiff", "bmp", "gif"):
        sound = (Path(__file__).resolve().parent / "corpus/picture" / kind).read_bytes()
        found["picture." + kind] = (
            {**files, **pictures, "datasets/d/images/p0.png": sound}, "datasets/d/images/p0.png")
    labels, results, xml = {}, {}, {}
    for image in truth["images"]:
        own = [o for o in truth["annotations"] if o["image_id"] == image["id"]]
        share = lambda b: ((b[0] + b[2] / 2) / 64, (b[1] + b[3] / 2) / 48, b[2] / 64, b[3] / 48)
        stem = image["file_name"][:-4]
        labels["datasets/d/labels/%s.txt" % stem] = "".join(
            "%d %.5f %.5f %.5f %.5f\n" % ((o["category_id"] - 1,) + share(o["bbox"])) for o in own)
        results["versions/v1/d/labels/%s.txt" % stem] = "".join(
            "%d %.5f %.5f %.5f %.5f %.3f\n" % ((o["category_id"] - 1,) + share(o["bbox"]) + (0.3 + o["id"] / 50,)) for o in own)
        xml["datasets/d/annotations/%s.xml" % stem] = (
            "<annotation><filename>%s.png</filename><size><width>64</width><height>48</height></size>" % stem + "".join(
                "<object><name>%s</name><bndbox><xmin>%d</xmin><ymin>%d</ymin><xmax>%d</xmax><ymax>%d</ymax></bndbox></object>"
                % (CLASSES[o["category_id"] - 1], o["bbox"][0], o["bbox"][1], o["bbox"][0] + o["bbox"][2],
                   o["bbox"][1] + o["bbox"][3]) for o in own) + "</annotation>")
    plain = {path: files[path] for path in ("misread.yml", "datasets/d/dataset.yml", "versions/v1/version.yml")}
    names = {"datasets/d/classes.txt": "\n".join(CLASSES) + "\n"}
    yolo = {**plain, **labels, **results, **pictures, **names}
    maps = {"versions/v1/d/saliency/%s.npy" % name: npy([(i * 7 + row) % 11 for i in range(48)], (6, 8))
            for row, (name, _, _, _) in enumerate(rows())}
    found["saliency.npy"] = ({**base, **maps}, "versions/v1/d/saliency/i00.npy")
    vectors = npy([(i * 13) % 17 for i in range(24 * 4)], (24, 4))
    found["embeddings.npy"] = changed(base, "versions/v1/d/embeddings.npy", vectors)
    found["experiment.csv"] = changed(
        base, "versions/v1/d/experiments/blur=1/predictions.csv", base[predictions])
    found["labels.txt"] = (yolo, "datasets/d/labels/p0.txt")
    found["results.txt"] = (yolo, "versions/v1/d/labels/p0.txt")
    by_name = [dict(d, image_id="p%d" % (d["image_id"] - 1), category_id=CLASSES[d["category_id"] - 1]) for d in detections]
    found["voc.xml"] = (
        {**plain, **xml, "versions/v1/d/detections.json": json.dumps(by_name)}, "datasets/d/annotations/p0.xml")
    found.update(layouts(plain, truth, detections))
    lists = "".join(json.dumps({"image_id": name, "probs": p}) + "\n" for name, _, _, p in rows())
    found["probs.jsonl"] = changed(base, "versions/v1/d/predictions.jsonl", lists, [predictions])
    found["classes.txt"] = changed(
        {**base, "versions/v1/d/predictions.npy": npy(flat, (1, 24, 3))}, "versions/v1/d/classes.txt",
        "owl\ncat\ndog\n", [predictions])
    found.update(several_labels(base, predictions))
    found.update(several_sets(base, predictions))
    federated = dict(truth, images=[
        dict(image, neg_category_ids=[1 + image["id"] % 3], not_exhaustive_category_ids=[1 + (image["id"] + 1) % 3])
        for image in truth["images"]])
    found["lvis.json"] = (
        {**files, "misread.yml": files["misread.yml"] + "rule: lvis\n", "datasets/d/annotations.json": json.dumps(federated)},
        "datasets/d/annotations.json")
    return found


def several_labels(base, predictions):
    """A multi-label model in its forms."""
    own = {name: [c for i, c in enumerate(CLASSES) if (row >> i) & 1] for row, (name, _, _, _) in enumerate(rows())}
    files = {**base, "misread.yml": base["misread.yml"] + "task: multilabel\n"}
    images = "datasets/d/images.csv"
    lists = "image_id,label\n" + "".join("%s,%s\n" % (name, ";".join(labels)) for name, labels in own.items())
    hot = "image_id,cat,dog,owl\n" + "".join(
        name + "," + ",".join(str(int(c in labels)) for c in CLASSES) + "\n" for name, labels in own.items())
    scores = "image_id,p_cat,p_dog,p_owl\n" + "".join(
        name + "," + ",".join("%.3f" % (0.7 + i / 50 if c in labels else 0.2 + i / 50) for i, c in enumerate(CLASSES)) + "\n"
        for name, labels in own.items())
    objects = "".join(json.dumps({"image_id": name, "labels": labels}) + "\n" for name, labels in own.items())
    files[predictions] = scores
    return {
        "labels.csv": ({**files, images: lists}, images), "multihot.csv": ({**files, images: hot}, images),
        "scores-of-labels.csv": ({**files, images: lists}, predictions),
        "labels.jsonl": changed({**files, images: lists}, "datasets/d/images.jsonl", objects, [images]),
    }


def several_sets(base, predictions):
    """Two data sets, one of them outside of datasets/."""
    files = {path.replace("datasets/d/", "data/e/").replace("/d/", "/e/"): value for path, value in base.items()}
    files.update(base)
    settings = base["misread.yml"] + (
        "datasets:\n  d: {role: test}\n  e: {path: data/e, unit: site, gates: [{fact: headline/accuracy, at_least: 0.2}]}\n"
        "  f: {retired: true}\ngates:\n  - {fact: \"e: headline/accuracy\", at_least: 0.1}\n")
    return {"datasets.yml": ({**files, "misread.yml": settings}, "misread.yml")}


def layouts(plain, truth, detections):
    """Boxes in the forms of other tools, each with results in a form that fits."""
    stem = {image["id"]: image["file_name"][:-4] for image in truth["images"]}
    name = lambda row: CLASSES[row["category_id"] - 1]
    corners = lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
    of = {image: [o for o in truth["annotations"] if o["image_id"] == image] for image in stem}
    table = "image,label,x,y,w,h\n" + "".join(
        "%s.png,%s,%s\n" % (stem[o["image_id"]], name(o), ",".join(map(str, o["bbox"]))) for o in truth["annotations"])
    scored = "image,label,score,x,y,w,h\n" + "".join(
        "%s.png,%s,%.3f,%s\n" % (stem[d["image_id"]], name(d), d["score"], ",".join(map(str, d["bbox"]))) for d in detections)
    results = {"versions/v1/d/detections.csv": scored}
    kitti = {"datasets/d/label_2/%s.txt" % stem[i]: "".join(
        "%s 0.00 0 0.1 %s 1 1 1 1 1 1 1\n" % (name(o), " ".join(map(str, corners(o["bbox"])))) for o in own)
        for i, own in of.items()}
    def around(box):
        left, top, right, bottom = corners(box)
        return "%s %s %s %s %s %s %s %s" % (left, top, right, top, right, bottom, left, bottom)
    dota = {"datasets/d/labelTxt/%s.txt" % stem[i]: "imagesource:drawn\ngsd:0.1\n" + "".join(
        "%s %s 0\n" % (around(o["bbox"]), name(o)) for o in own) for i, own in of.items()}
    wider = "".join("%s.png\n%d\n" % (stem[i], len(own)) + "".join(
        "%s 0 0 0 0 0 0\n" % " ".join(map(str, o["bbox"])) for o in own) for i, own in of.items())
    faces = "image,score,x,y,w,h\n" + "".join(
        "%s.png,%.3f,%s\n" % (stem[d["image_id"]], d["score"], ",".join(map(str, d["bbox"]))) for d in detections)
    cvat = "<annotations>" + "".join(
        '<image id="%d" name="%s.png" width="64" height="48">' % (i, stem[i]) + "".join(
            '<box label="%s" occluded="0" xtl="%s" ytl="%s" xbr="%s" ybr="%s"/>' % ((name(o),) + corners(o["bbox"])) for o in own)
        + "</image>" for i, own in of.items()) + "</annotations>"
    labelme = {"datasets/d/%s.json" % stem[i]: json.dumps({
        "imagePath": stem[i] + ".png", "imageWidth": 64, "imageHeight": 48, "shapes": [
            {"label": name(o), "shape_type": "rectangle", "points": [corners(o["bbox"])[:2], corners(o["bbox"])[2:]]}
            for o in own]}) for i, own in of.items()}
    datumaro = json.dumps({
        "categories": {"label": {"labels": [{"name": c} for c in CLASSES]}}, "items": [
            {"id": stem[i], "image": {"path": stem[i] + ".png", "size": [48, 64]}, "annotations": [
                {"type": "bbox", "label_id": o["category_id"] - 1, "bbox": o["bbox"], "attributes": {"occluded": False}}
                for o in own]} for i, own in of.items()]})
    torch = json.dumps([{
        "image_id": i, "boxes": [corners(d["bbox"]) for d in detections if d["image_id"] == i],
        "scores": [d["score"] for d in detections if d["image_id"] == i],
        "labels": [d["category_id"] for d in detections if d["image_id"] == i]} for i in of])
    mot = "".join("%d,1,%s,1,1,1\n" % (o["image_id"] + 1, ",".join(map(str, o["bbox"]))) for o in truth["annotations"])
    dets = "".join("%d,-1,%s,%.3f,-1,-1,-1\n" % (
        d["image_id"] + 1, ",".join(map(str, d["bbox"])), d["score"]) for d in detections)
    coco = {"datasets/d/annotations.json": json.dumps(truth)}
    made = lambda files, target: ({**plain, **files}, target)
    return {
        "boxes.csv": made({"datasets/d/boxes.csv": table, **results}, "datasets/d/boxes.csv"),
        "scores.csv": made({"datasets/d/boxes.csv": table, **results}, "versions/v1/d/detections.csv"),
        "kitti.txt": made({**kitti, **results}, sorted(kitti)[0]),
        "labelTxt.txt": made({**dota, **results}, sorted(dota)[0]),
        "wider.txt": made(
            {"datasets/d/wider_face_val_bbx_gt.txt": wider, "versions/v1/d/detections.csv": faces},
            "datasets/d/wider_face_val_bbx_gt.txt"),
        "cvat.xml": made({"datasets/d/cvat.xml": cvat, **results}, "datasets/d/cvat.xml"),
        "labelme.json": made({**labelme, **results}, sorted(labelme)[0]),
        "datumaro.json": made({"datasets/d/datumaro.json": datumaro, **results}, "datasets/d/datumaro.json"),
        "torch.json": made({**coco, "versions/v1/d/detections.json": torch}, "versions/v1/d/detections.json"),
        "gt.txt": made({
            "datasets/d/gt/gt.txt": mot, "datasets/d/seqinfo.ini": "[Sequence]\nimWidth=64\nimHeight=48\n",
            "versions/v1/d/det/det.txt": dets}, "datasets/d/gt/gt.txt"),
        "seqinfo.ini": made({
            "datasets/d/gt/gt.txt": mot, "datasets/d/seqinfo.ini": "[Sequence]\nimWidth=64\nimHeight=48\n",
            "versions/v1/d/det/det.txt": dets}, "datasets/d/seqinfo.ini"),
    }


WORDS = [b"", b"nan", b"-1", b"0", b"1e400", b"-0.0", b"9" * 25, b"null", b"true", b'"', b"[", b"{}", b"\x00", b"\xff",
         b",", b";", b"\n", b"\r", b"../x", b"\xe2\x80\xae", b"1e-320", b"Infinity", b"   ", b"!!x", b"*", b"&a", b"1"]


def mutant(data, draw):
    """The bytes with one to three changes."""
    data = bytearray(data)
    for _ in range(draw.choice([1, 1, 1, 2, 3])):
        kind = draw.randrange(9)
        size = max(1, len(data))
        at = draw.randrange(size)
        numbers = list(re.finditer(rb"-?\d+(?:\.\d+)?", bytes(data)))
        lines = bytes(data).split(b"\n")
        if kind == 0 and data:
            data[at] ^= 1 << draw.randrange(8)
        elif kind == 1:
            del data[at:at + draw.choice([1, 2, 8, 64])]
        elif kind == 2:
            data[at:at] = draw.choice(WORDS)
        elif kind == 3 and numbers:
            match = draw.choice(numbers)
            data[match.start():match.end()] = draw.choice(WORDS)
        elif kind == 4 and numbers:
            a, b = draw.choice(numbers), draw.choice(numbers)
            data[a.start():a.end()] = b.group()
        elif kind == 5:
            del data[at:]
        elif kind == 6 and len(lines) > 2:
            lines.insert(draw.randrange(len(lines)), draw.choice(lines))
            data = bytearray(b"\n".join(lines))
        elif kind == 7 and len(lines) > 2:
            del lines[draw.randrange(len(lines))]
            data = bytearray(b"\n".join(lines))
        else:
            part = bytes(data[at:at + draw.choice([1, 4, 32])])
            other = draw.randrange(size)
            data[other:other] = part
    return bytes(data)


def run(command, limit=10):
    try:
        done = subprocess.run(command, capture_output=True, timeout=limit)
        return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        return "hang", ""


def is_right(checked, built, number):
    return (checked == 0 and built in (0, 1)) or (checked in (2, 3) and built in (2, 3) and number > 0)


class Inside:
    """A process that reads and audits one workspace after another: MutantsTests."""
    def __init__(self, bundle):
        answers, theirs = os.pipe()
        self.process = subprocess.Popen(
            [bundle, "--testing-library", "swift-testing", "--filter", "MutantsTests"], stdin=subprocess.PIPE, pass_fds=[theirs],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "MISREAD_MUTANTS": str(theirs)})
        os.close(theirs)
        self.answers, self.begun = os.fdopen(answers), False

    def ask(self, root):
        """The two statuses; `None` for none within ten seconds, or where the process has ended."""
        try:
            self.process.stdin.write((root + "\n").encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            return None
        waits = 60 if not self.begun else 10
        self.begun = True
        if not select.select([self.answers], [], [], waits)[0]:
            return None
        line = self.answers.readline()
        return tuple(map(int, line.split())) if line else None

    def end(self):
        self.process.kill()
        self.process.wait()
        self.answers.close()


def inside(bundle, seed, table, numbers, work, told, end):
    """Mutants of some numbers of each reader until the time `end`, by one process at a time: how many of each reader and kind. What
    is not answered rightly is added to `told`."""
    counts, asked, process = Counter(), 0, Inside(bundle)
    for name, (files, target) in table.items():
        root = os.path.join(work, "w")
        shutil.rmtree(root, ignore_errors=True)
        write(root, files)
        for number in numbers:
            if time.monotonic() > end:
                break
            data = mutated(files, target, seed, name, number)
            with open(os.path.join(root, target), "wb") as out:
                out.write(data)
            answer = process.ask(root)
            asked += 1
            if answer is None or asked % 5000 == 0:
                process.end()
                process = Inside(bundle)
            # Statuses of what is ready and of what is not are one here: the verdict is not asked for.
            if answer is None or not is_right(*answer, number):
                told.append((name, number))
            counts[name, "%s/%s" % (answer or ("none", "none"))] += 1
    process.end()
    return counts


def write(root, files):
    for path, value in files.items():
        place = os.path.join(root, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as out:
            out.write(value.encode() if isinstance(value, str) else value)


def mutated(files, target, seed, name, number):
    """The mutant of that number. The first of each is as it is: it has to be clean."""
    value = files[target]
    data = value.encode() if isinstance(value, str) else value
    return mutant(data, random.Random("%d %s %d" % (seed, name, number))) if number > 0 else data


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--mutants", type=int, default=100, help="of each reader")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--keep", help="folder that failing workspaces are copied to")
    parser.add_argument("--inside", metavar="TESTS", help="the bundle of tests, whose processes try the mutants first")
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="misread-fuzz-")
    begun, counts, failures = time.monotonic(), Counter(), []
    table = readers()
    if options.only:
        table = {name: value for name, value in table.items() if options.only in name}
    wanted = {name: range(options.mutants) for name in table}
    try:
        if options.inside:
            told, halves = [], [range(half, options.mutants, 2) for half in (0, 1)]
            with ThreadPoolExecutor(2) as pool:
                counts = sum(pool.map(
                    lambda half: inside(options.inside, options.seed, table, half, "%s-%d" % (work, half.start), told,
                                        begun + options.seconds), halves), Counter())
            wanted = {name: sorted(number for of, number in told if of == name) for name in table}
            print("%d not answered rightly inside: %s" % (len(told), sorted(told)[:40]), flush=True)
        for number in range(options.mutants):
            for name, (files, target) in table.items():
                if number not in wanted[name]:
                    continue
                if not options.inside and time.monotonic() - begun > options.seconds:
                    break
                root = os.path.join(work, "w")
                shutil.rmtree(work, ignore_errors=True)
                write(root, {**files, target: mutated(files, target, options.seed, name, number)})
                checked, told = run([options.binary, "check-input", root])
                built, said = run([options.binary, "build", root, "--output", os.path.join(work, "site")], 30)
                kind = "%s/%s" % (checked, built)
                if not options.inside:
                    counts[name, kind] += 1
                if not is_right(checked, built, number):
                    failures.append((name, number, kind))
                    print("FAILED %s mutant %d: check-input %s, build %s\n%s" % (
                        name, number, checked, built, (told + said)[-600:]), flush=True)
                    if options.keep:
                        shutil.copytree(root, os.path.join(options.keep, "%s-%d" % (name, number)), dirs_exist_ok=True)
    finally:
        for place in (work, work + "-0", work + "-1"):
            shutil.rmtree(place, ignore_errors=True)
    for name in table:
        kinds = sorted((kind, count) for (of, kind), count in counts.items() if of == name)
        print("%-20s %5d  %s" % (name, sum(count for _, count in kinds), "  ".join("%s: %d" % kind for kind in kinds)))
    total = sum(counts.values())
    print("%d mutants in %.0f s, %d failures" % (total, time.monotonic() - begun, len(failures)))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
