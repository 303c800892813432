// Whether the score of a label is the probability that it is true: over all pairs of an image and a label, and label by label.

import Artifacts
import Columns
import Foundation
import Record
import Statistics
import Tallies

/// Calibration of the scores of labels.
public struct LabelCalibration: TestingAnalysis {
    /// The analysis.
    public init() {}

    /// What it states.
    struct Facts: FactSet {
        let ece = FactSpec(
            "ece", "the calibration error of labels", .score, better: .lower, tile: Tile(65, "Calibration error"))
        let gap = FactSpec("gap", "mean score less frequency", .points)
        let meanScore = FactSpec("mean_score", .proportion)
        let frequency = FactSpec("frequency", .proportion)
        let pairs = FactSpec("pairs", .count)
        let labelsTested = FactSpec("labels_tested", .count)
        let labelsOff = FactSpec("labels_off", .count, better: .lower)
        let labelECE = FactSpec("label_ece", .score, better: .lower, each: .labels)
        let labelGap = FactSpec("label_gap", .points, each: .labels)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case worst
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case overconfident, underconfident, atFloor = "at_floor", labelsOff = "labels_off", labelsOnly = "labels_only"
        case rowsShareUnits = "rows_share_units"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case reliability, labels
    }

    /// Its card.
    public let card = Card(
        id: "label-calibration", topic: .confidence, title: "Calibration of labels",
        question: "Are the scores of labels probabilities?",
        tasks: [.multilabel], facts: Self.facts.all, terms: Term.ids, flags: Flag.ids, exhibits: Shown.ids,
        methods: [
            "label-calibration", "ece", "ece-floor", "error-interval", "wilson", "benjamini-hochberg", "error-budget",
            "consistency-band",
        ])

    /// It is about scores.
    public let readsConfidence = true

    /// One label, or all of them.
    private struct Judged: Sendable {
        let label: Int
        let ladder: ScoreHistogram
        let ece: Double
        let floor: Double
        let interval: ConfidenceInterval?
        let gap: Double
        let gapEnds: ConfidenceInterval?
        let meanScore: Double
        let frequency: Measure?
        /// p-values of the two tests, corrected by Holm: of the number of images with the label, and of the bins' error where
        /// it is tested.
        let pValues: [Double]
        var adjusted = 1.0

        var p: Double { pValues.min() ?? 1 }

        /// Whether what stands at `level` is the error of the bins alone: scores that are too high here and too low there.
        func isMixed(_ level: Double) -> Bool { pValues.count > 1 && pValues[0] > level && pValues[1] <= pValues[0] }

        /// By how much it is off, in the unit of what stands at `level`.
        func effect(_ level: Double) -> Double { isMixed(level) ? ece - floor : abs(gap) }
    }

    /// States the errors.
    public func draft(_ examination: Examination) throws -> Draft {
        guard let labels = examination.evaluation.labelSets else { throw Missing("the evaluation has no labels") }
        guard let scores = labels.allScores else { throw Missing(Multilabel.noScores) }
        let units = examination.units
        let width = labels.names.count
        let all = Self.judged(
            -1, scores, scores.indices.map { labels.isTrue($0 / width, $0 % width) },
            ResamplingUnits(ids: scores.indices.map { units.ids[$0 / width] }))
        var each = labels.names.indices.compactMap { label in
            labels.scores(of: label).flatMap { scores in
                Self.judged(label, scores, (0..<labels.rows).map { labels.isTrue($0, label) }, units)
            }
        }
        guard let all else { throw Missing("no image") }
        let adjusted = Multiplicity.benjaminiHochberg(each.map(\.p))
        for index in each.indices { each[index].adjusted = adjusted[index] }
        let tested = each
        return Draft([FamilyTests(.calibration, [all.p] + tested.map(\.p))]) { levels in
            section(examination, labels, all, tested, level: levels[.calibration])
        }
    }

