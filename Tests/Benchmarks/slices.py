"""Slice finding beside its peers. Run by run.sh; needs nothing but Python, peers need what they need.

Each tool is given the same job: the 20 best slices by SliceLine's score up to a depth, with a least support of 1 %.
What is measured is the CPU time and the peak memory of the whole process, reading included.
"""
import argparse, array, importlib.util, itertools, json, os, random, resource, shutil, struct, subprocess, sys, time

ROOT = os.getcwd()
MISREAD = os.path.join(ROOT, ".build/release/misread")
INPUTS = os.path.join(ROOT, ".build/benchmarks")
HERE = os.path.abspath(__file__)
LIMIT = 300  # seconds that a peer may take

# rows, categories of each column, columns that have to be 0 and how often rows are wrong then
TABLES = {
    "small": (32_561, [9, 8, 5, 16, 7, 14, 6, 5, 2, 4, 4, 5, 20, 3], [((1, 4), 0.4), ((5, 6, 9), 0.55)]),
    "wide": (2_458_285, [8, 3, 10, 5, 12, 7, 4, 9, 2, 13, 6, 17, 5, 3, 11, 8, 4, 6, 9, 10], [((0, 6), 0.4), ((2, 7, 12), 0.5)]),
    "long": (10_000_000, [4, 6, 8, 5, 12, 20, 9, 20, 4, 5, 10, 12], [((0, 3), 0.35), ((1, 4, 8), 0.45)]),
}
WORKS = [("small", 3), ("wide", 3), ("long", 2), ("long", 3)]


def make(name, rows, cards, planted):
    """A folder of NPY columns; the same bytes on every machine."""
    folder = os.path.join(INPUTS, f"{name}-{rows}")
    if os.path.exists(os.path.join(folder, "err.npy")):
        return folder
    os.makedirs(folder, exist_ok=True)
    source = random.Random(7)
    columns = []
    for index, card in enumerate(cards):
        weights = list(itertools.accumulate(1 / (value + 1) for value in range(card)))
        column = bytes(source.choices(range(card), cum_weights=weights, k=rows))
        columns.append(column)
        write(os.path.join(folder, f"c{index:02d}.npy"), "|u1", rows, column)
    limits = bytearray([15]) * rows  # errors in 256
    for attributes, rate in planted:
        for row, values in enumerate(zip(*(columns[attribute] for attribute in attributes))):
            if not any(values):
                limits[row] = max(limits[row], int(rate * 256))
    draws = source.randbytes(rows)
    errors = array.array("f", (1.0 if draw < limit else 0.0 for draw, limit in zip(draws, limits)))
    write(os.path.join(folder, "err.npy"), "<f4", rows, errors.tobytes())
    return folder


def write(path, kind, rows, content):
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': ({rows},), }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + content)


# ---- peers: the same job in the words of each --------------------------------------------------------------------


def load(folder):
    import numpy as np

    names = sorted(file[:-4] for file in os.listdir(folder) if file.endswith(".npy") and file != "err.npy")
    return names, [np.load(os.path.join(folder, name + ".npy")) for name in names], np.load(os.path.join(folder, "err.npy"))


def top(found):
    return [score for score in sorted(found, reverse=True)[:20] if score > 0]


def score(size, errors, rows, mean):
    return 0.95 * (errors / size / mean - 1) - 0.05 * (rows / size - 1)


def with_numpy(folder, depth):
    import numpy as np

    names, columns, errors = load(folder)
    rows, mean = len(errors), errors.mean(dtype=np.float64)
    cards = [int(column.max()) + 1 for column in columns]
    found = []
    for count in range(1, depth + 1):
        for chosen in itertools.combinations(range(len(names)), count):
            index, cells = columns[chosen[0]].astype(np.intp), cards[chosen[0]]
            for attribute in chosen[1:]:
                index = index * cards[attribute] + columns[attribute]
                cells *= cards[attribute]
            size = np.bincount(index, minlength=cells)
            wrong = np.bincount(index, weights=errors, minlength=cells)
            enough = size >= rows // 100
            found += score(size[enough], wrong[enough], rows, mean).tolist()
    return top(found)


