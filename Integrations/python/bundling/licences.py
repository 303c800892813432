"""The licences of the libraries that a wheel carries, as the packages of this machine state them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Dict


def of(program: Path, bundle: Dict[str, Path]) -> Dict[str, bytes]:
    """Texts by the name of the package or runtime they are of. What none is found for is said."""
    found: Dict[str, bytes] = {}
    for name, file in bundle.items():
        package = _package(file)
        text = Path("/usr/share/doc") / package / "copyright" if package else _swift(file)
        if text is None or not text.is_file():
            print(f"warning: no licence was found for {name}", file=sys.stderr)
            continue
        found[f"{package or 'swift'}.txt"] = text.read_bytes()
    return found


def _package(file: Path) -> str:
    """The Debian package that a library is of; empty where none says so."""
    for place in (str(file), str(file).replace("/usr/lib/", "/lib/", 1)):
        try:
            said = subprocess.run(["dpkg-query", "-S", place], capture_output=True, text=True)
        except OSError:
            return ""
        if said.returncode == 0:
            return said.stdout.split(":")[0]
    return ""


def _swift(file: Path) -> "Path | None":
    """The licence of the Swift toolchain that a library lies in."""
    places = (folder / "share" / "swift" / "LICENSE.txt" for folder in file.parents)
    return next((place for place in places if place.is_file()), None)
