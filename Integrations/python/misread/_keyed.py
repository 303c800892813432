"""Rows with the ids of their images, where they bring any.

Ids stand in the column `image_id` or the one that `ids=` names, in the list that `ids=` is, in the keys of a mapping, or
in the index of a frame, in this order. Rows without ids are in the order of those that they are handed over with.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Sequence

from . import _tables
from ._cells import first_repeated
from ._hints import listed
from ._tables import Ids, Matrix, Table, Vector, ids_of

ID = "image_id"


@dataclass(frozen=True)
class Keyed:
    """What one argument holds."""

    argument: str
    body: "Table | Vector | Matrix"
    rows: int
    ids: Ids
    is_indexed: Optional[bool] = None
    """Whether the index of a frame says something; None for what is no frame."""

    @property
    def columns(self) -> Dict[str, List[Any]]:
        """The columns of a table but for its ids; none of anything else."""
        return self.body.columns if isinstance(self.body, Table) else {}


def keyed(value: Any, argument: str, ids: Any = None) -> Keyed:
    """What an argument holds; `ids` is the argument of that name, a list or the name of a column.

    Raises TypeError and ValueError where it is nothing that has rows, or its ids are none.
    """
    body = _tables.read(value, argument)
    if isinstance(body, Table):
        if not body.columns:
            raise ValueError(f"{argument}: the table has no columns")
        column = ids if isinstance(ids, str) else ID
        if column in body.columns:
            own = ids_of(body.columns[column], f'{argument}["{column}"]')
            rest = {name: values for name, values in body.columns.items() if name != column}
            return Keyed(argument, Table(rest), body.rows, own)
    rows = len(body.values) if isinstance(body, Vector) else body.rows
    listed_ids = _listed_ids(ids, rows, argument)
    if listed_ids is not None:
        return Keyed(argument, body, rows, listed_ids)
    return Keyed(argument, body, rows, body.index(), body.is_indexed)


def vector(value: Any, argument: str, ids: Any = None) -> Keyed:
    """An argument that holds a value a row."""
    found = keyed(value, argument, ids)
    if isinstance(found.body, Matrix) and found.body.width == 1:
        return dataclasses.replace(found, body=Vector([row[0] for row in found.body.values()]))
    if not isinstance(found.body, Vector):
        raise ValueError(f"{argument}: one value a row was expected, not a table or a matrix")
    return found


def agreed(sides: Sequence[Keyed]) -> Ids:
    """The ids of what was handed over row beside row, None where nothing has any.

    Raises ValueError where lengths differ, or two of them have ids that are not the same in the same order.
    """
    first = sides[0]
    holder: Optional[Keyed] = None
    for side in sides:
        if side.rows != first.rows:
            raise ValueError(
                f"{side.argument}: {side.rows} rows, and {first.argument} has {first.rows}; one row an image is expected "
                "in each"
            )
        if side.ids is None:
            continue
        if holder is None:
            holder = side
        elif holder.ids != side.ids:
            raise ValueError(
                f"{side.argument}: its ids are not those of {holder.argument} in the same order; bring both into one order"
            )
    if holder is not None:
        _check_order(sides)
    return holder.ids if holder else None


def _check_order(sides: Sequence[Keyed]) -> None:
    """Refuses frames of which one counts its rows and the other has the same numbers in another order: which row belongs to
    which is told by the index to one who reads pandas, and by the order to one who reads arrays."""
    counted = [side for side in sides if side.is_indexed is False and side.ids is None]
    for side in sides:
        if counted and side.is_indexed and side.ids is not None:
            in_order = [str(place) for place in range(side.rows)]
            if side.ids != in_order and sorted(side.ids) == sorted(in_order):
                raise ValueError(
                    f"{side.argument}: its index says another order of the rows than that of {counted[0].argument}; give "
                    "ids=, or bring both into one order and reset_index(drop=True)"
                )


def _listed_ids(ids: Any, rows: int, argument: str) -> Ids:
    """The ids that the argument `ids` lists."""
    if ids is None or isinstance(ids, str):
        return None
    found = _tables.read(ids, "ids")
    if not isinstance(found, Vector):
        raise TypeError("ids: a list with the id of each row, or the name of the column that holds it, was expected")
    if len(found.values) != rows:
        raise ValueError(f"ids: {len(found.values)} ids, and {argument} has {rows} rows; one id a row is expected")
    return ids_of(found.values, "ids")


def aligned(columns: Dict[str, List[Any]], own: List[str], ids: List[str], argument: str) -> Dict[str, List[Any]]:
    """Columns with ids of their own in the order of `ids`; blank where they have none, and without rows of other images."""
    twice = first_repeated(own)
    if twice is not None:
        raise ValueError(f'{argument}: the image "{twice}" stands in it twice; one row an image is expected')
    place = {each: row for row, each in enumerate(own)}
    if not place.keys() & set(ids):
        raise ValueError(
            f"{argument}: none of its ids is that of an image: {listed(own, 3)} where images are {listed(ids, 3)}"
        )
    rows = [place.get(each) for each in ids]
    return {name: [None if row is None else values[row] for row in rows] for name, values in columns.items()}
