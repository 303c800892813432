#!/usr/bin/env python3
"""Lets each call that changes the disk fail once, in a build and in a render, and looks at what is left.

usage: walk.py MISREAD [--every N] [--errno EIO|ENOSPC|...] [--part K/N]

A small workspace is built once. Then, for the 1st, 2nd, 3rd ... write, close, flush, rename of a render of changed templates
and of an audit that replaces the archive with its site, one run each in which that call fails (Tests/Faults/failing.c,
preloaded). The run has to end with 3 and the system's words, and what was published has to be whole: the old site and archive,
byte for byte, or the new ones. A run may end as if nothing had happened only where the call was of a cache, a lock's note or
of cleaning up. Needs a C compiler and Python's standard library.
"""
import argparse, errno, filecmp, os, shutil, subprocess, sys, tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
# What may fail without a word, by what stands in its path.
QUIET = ("/.cache/", ".lock")


def plain(root):
    def write(path, text):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    write("misread.yml", "title: T\nclasses: [cat, dog]\n")
    write("datasets/d/dataset.yml", "title: D\n")
    write("versions/v1/version.yml", "date: 2026-01-31\nmodel: M\n")
    write("datasets/d/images.csv", "image_id,label,site\n" + "".join(
        f"i{n},{'dog' if n % 2 else 'cat'},{'nsew'[n % 4]}\n" for n in range(48)))
    write("versions/v1/d/predictions.csv", "image_id,predicted,confidence\n" + "".join(
        f"i{n},{'dog' if (n % 2) ^ (n % 7 == 0) else 'cat'},0.{50 + n}\n" for n in range(48)))


def chosen(total, every):
    """Each call of the beginning and of the end, where areas, locks and marks are made, swapped and removed, and every Nth between."""
    return sorted({*range(1, min(total, 40) + 1), *range(max(1, total - 20), total + 1), *range(1, total + 1, every)})


def same(a, b):
    """Whether two folders are one, byte for byte."""
    def files(root):
        return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return files(a) == files(b)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--every", type=int, default=1, help="between the first 40 calls and the last 20")
    parser.add_argument("--errno", default="EIO,ENOSPC")
    parser.add_argument("--part", default="1/1", help="the Kth of N parts of the calls, for as many processes")
    options = parser.parse_args()
    binary = os.path.realpath(options.binary)
    share, shares = (int(number) for number in options.part.split("/"))
    work = Path(tempfile.mkdtemp(prefix="misread-faults-"))
    shim = work / "failing.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", str(shim), str(HERE / "failing.c"), "-ldl"], check=True)
    first, now = work / "first", work / "now"
    failed, runs, quiet = 0, 0, 0

    def run(arguments, at=0, code="EIO", preload=True):
        log = work / "log"
        log.unlink(missing_ok=True)
        environment = dict(os.environ, FAIL_AT=str(at), FAIL_ERRNO=str(getattr(errno, code)), FAIL_UNDER=str(now),
                           FAIL_LOG=str(log))
        if preload:
            environment["LD_PRELOAD"] = str(shim)
        done = subprocess.run([binary] + arguments, cwd=now, env=environment, capture_output=True, text=True, timeout=120)
        return done, log.read_text().split(None, 1) if log.exists() else []

    def fresh():
        shutil.rmtree(now, ignore_errors=True)
        shutil.copytree(first, now, symlinks=True)

    def change():
        """What makes the next site, and the next audit, another one."""
        text = (now / "w/misread.yml").read_text()
        (now / "w/misread.yml").write_text(text.replace("title: T", "title: Another"))
        (now / "w/templates/phrases").mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE.parent.parent / "Templates/glossary.md", now / "w/templates/glossary.md")
        with open(now / "w/templates/glossary.md", "a") as file:
            file.write("\nOne more line.\n")

    try:
        now.mkdir()
        plain(now / "w")
        done, _ = run(["build", "w", "--output", "site"], preload=False)
        assert done.returncode in (0, 1), done.stderr
        now.rename(first)
        commands = {
            "render": ["render", "w", "--output", "site"],
            "audit": ["audit", "w", "--version", "v1", "--replace"],
            "first build": ["build", "w", "--output", "site"],
        }
        for name, arguments in commands.items():
            def ready():
                fresh()
                change()
                if name == "first build":
                    shutil.rmtree(now / "w/archive")
                    shutil.rmtree(now / "site")
            ready()
            done, log = run(arguments)
            assert done.returncode in (0, 1), done.stderr
            total = int(log[1])
            after = work / "after"
            shutil.rmtree(after, ignore_errors=True)
            shutil.copytree(now, after, symlinks=True)
            for code in options.errno.split(","):
                words = os.strerror(getattr(errno, code))
                for at in chosen(total, options.every)[share - 1::shares]:
                    ready()
                    done, log = run(arguments, at, code)
                    runs += 1
                    call = " ".join(log).strip().replace(str(now), "")
                    wrong = []
                    if not log:
                        # A folder that is there after all: fewer calls than the first time.
                        if done.returncode not in (0, 1):
                            wrong.append("no call failed, and it ended with %d" % done.returncode)
                    elif done.returncode in (0, 1):
                        quiet += 1
                        isOfCleaning = not wrong and all(
                            not (after / part).exists() or (now / part).exists() and same(now / part, after / part)
                            for part in ("site", "w/archive"))
                        if not (isOfCleaning or any(part in call for part in QUIET)):
                            wrong.append("it ended with %d, and what it wrote is not whole" % done.returncode)
                    elif done.returncode != 3 or words not in done.stderr:
                        wrong.append("it ended with %d and said: %s" % (done.returncode, done.stderr.strip()[-300:]))
                    for part in ("site", "w/archive"):
                        if not (now / part).exists():
                            if name != "first build":
                                wrong.append(part + " is gone")
                            continue
                        if (first / part).exists() and same(now / part, first / part):
                            continue
                        if same(now / part, after / part):
                            continue
                        if part == "w/archive" and not any((now / part).iterdir()):
                            continue
                        wrong.append(part + " is neither the old nor the new one")
                    again, _ = run(arguments, preload=False)
                    if again.returncode not in (0, 1):
                        wrong.append("the next run ended with %d: %s" % (again.returncode, again.stderr.strip()[-300:]))
                    left = [path.name for folder in (now, now / "w", now / "w/archive") if folder.exists()
                            for path in folder.iterdir() if path.name.startswith((".site", ".archive", ".v1"))]
                    if left:
                        wrong.append("left after the next run: " + ", ".join(left))
                    if wrong:
                        failed += 1
                        print("FAILED %s, call %d (%s) %s: %s" % (name, at, call, code, "; ".join(wrong)), flush=True)
            print("%s: %d calls, part %s" % (name, total, options.part), flush=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print("%d runs with a call that fails, %d of which nobody had to hear of, %d failed" % (runs, quiet, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
