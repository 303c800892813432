import Columns
import Diagnostics
import Formats

/// Reads stated probabilities with their outcomes, or detections, from a table.
public struct JudgementTable {
    private let path: String
    private let confidence: String
    private let correct: String
    private let iou: String?
    private let label: String?

    /// Columns that make a table one of detections, when no others are named.
    static let usualIoU = "iou"
    static let usualClass = "class_id"

    /// A table at `path` with the names of its columns: the probability, whether it came true, and where rows are
    /// detections, IoU and class; without these names the usual ones are taken when they are there.
    public init(path: String, confidence: String, correct: String, iou: String? = nil, label: String? = nil) {
        self.path = path
        self.confidence = confidence
        self.correct = correct
        self.iou = iou
        self.label = label
    }

    /// The rows, checked. Everything wrong with the cells is thrown at once.
    public func read() throws -> JudgedRows {
        let reader = try TableReader(plain: path)
        func known(_ name: String) throws -> String {
            if let fault = reader.fault(ofColumn: name) { throw fault }
            return name
        }
        func usual(_ name: String) -> String? { reader.header.first { Name($0) == Name(name) } }
        let confidence = try known(self.confidence)
        let correct = try known(self.correct)
        let iou = try self.iou.map(known) ?? usual(Self.usualIoU)
        let label = try self.label.map(known) ?? usual(Self.usualClass)
        let table = try reader.read { name in
            switch name {
            case confidence: return .number
            case correct: return .attribute
            case iou: return .number
            case label: return .category
            default: return .skipped
            }
        }
        var problems = ProblemList()
        let values = unit(table, confidence, &problems)
        let outcomes = outcomes(table, correct, &problems)
        let overlaps = iou.map { unit(table, $0, &problems) }
        try problems.throwIfAny()
        guard let overlaps else { return JudgedRows(confidence: values, correct: outcomes) }
        var codes = [Int](repeating: 0, count: table.rows)
        var names = ["all"]
        if let label, case .category(let cells) = table.column(label) {
            names = cells.values
            codes = Array(cells.codes)
        }
        return JudgedRows(
            confidence: values, correct: outcomes,
            detections: JudgedRows.Detections(overlaps: overlaps, codes: codes, classes: names))
    }

    /// A column of numbers in 0...1.
    private func unit(_ table: TypedTable, _ name: String, _ problems: inout ProblemList) -> [Double] {
        guard case .number(let cells) = table.column(name) else { return [] }
        let faulty = Set(cells.faults.map(\.row))
        for fault in cells.faults {
            problems.add(
                DelimitedError(file: path, row: table.line(of: fault.row), field: name, fault: fault.fault))
        }
        for (row, value) in cells.values.enumerated() where !(value >= 0 && value <= 1) && !faulty.contains(row) {
            if value.isNaN, cells.faultCount > cells.faults.count { continue }
            problems.add(
                ProbabilityError(file: path, row: table.line(of: row), field: name, fault: .notProbability(value)))
        }
        return cells.values
    }

    /// A column of 0 and 1, or of true and false.
    private func outcomes(_ table: TypedTable, _ name: String, _ problems: inout ProblemList) -> [Bool] {
        switch table.column(name) {
        case .number(let cells):
            for (row, value) in cells.values.enumerated() where value != 0 && value != 1 {
                problems.add(
                    ProbabilityError(
                        file: path, row: table.line(of: row), field: name,
                        fault: .notOutcome(value.isNaN ? "is missing or no number: it" : String(value))))
            }
            return cells.values.map { $0 == 1 }
        case .category(let cells):
            let meaning = cells.values.map { Self.truth[$0.lowercased()] }
            let values = cells.values
            for (row, code) in cells.codes.enumerated() where meaning[code] == nil {
                problems.add(
                    ProbabilityError(
                        file: path, row: table.line(of: row), field: name,
                        fault: .notOutcome("\"\(values[Int(code)])\"")))
            }
            return cells.codes.looked(up: meaning.map { $0 == .some(true) })
        default: return []
        }
    }

    private static let truth = ["0": false, "1": true, "false": false, "true": true, "no": false, "yes": true]
}
