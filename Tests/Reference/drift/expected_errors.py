#!/usr/bin/env python3
"""Error rates expected of rows without labels (confidence-based performance estimation), by SciPy's isotonic regression.

usage: expected_errors.py [FOLDER]

Draws expected_errors.reference.csv and expected_errors.rows.csv by seed, and writes expected_errors.golden.json.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import isotonic_regression
from scipy.stats import norm


def draw(seed=5):
    g = np.random.default_rng(seed)
    confidence = np.round(g.beta(4, 1.4, 160), 2)
    unit = g.integers(0, 120, 160)
    correct = (g.random(160) < confidence ** 1.6).astype(int)
    reference = list(zip(confidence.tolist(), correct.tolist(), unit.tolist()))
    rows = [(w, round(float(g.beta(3.5, 1.5)), 3), int(g.integers(0, 40))) for w in range(4) for _ in range((5, 30, 60, 1)[w])]
    # Outside the reference on either side, and between two of its blocks.
    return reference, rows + [(3, 0.001, 1), (3, 1.0, 2)]


def curve(confidence, correct):
    """Confidences that are distinct, their rows, and the fitted accuracy of each."""
    xs, inverse = np.unique(confidence, return_inverse=True)
    rows = np.bincount(inverse).astype(float)
    fit = isotonic_regression(np.bincount(inverse, weights=correct) / rows, weights=rows)
    return xs, rows, fit


def expected(reference, rows):
    confidence, correct, unit = (np.array(column) for column in zip(*reference))
    xs, weights, fit = curve(confidence, correct)
    starts = fit.blocks
    blocks = [slice(a, b) for a, b in zip(starts[:-1], starts[1:])]
    count = np.array([weights[b].sum() for b in blocks])
    level = np.array([fit.x[b.start] for b in blocks])
    smooth = (count * (1 - level) + 1) / (count + 2)
    # Two knots a block; between blocks a straight line, outside the nearest.
    knots = np.array([x for b in blocks for x in (xs[b.start], xs[b.stop - 1])])
    sizes = np.bincount(unit)
    effect = (sizes ** 2).sum() / sizes.sum()
    out = []
    for window in sorted({row[0] for row in rows}):
        there = [row for row in rows if row[0] == window]
        c = np.array([row[1] for row in there])
        n = len(c)
        p = 1 - np.interp(c, knots, np.repeat(level, 2))
        rate = np.mean(p)
        by_unit = {}
        for row, value in zip(there, np.sqrt(p * (1 - p))):
            by_unit[row[2]] = by_unit.get(row[2], 0) + value
        own = sum(v * v for v in by_unit.values()) / n ** 2
        # The weight of each block: what the estimate changes by when its level does.
        w = np.array([np.interp(c, knots, np.repeat(np.arange(len(level)) == b, 2).astype(float)).sum() for b in range(len(level))]) / n
        told = (w ** 2 * smooth * (1 - smooth) / count).sum()
        result = {"window": window, "n": n, "units": len(by_unit), "rate": rate}
        for name, d in (("independent", 1), ("by_unit", effect)):
            deviation = np.sqrt(own + d * told)
            reach = norm.ppf(0.975) * deviation + 0.5 / n
            result[name] = {"deviation": deviation, "low": max(0, rate - reach), "high": min(1, rate + reach)}
        out.append(result)
    return out


def main(folder):
    reference, rows = draw()
    for name, head, lines in (("reference", "confidence,correct,unit", reference), ("rows", "window,confidence,unit", rows)):
        with (folder / f"expected_errors.{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(head.split(","))
            writer.writerows(lines)
    (folder / "expected_errors.golden.json").write_text(json.dumps(expected(reference, rows), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
