#!/usr/bin/env python3
"""Fails when a wrong row of a version cannot be reached by links from its overview.

usage: reachable.py SITE EXAMPLE...

SITE/NAME is the site of EXAMPLE/NAME, which holds archive/<version>/outcomes.bin and examples.json; of several data sets
archive/<version>@<data set>/, whose pages lie below datasets/<data set>/. From v/<version>/index.html links are followed within
v/<version>/; each wrong row has to stand by its id on a page that was reached. Needs the standard
library only. Prints how many were, and how many have a page of their own.
"""
import hashlib
import html
import json
import os
import re
import struct
import sys
import urllib.parse


def wrong_rows(folder):
    """The hashes of wrong rows, in the order of outcomes.bin."""
    data = open(os.path.join(folder, "outcomes.bin"), "rb").read()
    rows = [struct.unpack_from("<QHHB", data, at) for at in range(0, len(data), 13)]
    return [row[0] for row in rows if row[1] != row[2]]


def reached(root, start):
    """The text of every page of the version that links lead to."""
    base = os.path.dirname(start)
    seen, waiting, texts = {start}, [start], []
    while waiting:
        path = waiting.pop()
        text = open(path, encoding="utf-8").read()
        texts.append(text)
        for href in re.findall(r'<a [^>]*href="([^"#]+)', text):
            target = os.path.normpath(os.path.join(os.path.dirname(path), urllib.parse.unquote(html.unescape(href))))
            if target.startswith(base + os.sep) and target.endswith(".html") and target not in seen and os.path.isfile(target):
                seen.add(target)
                waiting.append(target)
    return texts


def main():
    site, failed = sys.argv[1], 0
    for example in sys.argv[2:]:
        name = os.path.basename(os.path.normpath(example))
        archive = os.path.join(example, "archive")
        for version in sorted(os.listdir(archive)):
            folder = os.path.join(archive, version)
            if not os.path.isdir(folder):
                continue
            table = json.load(open(os.path.join(folder, "examples.json"), encoding="utf-8"))
            items = {struct.unpack(">Q", hashlib.sha256(item.encode()).digest()[:8])[0]: item for item in table["items"]}
            version, _, dataset = version.partition("@")
            root = os.path.join(site, name, *(["datasets", dataset] if dataset else []))
            texts = reached(root, os.path.join(root, "v", version, "index.html"))
            shown = set()
            for text in texts:
                shown |= {html.unescape(found) for found in re.findall(r"<code>([^<]+)</code>", text)}
            wrong = wrong_rows(folder)
            lost = [hash_ for hash_ in wrong if items.get(hash_) not in shown]
            listed = json.load(open(os.path.join(root, "examples", "index.json"), encoding="utf-8"))["examples"]
            own = {one["item"] for one in listed}
            pages = sum(items[hash_] in own for hash_ in wrong if hash_ in items)
            print(f"{name} {dataset} {version}: {len(wrong) - len(lost)} of {len(wrong)} wrong rows reached over {len(texts)} pages, "
                  f"{pages} with a page of their own")
            failed += len(lost)
    sys.exit(1 if failed else 0)


main()
