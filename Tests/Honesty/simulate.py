#!/usr/bin/env python3
"""Null data and known truths through the program itself: what is flagged, and how often an interval holds.

usage: simulate.py MISREAD KIND [SEEDS] [FIRST]
       simulate.py MISREAD check SEEDS
KIND is one of
  units    a classifier on 60 patients of 20 frames; patients differ, no attribute has an effect; `unit: patient`
  objects  a detector on 150 images of 2 to 10 objects; images differ in difficulty, no attribute has an effect, and its
           scores are the chances that its detections are true
  ap       a detector on 60 images; the truth is its AP on 20,000 images of the same kind
  audit    two versions of a calibrated classifier of 5 classes on 1,000 images, and two runs under a change: nothing has an
           effect on anything, so a finding of any analysis is a false one
  few      the same with 2 % of errors in place of a fifth
  small    the same on 30 to 60 images of three classes
  skewed   the classifier of `units` on patients of 1 to 200 frames: half of them have 3 or fewer, and the largest tenth more
           than half of all frames
  calibrated  a calibrated classifier of 3 classes on 12 to 400 images
  multilabel  a multi-label model of 6 independent labels on 600 images whose scores are the chances that they are true
  telemetry  a classifier whose images were sent to four nodes and two builds over 20 days, dark ones more often to one: no
           node has an effect, nothing drifts, and most requests repeat an image
  slice45  a classifier wrong on 15 % of 2,000 images and on 45 % of those with two values: are they named, exactly and first?
  slice30  the same with 30 %
  patterns-rare, patterns-noisy, patterns-shared, patterns-two, patterns-hidden  embeddings of 3,000 images in which a group of 60
           images of a class, of 250, of 150 of three classes, two of these, or two rare ones beside attributes that say nothing
           fails: is each a failure mode, of whose errors shown at least 60 % are of the group?
  patterns-null  the same without a group: errors have nothing to do with the embeddings
  patterns-objects, patterns-objects-null  a detector on 1,000 images of one to four objects with embeddings, of whose objects 400 of three
           classes are a group that fails, or no group does; images differ in difficulty
  history  five versions in which three slices appear, shrink, vanish, return, grow and are renamed: are their states right?
  noise    five versions of which none is better or worse at anything: is any failure mode said to have moved?
`check` runs them all and ends with status 1 where a rate that must be small or large is not, beyond what chance explains.
Each seed is a workspace in a temporary folder that is built by `misread audit`. Prints counts and Clopper-Pearson's 95 %
interval of each rate. Needs the standard library only.
"""
import json, math, os, random, struct, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor


def beta_quantile(q, a, b):
    """The quantile of a beta distribution, by bisection of its distribution function (continued fraction)."""
    def cdf(x):
        if x <= 0: return 0.0
        if x >= 1: return 1.0
        if x > (a + 1) / (a + b + 2): return 1 - fraction(1 - x, b, a)
        return fraction(x, a, b)

    def fraction(x, a, b):
        front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)) / a
        c, d = 1.0, 1 - (a + b) * x / (a + 1)
        d = 1 / d if abs(d) > 1e-300 else 1e300
        h = d
        for m in range(1, 300):
            for numerator in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                              -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
                d = 1 + numerator * d
                d = 1 / d if abs(d) > 1e-300 else 1e300
                c = 1 + numerator / c
                c = c if abs(c) > 1e-300 else 1e-300
                h *= d * c
            if abs(d * c - 1) < 1e-14: break
        return front * h

    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if cdf(middle) < q else (low, middle)
    return low


def rate(k, n):
    low = 0.0 if k == 0 else beta_quantile(0.025, k, n - k + 1)
    high = 1.0 if k == n else beta_quantile(0.975, k + 1, n - k)
    return f"{k} of {n} [{low:.3f}, {high:.3f}]"


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file: file.write(text)


