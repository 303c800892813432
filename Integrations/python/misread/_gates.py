"""Release gates, as `gates=` takes them: "headline/accuracy >= 0.9", or the keys that misread.yml has."""

from __future__ import annotations

import math
import re
from typing import Any, Dict, List, Mapping, Sequence, Union

from ._hints import nearest

GateLike = Union[str, Mapping[str, Any]]
"""`[name: ]fact >= bound[ when baseline]` or `<=`, or a mapping with fact, at_least or at_most, name and when."""

_GATE = re.compile(r"(?P<fact>.+?)\s*(?P<sign>>=|<=)\s*(?P<bound>\S+)(?P<when>\s+when\s+baseline)?\s*")
_NAME = re.compile(r"(?P<name>[^/]+?):\s+(?P<fact>.+)")
_KEYS = ("name", "fact", "at_least", "at_most", "when")


def gates(asked: Sequence[GateLike]) -> List[Dict[str, Any]]:
    """The gates as misread.yml lists them. Whether there is such a fact is for the program to say.

    Raises TypeError and ValueError for what is no gate.
    """
    if isinstance(asked, (str, Mapping)):
        raise TypeError("gates: a list of gates was expected; put brackets around the one")
    return [_mapping(each) if isinstance(each, Mapping) else _text(each) for each in asked]


def _text(gate: Any) -> Dict[str, Any]:
    if not isinstance(gate, str):
        raise TypeError(f"gates: a text or a mapping was expected, not {gate!r}")
    found = _GATE.fullmatch(gate.strip())
    if not found:
        raise ValueError(f'gates: "{gate}" is no gate; write "headline/accuracy >= 0.9" or "calibration/ece <= 0.05"')
    try:
        bound = float(found["bound"])
    except ValueError:
        bound = math.nan
    if not math.isfinite(bound):
        raise ValueError(f'gates: "{gate}": {found["bound"]} is no number')
    read: Dict[str, Any] = {"fact": found["fact"], "at_least" if found["sign"] == ">=" else "at_most": bound}
    name = _NAME.fullmatch(found["fact"])
    if name:
        read.update(name=name["name"], fact=name["fact"])
    if found["when"]:
        read["when"] = "baseline"
    return {key: read[key] for key in _KEYS if key in read}


def _mapping(gate: Mapping[str, Any]) -> Dict[str, Any]:
    for key in gate:
        if key not in _KEYS:
            raise ValueError(f'gates: "{key}" is no key of a gate{nearest(key, _KEYS)}; its keys are {", ".join(_KEYS)}')
    return {key: gate[key] for key in _KEYS if gate.get(key) is not None}
