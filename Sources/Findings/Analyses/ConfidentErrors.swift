// Errors that no reader of the confidence would have caught.

import Artifacts
import Record
import Statistics
import Tallies

/// Wrong answers given with confidence at or above the threshold of the settings.
public struct ConfidentErrors: Analysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let threshold = FactSpec("threshold", .proportion)
        let count = FactSpec("count", .count, better: .lower)
        let rate = FactSpec("rate", .proportion, better: .lower)
        let confident = FactSpec("confident", .count)
        let rateAmongConfident = FactSpec("rate_among_confident", .proportion, better: .lower)
        let statedRate = FactSpec("stated_rate", .proportion)
        let expected = FactSpec("expected", .raw)
        let p = FactSpec("p", .pValue)
        let shareOfErrors = FactSpec("share_of_errors", .proportion)
        let gain = FactSpec("gain", .points, better: .lower)
    }
    static let facts = Facts()

    /// What its template branches on.
    enum Flag: String, CardKey {
        case any, anyConfident = "any_confident", beyondStated = "beyond_stated", hasBaseline = "has_baseline"
        case rowsShareUnits = "rows_share_units"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case examples
    }

    /// Its card.
    public let card = Card(
        id: "confident-errors", title: "Confident errors",
        question: "How many confident predictions are incorrect, and are they more than the confidence implies?",
        facts: Self.facts.all,
        flags: Flag.ids, exhibits: Shown.ids,
        methods: ["confident-errors", "wilson"])

    /// States how many there are, and how many its confidence admits.
    public func examine(_ examination: Examination) throws -> Section {
        let evaluation = examination.evaluation
        guard evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }
        let threshold = examination.settings.confidentAbove
        let confidence = evaluation.predictions.confidence
        let sure = (0..<evaluation.count).filter { confidence[$0] >= threshold }
        let wrong = evaluation.mostConfident(sure.filter { !evaluation.isCorrect($0) })
        let errors = evaluation.wrongRows
        let method = "confident-errors"

        let admitted = ExactSum.of(sure.lazy.map { 1 - confidence[$0] })
        let share = sure.isEmpty ? 0 : admitted / Double(sure.count)
        // The number wrong is a sum of unequal coins; a binomial of the same mean has the heavier upper tail
        // (Hoeffding 1956), so this p-value errs on the quiet side. Rows that share units count as the independent rows
        // they are worth.
        let units = examination.units
        let worth =
            units.areShared
            ? units.proportion(of: sure) { !evaluation.isCorrect($0) }.asIndependent : (wrong.count, sure.count)
        let p = worth.1 == 0 ? 1 : Binomial.upperTail(worth.0, of: worth.1, p: min(1, max(0, share)))
        let among = units.rate(of: sure, method: method) { !evaluation.isCorrect($0) }
        let gain = among.map { among in
            let scale = Double(sure.count) / Double(evaluation.count)
            let ends = Interval(
                low: (among.interval.low - share) * scale, high: (among.interval.high - share) * scale,
                method: "wilson")
            return Measure((among.value - share) * scale, ends, n: evaluation.count, unit: .points, method: method)
        }
        let none = "no prediction has a confidence this high"

        let facts: [Fact] = [
            Fact(ConfidentErrors.facts.threshold, threshold, n: evaluation.count, method: method),
            .count(ConfidentErrors.facts.count, wrong.count, among: evaluation.count, method: method),
            units.rate(
                ConfidentErrors.facts.rate, of: 0..<evaluation.count, undefined: "no rows", method: method,
                where: { confidence[$0] >= threshold && !evaluation.isCorrect($0) }),
            .count(ConfidentErrors.facts.confident, sure.count, among: evaluation.count, method: method),
            .stating(ConfidentErrors.facts.rateAmongConfident, among, else: none, method: method),
            sure.isEmpty
                ? Fact(ConfidentErrors.facts.statedRate, undefined: none, n: 0, method: method)
                : Fact(ConfidentErrors.facts.statedRate, share, n: sure.count, method: method),
            Fact(ConfidentErrors.facts.expected, admitted, n: sure.count, method: method),
            Fact(ConfidentErrors.facts.p, p, n: sure.count, method: method),
            units.rate(
                ConfidentErrors.facts.shareOfErrors, of: errors, undefined: "no errors", method: method,
                where: { confidence[$0] >= threshold }),
            .stating(ConfidentErrors.facts.gain, gain, else: none, method: method),
        ]
        let isBeyond = p <= 0.05 && !wrong.isEmpty
        var flags = Flags()
        if !wrong.isEmpty { flags.insert(ConfidentErrors.Flag.any) }
        if !sure.isEmpty { flags.insert(ConfidentErrors.Flag.anyConfident) }
        if isBeyond { flags.insert(ConfidentErrors.Flag.beyondStated) }
        if examination.comparableBaseline != nil { flags.insert(ConfidentErrors.Flag.hasBaseline) }

        if examination.rowsShareUnits { flags.insert(ConfidentErrors.Flag.rowsShareUnits) }
        var findings: [Finding] = []
        if isBeyond, let among {
            let right = evaluation.mostConfident(sure.filter { evaluation.isCorrect($0) })
            findings.append(
                Finding(
                    .confidentErrors, of: card.id, standing: .finding, measure: among, expected: share, p: p,
                    errors: wrong.count, gain: gain,
                    evidence: wrong.prefix(ShowAtMost.evidence).map { evaluation.shown($0) },
                    counterExamples: right.prefix(ShowAtMost.counterExamples).map { evaluation.shown($0) }))
        }
        return Section(
            card, facts: examination.besideBaseline(facts, of: card.id), flags: flags,
            exhibits: [Exhibit(ConfidentErrors.Shown.examples, .gallery(Gallery(wrong, of: evaluation)))],
            findings: findings)
    }
}