def audit(misread, folder, version="v1"):
    done = subprocess.run([misread, "audit", folder, "--version", version], capture_output=True, text=True)
    if done.returncode not in (0, 1): raise SystemExit(f"{folder}: exit {done.returncode}\n{done.stderr}")
    with open(f"{folder}/archive/{version}/audit.json") as file: return json.load(file)


def fact(result, section, name):
    facts = next(s for s in result["sections"] if s["id"] == section)["facts"]
    return next(f for f in facts if f["id"] == name)


def findings(result):
    """What is flagged: failure modes that are findings, and explanations that are supported."""
    found = [(s["id"], f.get("standing")) for s in result["sections"] for f in s["findings"]
             if f.get("standing") == "finding"]
    facts = next((s["facts"] for s in result["sections"] if s["id"] == "hypotheses"), [])
    return found + [("hypotheses", "supported") for f in facts if f["id"] == "supported" and f["value"]]


def units(misread, seed, folder, kind="units", size=lambda g: 20):
    g = random.Random(f"{kind}{seed}")
    classes = ["a", "b", "c", "d"]
    images, rows = ["image_id,label,patient,site,device,hour,light"], ["image_id,predicted,p_a,p_b,p_c,p_d"]
    for patient in range(60):
        error = g.betavariate(1.2, 6.8)  # mean 0.15, widely spread
        site, device, truth = g.choice("PQRS"), g.choice("xyz"), g.randrange(4)
        for frame in range(size(g)):
            i = f"{patient:02d}-{frame:03d}"
            label = truth if g.random() < 0.7 else g.randrange(4)
            wrong = g.random() < error
            said = (label + g.randrange(1, 4)) % 4 if wrong else label
            top = 0.85
            rest = (1 - top) / 3
            images.append(f"{i},{classes[label]},p{patient},{site},{device},{g.choice('mtwf')},{g.gauss(0, 1):.3f}")
            rows.append(f"{i},{classes[said]}," + ",".join(f"{top if c == said else rest:.6f}" for c in range(4)))
    write(f"{folder}/misread.yml", "title: Null\nclasses: [a, b, c, d]\ndataset: set\nunit: patient\n")
    write(f"{folder}/datasets/set/dataset.yml", "source: drawn\n")
    write(f"{folder}/datasets/set/images.csv", "\n".join(images) + "\n")
    write(f"{folder}/versions/v1/version.yml", "date: 2026-01-01\nmodel: m\n")
    write(f"{folder}/versions/v1/set/predictions.csv", "\n".join(rows) + "\n")
    result = audit(misread, folder)
    accuracy = fact(result, "headline", "accuracy")["interval"]
    return {"flagged": findings(result), "held": {"accuracy 0.85": accuracy["low"] <= 0.85 <= accuracy["high"]}}


def skewed(misread, seed, folder):
    return units(misread, seed, folder, "skewed", lambda g: min(200, int(1.5 * g.paretovariate(0.8))))


def multilabel(misread, seed, folder):
    """Scores that are the chances of labels which have nothing to do with each other or with any attribute."""
    g = random.Random(f"multilabel{seed}")
    labels = ["a", "b", "c", "d", "e", "f"]
    chance = [g.uniform(0.1, 0.5) for _ in labels]
    images = ["image_id,label,site,device,light"]
    rows = ["image_id," + ",".join("p_" + name for name in labels)]
    for n in range(600):
        scores = [round(g.betavariate(4 * c, 4 * (1 - c)), 4) for c in chance]
        true = [name for name, score in zip(labels, scores) if g.random() < score]
        images.append(f"i{n},{';'.join(true)},{g.choice('PQRS')},{g.choice('xyz')},{g.gauss(0, 1):.3f}")
        rows.append(f"i{n}," + ",".join(f"{score:.4f}" for score in scores))
    write(f"{folder}/misread.yml", f"title: Null\ntask: multilabel\nclasses: [{', '.join(labels)}]\ndataset: set\n")
    write(f"{folder}/datasets/set/dataset.yml", "source: drawn\n")
    write(f"{folder}/datasets/set/images.csv", "\n".join(images) + "\n")
    write(f"{folder}/versions/v1/version.yml", "date: 2026-01-01\nmodel: m\n")
    write(f"{folder}/versions/v1/set/predictions.csv", "\n".join(rows) + "\n")
    return {"flagged": findings(audit(misread, folder)), "held": {}}


