"""What a model said: the arguments `predictions`, `probabilities` and `confidence` of one version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional

from . import _tables
from ._hints import listed, nearest
from ._keyed import Keyed, agreed, keyed, vector
from ._tables import Ids, Matrix, Table, Vector

LABEL, PREDICTED, CONFIDENCE, SCORE = "label", "predicted", "confidence", "p_"
# Other names of the columns above, as the program knows them.
_ALIASES = {
    "pred": PREDICTED, "prediction": PREDICTED, "predicted_label": PREDICTED, "pred_label": PREDICTED, "y_pred": PREDICTED,
    "predicted_class": PREDICTED, "pred_class": PREDICTED, "output": PREDICTED, "score": CONFIDENCE, "prob": CONFIDENCE,
    "probability": CONFIDENCE, "conf": CONFIDENCE, "max_prob": CONFIDENCE,
}


@dataclass
class Predicted:
    """Predictions row by row."""

    rows: int
    ids: Ids
    sides: List[Keyed]
    """The arguments they were read from."""
    answers: Optional[List[Any]] = None
    """The predicted class of each row, or set of labels."""
    confidence: Optional[List[Any]] = None
    scores: Optional[Matrix] = None
    """A score a row and class."""
    is_ordered: bool = False
    """Whether its columns were listed one by one, in the order of the classes where these are given."""
    positive: Optional[List[Any]] = None
    """The score of the second of two classes."""
    spare: Dict[str, List[Any]] = field(default_factory=dict)
    """Other columns of the table."""


def predicted(
    predictions: Any, probabilities: Any = None, confidence: Any = None, ids: Any = None, argument: str = "predictions"
) -> Predicted:
    """Reads the predictions of a version. In a table are `predicted`, `confidence` and `p_<class>`, its other columns are
    spare; a matrix holds a score a class.

    Raises TypeError and ValueError that name the argument.
    """
    if predictions is None and probabilities is None:
        raise TypeError(f"{argument}= or probabilities= is needed: a class a row, or a score a row and class")
    if probabilities is not None and confidence is not None:
        raise ValueError(
            "probabilities= and confidence= are both given: keep probabilities=, which hold the confidence of every class"
        )
    answer = None if predictions is None else keyed(predictions, argument, ids)
    names = _names(probabilities)
    if answer is None and names:
        raise ValueError(f"probabilities={names}: names of columns, and there is no table of predictions")
    scores = None if probabilities is None or names else keyed(probabilities, "probabilities", ids)
    certainty = None if confidence is None or isinstance(confidence, str) else vector(confidence, CONFIDENCE, ids)
    sides = [side for side in (answer, scores, certainty) if side]
    found = Predicted(sides[0].rows, agreed(sides), sides)
    if answer:
        _read_answer(found, answer, names, confidence)
    elif isinstance(confidence, str):
        raise ValueError(f'confidence="{confidence}" names a column, and there is no table of predictions')
    if scores:
        _read_scores(found, scores)
    if certainty and isinstance(certainty.body, Vector):
        found.confidence = certainty.body.values
    return found


def _names(probabilities: Any) -> List[str]:
    """The names of columns that `probabilities` is, where it is such a list."""
    if isinstance(probabilities, (list, tuple)) and all(isinstance(each, str) for each in probabilities):
        return list(probabilities)
    return []


def _read_answer(found: Predicted, answer: Keyed, names: List[str], confidence: Any) -> None:
    body = answer.body
    if isinstance(body, Table):
        return _read_table(found, dict(body.columns), answer.argument, names, confidence)
    if names or isinstance(confidence, str):
        what = f'confidence="{confidence}"' if isinstance(confidence, str) else f"probabilities={names}"
        raise ValueError(f"{what}: names of columns, and {answer.argument} is no table that has them")
    if isinstance(body, Vector):
        found.answers = body.values
    elif body.width == 1:
        found.answers = [row[0] for row in body.values()]
    else:
        found.scores = body


def _read_table(
    found: Predicted, columns: Dict[str, List[Any]], argument: str, names: List[str], confidence: Any
) -> None:
    if isinstance(confidence, str):
        found.confidence = columns.pop(required(columns, confidence, f'confidence="{confidence}"', argument))
    elif CONFIDENCE in columns:
        found.confidence = columns.pop(CONFIDENCE)
    if PREDICTED in columns:
        found.answers = columns.pop(PREDICTED)
    found.is_ordered = bool(names)
    names = names or [name for name in columns if name.startswith(SCORE)]
    if names:
        scores = {name: columns.pop(required(columns, name, f"probabilities: {name!r}", argument)) for name in names}
        found.scores = _tables.matrix_of(Table(_unmarked(scores)), argument)
    if len(columns) == 1 and LABEL not in columns and found.answers is None and found.scores is None:
        _, found.answers = columns.popitem()
    found.spare = columns
    if found.answers is None and found.scores is None:
        meant = next((name for name in columns if _ALIASES.get(name.lower()) == PREDICTED), None)
        raise ValueError(
            f'{argument}: there is no column "{PREDICTED}" and none "{SCORE}<class>", there are {listed(columns)}'
            + (f'; rename "{meant}" to "{PREDICTED}"' if meant else nearest(PREDICTED, columns))
        )


def _unmarked(columns: Dict[str, List[Any]]) -> Dict[str, List[Any]]:
    """Columns of scores by their classes: without the `p_` where all have it."""
    if all(name.startswith(SCORE) for name in columns):
        return {name[len(SCORE):]: values for name, values in columns.items()}
    return columns


def _read_scores(found: Predicted, scores: Keyed) -> None:
    if found.scores is not None:
        raise ValueError(
            f"probabilities= are given, and {found.sides[0].argument} holds a score a class as well; keep one of them"
        )
    body = scores.body
    if isinstance(body, Table):
        body = _tables.matrix_of(Table(_unmarked(body.columns)), scores.argument)
    if isinstance(body, Vector):
        found.positive = body.values
    elif body.width == 1 and body.names is None:
        found.positive = [row[0] for row in body.values()]
    else:
        found.scores = body


def required(columns: Dict[str, List[Any]], name: str, asked: str, argument: str) -> str:
    """The name of a column that is there. Raises ValueError that names the nearest where it is not."""
    if name not in columns:
        raise ValueError(f"{asked} is no column of {argument}, there are {listed(columns)}{nearest(name, columns)}")
    return name


def refuse_aliases(columns: Dict[str, Any], argument: str) -> None:
    """Refuses attributes that are called as predictions usually are: an image does not have them."""
    for name in columns:
        meant = _ALIASES.get(name.lower())
        if meant:
            raise ValueError(
                f'{argument}: the column "{name}" would be an attribute of the images, and is called as a prediction; '
                f'rename it to "{meant}", or list the attributes as attributes=[...]'
            )
