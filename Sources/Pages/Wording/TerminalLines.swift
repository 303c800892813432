// The lines that a terminal shows when a command is done: the phrases of `phrases/summary.md`.

import Drawing
import Record

extension Phrases {
    /// How the release gates came out: "gates: 2 failed, 3 passed".
    public func gates(_ audit: Audit) -> String {
        if audit.gates.isEmpty {
            let waiting = audit.gatesNotAsked
            return waiting == 0 ? self(.summaryGatesNone) : self(.gateNoneAsked, ["gates": .count(waiting)])
        }
        let counts = GateStatus.failingFirst.compactMap { state -> String? in
            let count = audit.gates.count { $0.state == state }
            if count == 0 { return nil }
            return self(
                .summaryCount, ["count": .text(NumberFormat.count(count)), "state": .text(Mark(state).word)])
        }
        return self(.summaryGates, ["counts": .text(joined(counts, by: .listComma))])
    }

    /// How many failure modes there are.
    public func found(findings: Int, leads: Int) -> String {
        self(.summaryFound, ["findings": .count(findings), "leads": .count(leads)])
    }

    /// A failure mode of an audit in a line. Of a class that regressed, what is newly incorrect, and
    /// its recall then and now: its errors are not those of the rate.
    public func line(_ finding: Finding, in audit: Audit) -> String {
        let nouns = audit.nouns
        let measure = finding.measure
        func format(_ value: Double) -> PhraseValue { .text(NumberFormat.format(value, as: measure.unit)) }
        if case .classRegression = finding.mode {
            let before = finding.comparableBaseline?.value
            let recall = Interval(
                low: 1 - measure.interval.high, high: 1 - measure.interval.low, method: measure.interval.method)
            return self(
                .summaryRegression,
                [
                    "title": .text(title(finding.mode)), "errors": .text(NumberFormat.count(finding.errors)),
                    "of": .text(of(finding, nouns)), "has.before": .flag(before != nil),
                    "before": before.map { format(1 - $0) } ?? .text(""), "now": format(1 - measure.value),
                    "interval": .text(NumberFormat.interval(recall, as: measure.unit)),
                ])
        }
        return self(
            .summaryMode,
            [
                "title": .text(title(finding.mode)), "has.errors": .flag(finding.errors > 0),
                "errors": .text(errors(finding.errors)), "value": format(measure.value),
                "interval": .text(NumberFormat.interval(measure.interval, as: measure.unit)),
                "of": .text(of(finding, nouns)),
            ])
    }

    /// The analyses that had nothing to work on.
    public func notMeasured(_ sections: [Section]) -> String {
        self(
            .summaryNotMeasured,
            ["sections": .text(joined(sections.map { $0.title.lowercased() }, by: .listComma))])
    }

    /// Where the site is, and the one digest of all of it.
    public func site(_ path: String, seal: String? = nil) -> String {
        self(.summarySite, ["path": .text(path), "seal": .text(seal ?? ""), "has.seal": .flag(seal != nil)])
    }

    /// Which pictures of an item went out of the archive of a version; `nil` pictures where none had to.
    public func takenDown(_ item: String, from version: String?, pictures: Int = 0) -> String {
        guard let version else { return self(.summaryTakenDownBefore, ["item": .text(item)]) }
        return self(
            .summaryTakenDown, ["item": .text(item), "version": .text(version), "pictures": .count(pictures)])
    }

    /// That everything is archived, and how to audit one again.
    public func nothingToAudit(again command: String) -> String {
        self(.summaryNothingToAudit, ["command": .text(command)])
    }

    /// What became of an archive.
    public func archived(_ phrase: Phrase) -> String { self(phrase) }
}
