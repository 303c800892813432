"""Images that may have several labels: their sets of labels, from lists of them or from columns of 0 and 1."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Mapping, Optional, Sequence

from ._cells import is_blank
from ._classes import Named, named
from ._tables import Matrix


def are_sets(values: Sequence[Any]) -> bool:
    """Whether cells are lists or sets of labels."""
    return any(isinstance(each, (list, tuple, set, frozenset)) for each in values)


def are_flags(matrix: Matrix) -> bool:
    """Whether a matrix holds 0 and 1 alone."""
    return all(each in (0, 1) for row in matrix.values() for each in row)


def are_places(matrix: Matrix) -> bool:
    """Whether a matrix holds the numbers of classes: whole ones, of which some is no score."""
    values = [each for row in matrix.values() for each in row]
    return all(isinstance(each, int) for each in values) and any(each > 1 for each in values)


def is_one_hot(matrix: Matrix) -> bool:
    """Whether every row has exactly one 1."""
    return all(sum(1 for each in row if each) == 1 for row in matrix.values())


def sets_of(matrix: Matrix, classes: Optional[List[str]], argument: str) -> List[List[str]]:
    """The labels of each row of a matrix with one column of 0 and 1 a label.

    Raises ValueError where it holds other values, or nothing says which label a column is.
    """
    names = matrix.names if classes is None else classes
    if names is None:
        raise ValueError(f"classes= is needed: {argument} has {matrix.width} columns and nothing says which label each is")
    if len(names) != matrix.width:
        raise ValueError(f"{argument}: {matrix.width} columns for the {len(names)} classes; one column a class is expected")
    order = matrix.names if matrix.names is not None and set(matrix.names) == set(names) else names
    if not are_flags(matrix):
        raise ValueError(f"{argument}: holds other values than 0 and 1; one column of 0 and 1 a label is expected")
    return [[name for name, each in zip(order, row) if each] for row in matrix.values()]


def only(sets: List[List[str]], argument: str) -> List[str]:
    """The label of each row where each has exactly one. Raises ValueError where one has none or several."""
    for row, each in enumerate(sets):
        if len(each) != 1:
            raise ValueError(
                f'{argument}: row {row} has {len(each)} labels; where an image may have several, say task="multilabel"'
            )
    return [each[0] for each in sets]


def named_sets(columns: Mapping[str, Sequence[Any]], classes: Optional[List[str]], width: Optional[int]) -> Named:
    """Columns of sets of labels as cells the program reads: each a JSON list of names, "" where nothing is known."""
    flat: Dict[str, List[Any]] = {}
    for argument, column in columns.items():
        flat[argument] = [each for cell in column for each in _members(cell)]
        if any(is_blank(each) for each in flat[argument]):
            raise ValueError(f"{argument}: a list of labels holds a blank one; leave it out of the list")
    names = named(flat, classes, width)
    cells: Dict[str, List[str]] = {}
    for argument, column in columns.items():
        rest = iter(names.columns[argument])
        cells[argument] = [
            "" if is_blank(cell) else json.dumps([next(rest) for _ in _members(cell)], ensure_ascii=False)
            for cell in column
        ]
    return Named(names.classes, cells)


def _members(cell: Any) -> List[Any]:
    """The labels in a cell, those of a set in the order of their text."""
    if isinstance(cell, (set, frozenset)):
        return sorted(cell, key=str)
    if isinstance(cell, (list, tuple)):
        return list(cell)
    return [] if is_blank(cell) else [cell]
