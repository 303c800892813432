"""Slice finding beside its peers, in one run: CPU seconds and peak memory of whole processes. Run by run.sh.

Each tool is given the same job: the 20 best slices by SliceLine's score up to a depth, with a least support of one row in
a hundred. Ours reads NPY columns, its own form; peers read Parquet. What reading CSV and Parquet costs ours is printed
beside it. A peer that takes longer than the limit is stopped, and the table says after how many seconds.
"""
import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import threading
import time

import tables

ROOT = os.getcwd()
MISREAD = os.path.join(ROOT, ".build/release/misread")
INPUTS = os.path.join(ROOT, ".build/benchmarks")
HERE = os.path.dirname(os.path.abspath(__file__))
# The distribution of each peer and what it is for here; sliceline and pysubgroup are only given tables that fit them.
PEERS = ["numpy", "duckdb", "polars", "sliceline", "pysubgroup"]
WORKS = [("adultlike", 3), ("census", 3), ("vision10m", 2), ("vision10m", 3)]
HUGE = [("vision100m", 2), ("vision100m", 3)]


class Outcome:
    """What one process took and printed; `why` says what happened when there is no answer."""

    def __init__(self, command, limit):
        started = time.monotonic()
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        stopped = threading.Event()

        def stop():
            stopped.set()
            child.kill()

        timer = threading.Timer(limit, stop)
        timer.start()
        errors = []
        reader = threading.Thread(target=lambda: errors.append(child.stderr.read()))
        reader.start()
        self.output = child.stdout.read()
        reader.join()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        child.returncode = status
        self.seconds = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024
        self.why = None
        if stopped.is_set():
            self.why = f"stopped after {limit} s ({self.seconds:.0f} CPU s)"
        elif status != 0:
            last = (errors[0].decode(errors="replace").strip().splitlines() or ["no message"])[-1]
            self.why = f"failed after {time.monotonic() - started:.0f} s: {last.split(':')[0][:60]}"


def line(work, tool, seconds, memory, times, remark):
    print(f"| {work} | {tool} | {seconds} | {memory} | {times} | {remark} |", flush=True)


def ours(folder, depth, support, *more, table="npy"):
    return [MISREAD, "measure", "slices", os.path.join(folder, table), "--error", "err", "--max-depth", str(depth),
            "--top", "20", "--min-support", str(support), *more]


def same(mine, theirs):
    return len(theirs) >= len(mine) and all(abs(a - b) <= 1e-6 * max(1, abs(a)) for a, b in zip(mine, theirs))


