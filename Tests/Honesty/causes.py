#!/usr/bin/env python3
"""What `misread measure nodes` publishes of nodes of which everything is known, and how often the intervals of `measure
decomposition` hold.

usage: causes.py MISREAD [--seeds N]

KIND  null      four nodes are sent different mixes of class and light, and differ in nothing else: nothing is published
      effect    node n3 errs 6 points more whatever it is sent, and is sent the easy mix: named alone
      dark      node n2 errs 20 points more in the dark: named alone, and "in dark"
      cameras   twelve cameras a node that differ among themselves, `--unit camera`: nothing is published
      replays   150 images replayed on four nodes, `--unit image`: nothing is published
      change    two windows, one cell's rate and all shares changed: total, mix and within hold
Ends with 1 where a rate is one that chance does not explain. Needs the standard library only.
"""
import json, random, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

CLASSES = (("car", .03), ("truck", .06), ("person", .10), ("sign", .04), ("bike", .15))
LIGHT = (("day", 0), ("dusk", .05), ("dark", .18))
NODES = (("n1", 40, (60, 30, 10)), ("n2", 30, (40, 30, 30)), ("n3", 20, (85, 13, 2)), ("n4", 10, (10, 30, 60)))
SITES = (("A", 40, 25, .05, .05), ("B", 30, 20, .08, .20), ("C", 20, 45, .20, .20), ("D", 10, 10, .10, .10))


def telemetry(kind, g):
    for k, (node, _, mix) in zip(range(24000), g.choices(NODES, [n[1] for n in NODES], k=24000)):
        name, rate = g.choices(CLASSES, (20, 20, 40, 10, 10) if node == "n4" else (40, 20, 20, 15, 5))[0]
        light, more = g.choices(LIGHT, mix)[0]
        p = rate + more + .06 * (kind == "effect" and node == "n3") + .2 * (kind == "dark" and (node, light) == ("n2", "dark"))
        yield f"{name},{light},{node},{int(g.random() < p)},i{k}"


def shared(kind, g):
    if kind == "cameras":
        for node in range(4):
            for camera in range(12):
                p = g.betavariate(2, 14)
                for _ in range(g.randrange(10, 60)):
                    dark = g.random() < .3
                    yield f"car,{'dark' if dark else 'day'},n{node},{int(g.random() < p + .1 * dark)},n{node}c{camera}"
    else:
        for image in range(150):
            p, light = g.betavariate(.3, 2), "dark" if g.random() < .3 else "day"
            for node in range(4):
                yield f"car,{light},n{node},{int(g.random() < p)},i{image}"


def measure(misread, *arguments):
    return json.loads(subprocess.run([misread, "measure", *arguments], capture_output=True, check=True, text=True).stdout)


def nodes(misread, kind, seed):
    """Whether what is published is what is true."""
    g = random.Random(f"{kind} {seed}")
    own = kind in ("cameras", "replays")
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write("class,light,node,error,unit\n" + "\n".join(shared(kind, g) if own else telemetry(kind, g)) + "\n")
        file.flush()
        found = measure(misread, "nodes", file.name, "--level", "node", "--error", "error", "--match", "class,light",
                        *(["--unit", "unit"] if own else []))["published"]
    named = [(f["level"], f["in"] and f["in"]["values"]) for f in found]
    if kind == "dark":
        return named == [("n2", ["dark"])]
    return [n for n, _ in named] == (["n3"] if kind == "effect" else [])


def change(misread, _, seed):
    """Which of three intervals hold."""
    g = random.Random(f"change {seed}")
    truth = {"mix": 0, "within": 0}
    for _, w1, w2, r1, r2 in SITES:
        truth["mix"] += (w2 - w1) / 100 * (r1 + r2) / 2
        truth["within"] += (w1 + w2) / 200 * (r2 - r1)
    truth["total"] = truth["mix"] + truth["within"]
    with tempfile.TemporaryDirectory() as folder:
        for window, n in ((0, 4000), (1, 3000)):
            with open(f"{folder}/{window}.csv", "w") as file:
                file.write("site,error\n")
                for site in g.choices(SITES, [s[1 + window] for s in SITES], k=n):
                    file.write(f"{site[0]},{int(g.random() < site[3 + window])}\n")
        got = measure(misread, "decomposition", f"{folder}/0.csv", f"{folder}/1.csv", "--by", "site", "--error", "error")
    return [got[f"{name}_ci_low"] <= value <= got[f"{name}_ci_high"] for name, value in sorted(truth.items())]


def least(n, p):
    """The 1 % quantile of how often of n something of chance p happens."""
    chance, below, k = (1 - p) ** n, 0.0, 0
    while below + chance < .01:
        below += chance
        chance *= (n - k) / (k + 1) * p / (1 - p)
        k += 1
    return k


def main():
    misread, n = sys.argv[1], int(sys.argv[sys.argv.index("--seeds") + 1]) if "--seeds" in sys.argv else 200
    bad = 0
    with ThreadPoolExecutor() as pool:
        for kind, asked in (("null", .95), ("effect", .94), ("dark", .94), ("cameras", .95), ("replays", .95)):
            right = sum(pool.map(lambda seed: nodes(misread, kind, seed), range(n)))
            bad += right < least(n, asked)
            print(f"{kind:8} {right} of {n} as they are, at least {100 * asked:.0f} % asked", flush=True)
        holding = list(pool.map(lambda seed: change(misread, "change", seed), range(n)))
        for place, name in enumerate(("mix", "total", "within")):
            held = sum(h[place] for h in holding)
            bad += held < least(n, .92)
            print(f"change   {name}: {held} of {n} intervals hold, at least 92 % asked", flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
