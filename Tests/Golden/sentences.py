#!/usr/bin/env python3
"""Whether every number of every sentence of a site's first pages stands in the archive.

usage: sentences.py MISREAD WORKSPACE...

Each workspace is built in a temporary folder. Read are, of each version, the overview, the page of gates, the list of
failure modes and the page of each failure mode: all text but tables of data, pictures and charts. A number is looked for where its
sentence takes it from, not anywhere in the archive: a card's in its finding, a gate's row in that gate, a tile's in one
fact, a heading's in what the sections state; each formatted as the site formats it, an interval by both its ends. What a
method states (95 %, a score of 0.25) and what the settings say may stand anywhere; names are left out.
Prints page, number and sentence of each that stands nowhere, and ends with 1 when there is any.

A check that finds any number is none: each number that was found is also looked for with another last digit, and at least
nine of ten have to stand nowhere then.
"""
import base64, json, os, re, shutil, subprocess, sys, tempfile
from decimal import ROUND_HALF_EVEN, Decimal
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
# What methods state wherever they are used, and what a fact is called by.
CONSTANTS = [("95", "%"), ("0.5", ""), ("0.50", ""), ("0.75", ""), ("0.9", ""), ("0.90", ""), ("0.95", ""), ("0.25", "")]
# A number, and the unit that stands beside it; `p` has no leading zero.
NUMBER = re.compile(r"(?<![\w.,\-])([<>]?\s?[−+]?(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)(?:e−?\d+)?)(?![\w])(?:\s(%|points))?")
INTERVAL = re.compile(r"\[([<>]?[−+]?[\d.,e−]+?), ([<>]?[−+]?[\d.,e−]+?)\]")


# Formatting, as Sources/Drawing/NumberFormat.swift does.

def rounded(value, decimals): return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)


def bounded(value, decimals, limit=None, signed=False):
    if value == 0: return "0"
    sign = "−" if value < 0 else "+" if signed else ""
    value = abs(value)
    shown = rounded(value, decimals)
    if shown == 0:
        if not sign: return "<" + "0." + "0" * (decimals - 1) + "1"
        place = -value.adjusted()
        return sign + (f"{rounded(value, place):.{place}f}" if place <= decimals + 3 else "<0." + "0" * (decimals + 2) + "1")
    if limit is not None and shown == limit:
        if value == limit: return sign + str(limit)
        if value < limit: return sign + ">" + str(limit - 1) + "." + "9" * decimals
    return sign + f"{shown:,.{decimals}f}"


def significant(value, grouping):
    sign = "−" if value < 0 else ""
    value = abs(value)
    if value == 0: return "0"
    shown = rounded(value, max(0, 2 - value.adjusted()))
    if not -3 <= shown.adjusted() < 15:
        mantissa, exponent = f"{value:.2e}".split("e")
        return f"{sign}{mantissa}e{'−' if int(exponent) < 0 else ''}{abs(int(exponent))}"
    if value == value.to_integral_value(): decimals, shown = 0, value
    else:
        decimals = max(0, 2 - shown.adjusted())
        shown = rounded(shown, decimals)
    group = "," if shown.adjusted() + 1 >= grouping else ""
    return sign + f"{shown:{group}.{decimals}f}"


def number(value, unit):
    d = Decimal(repr(float(value)))
    if unit == "proportion": return bounded(d * 100, 1, 100)
    if unit == "points": return bounded(d * 100, 1, 100, signed=True)
    if unit == "count": return f"{int(d):,}".replace("-", "−") if d == d.to_integral_value() else bounded(d, 1)
    if unit == "score": return bounded(d, 3, 1) if d.adjusted() < 0 or abs(d) == 1 or d == 0 else significant(d, 4)
    if unit == "pValue":
        if d >= 1: return "1"
        if d < Decimal("0.001"): return "<.001"
        if d < Decimal("0.05") and rounded(d, 3) == Decimal("0.050"): return "<.05"
        if rounded(d, 3) < Decimal("0.1"): return f"{rounded(d, 3)}"[1:]
        return ">.99" if rounded(d, 2) >= 1 else f"{rounded(d, 2)}"[1:]
    return significant(d, 4 if unit == "ratio" else 5)


SYMBOL = {"proportion": "%", "points": "points"}