    /// Judges scores: the tests are those of a classifier's confidence, exact where rows are independent; where they share a
    /// unit, as the labels of an image do, the sums of units have the say.
    private static func judged(
        _ label: Int, _ scores: [Double], _ truth: [Bool], _ units: ResamplingUnits
    ) -> Judged? {
        let ladder = ScoreHistogram(confidence: scores, correct: truth)
        let bins = ladder.bins(HistogramMetrics.rule)
        guard let ece = bins.ece, let gap = bins.signedGap, let mean = ladder.meanConfidence else { return nil }
        let byUnit: Double? = units.areShared ? UnitConfidenceTally.gapP(excesses(scores, truth, units)) : nil
        let tests = CalibrationVerdict.Tests(ladder, byUnit: byUnit)
        let share = units.rate(of: scores.indices, method: "label-calibration") { truth[$0] }
        let (gaps, errors) = GapReplicates.binned(
            scores, truth, HistogramMetrics.rule, whole: bins.shares, weights: units.weights)
        let ends = share.map { ConfidenceInterval($0.interval) }
        return Judged(
            label: label, ladder: ladder, ece: ece, floor: bins.nullMean ?? 0,
            interval: ErrorIntervals.ece(
                ladder, rule: HistogramMetrics.rule, gaps, errors, areShared: units.areShared, share: ends),
            gap: gap,
            gapEnds: ends.map { ConfidenceInterval(low: mean - $0.high, high: mean - $0.low, level: $0.level) },
            meanScore: mean, frequency: share, pValues: Multiplicity.holm(tests.pValues))
    }

    /// Scores less outcomes, summed by unit.
    private static func excesses(_ scores: [Double], _ truth: [Bool], _ units: ResamplingUnits) -> [Double] {
        var sums = [ExactSum](repeating: ExactSum(), count: units.count)
        for row in scores.indices { sums[Int(units.codes[row])].add(scores[row] - (truth[row] ? 1 : 0)) }
        return sums.map(\.value)
    }

    private func section(
        _ examination: Examination, _ labels: LabelSets, _ all: Judged, _ each: [Judged], level: Double
    ) -> Section {
        let evaluation = examination.evaluation
        let method = "label-calibration"
        let smallest = examination.settings.smallestEffect
        func ece(_ spec: FactSpec, _ judged: Judged) -> Fact {
            Fact(
                spec, judged.ece, n: judged.ladder.n, interval: .error(judged.interval), method: "ece",
                floor: judged.floor)
        }
        func gap(_ spec: FactSpec, _ judged: Judged) -> Fact {
            Fact(
                spec, judged.gap, n: judged.ladder.n, interval: judged.gapEnds.map { Interval($0, method: "wilson") },
                method: method)
        }
        func isOff(_ judged: Judged) -> Bool {
            judged.adjusted <= level && judged.effect(level) >= smallest
        }
        let off = each.filter(isOff)
        let order = each.sorted { a, b in
            let (x, y) = (abs(a.gap), abs(b.gap))
            return x != y ? x > y : a.label < b.label
        }
        let worst = order.first(where: isOff)
        var facts: [Fact] = [
            ece(Self.facts.ece, all), gap(Self.facts.gap, all),
            Fact(Self.facts.meanScore, all.meanScore, n: all.ladder.n, method: method),
            .stating(Self.facts.frequency, all.frequency, else: "no image", method: method),
            .count(Self.facts.pairs, all.ladder.n, among: all.ladder.n, method: method),
            .count(Self.facts.labelsTested, each.count, among: each.count, method: "benjamini-hochberg"),
            .count(Self.facts.labelsOff, off.count, among: each.count, method: "benjamini-hochberg"),
        ]
        for judged in each {
            let name = labels.names[judged.label].text
            facts += [ece(Self.facts.labelECE.ofLabel(name), judged), gap(Self.facts.labelGap.ofLabel(name), judged)]
        }
        var terms = Terms()
        terms[Term.worst] = worst.map { labels.names[$0.label].text }
        let isWhole = all.p <= level && abs(all.gap) >= smallest
        let flags: [(Flag, Bool)] = [
            (.overconfident, isWhole && all.gap > 0), (.underconfident, isWhole && all.gap < 0),
            (.labelsOnly, !isWhole && !off.isEmpty), (.atFloor, !isWhole && off.isEmpty),
            (.labelsOff, !off.isEmpty), (.rowsShareUnits, examination.rowsShareUnits),
        ]
        let chart = DetectionCalibration.reliability(
            evaluation.manifest.version, all.ladder, all.ladder.bins(EqualWidthBins(10)))
        return Section(
            card, facts: examination.besideBaseline(facts, of: card.id), terms: terms,
            flags: Flags(flags.filter(\.1).map(\.0)),
            exhibits: [
                Exhibit(Shown.reliability, .chart(.reliability(chart))),
                Exhibit(Shown.labels, .table(Self.table(order, labels, isOff, level))),
            ],
            findings: order.filter(isOff).compactMap { finding($0, evaluation, labels, level) })
    }

