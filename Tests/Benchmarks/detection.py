"""Detection metrics beside the fastest evaluators there are. Run by `make bench`; needs nothing but Python for misread.

usage: detection.py [--quick] [--only val2017|large] [--limit SECONDS]

Every tool reads the same two files and gives COCO's twelve numbers ("AP"); those that can also give TIDE, the confusion
matrix and the twelve numbers on ten slices of the images ("everything"). Measured are CPU seconds and peak memory. Of
misread it is the whole process; of a peer, what follows its imports. Peers are installed the first time, by
detection-peers.sh; one that cannot be is left out. The twelve numbers of all tools have to be equal to 1e-6, or the status is 1.
"""
import argparse, importlib.metadata, importlib.util, json, math, os, random, resource, subprocess, sys, threading

ROOT = os.getcwd()
MISREAD = os.path.join(ROOT, ".build/release/misread")
INPUTS = os.path.join(ROOT, ".build/benchmarks")
PEERS = os.path.join(ROOT, ".build/benchmarks/detection-peers/bin/python")
NAMES = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"]
# Images, and what misread has to keep: CPU seconds and MiB of AP, CPU seconds of everything.
SETS = {"val2017": (5_000, 0.5, 120, 1.0), "large": (50_000, 8.0, 800, None)}


# ---- inputs ------------------------------------------------------------------------------------------------------


def make(name, images):
    """Ground truth, detections and slices like those of a good detector on COCO; the same bytes on every machine."""
    folder = os.path.join(INPUTS, f"detection-{name}-{images}")
    paths = [os.path.join(folder, part + ".json") for part in ("truth", "detections", "slices")]
    if all(map(os.path.exists, paths)):
        return paths
    os.makedirs(folder, exist_ok=True)
    draw = random.Random(images).random
    normal = lambda: math.sqrt(-2 * math.log(1 - draw())) * math.cos(2 * math.pi * draw())
    popular = lambda: int(80 * draw() ** 2.2)
    records, annotations = [], []
    slices = {f"slice {n}": [] for n in range(10)}

    def box():
        """4 in 10 are small, 1 in 4 large, as in COCO."""
        area, shape = math.exp(3.7 + 8.2 * draw()), math.exp(0.5 * normal())
        w, h = min(639, math.sqrt(area * shape)), min(479, math.sqrt(area / shape))
        return draw() * (640 - w), draw() * (480 - h), w, h

    def near(b, spread):
        scale = math.exp(spread * normal()), math.exp(spread * normal())
        return (b[0] + spread * b[2] * normal(), b[1] + spread * b[3] * normal(), b[2] * scale[0], b[3] * scale[1])

    text = lambda b: "[%.2f,%.2f,%.2f,%.2f]" % b
    with open(paths[1], "w") as results:
        start = "["
        for image in range(1, images + 1):
            number = image * 37
            records.append({"id": number, "file_name": f"{number:012d}.jpg", "width": 640, "height": 480})
            for name in slices:
                if draw() < 0.3:
                    slices[name].append(number)
            here, found = [popular() for _ in range(3)], []
            for _ in range(min(60, int(-7.9 * math.log(1 - draw())))):
                category, b, crowd = here[int(3 * draw())], box(), draw() < 0.012
                annotations.append(
                    '{"id":%d,"image_id":%d,"category_id":%d,"bbox":%s,"area":%.2f,"iscrowd":%d}'
                    % (len(annotations) + 1, number, category + 1, text(b), b[2] * b[3] * (0.4 + 0.5 * draw()), crowd))
                if draw() < 0.8:
                    answer = category if draw() < 0.92 else popular()
                    score = 1 / (1 + math.exp(-0.3 - 1.3 * normal()))
                    found.append((score, answer, near(b, 0.05 + 0.1 * draw())))
                    for _ in range(int(3 * draw())):
                        found.append((score * draw() * 0.8, answer if draw() < 0.8 else popular(), near(b, 0.25)))
            for _ in range(int(30 + 36 * draw())):
                found.append((0.45 * draw() ** 3 + 0.01, here[int(3 * draw())] if draw() < 0.4 else popular(), box()))
            found.sort(key=lambda detection: -detection[0])
            for score, category, b in found[:100]:
                results.write('%s{"image_id":%d,"category_id":%d,"bbox":%s,"score":%.5f}'
                              % (start, number, category + 1, text(b), score))
                start = ","
        results.write("]\n")
    categories = [{"id": n, "name": f"class {n}"} for n in range(1, 81)]
    with open(paths[0], "w") as file:
        file.write('{"images":%s,"categories":%s,"annotations":[%s]}\n'
                   % (json.dumps(records), json.dumps(categories), ",".join(annotations)))
    with open(paths[2], "w") as file:
        json.dump(slices, file)
    return paths


# ---- peers: the same job in the words of each --------------------------------------------------------------------


def evaluate(COCO, COCOeval, truth, results, style="bbox"):
    right = COCO(truth)
    run = COCOeval(right, right.loadRes(results), style)
    run.evaluate()
    run.accumulate()
    run.summarize()
    return run


def with_hotcoco(truth, results, slices, all_of_it):
    from hotcoco import COCO, COCOeval

    yield
    run = evaluate(COCO, COCOeval, truth, results)
    if all_of_it:
        run.tide_errors()
        run.confusion_matrix(min_score=0.25)
        run.slice_by(json.load(open(slices)))
    yield run.stats


def with_ultrafast_pycocotools(truth, results, slices, all_of_it):
    from ultrafast_pycocotools import COCO, COCOeval

    yield
    yield evaluate(COCO, COCOeval, truth, results).stats


