#!/usr/bin/env python3
"""Fails when a site is more than a visitor browses and a reviewer reads.

usage: limits.py SITE [--megabytes 25] [--files 5000]

Adds up every file below SITE; a megabyte is 1,000,000 bytes. Says what takes the most when a limit is passed. Status 1
above a limit, 2 when there is no such folder.
"""
import argparse
import collections
import os
import sys


def measured(root):
    """Bytes and files by the folders one below each example's (`digits/v`), and in all."""
    sizes, counts = collections.Counter(), collections.Counter()
    for folder, _, names in os.walk(root):
        part = os.sep.join(os.path.relpath(folder, root).split(os.sep)[:4])
        for name in names:
            sizes[part] += os.path.getsize(os.path.join(folder, name))
            counts[part] += 1
    return sizes, counts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("site")
    parser.add_argument("--megabytes", type=float, default=25)
    parser.add_argument("--files", type=int, default=5000)
    options = parser.parse_args()
    if not os.path.isdir(options.site):
        print(f"{options.site}: no such folder")
        sys.exit(2)
    sizes, counts = measured(options.site)
    megabytes, files = sum(sizes.values()) / 1e6, sum(counts.values())
    print(f"{options.site}: {megabytes:.1f} MB of at most {options.megabytes:g}, "
          f"{files:,} files of at most {options.files:,}")
    over = [(parts, unit, scale) for amount, limit, parts, unit, scale in (
        (megabytes, options.megabytes, sizes, "MB", 1e6), (files, options.files, counts, "files", 1)) if amount > limit]
    for parts, unit, scale in over:
        for part, share in parts.most_common(5):
            print(f"  {share / scale:.3g} {unit} in {part}")
    if over:
        print("Publish fewer pictures of the examples, or split what is large off; site/ is what a visitor browses.")
    sys.exit(1 if over else 0)


main()
