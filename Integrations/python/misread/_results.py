"""An audit as values: what `misread summary --format json` and the JSON beside the pages of the site say."""

from __future__ import annotations

import difflib
import html
import json
import webbrowser
from collections.abc import Mapping as MappingBase
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, Mapping, Optional, Tuple, Union

from ._program import run


@dataclass(frozen=True)
class Interval:
    """An interval of confidence."""

    low: float
    high: float
    level: float
    """0.95 for 95 %."""
    method: str
    """The method's page: methods/<method>/ of the site."""

    @classmethod
    def read(cls, form: Optional[Mapping[str, Any]]) -> Optional[Interval]:
        return cls(form["low"], form["high"], form["level"], form["method"]) if form else None


@dataclass(frozen=True)
class Measure:
    """A number with what it rests on."""

    value: float
    unit: str
    """proportion (0 to 1), points (a difference of proportions, 0.01 is a point), count, score, pValue, ratio or raw."""
    interval: Optional[Interval]
    n: int
    method: str

    @classmethod
    def read(cls, form: Optional[Mapping[str, Any]]) -> Optional[Measure]:
        if not form:
            return None
        return cls(form["value"], form["unit"], Interval.read(form["interval"]), form["n"], form["method"])


@dataclass(frozen=True)
class Fact:
    """A number that a gate may ask about."""

    path: str
    """As `gates` name it: headline/accuracy, headline/recall@class=cat."""
    value: Optional[float]
    """None where it is not defined, and `undefined` says why."""
    unit: str
    """As in Measure."""
    interval: Optional[Interval]
    n: int
    method: str
    baseline: Optional[float]
    """The same number of the baseline."""
    undefined: Optional[str]

    @classmethod
    def read(cls, path: str, form: Mapping[str, Any]) -> Fact:
        return cls(
            path, form["value"], form["unit"], Interval.read(form.get("interval")), form["n"], form["method"],
            form.get("baseline"), form.get("undefined"),
        )


class Facts(MappingBase):  # type: ignore[type-arg]
    """Facts by their path. A path that is none raises KeyError with the nearest one."""

    def __init__(self, facts: Tuple[Fact, ...]) -> None:
        self._facts: Dict[str, Fact] = {fact.path: fact for fact in facts}

    def __getitem__(self, path: str) -> Fact:
        if path in self._facts:
            return self._facts[path]
        near = difflib.get_close_matches(str(path), self._facts, n=1)
        raise KeyError(f'no fact "{path}" was measured' + (f'; did you mean "{near[0]}"?' if near else ""))

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Facts) and self._facts == other._facts

    def __hash__(self) -> int:
        return hash(tuple(self._facts.values()))

    def __repr__(self) -> str:
        return f"<{len(self)} facts>"


@dataclass(frozen=True)
class Verdict:
    """Whether the version may ship."""

    state: str
    """passed, failed, inconclusive, waived or notMeasured."""
    ready: bool
    why: str
    """In a sentence."""
    detail: str


@dataclass(frozen=True)
class Gate:
    """A release gate and how it came out."""

    name: str
    fact: str
    state: str
    """passed, failed, inconclusive, waived or notMeasured."""
    at_least: Optional[float]
    at_most: Optional[float]
    measured: Optional[Fact]
    reason: Optional[str]


@dataclass(frozen=True)
class Finding:
    """A failure mode."""

    id: str
    """The same in every version."""
    title: str
    kind: str
    """The analysis that found it: slices, confusions, calibration ..."""
    standing: str
    """finding: significant after correction; lead: worth a look."""
    errors: int
    rate: float
    """What was measured of it, in `unit`: the error rate of a slice, the gap of a calibration."""
    unit: str
    """As in Measure."""
    interval: Optional[Interval]
    n: int
    method: str
    p: Optional[float]
    gain: Optional[Measure]
    """What the whole would gain were it repaired."""
    images: Tuple[str, ...]
    """Ids of images that show it."""
    page: Path


@dataclass(frozen=True)
class Change:
    """What differs from the baseline."""

    what: str
    before: float
    now: float
    unit: str
    change: Measure
    p: Optional[float]

    @classmethod
    def read(cls, form: Mapping[str, Any]) -> Change:
        change = Measure.read(form["change"])
        assert change is not None
        return cls(form["what"], form["before"], form["now"], form["unit"], change, form["p"])


@dataclass(frozen=True)
class Step:
    """What to do next."""

    subject: str
    do: str


