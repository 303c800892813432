import Artifacts
import Columns
import Diagnostics
import Formats
import Statistics

/// Reads judgements or detections from a table of text.
struct CalibrationTable {
    let path: String
    let confidence: String
    let correct: String
    let iou: String?
    let label: String?
    let objects: [Int]

    /// Columns that make a table one of detections, when no others are named.
    static let usualIoU = "iou"
    static let usualClass = "class_id"

    func read() throws -> CalibrationInput {
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
        let judgements = Judgements(
            confidence: unit(table, confidence, &problems), correct: outcomes(table, correct, &problems))
        guard let iou else {
            try problems.throwIfAny()
            return .judgements(judgements)
        }
        let overlaps = unit(table, iou, &problems)
        try problems.throwIfAny()
        return .detections(judgements, try classes(table, label, judgements, overlaps))
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
                CalibrationInputError.notProbability(
                    file: path, row: table.line(of: row), column: name, value: value))
        }
        return cells.values
    }

    /// A column of 0 and 1, or of true and false.
    private func outcomes(_ table: TypedTable, _ name: String, _ problems: inout ProblemList) -> [Bool] {
        switch table.column(name) {
        case .number(let cells):
            for (row, value) in cells.values.enumerated() where value != 0 && value != 1 {
                problems.add(
                    CalibrationInputError.notOutcome(
                        file: path, row: table.line(of: row), column: name,
                        value: value.isNaN ? "is missing or no number: it" : String(value)))
            }
            return cells.values.map { $0 == 1 }
        case .category(let cells):
            let meaning = cells.values.map { Self.truth[$0.lowercased()] }
            let values = cells.values
            for (row, code) in cells.codes.enumerated() where meaning[code] == nil {
                problems.add(
                    CalibrationInputError.notOutcome(
                        file: path, row: table.line(of: row), column: name, value: "\"\(values[Int(code)])\""))
            }
            return cells.codes.looked(up: meaning.map { $0 == .some(true) })
        default: return []
        }
    }

    private static let truth = ["0": false, "1": true, "false": false, "true": true, "no": false, "yes": true]

    /// Detections by class, in rising order of class: by number when all are numbers, else by bytes.
    private func classes(
        _ table: TypedTable, _ label: String?, _ judgements: Judgements, _ overlaps: [Double]
    ) throws -> [DetectedClass] {
        var codes = [Int](repeating: 0, count: table.rows)
        var names = ["all"]
        if let label, case .category(let cells) = table.column(label) {
            names = cells.values
            codes = Array(cells.codes)
        }
        guard objects.isEmpty || objects.count == names.count else {
            throw CalibrationInputError.objects(given: objects.count, classes: names.count)
        }
        let numbers = names.compactMap { Int($0) }
        let order = names.indices.sorted { a, b in
            numbers.count == names.count
                ? numbers[a] < numbers[b] : Name(names[a]) < Name(names[b])
        }
        var byClass = names.map {
            DetectedClass(
                name: $0, judgements: Judgements(confidence: [], correct: []), scores: LocalisedScores([]), objects: nil
            )
        }
        var detections = [[LocalisedScores.Detection]](repeating: [], count: names.count)
        for row in 0..<table.rows {
            byClass[codes[row]].judgements.confidence.append(judgements.confidence[row])
            byClass[codes[row]].judgements.correct.append(judgements.correct[row])
            detections[codes[row]].append(.init(score: judgements.confidence[row], iou: overlaps[row]))
        }
        for (position, code) in order.enumerated() {
            byClass[code].scores = LocalisedScores(detections[code])
            byClass[code].objects = objects.isEmpty ? nil : objects[position]
        }
        return order.map { byClass[$0] }
    }
}
