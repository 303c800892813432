"""Audits of classifiers from a Spark frame: each partition is counted by the `misread` program on its executor.

Spark moves no row. `tally` runs `misread tally` on every partition and leaves one small file each in a folder that the driver
reads; `audit` adds them up. Order and number of partitions do not show in the audit.

    from misread_spark import audit, tally
    tallies = tally(predictions, workspace="ws", output="/shared/tallies", version="v2")
    audit("ws", tallies)

The frame has the columns of a partition: image_id, label, predicted or p_<class>, and further ones (see the documentation, "Many
machines"). `workspace` is a folder that holds misread.yml, dataset.yml and version.yml; it is sent to the executors, so that only
the driver needs it. `program` is the path of the one file `misread` on every node.
"""

from __future__ import annotations

import hashlib
import os
import pathlib
import subprocess
import tempfile
from typing import Iterator, Sequence

__all__ = ["MisreadError", "audit", "tally"]

#: Files of a workspace that counting needs.
_MANIFESTS = ("misread.yml", "datasets/*/dataset.yml", "versions/*/version.yml")


class MisreadError(RuntimeError):
    """The program refused the input; the message is its own."""


def _manifests(workspace: str | os.PathLike[str]) -> dict[str, bytes]:
    root = pathlib.Path(workspace)
    files = sorted(file for pattern in _MANIFESTS for file in root.glob(pattern))
    if not (root / "misread.yml").is_file():
        raise MisreadError(f"{root}: holds no misread.yml")
    # A list of classes may be a file of its own.
    files += sorted(file for file in root.glob("*.txt") if file.is_file())
    return {str(file.relative_to(root)): file.read_bytes() for file in files}


def _run(arguments: Sequence[str], given: bytes | None = None, allowed: tuple[int, ...] = (0,)) -> bytes:
    done = subprocess.run(list(arguments), input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode not in allowed:
        raise MisreadError(done.stderr.decode(errors="replace").strip() or f"{arguments[0]} ended with {done.returncode}")
    return done.stdout


def tally(
    df, workspace: str | os.PathLike[str], output: str | os.PathLike[str], *, version: str | None = None,
    dataset: str | None = None, baseline: str | None = None, program: str = "misread",
) -> str:
    """Counts every partition of the Spark frame `df` and writes the tallies into the folder `output`; gives its path.

    An empty partition writes nothing. Raises MisreadError with the program's message where a partition is refused.
    """
    manifests = _manifests(workspace)
    options = [part for name, value in (("--version", version), ("--dataset", dataset), ("--baseline", baseline))
               if value is not None for part in (name, value)]

    def count(frames: Iterator) -> Iterator:
        import pandas

        with tempfile.TemporaryDirectory() as folder:
            for path, content in manifests.items():
                place = pathlib.Path(folder, path)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
            rows = pathlib.Path(folder, "partition.csv")
            any_row = False
            with rows.open("w", newline="", encoding="utf-8") as file:
                for frame in frames:
                    if len(frame):
                        frame.to_csv(file, index=False, header=not any_row)
                        any_row = True
            if not any_row:
                return
            text = _run([program, "tally", "--workspace", folder, "--threads", "1", *options, str(rows)])
        yield pandas.DataFrame({"tally": [text]})

    folder = pathlib.Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    for row in df.mapInPandas(count, "tally binary").toLocalIterator():
        text = bytes(row["tally"])
        (folder / f"{hashlib.sha256(text).hexdigest()[:16]}.tally").write_bytes(text)
    return str(folder)


def audit(
    workspace: str | os.PathLike[str], tallies: str | os.PathLike[str], *, replace: bool = False,
    program: str = "misread",
) -> str:
    """Audits the sum of the tallies in a folder into the workspace's archive; gives what the program says of it.

    A verdict that is not ready raises nothing.
    """
    arguments = [program, "audit", str(workspace), *(["--replace"] if replace else []), "--from-tallies", str(tallies)]
    return _run(arguments, allowed=(0, 1)).decode()
