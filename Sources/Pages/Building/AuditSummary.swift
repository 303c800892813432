// What an audit comes to, without its pages: for a comment on a pull request, for a CI job, for an assistant that reads files. It
// answers by itself whether the version may ship, why, what became better and worse, and what is next. The words are those of
// `pages/summary.md`; every number is the one of the pages.

import Archive
import Diagnostics
import Drawing
import Foundation
import Markup
import Record

/// An audit in short, as Markdown and as JSON.
struct AuditSummary {
    /// Schema of the JSON form.
    static let schema = "misread-summary/1"
    /// Most bytes of the Markdown form: a comment on a pull request holds 65,536 characters.
    static let mostBytes = 60_000

    /// Its names in its template.
    static let values: Set<String> = [
        "verdict.sentence", "verdict.detail", "audit.digest", "audit.seal", "page", "gates.more", "better.more",
        "worse.more", "modes.more", "next.more", "missing.more", "numbers.more",
    ]
    static let flags: Set<String> = [
        "has.numbers", "has.gates", "has.better", "has.worse", "has.modes", "has.next", "has.missing",
        "has.more-gates", "has.more-better", "has.more-worse", "has.more-modes", "has.more-next",
        "has.more-missing", "has.more-numbers",
    ]
    /// Its lists in its template.
    static let lists: [String: Vocabulary] = [
        "numbers": Vocabulary(values: ["number", "value", "change"]),
        "gates": Vocabulary(values: ["state", "gate", "measured"]),
        "better": Vocabulary(values: ["what", "before", "now", "change"]),
        "worse": Vocabulary(values: ["what", "before", "now", "change"]),
        "modes": Vocabulary(values: ["mode", "page", "standing", "errors", "measured"]),
        "next": Vocabulary(values: ["subject", "words"]),
        "missing": Vocabulary(values: ["what", "reason"]),
    ]

    let judged: JudgedVersion
    private var version: VersionPages { judged.version }
    private var audit: Audit { judged.audit }
    private var verdict: Verdict { judged.verdict }
    private var phrases: Phrases { version.map.phrases }
    private var facts: FactIndex { version.map.facts }

    private var numbersMoved: MovedNumbers { MovedNumbers(audit: audit, facts: facts) }
    private var next: [WhatNext.Step] {
        WhatNext(audit: audit, facts: facts, phrases: phrases, link: version.link(from: version.folder)).steps
    }
    private var missing: [(title: String, section: String?, reason: String)] {
        NotMeasured(audit: audit, facts: facts, phrases: phrases).entries
    }
    /// Headline numbers that were measured.
    private var numbers: [(path: String, fact: Fact)] {
        facts.tiles.compactMap { entry in audit.fact(at: entry.path).map { (entry.path, $0) } }.filter {
            // What was fixed says nothing without what regressed: both are below.
            $0.1.value != nil && !facts.has(.fixed, $0.0)
        }
    }

    // MARK: Markdown

    /// The summary as Markdown of at most ``mostBytes`` bytes: where that is not enough for all, the lists are shorter and say so.
    func markdown() throws(ProblemList) -> String {
        let template = try version.map.templates.template(PageTemplate.summary.name)
        var (text, most) = ("", 60)
        repeat {
            text = PlainMarkdown.readable(try template.markdown(scope(atMost: most)))
            most /= 2
        } while text.utf8.count > Self.mostBytes && most > 0
        // Only texts of people's own, each without end, could be as long.
        return String(decoding: text.utf8.prefix(Self.mostBytes), as: UTF8.self)
    }

    private func scope(atMost most: Int) -> Scope {
        var scope = TemplateNames.scope(of: audit)
        let stories = audit.stories
        scope.values["verdict.sentence"] = verdict.sentence
        scope.values["verdict.detail"] = verdict.detail
        scope.values["audit.digest"] = version.archived.digest
        scope.values["audit.seal"] = version.archived.seal
        scope.values["page"] = judged.href(version.folder + "index.html")
        func put(_ name: String, _ rows: [[String: String]]) {
            let shown = rows.prefix(most).map { Scope(values: $0.mapValues(PlainMarkdown.short)) }
            scope.lists[name] = shown
            scope.flags["has." + name] = !rows.isEmpty
            scope.values[name + ".more"] = NumberFormat.count(rows.count - shown.count)
            scope.flags["has.more-" + name] = rows.count > shown.count
        }
        put(
            "numbers",
            numbers.map { path, fact in
                [
                    "number": facts.heading(path), "value": NumberFormat.statement(of: fact),
                    "change": NumberFormat.change(of: fact) ?? "",
                ]
            })
        put(
            "gates",
            audit.gates.map { gate in
                let measured = gate.measured.flatMap { $0.value == nil ? nil : NumberFormat.statement(of: $0) }
                return [
                    "state": Mark(gate.state).word, "gate": phrases.rule(gate, facts),
                    "measured": measured ?? phrases.reason(gate, in: audit) ?? phrases(.gateNotStated),
                ]
            })
        put("better", numbersMoved.movements(better: true).map(moved))
        put("worse", numbersMoved.movements(better: false).map(moved))
        put(
            "modes",
            stories.map { story in
                let finding = story.lead
                return [
                    "mode": phrases.title(finding.mode), "standing": finding.standing.rawValue,
                    "page": judged.href(SitePath.failure(finding.id, of: version.name) + "index.html"),
                    "errors": finding.errors > 0 ? NumberFormat.count(finding.errors) : "",
                    "measured": phrases.statement(finding.measure, of: finding.mode, audit.nouns),
                ]
            })
        put("next", next.map { ["subject": $0.subject, "words": $0.words] })
        put("missing", missing.map { ["what": $0.title, "reason": $0.reason] })
        return scope
    }

