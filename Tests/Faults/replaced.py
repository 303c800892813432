#!/usr/bin/env python3
"""Replaces the predictions while they are audited: no archive may hold the numbers of one file beside the digest of another.

usage: replaced.py MISREAD [ROUNDS]

Two tables of one size and of unlike accuracy take each other's place, by a rename, by being written over, or by one of half the
rows that is written over, each every third time, at a random moment of an audit. Each audit has to be of one of them throughout, or to end with 3 and say that the file was changed, or
with 2 where it found half a table. Needs Python's standard library.
"""
import hashlib, json, os, random, shutil, subprocess, sys, tempfile, time
from pathlib import Path

ROWS = 60_000


def table(period, count=ROWS):
    """Predictions of which one in `period` is wrong."""
    rows = (f"i{k},{'dog' if (k % 2) ^ (k % period == 0) else 'cat'},0.{50 + k % 50}\n" for k in range(count))
    return "image_id,predicted,confidence\n" + "".join(rows)


def workspace(root):
    def write(path, text):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    write("misread.yml", "title: T\nclasses: [cat, dog]\n")
    write("datasets/d/dataset.yml", "title: D\n")
    write("versions/v1/version.yml", "date: 2026-01-31\nmodel: M\n")
    write("datasets/d/images.csv", "image_id,label,site\n" + "".join(
        f"i{k},{'dog' if k % 2 else 'cat'},{'nsew'[k % 4]}\n" for k in range(ROWS)))


def main(misread, rounds=60):
    random.seed(3)
    counts, mixed = {}, 0
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "w"
        workspace(root)
        texts = [table(7), table(5)]
        truth = {hashlib.sha256(text.encode()).hexdigest(): 1 - sum(k % period == 0 for k in range(rows)) / rows
                 for text, period, rows in zip(texts + [table(5, ROWS // 2)], (7, 5, 5), (ROWS, ROWS, ROWS // 2))}
        predictions = root / "versions/v1/d/predictions.csv"
        predictions.parent.mkdir(parents=True)
        predictions.write_text(texts[0])
        environment = {**os.environ, "XDG_CACHE_HOME": f"{scratch}/cache"}
        begun = time.monotonic()
        subprocess.run([misread, "audit", root], capture_output=True, env=environment)
        whole = time.monotonic() - begun
        for number in range(rounds):
            shutil.rmtree(root / "archive", ignore_errors=True)
            if number % 3 == 2: predictions.write_text(texts[number % 2])
            run = subprocess.Popen(
                [misread, "audit", root], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment)
            time.sleep(random.random() * whole * 0.8)
            text = texts[(number + 1) % 2]
            if number % 3 == 2:
                predictions.write_text(text)
            elif number % 3 == 1:
                predictions.write_text(table(5, ROWS // 2))
            else:
                (root / "new").write_text(text)
                os.replace(root / "new", predictions)
            said = run.communicate()[1]
            archived = root / "archive/v1/audit.json"
            if run.returncode in (0, 1) and archived.exists():
                audit = json.loads(archived.read_text())
                digest = next(i["sha256"] for i in audit["inputs"] if i["path"].endswith("predictions.csv"))
                accuracy = next(f["value"] for s in audit["sections"] if s["id"] == "headline"
                                for f in s["facts"] if f["id"] == "accuracy")
                isRight = digest in truth and abs(truth[digest] - accuracy) < 1e-9
                outcome = "one throughout"
            else:
                isRight = not archived.exists() and (run.returncode == 2 or (
                    run.returncode == 3 and "predictions.csv: error: was changed while it was read" in said))
                outcome = f"refused with {run.returncode}"
            counts[outcome] = counts.get(outcome, 0) + 1
            if not isRight:
                mixed += 1
                print(f"round {number}: status {run.returncode}\n{said}")
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())) + f"; {mixed} of two files")
    return 1 if mixed else 0


if __name__ == "__main__":
    if len(sys.argv) < 2: raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1], *[int(text) for text in sys.argv[2:3]]))
