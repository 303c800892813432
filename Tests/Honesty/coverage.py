#!/usr/bin/env python3
"""How often the printed 95 % intervals hold, measured through the program itself.

usage: coverage.py MISREAD [--seeds N] [--sizes 20,60,...] [--scenarios "2 classes,sure"] [--write PAGE]

Each seed of a scenario is a workspace of one classifier that is audited; the truth of each number is that of infinitely many
images of the same kind, computed here from the chances of 200,000 drawn ones. Prints a
table by number and size: the share of seeds whose interval holds the truth, over all scenarios, with the lowest scenario.
--write puts the table into the page of the methods, Templates/methods/coverage.md. Ends with 1 where an interval holds in
fewer than 90 % of a scenario's seeds and chance does not explain it. Needs the standard library only.
"""
import bisect, json, math, os, random, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

# What is drawn: number of classes, how sure the model is (a, b of a beta distribution of its confidence above chance), and what
# is true: a scale and a shift of the confidence's logit. A model with scale 1 and shift 0 is calibrated.
SCENARIOS = {
    "calibrated, 2 classes": (2, 2.0, 1.2, 1.0, 0.0),
    "calibrated, 10 classes": (10, 4.0, 1.2, 1.0, 0.0),
    "calibrated and sure, 10 classes": (10, 12.0, 0.5, 1.0, 0.0),
    "shifted -0.4, 10 classes": (10, 4.0, 1.2, 1.0, -0.4),
    "shifted +0.5, 2 classes": (2, 2.0, 1.2, 1.0, 0.5),
    "shifted -1, 10 classes": (10, 4.0, 1.2, 1.0, -1.0),
    "scaled 0.8, 10 classes": (10, 4.0, 1.2, 0.8, 0.0),
    "scaled 0.5, 2 classes": (2, 2.0, 1.2, 0.5, 0.0),
    "scaled 0.5 and sure, 10 classes": (10, 12.0, 0.5, 0.5, 0.0),
}
CALIBRATION = ["ece", "ece_equal_mass", "debiased_ece", "smooth_ece", "mce", "classwise_ece", "miscalibration", "signed_gap",
               "brier", "discrimination", "uncertainty", "auroc"]
HEADLINE = ["accuracy", "balanced_accuracy", "macro_f1", "log_loss", "brier"]


def logit(p): return math.log(p / (1 - p))
def sigmoid(x): return 1 / (1 + math.exp(-x))


def chance_right(scenario, confidence):
    _, _, _, scale, shift = SCENARIOS[scenario]
    return sigmoid(scale * logit(confidence) + shift)


def row(g, scenario):
    """The label, the answer and the probabilities of an image. Wrong answers are every other class alike, and what is not the
    answer's shares the rest alike but for noise, so that the second class is no secret."""
    classes, a, b, _, _ = SCENARIOS[scenario]
    confidence = 1 / classes + (1 - 1 / classes) * min(0.9999, max(0.0001, g.betavariate(a, b)))
    confidence = min(0.9995, max(confidence, 1 / classes + 0.001))
    label = g.randrange(classes)
    if g.random() < chance_right(scenario, confidence): answer = label
    else:
        answer = g.randrange(classes - 1)
        answer += answer >= label
    rest = (1 - confidence) / (classes - 1)
    return label, answer, [confidence if c == answer else rest for c in range(classes)]


def isotonic(pairs):
    """Pooled levels of (confidence, share right), by rising confidence."""
    blocks = []
    for _, hits in sorted(pairs):
        blocks.append([hits, 1])
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] >= blocks[-1][0] * blocks[-2][1]:
            hits, n = blocks.pop()
            blocks[-1][0] += hits
            blocks[-1][1] += n
    return blocks


def smooth_error(rows):
    """Smooth ECE of very many rows: residuals on a grid, smoothed by a reflected Gaussian whose width is the error."""
    cells = 2000
    grid = [0.0] * (cells + 1)
    for confidence, truth in rows: grid[min(cells, int(confidence * cells + 0.5))] += (truth - confidence) / len(rows)
    occupied = [(i / cells, r) for i, r in enumerate(grid) if r]
    coefficients = {}

    def coefficient(k):
        if k not in coefficients: coefficients[k] = sum(r * math.cos(k * math.pi * x) for x, r in occupied)
        return coefficients[k]

    def error(sigma):
        terms = max(1, min(400, int(8.6 / (math.pi * sigma)) + 1))
        weights = [2 * coefficient(k) * math.exp(-0.5 * (k * math.pi * sigma) ** 2) for k in range(1, terms + 1)]
        total = 0.0
        for point in range(200):
            x = point / 199
            total += abs(coefficient(0) + sum(w * math.cos((k + 1) * math.pi * x) for k, w in enumerate(weights)))
        return total / 200

    low, high = 0.0, 1.0
    for _ in range(10):
        middle = (low + high) / 2
        if error(middle) < middle: high = middle
        else: low = middle
    return error(high)