def scene(g, count, first=1, calibrated=False):
    """Images of a detector whose difficulty varies from image to image. Where `calibrated`, a score is the chance that a
    detection is true: of scores drawn from a beta distribution of mean a / (a + b) that share is true, and those of the true
    and of the false are drawn from beta(a + 1, b) and beta(a, b + 1). Of 4.5 objects found an image, 4.29 have their class,
    and 0.75 detections lie on background: 0.817 are true."""
    images, objects, found = [], [], []
    a, b = 5.72, 1.28

    def score(is_true, otherwise):
        if not calibrated: return round(g.betavariate(*otherwise), 4)
        return round(g.betavariate(a + 1, b) if is_true else g.betavariate(a, b + 1), 4)

    for n in range(count):
        image = first + n
        images.append(dict(id=image, file_name=f"i{image}.png", width=1000, height=1000))
        chance = g.betavariate(2.4, 0.8)
        for k in range(g.randint(2, 10)):
            box = [20 + 190 * (k % 5), 40 + 300 * (k // 5), g.randint(60, 160), g.randint(60, 200)]
            kind = g.randint(1, 3)
            objects.append(dict(id=len(objects) + 1, image_id=image, category_id=kind, bbox=box,
                                area=box[2] * box[3], iscrowd=0))
            if g.random() < chance:
                shift = [g.gauss(0, 0.05) * box[2], g.gauss(0, 0.05) * box[3]]
                said = kind if g.random() < 0.93 else g.randint(1, 3)
                found.append(dict(image_id=image, category_id=said, score=score(said == kind, (5, 2)),
                                  bbox=[box[0] + shift[0], box[1] + shift[1], box[2], box[3]]))
        for _ in range(g.choice([0, 0, 1, 2])):
            found.append(dict(image_id=image, category_id=g.randint(1, 3), score=score(False, (2, 3)),
                              bbox=[g.randint(0, 800), 700, g.randint(60, 160), g.randint(60, 200)]))
    names = ["car", "person", "dog"]
    return dict(images=images, annotations=objects,
                categories=[dict(id=i + 1, name=n) for i, n in enumerate(names)]), found


def detector(folder, truth, found, table=None):
    write(f"{folder}/misread.yml", "title: Null\ntask: detection\ndataset: set\n")
    write(f"{folder}/datasets/set/dataset.yml", "source: drawn\n")
    write(f"{folder}/datasets/set/annotations.json", json.dumps(truth))
    if table: write(f"{folder}/datasets/set/images.csv", table)
    write(f"{folder}/versions/v1/version.yml", "date: 2026-01-01\nmodel: m\n")
    write(f"{folder}/versions/v1/set/detections.json", json.dumps(found))


def objects(misread, seed, folder):
    g = random.Random(f"objects{seed}")
    truth, found = scene(g, 150, calibrated=True)
    table = ["image_id,site,weather,light"]
    table += [f"{i['id']},{g.choice('PQRS')},{g.choice('srf')},{g.gauss(0, 1):.3f}" for i in truth["images"]]
    detector(folder, truth, found, "\n".join(table) + "\n")
    result = audit(misread, folder)
    flagged = findings(result)
    for name in ("detection_findings", "image_findings"):
        if fact(result, "detection-slices", name)["value"]: flagged.append((f"detection-slices {name}", "finding"))
    return {"flagged": flagged, "held": {}}


def softmax(logits):
    top = max(logits)
    powers = [math.exp(v - top) for v in logits]
    return [v / sum(powers) for v in powers]


def classifier(g, folder, version, labels, likelihoods, baseline=None, condition=None):
    """Predictions of a version; a condition is a folder name such as `runs/blur=1` beside the plain run."""
    names = [chr(97 + c) for c in range(len(likelihoods[0]))]
    rows = ["image_id,predicted," + ",".join(f"p_{name}" for name in names)]
    for i, p in enumerate(likelihoods):
        shares = [f"{v:.6f}" for v in p]
        shares[0] = f"{1 - sum(float(v) for v in shares[1:]):.6f}"
        rows.append(f"i{i:05d},{names[max(range(len(p)), key=lambda c: float(shares[c]))]}," + ",".join(shares))
    stated = f"baseline: {baseline}\n" if baseline else ""
    if condition is None:
        write(f"{folder}/versions/{version}/version.yml", f"date: 2026-01-0{version[1:]}\nmodel: m\n" + stated)
    write(f"{folder}/versions/{version}/set/{condition + '/' if condition else ''}predictions.csv", "\n".join(rows) + "\n")


def data_set(folder, labels, columns, classes):
    names = [chr(97 + c) for c in range(classes)]
    write(f"{folder}/misread.yml", f"title: Null\nclasses: [{', '.join(names)}]\ndataset: set\n")
    write(f"{folder}/datasets/set/dataset.yml", "source: drawn\n")
    rows = ["image_id,label," + ",".join(columns)]
    for i, label in enumerate(labels):
        rows.append(f"i{i:05d},{chr(97 + label)}," + ",".join(str(columns[name][i]) for name in columns))
    write(f"{folder}/datasets/set/images.csv", "\n".join(rows) + "\n")


def whole_audit(misread, seed, folder, kind="audit"):
    g = random.Random(f"{kind}{seed}")
    n, classes = (g.randint(30, 60), 3) if kind == "small" else (1000, 5)
    # How far classes lie apart, and how often a run knows nothing of an image: a fifth of errors and more, or 2 %.
    spread, blind = (50, 0.005) if kind == "few" else (2.2, 0.1)
    # The label is drawn from what is known of an image, so a version that says so is calibrated.
    truth = [softmax([g.gauss(0, spread) for _ in range(classes)]) for _ in range(n)]
    labels = [g.choices(range(classes), p)[0] for p in truth]
    columns = {"site": [g.choice("PQRS") for _ in range(n)], "device": [g.choice("xyz") for _ in range(n)],
               "hour": [g.randrange(24) for _ in range(n)], "light": [f"{g.gauss(0, 1):.4f}" for _ in range(n)]}
    data_set(folder, labels, columns, classes)
    # Each run knows nothing of a tenth of the images, by chance another tenth each time: it stays calibrated, and no run is
    # the better one.
    def run(): return [p if g.random() >= blind else softmax([g.gauss(0, 0.02) for _ in range(classes)]) for p in truth]
    classifier(g, folder, "v1", labels, run())
    audit(misread, folder, "v1")
    classifier(g, folder, "v2", labels, run(), baseline="v1")
    # A change that changes nothing: another draw of the same model.
    for level in (1, 2): classifier(g, folder, "v2", labels, run(), condition=f"experiments/blur={level}")
    result = audit(misread, folder, "v2")
    return {"flagged": findings(result), "held": {}}


def calibrated(misread, seed, folder):
    """A calibrated model of three classes on few images: is anything said of its confidence?"""
    g = random.Random(f"calibrated{seed}")
    n = g.choice([12, 40, 120, 400])
    truth = [softmax([g.gauss(0, 3) for _ in range(3)]) for _ in range(n)]
    labels = [g.choices(range(3), p)[0] for p in truth]
    data_set(folder, labels, {"site": [g.choice("PQ") for _ in range(n)]}, 3)
    classifier(g, folder, "v1", None, truth)
    return {"flagged": findings(audit(misread, folder)), "held": {}}


def telemetry(misread, seed, folder):
    """Requests whose errors are those of the image, or drawn anew, and depend on no node: is any node said to err more?"""
    g = random.Random(f"telemetry{seed}")
    n, classes = 400, 3
    truth = [softmax([g.gauss(0, 2.5) for _ in range(classes)]) for _ in range(n)]
    labels = [g.choices(range(classes), p)[0] for p in truth]
    dark = [g.random() < 0.4 for _ in range(n)]
    data_set(folder, labels, {"light": ["dark" if d else "day" for d in dark], "site": [g.choice("PQRS") for _ in range(n)]}, classes)
    classifier(g, folder, "v1", labels, truth)
    rows = ["image_id,node,runtime,time,predicted,latency_ms"]
    for request in range(3000):
        i = g.randrange(n)
        node = g.choices("abcd", [3, 1, 1, 1] if dark[i] else [1, 2, 2, 2])[0]
        # Of one image requests mostly agree, whatever the node.
        said = max(range(classes), key=lambda c: truth[i][c])
        if g.random() < (0.25 if dark[i] else 0.05): said = g.randrange(classes)
        day = 1 + request // 100
        rows.append(f"i{i:05d},{node},{'old' if node in 'ab' else 'new'},2026-03-{day:02d}T12:00:00Z,{chr(97 + said)},{g.expovariate(0.1):.3f}")
    write(f"{folder}/versions/v1/set/telemetry.csv", "\n".join(rows) + "\n")
    result = audit(misread, folder)
    flagged = [f for f in findings(result) if f[0] in ("nodes", "same-input", "stages", "hypotheses")]
    if fact(result, "drift", "alarms")["value"]: flagged.append(("drift", "alarm"))
    return {"flagged": flagged, "held": {}}


def planted(misread, seed, folder, rate):
    g = random.Random(f"slice{seed}")
    n = 2000
    sizes = {"site": 4, "device": 4, "weather": 3, "lens": 5, "road": 2}
    columns = {name: [f"{name[0]}{g.randrange(k)}" for _ in range(n)] for name, k in sizes.items()}
    labels = [g.randrange(4) for _ in range(n)]
    likelihoods = []
    for i, label in enumerate(labels):
        inside = columns["site"][i] == "s1" and columns["device"][i] == "d2"
        said = (label + g.randrange(1, 4)) % 4 if g.random() < (rate if inside else 0.15) else label
        likelihoods.append([0.85 if c == said else 0.05 for c in range(4)])
    data_set(folder, labels, columns, 4)
    classifier(g, folder, "v1", labels, likelihoods)
    result = audit(misread, folder)
    section = next(s for s in result["sections"] if s["id"] == "slices")
    listed = [f for f in section["findings"] if f["standing"] == "finding"]
    def named(finding):
        return sorted((p["attribute"], p["value"]) for p in predicates(finding["mode"]))
    wanted = [("device", "d2"), ("site", "s1")]
    names = [named(f) for f in listed]
    it = listed[names.index(wanted)] if wanted in names else {}
    # What is planted, on the rows that were drawn; none where it is not named, or no half finds it alone.
    def holds(measure, truth):
        return measure and measure["interval"]["low"] <= truth <= measure["interval"]["high"]
    gain = holds(it.get("gain"), (rate - 0.15) * it["measure"]["n"] / n) if it else None
    return {"flagged": [("slices", "finding")] if listed else [],
            "held": {"exactly it, first": names[:1] == [wanted], "exactly it": wanted in names,
                     "nothing else": all(name == wanted for name in names),
                     "its gain": gain, "its rate": holds(it.get("measure"), rate),
                     "its rate on held-out rows": holds(it.get("confirmation"), rate)}}


PLANTED = {"rare": ["rare"], "noisy": ["noisy"], "two": ["rare", "noisy"], "shared": ["shared"],
           "hidden": ["rare", "rarer"], "null": []}


def npy(path, rows):
    """Vectors as an array of 16-bit floats, NPY 1.0."""
    header = f"{{'descr': '<f2', 'fortran_order': False, 'shape': ({len(rows)}, {len(rows[0])}), }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        for row in rows: file.write(struct.pack(f"<{len(row)}e", *row))


def patterns(misread, seed, folder, kind):
    """Groups of images that only the embedding tells apart: which failure modes does an audit make of them?"""
    g = random.Random(f"patterns-{kind}{seed}")
    n, width, classes = 3000, 48, 8
    def direction():
        numbers = [g.gauss(0, 1) for _ in range(width)]
        length = math.sqrt(sum(v * v for v in numbers))
        return [v / length for v in numbers]
    centres = [direction() for _ in range(classes)]
    kinds = [[direction() for _ in range(4)] for _ in range(classes)]
    labels = [g.randrange(classes) for _ in range(n)]
    vectors = []
    for label in labels:
        own = kinds[label][g.randrange(4)]
        vectors.append([4 * c + 1.6 * k + g.gauss(0, 0.55) for c, k in zip(centres[label], own)])
    error, group = [0.08] * n, [""] * n
    def plant(name, rows, shift, rate):
        along = direction()
        for row in rows:
            vectors[row] = [v + shift * a for v, a in zip(vectors[row], along)]
            error[row], group[row] = rate, name
    def some(cls, count):
        free = [row for row in range(n) if labels[row] == cls and not group[row]]
        return g.sample(free, min(count, len(free)))
    for name in PLANTED[kind]:
        if name in ("rare", "rarer"): plant(name, some(g.randrange(classes), 60), 1.9, 0.70)
        if name == "noisy": plant(name, some(g.randrange(classes), 250), 1.3, 0.45)
        if name == "shared":
            plant(name, [row for cls in g.sample(range(classes), 3) for row in some(cls, 50)], 1.8, 0.60)
    likelihoods = []
    for row, label in enumerate(labels):
        if kind == "null":     # whatever flags counts, so that confidence has to mean what it says
            top = min(0.999, max(0.2, round(g.betavariate(9, 0.8), 4)))
            error[row] = 1 - top
        said = (label + g.randrange(1, classes)) % classes if g.random() < error[row] else label
        if kind != "null":
            top = round(g.betavariate(5, 4) if said != label else g.betavariate(9, 1.5), 4)
            top = min(0.999, max(0.13, top))
        likelihoods.append([top if c == said else (1 - top) / (classes - 1) for c in range(classes)])
    columns = {"site": [g.choice("PQRS") for _ in range(n)], "light": [f"{g.gauss(0, 1):.4f}" for _ in range(n)]}
    data_set(folder, labels, columns, classes)
    classifier(g, folder, "v1", labels, likelihoods)
    npy(f"{folder}/versions/v1/set/embeddings.npy", vectors)
    result = audit(misread, folder)
    section = next(s for s in result["sections"] if s["id"] == "patterns")
    found = [f for f in section["findings"] if f["standing"] == "finding"]
    held = {}
    for name in PLANTED[kind]:
        # A failure mode shows its most typical errors first: at least 60 % of them are of the group.
        shown = [[group[int(item["item"][1:])] for item in f["evidence"]] for f in found]
        held[f"{name} is a failure mode"] = any(5 * of.count(name) >= 3 * len(of) > 0 for of in shown)
    if len(PLANTED[kind]) > 1: held["both"] = all(held.values())
    return {"flagged": [(s["id"], f["standing"]) for s in result["sections"] for f in s["findings"]
                        if f.get("standing") == "finding" and (s["id"] == "patterns" or kind == "null")], "held": held}


def object_patterns(misread, seed, folder, kind):
    """Objects that only the embedding tells apart, up to four an image, of which some are missed more: a failure mode?"""
    g = random.Random(f"{kind}{seed}")
    width, classes = 16, 3
    along = [[g.gauss(0, 1) for _ in range(width)] for _ in range(classes + 1)]
    images, objects, found, vectors, group = [], [], [], [], {}
    for image in range(1, 1001):
        images.append(dict(id=image, file_name=f"i{image}.png", width=1000, height=400))
        chance = g.betavariate(9, 1.2)
        for k in range(g.randint(1, 4)):
            number, cls = len(objects) + 1, g.randrange(classes)
            box = [20 + 240 * k, 40 + g.randint(0, 60), g.randint(60, 160), g.randint(60, 200)]
            objects.append(dict(id=number, image_id=image, category_id=cls + 1, bbox=box, area=box[2] * box[3], iscrowd=0))
            is_apart = g.random() < 0.16
            vectors.append([2 * a + (1.2 * b if is_apart else 0) + g.gauss(0, 0.6)
                            for a, b in zip(along[cls], along[classes])])
            group[f"{image} object {number}"] = is_apart
            if g.random() < (0.4 if is_apart and kind == "patterns-objects" else 1) * chance:
                # Scores that are the chances that detections are true, which nearly all are: of none is anything wrong.
                found.append(dict(image_id=image, category_id=cls + 1, score=round(g.uniform(0.985, 0.9999), 4), bbox=box))
    truth = dict(images=images, annotations=objects, categories=[dict(id=i + 1, name=n) for i, n in enumerate(("car", "person", "dog"))])
    table = "image_id,site\n" + "".join(f"{i['id']},{g.choice('PQRS')}\n" for i in images)
    detector(folder, truth, found, table)
    npy(f"{folder}/versions/v1/set/embeddings.npy", vectors)
    result = audit(misread, folder)
    section = next(s for s in result["sections"] if s["id"] == "patterns")
    modes = [f for f in section["findings"] if f["standing"] == "finding"]
    held = {}
    if kind == "patterns-objects":
        shown = [[group.get(item["item"], False) for item in f["evidence"]] for f in modes]
        held["it is a failure mode"] = any(5 * sum(of) >= 3 * len(of) > 0 for of in shown)
    return {"flagged": [("patterns", f["standing"]) for f in modes], "held": held}


def predicates(mode):
    """The conditions of a slice, wherever its JSON keeps them."""
    found = []
    def walk(value):
        if isinstance(value, dict):
            if "attribute" in value: found.append(value)
            else:
                for inner in value.values(): walk(inner)
        elif isinstance(value, list):
            for inner in value: walk(inner)
    walk(mode)
    return found


NAMES = ["ap", "ap50", "ap75", "ar100"]


def truth_of_ap(misread, folder):
    truth, found = scene(random.Random("population"), 20_000)
    write(f"{folder}/g.json", json.dumps(truth))
    write(f"{folder}/d.json", json.dumps(found))
    done = subprocess.run([misread, "measure", "detection", "--ground-truth", f"{folder}/g.json", "--detections",
                           f"{folder}/d.json", "--only", "stats"], capture_output=True, text=True, check=True)
    stats = json.loads(done.stdout)["stats"]
    return dict(ap=stats["AP"], ap50=stats["AP50"], ap75=stats["AP75"], ar100=stats["AR100"])


def ap(misread, seed, folder, known):
    truth, found = scene(random.Random(f"ap{seed}"), 60)
    detector(folder, truth, found)
    result = audit(misread, folder)
    held = {}
    for name in NAMES:
        interval = fact(result, "detection", name)["interval"]
        held[f"{name} {known[name]:.4f}"] = interval["low"] <= known[name] <= interval["high"]
    return {"flagged": [], "held": held}


# What must be rare (share of seeds that flag anything) and what must hold (share of seeds), by kind.
RARE = {"audit": 0.05, "few": 0.05, "small": 0.05, "calibrated": 0.05, "units": 0.05, "skewed": 0.05, "objects": 0.05,
        "multilabel": 0.05, "noise": 0.05, "telemetry": 0.05, "patterns-null": 0.05,
        "patterns-objects-null": 0.05}
HOLDS = {"units": {"accuracy 0.85": 0.92}, "skewed": {"accuracy 0.85": 0.90}, "ap": {"": 0.92}, "slice45": {"exactly it, first": 0.90, "its gain": 0.92},
         "slice30": {"exactly it, first": 0.65, "its gain": 0.92}, "history": {"": 0.90},
         "patterns-rare": {"": 0.80}, "patterns-noisy": {"": 0.80}, "patterns-shared": {"": 0.70}, "patterns-two": {"both": 0.70},
         "patterns-objects": {"": 0.80}}
# Kinds whose workspaces are large run on a part of the seeds.
PARTS = {"few": 0.3, "telemetry": 0.3, "ap": 0.2, "slice45": 0.2, "slice30": 0.2, "history": 0.1, "noise": 0.1,
         "patterns-null": 0.1, "patterns-rare": 0.05, "patterns-noisy": 0.05, "patterns-shared": 0.05, "patterns-two": 0.05,
         "patterns-objects": 0.05, "patterns-objects-null": 0.1}


def quantile(q, n, p):
    """The smallest k that a binomial is at most with probability q."""
    k, term = 0, (1 - p) ** n
    total = term
    while total < q and k < n:
        term *= (n - k) / (k + 1) * p / (1 - p)
        k += 1
        total += term
    return k


def check(misread, seeds):
    failed = []
    for kind in RARE | HOLDS:
        n = max(10, round(seeds * PARTS.get(kind, 1)))
        flagged, held = main(misread, kind, n)
        # 99 % of samples of a rate that is as stated are within these.
        if kind in RARE and flagged > quantile(0.99, n, RARE[kind]):
            failed.append(f"{kind}: {rate(flagged, n)} flag something, at most {quantile(0.99, n, RARE[kind])} may")
        for part, share in HOLDS.get(kind, {}).items():
            for name, (known, of) in held.items():
                if not name.startswith(part): continue
                if part and name != part: continue
                least = of - quantile(0.99, of, 1 - share)
                if known < least: failed.append(f"{kind}: {name}: {rate(known, of)}, at least {least} must")
    print("\n".join(failed) if failed else f"all rates as stated, {seeds} seeds")
    return 1 if failed else 0


def main(misread, kind, seeds=100, first=0):
    import histories
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(os.cpu_count()) as pool:
        more = (truth_of_ap(misread, scratch),) if kind == "ap" else ()
        run = {"units": units, "skewed": skewed, "objects": objects, "ap": ap, "calibrated": calibrated,
               "multilabel": multilabel, "telemetry": telemetry,
               "audit": whole_audit, "few": lambda m, s, f: whole_audit(m, s, f, "few"),
               "small": lambda m, s, f: whole_audit(m, s, f, "small"),
               "slice45": lambda m, s, f: planted(m, s, f, 0.45),
               "slice30": lambda m, s, f: planted(m, s, f, 0.30),
               **{f"patterns-{name}": lambda m, s, f, name=name: patterns(m, s, f, name) for name in PLANTED},
               **{f"patterns-{name}": lambda m, s, f, name=name: object_patterns(m, s, f, f"patterns-{name}")
                  for name in ("objects", "objects-null")},
               "history": histories.planted, "noise": histories.noise}[kind]
        numbers = range(first, first + seeds)
        results = list(pool.map(lambda s: run(misread, s, f"{scratch}/{s}", *more), numbers))
    flagged = sum(bool(r["flagged"]) for r in results)
    print(f"{kind}: seeds with a finding: {rate(flagged, seeds)}")
    by_section = {}
    for result in results:
        for section in {name for name, _ in result["flagged"]}: by_section[section] = by_section.get(section, 0) + 1
    for section in sorted(by_section): print(f"  {section}: {rate(by_section[section], seeds)}")
    held = {}
    for name in results[0]["held"]:
        known = [r["held"][name] for r in results if r["held"][name] is not None]
        held[name] = (sum(map(bool, known)), len(known))
        print(f"  holds: {name}: {rate(*held[name])}", flush=True)
    return flagged, held


if __name__ == "__main__":
    if len(sys.argv) < 3: raise SystemExit(__doc__)
    if sys.argv[2] == "check": sys.exit(check(sys.argv[1], int(sys.argv[3])))
    main(sys.argv[1], sys.argv[2], *[int(text) for text in sys.argv[3:5]])
