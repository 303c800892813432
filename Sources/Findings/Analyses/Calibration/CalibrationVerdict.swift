// What the errors add up to, and the failure mode it makes.
//
// Two things are tested, corrected for each other: whether the number right is what the confidences add up to, exactly
// (a sum of unequal coins), and whether the bins are as far off as calibrated models' bins are. The first shows over- or
// underconfidence; where only the second stands, confidence is off in both directions. Otherwise nothing was shown.

import Artifacts
import Foundation
import Record
import Statistics
import Tallies

/// Whether confidence says more or less than is true.
enum CalibrationVerdict {
    /// Says more than is true.
    case overconfident
    /// Says less than is true.
    case underconfident
    /// Says too much in one range and too little in another.
    case mixed
    /// Not told apart from a calibrated model.
    case atFloor

    /// The flag that says so.
    var flag: Calibration.Flag {
        switch self {
        case .overconfident: .overconfident
        case .underconfident: .underconfident
        case .mixed: .mixed
        case .atFloor: .atFloor
        }
    }

    /// The tests of "every confidence is true".
    struct Tests {
        /// Two-sided p-value of the number right; where rows share units, no smaller than that of the units' sums.
        let overall: Double
        /// p-value of the bins' error; `nil` where rows share units, since what calibrated models show is known for
        /// independent rows only.
        let binned: Double?

        /// The tests of a histogram. `byUnit` is the p-value of the gap where rows share units.
        init(_ histogram: ScoreHistogram, byUnit: Double?) {
            let test = CalibrationTest(histogram, HistogramMetrics.rule)
            overall = max(test.overall, byUnit ?? 0)
            binned = byUnit == nil ? test.binned : nil
        }

        /// All of them.
        var pValues: [Double] { [overall] + (binned.map { [$0] } ?? []) }
        /// The same corrected by Holm.
        fileprivate var adjusted: [Double] { Multiplicity.holm(pValues) }
    }

    /// What stands at `level`.
    init(_ tests: Tests, gap: Double, level: Double) {
        let adjusted = tests.adjusted
        if adjusted[0] <= level, gap != 0 {
            self = gap > 0 ? .overconfident : .underconfident
        } else if adjusted.count > 1, adjusted[1] <= level {
            self = .mixed
        } else {
            self = .atFloor
        }
    }

    /// Wrong rows, most confident first.
    private static let wrong = Exemplars(.wrong(from: 0), limit: ShowAtMost.evidence)
    /// Right ones, least confident first.
    private static let timid = Exemplars(.right(from: 0), .leastConfident, limit: ShowAtMost.evidence)

    /// What a failure mode is shown by.
    static let requests: [any TallyRequest] = [wrong, timid]

    /// The failure mode, when there is one.
    func finding(_ examination: Examination, _ errors: CalibrationErrors, _ tests: Tests) -> Finding? {
        guard let gap = errors.signedGap, self != .atFloor, effect(errors) >= examination.settings.smallestEffect
        else { return nil }
        let evaluation = examination.evaluation
        let wrong = examination.book[Self.wrong].items
        let timid = examination.book[Self.timid].items
        let shown = self == .underconfident || wrong.isEmpty ? timid : wrong
        let other = self == .underconfident || wrong.isEmpty ? wrong : timid
        guard !shown.isEmpty else { return nil }
        let mode: FailureMode =
            switch self {
            case .overconfident: .overconfidence
            case .underconfident: .underconfidence
            case .mixed, .atFloor: .other(kind: "miscalibration", [])
            }
        return Finding(
            mode, of: "calibration", standing: .finding, measure: measure(gap, errors), expected: 0,
            p: tests.adjusted[self == .mixed ? 1 : 0], errors: 0,
            evidence: shown.prefix(ShowAtMost.evidence).map { evaluation.shown($0) },
            counterExamples: other.prefix(ShowAtMost.counterExamples).map { evaluation.shown($0) })
    }

    private func measure(_ gap: Measure, _ errors: CalibrationErrors) -> Measure {
        guard self == .mixed, let ece = errors.facts.first(Calibration.facts.ece), let value = ece.value,
            let interval = ece.interval
        else { return gap }
        return Measure(value, interval, n: ece.n, unit: .score, method: "ece")
    }

    /// How far confidence is off: mean confidence less accuracy or, where it is off both ways, the error beyond its floor.
    private func effect(_ errors: CalibrationErrors) -> Double {
        self == .mixed
            ? errors.numbers.ece - (errors.bins.nullMean ?? 0) : abs(errors.numbers.signedGap)
    }
}
