#!/usr/bin/env python3
"""Makes what is handed on: one file that runs, with manual pages, completions and licences, as a folder and as a tarball.

usage: make_dist.py RELEASE OUT

RELEASE is the folder of `swift build -c release --static-swift-stdlib --product misread`. OUT gets misread-VERSION-linux-MACHINE/,
laid out as /usr/local is, the same as .tar.gz, and SHA256SUMS. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import List

import licences
import manual

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# Where each shell looks for completions below a prefix.
COMPLETIONS = {
    "bash": "share/bash-completion/completions/misread",
    "zsh": "share/zsh/site-functions/_misread",
    "fish": "share/fish/vendor_completions.d/misread.fish",
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the folder and the tarball that are handed on.")
    parser.add_argument("release", type=Path, help="the folder of a release build")
    parser.add_argument("out", type=Path, help="the folder to write into")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    program = given.out / "misread"
    linked = subprocess.run([HERE / "link.sh", given.release, program], stdout=subprocess.PIPE, text=True)
    if linked.returncode != 0:
        sys.exit(linked.returncode)
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    folder = given.out / f"misread-{version}-linux-{platform.machine()}"
    shutil.rmtree(folder, ignore_errors=True)
    lay(folder, program, [Path(line) for line in linked.stdout.splitlines()])
    tarball = folder.with_name(folder.name + ".tar.gz")
    tarball.write_bytes(packed(folder))
    digest = hashlib.sha256(tarball.read_bytes()).hexdigest()
    (given.out / "SHA256SUMS").write_text(f"{digest}  {tarball.name}\n")
    print(f"needs: {', '.join(needed(folder / 'bin/misread'))}")
    print(f"wrote {tarball}, {tarball.stat().st_size / 1e6:.1f} MB, sha256 {digest}")


def lay(folder: Path, program: Path, archives: List[Path]) -> None:
    """Lays the folder: program, manual, completions, licences of what is linked in."""
    (folder / "bin").mkdir(parents=True)
    program.replace(folder / "bin/misread")
    program = folder / "bin/misread"
    for name, text in manual.pages(program).items():
        write(folder / "share/man/man1" / name, text.encode())
    for shell, place in COMPLETIONS.items():
        said = subprocess.run([program, "--generate-completion-script", shell], capture_output=True, check=True)
        write(folder / place, said.stdout)
    doc = folder / "share/doc/misread"
    for name in ("README.md", "INPUT.md", "CHANGELOG.md", "LICENSE"):
        write(doc / name, (ROOT / name).read_bytes())
    for name, raw in licences.of(archives, ROOT / ".build/checkouts").items():
        write(doc / "licenses" / name, raw)


def write(file: Path, raw: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raw)


def needed(program: Path) -> List[str]:
    """The libraries that the loader looks for."""
    said = subprocess.run(["objdump", "-p", program], capture_output=True, text=True, check=True).stdout
    return [line.split()[1] for line in said.splitlines() if line.split()[:1] == ["NEEDED"]]


def packed(folder: Path) -> bytes:
    """A tarball without a clock, an owner or an order of the disk's."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for file in [folder, *sorted(folder.rglob("*"))]:
            entry = archive.gettarinfo(str(file), str(file.relative_to(folder.parent)))
            entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = 0, 0, 0, "", ""
            entry.mode = 0o755 if file.is_dir() or file.parent.name == "bin" else 0o644
            if file.is_file():
                with file.open("rb") as bytes_of:
                    archive.addfile(entry, bytes_of)
            else:
                archive.addfile(entry)
    return gzip.compress(raw.getvalue(), compresslevel=9, mtime=0)


if __name__ == "__main__":
    main()
