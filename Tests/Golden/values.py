#!/usr/bin/env python3
"""Whether two archives hold the same numbers, whatever the words around them are.

usage: values.py OLD NEW [--renames FILE]
OLD and NEW are archives (folders of versions) or single audit.json files. Every number of every audit is compared by its
path: keys of objects, and of lists of things with an id (sections, facts, exhibits, findings ...) the id, else the place.
FILE has a line `old<TAB>new` for each name that changed: `old` is a regular expression that is replaced in the paths of OLD.
Prints the paths that differ, appear or vanish, and ends with 1 when there are any.
"""
import json, os, re, sys


def name(item, place):
    if isinstance(item, dict):
        for key in ("id", "fact", "path", "file"):
            if isinstance(item.get(key), str): return item[key].replace("/", "|")
    return str(place)


def numbers(value, path, into):
    if isinstance(value, bool): into[path] = value
    elif isinstance(value, (int, float)): into[path] = value
    elif isinstance(value, dict):
        for key, inner in value.items(): numbers(inner, f"{path}/{key}", into)
    elif isinstance(value, list):
        seen = {}
        for place, inner in enumerate(value):
            label = name(inner, place)
            seen[label] = seen.get(label, 0) + 1
            if seen[label] > 1: label += f"#{seen[label]}"
            numbers(inner, f"{path}/{label}", into)


def audits(root):
    if os.path.isfile(root): return {"": root}
    found = {}
    for folder, _, files in sorted(os.walk(root)):
        if "audit.json" in files: found[os.path.relpath(folder, root)] = os.path.join(folder, "audit.json")
    return found


def renamed(path, names):
    for old, new in names: path = old.sub(new, path)
    return path


def main(old, new, renames=None):
    pairs = [line.rstrip("\n").split("\t") for line in open(renames)] if renames else []
    names = [(re.compile(pair[0]), pair[1]) for pair in pairs if len(pair) == 2]
    before, after = audits(old), audits(new)
    faults = [f"{v}: only in {old if v in before else new}" for v in sorted(set(before) ^ set(after))]
    count = 0
    for version in sorted(set(before) & set(after)):
        a, b = {}, {}
        numbers(json.load(open(before[version])), "", a)
        numbers(json.load(open(after[version])), "", b)
        a = {renamed(path, names): value for path, value in a.items()}
        count += len(a)
        for path in sorted(set(a) | set(b)):
            if path not in b: faults.append(f"{version}{path}: vanished, was {a[path]}")
            elif path not in a: faults.append(f"{version}{path}: appeared, {b[path]}")
            elif a[path] != b[path]: faults.append(f"{version}{path}: {a[path]} is now {b[path]}")
    for fault in faults[:100]: print(fault)
    if len(faults) > 100: print(f"... and {len(faults) - 100} more")
    print(f"{count:,} numbers compared, {len(faults):,} differ")
    return 1 if faults else 0


if __name__ == "__main__":
    arguments = [text for text in sys.argv[1:] if text != "--renames"]
    if len(arguments) not in (2, 3) or (len(arguments) == 3) != ("--renames" in sys.argv): raise SystemExit(__doc__)
    sys.exit(main(*arguments))
