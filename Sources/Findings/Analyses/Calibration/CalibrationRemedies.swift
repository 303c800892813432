// What recalibrating would do: one temperature for all, and an isotonic curve of the confidence.
//
// A remedy judged on the rows it was fitted on flatters itself. So rows are dealt into five parts by the hash of their
// unit, each part is judged by the fit on the other four, and only those numbers are compared.

import Artifacts
import Foundation
import Record
import Statistics
import Tallies

/// Cross-fitted remedies, before and after.
struct CalibrationRemedies {
    let facts: [Fact]
    /// Whether temperature lowers the log loss beyond chance.
    let scalingHelps: Bool
    /// Whether the temperatures were fitted on a sample of the rows.
    let isSampled: Bool

    /// Parts that rows are dealt into.
    static let folds = 5
    /// Fewest rows that are dealt.
    static let fewestRows = 50
    /// Rows that one temperature is fitted on at most, about.
    static let mostRows = 40_000

    init(_ evaluation: Evaluation, _ units: ResamplingUnits, accuracy: Fact) {
        let n = evaluation.count
        guard !evaluation.isTallied else {
            let reason = "counted from tallies: a remedy is fitted on images one by one"
            facts =
                [Fact(Calibration.facts.eceIsotonic, undefined: reason, n: n, method: "isotonic")]
                + Self.undefined(reason, n).map { fact in
                    fact.id == Calibration.facts.fittedRows.id
                        ? Fact(Calibration.facts.fittedRows, undefined: reason, n: n, method: "temperature") : fact
                }
            (scalingHelps, isSampled) = (false, false)
            return
        }
        let fold = UnitSplit.folds(units.ids, Self.folds)
        let isotonic = Self.isotonic(evaluation, units, fold)
        guard n >= Self.fewestRows else {
            facts = isotonic + Self.undefined("fewer than \(Self.fewestRows) images", n)
            scalingHelps = false
            isSampled = false
            return
        }
        guard let probabilities = evaluation.predictions.probabilities,
            let logs = LogProbabilities(
                probabilities: probabilities.values, classes: probabilities.classes,
                labels: evaluation.items.labels.map { Int($0) })
        else {
            facts = isotonic + Self.undefined("the evaluation has no class probabilities", n)
            scalingHelps = false
            isSampled = false
            return
        }
        let sampled = UnitSplit.sample(units.ids, share: Double(Self.mostRows) / Double(n))
        // The parts' best temperatures lie near that of all rows, where each is begun.
        let fitted = logs.fitted(on: sampled)
        let (all, terms) = (fitted?.fit, fitted?.terms ?? [])
        let whole = all?.temperature ?? 1
        let fits = (0..<Self.folds).map { part in
            let others = sampled.indices.filter { fold[sampled[$0]] != part }
            return logs.temperature(on: others.map { sampled[$0] }, from: whole, starts: others.map { terms[$0] }) ?? 1
        }
        let scaled = ScaledRows(
            evaluation, logs, fold.map { fits[$0] }, before: sampled.count == n ? fitted?.before : nil)
        let change = Replicated(evaluation, units, [scaled.before, scaled.after], scaled.correct, accuracy)
        facts =
            isotonic + [
                Self.temperature(all, terms, sampled, units.weights),
                .count(Calibration.facts.fittedRows, sampled.count, among: n, method: "temperature"),
                change.fact(Calibration.facts.logLoss, 0, "log-loss"),
                change.fact(Calibration.facts.logLossScaled, 1, "temperature"),
                Self.ece(Calibration.facts.eceScaled, scaled.confidence, scaled.correct, units, "temperature"),
            ]
        let saved = change.difference
        scalingHelps = saved.map { $0.low > 0 } ?? false
        isSampled = sampled.count < n
    }

    private static func undefined(_ reason: String, _ n: Int) -> [Fact] {
        [
            Fact(Calibration.facts.temperature, undefined: reason, n: n, method: "temperature"),
            .count(Calibration.facts.fittedRows, 0, among: n, method: "temperature"),
            Fact(Calibration.facts.logLoss, undefined: reason, n: n, method: "log-loss"),
            Fact(Calibration.facts.logLossScaled, undefined: reason, n: n, method: "temperature"),
            Fact(Calibration.facts.eceScaled, undefined: reason, n: n, method: "temperature"),
        ]
    }

    /// The temperature over all sampled rows. Each replicate takes one Newton step from it, which is where its own fit
    /// would lie to first order.
    private static func temperature(
        _ fit: TemperatureFit?, _ terms: [(loss: Double, slope: Double, curvature: Double)], _ rows: [Int],
        _ weights: BootstrapWeights
    ) -> Fact {
        guard let fit else {
            return Fact(Calibration.facts.temperature, undefined: "no rows", n: 0, method: "temperature")
        }
        // In whole numbers of 2^-32, so that no order of rows can show.
        var place = [Int32](repeating: 0, count: weights.units.count)
        for (index, row) in rows.enumerated() { place[row] = Int32(truncatingIfNeeded: index) }
        let sums = weights.sums(rows, columns: 2) { row, sums in
            let terms = terms[Int(place[row])]
            sums[0] += Int64((terms.slope * 0x1p32).rounded())
            sums[1] += Int64((terms.curvature * 0x1p32).rounded())
        }
        let replicates = zip(sums[0].sums, sums[1].sums).map { slope, curvature in
            let beta = 1 / fit.temperature - Double(slope) / Double(curvature)
            return beta > 0 ? 1 / beta : .nan
        }
        return Fact(
            Calibration.facts.temperature, fit.temperature, n: fit.n, interval: .bootstrap(replicates),
            method: "temperature")
    }