def truths(scenario):
    """The numbers of infinitely many images, from drawn confidences and the chance that each is right."""
    classes = SCENARIOS[scenario][0]
    g = random.Random("truth " + scenario)
    rows, exact = [], SCENARIOS[scenario][3:] == (1.0, 0.0)
    drawn = [row(g, scenario) for _ in range(200_000)]
    for _, answer, p in drawn: rows.append((p[answer], chance_right(scenario, p[answer])))
    n = len(rows)
    ece, edges = [0.0] * 15, sorted(c for c, _ in rows)
    edges = [edges[k * n // 15] for k in range(1, 15)]
    mass = [0.0] * 15
    for c, t in rows:
        ece[min(14, int(c * 15))] += (c - t) / n
        mass[bisect.bisect_right(edges, c)] += (c - t) / n
    sizes = [0] * 15
    for c, _ in rows: sizes[min(14, int(c * 15))] += 1
    accuracy = sum(t for _, t in rows) / n
    mean = sum(c for c, _ in rows) / n
    brier = sum(c * c - 2 * c * t + t for c, t in rows) / n
    recalibrated = sum(t * (1 - t) for _, t in rows) / n  # the truth rises with confidence
    # Of all ordered pairs of a right and a wrong one, by chance.
    ordered = sorted(rows)
    wrong_below, pairs = 0.0, 0.0
    for c, t in ordered:
        pairs += t * (wrong_below + (1 - t) / 2)
        wrong_below += 1 - t
    auroc = pairs / (sum(t for _, t in rows) * sum(1 - t for _, t in rows))
    # One class against the rest: its probability is the answer's or a share of what is left.
    bins = [0.0] * 15
    log_loss, sum_brier = 0.0, 0.0
    for c, t in rows:
        rest = (1 - c) / (classes - 1)
        bins[min(14, int(c * 15))] += (c - t) / n
        bins[min(14, int(rest * 15))] += (classes - 1) * (rest - (1 - t) / (classes - 1)) / n
        log_loss -= (t * math.log(c) + (1 - t) * math.log(rest)) / n
        sum_brier += (t * ((1 - c) ** 2 + (classes - 1) * rest ** 2)
                      + (1 - t) * (c * c + (1 - rest) ** 2 + (classes - 2) * rest ** 2)) / n
    known = dict(
        ece=sum(map(abs, ece)), ece_equal_mass=sum(map(abs, mass)), signed_gap=mean - accuracy,
        smooth_ece=smooth_error(rows), classwise_ece=sum(map(abs, bins)) / classes, miscalibration=brier - recalibrated,
        brier=brier, uncertainty=accuracy * (1 - accuracy), discrimination=accuracy * (1 - accuracy) - recalibrated,
        auroc=auroc, accuracy=accuracy, balanced_accuracy=accuracy, macro_f1=accuracy, log_loss=log_loss,
        sum_brier=sum_brier, gaps=[abs(g) / (s / n) if s else 0.0 for g, s in zip(ece, sizes)])
    if exact:
        for name in ("ece", "ece_equal_mass", "signed_gap", "smooth_ece", "classwise_ece", "miscalibration"): known[name] = 0.0
        known["gaps"] = [0.0] * 15
    known["debiased_ece"] = known["ece"]
    return known


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file: file.write(text)


def one(misread, scenario, n, seed, known, folder):
    """Facts of one audit: name -> (whether the interval holds, its width, which side it misses), None without one."""
    g = random.Random(f"{scenario} {n} {seed}")
    classes = SCENARIOS[scenario][0]
    names = [chr(97 + c) for c in range(classes)]
    images, rows = ["image_id,label"], ["image_id,predicted," + ",".join("p_" + name for name in names)]
    full = [0] * 15
    for i in range(n):
        label, answer, p = row(g, scenario)
        full[min(14, int(p[answer] * 15))] += 1
        images.append(f"i{i:05d},{names[label]}")
        rows.append(f"i{i:05d},{names[answer]}," + ",".join(repr(v) for v in p))
    write(f"{folder}/misread.yml", f"title: Drawn\nclasses: [{', '.join(names)}]\ndataset: set\n")
    write(f"{folder}/datasets/set/dataset.yml", "source: drawn\n")
    write(f"{folder}/datasets/set/images.csv", "\n".join(images) + "\n")
    write(f"{folder}/versions/v1/version.yml", "date: 2026-01-01\nmodel: m\n")
    write(f"{folder}/versions/v1/set/predictions.csv", "\n".join(rows) + "\n")
    done = subprocess.run([misread, "audit", folder, "--version", "v1"], capture_output=True, text=True)
    if done.returncode not in (0, 1): raise SystemExit(f"{folder}: exit {done.returncode}\n{done.stderr}")
    with open(f"{folder}/archive/v1/audit.json") as file: result = json.load(file)
    subprocess.run(["rm", "-rf", folder])
    sections = {s["id"]: {f["id"]: f for f in s["facts"]} for s in result["sections"]}
    found = {}
    for section, facts in (("calibration", CALIBRATION), ("headline", HEADLINE)):
        for name in facts:
            fact = sections[section].get(name, {})
            truth = known["sum_brier" if (section, name) == ("headline", "brier") else name] if name != "mce" else max(
                [gap for gap, count in zip(known["gaps"], full) if count >= 100], default=0)
            interval = fact.get("interval")
            found[f"{section}/{name}"] = None if interval is None else (
                interval["low"] - 1e-9 <= truth <= interval["high"] + 1e-9, interval["high"] - interval["low"],
                truth < interval["low"])
    return found


def table(results, sizes):
    """Rows of a Markdown table: of each number the coverage over the scenarios and that of the worst, by size."""
    names = list(dict.fromkeys(name for found in results.values() for name in found[0]))
    lines = ["| Number | " + " | ".join(f"n = {n:,}" for n in sizes) + " |", "|---|" + "---|" * len(sizes)]
    for name in names:
        cells = []
        for n in sizes:
            shares = []
            for (scenario, size), found in results.items():
                if size != n: continue
                known = [f[name] for f in found if f[name] is not None]
                if len(known) * 2 >= len(found): shares.append(sum(k[0] for k in known) / len(known))
            cells.append(f"{100 * sum(shares) / len(shares):.1f} ({100 * min(shares):.1f})" if shares else "")
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    return lines


def main(arguments):
    misread, options = arguments[0], dict(zip(arguments[1::2], arguments[2::2]))
    seeds = int(options.get("--seeds", 100))
    sizes = [int(text) for text in options.get("--sizes", "20,60,200,1000").split(",")]
    chosen = [s for s in SCENARIOS if any(part in s for part in options.get("--scenarios", "").split(","))]
    results = {}
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(os.cpu_count()) as pool:
        for scenario in chosen:
            known = truths(scenario)
            for n in sizes:
                results[scenario, n] = list(pool.map(
                    lambda seed: one(misread, scenario, n, seed, known, f"{scratch}/{seed}"), range(seeds)))
                for name in results[scenario, n][0]:
                    held = [f[name] for f in results[scenario, n] if f[name] is not None]
                    if not held: continue
                    share = sum(h[0] for h in held) / len(held)
                    low = sum(h[2] for h in held if not h[0])
                    print(f"{scenario:34} n {n:6} {name:30} {100 * share:5.1f} %  of {len(held)}, truth below {low}, above "
                          f"{sum(not h[0] for h in held) - low}, width {sum(h[1] for h in held) / len(held):.4f}", flush=True)
    lines = table(results, sizes)
    print("\n" + "\n".join(lines))
    if "--write" in options:
        page = options["--write"]
        with open(page) as file: text = file.read()
        start, end = text.index("| Number |"), text.index("\n\n", text.index("| Number |"))
        with open(page, "w") as file: file.write(text[:start] + "\n".join(lines) + text[end:])
    short = []
    for (scenario, n), found in results.items():
        for name in found[0]:
            held = [f[name][0] for f in found if f[name] is not None]
            # Three standard deviations of a share of 0.9 below it.
            if held and sum(held) < 0.9 * len(held) - 3 * math.sqrt(0.09 * len(held)):
                short.append(f"{name} of {scenario} at n = {n}: {sum(held)} of {len(held)}")
    if short: raise SystemExit("intervals that do not hold:\n" + "\n".join(short))


if __name__ == "__main__":
    if len(sys.argv) < 2: raise SystemExit(__doc__)
    main(sys.argv[1:])
