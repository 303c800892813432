"""What is known about images: the arguments `labels`, `attributes` and `unit`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional

from ._keyed import Keyed, aligned, keyed, vector
from ._label_sets import are_flags
from ._predicted import LABEL, Predicted, refuse_aliases, required
from ._tables import Ids, Matrix, Table, Vector

PATH, UNIT = "path", "unit"


@dataclass
class Truth:
    """Images row by row."""

    side: Keyed
    """What they were read from."""
    labels: Optional[List[Any]] = None
    """The label of each image, or its set of labels."""
    flags: Optional[Matrix] = None
    """The labels as columns of 0 and 1."""
    attributes: Dict[str, List[Any]] = field(default_factory=dict)
    unit: Optional[str] = None


def are_names(attributes: Any) -> bool:
    """Whether `attributes` lists names of columns."""
    return isinstance(attributes, (list, tuple)) and all(isinstance(each, str) for each in attributes)


def truth(labels: Any, attributes: Any, unit: Any, ids: Any, said: Predicted) -> Truth:
    """Reads what is known about images: in the table of predictions where `labels` is the name of a column or not given,
    else in `labels`. Attributes that have ids of their own are joined by them later, see `joined`.
    """
    table = said.sides[0]
    if labels is None or isinstance(labels, str):
        found = _of_predictions(labels, attributes, said, table)
    else:
        found = _of_labels(keyed(labels, "labels", ids))
        if are_names(attributes):
            found.attributes = {
                name: found.attributes[required(found.attributes, name, f"attributes: {name!r}", "labels")]
                for name in attributes
            }
    if unit is not None and not isinstance(unit, str):
        found.attributes[UNIT] = _column(unit, UNIT, ids, found)
        found.unit = UNIT
    else:
        found.unit = unit
    return found


def _of_predictions(labels: Optional[str], attributes: Any, said: Predicted, table: Keyed) -> Truth:
    """The label and the attributes in the table of predictions."""
    found = Truth(table)
    name = labels if labels is not None else LABEL
    if not isinstance(table.body, Table):
        if labels is not None:
            raise ValueError(f'labels="{labels}" names a column, and {table.argument} is no table that has it')
        return found
    spare = dict(said.spare)
    if labels is not None:
        required(spare, labels, f'labels="{labels}"', table.argument)
    if name not in spare:
        return found
    found.labels = spare.pop(name)
    if are_names(attributes):
        spare = {each: spare[required(spare, each, f"attributes: {each!r}", table.argument)] for each in attributes}
    else:
        refuse_aliases(spare, table.argument)
    found.attributes = spare
    return found


def _of_labels(side: Keyed) -> Truth:
    body = side.body
    if isinstance(body, Vector):
        return Truth(side, labels=body.values)
    if isinstance(body, Matrix):
        if body.width == 1:
            return Truth(side, labels=[row[0] for row in body.values()])
        return Truth(side, flags=body) if are_flags(body) else Truth(side, labels=body.values())
    rest = dict(body.columns)
    if len(rest) == 1:
        return Truth(side, labels=next(iter(rest.values())))
    required(rest, LABEL, f'"{LABEL}"', "labels")
    return Truth(side, labels=rest.pop(LABEL), attributes=rest)


def _column(value: Any, argument: str, ids: Any, found: Truth) -> List[Any]:
    side = vector(value, argument, ids)
    if side.rows != found.side.rows:
        raise ValueError(f"{argument}: {side.rows} values, and {found.side.argument} has {found.side.rows} rows")
    assert isinstance(side.body, Vector)
    if side.ids is not None and found.side.ids is not None and side.ids != found.side.ids:
        return aligned({argument: side.body.values}, side.ids, found.side.ids, argument)[argument]
    return side.body.values


def joined(found: Truth, attributes: Any, ids: List[str]) -> Dict[str, List[Any]]:
    """The attributes of images, with those of `attributes` beside them: a table or columns, joined by their own ids where
    they have any, else row by row.

    Raises ValueError for a column that stands twice, or is called as one of the image table's own.
    """
    columns = dict(found.attributes)
    if attributes is not None and not are_names(attributes):
        side = keyed(attributes, "attributes")
        if not isinstance(side.body, Table):
            raise TypeError("attributes: a table, columns by their names, or names of columns were expected")
        own: Ids = side.ids
        if own is None and side.rows != len(ids):
            raise ValueError(f"attributes: {side.rows} rows for {len(ids)} images; give them a column image_id")
        more = side.columns if own is None else aligned(side.columns, own, ids, "attributes")
        twice = [name for name in more if name in columns]
        if twice:
            raise ValueError(f'attributes: "{twice[0]}" is a column of {found.side.argument} as well; keep one of them')
        columns.update(more)
    for name in (LABEL, "image_id"):
        if name in columns:
            raise ValueError(f'attributes: "{name}" is a column of the image table itself; give the attribute another name')
    if found.unit is not None and found.unit not in columns:
        if not columns:
            raise ValueError(f'unit="{found.unit}" names a column, and the images have no attributes; give them that one')
        required(columns, found.unit, f'unit="{found.unit}"', "the images")
    return columns