def with_polars(folder, depth):
    import polars as pl

    names, columns, errors = load(folder)
    table = pl.DataFrame(dict(zip(names, columns), err=errors)).lazy()
    rows, mean = len(errors), float(errors.mean(dtype="float64"))
    found = []
    for count in range(1, depth + 1):
        jobs = [
            table.group_by(chosen).agg(pl.len().alias("n"), pl.col("err").cast(pl.Float64).sum().alias("e"))
            .filter(pl.col("n") >= rows // 100).select("n", "e")
            for chosen in itertools.combinations(names, count)
        ]
        for job in jobs:
            found += [score(n, e, rows, mean) for n, e in job.collect().iter_rows()]
    return top(found)


def with_sliceline(folder, depth):
    import numpy as np
    from sliceline.slicefinder import Slicefinder

    _, columns, errors = load(folder)
    finder = Slicefinder(alpha=0.95, k=20, max_l=depth, min_sup=len(errors) // 100, verbose=False)
    finder.fit(np.column_stack(columns), errors.astype(np.float64))
    return [row["slice_score"] for row in finder.top_slices_statistics_][:20]


PEERS = {"numpy": with_numpy, "polars": with_polars, "sliceline": with_sliceline}


# ---- measuring ---------------------------------------------------------------------------------------------------


def measure(command):
    """(CPU seconds, peak MiB, what it printed) of a command, or why there is no answer."""
    started = time.time()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    # Memory is limited so that a peer that needs more than there is fails by itself.
    import threading

    timer = threading.Timer(LIMIT, child.kill)
    timer.start()
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    timer.cancel()
    if status != 0:
        return None, None, f"failed after {time.time() - started:.0f} s"
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output


def limit_memory():
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    resource.setrlimit(resource.RLIMIT_AS, (total // 2, total // 2))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true", help="a tenth of the rows of the big tables")
    options.add_argument("--only", help="a table: small, wide or long")
    options.add_argument("--peer", nargs=3, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.peer:
        limit_memory()
        name, folder, depth = chosen.peer
        print(json.dumps(PEERS[name](folder, int(depth))))
        return 0
    wrong = 0
    print("| work | tool | CPU s | peak MiB | times misread's CPU | same answer |")
    print("|---|---|---:|---:|---:|---|")
    for table, depth in WORKS:
        if chosen.only and chosen.only != table:
            continue
        rows, cards, planted = TABLES[table]
        if chosen.quick and rows > 1_000_000:
            rows //= 10
        folder = make(table, rows, cards, planted)
        work = f"{rows:,} x {len(cards)}, depth {depth}"
        ours = [MISREAD, "measure", "slices", folder, "--error", "err", "--max-depth", str(depth), "--top", "20",
                "--min-support", str(rows // 100)]
        seconds, memory, output = measure(ours)
        if seconds is None:
            print(f"| {work} | misread | {output} | | | |")
            wrong += 1
            continue
        answer = [slice["score"] for slice in json.loads(output)["slices"]]
        print(f"| {work} | misread | {seconds:.2f} | {memory:.0f} | 1 | |")
        for peer in PEERS:
            if importlib.util.find_spec(peer) is None or importlib.util.find_spec("numpy") is None:
                continue
            if peer == "sliceline" and rows > 100_000:
                print(f"| {work} | sliceline | not run: its candidates need more memory than there is | | | |")
                continue
            took, peak, printed = measure([sys.executable, HERE, "--peer", peer, folder, str(depth)])
            if took is None:
                print(f"| {work} | {peer} | {printed} | | | |", flush=True)
                continue
            theirs = json.loads(printed)
            same = len(theirs) >= len(answer) and all(abs(a - b) <= 1e-6 * max(1, abs(a)) for a, b in zip(answer, theirs))
            wrong += not same
            print(f"| {work} | {peer} | {took:.2f} | {peak:.0f} | {took / seconds:.0f} | {'yes' if same else 'NO'} |", flush=True)
    return 1 if wrong else 0


sys.exit(main())
