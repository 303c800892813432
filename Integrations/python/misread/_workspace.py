"""A workspace on disk: versions are added to it, audited by the program, and read back."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Mapping, NoReturn, Optional, Sequence, Tuple, Union

from . import _results
from ._adding import Adding
from ._baselines import versions
from ._changes import Changes
from ._gates import GateLike, gates as read_gates
from ._hints import listed, nearest
from ._labelled import Arguments
from ._program import run
from ._results import Audit

if TYPE_CHECKING:
    import datetime

PathLike = Union[str, "os.PathLike[str]"]
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


class Workspace:
    """A folder with a data set, versions of a model, the archive of their audits and the site.

    It is what `misread init` writes, and what the command line works on: both may be used in turn.
    """

    def __init__(self, path: PathLike) -> None:
        self.path = Path(path).expanduser().absolute()

    def __repr__(self) -> str:
        return f"Workspace({str(self.path)!r})"

    @property
    def versions(self) -> Tuple[str, ...]:
        """The versions that are there, by name."""
        return tuple(versions(self.path))

    def audit(
        self,
        predictions: Any = None,
        labels: Any = None,
        *,
        version: str,
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
        """Adds a version, audits it and makes the site anew. Arguments are those of `misread.audit`.

        What is of the data set (labels, attributes, unit, images, annotations) is needed with the first version alone; given
        again it has to be the same. A version that is there already has to be the same too, unless `replace` puts it in the
        place of the old one. A call that raises leaves the workspace as it was.

        Raises InputError where the program finds the input wrong, ProgramError where it cannot work, TypeError and ValueError
        for wrong arguments, OSError where the folder cannot be written.
        """
        refuse_unknown(unknown)
        for name, value in (("version", version), ("dataset", dataset)):
            _check_name(name, value)
        asked = None if gates is None else read_gates(gates)
        keys = {"title": title, "unit": unit if isinstance(unit, str) else None, "gates": asked}
        call = Arguments(
            predictions, labels, probabilities, confidence, classes, ids, attributes, unit, images, task, baseline
        )
        boxes = annotations is not None or detections is not None
        if boxes:
            _refuse_beside_boxes(call, detections)
        with Changes() as changes:
            adding = Adding(self.path, changes, version, dataset, replace)
            if boxes:
                adding.settings({**keys, "task": "detection"}, settings)
                adding.boxes(annotations, detections, images, attributes, baseline)
            else:
                adding.settings({**keys, **adding.labelled(call)}, settings)
            adding.data_set(datasheet)
            adding.versions(date, model, manifest)
            said = adding.build()
        return _results.read(self.path, version, dataset, said)

    def build(self, version: str = "latest", *, dataset: Optional[str] = None) -> Audit:
        """Audits every version that is not archived yet and makes the site, whoever wrote the workspace; returns the audit of
        one version, the newest unless given.

        Raises InputError where something in the workspace is wrong, ProgramError where the program cannot work.
        """
        return self._read(version, dataset, run("build", self.path, "--output", self.path / "site").said)

    def read(self, version: str = "latest", *, dataset: Optional[str] = None) -> Audit:
        """The archived audit of a version, judged by the gates in force; nothing is audited.

        Raises InputError where there is none.
        """
        return self._read(version, dataset, "")

    def _read(self, version: str, dataset: Optional[str], said: str) -> Audit:
        there = _results.data_sets(self.path)
        if dataset is None and len(there) > 1:
            raise ValueError(f"dataset= is needed: the workspace has {listed(there)}")
        return _results.read(self.path, version, dataset or "", said)


def _check_name(argument: str, name: Any) -> None:
    if name == "latest":
        raise ValueError(f'{argument}="latest" is what the newest version is called; give it a name of its own')
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError(f"{argument}={name!r} cannot be the name of a folder: use letters, digits, . - and _")


def refuse_unknown(unknown: Mapping[str, Any]) -> None:
    """Refuses arguments that there are none of, with the nearest one."""
    known = [name for name in Workspace.audit.__annotations__ if name not in ("unknown", "return")]
    for name in unknown:
        raise TypeError(f'audit() has no argument "{name}"{nearest(name, known)}')


def _refuse_beside_boxes(call: Arguments, detections: Any) -> None:
    """Refuses what is of a classifier beside boxes."""
    if detections is None:
        raise TypeError("detections= is needed beside annotations=")
    for name in ("predictions", "labels", "probabilities", "confidence", "classes", "ids", "task"):
        if getattr(call, name) is not None:
            raise ValueError(f"{name}= is of a classifier; a detector has annotations= and detections=")
    if call.unit is not None and not isinstance(call.unit, str):
        raise ValueError('unit: the name of a column of attributes= was expected for a detector')
