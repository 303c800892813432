"""Audits what a computer-vision model got wrong: `misread.audit(predictions, labels)` writes the audit site of a model.

The program does all counting; this package writes its workspace, runs it, and reads what it found.
"""

from ._audit import audit
from ._errors import InputError, MisreadError, Problem, ProgramError
from ._gates import GateLike
from ._results import Audit, Change, Fact, Facts, Finding, Gate, Interval, Measure, Step, Verdict
from ._workspace import Workspace

__all__ = [
    "Audit", "Change", "Fact", "Facts", "Finding", "Gate", "GateLike", "InputError", "Interval", "Measure", "MisreadError",
    "Problem", "ProgramError", "Step", "Verdict", "Workspace", "audit",
]
