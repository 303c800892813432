"""Labels and predictions as names of classes.

A number is the name of a class where the classes are called so, and else its place in the list of classes, counted
from 0. All numbers of one call are taken the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence

from ._cells import cell, is_blank
from ._hints import listed, nearest
from ._keyed import vector
from ._tables import Vector


@dataclass(frozen=True)
class Named:
    """The classes in their order, and each column that was given, by the names of classes; "" where it is blank."""

    classes: List[str]
    columns: Dict[str, List[str]]


def class_list(classes: Any) -> List[str]:
    """The names of classes that a caller lists, as a list, an array, or a mapping of places to names.

    Raises TypeError for no list, ValueError for a blank name.
    """
    if isinstance(classes, str):
        raise TypeError(f'classes="{classes}": a list of the names of all classes was expected')
    body = vector(classes, "classes").body
    names = [cell(_whole(each)) for each in (body.values if isinstance(body, Vector) else ())]
    if not names or "" in names:
        raise ValueError("classes: a list of names is expected, none of them blank")
    return names


def named(columns: Mapping[str, Sequence[Any]], classes: Optional[List[str]], width: Optional[int] = None) -> Named:
    """Columns of labels and predictions, by the argument each was given by. `width` is the number of columns that the
    probabilities have, where there are any without names.

    Raises ValueError where values are no classes, or where nothing says which class a number or a column is.
    """
    values = {argument: [_whole(each) for each in column] for argument, column in columns.items()}
    kinds = {argument: _kind(column, argument) for argument, column in values.items()}
    if classes is None:
        classes = _found(values, kinds, width)
    numbers = {argument for argument, kind in kinds.items() if kind == "number"}
    if "number" in kinds.values() or (set(kinds.values()) == {"flag"} and not _are_names(values, kinds, classes)):
        numbers |= {argument for argument, kind in kinds.items() if kind == "flag"}
    for argument in numbers:
        values[argument] = [None if is_blank(each) else int(each) for each in values[argument]]
    if numbers and not _are_all(classes, values, numbers):
        _check_places(classes, values, numbers)
        for argument in numbers:
            values[argument] = [None if each is None else classes[each] for each in values[argument]]
    return Named(classes, {argument: [cell(each) for each in column] for argument, column in values.items()})


def _whole(value: Any) -> Any:
    """A number without a fraction as an int: 3.0 is class 3. Numbers of other kinds become Python's own."""
    if hasattr(value, "item") and not hasattr(value, "__len__"):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _kind(values: List[Any], argument: str) -> str:
    """What a column holds: `number`, `flag`, `name`, or `blank` where it holds nothing."""
    kinds = set()
    for each in values:
        if is_blank(each):
            continue
        _check_name(each, argument)
        if isinstance(each, float):
            raise ValueError(
                f"{argument}: {each!r} is neither the name nor the number of a class; scores of classes are given as "
                "probabilities=, the confidence of a prediction as confidence="
            )
        kinds.add("flag" if isinstance(each, bool) else "number" if isinstance(each, int) else "name")
    if not kinds:
        return "blank"
    if kinds == {"number", "flag"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else "name"


def _check_name(value: Any, argument: str) -> None:
    """Refuses what says no name of a class."""
    if isinstance(value, (list, tuple, set, frozenset)):
        raise ValueError(f'{argument}: {value!r} are several labels; where an image may have several, say task="multilabel"')
    if type(value).__hash__ is None or repr(value) == object.__repr__(value):
        raise TypeError(f"{argument}: {value!r} is no name of a class; text or a number was expected")


def _distinct(values: Dict[str, List[Any]]) -> List[Any]:
    return list({each: None for column in values.values() for each in column if not is_blank(each)})


def _found(values: Dict[str, List[Any]], kinds: Dict[str, str], width: Optional[int]) -> List[str]:
    """The classes that occur, in the order of numbers or of letters."""
    there = [kind for kind in kinds.values() if kind != "blank"]
    distinct = _distinct(values)
    if not distinct:
        raise ValueError("classes= is needed: neither labels nor predictions hold a value that names one")
    if "name" in there and ("number" in there or "flag" in there):
        said = " and ".join(
            next(f"{argument} holds {each!r}" for argument, column in values.items() if kinds[argument] in of
                 for each in column if not is_blank(each))
            for of in (("name",), ("number", "flag"))
        )
        raise ValueError(f"classes= is needed: {said}; list the classes in the order of the numbers")
    if set(there) == {"flag"}:
        return ["False", "True"]
    if "number" in there:
        numbers = sorted({int(each) for each in distinct})
        if width is None or (width > 1 and numbers == list(range(width))):
            return [str(each) for each in numbers]
        if 0 <= numbers[0] and numbers[-1] < width:
            return [str(each) for each in range(width)]
    if width is not None:
        raise ValueError(
            f"classes= is needed: the probabilities have {width} column{'s' * (width != 1)} and nothing says which class "
            "each is of; list the classes in the order of the columns, in scikit-learn model.classes_"
        )
    return sorted({cell(each) for each in distinct})


def _are_names(values: Dict[str, List[Any]], kinds: Dict[str, str], classes: List[str]) -> bool:
    """Whether truth values are called so among the classes."""
    flags = {cell(each) for argument, kind in kinds.items() if kind == "flag"
             for each in values[argument] if not is_blank(each)}
    return flags <= set(classes)


def _are_all(classes: List[str], values: Dict[str, List[Any]], numbers: "set[str]") -> bool:
    known = set(classes)
    return all(each is None or str(each) in known for argument in numbers for each in values[argument])


def _check_places(classes: List[str], values: Dict[str, List[Any]], numbers: "set[str]") -> None:
    for argument in sorted(numbers):
        for row, each in enumerate(values[argument]):
            if each is not None and not 0 <= each < len(classes):
                raise ValueError(
                    f"{argument}: row {row} holds the number {each}, and there are {len(classes)} classes, which are "
                    f"counted from 0: {listed(classes)}{nearest(each, classes)}"
                )