def with_faster_coco_eval(truth, results, slices, all_of_it):
    from faster_coco_eval import COCO, COCOeval_faster

    yield
    yield evaluate(COCO, COCOeval_faster, truth, results).stats


def with_pycocotools(truth, results, slices, all_of_it):
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    yield
    yield evaluate(COCO, COCOeval, truth, results).stats


def with_tidecv(truth, results, slices, all_of_it):
    from tidecv import TIDE, Data

    yield
    right, found = Data("truth"), Data("found")
    truth = json.load(open(truth))
    for c in truth["categories"]:
        right.add_class(c["id"], c["name"])
    for i in truth["images"]:
        right.add_image(i["id"], i["file_name"])
    for a in truth["annotations"]:
        (right.add_ignore_region if a["iscrowd"] else right.add_ground_truth)(a["image_id"], a["category_id"], a["bbox"])
    for d in json.load(open(results)):
        found.add_detection(d["image_id"], d["category_id"], d["score"], d["bbox"])
    tide = TIDE()
    tide.evaluate(right, found, mode=TIDE.BOX)
    tide.get_all_errors()
    yield []


# Which can do what, and whether it is quick enough for the large set.
WORK = {
    "ultrafast_pycocotools": (with_ultrafast_pycocotools, "AP", True),
    "hotcoco": (with_hotcoco, "AP, everything", True),
    "faster_coco_eval": (with_faster_coco_eval, "AP", False),
    "pycocotools": (with_pycocotools, "AP", False),
    "tidecv": (with_tidecv, "TIDE", False),
}


def as_peer(name, truth, results, slices, work):
    """Runs in a process of its own: prints what it took after its imports, and the twelve numbers."""
    saved = os.dup(1)
    os.dup2(2, 1)
    steps = WORK[name][0](truth, results, slices, work == "everything")
    next(steps)
    before = resource.getrusage(resource.RUSAGE_SELF)
    stats = next(steps)
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    sys.stdout.flush()
    os.dup2(saved, 1)
    print(json.dumps([seconds, after.ru_maxrss / 1024, [float(value) for value in stats]]))


# ---- measuring ---------------------------------------------------------------------------------------------------


def run(command, limit):
    """(CPU seconds, peak MiB, what it printed), or why not."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    timer = threading.Timer(limit, child.kill)
    timer.start()
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    timer.cancel()
    if status:
        return None, None, "no answer (status %d)" % status
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, json.loads(output)


def ours(work, truth, results, slices):
    parts = {"AP": "stats", "TIDE": "tide", "everything": "stats,tide,slices,confusion"}[work]
    more = ["--slices", slices] if work == "everything" else []
    return [MISREAD, "measure", "detection", "--ground-truth", truth, "--detections", results, "--only", parts, *more]


def installed(peer):
    test = f"import importlib.metadata as m, {peer}; print(m.version('{peer.replace('_', '-')}'))"
    found = subprocess.run([PEERS, "-c", test], capture_output=True, text=True) if os.path.exists(PEERS) else None
    return found.stdout.split()[-1] if found and found.returncode == 0 else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="val2017 only, without the slow peers")
    parser.add_argument("--only", help="a set: val2017 or large")
    parser.add_argument("--limit", type=float, default=300, help="seconds that a peer may take")
    parser.add_argument("--peer", nargs=5, help=argparse.SUPPRESS)
    options, _ = parser.parse_known_args()
    if options.peer:
        as_peer(*options.peer)
        return 0
    if options.only and options.only not in SETS:
        return 0
    if not os.path.exists(PEERS):
        subprocess.run(["Tests/Benchmarks/detection-peers.sh"])
    versions = {peer: installed(peer) for peer in WORK}
    wrong = 0
    print("| set | work | tool | CPU s | peak MiB | times misread's CPU | same twelve numbers |")
    print("|---|---|---|---:|---:|---:|---|")
    for name, (images, most_seconds, most_memory, most_of_all) in SETS.items():
        if options.only and options.only != name or options.quick and name != "val2017":
            continue
        paths = make(name, images)
        for work in ("AP", "TIDE", "everything"):
            seconds, memory, answer = run(ours(work, *paths), options.limit)
            if seconds is None:
                print(f"| {name} | {work} | misread | {answer} | | | |", flush=True)
                wrong += 1
                continue
            goal = {"AP": most_seconds, "everything": most_of_all}.get(work)
            missed = [f"not within {goal:g} CPU s"] if goal and seconds > goal else []
            missed += [f"not within {most_memory} MiB"] if work == "AP" and memory > most_memory else []
            wrong += len(missed)
            print(f"| {name} | {work} | misread | {seconds:.2f} | {memory:.0f} | 1 | {'; '.join(missed)} |", flush=True)
            for peer, (_, works, is_quick) in WORK.items():
                if work not in works or not is_quick and (options.quick or name == "large"):
                    continue
                if versions[peer] is None:
                    print(f"| {name} | {work} | {peer} | not installed | | | |")
                    continue
                _, _, told = run([PEERS, __file__, "--peer", peer, *paths, work], options.limit)
                tool = f"{peer} {versions[peer]}"
                if isinstance(told, str):
                    print(f"| {name} | {work} | {tool} | {told} | | | |", flush=True)
                    continue
                took, peak, stats = told
                same = ""
                if stats:
                    agree = all(abs(answer["stats"][key] - value) <= 1e-6 for key, value in zip(NAMES, stats))
                    wrong += not agree
                    same = "yes" if agree else "NO"
                print(f"| {name} | {work} | {tool} | {took:.2f} | {peak:.0f} | {took / seconds:.1f} | {same} |", flush=True)
    return 1 if wrong else 0


sys.exit(main())
