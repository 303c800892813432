"""The nearest right thing, for messages."""

from __future__ import annotations

import difflib
from typing import Iterable, List


def nearest(name: object, known: Iterable[object]) -> str:
    """`; did you mean "label"?` where a known name is near, else the empty text."""
    found: List[str] = difflib.get_close_matches(str(name), [str(each) for each in known], n=1, cutoff=0.6)
    return f'; did you mean "{found[0]}"?' if found else ""


def listed(names: Iterable[object], most: int = 8) -> str:
    """Names in a row, the first of many followed by how many more there are."""
    shown = [str(name) for name in names]
    rest = len(shown) - most
    return ", ".join(shown[:most]) + (f" and {rest} more" if rest > 0 else "")
