"""misread.yml and the manifests of a workspace, in the one form that this package writes and reads back: a key a line."""

from __future__ import annotations

import datetime
import json
import os
import re
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Union

from ._cells import manifest
from ._hints import nearest

ARGUMENTS = {"title": "title", "task": "task", "classes": "classes", "gates": "gates", "unit": "unit", "dataset": "dataset"}
"""Keys of misread.yml that an argument of its own sets."""
MANIFEST_ARGUMENTS = {"date": "date", "model": "model", "baseline": "baseline"}
"""Keys of version.yml that an argument of its own sets."""

_KEY = re.compile(r"([a-z_0-9]+):(?: (.+))?")


def read_back(file: Path) -> Optional[Dict[str, Any]]:
    """The keys of a file that this package wrote; None where somebody else did, and it may say more than is read here."""
    keys: Dict[str, Any] = {}
    last = ""
    try:
        for line in file.read_text("utf-8").splitlines():
            if line.startswith("  - ") and last:
                keys[last].append(json.loads(line[4:]))
                continue
            found = _KEY.fullmatch(line)
            if not found:
                return None
            last = found[1] if found[2] is None else ""
            keys[found[1]] = [] if found[2] is None else json.loads(found[2])
    except (OSError, UnicodeDecodeError, ValueError):
        return None
    return keys


def settings(file: Path, given: Mapping[str, Any], more: Optional[Mapping[str, Any]]) -> Optional[bytes]:
    """misread.yml with what a call gives in the place of what it said; None where it stays as somebody wrote it.

    Raises ValueError where a call sets what is in a file that a person wrote, or `settings` has a key that is an argument.
    """
    refuse_arguments("settings", more, ARGUMENTS)
    new = {**{key: value for key, value in given.items() if value is not None}, **(more or {})}
    if not file.exists():
        return manifest({"title": "Audit", **new})
    old = read_back(file)
    if old is None:
        asked = [key for key in new if key not in ("task", "classes")]
        if asked:
            raise ValueError(f'{asked[0]}: misread.yml of the workspace was written by hand; set "{asked[0]}" there')
        return None
    if old.get("task", new.get("task")) != new.get("task"):
        raise ValueError(f'the workspace is of {old["task"]}, not of {new["task"]}; give the new model another workspace=')
    return manifest({**old, **new})


def version_manifest(
    file: Path, date: Any, model: Optional[str], baseline: Optional[str], more: Optional[Mapping[str, Any]]
) -> Optional[bytes]:
    """version.yml: what is not given stays as it was in a version that is there already. None where the file stays as
    somebody wrote it.

    Raises ValueError where a call sets what is in a file that a person wrote, or `manifest` has a key that is an argument.
    """
    refuse_arguments("manifest", more, MANIFEST_ARGUMENTS)
    given = {"date": day(date) if date is not None else None, "model": model, "baseline": baseline, **(more or {})}
    given = {key: value for key, value in given.items() if value is not None}
    old = read_back(file) if file.exists() else {}
    if old is None:
        if given:
            key = next(iter(given))
            raise ValueError(f'{key}: version.yml of {file.parent.name} was written by hand; set "{key}" there')
        return None
    kept = {key: value for key, value in old.items() if key != "baseline"}
    return manifest({"date": today(), "model": "not stated", **kept, **given})


def day(date: "Union[str, datetime.date]") -> str:
    """A date as 2026-01-31. Whether a text is one is for the program to say."""
    if isinstance(date, datetime.datetime):
        date = date.date()
    if not isinstance(date, (str, datetime.date)):
        raise TypeError(f'date: a datetime.date or a text like "2026-01-31" was expected, not {date!r}')
    return str(date)


def today() -> str:
    """The day of SOURCE_DATE_EPOCH where that is set, so that a build can be repeated, else the day it is."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    zone = datetime.timezone.utc
    now = datetime.datetime.now() if not epoch else datetime.datetime.fromtimestamp(int(epoch), zone)
    return str(now.date())


def refuse_arguments(argument: str, given: Optional[Mapping[str, Any]], own: Mapping[str, str]) -> None:
    """Refuses keys of a file that are none, or have an argument of their own."""
    if given is not None and not isinstance(given, Mapping):
        raise TypeError(f"{argument}: a mapping of keys to values was expected, not {given!r}")
    for key in given or {}:
        if not isinstance(key, str) or not re.fullmatch("[a-z_0-9]+", key):
            raise ValueError(f"{argument}: {key!r} is no key{nearest(key, own)}")
        if key in own:
            raise ValueError(f'{argument}: "{key}" has an argument of its own; give it as {own[key]}=')
