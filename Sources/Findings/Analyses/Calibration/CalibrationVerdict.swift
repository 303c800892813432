// What the errors add up to, and the failure mode it makes.
//
// Over- or underconfident: the interval of mean confidence minus accuracy leaves 0 out, and the ECE is above what a
// calibrated model shows on average. Off in both directions: it does not, but the ECE is above what 99 % of calibrated
// models of this size show. Otherwise nothing was shown. On calibrated data that flags at most one run in twenty.

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

    /// The verdict of the errors. `byUnit` is the p-value of the gap where rows share units: it must stand as well, and
    /// since what calibrated models show is known for independent rows only, nothing is then called off both ways.
    init(_ errors: CalibrationErrors, byUnit: Double?) {
        if let byUnit, byUnit > 0.05 {
            self = .atFloor
            return
        }
        let floor = errors.bins.nullMean ?? 0
        if let gap = errors.signedGap, errors.numbers.ece > floor, gap.interval.low > 0 {
            self = .overconfident
        } else if let gap = errors.signedGap, errors.numbers.ece > floor, gap.interval.high < 0 {
            self = .underconfident
        } else if byUnit == nil, let bound = errors.bins.nullBound(level: 0.99), errors.numbers.ece > bound {
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
    func finding(_ examination: Examination, _ errors: CalibrationErrors, byUnit: Double?) -> Finding? {
        guard let gap = errors.signedGap, self != .atFloor else { return nil }
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
            p: byUnit ?? Self.p(errors), errors: overclaimed(errors),
            evidence: shown.prefix(ShowAtMost.evidence).map { evaluation.shown($0) },
            counterExamples: other.prefix(ShowAtMost.counterExamples).map { evaluation.shown($0) })
    }

    private func measure(_ gap: Measure, _ errors: CalibrationErrors) -> Measure {
        guard self == .mixed, let ece = errors.facts.first(Calibration.facts.ece), let value = ece.value,
            let interval = ece.interval
        else { return gap }
        return Measure(value, interval, n: ece.n, unit: .score, method: "ece")
    }

    /// Rows wrong in the bins that claim more than the consistency band allows.
    private func overclaimed(_ errors: CalibrationErrors) -> Int {
        errors.bins.bins.reduce(0) { sum, bin in
            guard let share = bin.accuracy, let band = bin.consistency(), share < band.low else { return sum }
            return sum + bin.count - bin.hits
        }
    }

    /// Two-sided p of the number right, if every confidence were true: normal approximation of the Poisson binomial.
    private static func p(_ errors: CalibrationErrors) -> Double? {
        let variance = errors.bins.bins.reduce(0.0) { $0 + $1.hitVariance }
        guard variance > 0 else { return nil }
        return Normal.twoSided(errors.numbers.signedGap * Double(errors.n) / sqrt(variance))
    }
}
