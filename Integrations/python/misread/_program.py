"""The program in this package: where it is, and how it is run."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ._errors import InputError, ProgramError

PROGRAM = Path(__file__).parent / "_bin" / "misread"
READY, NOT_READY, BAD_INPUT = 0, 1, 2


@dataclass(frozen=True)
class Ran:
    """A run that ended with a verdict: what was written to standard output and to standard error."""

    status: int
    output: str
    said: str


def run(*arguments: "str | os.PathLike[str]") -> Ran:
    """Runs the program. Status 0 (ready) and 1 (not ready) are answers.

    Raises InputError for status 2, ProgramError for every other and where the program cannot be started.
    """
    command = [str(PROGRAM), *(os.fspath(each) for each in arguments)]
    try:
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    except OSError as error:
        raise ProgramError(
            f"the program of this package cannot be started: {error.strerror}: {PROGRAM}; "
            "the wheel holds a program for Linux, and was it installed for this machine?",
            126,
        ) from error
    ran = Ran(ended.returncode, _text(ended.stdout), _text(ended.stderr))
    if ran.status in (READY, NOT_READY):
        return ran
    message = ran.said.strip() or f"misread {os.fspath(arguments[0])} ended with status {ran.status} and said nothing"
    raise (InputError if ran.status == BAD_INPUT else ProgramError)(message, ran.status)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="replace")
