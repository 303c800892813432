"""What an ELF file of 64 bits needs: libraries, and versions of symbols."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Tuple

DT_NEEDED = 1
SHT_DYNAMIC, SHT_VERNEED = 6, 0x6FFFFFFE
MACHINES = {62: "x86_64", 183: "aarch64"}


@dataclass(frozen=True)
class Elf:
    """The parts of a file that say what it needs."""

    machine: str
    needed: List[str]
    """Names of libraries."""
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
    return Elf(machine, _needed(raw, sections), _versions(raw, sections))


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


def _needed(raw: bytes, sections: List[_Section]) -> List[str]:
    """Names of libraries, from the entries of the dynamic section."""
    found = []
    for section in sections:
        if section.kind == SHT_DYNAMIC:
            texts = sections[section.link].offset
            for entry in range(section.offset, section.offset + section.size, 16):
                tag, value = struct.unpack_from("<QQ", raw, entry)
                if tag == DT_NEEDED:
                    found.append(_text(raw, texts + value).decode())
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