def beside_peers(table, rows, depth, limit, peers):
    """One work: ours, then each peer. Returns how many went wrong."""
    folder = os.path.join(INPUTS, f"{table}-{rows}")
    work = f"{table}: {rows:,} x {len(tables.TABLES[table][1])}, depth {depth}"
    mine = Outcome(ours(folder, depth, rows // 100), limit)
    if mine.why:
        line(work, "misread", mine.why, "", "", "")
        return 1
    answer = [entry["score"] for entry in json.loads(mine.output)["slices"]]
    line(work, "misread", f"{mine.seconds:.2f}", f"{mine.memory:.0f}", "1", "")
    wrong = 0
    for peer in peers:
        if peer == "sliceline" and rows > 3_000_000:
            line(work, peer, "not run: needs 89 GiB", "", "", "")
            continue
        if peer == "pysubgroup" and rows > 3_000_000:
            line(work, peer, "not run: made for smaller tables", "", "", "")
            continue
        command = [sys.executable, "-B", os.path.join(HERE, "peers.py"), peer,
                   os.path.join(folder, "table.parquet"), str(depth)]
        took = Outcome(command, limit)
        if took.why:
            line(work, peer, took.why, f"{took.memory:.0f}", f"> {took.seconds / mine.seconds:.0f}", "")
            continue
        times = f"{took.seconds / mine.seconds:.0f}"
        if peer == "pysubgroup":
            line(work, peer, f"{took.seconds:.2f}", f"{took.memory:.0f}", times, "another measure")
            continue
        agrees = same(answer, json.loads(took.output))
        # sliceline's ids collide on wide tables, so that it may miss slices; the others count everything.
        wrong += not agrees and peer != "sliceline"
        line(work, peer, f"{took.seconds:.2f}", f"{took.memory:.0f}", times, "yes" if agrees else "NO")
    return wrong


def reading(table, rows):
    """What reading another form of a table costs, once."""
    folder = os.path.join(INPUTS, f"{table}-{rows}")
    for form in ["csv", "parquet"]:
        path = os.path.join(folder, "table." + form)
        if not os.path.exists(path) or form == "parquet" and not shutil.which("duckdb"):
            continue
        took = Outcome(ours(folder, 1, rows // 100, "--no-cache", table="table." + form), 600)
        size = os.path.getsize(path) / 1e6
        work = f"{table}: first reading of {form}, {size:.0f} MB"
        line(work, "misread", took.why or f"{took.seconds:.2f}", f"{took.memory:.0f}", "", "")


def permuting(table, rows):
    """Twenty permutations beside one exact search of the same slices, nothing pruned in either."""
    folder = os.path.join(INPUTS, f"{table}-{rows}")
    one = Outcome(ours(folder, 3, rows // 100, "--score", "excess", "--validate", "0", "--permutations", "0"), 600)
    many = Outcome(ours(folder, 3, rows // 100, "--score", "excess", "--validate", "0", "--permutations", "20"), 600)
    work = f"{table}: {rows:,} rows, every slice to depth 3"
    line(work, "misread, no permutation", one.why or f"{one.seconds:.2f}", f"{one.memory:.0f}", "1", "")
    times = "" if one.why or many.why else f"{many.seconds / one.seconds:.1f}"
    line(work, "misread, 20 permutations", many.why or f"{many.seconds:.2f}", f"{many.memory:.0f}", times, "")


def recovering(table, rows):
    """The planted slices, and nothing else, among what excess flags."""
    folder = os.path.join(INPUTS, f"{table}-{rows}")
    command = [MISREAD, "measure", "slices", os.path.join(folder, "npy"), "--error", "err", "--score", "excess"]
    took = Outcome(command, 600)
    work = f"{table}: {rows:,} rows, --score excess as it comes"
    if took.why:
        return line(work, "misread", took.why, "", "", "")
    flagged = [entry["predicates"] for entry in json.loads(took.output)["slices"] if entry["significant"]]
    wanted = tables.planted(table)
    found = sum(where in flagged for where in wanted)
    line(work, "misread", f"{took.seconds:.2f}", f"{took.memory:.0f}", "",
         f"{found} of {len(wanted)} planted slices, {len(flagged) - found} others flagged")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true", help="a tenth of the rows of the big tables")
    options.add_argument("--huge", action="store_true", help="also 100 million rows; needs 3 GB of disk and of memory")
    options.add_argument("--only", help="one table: " + ", ".join(tables.TABLES))
    options.add_argument("--limit", type=int, default=120, help="seconds that a peer may take")
    chosen, _ = options.parse_known_args()  # run.sh hands every script all options

    def wanted(works):
        return [work for work in works if chosen.only in (None, work[0])]

    def rows_of(table):
        rows = tables.TABLES[table][0]
        return rows // 10 if chosen.quick and rows > 1_000_000 else rows

    here = [peer for peer in PEERS if importlib.util.find_spec(peer) is not None]
    versions = ", ".join(f"{peer} {importlib.metadata.version(peer)}" for peer in here)
    print(f"{os.cpu_count()} cores, {platform.machine()}; {versions}; a peer is stopped after {chosen.limit} s\n")
    print("| work | tool | CPU s | peak MiB | times misread's CPU | same answer |")
    print("|---|---|---:|---:|---:|---|")
    works = wanted(WORKS) + (wanted(HUGE) if chosen.huge else [])
    for table in dict.fromkeys(table for table, _ in works):
        # In a process of its own: a child begins with the memory that this one ever had.
        place = os.path.join(INPUTS, f"{table}-{rows_of(table)}")
        job = f"import tables; tables.make({table!r}, {rows_of(table)}, {place!r})"
        subprocess.run([sys.executable, "-c", job], check=True, env=os.environ | {"PYTHONPATH": os.path.dirname(tables.__file__)})
    wrong = sum(
        beside_peers(table, rows_of(table), depth, chosen.limit, [] if table == "vision100m" else here)
        for table, depth in works)
    for table in dict.fromkeys(table for table, _ in works):
        if table != "vision100m":
            reading(table, rows_of(table))
    for table in ["census", "vision10m"]:
        if chosen.only in (None, table):
            permuting(table, rows_of(table))
            recovering(table, rows_of(table))
    return 1 if wrong else 0


sys.exit(main())
