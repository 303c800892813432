"""The pictures of images: where each lies, and the place it gets in the workspace."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

from ._cells import cell, is_blank
from ._hints import listed

ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif")


def pictures(images: Any, ids: Sequence[str], paths: Optional[Sequence[Any]]) -> List[Optional[Path]]:
    """The picture of each image: `images` is the folder that they lie in, by the paths of the table or by their ids, or a
    list with the path of each. Blank cells and ids without a picture have none.

    Raises ValueError where a picture that is named is not there, or none is found at all.
    """
    if isinstance(images, (str, os.PathLike)):
        folder = Path(images)
        if not folder.is_dir():
            raise ValueError(f'images="{folder}" is no folder')
        if paths is None:
            return _by_ids(folder, ids)
        return _named([None if is_blank(each) else folder / cell(each) for each in paths])
    if images is not None and not isinstance(images, (list, tuple)) and not hasattr(images, "tolist"):
        raise TypeError(f"images: the folder of the pictures or a list of their paths was expected, not {images!r}")
    given = list(images) if images is not None else paths or []
    if len(given) != len(ids):
        raise ValueError(f"images: {len(given)} paths for {len(ids)} images; one an image is expected, None where there is none")
    for each in given:
        if not is_blank(each) and not isinstance(each, (str, os.PathLike)):
            raise TypeError(f"images: the path of a picture was expected, not a {type(each).__name__}; save it as PNG first")
    return _named([None if is_blank(each) else Path(cell(each)) for each in given])


def _by_ids(folder: Path, ids: Sequence[str]) -> List[Optional[Path]]:
    """The pictures in a folder that are called like the images, with an ending or without."""
    there: Dict[str, Path] = {}
    for found in sorted(folder.rglob("*")):
        if found.suffix.lower() in ENDINGS:
            name = found.relative_to(folder)
            there.setdefault(name.as_posix(), found)
            there.setdefault(name.with_suffix("").as_posix(), found)
    if not there:
        raise ValueError(f'images="{folder}" holds no picture')
    chosen = [there.get(each) for each in ids]
    if not any(chosen):
        raise ValueError(
            f'images="{folder}": no picture there is called like an image: pictures are {listed(sorted(there), 3)}, '
            f"images {listed(ids, 3)}; give the path of each, images=[...]"
        )
    return chosen


def _named(found: List[Optional[Path]]) -> List[Optional[Path]]:
    missing = [each for each in found if each is not None and not each.is_file()]
    if missing:
        raise ValueError(f'images: {len(missing)} of {len(found)} pictures are not there, the first is "{missing[0]}"')
    return found


def places(found: Sequence[Optional[Path]]) -> List[str]:
    """Where each picture lies below images/: by its path below the folder that all share. Blank for none."""
    whole = [None if each is None else os.path.abspath(each) for each in found]
    folders = [os.path.dirname(each) for each in whole if each is not None]
    base = os.path.commonpath(folders) if folders else ""
    return ["" if each is None else Path(os.path.relpath(each, base)).as_posix() for each in whole]


def place(picture: Path, target: Path) -> None:
    """Puts a picture into the workspace: as a second name of the file where the disk allows that, else as a copy."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(os.path.realpath(picture), target)
    except OSError:
        shutil.copyfile(picture, target)