@dataclass(frozen=True)
class Audit:
    """The audit of one version on one data set."""

    version: str
    dataset: str
    n: int
    counted: str
    """What `n` counts: images, objects."""
    baseline: Optional[str]
    verdict: Verdict
    gates: Tuple[Gate, ...]
    findings: Tuple[Finding, ...]
    facts: Facts
    better: Tuple[Change, ...]
    worse: Tuple[Change, ...]
    next: Tuple[Step, ...]
    not_measured: Tuple[Tuple[str, str], ...]
    """What was not measured, and why."""
    said: str
    """Notes and warnings of the program, a line each, when this was made; empty where it was only read."""
    summary: str
    """`misread summary`, in Markdown."""
    workspace: Path
    archive: Path
    """The folder of the version in the archive: keep it, it is the record."""
    site: Path
    """The folder of the site."""
    page: Path
    """The page of the version."""
    sha256: str
    """SHA-256 of audit.json in the archive."""
    seal: str

    @property
    def ready(self) -> bool:
        """Whether the verdict is ready."""
        return self.verdict.ready

    def open(self) -> None:
        """Opens the page of the version in the browser."""
        webbrowser.open(self.page.as_uri())

    def export(self, path: "Union[str, Path]") -> Path:
        """Writes the audit as one HTML file (.html) or as a ZIP archive (.zip), and returns its path.

        Raises ValueError for another ending, ProgramError where the file cannot be written.
        """
        target = Path(path)
        option = {".html": "--single", ".zip": "--zip"}.get(target.suffix.lower())
        if option is None:
            raise ValueError(f'"{target}": a name that ends with .html or .zip was expected')
        run("export", self.version, self.workspace, *choice(self.workspace, self.dataset), option, target)
        return target

    def __str__(self) -> str:
        return f"{self.verdict.why}\n{self.verdict.detail}\n{self.page}"

    def _repr_html_(self) -> str:
        parts = (self.verdict.why, self.verdict.detail, self.page.as_uri(), self.summary)
        why, detail, address, summary = (html.escape(part) for part in parts)
        return (
            f"<p><strong>{why}</strong></p><p>{detail}</p><details><summary>{html.escape(self.version)} in short</summary>"
            f'<pre>{summary}</pre></details><p><a href="{address}">{address}</a></p>'
        )


def read(workspace: Path, version: str, dataset: str, said: str = "") -> Audit:
    """The audit of a version, judged by the gates in force.

    Raises InputError where there is none, ProgramError where it cannot be read.
    """
    of = choice(workspace, dataset)
    form = json.loads(run("summary", version, workspace, *of, "--format", "json").output)
    markdown = run("summary", version, workspace, *of).output
    version, dataset = form["version"], form["dataset"]["name"]
    site = workspace / "site"
    folder = next(
        (each for each in (site / "datasets" / dataset / "v" / version, site / "v" / version) if each.is_dir()),
        site / "v" / version,
    )
    archive = workspace / "archive"
    own = archive / f"{version}@{dataset}"
    return Audit(
        version=version, dataset=dataset, n=form["dataset"]["n"], counted=form["dataset"]["counted"],
        baseline=form["baseline"], verdict=_verdict(form["verdict"]), gates=tuple(map(_gate, form["gates"])),
        findings=_findings(form["failure_modes"], folder), facts=_facts(folder),
        better=tuple(map(Change.read, form["better"])), worse=tuple(map(Change.read, form["worse"])),
        next=tuple(Step(each["subject"], each["do"]) for each in form["next"]),
        not_measured=tuple((each["what"], each["reason"]) for each in form["not_measured"]), said=said, summary=markdown,
        workspace=workspace, archive=own if own.is_dir() else archive / version, site=site, page=folder / "index.html",
        sha256=form["audit_sha256"], seal=form["seal"],
    )


def choice(workspace: Path, dataset: str) -> Tuple[str, ...]:
    """The option that names the data set, where the workspace has several."""
    return ("--dataset", dataset) if dataset and len(data_sets(workspace)) > 1 else ()


def data_sets(workspace: Path) -> "list[str]":
    """The data sets in a workspace, by name."""
    folder = workspace / "datasets"
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(each.name for each in found if each.is_dir() and not each.name.startswith("."))


def _verdict(form: Mapping[str, Any]) -> Verdict:
    return Verdict(form["state"], form["may_ship"], form["sentence"], form["detail"])


def _gate(form: Mapping[str, Any]) -> Gate:
    measured = form["measured"] and Fact.read(form["fact"], form["measured"])
    return Gate(
        form["gate"], form["fact"], form["state"], form["at_least"], form["at_most"], measured, form["reason"]
    )


def _page(folder: Path) -> Dict[str, Any]:
    """The JSON beside a page; empty where there is none."""
    file = folder / "index.json"
    form: Dict[str, Any] = json.loads(file.read_bytes()) if file.is_file() else {}
    return form


def _facts(folder: Path) -> Facts:
    """The facts of every analysis of a version."""
    found = []
    for page in sorted(folder.glob("*/index.json")):
        found += [Fact.read(f"{page.parent.name}/{each['id']}", each) for each in _page(page.parent).get("facts", [])]
    return Facts(tuple(found))


def _findings(modes: "list[Dict[str, Any]]", folder: Path) -> Tuple[Finding, ...]:
    """The failure modes in the order of the summary, with what their own pages say."""
    pages = {each["id"]: each for each in _page(folder / "failures").get("findings", [])}
    return tuple(_finding(each, pages.get(each["id"], {}), folder) for each in modes)


def _finding(mode: Mapping[str, Any], page: Mapping[str, Any], folder: Path) -> Finding:
    measure = mode["measure"]
    shown = _page(folder / Path(mode["page"]).parent).get("finding", {}).get("evidence", [])
    return Finding(
        id=mode["id"], title=mode["title"], kind=page.get("analysis", ""), standing=mode["standing"],
        errors=mode["errors"], rate=measure["value"], unit=measure["unit"], interval=Interval.read(measure["interval"]),
        n=measure["n"], method=measure["method"], p=page.get("p"), gain=Measure.read(mode["gain"]),
        images=tuple(each["item"] for each in shown), page=folder / mode["page"],
    )
