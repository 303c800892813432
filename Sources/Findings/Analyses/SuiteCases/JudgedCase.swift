// A case with what was counted of it, before and after it is judged: how many are judged together has to be known first.

import Artifacts
import Record
import Statistics
import Tallies

/// A case and its numbers.
struct MeasuredCase: Sendable {
    let stated: SuiteCase
    /// As it is written, with its tolerance.
    let expectation: String
    /// How far the share may move, where it is not to.
    let tolerance: Double?
    /// Rows of its images; none where too few people are behind them to be published.
    let rows: [Int]
    /// The share correct of them, with its own interval.
    let rate: Measure?
    /// As many independent rows as that rests on.
    let counts: (successes: Int, n: Int)
    /// The same images in the baseline and now, where that is asked and there are any.
    let pairs: PairCounts?
    /// Its rows that are incorrect; where no change is asked, those that were correct before.
    let errors: [Int]
    /// What things are called.
    private let nouns: String
    /// Method of the share.
    let method: String
    /// Why it is not measured.
    let reason: String?

    init(_ stated: SuiteCase, _ examination: Examination, _ columns: SliceColumns) {
        let (evaluation, settings, units) = (examination.evaluation, examination.settings, examination.units)
        let isOfObjects = examination.detection != nil
        self.stated = stated
        expectation = stated.expectation.words(smallestEffect: settings.smallestEffect)
        tolerance = stated.expectation.tolerance(smallestEffect: settings.smallestEffect)
        nouns = isOfObjects ? "objects" : "images"
        method = isOfObjects ? "recall" : "accuracy"
        let found = columns.rows(stated.predicates)
        // Of groups of people nothing is published below the number that misread.yml says.
        let isOfPeople = stated.predicates.contains { one in columns.groups.contains { $0.name == one.attribute } }
        let isHidden = isOfPeople && found.rows.count < settings.suppressBelow
        let rows = isHidden ? [] : found.rows
        self.rows = rows
        rate = units.rate(of: rows, method: method, where: evaluation.isCorrect)
        counts =
            units.areShared
            ? units.proportion(of: rows, where: evaluation.isCorrect).cautious
            : (rows.count { evaluation.isCorrect($0) }, rows.count)
        let noun = isOfObjects ? "object" : "image"
        var reason: String?
        if isHidden {
            reason = "fewer than \(settings.suppressBelow) \(nouns) of a group of people"
        } else if rows.isEmpty {
            reason = found.unknown.map { "no \(noun) has \($0)" } ?? "no \(noun) is of it"
        }
        guard tolerance != nil else {
            pairs = nil
            errors = rows.filter { !evaluation.isCorrect($0) }
            self.reason = reason
            return
        }
        guard let pairing = examination.pairing else {
            pairs = nil
            errors = []
            self.reason = reason ?? "no baseline to compare with"
            return
        }
        let members = RowSet(rows, of: evaluation.count)
        let all = pairing.counts(of: members, in: evaluation, units)
        pairs = all.n > 0 ? all : nil
        errors = pairing.rows.indices.filter { index in
            let row = pairing.rows[index]
            return members.contains(row) && pairing.wasRight(index, in: evaluation) && !evaluation.isCorrect(row)
        }.map { pairing.rows[$0] }
        self.reason = reason ?? (all.n > 0 ? nil : "no \(noun) of it was evaluated by both")
    }

    /// Whether there is anything to judge.
    var isMeasured: Bool { reason == nil }

    /// The change of the share, with its own interval.
    var change: Measure? { pairs?.change(method: "paired-change") }

    /// What its rate is held against: the bound, or the baseline's on the same images.
    var mark: Double? {
        if case .atLeast(_, let bound) = stated.expectation { return bound }
        return pairs.map { Double($0.rightBefore) / Double($0.n) }
    }

    /// Its verdict as one of `looks`.
    fileprivate func verdict(oneOf looks: Int) -> CaseVerdict? {
        guard isMeasured else { return nil }
        if let tolerance { return pairs.flatMap { CaseVerdict($0, within: tolerance, oneOf: looks) } }
        guard case .atLeast(_, let bound) = stated.expectation else { return nil }
        return rate.map { CaseVerdict($0, counts, atLeast: bound, oneOf: looks) }
    }

    /// What a gate on it is told where it is open.
    fileprivate func openReason(_ deciding: Int?) -> String {
        let (n, units) = pairs.map { ($0.n, $0.unitCount) } ?? (rate?.n ?? 0, rate?.units ?? rate?.n ?? 0)
        let counted = units < n ? "\(n) \(nouns) in \(units) units" : "\(n) \(nouns)"
        return "\(expectation) is not decided by \(counted)" + (deciding.map { "; about \($0) would decide" } ?? "")
    }
}

/// A case with its verdict.
struct JudgedCase: Sendable {
    let measured: MeasuredCase
    let verdict: CaseVerdict

    init(_ measured: MeasuredCase, oneOf looks: Int) {
        self.measured = measured
        verdict = measured.verdict(oneOf: looks) ?? .notMeasured
    }

    /// Its place by verdict, the worst first.
    var rank: Int { GateStatus.failingFirst.firstIndex(of: verdict.state) ?? 0 }

    /// How far it is from failing by its value.
    var margin: Double {
        if let tolerance = measured.tolerance { return tolerance - abs(measured.change?.value ?? 0) }
        return (measured.rate?.value ?? 0) - (measured.mark ?? 0)
    }

    /// What it states: its share, its change, and whether it passes.
    var facts: [Fact] {
        let (specs, name) = (SuiteCases.facts, measured.stated.name)
        let none = measured.reason ?? "not measured"
        var facts: [Fact] = [
            .stating(specs.rate.ofCase(name), measured.rate, else: none, method: measured.method)
        ]
        if measured.tolerance != nil {
            facts.append(.stating(specs.change.ofCase(name), measured.change, else: none, method: "paired-change"))
        }
        let (spec, n) = (specs.isPassed.ofCase(name), measured.rows.count)
        let passed: Fact =
            switch verdict.state {
            case .passed: Fact(spec, 1, n: n, method: SuiteCases.method)
            case .failed: Fact(spec, 0, n: n, method: SuiteCases.method)
            case .undecided:
                Fact(
                    spec, open: measured.openReason(verdict.deciding),
                    within: Interval(low: 0, high: 1, method: SuiteCases.method), n: n, method: SuiteCases.method)
            case .notMeasured, .waived: Fact(spec, undefined: none, n: n, method: SuiteCases.method)
            }
        return facts + [passed]
    }

    /// As the archive keeps it.
    var result: CaseResult {
        CaseResult(
            name: measured.stated.name, predicates: measured.stated.predicates, expectation: measured.expectation,
            state: verdict.state, rate: measured.rate, change: measured.change, deciding: verdict.deciding,
            reason: measured.reason)
    }
}
