"""The licences of what is linked into the program: Debian's libraries, the Swift runtime, and the packages of Package.swift."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Dict, List


def of(archives: List[Path], checkouts: Path) -> Dict[str, bytes]:
    """Texts by the name of the package they are of. Raises ValueError where one has none: it may not be handed on then."""
    found = {f"{package(each)}.txt": copyright_of(package(each)) for each in archives}
    found["swift.txt"] = swift()
    for folder in sorted(each for each in checkouts.iterdir() if each.is_dir()):
        texts = sorted(folder.glob("LICENSE*"))
        if not texts:
            raise ValueError(f"{folder.name} has no LICENSE")
        found[f"{folder.name}.txt"] = texts[0].read_bytes()
    return found


def package(archive: Path) -> str:
    """The Debian package that an archive is of."""
    said = subprocess.run(["dpkg-query", "-S", archive.resolve()], capture_output=True, text=True)
    if said.returncode != 0:
        raise ValueError(f"no package has {archive}, so that its licence is not known")
    return said.stdout.split(":")[0]


def copyright_of(name: str) -> bytes:
    text = Path("/usr/share/doc") / name / "copyright"
    if not text.is_file():
        raise ValueError(f"{name} states no copyright in {text}")
    return text.read_bytes()


def swift() -> bytes:
    """The licence of the toolchain whose runtime is linked in."""
    compiler = shutil.which("swiftc")
    places = (folder / "share/swift/LICENSE.txt" for folder in Path(compiler or "/").resolve().parents)
    text = next((place for place in places if place.is_file()), None)
    if text is None:
        raise ValueError("the Swift toolchain states no licence")
    return text.read_bytes()
