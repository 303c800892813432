// What the numbers of predictions are: probabilities, or something that is turned into them. A scale is taken for granted
// only where the numbers prove it (every row sums to 100, to 255, or its exponentials to 1), and then said; whatever else is
// declared in version.yml or refused.

import Forms
import Foundation

/// What version.yml says under `probabilities:`.
struct ProbabilitySettings: Sendable, Equatable {
    /// What the numbers are, where it is said.
    var scale: ProbabilityScale?
    /// Whether each row is divided by its sum.
    var isNormalised = false
    /// The class that a single column is the probability of.
    var positive: String?

    /// Nothing is said.
    init() {}

    /// Reads `probabilities:`.
    init(reading form: inout Form) {
        scale = form.choice("kind", of: ProbabilityScale.allCases.map(\.rawValue)).flatMap(ProbabilityScale.init)
        isNormalised = form.flag("normalise") ?? false
        positive = form.text("positive")
    }
}

/// What one number of a row says about its class.
enum ProbabilityScale: String, Sendable, CaseIterable {
    /// A probability, 0...1.
    case probability
    /// A score before softmax, any number.
    case logit
    /// The natural logarithm of a probability: log-softmax.
    case log
    /// The same without its sign: a loss of each class.
    case negativeLog = "negative-log"
    /// 0...100.
    case percent
    /// A probability times 255, as quantised models write it.
    case uint8

    /// What probabilities may be outside 0...1 by and be taken for 0 or 1.
    static let slack = ProbabilityRounding.slack

    /// What certainty is in it; `nil` where numbers have no such bound.
    var whole: Double? {
        switch self {
        case .probability: 1
        case .percent: 100
        case .uint8: 255
        case .logit, .log, .negativeLog: nil
        }
    }

    /// What is done with the numbers, completing "the numbers are ...".
    var words: String {
        switch self {
        case .probability: "probabilities"
        case .logit: "logits: softmax was applied"
        case .log: "logarithms of probabilities (log-softmax): their exponentials were taken"
        case .negativeLog:
            "logarithms of probabilities without their sign: the exponentials of their opposites were taken"
        case .percent: "percentages: they were divided by 100"
        case .uint8: "probabilities quantised to 0...255: they were divided by 255"
        }
    }

    /// The same of scores of labels, which have no sum.
    var wordsOfLabels: String {
        self == .logit ? "logits: the logistic function was applied to each" : words
    }

    /// The probability that a single number says; `nil` for one that says none without the others of its row.
    func probability(of value: Double) -> Double? {
        switch self {
        case .probability: value
        case .log: exp(value)
        case .negativeLog: exp(-value)
        case .percent: value / 100
        case .uint8: value / 255
        case .logit: nil
        }
    }

    /// The number of the other of two classes.
    func complement(of value: Double) -> Double {
        switch self {
        case .probability: 1 - value
        case .percent: 100 - value
        case .uint8: 255 - value
        case .log: Foundation.log(1 - exp(value))
        case .negativeLog: -Foundation.log(1 - exp(-value))
        case .logit: 0
        }
    }
}

extension ProbabilityScale {
    /// What rows of a number a class prove to be; `nil` where they are probabilities or prove nothing. Numbers that are not
    /// finite are not looked at.
    static func proven(by matrix: ProbabilityMatrix) -> ProbabilityScale? {
        let finite = matrix.values.lazy.filter(\.isFinite)
        guard matrix.classes > 1, let low = finite.min(), let high = finite.max() else { return nil }
        if low >= -slack, high <= 1 + slack { return nil }
        let digits = PrintedDigits(of: matrix.values, whole: high > 100 ? 255 : high > 1 + slack ? 100 : 1)
        func everyRow(_ sum: (ArraySlice<Double>) -> Double, is whole: Double, within allowed: Double) -> Bool {
            (0..<matrix.rows).allSatisfy { row in
                let total = sum(matrix.row(row))
                return total.isNaN || abs(total - whole) <= max(allowed, digits.sumTolerance(matrix.row(row)))
            }
        }
        let plain = { (values: ArraySlice<Double>) in values.reduce(0, +) }
        if low >= 0 {
            if high <= 100, everyRow(plain, is: 100, within: 0.1) { return .percent }
            let half = Double(matrix.classes) / 2 + 1
            if high <= 255, finite.allSatisfy({ $0 == $0.rounded() }), everyRow(plain, is: 255, within: half) {
                return .uint8
            }
            // How whole numbers are rounded says nothing of exponentials.
            let isLoss = (0..<matrix.rows).allSatisfy { row in
                let total = matrix.row(row).reduce(0) { $0 + exp(-$1) }
                return total.isNaN || abs(total - 1) <= slack
            }
            return isLoss ? .negativeLog : nil
        }
        let exponentials = { (values: ArraySlice<Double>) in values.reduce(0) { $0 + exp($1) } }
        return high <= slack && everyRow(exponentials, is: 1, within: slack) ? .log : nil
    }

    /// Rows of this scale as probabilities.
    func probabilities(_ matrix: ProbabilityMatrix) -> ProbabilityMatrix {
        guard self != .probability else { return matrix }
        var values = matrix.values
        for row in 0..<matrix.rows {
            let range = row * matrix.classes..<(row + 1) * matrix.classes
            if self == .logit {
                let top = values[range].max() ?? 0
                for index in range { values[index] = exp(values[index] - top) }
                let sum = values[range].reduce(0, +)
                for index in range { values[index] /= sum }
            } else {
                for index in range { values[index] = probability(of: values[index]) ?? .nan }
            }
        }
        return ProbabilityMatrix(rows: matrix.rows, classes: matrix.classes, values: values)
    }
}
