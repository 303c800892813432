#!/usr/bin/env python3
"""Whether the pages of a site use the field's words.

usage: words.py SITE...
Every page's text (tags, ids and code are left out) is searched for the words of words.txt beside this file. What a team wrote
itself (incidents, and what a page of another version quotes of them) is its own. Prints page, word and what to write; ends
with 1 when there is any.
"""
import html, os, re, sys

# Where a word stands in the field's own sense.
EXEMPT = [("glossary/", r"candidates?")]


def words():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "words.txt")
    for line in open(path):
        if line.strip() and not line.startswith("#"):
            old, new = line.rstrip("\n").split("\t")
            yield re.compile(old, re.I), new


def text(page):
    page = re.sub(r"(?s)<(script|style|code|pre)\b.*?</\1>", " ", page)
    quoted = " ".join(re.findall(r'(?:alt|aria-label|content)="([^"]*)"', page))
    return html.unescape(re.sub(r"(?s)<[^>]*>", " ", page) + " " + quoted)


def main(sites):
    known = list(words())
    faults = pages = 0
    for site in sites:
        for folder, _, files in sorted(os.walk(site)):
            place = os.path.relpath(folder, site) + "/"
            if "/incidents/INC" in "/" + place or "index.html" not in files: continue
            pages += 1
            shown = text(open(os.path.join(folder, "index.html")).read())
            for word, better in known:
                for found in word.finditer(shown):
                    if any(place.startswith(p) and re.fullmatch(w, found[0], re.I) for p, w in EXEMPT): continue
                    faults += 1
                    around = " ".join(shown[max(0, found.start() - 30):found.end() + 30].split())
                    print(f"{site}/{place}: \"{found[0]}\" in \"{around}\"; write {better}")
    print(f"{pages} pages, {faults} words that are not the field's")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) < 2: raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1:]))
