"""A detector's annotations and detections: files as they are, or values that become files the program recognises."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, List

from . import _cells
from ._keyed import ID, keyed
from ._program import run
from ._tables import Table
from ._truth import are_names


def data_set(annotations: Any, images: Any, attributes: Any, scratch: Path, dataset: str) -> str:
    """Makes a data set by `misread init --from`, in the folder `made` of `scratch`. Returns what the program said of it.

    Raises InputError where nothing is recognised, TypeError and ValueError for values that no file can be made of.
    """
    sources = [source(annotations, "annotations", scratch)]
    if images is not None:
        if not isinstance(images, (str, os.PathLike)):
            raise TypeError("images: the folder of the pictures was expected; annotations name each by its file")
        if not Path(images).is_dir():
            raise ValueError(f'images="{os.fspath(images)}" is no folder')
        sources.append(Path(images))
    if attributes is not None:
        sources.append(_attributes(attributes, scratch))
    return run("init", scratch / "made", *_from(sources), "--dataset", dataset).said


def detections(value: Any, scratch: Path, workspace: Path, dataset: str, version: str) -> str:
    """Adds detections to a workspace as a version, by `misread init --from --version`. Returns what the program said."""
    made = source(value, "detections", scratch)
    return run("init", workspace, *_from([made]), "--dataset", dataset, "--version", version).said


def source(value: Any, argument: str, scratch: Path) -> Path:
    """The file or folder that a value is, or is written to: a table as CSV, anything else as JSON."""
    if isinstance(value, (str, os.PathLike)):
        if not os.path.exists(value):
            raise ValueError(f'{argument}="{os.fspath(value)}" is not there')
        return Path(value)
    if hasattr(value, "columns") or hasattr(value, "to_pydict"):
        found = keyed(value, argument, "").body
        assert isinstance(found, Table)
        made, raw = scratch / f"{argument}.csv", _cells.table(found.columns)
    elif isinstance(value, (dict, list, tuple)):
        made, raw = scratch / f"{argument}.json", _cells.plain_json(value)
    else:
        raise TypeError(f"{argument}: a path, a dictionary, a list or a table was expected, not {type(value).__name__}")
    made.write_bytes(raw)
    return made


def _attributes(attributes: Any, scratch: Path) -> Path:
    """What is known about images, as images.csv."""
    if are_names(attributes):
        raise ValueError("attributes: names of columns, and there is no table of labels; hand over a table with image_id")
    found = keyed(attributes, "attributes")
    if not isinstance(found.body, Table) or found.ids is None:
        raise ValueError("attributes: a table with the column image_id was expected, the id or the file name of each image")
    made = scratch / "images.csv"
    made.write_bytes(_cells.table({ID: found.ids, **found.columns}))
    return made


def _from(sources: List[Path]) -> List[Any]:
    return [each for made in sources for each in ("--from", made)]
