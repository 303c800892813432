import Artifacts
import Diagnostics
import Formats
import Foundation

/// Reads probabilities and labels from NPY files.
struct CalibrationArrays {
    private let probabilityBlocks: NPYBlocks
    private let labelBlocks: NPYBlocks

    init(probabilities: String, labels: String) throws {
        probabilityBlocks = try NPYBlocks(probabilities, name: probabilities)
        labelBlocks = try NPYBlocks(labels, name: labels)
        try checkShapes()
    }

    private var probabilities: NPYArray { probabilityBlocks.array }
    private var labels: NPYArray { labelBlocks.array }

    /// The same files as a stream.
    func stream(threads: Int) -> CalibrationStream {
        CalibrationStream(
            probabilities: probabilityBlocks, labels: labelBlocks, rows: rows, width: classes ?? 1, threads: threads)
    }

    /// Rows of the probabilities.
    var rows: Int { probabilities.shape.first ?? 0 }
    /// Classes; `nil` for one probability a row.
    var classes: Int? { probabilities.shape.count == 2 && probabilities.shape[1] > 1 ? probabilities.shape[1] : nil }

    private func checkShapes() throws {
        let shape = probabilities.shape
        guard shape.count == 1 || (shape.count == 2 && shape[1] > 0) else {
            throw CalibrationInputError.shape(file: probabilities.file, shape: shape)
        }
        let isColumn = labels.shape.count == 1 || (labels.shape.count == 2 && labels.shape[1] == 1)
        guard isColumn else { throw CalibrationInputError.shape(file: labels.file, shape: labels.shape) }
        guard labels.shape[0] == rows else {
            throw CalibrationInputError.lengths(
                first: probabilities.file, rows: rows, second: labels.file, otherRows: labels.shape[0])
        }
        if rows == 0 { throw CalibrationInputError.noRows(file: probabilities.file) }
    }

    /// Everything in memory, checked.
    func read() throws -> CalibrationInput {
        var problems = ProblemList()
        let values = try probabilities.doubles()
        let classes = classes ?? 1
        for (index, value) in values.enumerated() where !(value >= 0 && value <= 1) {
            problems.add(
                CalibrationInputError.notProbability(
                    file: probabilities.file, row: index / classes + 1, column: nil, value: value))
        }
        let labels = try wholeLabels()
        guard self.classes != nil else {
            for (row, label) in labels.enumerated() where label != 0 && label != 1 {
                problems.add(
                    CalibrationInputError.notOutcome(
                        file: self.labels.file, row: row + 1, column: nil, value: String(label)))
            }
            try problems.throwIfAny()
            return .judgements(Judgements(confidence: values, correct: labels.map { $0 == 1 }))
        }
        for (row, label) in labels.enumerated() where label < 0 || label >= classes {
            problems.add(
                CalibrationInputError.notClass(file: self.labels.file, row: row + 1, value: label, classes: classes))
        }
        try problems.throwIfAny()
        for row in 0..<rows {
            let sum = values[(row * classes)..<((row + 1) * classes)].reduce(0, +)
            if abs(sum - 1) > 0.01 {
                problems.add(
                    CalibrationInputError.notDistribution(file: probabilities.file, row: row + 1, sum: sum))
            }
        }
        if problems.remarkCount > 0 { Outcome.say(problems.description) }
        return .classes(ClassRows(classes: classes, probabilities: values, labels: labels))
    }

    /// Labels as whole numbers. Outcomes stored as floats are taken when they are exactly 0 or 1.
    private func wholeLabels() throws -> [Int] {
        switch labels.element {
        case .float16, .float32,
            .float64 where classes == nil:
            var problems = ProblemList()
            let values = try labels.doubles()
            for (row, value) in values.enumerated() where value != 0 && value != 1 {
                problems.add(
                    CalibrationInputError.notOutcome(
                        file: labels.file, row: row + 1, column: nil, value: String(value)))
            }
            try problems.throwIfAny()
            return values.map { Int($0) }
        default: return try labels.integers()
        }
    }
}
