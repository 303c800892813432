"""What a version is compared with: predictions that are handed over, a version that is there, or the newest one."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Optional

from ._errors import InputError
from ._hints import listed, nearest
from ._program import run
from ._results import choice
from ._settings import read_back

BASELINE = "baseline"
"""What the version is called that predictions given as `baseline=` become."""


def versions(root: Path) -> "list[str]":
    """The versions in a workspace, by name."""
    folder = root / "versions"
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(each.name for each in found if each.is_dir() and not each.name.startswith("."))


def is_data(baseline: Any, root: Path) -> bool:
    """Whether a baseline is predictions: every value that is no text, and the path of a file that no version is called like."""
    if isinstance(baseline, str):
        return baseline != "latest" and baseline not in versions(root) and os.path.exists(baseline)
    return baseline is not None


def chosen(baseline: Any, root: Path, dataset: str, version: str) -> Optional[str]:
    """The name of the version that `version` is compared with; None for none.

    Raises ValueError for a name that no version has.
    """
    if baseline is None:
        return None
    if is_data(baseline, root):
        if version == BASELINE:
            raise ValueError('version="baseline" is what the predictions of baseline= are called; give the version another name')
        return BASELINE
    if baseline == "latest":
        return _newest(root, dataset, version)
    there = versions(root)
    if baseline not in there:
        known = f"there are {listed(there)}" if there else "there is none"
        raise ValueError(f'baseline="{baseline}" is no version of the workspace, {known}{nearest(baseline, there)}')
    if baseline == version:
        raise ValueError(f'baseline="{baseline}" is the version itself')
    return str(baseline)


def _newest(root: Path, dataset: str, version: str) -> Optional[str]:
    """The newest version that is archived; for a version that is there already, what its manifest says."""
    own = root / "versions" / version / "version.yml"
    if own.is_file():
        said: Optional[str] = (read_back(own) or {}).get("baseline")
        return said
    if not (root / "archive").is_dir():
        return None
    try:
        form = json.loads(run("summary", "latest", root, *choice(root, dataset), "--format", "json").output)
    except InputError:
        return None  # of this data set nothing is archived yet
    return None if form["version"] == version else str(form["version"])
