"""Reading tables beside peers. Run by run.sh; needs nothing but Python, peers need what they need.

Each tool reads every column of the same CSV on one thread, and the whole process is measured: CPU time, peak memory, and
bytes of text a CPU second. misread also searches the table to depth 1, for it has no command that only reads; its second
run takes the columns that the first one kept, by the file's SHA-256. Peers read into their usual table and count its rows.
A peak below that of this script, some 10 MiB, cannot be told from it.
"""
import argparse, importlib.util, json, os, random, resource, shutil, subprocess, sys, tempfile

ROOT = os.getcwd()
MISREAD = os.path.join(ROOT, ".build/release/misread")
INPUTS = os.path.join(ROOT, ".build/benchmarks")
HERE = os.path.abspath(__file__)
LIMIT = 300  # seconds that a peer may take

CARDS = [4, 6, 8, 5, 12, 20, 9, 20, 4, 5, 10, 12]


def make(rows, kind):
    """A table of codes, or of names, measurements and quoted text; as CSV and as JSON Lines."""
    path = os.path.join(INPUTS, f"{kind}-{rows}.csv")
    if os.path.exists(path) and os.path.exists(path[:-3] + "jsonl"):
        return path
    os.makedirs(INPUTS, exist_ok=True)
    source = random.Random(11)
    if kind == "codes":
        names = [f"c{i:02d}" for i in range(len(CARDS))] + ["err"]
        columns = [source.choices(range(card), weights=[1 / (v + 1) for v in range(card)], k=rows) for card in CARDS]
        columns.append([1 if source.random() < 0.08 else 0 for _ in range(rows)])
    else:
        names = ["camera", "note", "blur", "distance", "zone", "err"]
        notes = ["plain", "with, a comma", 'with "quotes"', "snow on the road", ""]
        columns = [
            source.choices([f"camera-{i:03d}" for i in range(40)], k=rows), source.choices(notes, k=rows),
            [f"{source.gammavariate(2, 0.5):.3f}" for _ in range(rows)],
            [f"{source.uniform(1, 80):.2f}" for _ in range(rows)],
            source.choices([f"zone {letter}" for letter in "ABCDEFGH"], k=rows),
            [1 if source.random() < 0.08 else 0 for _ in range(rows)],
        ]
    import csv

    with open(path, "w", encoding="utf-8", newline="") as text, open(path[:-3] + "jsonl", "w", encoding="utf-8") as lines:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(names)
        for row in zip(*columns):
            writer.writerow(row)
            lines.write(json.dumps(dict(zip(names, row)), ensure_ascii=False) + "\n")
    return path


# ---- peers: rows of the table that each of them makes ------------------------------------------------------------


def with_pyarrow(path):
    import pyarrow
    import pyarrow.csv

    pyarrow.set_cpu_count(1)
    return pyarrow.csv.read_csv(path, read_options=pyarrow.csv.ReadOptions(use_threads=False)).num_rows


def with_polars(path):
    os.environ["POLARS_MAX_THREADS"] = "1"
    import polars

    return polars.read_csv(path).height


def with_pandas(path):
    import pandas

    return len(pandas.read_csv(path))


PEERS = {"pyarrow": with_pyarrow, "polars": with_polars, "pandas": with_pandas}


def duckdb(path):
    query = f"SET threads = 1; CREATE TABLE t AS SELECT * FROM read_csv('{path}'); SELECT count(*) FROM t;"
    return ["duckdb", "-init", os.devnull, "-csv", "-noheader", ":memory:", query]


# ---- measuring ---------------------------------------------------------------------------------------------------


def measure(command, cache):
    """(CPU seconds, peak MiB, what it printed) of a command; what it printed is None when it failed."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                             env=dict(os.environ, XDG_CACHE_HOME=cache))
    import threading

    timer = threading.Timer(LIMIT, child.kill)
    timer.start()
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    timer.cancel()
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output if status == 0 else None


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true", help="a tenth of the rows")
    options.add_argument("--only", help="reading; with any other work nothing is done here")
    options.add_argument("--make", nargs=2, help=argparse.SUPPRESS)
    options.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    chosen, _ = options.parse_known_args()  # run.sh hands every script all options
    if chosen.peer:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        resource.setrlimit(resource.RLIMIT_AS, (total, total))
        print(PEERS[chosen.peer[0]](chosen.peer[1]))
        return 0
    if chosen.make:
        print(make(int(chosen.make[1]), chosen.make[0]), end="")
        return 0
    if chosen.only not in (None, "reading"):
        return 0
    wrong = 0
    print("| text | tool | CPU s | MB a CPU s | peak MiB | times misread's CPU |")
    print("|---|---|---:|---:|---:|---:|")
    for kind, rows in (("codes", 4_000_000), ("mixed", 1_500_000)):
        rows = rows // 10 if chosen.quick else rows
        # In a process of its own: a child begins with the memory that this one ever had.
        path = subprocess.check_output([sys.executable, HERE, "--make", kind, str(rows)], text=True)
        cache = tempfile.mkdtemp()
        search = ["--error", "err", "--max-depth", "1", "--threads", "1"]
        works = [("misread, CSV", [MISREAD, "measure", "slices", path, "--no-cache"] + search, path)]
        works += [("misread, JSON Lines", [MISREAD, "measure", "slices", path[:-3] + "jsonl", "--no-cache"] + search,
                   path[:-3] + "jsonl")]
        works += [(f"misread, CSV, {run}", [MISREAD, "measure", "slices", path] + search, path)
                  for run in ("columns kept", "columns found")]
        if shutil.which("duckdb"):
            works.append(("duckdb, CSV", duckdb(path), path))
        works += [(f"{peer}, CSV", [sys.executable, HERE, "--peer", peer, path], path)
                  for peer in PEERS if importlib.util.find_spec(peer)]
        ours = None
        for name, command, text in works:
            seconds, memory, output = measure(command, cache)
            megabytes = os.path.getsize(text) / 1e6
            label = f"{kind}, {rows:,} rows, {megabytes:.0f} MB"
            if output is None:
                print(f"| {label} | {name} | failed | | | |", flush=True)
                wrong += name.startswith("misread")
                continue
            found = json.loads(output)["rows"] if name.startswith("misread") else int(output)
            wrong += found != rows
            ours = ours or seconds
            print(f"| {label} | {name} | {seconds:.2f} | {megabytes / seconds:.0f} | {memory:.0f} | {seconds / ours:.1f} |"
                  + ("" if found == rows else f" {found} ROWS"), flush=True)
        shutil.rmtree(cache)
    return 1 if wrong else 0


sys.exit(main())
