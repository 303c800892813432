"""On which machines a program runs that brings nothing with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Tuple

import elf

# glibc's parts and its loader. PEP 600 counts them as there, and no wheel may bring its own.
OF_GLIBC = re.compile(r"(ld-linux.*|libc|libm|libdl|librt|libpthread|libresolv)\.so\.\d+")


def tag(program: Path) -> Tuple[str, str]:
    """The platform tag of a wheel with this program in it, and why.

    `manylinux_2_35_x86_64` states that it runs wherever glibc is 2.35 or newer (PEP 600): the newest version of a symbol that the
    program asks for.

    Raises ValueError where the program needs a library that is no part of glibc, as the one of a plain build does.
    """
    read = elf.read(program)
    others = [each for each in read.needed if not OF_GLIBC.fullmatch(each)]
    if others:
        raise ValueError(f"{program} needs {', '.join(others)}, which a machine may lack: take the program of `make dist`")
    versions = [version for each in read.versions if (version := _minor(each)) is not None]
    newest = max(versions, default=17)
    return f"manylinux_2_{newest}_{read.machine}", f"no newer symbol is asked for than GLIBC_2.{newest}"


def _minor(version: str) -> "int | None":
    found = re.fullmatch(r"GLIBC_2\.(\d+)(\.\d+)?", version)
    return int(found[1]) if found else None
