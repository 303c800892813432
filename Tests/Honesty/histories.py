"""Five versions of a model in a row: what the inventory of failure modes says became of each.

`planted` moves three slices: one that appears, stays, is fixed and returns; one that is there from the start, is halved and then
goes by another name; one that appears late and grows. `noise` draws five versions of which none is better at anything.
Images keep most of their difficulty from version to version, as they do.
"""
import csv, random, subprocess

from simulate import audit, classifier, data_set, write

VERSIONS = 5
BASE = 0.12
# Error rate of each slice in each version, and what it is to be called.
SLICES = {
    ("lens", "l2"): ([0.50, 0.50, 0.28, 0.28, 0.28], ["new", "persisting", "improved", "persisting", "persisting"]),
    ("site", "s1"): ([0.12, 0.40, 0.40, 0.12, 0.40], ["", "new", "persisting", "fixed", "regressed"]),
    ("device", "d3"): ([0.12, 0.12, 0.12, 0.32, 0.52], ["", "", "", "new", "worsened"]),
}
# What an attribute is called from the version with this number on.
RENAMED = {"lens": ("optics", 5)}
MOVES = {"improved", "worsened", "fixed", "regressed"}


def history(misread, seed, folder, slices):
    """The inventory over five versions, as rows of its CSV, and the attributes as drawn."""
    g = random.Random(f"history{seed}")
    n = 3000
    columns = {name: [f"{name[0]}{g.randrange(k)}" for _ in range(n)]
               for name, k in {"site": 4, "device": 4, "weather": 3, "lens": 5, "road": 2}.items()}
    # No image is in two of the slices that move: none moves because another does.
    for i in range(n):
        inside = [(name, value) for name, value in slices if columns[name][i] == value]
        for name, value in inside[1:]:
            columns[name][i] = g.choice(sorted(set(columns[name]) - {value}))
    labels = [g.randrange(4) for _ in range(n)]
    difficulty = [g.random() for _ in range(n)]
    for version in range(1, VERSIONS + 1):
        named = {RENAMED[name][0] if name in RENAMED and version >= RENAMED[name][1] else name: values
                 for name, values in columns.items()}
        data_set(folder, labels, named if slices else columns, 4)
        likelihoods = []
        for i, label in enumerate(labels):
            rates = [rates[version - 1] for (name, value), (rates, _) in slices.items() if columns[name][i] == value]
            drawn = difficulty[i] if g.random() < 0.7 else g.random()
            said = (label + g.randrange(1, 4)) % 4 if drawn < (rates + [BASE])[0] else label
            likelihoods.append([0.85 if c == said else 0.05 for c in range(4)])
        classifier(g, folder, f"v{version}", labels, likelihoods, baseline=f"v{version - 1}" if version > 1 else None)
        audit(misread, folder, f"v{version}")
    done = subprocess.run([misread, "render", folder, "--output", f"{folder}/site"], capture_output=True, text=True)
    if done.returncode not in (0, 1): raise SystemExit(done.stderr)
    with open(f"{folder}/site/failure-modes/failure-modes.csv", newline="") as file: return list(csv.DictReader(file))


def states(row): return [row[f"state_v{version}"].replace("not listed", "") for version in range(1, VERSIONS + 1)]


def planted(misread, seed, folder):
    rows = history(misread, seed, folder, SLICES)
    held = {}
    for (name, value), (_, wanted) in SLICES.items():
        called = {name, RENAMED.get(name, (name,))[0]}
        mine = [row for row in rows if row["kind"] == "slice" and row["title"] in {f"{c} {value}" for c in called}]
        got = states(mine[0]) if len(mine) == 1 else [None] * VERSIONS
        for version, state in enumerate(wanted):
            if state: held[f"{name} {state}, v{version + 1}"] = got[version] == state
        if name in RENAMED: held[f"{name} under one id"] = len(mine) == 1
    return {"flagged": [], "held": held}


def noise(misread, seed, folder):
    rows = history(misread, seed, folder, {})
    return {"flagged": [(state, "finding") for row in rows for state in states(row) if state in MOVES], "held": {}}
