#!/usr/bin/env python3
"""Measures the house: a Markdown table of two commits side by side.

usage: house.py [--before COMMIT] [--after COMMIT] [--write]

Lines are all lines of Swift, comments and blank ones too; `--after` is the working tree when it is not given. `--write`
puts the table into CONTRIBUTING.md between its two marks, and copies the source that stands there as a listing.
What is counted, and how:

- circles between folders: groups of folders of one target whose files name each other's types in a ring (a target's own
  top folder is a folder); inside a folder: the same of files.
- string paths to facts: in Pages and misread, "analysis/fact" in quotes, .fact("...") and audit.section("..."); not the names of
  phrases, `case suiteTitle = "suite/title"`, which are files and sections of Templates/phrases.
- places that walk rows outside tallies: lines of Findings, Pages and misread that go over the rows of an evaluation or of
  a pairing, one by one.
- skipped tests: tests of `make test` with a condition or a known issue.
"""
import argparse
import collections
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
BEFORE = "74bb057"  # 0.1.1, the last commit before `Record`
MARKS = ("<!-- measured by Tests/Golden/house.py --write -->\n", "<!-- end -->\n")
WALK = re.compile(r"\bfor row in\b|0\.\.<(?:\w+\.)*(?:evaluation|pairing)\.count|\bin (?:\w+\.)*pairing\.rows\b")
SKIP = re.compile(r"\.(?:enabled|disabled)\(|withKnownIssue|XCTSkip")


LISTING = re.compile(r"<!-- (Sources/\S+\.swift) -->\n```swift\n.*?```\n", re.S)


def listed(match):
    with open(os.path.join(ROOT, match[1]), encoding="utf-8") as file:
        return f"<!-- {match[1]} -->\n```swift\n{file.read()}```\n"


class Tree:
    """The Swift files below Sources and Tests, and the names of the analyses' templates."""

    def __init__(self, commit):
        if commit:
            with tempfile.TemporaryDirectory() as folder:
                archive = subprocess.run(["git", "-C", ROOT, "archive", commit, "Sources", "Tests", "Templates"],
                                         check=True, capture_output=True).stdout
                subprocess.run(["tar", "x", "-C", folder], input=archive, check=True)
                self.read(folder)
        else:
            self.read(ROOT)

    def read(self, root):
        self.texts, self.analyses = {}, []
        for top in ("Sources", "Tests", "Templates/analyses"):
            for folder, _, names in os.walk(os.path.join(root, top)):
                for name in names:
                    path = os.path.relpath(os.path.join(folder, name), root)
                    if name.endswith(".swift"):
                        with open(os.path.join(folder, name), encoding="utf-8") as file:
                            self.texts[path] = file.read()
                    elif top.startswith("Templates"):
                        self.analyses.append(name.removesuffix(".md"))

    def files(self, *targets):
        return [path for path in self.texts if any(path.startswith(f"Sources/{name}/") for name in targets)]

    def targets(self):
        return sorted({path.split("/")[1] for path in self.texts if path.startswith("Sources/")})

    def lines(self, paths):
        return sum(self.texts[path].count("\n") for path in paths)

    def matching(self, paths, pattern):
        return sum(1 for path in paths for line in self.texts[path].splitlines()
                   if not line.lstrip().startswith("//") and pattern.search(line))


def code(text):
    text = re.sub(r'"""(.|\n)*?"""', '""', text)
    text = re.sub(r"//[^\n]*|/\*(.|\n)*?\*/", "", text)
    return re.sub(r'"(?:[^"\\\n]|\\[^(])*"', '""', text)


def arrows(tree, target):
    """Which files of a target name types that another declares at its top level."""
    declares = re.compile(r"^(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|final|indirect|nonisolated)\s+)*"
                          r"(?:struct|class|enum|protocol|actor|typealias)\s+(\w+)", re.M)
    texts = {path: code(tree.texts[path]) for path in tree.files(target)}
    homes = collections.defaultdict(set)
    for path, text in texts.items():
        for name in declares.findall(text):
            homes[name].add(path)
    # Nested and private types hide those of other files, as they do for FolderCircleTests.
    own = re.compile(r"\b(?:struct|class|enum|protocol|actor|typealias)\s+(\w+)")
    named = {path: set(re.findall(r"\b[A-Z]\w*", text)) - set(own.findall(text)) for path, text in texts.items()}
    return {path: {home for name in names for home in homes.get(name, ()) if path not in homes[name]}
            for path, names in named.items()}


def rings(graph):
    """Groups of nodes that reach each other."""
    def reached(start):
        seen, front = set(), [start]
        while front:
            for node in graph.get(front.pop(), ()):
                if node not in seen:
                    seen.add(node)
                    front.append(node)
        return seen
    reach = {node: reached(node) for node in graph}
    return {frozenset([node] + [other for other in reach[node] if node in reach.get(other, ())])
            for node in graph if node in reach[node]}


def circles(tree, target):
    files = arrows(tree, target)
    folders = collections.defaultdict(set)
    inside = {}
    for path, homes in files.items():
        folder = os.path.dirname(path)
        folders[folder] |= {os.path.dirname(home) for home in homes} - {folder}
        inside[path] = {home for home in homes if os.path.dirname(home) == folder}
    return len(rings(folders)), len(rings(inside))


def measured(tree):
    """Rows of the table: what, and how much."""
    rows = {}
    for target in tree.targets():
        rows[f"lines of {target}"] = tree.lines(tree.files(target))
    sources = [path for path in tree.texts if path.startswith("Sources/")]
    tests = [path for path in tree.texts if path.startswith("Tests/")]
    rows["**lines of all targets**"] = tree.lines(sources)
    rows["files of all targets"] = len(sources)
    rows["lines of tests"] = tree.lines(tests)
    counted = [circles(tree, target) for target in tree.targets()]
    rows["circles of types between folders of a target"] = sum(pair[0] for pair in counted)
    rows["circles of types inside a folder"] = sum(pair[1] for pair in counted)
    paths = re.compile(r'^(?!\s*case \w+ = ")(?=.*(?:"(?:%s)/[a-z]|\.fact\((?:at: )?"|\baudit\.section\("))' % "|".join(map(re.escape, tree.analyses)))
    rows["string paths to facts in Pages and misread"] = tree.matching(tree.files("Pages", "misread"), paths)
    rows["places that walk rows outside tallies"] = tree.matching(tree.files("Findings", "Pages", "misread"), WALK)
    rows["skipped tests of make test"] = tree.matching(
        [path for path in tests if not path.startswith("Tests/ExtraTests/")], SKIP)
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--before", default=BEFORE)
    parser.add_argument("--after")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    trees = Tree(options.before), Tree(options.after)
    before, after = map(measured, trees)
    table = "| | before | after |\n|---|---:|---:|\n"
    order = list(after) + [name for name in before if name not in after]
    targets = {f"lines of {name}" for tree in trees for name in tree.targets()}
    order.sort(key=lambda name: (0, name) if name in targets else (1, ""))
    for name in order:
        table += "| %s | %s | %s |\n" % (name, *(f"{side[name]:,}" if name in side else "" for side in (before, after)))
    if not options.write:
        sys.stdout.write(table)
        return
    path = os.path.join(ROOT, "CONTRIBUTING.md")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    start, end = text.index(MARKS[0]) + len(MARKS[0]), text.index(MARKS[1])
    text = text[:start] + table + text[end:]
    with open(path, "w", encoding="utf-8") as file:
        file.write(LISTING.sub(listed, text))


main()
