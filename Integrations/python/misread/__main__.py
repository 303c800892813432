"""The console script `misread`: the program itself, with all arguments."""

from __future__ import annotations

import os
import sys

from ._program import PROGRAM


def main() -> None:
    """Becomes the program: this process ends with its exit status."""
    os.execv(PROGRAM, ["misread", *sys.argv[1:]])


if __name__ == "__main__":
    main()
