"""What this package raises beside the TypeError and ValueError of wrong arguments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional, Tuple


class MisreadError(Exception):
    """The program ended without an audit. `message` is what it said, word for word; `status` its exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.message = message
        self.status = status

    def __reduce__(self) -> Tuple[type, Tuple[str, int]]:
        return type(self), (self.message, self.status)


class InputError(MisreadError):
    """What was handed over is wrong (exit status 2). `problems` are the lines of the message, taken apart."""

    @property
    def problems(self) -> Tuple[Problem, ...]:
        """The lines of the message that name a severity, in the order of the program."""
        return tuple(Problem.read(line) for line in self.message.splitlines() if Problem.line.match(line))


class ProgramError(MisreadError):
    """The program could not read, write or run (exit status 3, any other, or a signal as a negative number)."""


@dataclass(frozen=True)
class Problem:
    """One line of what the program said: `images.csv:5: error: label: "bird" is not a class of misread.yml`."""

    severity: str
    """error, warning or note."""
    file: Optional[str]
    """Path in the workspace."""
    row: Optional[int]
    """Line of the file, counted from 1: the header of a table is line 1."""
    text: str
    """The rest of the line. It begins with the field and a colon where the program names one."""

    line = re.compile(r"(?:(?P<file>.*?)(?::(?P<row>\d+))?: )?(?P<severity>error|warning|note): (?P<text>.*)", re.DOTALL)

    @classmethod
    def read(cls, said: str) -> Problem:
        """The problem that a line states; a line of another form is the text of an error."""
        found = cls.line.fullmatch(said)
        if not found:
            return cls("error", None, None, said)
        row = found["row"]
        return cls(found["severity"], found["file"], int(row) if row else None, found["text"])