    private static func isotonic(_ evaluation: Evaluation, _ units: ResamplingUnits, _ fold: [Int]) -> [Fact] {
        let n = evaluation.count
        guard n >= fewestRows else {
            return [
                Fact(
                    Calibration.facts.eceIsotonic, undefined: "fewer than \(fewestRows) images", n: n,
                    method: "isotonic"
                )
            ]
        }
        let confidence = evaluation.predictions.confidence
        let correct = (0..<n).map { evaluation.isCorrect($0) }
        let fits = (0..<folds).map { part in
            let rows = (0..<n).filter { fold[$0] != part }
            return IsotonicFit(
                ScoreHistogram(confidence: rows.map { confidence[$0] }, correct: rows.map { correct[$0] }))
        }
        let mapped = (0..<n).map { fits[fold[$0]](confidence[$0]) }
        return [ece(Calibration.facts.eceIsotonic, mapped, correct, units, "isotonic")]
    }

    /// The ECE of other confidences for the same rows.
    static func ece(
        _ spec: FactSpec, _ confidence: [Double], _ correct: [Bool], _ units: ResamplingUnits, _ method: String
    ) -> Fact {
        let histogram = ScoreHistogram(confidence: confidence, correct: correct)
        let bins = histogram.bins(HistogramMetrics.rule)
        let drawn = GapReplicates.binned(
            confidence, correct, HistogramMetrics.rule, whole: bins.shares, weights: units.weights)
        let interval = ErrorIntervals.ece(
            histogram, rule: HistogramMetrics.rule, drawn.gaps, drawn.errors, areShared: units.areShared,
            share: units.rate(of: confidence.indices, method: "accuracy") { correct[$0] }
                .map { ConfidenceInterval($0.interval) })
        return Fact(
            spec, bins.ece ?? .nan, n: confidence.count, interval: .error(interval), method: method,
            floor: bins.nullMean)
    }
}

/// Each row at its fold's temperature: its log loss before and after, and the confidence of the class predicted.
private struct ScaledRows {
    var before: [Double] = []
    var after: [Double] = []
    var confidence: [Double] = []
    var correct: [Bool] = []

    /// `before`: the log loss of each row as it was, where that is known.
    init(
        _ evaluation: Evaluation, _ logs: LogProbabilities, _ temperatures: [Double], before known: [Double]?
    ) {
        before = known ?? (0..<evaluation.count).map { logs.terms($0, inverse: 1).loss }
        for row in 0..<evaluation.count {
            let terms = logs.terms(row, inverse: 1 / temperatures[row])
            after.append(terms.loss)
            let predicted = Int(evaluation.predictions.predicted[row])
            confidence.append(min(1, logs.scaled(row, predicted, inverse: 1 / temperatures[row], terms)))
            correct.append(evaluation.isCorrect(row))
        }
    }
}

/// Means of row values with bootstrap intervals.
private struct Replicated {
    private let values: [[Double]]
    private let drawn: [Replicate]
    private let isRight: [Bool]
    /// The interval of the share that is right.
    private let share: ConfidenceInterval?
    /// The loss of a wrong answer as sure as these, with an equal share of the rest left for the label.
    private let ifWrong: Double

    init(
        _ evaluation: Evaluation, _ units: ResamplingUnits, _ values: [[Double]], _ isRight: [Bool], _ accuracy: Fact
    ) {
        self.values = values
        self.isRight = isRight
        share = accuracy.interval.map { ConfidenceInterval($0) }
        let sure = ExactSum.mean(evaluation.predictions.confidence) ?? 1
        ifWrong = -log(max(0x1p-52, (1 - sure) / Double(max(1, evaluation.classes.count - 1))))
        let fixed = values.map(ReplicateTally.units(of:))
        drawn = ReplicateTally(Block(0..<evaluation.count, of: evaluation, units), values: fixed).replicates
    }

    func fact(_ spec: FactSpec, _ column: Int, _ method: String) -> Fact {
        let n = values[column].count
        guard let mean = ExactSum.mean(values[column]) else {
            return Fact(spec, undefined: "no rows", n: n, method: method)
        }
        func loss(ofRight: Bool) -> Double? {
            ExactSum.mean(zip(values[column], isRight).filter { $0.1 == ofRight }.map(\.0))
        }
        let allowed = share.map {
            ShareBounds.loss(right: loss(ofRight: true) ?? 0, wrong: loss(ofRight: false) ?? ifWrong, accuracy: $0)
        }
        return Fact(
            spec, mean, n: n, interval: .widened(drawn.map { $0.mean(column) }, allowed?.holding(mean)),
            method: method)
    }

    /// The interval of the first mean minus the second.
    var difference: ConfidenceInterval? {
        PoissonBootstrap.interval(drawn.map { $0.mean(0) - $0.mean(1) })
    }
}
