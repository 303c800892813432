"""What an ELF file of 64 bits needs: libraries, versions of symbols, and where it looks for libraries."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Tuple

DT_NEEDED, DT_RPATH, DT_RUNPATH = 1, 15, 29
SHT_DYNAMIC, SHT_VERNEED = 6, 0x6FFFFFFE
MACHINES = {62: "x86_64", 183: "aarch64"}
ORIGIN = b"$ORIGIN"


@dataclass(frozen=True)
class Elf:
    """The parts of a file that say what it needs."""

    machine: str
    needed: List[str]
    """Names of libraries."""
    search: List[str]
    """Folders of DT_RPATH and DT_RUNPATH."""
    versions: List[str]
    """Versions of symbols, as GLIBC_2.34."""


@dataclass(frozen=True)
class _Section:
    kind: int
    offset: int
    size: int
    link: int
    count: int


def read(file: Path) -> Elf:
    """What a file needs. Raises ValueError where it is no little-endian ELF file of 64 bits."""
    raw = file.read_bytes()
    machine, sections = _sections(raw, str(file))
    entries = _dynamic(raw, sections)
    return Elf(
        machine,
        [_text(raw, at).decode() for tag, _, at in entries if tag == DT_NEEDED],
        [each for tag, _, at in entries if tag in (DT_RPATH, DT_RUNPATH) for each in _text(raw, at).decode().split(":")],
        _versions(raw, sections),
    )


def looking_beside_itself(raw: bytes) -> bytes:
    """A program that looks for its libraries, and for theirs, in its own folder before all others.

    DT_RUNPATH holds for the libraries that the program itself names, DT_RPATH also for those that these name in turn. So
    the entry gets the other tag, and its value, the place of a text, moves on to `$ORIGIN` inside the text that is there:
    no byte is added, and the folder of the machine it was built on is not looked into.

    Raises ValueError where the program was not linked with `-rpath $ORIGIN` as the last one.
    """
    _, sections = _sections(raw, "the program")
    for tag, entry, at in _dynamic(raw, sections):
        if tag in (DT_RPATH, DT_RUNPATH):
            text = _text(raw, at)
            if text.split(b":")[-1] == ORIGIN:
                value = struct.unpack_from("<Q", raw, entry + 8)[0] + len(text) - len(ORIGIN)
                return raw[:entry] + struct.pack("<QQ", DT_RPATH, value) + raw[entry + 16 :]
    raise ValueError("the program does not look for libraries beside itself: link it with -rpath '$ORIGIN'")


def _sections(raw: bytes, name: str) -> Tuple[str, List[_Section]]:
    if raw[:6] != b"\x7fELF\x02\x01":
        raise ValueError(f"{name} is no little-endian ELF file of 64 bits")
    machine = struct.unpack_from("<H", raw, 18)[0]
    start = struct.unpack_from("<Q", raw, 40)[0]
    size, count = struct.unpack_from("<HH", raw, 58)
    found = []
    for place in range(count):
        head = start + place * size
        kind = struct.unpack_from("<I", raw, head + 4)[0]
        offset, length, link, info = struct.unpack_from("<QQII", raw, head + 24)
        found.append(_Section(kind, offset, length, link, info))
    return MACHINES.get(machine, f"machine-{machine}"), found


def _dynamic(raw: bytes, sections: List[_Section]) -> List[Tuple[int, int, int]]:
    """Entries of the dynamic section: tag, where the entry is, and where the text is that its value names."""
    found = []
    for section in sections:
        if section.kind == SHT_DYNAMIC:
            texts = sections[section.link].offset
            for entry in range(section.offset, section.offset + section.size, 16):
                tag, value = struct.unpack_from("<QQ", raw, entry)
                if tag in (DT_NEEDED, DT_RPATH, DT_RUNPATH):
                    found.append((tag, entry, texts + value))
    return found


def _versions(raw: bytes, sections: List[_Section]) -> List[str]:
    found: Dict[str, None] = {}
    for section in sections:
        if section.kind != SHT_VERNEED:
            continue
        texts, at = sections[section.link].offset, section.offset
        for _ in range(section.count):
            count, _file, first, following = struct.unpack_from("<HIII", raw, at + 2)
            part = at + first
            for _ in range(count):
                name, step = struct.unpack_from("<II", raw, part + 8)
                found[_text(raw, texts + name).decode()] = None
                part += step
            at += following
    return list(found)


def _text(raw: bytes, at: int) -> bytes:
    return raw[at : raw.index(b"\0", at)]
