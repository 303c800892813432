// Errors that no reader of the confidence would have caught.

import Artifacts
import Record
import Statistics
import Tallies

/// Incorrect predictions given with confidence at or above the threshold of the settings.
public struct ConfidentErrors: TestingAnalysis {
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
        id: "confident-errors", topic: .confidence, title: "Confident errors",
        question: "How many confident predictions are incorrect, and are they more than the confidence implies?",
        facts: Self.facts.all,
        flags: Flag.ids, exhibits: Shown.ids,
        methods: ["confident-errors", "wilson", "error-budget"])

    private static func wrong(from threshold: Double) -> Exemplars {
        Exemplars(.wrong(from: threshold), limit: ShowAtMost.gallery)
    }

    private static func right(from threshold: Double) -> Exemplars {
        Exemplars(.right(from: threshold), limit: ShowAtMost.counterExamples)
    }

    /// It is about confidence.
    public let readsConfidence = true

    /// The book is enough.
    public let rowNeed = RowNeed.nothing

    /// What it reads in the book.
    public func requests(_ plan: Plan) -> [any TallyRequest] {
        let threshold = plan.settings.confidentAbove
        return [ThresholdOutcomes(from: threshold), Self.wrong(from: threshold), Self.right(from: threshold)]
    }

    /// States how many there are, and how many its confidence admits.
    public func draft(_ examination: Examination) throws -> Draft {
        guard examination.evaluation.count > 0 else { throw Missing("no image has both a label and a prediction") }
        guard examination.evaluation.predictions.hasConfidence else { throw Missing(.noConfidence) }
        let outcomes = examination.book[ThresholdOutcomes(from: examination.settings.confidentAbove)]
        let p = outcomes.sure == 0 ? nil : Self.p(outcomes)
        return Draft([FamilyTests(.calibration, p.map { [$0] } ?? [])]) { levels in
            section(examination, outcomes, p: p ?? 1, level: levels[.calibration])
        }
    }

    /// The share of wrong answers that confidence admits, where it is at least the threshold.
    private static func admitted(_ outcomes: ThresholdOutcomeTally) -> Double {
        outcomes.sure == 0 ? 0 : outcomes.admitted / Double(outcomes.sure)
    }

    /// One-sided p-value of as many confident errors, if every confidence were true.
    ///
    /// The number wrong is a sum of unequal coins; a binomial of the same mean has the heavier upper tail (Hoeffding 1956),
    /// so this p-value errs on the quiet side. Rows that share units count as the independent rows they are worth.
    private static func p(_ outcomes: ThresholdOutcomeTally) -> Double {
        let (rows, isAbove) = (outcomes.rows, ThresholdOutcomeTally.isAboveThreshold)
        let isWrong = { (cell: Int) in !ThresholdOutcomeTally.isRight(cell) }
        let worth =
            rows.areShared
            ? rows.proportion(of: isAbove, where: isWrong).asIndependent
            : (rows.rows { isAbove($0) && isWrong($0) }, outcomes.sure)
        return worth.1 == 0 ? 1 : Binomial.upperTail(worth.0, of: worth.1, p: min(1, max(0, admitted(outcomes))))
    }

    private func section(
        _ examination: Examination, _ outcomes: ThresholdOutcomeTally, p: Double, level: Double
    ) -> Section {
        let evaluation = examination.evaluation
        let threshold = examination.settings.confidentAbove
        let (rows, sure, admitted) = (outcomes.rows, outcomes.sure, outcomes.admitted)
        let (isAboveThreshold, isRight) = (ThresholdOutcomeTally.isAboveThreshold, ThresholdOutcomeTally.isRight)
        let isWrong = { (cell: Int) in !isRight(cell) }
        let wrong = examination.book[Self.wrong(from: threshold)]
        let method = "confident-errors"

        let share = Self.admitted(outcomes)
        let among = rows.rate(of: isAboveThreshold, where: isWrong, method: method)
        let gain = among.map { among in
            let scale = Double(sure) / Double(evaluation.count)
            let ends = Interval(
                low: (among.interval.low - share) * scale, high: (among.interval.high - share) * scale,
                method: "wilson")
            return Measure((among.value - share) * scale, ends, n: evaluation.count, unit: .points, method: method)
        }
        let none = "no prediction has a confidence this high"

        let facts: [Fact] = [
            Fact(ConfidentErrors.facts.threshold, threshold, n: evaluation.count, method: method),
            .count(ConfidentErrors.facts.count, wrong.total, among: evaluation.count, method: method),
            rows.rate(
                ConfidentErrors.facts.rate, where: { isAboveThreshold($0) && isWrong($0) }, undefined: "no rows",
                method: method),
            .count(ConfidentErrors.facts.confident, sure, among: evaluation.count, method: method),
            .stating(ConfidentErrors.facts.rateAmongConfident, among, else: none, method: method),
            sure == 0
                ? Fact(ConfidentErrors.facts.statedRate, undefined: none, n: 0, method: method)
                : Fact(ConfidentErrors.facts.statedRate, share, n: sure, method: method),
            Fact(ConfidentErrors.facts.expected, admitted, n: sure, method: method),
            Fact(ConfidentErrors.facts.p, p, n: sure, method: method),
            rows.rate(
                ConfidentErrors.facts.shareOfErrors, of: isWrong, where: isAboveThreshold, undefined: "no errors",
                method: method),
            .stating(ConfidentErrors.facts.gain, gain, else: none, method: method),
        ]
        let isBeyond = p <= level && wrong.total > 0
        var flags = Flags()
        if wrong.total > 0 { flags.insert(ConfidentErrors.Flag.any) }
        if sure > 0 { flags.insert(ConfidentErrors.Flag.anyConfident) }
        if isBeyond { flags.insert(ConfidentErrors.Flag.beyondStated) }
        if examination.comparableBaseline != nil { flags.insert(ConfidentErrors.Flag.hasBaseline) }

        if examination.rowsShareUnits { flags.insert(ConfidentErrors.Flag.rowsShareUnits) }
        var findings: [Finding] = []
        if isBeyond, let among, among.value - share >= examination.settings.smallestEffect {
            let right = examination.book[Self.right(from: threshold)]
            findings.append(
                Finding(
                    .confidentErrors, of: card.id, standing: .finding, measure: among, expected: share, p: p,
                    errors: wrong.total, gain: gain,
                    evidence: wrong.items.prefix(ShowAtMost.evidence).map { evaluation.shown($0) },
                    counterExamples: right.items.prefix(ShowAtMost.counterExamples).map { evaluation.shown($0) }))
        }
        return Section(
            card, facts: examination.besideBaseline(facts, of: card.id), flags: flags,
            exhibits: [Exhibit(ConfidentErrors.Shown.examples, .gallery(Gallery(wrong, of: evaluation)))],
            findings: findings)
    }
}
