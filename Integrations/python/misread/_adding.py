"""One call of `audit`, step by step: what is handed over becomes files of a workspace, and the program audits them."""

from __future__ import annotations

import csv
import dataclasses
import filecmp
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional

from . import _boxes, _pictures, _settings
from ._baselines import BASELINE, chosen, is_data
from ._cells import manifest
from ._changes import Changes, remove
from ._classes import class_list
from ._labelled import Arguments, Stored, labelled
from ._program import run

PART = ".part"
"""What a version's name ends with while it is being made."""


@dataclass
class Run:
    """A version that a call adds: its name, and its files or the folder that holds them."""

    version: str
    files: Dict[str, bytes] = field(default_factory=dict)
    folder: Optional[Path] = None
    baseline: Optional[str] = None
    """The version that it is compared with."""

    def is_in(self, target: Path) -> bool:
        """Whether its files are those in a folder."""
        if self.folder is not None:
            own = [each for each in self.folder.rglob("*") if each.is_file()]
            return all(_is_same(each, target / each.relative_to(self.folder)) for each in own)
        there = (target / name for name in self.files)
        return all(each.is_file() and each.read_bytes() == self.files[each.name] for each in there)


class Adding:
    """A version that is being added to the workspace in the folder `root`."""

    def __init__(self, root: Path, changes: Changes, version: str, dataset: str, replace: bool) -> None:
        self.root, self.changes, self.dataset, self.replace = changes.folder(root), changes, dataset, replace
        self.data = root / "datasets" / dataset
        self.run = Run(version)
        self.earlier: Optional[Run] = None
        """The predictions given as `baseline=`."""
        self.replaced: List[str] = []
        """Versions that take the place of older ones."""
        self.said = ""
        """What the program said so far."""

    # A classifier.

    def labelled(self, call: Arguments) -> Mapping[str, Any]:
        """Reads the arguments, and writes the image table and the pictures of a data set that is new. Returns the keys of
        misread.yml that they settle."""
        self.run.baseline = chosen(call.baseline, self.root, self.dataset, self.run.version)
        if not is_data(call.baseline, self.root):
            call = dataclasses.replace(call, baseline=None)
        made = labelled(call, self._stored(call))
        self.run.files = made.run
        self.earlier = Run(BASELINE, made.baseline) if made.baseline is not None else None
        if made.table is not None:
            self._write_images(made.table, made.pictures)
        return {"task": made.task, "classes": made.classes, "unit": made.unit}

    def _write_images(self, table: bytes, pictures: Mapping[str, Path]) -> None:
        file = self.data / "images.csv"
        if file.is_file() and file.read_bytes() != table:
            raise ValueError(
                f'labels: the data set "{self.dataset}" of the workspace holds other images, labels or attributes: leave them '
                "out for a further version, or give the new ones another dataset= or workspace="
            )
        self.changes.write(file, table)
        self.changes.will_appear(self.data / "images")
        for place, picture in pictures.items():
            _pictures.place(picture, self.data / place)

    def _stored(self, call: Arguments) -> Optional[Stored]:
        """What the workspace says already; None for a new one."""
        if not (self.root / "misread.yml").is_file():
            return None
        file, ids = self.data / "images.csv", None
        if file.is_file():
            with open(file, encoding="utf-8-sig", newline="") as table:
                rows = csv.DictReader(table)
                ids = [row["image_id"] for row in rows] if "image_id" in (rows.fieldnames or ()) else []
        old = _settings.read_back(self.root / "misread.yml") or {}
        if old.get("task") == "detection":
            raise ValueError("the workspace is of a detector: hand over annotations= and detections=")
        if "classes" in old:
            return Stored(ids, old.get("task", "classification"), old["classes"])
        if call.classes is None:
            raise ValueError("classes= is needed: misread.yml of the workspace was written by hand; list its classes")
        return Stored(ids, call.task or "classification", class_list(call.classes))

    # A detector.

    def boxes(self, annotations: Any, detections: Any, images: Any, attributes: Any, baseline: Any) -> None:
        """Lets the program recognise annotations and detections, and takes what it makes of them. Needs misread.yml."""
        self.run.baseline = chosen(baseline, self.root, self.dataset, self.run.version)
        is_new = not self.data.is_dir()
        if annotations is None and is_new:
            raise TypeError("annotations= is needed: the ground truth of a data set that is new")
        if annotations is None and (images is not None or attributes is not None):
            raise ValueError("images= and attributes= are of the data set: hand them over with annotations=")
        if annotations is not None:
            made = self.changes.scratch(self.root)
            said = _boxes.data_set(annotations, images if is_new else None, attributes, made, self.dataset)
            if is_new:
                self.said += said
                self._take(made / "made" / "datasets" / self.dataset)
            else:
                self._check(made / "made" / "datasets" / self.dataset)
        self.run.folder = self._recognised(detections, self.run.version)
        if is_data(baseline, self.root):
            self.earlier = Run(BASELINE, folder=self._recognised(baseline, BASELINE))

    def _take(self, made: Path) -> None:
        self.changes.folder(self.data.parent)
        self.changes.will_appear(self.data)
        made.rename(self.data)
        # What init writes there explains every key, and is not what the call says.
        (self.data / "dataset.yml").write_bytes(manifest({"title": self.dataset}))

    def _check(self, made: Path) -> None:
        """Refuses annotations that are others than those of the workspace."""
        for file in made.rglob("*"):
            place = file.relative_to(made)
            is_compared = file.is_file() and place.parts[0] not in ("dataset.yml", "images")
            if is_compared and not _is_same(file, self.data / place):
                raise ValueError(
                    f'annotations: the data set "{self.dataset}" of the workspace has others: leave them out for a further '
                    "version, or give the new ones another dataset= or workspace="
                )

    def _recognised(self, detections: Any, version: str) -> Path:
        """The folder of a version's detections: made as a version of another name, and taken out of it."""
        folder, scratch = self.root / "versions" / (version + PART), self.changes.scratch(self.root)
        self.changes.folder(folder.parent)
        self.changes.will_appear(folder)
        self.said += _boxes.detections(detections, scratch, self.root, self.dataset, folder.name)
        found = (folder / self.dataset).rename(scratch / self.dataset)
        remove(folder)
        return found

    # Both.

    def data_set(self, datasheet: Optional[Mapping[str, Any]]) -> None:
        """Writes dataset.yml."""
        _settings.refuse_arguments("datasheet", datasheet, {})
        file = self.data / "dataset.yml"
        if datasheet is not None or not file.exists():
            self.changes.write(file, manifest({"title": self.dataset, **(datasheet or {})}))

    def settings(self, keys: Mapping[str, Any], more: Optional[Mapping[str, Any]]) -> None:
        """Writes misread.yml."""
        made = _settings.settings(self.root / "misread.yml", keys, more)
        if made is not None:
            self.changes.write(self.root / "misread.yml", made)

    def versions(self, date: Any, model: Optional[str], more: Optional[Mapping[str, Any]]) -> None:
        """Writes the versions."""
        if self.earlier:
            self._write(self.earlier, date, None, None)
        self._write(self.run, date, model, more)

    def _write(self, added: Run, date: Any, model: Optional[str], more: Optional[Mapping[str, Any]]) -> None:
        folder = self.root / "versions" / added.version
        target, file = folder / self.dataset, folder / "version.yml"
        form = _settings.version_manifest(file, date, model, added.baseline, more)
        is_other = {
            "other predictions": target.is_dir() and not added.is_in(target),
            "another manifest (date, model, baseline, manifest)": form and file.is_file() and file.read_bytes() != form,
        }
        for what, it_is in is_other.items():
            if it_is and not self.replace:
                raise ValueError(
                    f'version="{added.version}" is in the workspace with {what}: give the new one another version=, or say '
                    "replace=True"
                )
        if any(is_other.values()):
            self.replaced.append(added.version)
        if form:
            self.changes.write(file, form)
        if target.is_dir():
            if not is_other["other predictions"]:
                return
            self.changes.set_aside(target)
        if added.folder is not None:
            self.changes.will_appear(target)
            added.folder.rename(target)
        for name, raw in added.files.items():
            self.changes.write(target / name, raw)

    def build(self) -> str:
        """Audits and makes the site. What the program said of it."""
        site, archive = self.root / "site", self.root / "archive"
        self.changes.will_appear(site)
        self.changes.will_appear(archive)
        for each in (self.earlier, self.run):
            if each:
                self.changes.will_appear(archive / each.version)
                self.changes.will_appear(archive / f"{each.version}@{self.dataset}")
        if self.replaced and archive.is_dir():
            for kept in list(archive.iterdir()):
                if kept.name.split("@")[0] in self.replaced:
                    self.changes.remember(kept)
            versions = [part for each in self.replaced for part in ("--version", each)]
            self.said += run("audit", self.root, *versions, "--replace").said
        return self.said + run("build", self.root, "--output", site).said


def _is_same(file: Path, other: Path) -> bool:
    """Whether two files say the same: byte for byte, or in JSON value for value."""
    if not other.is_file():
        return False
    if filecmp.cmp(file, other, shallow=False):
        return True
    try:
        return file.suffix == ".json" and bool(json.loads(file.read_bytes()) == json.loads(other.read_bytes()))
    except ValueError:
        return False