    private func moved(_ moved: Movement) -> [String: String] {
        let change = moved.change
        return [
            "what": phrases.subject(moved.subject, facts, of: audit.task).capitalizedFirst,
            "before": NumberFormat.format(moved.before, as: moved.unit),
            "now": NumberFormat.format(moved.now, as: moved.unit),
            "change": NumberFormat.signed(change.value, as: change.unit) + " "
                + NumberFormat.change(change.interval, of: change.unit),
        ]
    }

    // MARK: JSON

    /// The summary as JSON, nothing left out.
    var json: JSONValue {
        .object([
            ("schema", .string(Self.schema)), ("program", .string(audit.program)),
            ("version", .string(version.name)), ("date", .string(audit.version.date)),
            ("model", .string(audit.version.model)),
            (
                "dataset",
                .object([
                    ("name", .string(audit.dataset.name)), ("title", .string(audit.dataset.title)),
                    ("n", .integer(audit.dataset.n)), ("counted", .string(audit.nouns)),
                ])
            ),
            ("baseline", audit.baseline.map { .string($0.version) } ?? .null),
            (
                "verdict",
                .object([
                    ("state", .string(verdict.state.rawValue)), ("may_ship", .bool(verdict.isReady)),
                    ("sentence", .string(verdict.sentence)), ("detail", .string(verdict.detail)),
                ])
            ),
            ("numbers", .array(numbers.map(number))),
            ("gates", .array(audit.gates.map(gate))),
            ("better", .array(numbersMoved.movements(better: true).map(movement))),
            ("worse", .array(numbersMoved.movements(better: false).map(movement))),
            ("failure_modes", .array(audit.stories.map(mode))),
            (
                "next",
                .array(
                    next.map { .object([("subject", .string($0.subject)), ("do", .string($0.words))]) })
            ),
            (
                "not_measured",
                .array(missing.map { .object([("what", .string($0.title)), ("reason", .string($0.reason))]) })
            ),
            ("page", .string(judged.href(version.folder + "index.html"))),
            ("audit_sha256", .string(version.archived.digest)), ("seal", .string(version.archived.seal)),
        ])
    }

    private func number(_ path: String, _ fact: Fact) -> JSONValue {
        .object([
            ("fact", .string(path)), ("name", .string(facts.heading(path))),
            ("value", PageJSON.optional(fact.value)), ("unit", .string(fact.unit.rawValue)),
            ("better", facts.spec(path).map { .string($0.spec.better.rawValue) } ?? .null),
            ("interval", fact.interval.map(PageJSON.interval) ?? .null), ("n", .integer(fact.n)),
            ("baseline", PageJSON.optional(fact.baseline)),
        ])
    }

    private func gate(_ gate: GateResult) -> JSONValue {
        .object([
            ("gate", .string(phrases.rule(gate, facts))), ("fact", .string(gate.fact)),
            ("state", .string(gate.state.rawValue)), ("at_least", PageJSON.optional(gate.atLeast)),
            ("at_most", PageJSON.optional(gate.atMost)), ("measured", gate.measured.map(PageJSON.fact) ?? .null),
            ("reason", gate.reason.map { .string($0) } ?? .null),
        ])
    }

    private func movement(_ moved: Movement) -> JSONValue {
        .object([
            ("what", .string(phrases.subject(moved.subject, facts, of: audit.task).capitalizedFirst)),
            ("before", .number(moved.before)), ("now", .number(moved.now)), ("unit", .string(moved.unit.rawValue)),
            ("change", PageJSON.measure(moved.change)), ("p", PageJSON.optional(moved.p)),
        ])
    }

    private func mode(_ story: FailureStory) -> JSONValue {
        let finding = story.lead
        return .object([
            ("id", .string(finding.id)), ("title", .string(phrases.title(finding.mode))),
            ("standing", .string(finding.standing.rawValue)), ("errors", .integer(finding.errors)),
            ("measure", PageJSON.measure(finding.measure)),
            ("gain", finding.gain.map { PageJSON.measure($0) } ?? .null),
            ("related", .array(story.related.map { .string($0.id) })),
            ("page", .string(judged.href(SitePath.failure(finding.id, of: version.name) + "index.html"))),
        ])
    }
}

/// Markdown that is read as it is as well as rendered.
enum PlainMarkdown {
    /// Without the escapes of what means nothing in the middle of a line: of an interval, and of `_` inside a word.
    static func readable(_ text: String) -> String {
        let plain = [".", "-", ":", ",", "%", "'", "(", ")", "+"].reduce(text) {
            $0.replacing("\\" + $1, with: $1)
        }
        .replacing(/\\\[([-+−0-9., \u{A0}%]*)\\\]/) { "[" + $0.output.1 + "]" }
        .replacing(/([0-9A-Za-z])\\_([0-9A-Za-z])/) { "\($0.output.1)_\($0.output.2)" }
        // A list that is left out leaves the lines around it.
        var lines: [Substring] = []
        for line in plain.split(separator: "\n", omittingEmptySubsequences: false)
        where !(line.isEmpty && lines.last?.isEmpty ?? true) { lines.append(line) }
        return lines.joined(separator: "\n")
    }

    /// A text of people's own, cut where it would fill the page.
    static func short(_ text: String) -> String { text.count > 400 ? text.prefix(399) + "…" : text }
}
