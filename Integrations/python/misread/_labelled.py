"""A classifier's images and predictions as the files of a workspace, which the program joins by id.

    images.csv        image_id, path, label, attributes
    predictions.csv   image_id, predicted, confidence, p_<class>
    predictions.npy   scores alone, with ids.txt beside it
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

from . import _cells, _label_sets, _pictures
from ._classes import Named, class_list, named
from ._hints import listed
from ._keyed import ID, agreed
from ._predicted import CONFIDENCE, LABEL, PREDICTED, SCORE, Predicted, predicted
from ._tables import Matrix, npy, rows_matrix
from ._truth import PATH, Truth, joined, truth


@dataclass(frozen=True)
class Arguments:
    """What a call says of a classifier, as it was handed over."""

    predictions: Any = None
    labels: Any = None
    probabilities: Any = None
    confidence: Any = None
    classes: Any = None
    ids: Any = None
    attributes: Any = None
    unit: Any = None
    images: Any = None
    task: Optional[str] = None
    baseline: Any = None
    """The predictions that these are compared with, as `predictions`; None where there are none."""


@dataclass(frozen=True)
class Stored:
    """What a workspace says already."""

    ids: Optional[List[str]]
    """The images of the data set; None for one that is new."""
    task: str
    classes: List[str]


@dataclass(frozen=True)
class Labelled:
    """Files of one version on one data set."""

    task: str
    classes: List[str]
    unit: Optional[str]
    table: Optional[bytes]
    """images.csv; None where nothing of it was handed over."""
    pictures: Dict[str, Path]
    """Pictures by their place in the folder of the data set."""
    run: Dict[str, bytes]
    """Files of predictions by name."""
    baseline: Optional[Dict[str, bytes]]


def labelled(call: Arguments, stored: Optional[Stored] = None) -> Labelled:
    """The files of a call. Of a data set whose images are `stored` only predictions have to be handed over.

    Raises TypeError and ValueError that name the argument, what was expected, and the nearest right thing.
    """
    said = predicted(call.predictions, call.probabilities, call.confidence, call.ids)
    known = truth(call.labels, call.attributes, call.unit, call.ids, said)
    has_labels = known.labels is not None or known.flags is not None
    there = stored.ids if stored else None
    if not has_labels and there is None:
        raise TypeError("labels= is needed: a class an image, or the name of the column of predictions that holds it")
    if not has_labels and (call.unit is not None or call.images is not None or call.attributes is not None):
        raise ValueError("unit=, images= and attributes= are of the data set: hand them over with labels=")
    ids, run_ids = _ids(known, said, None if has_labels else there)
    task = _task(call.task, known, stored)
    earlier = None if call.baseline is None else predicted(call.baseline, None, None, call.ids, "baseline")
    names = _names(call.classes, stored, known if has_labels else None, said, earlier, task)
    table: Optional[bytes] = None
    placed: Dict[str, Path] = {}
    if has_labels:
        columns, placed = _image_columns(call, known, ids)
        table = _cells.table({ID: ids, **columns[0], LABEL: names.columns["labels"], **columns[1]})
    is_one_table = has_labels and known.side is said.sides[0]
    beside = {} if is_one_table else said.spare
    run = _run(said, run_ids, names, "predictions", task, beside)
    other = None
    if earlier:
        own = earlier.ids or run_ids
        if len(own) != earlier.rows:
            raise ValueError(f"baseline: {earlier.rows} rows, and predictions has {len(own)}; give it a column image_id")
        other = _run(earlier, own, names, "baseline", task, {} if is_one_table else earlier.spare)
    return Labelled(task, names.classes, known.unit, table, placed, run, other)


def _ids(known: Truth, said: Predicted, there: Optional[List[str]]) -> "tuple[List[str], List[str]]":
    """The ids of the images and those of the predictions. Rows without any are numbered from 0."""
    if there is not None:
        if said.ids is None and said.rows != len(there):
            raise ValueError(
                f"predictions: {said.rows} rows, and the data set has {len(there)} images; give ids= or a column image_id"
            )
        return there, said.ids or there
    if known.side is said.sides[0]:
        ids = said.ids or [str(row) for row in range(said.rows)]
        _check_rows(ids)
        return ids, ids
    both = known.side.ids is not None and said.ids is not None
    found = known.side.ids if both else agreed([known.side, *said.sides])
    ids = found or [str(row) for row in range(known.side.rows)]
    _check_rows(ids)
    return ids, said.ids if both and said.ids is not None else ids


def _check_rows(ids: Sequence[str]) -> None:
    if not ids:
        raise ValueError("labels: no rows; at least one image is needed")


def _task(asked: Optional[str], known: Truth, stored: Optional[Stored]) -> str:
    if asked not in (None, "classification", "multilabel"):
        raise ValueError(f'task="{asked}": "classification" or "multilabel" was expected')
    if stored:
        if asked and asked != stored.task:
            raise ValueError(f'task="{asked}", and the workspace is of {stored.task}')
        return stored.task
    if asked:
        return asked
    if known.flags is not None:
        if _label_sets.is_one_hot(known.flags):
            raise ValueError(
                'labels: every row has exactly one 1; say task="classification", or task="multilabel" where an image may '
                "have several labels"
            )
        return "multilabel"
    return "multilabel" if _label_sets.are_sets(known.labels or []) else "classification"


def _names(
    classes: Any, stored: Optional[Stored], known: Optional[Truth], said: Predicted, earlier: Optional[Predicted], task: str
) -> Named:
    """The classes in their order, and labels and predictions by their names."""
    given = None if classes is None else class_list(classes)
    if stored and given not in (None, stored.classes):
        raise ValueError(f"classes: {listed(given or [])}, and the workspace lists {listed(stored.classes)}")
    runs = [("predictions", said)] + ([("baseline", earlier)] if earlier else [])
    flags = {"labels": known.flags} if known and known.flags else {}
    columns: Dict[str, Sequence[Any]] = {"labels": known.labels} if known and known.labels is not None else {}
    for name, run in runs:
        if task == "multilabel" and run.scores and run.answers is None and not run.scores.names:
            if _label_sets.are_flags(run.scores):
                flags[name], run.scores = run.scores, None
            elif _label_sets.are_places(run.scores):
                run.answers, run.scores = run.scores.values(), None
        if run.answers is not None:
            columns[name] = run.answers
        if LABEL in run.spare and not (known and known.side is said.sides[0]):
            columns[name + " label"] = run.spare[LABEL]
    scores = [run.scores for _, run in runs if run.scores]
    order = stored.classes if stored else given
    order = order or next((each.names for each in [*scores, *flags.values()] if each and each.names), None)
    for name, matrix in flags.items():
        sets = _label_sets.sets_of(matrix, order, name)
        columns[name] = sets if task == "multilabel" else _label_sets.only(sets, name)
    width = next((each.width for each in scores), 2 if said.positive is not None else None)
    return (_label_sets.named_sets if task == "multilabel" else named)(columns, order, width)


def _image_columns(
    call: Arguments, known: Truth, ids: List[str]
) -> "tuple[tuple[Dict[str, Any], Dict[str, Any]], Dict[str, Path]]":
    """The column of paths, the attributes, and the pictures to be put into the workspace."""
    attributes = joined(known, call.attributes, ids)
    is_name = isinstance(call.images, str) and call.images in attributes
    name = call.images if is_name else PATH
    images = None if is_name else call.images
    paths = attributes.pop(name) if name in attributes else None
    if images is None and paths is None:
        return ({}, attributes), {}
    found = _pictures.pictures(images, ids, paths)
    places = _pictures.places(found)
    column = [each and "images/" + each for each in places]
    return ({PATH: column}, attributes), {path: each for path, each in zip(column, found) if each is not None}


def _run(
    said: Predicted, ids: List[str], names: Named, argument: str, task: str, beside: Dict[str, List[Any]]
) -> Dict[str, bytes]:
    """The files of one version's predictions. `beside` are columns that the program is to say something of."""
    scores = said.scores and _in_order(said.scores, said.is_ordered, names.classes, argument)
    answers = names.columns.get(argument)
    is_plain = not beside and not any("\n" in each or "\r" in each for each in ids)
    if scores and answers is None and said.confidence is None and is_plain:
        kind, raw = scores.npy()
        return {
            "predictions.npy": npy((scores.rows, scores.width), kind, raw),
            "ids.txt": _cells.encoded("".join(each + "\n" for each in ids)),
        }
    columns: Dict[str, Sequence[Any]] = {ID: ids}
    if answers is not None:
        columns[PREDICTED] = answers
    if said.confidence is not None:
        columns[CONFIDENCE] = said.confidence
    if scores:
        columns.update(zip((SCORE + each for each in names.classes), map(list, zip(*scores.values()))))
    if said.positive is not None:
        if len(names.classes) != 2 and task != "multilabel":
            raise ValueError(
                f"probabilities: one number a row is the probability of the second of two classes, and there are "
                f"{len(names.classes)}: {listed(names.classes)}"
            )
        columns[SCORE + names.classes[-1]] = said.positive
    for name, column in beside.items():
        columns.setdefault(name, names.columns[argument + " label"] if name == LABEL else column)
    return {"predictions.csv": _cells.table(columns)}


def _in_order(scores: Matrix, is_ordered: bool, classes: List[str], argument: str) -> Matrix:
    """Scores with their columns in the order of the classes."""
    if scores.width != len(classes):
        raise ValueError(
            f"{argument}: {scores.width} columns of probabilities for the {len(classes)} classes {listed(classes)}; one column "
            "a class is expected"
        )
    if scores.names is None or scores.names == classes:
        return scores
    if set(scores.names) != set(classes):
        if is_ordered or scores.names == [str(place) for place in range(scores.width)]:
            return scores
        odd = next(name for name in scores.names if name not in set(classes))
        raise ValueError(f'{argument}: the column "{odd}" of the probabilities is no class; classes are {listed(classes)}')
    order = [scores.names.index(each) for each in classes]
    return rows_matrix([[row[place] for place in order] for row in scores.values()], argument)
