"""Changes of a folder that are taken back together: a call that raises leaves the workspace as it was."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Callable, List, Optional, Type


class Changes:
    """Files and folders that are made in a `with` block. Leaving it by an exception takes all of them back.

    Raises OSError where the disk refuses a change.
    """

    def __init__(self) -> None:
        self._undo: List[Callable[[], None]] = []
        self._aside: List[Path] = []
        """Folders that nobody needs when all went well."""

    def __enter__(self) -> Changes:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        if kind is not None:
            for undo in reversed(self._undo):
                with contextlib.suppress(OSError):  # the others are taken back all the same, and what went wrong is told
                    undo()
            return
        for folder in self._aside:
            shutil.rmtree(folder, ignore_errors=True)

    def folder(self, path: Path) -> Path:
        """A folder that is there afterwards, with those above it."""
        if not path.is_dir():
            if path.parent != path:
                self.folder(path.parent)
            path.mkdir(exist_ok=True)
            self._undo.append(path.rmdir)  # which refuses where somebody else put something into it
        return path

    def write(self, path: Path, raw: bytes) -> None:
        """A file with these bytes, in the place of one that is there."""
        self.folder(path.parent)
        old = path.read_bytes() if path.is_file() else None
        if old == raw:
            return
        self._undo.append((lambda: path.unlink(missing_ok=True)) if old is None else (lambda: _restore(path, old)))
        path.write_bytes(raw)

    def will_appear(self, path: Path) -> None:
        """Notes a file or folder that is made by others, and is not there now."""
        if not os.path.lexists(path):
            self._undo.append(lambda: remove(path))

    def set_aside(self, path: Path) -> None:
        """Takes a folder away, until the block is left with or without an exception."""
        aside = Path(tempfile.mkdtemp(prefix=".misread-", dir=path.parent))
        self._aside.append(aside)
        self._undo.append(lambda: shutil.rmtree(aside))
        path.rename(aside / path.name)
        self._undo.append(lambda: _put_back(aside / path.name, path))

    def remember(self, path: Path) -> None:
        """Notes a folder that others may change."""
        copy = self.scratch(path.parent) / path.name
        shutil.copytree(path, copy, symlinks=True)
        self._undo.append(lambda: _put_back(copy, path))

    def scratch(self, parent: Path) -> Path:
        """A folder that is gone afterwards. Its name begins with a point, so that the program passes it over."""
        self.folder(parent)
        made = Path(tempfile.mkdtemp(prefix=".misread-", dir=parent))
        self._aside.append(made)
        self._undo.append(lambda: shutil.rmtree(made))
        return made


def remove(path: Path) -> None:
    """Removes a file or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _put_back(aside: Path, path: Path) -> None:
    remove(path)
    aside.rename(path)


def _restore(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
