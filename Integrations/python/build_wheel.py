#!/usr/bin/env python3
"""Makes the wheel: the package misread/ with the program in it.

usage: build_wheel.py DIST OUT

DIST is the folder that `make dist` laid, OUT the one that the wheel is written into. Only the standard library is needed. The
same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import stat
import subprocess
import zipfile
from pathlib import Path
from typing import Dict, List

import platforms

HERE = Path(__file__).parent
# The first day that a ZIP archive can hold: files have no other date.
DAY = (1980, 1, 1, 0, 0, 0)


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the wheel of the Python package.")
    parser.add_argument("dist", type=Path, help="the folder that make dist laid")
    parser.add_argument("out", type=Path, help="the folder for the wheel")
    given = parser.parse_args()
    program = given.dist.resolve() / "bin/misread"
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    tag, why = platforms.tag(program)
    info = f"misread-{version}.dist-info"
    files = package() | {"misread/_bin/misread": program.read_bytes()}
    files |= {f"{info}/{name}": text.encode() for name, text in metadata(version, tag).items()}
    files |= {f"{info}/licenses/{name}": raw for name, raw in licences(given.dist / "share/doc/misread").items()}
    files[f"{info}/RECORD"] = record(files, f"{info}/RECORD")
    given.out.mkdir(parents=True, exist_ok=True)
    wheel = given.out / f"misread-{version}-py3-none-{tag}.whl"
    write(wheel, files, info)
    print(f"{tag}: {why}")
    print(f"wrote {wheel}, {wheel.stat().st_size / 1e6:.1f} MB")


def package() -> Dict[str, bytes]:
    """The Python files."""
    folder = HERE / "misread"
    names = sorted(each for each in folder.rglob("*") if each.suffix == ".py" or each.name == "py.typed")
    return {f"misread/{each.relative_to(folder).as_posix()}": each.read_bytes() for each in names}


def licences(doc: Path) -> Dict[str, bytes]:
    """Ours, and those of what is linked into the program."""
    others = {each.name: each.read_bytes() for each in sorted((doc / "licenses").iterdir())}
    return {"LICENSE": (doc / "LICENSE").read_bytes()} | others


def metadata(version: str, tag: str) -> Dict[str, str]:
    """METADATA, WHEEL and the console script."""
    readme = (HERE / "README.md").read_text("utf-8")
    about = [
        "Metadata-Version: 2.4", "Name: misread", f"Version: {version}",
        "Summary: Reads what a computer-vision model got wrong and writes the audit site a team can act on",
        "License-Expression: Apache-2.0", "License-File: LICENSE", "Classifier: Typing :: Typed",
        "Requires-Python: >=3.9", "Description-Content-Type: text/markdown",
    ]
    return {
        "METADATA": "\n".join(about) + "\n\n" + readme,
        "WHEEL": f"Wheel-Version: 1.0\nGenerator: build_wheel.py\nRoot-Is-Purelib: false\nTag: py3-none-{tag}\n",
        "entry_points.txt": "[console_scripts]\nmisread = misread.__main__:main\n",
    }


def record(files: Dict[str, bytes], own: str) -> bytes:
    """RECORD: the digest and the length of each file, and its own name."""
    lines: List[str] = []
    for name, raw in sorted(files.items()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(raw)}")
    return ("\n".join([*lines, f"{own},,"]) + "\n").encode()


def write(wheel: Path, files: Dict[str, bytes], info: str) -> None:
    """The archive: files by name, those about the wheel last, as tools that read it from its end like it."""
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files, key=lambda name: (name.startswith(info), name)):
            entry = zipfile.ZipInfo(name, DAY)
            mode = 0o755 if name.startswith("misread/_bin/") else 0o644
            entry.external_attr = (stat.S_IFREG | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix: the bits above are read on no other
            archive.writestr(entry, files[name])


if __name__ == "__main__":
    main()
