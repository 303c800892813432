"""Which libraries a wheel has to carry, and on which machines it runs then."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Dict, List, Tuple

from . import elf

# What every Linux with glibc has, and what must be the machine's own: the loader, glibc's parts, and the runtimes of C++,
# which other programs of the process would share. PEP 600 counts them as there.
OF_THE_MACHINE = re.compile(
    r"(ld-linux.*|libc|libm|libdl|librt|libpthread|libresolv|libutil|libnsl|libgcc_s|libstdc\+\+)\.so\.\d+"
)
# The newest symbols of libstdc++ that the first distributions of a glibc have: GCC 11 came with 2.34, GCC 12 with 2.35.
OF_GCC = {"GLIBCXX_3.4": {29: 34, 30: 35}, "CXXABI_1.3": {13: 34}}


def needed(program: Path) -> Dict[str, Path]:
    """The libraries that a program needs directly or by others, and a machine may lack, by name in order.

    Where each lies is what the loader of this machine says, for it is what the program was tested with. Raises ValueError
    where one is missing.
    """
    said = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    places = dict(re.findall(r"^\s*(\S+) => (\S+)", said, re.MULTILINE))
    found: Dict[str, Path] = {}
    waiting = [program]
    while waiting:
        for name in elf.read(waiting.pop()).needed:
            if name in found or OF_THE_MACHINE.fullmatch(name):
                continue
            if not places.get(name, "not").startswith("/"):
                raise ValueError(f"{name} is not found on this machine")
            found[name] = Path(places[name]).resolve()
            waiting.append(found[name])
    return dict(sorted(found.items()))


def platform_tag(files: List[Path]) -> Tuple[str, str]:
    """The platform tag of a wheel that holds these files and all that they need but for what every machine has; and why.

    `manylinux_2_36_x86_64` states that it runs wherever glibc is 2.36 or newer (PEP 600). That is true of the newest
    version of a symbol that any of the files asks for, the carried libraries included: those are this machine's own, so
    that the tag is never older than the distribution that the wheel is made on. Symbols of libstdc++ count as the glibc
    that their GCC came with. What is asked for beyond that is of no machine but this one: `linux_x86_64`.
    """
    read = [elf.read(each) for each in files]
    machine = read[0].machine
    newest, by = 17, "nothing"
    for file, each in zip(files, read):
        for version in each.versions:
            minor = _glibc(version)
            if minor is None:
                return f"linux_{machine}", f"{file.name} asks for {version}, which no manylinux has"
            if minor > newest:
                newest, by = minor, f"{version} by {file.name}"
    return f"manylinux_2_{newest}_{machine}", f"of the machine no newer symbol is asked for than {by}"


def _glibc(version: str) -> "int | None":
    """The minor version of the glibc that a version of symbols is there with; None where no rule says it."""
    found = re.fullmatch(r"GLIBC_2\.(\d+)(\.\d+)?", version)
    if found:
        return int(found[1])
    for family, known in OF_GCC.items():
        if version == family:
            return 17
        if version.startswith(family + "."):
            part = int(version[len(family) + 1 :].split(".")[0])
            return next((minor for last, minor in sorted(known.items()) if part <= last), None)
    # GCC's own runtime, and versions that a carried library gives itself (OPENSSL_3.0.0): nothing of the machine.
    return None if version.startswith(("GLIBC_", "GLIBCXX_", "CXXABI_")) else 17
