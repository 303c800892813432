"""Values as the program reads them: cells of a table, and values of a YAML file."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import re
from typing import Any, Iterable, List, Mapping, Sequence

# JSON leaves these as they are, and YAML takes them for line breaks, or for no text at all.
_NOT_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def is_blank(value: Any) -> bool:
    """Whether a value is none: None, NaN, pandas' NaT and NA, a text without a letter."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    if isinstance(value, str):
        return not value
    return isinstance(value, float) and value != value


def cell(value: Any) -> str:
    """A value as the text of a cell; a blank one is the empty text."""
    if is_blank(value):
        return ""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, os.PathLike):
        return str(os.fspath(value))
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return str(value)


def table(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """Columns of one length as CSV in UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*[[cell(value) for value in column] for column in columns.values()]))
    return encoded(text.getvalue())


def encoded(text: str) -> bytes:
    """Text in UTF-8. Raises ValueError where half of a letter stands alone, which no file can hold."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        around = text[max(0, error.start - 20) : error.start]
        raise ValueError(f"half of a letter (a lone surrogate) stands after {around!r}: no UTF-8 text holds it") from None


def yaml(value: Any) -> str:
    """A value in YAML, on one line: JSON is YAML but for a few letters."""
    text = json.dumps(_plain(value), ensure_ascii=False, allow_nan=False)
    return _NOT_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def manifest(keys: Mapping[str, Any]) -> bytes:
    """A YAML file with a key a line; a list of mappings has one a line. Keys whose value is None are left out.

    Raises TypeError and ValueError that name the key whose value no YAML file holds.
    """
    lines: List[str] = []
    for key, value in keys.items():
        if value is None:
            continue
        try:
            yaml(value)
        except TypeError:
            raise TypeError(f"{key}: {value!r} is nothing that YAML holds: text, numbers, lists and mappings are") from None
        except ValueError:
            raise ValueError(f"{key}: {value!r} holds a number that is not finite") from None
        if isinstance(value, (list, tuple)) and value and all(isinstance(each, Mapping) for each in value):
            lines += [f"{key}:", *("  - " + yaml(each) for each in value)]
        else:
            lines.append(f"{key}: {yaml(value)}")
    return encoded("\n".join(lines) + "\n")


def _plain(value: Any) -> Any:
    """A value of Python's own, for JSON: arrays as lists, dates and paths as text."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, (datetime.date, os.PathLike)):
        return cell(value)
    return value


def plain_json(value: Any) -> bytes:
    """A value as JSON; tensors and arrays in it are lists."""
    return encoded(json.dumps(_plain(value), ensure_ascii=False))


def first_repeated(values: Iterable[str]) -> "str | None":
    """The first text that stood before."""
    seen = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None
