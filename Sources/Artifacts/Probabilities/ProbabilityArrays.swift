import Columns
import Diagnostics
import Formats
import Foundation
import Record

/// Probabilities and labels of NPY files: rows x classes with a class a row, or one probability a row with an outcome.
public struct ProbabilityArrays {
    private let probabilityBlocks: NPYBlocks
    private let labelBlocks: NPYBlocks

    /// Opens two files and checks that their shapes fit.
    public init(probabilities: String, labels: String) throws {
        probabilityBlocks = try NPYBlocks(probabilities, name: probabilities)
        labelBlocks = try NPYBlocks(labels, name: labels)
        try checkShapes()
    }

    private var probabilities: NPYArray { probabilityBlocks.array }
    private var labels: NPYArray { labelBlocks.array }

    /// The same files block by block, for arrays too large to keep.
    public func blocks(threads: Int) -> ProbabilityBlocks {
        ProbabilityBlocks(
            probabilities: probabilityBlocks, labels: labelBlocks, rows: rows, width: classes ?? 1, threads: threads)
    }

    /// Rows of the probabilities.
    public var rows: Int { probabilities.shape.first ?? 0 }
    /// Classes; `nil` for one probability a row.
    public var classes: Int? {
        probabilities.shape.count == 2 && probabilities.shape[1] > 1 ? probabilities.shape[1] : nil
    }

    private func checkShapes() throws {
        let shape = probabilities.shape
        guard shape.count == 1 || (shape.count == 2 && shape[1] > 0) else {
            throw ProbabilityError(file: probabilities.file, fault: .shape(shape))
        }
        let isColumn = labels.shape.count == 1 || (labels.shape.count == 2 && labels.shape[1] == 1)
        guard isColumn else {
            let isOneHot = labels.shape == shape
            throw ProbabilityError(file: labels.file, fault: isOneHot ? .oneHot(shape) : .shape(labels.shape))
        }
        guard labels.shape[0] == rows else {
            throw ProbabilityError(
                file: probabilities.file,
                fault: .lengths(rows: rows, other: labels.file, otherRows: labels.shape[0]))
        }
        if rows == 0 { throw ProbabilityError(file: probabilities.file, fault: .noRows) }
    }

    /// One probability a row with its outcome, checked.
    public func scoredPredictions() throws -> JudgedRows {
        var problems = ProblemList()
        let values = try checked(&problems)
        let labels = try wholeLabels()
        for (row, label) in labels.enumerated() where label != 0 && label != 1 {
            problems.add(ProbabilityError(file: self.labels.file, row: row + 1, fault: .notOutcome(String(label))))
        }
        try problems.throwIfAny()
        return JudgedRows(confidence: values, correct: labels.map { $0 == 1 })
    }

    /// Class probabilities as an evaluation whose classes are 0, 1, 2, ... and whose items are the rows, joined as
    /// arrays of a workspace without ids are. Rows that do not add up to 1 are kept, and told in the remarks.
    public func evaluation() throws -> (evaluation: Evaluation, remarks: ProblemList) {
        var problems = ProblemList()
        let width = classes ?? 1
        let values = try checked(&problems)
        let labels = try wholeLabels()
        for (row, label) in labels.enumerated() where label < 0 || label >= width {
            problems.add(
                ProbabilityError(file: self.labels.file, row: row + 1, fault: .notClass(label, classes: width)))
        }
        try problems.throwIfAny()
        for row in 0..<rows {
            let sum = values[(row * width)..<((row + 1) * width)].reduce(0, +)
            if abs(sum - 1) > 0.01 {
                problems.add(
                    ProbabilityError(file: probabilities.file, row: row + 1, fault: .notDistribution(sum: sum)))
            }
        }
        let names = (0..<width).map { String($0) }
        let read = PredictionRows(
            file: probabilities.file, index: nil, labels: nil, predicted: nil, confidence: nil,
            probabilities: ProbabilityMatrix(rows: rows, classes: width, values: values), lines: nil,
            areChecked: true, &problems)
        let images = ImageTable(
            file: self.labels.file, ids: ItemIDs((1...rows).lazy.map { ItemID(String($0)) }), index: IDIndex([]),
            labels: labels.map { Int32(truncatingIfNeeded: $0) }, paths: [], attributes: [], units: nil)
        guard let join = EvaluationJoin(images, extra: [], read, classes: ClassList(names), &problems) else {
            throw problems
        }
        try problems.throwIfAny()
        let evaluation = Evaluation(
            manifest: VersionManifest(version: probabilities.file, date: "", model: ""),
            datasheet: Datasheet(name: self.labels.file, title: self.labels.file), classes: names.map { ClassName($0) },
            items: join.items,
            predictions: join.predictions, accounting: join.accounting)
        return (evaluation, problems)
    }

    private func checked(_ problems: inout ProblemList) throws -> [Double] {
        let values = try probabilities.doubles()
        let width = classes ?? 1
        for (index, value) in values.enumerated() where !(value >= 0 && value <= 1) {
            problems.add(
                ProbabilityError(file: probabilities.file, row: index / width + 1, fault: .notProbability(value)))
        }
        return values
    }

    /// Labels as whole numbers. Outcomes stored as floats are taken when they are exactly 0 or 1.
    private func wholeLabels() throws -> [Int] {
        switch labels.element {
        case .float16, .float32,
            .float64 where classes == nil:
            var problems = ProblemList()
            let values = try labels.doubles()
            for (row, value) in values.enumerated() where value != 0 && value != 1 {
                problems.add(ProbabilityError(file: labels.file, row: row + 1, fault: .notOutcome(String(value))))
            }
            try problems.throwIfAny()
            return values.map { Int($0) }
        default: return try labels.integers()
        }
    }
}
