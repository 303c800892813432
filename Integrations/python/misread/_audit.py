"""`misread.audit`: one call from predictions to a site."""

from __future__ import annotations

import shutil
import tempfile
from typing import TYPE_CHECKING, Any, Mapping, NoReturn, Optional, Sequence, Union

from ._gates import GateLike
from ._results import Audit
from ._workspace import PathLike, Workspace, refuse_unknown

if TYPE_CHECKING:
    import datetime


def audit(
    predictions: Any = None,
    labels: Any = None,
    *,
    workspace: Optional[PathLike] = None,
    version: str = "v1",
    probabilities: Any = None,
    confidence: Any = None,
    classes: Optional[Sequence[Any]] = None,
    ids: Any = None,
    attributes: Any = None,
    unit: Any = None,
    images: Any = None,
    annotations: Any = None,
    detections: Any = None,
    baseline: Any = "latest",
    gates: Optional[Sequence[GateLike]] = None,
    task: Optional[str] = None,
    title: Optional[str] = None,
    date: "Union[str, datetime.date, None]" = None,
    model: Optional[str] = None,
    dataset: str = "validation",
    settings: Optional[Mapping[str, Any]] = None,
    manifest: Optional[Mapping[str, Any]] = None,
    datasheet: Optional[Mapping[str, Any]] = None,
    replace: bool = False,
    **unknown: NoReturn,
) -> Audit:
    """Audits a model's predictions and writes the site of the audit.

    Tables may be frames of pandas, polars or Arrow, mappings of columns or lists of mappings; columns also arrays, tensors,
    series, lists, tables of one column, or mappings of ids to values.

    predictions    A class a row; a score a row and class; or a table with `predicted`, `confidence`, `p_<class>`. In a table
                   without `labels` beside it, `label` is the label, and every other column is an attribute of the images.
    labels         The label of each image, the name of the column of `predictions` that holds it, or a table with `label`,
                   whose other columns are attributes. A blank label (None, NaN) is not known.
    probabilities  A score a row and class, or of the second of two classes; or names of columns of `predictions`.
    confidence     Of the predicted class, 0 to 1, or the name of its column.
    classes        Every class in the order of the scores. Numbers in labels and predictions are names of classes where all
                   are, else places in this list, from 0.
    ids            What images are called: a list, or the name of the column; else the column `image_id`, else the index of a
                   frame. Without ids rows belong together by their order, and images are called by it.
    attributes     A table of what is known about images, joined by its ids; or names of columns.
    unit           What is not independent in images with the same value: a column's name, or a value a row.
    images         The folder of the pictures, or the path of each.
    annotations    A detector's ground truth: a path to any form that INPUT.md lists, or a dictionary of COCO.
    detections     A detector's results: a path, COCO's list, or a table of boxes.
    baseline       Other predictions, in the form of `predictions` or `detections`; the name of a version; None for none. The
                   newest version that is there, unless given.
    gates          What a release must keep: "headline/accuracy >= 0.9", or mappings as misread.yml has them. `misread facts`
                   lists all facts.
    task           "classification" or "multilabel", where labels do not tell.
    title          Of the audit. `date` of the evaluation, today unless given, `model`, what it is called.
    dataset        Name of the data set. `version`, name of the version.
    settings       Further keys of misread.yml; `manifest` those of version.yml, `datasheet` those of dataset.yml.
    workspace      The folder, which is kept; a new one among the temporary files unless given.
    replace        Puts a version in the place of the one of its name.

    Raises InputError where the program finds the input wrong, ProgramError where it cannot work, TypeError and ValueError for
    wrong arguments, OSError where the folder cannot be written. A verdict that is not ready raises nothing.
    """
    refuse_unknown(unknown)
    given = dict(locals())
    path, _ = given.pop("workspace"), given.pop("unknown")
    made = path is None
    if made:
        path = tempfile.mkdtemp(prefix="misread-")
    try:
        return Workspace(path).audit(**given)
    except BaseException:
        if made:
            shutil.rmtree(path, ignore_errors=True)
        raise