class Pool:
    """Numbers that a sentence may hold, and intervals by their two ends."""
    def __init__(self, *parts):
        self.numbers, self.intervals = set(CONSTANTS), set()
        for part in parts:
            self.numbers |= part.numbers
            self.intervals |= part.intervals

    def add(self, value, unit="count"):
        if value is None: return self
        # What is subtracted or divided here may differ from the program's by its last bit.
        for near in (value, value * (1 + 1e-12), value * (1 - 1e-12)) if isinstance(value, float) else (value,):
            shown, symbol = number(near, unit), SYMBOL.get(unit, "")
            self.numbers |= {(shown, symbol), (shown.lstrip("+−"), symbol)}
            if unit == "points": self.numbers |= {(shown.lstrip("+−"), ""), (shown, "")}
            elif unit != "proportion" and value > 0:
                # A change that is small has its first digit, as a negative one has.
                self.numbers.add(("+" + (number(-near, unit)[1:] if shown.startswith("<") else shown), ""))
        return self

    def ends(self, interval, unit, signed=False):
        if interval:
            low, high = number(interval["low"], unit), number(interval["high"], unit)
            if signed and unit not in ("points", "proportion"):
                low, high = [("+" if interval[k] > 0 else "") + t for k, t in (("low", low), ("high", high))]
            self.intervals.add((low, high))
        return self

    def measure(self, it):
        """A fact, or what a finding measures."""
        if not it: return self
        unit = it.get("unit", "proportion")
        self.add(it.get("value"), unit).ends(it.get("interval"), unit).add(it.get("n")).add(it.get("units"))
        self.add(it.get("floor"), unit)
        if it.get("id", "").endswith("_change"): self.ends(it.get("interval"), unit, signed=True)
        if it.get("value") is not None and it.get("baseline") is not None and not isinstance(it["baseline"], dict):
            kind = "points" if unit == "proportion" else unit
            self.add(it["baseline"], unit).add(it["value"] - it["baseline"], kind)
            self.ends(it.get("change"), kind, signed=True)
        return self

    def bound(self, value, unit):
        """What a person wrote: whole percents without a decimal."""
        if value is None: return self
        if unit == "proportion": self.numbers.add((f"{float(round(value * 100, 6)):g}", "%"))
        elif unit in ("points", "count"): self.add(value, unit)
        else: self.numbers.add((f"{value:g}", ""))
        return self

    def holds(self, token, unit): return (token.replace(" ", ""), unit) in self.numbers


class Node:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent, self.children = tag, dict(attributes), parent, []

    def has(self, cls): return cls in (self.attributes.get("class") or "").split()

    def all(self, holds):
        for child in self.children:
            if isinstance(child, Node):
                if holds(child): yield child
                else: yield from child.all(holds)

    def text(self, without=lambda node: False):
        parts = []
        for child in self.children:
            if isinstance(child, str): parts.append(child)
            elif child.tag not in ("svg", "style", "script", "code") and not without(child):
                inner = child.text(without)
                block = child.tag in ("p", "li", "td", "th", "dd", "dt", "div", "section", "h1", "h2", "h3", "figcaption")
                parts.append(f" \n {inner} \n " if block else inner)
        return "".join(parts)


class Reader(HTMLParser):
    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.root = self.at = Node("root", [], None)
        with open(path, encoding="utf-8") as file: self.feed(file.read())

    def handle_starttag(self, tag, attributes):
        node = Node(tag, attributes, self.at)
        self.at.children.append(node)
        if tag not in VOID: self.at = node

    def handle_startendtag(self, tag, attributes): self.at.children.append(Node(tag, attributes, self.at))

    def handle_endtag(self, tag):
        node = self.at
        while node.parent and node.tag != tag: node = node.parent
        if node.parent: self.at = node.parent

    def handle_data(self, data): self.at.children.append(data)