    private func finding(
        _ judged: Judged, _ evaluation: Evaluation, _ labels: LabelSets, _ level: Double
    ) -> Finding? {
        guard let ends = judged.gapEnds else { return nil }
        // Too high a score is shown by images without the label, too low a one by those with it, and scores that are both by
        // those that are furthest from the truth.
        let (isMixed, isOver) = (judged.isMixed(level), judged.gap > 0)
        let rows = (0..<labels.rows).filter { isMixed || labels.isTrue($0, judged.label) != isOver }
        let shown = evaluation.ranked(rows) { row in
            let score = labels.score(row, judged.label)
            return isMixed ? abs(score - (labels.isTrue(row, judged.label) ? 1 : 0)) : isOver ? score : -score
        }
        guard !shown.isEmpty else { return nil }
        let kind = isMixed ? "miscalibrated" : isOver ? "overconfident" : "underconfident"
        let error = isMixed ? Interval.error(judged.interval) : nil
        let measure =
            error.map { Measure(judged.ece, $0, n: judged.ladder.n, unit: .score, method: "ece") }
            ?? Measure(
                judged.gap, Interval(ends, method: "wilson"), n: judged.ladder.n, unit: .points,
                method: "label-calibration")
        return Finding(
            .other(kind: kind + "-label", [Predicate("label", Name(labels.names[judged.label].text))]), of: card.id,
            standing: .finding, measure: measure, expected: error == nil ? 0 : judged.floor, p: judged.adjusted,
            errors: 0,
            evidence: shown.prefix(ShowAtMost.evidence).map { evaluation.shown($0) })
    }

    private static func table(
        _ order: [Judged], _ labels: LabelSets, _ isOff: (Judged) -> Bool, _ level: Double
    ) -> Table {
        Table(
            columns: [
                Table.Column("label", "Label"), Table.Column("state", "Significant", .state),
                Table.Column("score", "Mean score", .number), Table.Column("frequency", "Frequency", .number),
                Table.Column("gap", "Gap", .number, method: "label-calibration"),
                Table.Column("interval", "95 % interval", .interval, method: "wilson"),
                Table.Column("ece", "ECE", .number, method: "ece"),
                Table.Column("floor", "Floor at this n", .number, method: "ece-floor"),
                Table.Column("p", "p, corrected", .number, method: "benjamini-hochberg"),
            ],
            rows: order.map { judged in
                let words =
                    judged.isMixed(level) ? "miscalibrated" : judged.gap > 0 ? "overconfident" : "underconfident"
                return [
                    .text(labels.names[judged.label].text),
                    isOff(judged) ? .state(.finding, words) : .state(.neutral, "no"),
                    .number(judged.meanScore, .proportion),
                    judged.frequency.map { .number($0.value, .proportion) } ?? .none("no image"),
                    .number(judged.gap, .points),
                    judged.gapEnds.map {
                        .interval(low: $0.low, value: judged.gap, high: $0.high, unit: .points, mark: 0)
                    }
                        ?? .none("no image"), .number(judged.ece, .score), .number(judged.floor, .score),
                    .number(judged.adjusted, .pValue),
                ]
            })
    }
}