class Version:
    """One audit, and what the sentences of its pages may say."""
    def __init__(self, audit):
        self.audit = audit
        self.sections = {section["id"]: section for section in audit["sections"]}
        self.findings = {f["id"]: f for s in audit["sections"] for f in s["findings"]}
        self.errors = next((self.fact(p) for p in ("headline/errors", "detection/not_found") if self.fact(p)), None)
        self.names = self.named()

    def fact(self, path):
        section, name = path.split("/", 1)
        return next((f for f in self.sections.get(section, {}).get("facts", []) if f["id"] == name), None)

    def facts(self, plain=True):
        return [f for s in self.audit["sections"] for f in s["facts"] if not plain or "@" not in f["id"]]

    def named(self):
        """Names from the data and the workspace, longest first: what is in one is no number of the audit."""
        audit, names = self.audit, set()
        names |= {audit["title"], audit["version"]["name"], audit["version"]["model"], audit["version"]["date"]}
        names |= {audit["dataset"]["title"], audit["dataset"]["name"]} | set(audit["version"]["changes"])
        if audit.get("baseline"): names.add(audit["baseline"]["version"])
        names |= {gate["name"] for gate in audit["gates"] if gate.get("name")}
        names |= set(audit.get("remarks", [])) | set(audit.get("doubts") or [])
        def walk(value):
            if isinstance(value, dict):
                if isinstance(value.get("attribute"), str):
                    text = value.get("value")
                    text = text if isinstance(text, str) else (text or {}).get("text", "")
                    for between in (" ", "="): names.add(value["attribute"] + between + text)
                for inner in value.values(): walk(inner)
            elif isinstance(value, list):
                for inner in value: walk(inner)
        walk([s["findings"] for s in audit["sections"]])
        walk([s.get("moved") for s in audit["sections"]])
        walk([s.get("followed") for s in audit["sections"]])
        for run in audit.get("runs") or []: names |= {run, run.replace("=", " ")}
        names |= {f["id"].split("@", 1)[1].replace("=", " ") for f in self.facts(plain=False) if "@" in f["id"]}
        for f in self.facts(plain=False):
            if "@" in f["id"]: names.add(f["id"].split("@", 1)[1])
        return sorted((n for n in names if re.search(r"\d", n)), key=len, reverse=True)

    def without_names(self, text):
        for name in self.names: text = re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w])", "·", text)
        one = "(?:" + "|".join(re.escape(c) for c in sorted(self.audit["dataset"]["classes"], key=len, reverse=True)) + ")"
        text = re.sub(rf"\b([Cc]lass(?:es)?) {one}(?:(?:,| and|, and) {one})*\b", r"\1 ·", text)
        text = re.sub(rf"\b{one} (predicted as|regressed)", r"· \1", text, flags=re.I)
        return re.sub(rf"predicted as {one}\b", "predicted as ·", text)

    # Pools

    def stated(self):
        """What headings and paragraphs take from the sections, and from what was set and counted."""
        pool = Pool()
        for fact in self.facts(): pool.measure(fact)
        for setting in self.audit["settings"]:
            for text in re.findall(r"\d[\d.]*", setting["value"]): pool.numbers.add((text, ""))
        account = self.audit["accounting"]
        for key in ("itemsRead", "predictionsRead", "kept", "unpredicted"): pool.add(account.get(key))
        for lost in account["refused"]: pool.add(lost["count"])
        listed = [f["standing"] for f in self.findings.values()]
        for standing in ("finding", "lead"): pool.add(listed.count(standing))
        return pool.add(self.audit["dataset"]["n"]).add(len(self.audit["dataset"]["classes"]))

    def gate(self, gate):
        fact = gate.get("measured") or {}
        unit = fact.get("unit", "score")
        pool = Pool().measure(fact)
        for key in ("atLeast", "atMost"):
            bound = gate.get(key)
            pool.bound(bound, unit)
            if bound is None or fact.get("value") is None: continue
            margin = abs(fact["value"] - bound)
            pool.add(margin, "points" if unit == "proportion" else unit)
            interval = fact.get("interval")
            if gate["state"] == "inconclusive" and interval and margin:
                ahead = fact["value"] > bound
                reach = fact["value"] - interval["low"] if ahead else interval["high"] - fact["value"]
                size = max(20, -int(-(fact.get("units") or fact["n"]) * (reach / margin) ** 2 // 1))
                step = 1
                while size // step >= 100: step *= 10
                pool.numbers.add((f"{(size + step - 1) // step * step:,}", ""))
        for text in re.findall(r"\d[\d,.]*", gate.get("reason") or ""): pool.numbers.add((text.rstrip(".,"), ""))
        members = gate.get("members")
        if members:
            pool.add(members["passed"]).add(members["passed"] + len(members["failed"]) + len(members["open"]))
            for key in ("failed", "open"):
                pool.add(max(0, len(members[key]) - 5))
                pool.numbers |= {(n, "") for m in members[key] for n in re.findall(r"\d[\d.]*", m)}
        return pool

    def verdict(self):
        """The sentence and those under it: gates, what the whole is, what moved."""
        pool = Pool(*map(self.gate, self.audit["gates"]))
        states = [gate["state"] for gate in self.audit["gates"]]
        pool.add(len(states))
        for state in set(states):
            pool.add(states.count(state))
            for shown in (1, 2): pool.add(states.count(state) - shown)
        for path in ("headline/accuracy", "detection/ap", "detection/found", "calibration/mean_confidence",
                     "comparison/accuracy_change", "comparison/fixed", "comparison/regressed", "comparison/worst_change",
                     "detection-comparison/gained", "detection-comparison/lost", "comparison/changes",
                     "detection-comparison/changes", "detection/images_without_detections",
                     "detection-comparison/false_positives_before", "detection-comparison/false_positives_now",
                     "detection-comparison/false_positives_change"):
            pool.measure(self.fact(path))
        for moved in self.moved(): pool = Pool(pool, self.movement(moved))
        whole, confidence = self.fact("headline/accuracy"), self.fact("calibration/mean_confidence")
        if whole and confidence and None not in (whole.get("value"), confidence.get("value")):
            pool.add(abs(confidence["value"] - whole["value"]), "points")
        account = self.audit["accounting"]
        for key in ("itemsRead", "unpredicted"): pool.add(account.get(key))
        pool.add(len(self.audit.get("doubts") or []) - 1)
        return pool.add(self.audit["dataset"]["n"]).add(len(self.audit["dataset"]["classes"]))

    def moved(self):
        """What moved by a test of the comparison, and facts whose own paired interval leaves no change out."""
        moved = [m for s in self.audit["sections"] for m in s.get("moved") or []]
        for fact in self.facts():
            interval = fact.get("change")
            if not interval or None in (fact.get("value"), fact.get("baseline")): continue
            if interval["low"] <= 0 <= interval["high"]: continue
            change = dict(fact, value=fact["value"] - fact["baseline"], interval=interval)
            if fact["unit"] == "proportion": change["unit"] = "points"
            moved.append({"before": fact["baseline"], "now": fact["value"], "change": change})
        return moved

    def movement(self, moved):
        unit = moved["change"]["unit"]
        if unit == "points": unit = "proportion"
        signed = Pool().ends(moved["change"]["interval"], moved["change"]["unit"], signed=True)
        return Pool(signed).add(moved["before"], unit).add(moved["now"], unit).measure(moved["change"])

    def card(self, finding, told=None):
        """What a card or a page says of one failure mode."""
        pool = Pool()
        for key in ("measure", "gain", "gainIfAllRight", "baseline", "discovery", "confirmation"):
            pool.measure(finding.get(key))
        measure = finding["measure"]
        pool.add(finding.get("expected"), measure["unit"]).add(finding.get("p"), "pValue")
        pool.add(finding.get("level"), "score").add(finding["errors"])
        errors = (self.errors or {}).get("value")
        if errors: pool.add(errors).add(min(1.0, finding["errors"] / errors), "proportion")
        if "slice" in finding["mode"]: pool.add(min(1.0, measure["n"] / self.audit["dataset"]["n"]), "proportion")
        for share in finding.get("shares") or []: pool.measure(share["alone"]).add(share["points"], "points")
        severity = finding.get("severity") or {}
        pool.add(severity.get("rank")).add(severity.get("count"))
        if told is not None: pool.add(bits(finding) & told and bin(bits(finding) & told).count("1"))
        return pool


def bits(finding):
    covers = finding.get("covers")
    return int.from_bytes(base64.b64decode(covers["bits"]), "little") if covers else 0


class Check:
    def __init__(self):
        self.faults, self.count, self.missed = [], 0, 0

    def text(self, page, version, node, pool, without=lambda node: False):
        for line in node.text(without).split("\n"): self.line(page, version, line, pool)

    def line(self, page, version, line, pool):
        sentence = " ".join(line.replace("\u00a0", " ").replace("\u202f", " ").split())
        text = version.without_names(sentence)
        for found in INTERVAL.finditer(text):
            self.one(page, sentence, found[0], found.groups() in pool.intervals, lambda f=found: any(
                pair in pool.intervals for pair in [(changed(f[1]), f[2])]))
        text = INTERVAL.sub(" ", text)
        for found in NUMBER.finditer(text):
            token, unit = found[1].replace(" ", ""), found[2] or ""
            self.one(page, sentence, found[0], pool.holds(token, unit), lambda t=token, u=unit: pool.holds(changed(t), u))

    def one(self, page, sentence, shown, holds, holds_changed):
        self.count += 1
        if not holds: self.faults.append(f"{page}: {shown.strip()} stands nowhere: \"{sentence}\"")
        elif not holds_changed(): self.missed += 1


def changed(token):
    """The number with another last digit."""
    last = max(i for i, c in enumerate(token) if c.isdigit())
    return token[:last] + str((int(token[last]) + 1) % 10) + token[last + 1:]


def is_data(node):
    """Tables of data, charts, galleries: what is not a sentence."""
    return (node.tag in ("table", "svg", "nav", "footer", "header", "details") or node.has("gallery") or node.has("galleryfig")
            or node.has("scale") or node.has("colourbar"))


def cards(check, page, version, root):
    told = 0
    for item in [li for ol in root.all(lambda n: n.has("modes")) for li in ol.all(lambda n: n.tag == "li")]:
        links = [a.attributes["href"] for a in item.all(lambda n: n.tag == "a")]
        named = [version.findings.get(link.split("/")[-2]) for link in links if "/" in link]
        lead = named[0] if named else None
        if not lead:
            check.faults.append(f"{page}: a card without a failure mode")
            continue
        pool = version.card(lead, told)
        for other in named[1:]:
            if other: pool.add(other["errors"])
        check.text(page, version, item, pool)
        told |= bits(lead)


def overview(check, page, version, root):
    verdict, stated, audit = version.verdict(), version.stated(), version.audit
    hero = next(root.all(lambda n: n.has("hero")))
    # What is next is said of the failure modes that it links to.
    links = [a.attributes["href"].split("/") for a in hero.all(lambda n: n.tag == "a")]
    linked = [version.findings[link[1]] for link in links if link[0] == "failures" and link[1] in version.findings]
    suspects = Pool().measure(version.fact("label-suspects/suspects")).measure(version.fact("label-set-suspects/suspects"))
    check.text(page, version, hero, Pool(verdict, suspects, *map(version.card, linked)), lambda n: n.has("eyebrow"))
    for tile in root.all(lambda n: n.has("tile")):
        # One fact has the number in large; what moved is its change, or that of the test that goes with it.
        large = " ".join(next(tile.all(lambda n: n.has("v"))).text().replace("\u202f", " ").split())
        first = NUMBER.search(large)
        pool = Pool()
        for fact in version.facts():
            if fact.get("value") is not None and first and Pool().measure(fact).holds(first[1], first[2] or ""):
                pool.measure(fact)
        for fact in version.facts(plain=False):
            if re.search(r"change|^p$|^fixed$|^regressed$|^both_wrong$", fact["id"]): pool.measure(fact)
        check.text(page, version, tile, pool)
    for table in moved_tables(root):
        rows = version.moved()
        for row in list(table.all(lambda n: n.tag == "tr"))[1:]:
            pools = [version.movement(moved) for moved in rows]
            lines = [check_quietly(version, row, pool) for pool in pools]
            best = min(range(len(pools)), key=lambda i: lines[i], default=None)
            check.text(page, version, row, pools[best] if best is not None else Pool())
    gates(check, page, version, root)
    cards(check, page, version, root)
    skip = lambda n: is_data(n) or n.has("hero") or n.has("tiles") or n.has("modes") or n.has("notm")
    # "and 4 more" of a side of what moved.
    for better in (True, False):
        side = [m for m in version.moved() if (m["change"]["value"] > 0) == better]
        for left in range(max(0, len(side) - 5 + 1)): stated.add(left)
    check.text(page, version, root, Pool(stated, verdict), skip)
    for item in root.all(lambda n: n.has("notm")): check.text(page, version, item, reasons(version))


def reasons(version):
    pool = version.stated()
    texts = [json.dumps(s["status"]) for s in version.audit["sections"]] + version.audit.get("remarks", [])
    texts += [gate.get("reason") or "" for gate in version.audit["gates"]]
    pool.numbers |= {(n.rstrip(".,"), u) for t in texts for n, u in re.findall(r"(\d[\d,.]*)\s?(%?)", t)}
    return pool


def moved_tables(root):
    for section in root.all(lambda n: n.tag == "section"):
        if section.attributes.get("aria-labelledby") in ("better", "worse"):
            yield from section.all(lambda n: n.tag == "table")


def check_quietly(version, node, pool):
    check = Check()
    check.text("", version, node, pool)
    return len(check.faults)


def gates(check, page, version, root):
    for table in root.all(lambda n: n.has("gates")):
        rows = list(table.all(lambda n: n.tag == "tr"))[1:]
        if len(rows) != len(version.audit["gates"]):
            check.faults.append(f"{page}: {len(rows)} rows of {len(version.audit['gates'])} gates")
        for row, gate in zip(rows, version.audit["gates"]): check.text(page, version, row, version.gate(gate))


def page_of_gates(check, page, version, root):
    gates(check, page, version, root)
    verdict = version.verdict()
    verdict.add(20)  # The fewest units that decide anything.
    check.text(page, version, root, verdict, is_data)


def list_of_modes(check, page, version, root):
    cards(check, page, version, root)
    check.text(page, version, root, version.stated(), lambda n: is_data(n) or n.has("modes"))


def page_of_mode(check, page, version, root):
    finding = version.findings.get(os.path.basename(os.path.dirname(page)))
    if not finding:
        check.faults.append(f"{page}: no finding of that id")
        return
    check.text(page, version, root, version.card(finding).add(version.audit["dataset"]["n"]), is_data)


def read(site, archive):
    """The pages of every version of a site, and what stands nowhere in its archive."""
    check, count = Check(), 0
    for name in sorted(os.listdir(archive)):
        path = os.path.join(archive, name, "audit.json")
        if not os.path.isfile(path): continue
        with open(path, encoding="utf-8") as file: version = Version(json.load(file))
        name, _, dataset = name.partition("@")
        base = f"datasets/{dataset}/" if dataset else ""
        folder = os.path.join(site, base, "v", name)
        pages = [("index.html", overview), ("gates/index.html", page_of_gates), ("failures/index.html", list_of_modes)]
        pages += [(f"failures/{id}/index.html", page_of_mode) for id in version.findings]
        for place, reader in pages:
            root = Reader(os.path.join(folder, place)).root
            reader(check, f"{base}v/{name}/{place}", version, next(root.all(lambda n: n.tag == "main")))
            count += 1
    return check, count


def main(misread, workspaces):
    faults = found = missed = 0
    for workspace in workspaces:
        with tempfile.TemporaryDirectory() as scratch:
            copy, site = os.path.join(scratch, "workspace"), os.path.join(scratch, "site")
            shutil.copytree(workspace, copy, ignore=lambda folder, _: ["archive"] if folder == workspace else [])
            done = subprocess.run([misread, "build", copy, "--output", site], capture_output=True, text=True)
            if done.returncode > 1: raise SystemExit(f"{workspace}: exit {done.returncode}\n{done.stderr}")
            check, pages = read(site, os.path.join(copy, "archive"))
        for fault in dict.fromkeys(check.faults): print(f"{workspace}: {fault}")
        print(f"{workspace}: {pages} pages, {check.count:,} numbers in sentences, {len(check.faults)} stand nowhere")
        faults += len(check.faults)
        found += check.count - len(check.faults)
        missed += check.missed
    share = missed / max(1, found)
    print(f"{found:,} numbers stand in the archives; with another last digit {share:.1%} of them do not")
    return 1 if faults or not found or share < 0.9 else 0


if __name__ == "__main__":
    if len(sys.argv) < 3: raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1], [folder.rstrip("/") for folder in sys.argv[2:]]))
