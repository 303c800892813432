// What one run answered about some images: a table of predictions that need not know the labels.

import Columns
import Diagnostics
import Formats
import Foundation

/// The predictions of a run, image by image, with what was tapped on the way.
public struct AnswerTable: Sendable {
    /// How messages call the file.
    public let file: String
    /// The images.
    public let ids: ItemIDs
    /// Where each stands.
    public let index: IDIndex
    /// The prediction of each.
    public let predicted: [Name]
    /// The confidence in it; NaN where there is none.
    public let confidence: [Double]
    /// The label of each, where the table has them; a blank one is `nil`.
    public let labels: [Name?]?
    /// What was tapped.
    public let taps: [Tap]

    /// The predictions of a run that were read elsewhere. Precondition: one of each an image.
    package init(
        file: String, ids: ItemIDs, predicted: [Name], confidence: [Double], labels: [Name?]?, taps: [Tap]
    ) {
        precondition(predicted.count == ids.count && confidence.count == ids.count, "rows must agree")
        self.file = file
        self.ids = ids
        index = IDIndex(ids)
        self.predicted = predicted
        self.confidence = confidence
        self.labels = labels
        self.taps = taps
    }

    /// Reads the table at `path` with the columns image_id, predicted, and where they are there confidence and label; `taps`
    /// are columns to be read too. Throws what is wrong with it.
    public init(at path: String, called name: String? = nil, taps: [String] = []) throws(ProblemList) {
        let reader = try TableReader(contentsOf: URL(fileURLWithPath: path), name: name ?? path)
        var problems = ProblemList()
        for column in ["image_id", "predicted"] + taps {
            if let fault = reader.fault(ofColumn: column) { problems.add(fault) }
        }
        try problems.throwIfAny()
        let table = try reader.read { column in
            if taps.contains(where: { Name($0) == Name(column) }) { return .attribute }
            return switch column {
            case "image_id": .text
            case "predicted", "label": .category
            case "confidence": .number
            default: .skipped
            }
        }
        guard let kept = UniqueRows(table, &problems) else { throw problems }
        try problems.throwIfAny()
        file = table.file
        ids = kept.ids
        index = IDIndex(ids)
        predicted = kept.names(table.column("predicted")).map { $0 ?? "" }
        labels = table.column("label").map(kept.names)
        if case .number(let cells)? = table.column("confidence") {
            confidence = kept.rows.map { cells.values[$0] }
        } else {
            confidence = kept.rows.map { _ in .nan }
        }
        self.taps = taps.compactMap { name in table.column(name).map { kept.tap(name, $0) } }
    }
}

/// A value that was kept on the way from an image to its answer, one an image.
public struct Tap: Sendable {
    /// What it is called.
    public let name: String
    /// The values.
    public let values: Values

    /// Values of a tap.
    public enum Values: Sendable {
        /// Hashes, which are the same or not.
        case marks([Name])
        /// Numbers, `width` of them an image.
        case numbers([Double], width: Int)
    }

    /// A tap.
    public init(name: String, values: Values) {
        self.name = name
        self.values = values
    }

    /// The same of some rows, in the order given.
    package func gathered(_ rows: [Int]) -> Tap {
        switch values {
        case .marks(let all): Tap(name: name, values: .marks(rows.map { all[$0] }))
        case .numbers(let all, let width):
            Tap(
                name: name,
                values: .numbers(rows.flatMap { all[$0 * width..<($0 + 1) * width] }, width: width))
        }
    }
}

/// The rows of a table of which each has an image of its own.
struct UniqueRows {
    let ids: ItemIDs
    let rows: [Int]

    /// Rows that repeat an earlier one exactly are left out, and said; what else is wrong with ids is added to `problems`. Of
    /// the rows `of` a value in a column, only these.
    init?(_ table: TypedTable, of only: (column: String, value: String)? = nil, _ problems: inout ProblemList) {
        guard case .text(let texts) = table.column("image_id") else { return nil }
        table.reportBlankIDs(texts, "image_id", &problems)
        var rows = Array(0..<texts.count)
        if let only, case .category(let cells)? = table.column(only.column) {
            let code = cells.values.firstIndex { Name($0) == Name(only.value) }
            rows = rows.filter { cells.codes[$0] == code }
        }
        let all = texts.ids
        guard only == nil else {
            let chosen = all.gathered(rows)
            for (row, first) in IDIndex(chosen).repeated {
                problems.add(
                    ColumnTableError(
                        file: table.file, row: table.line(of: rows[row]), field: "image_id",
                        fault: .repeatedID(chosen[row].text, first: table.line(of: rows[first]))))
            }
            ids = chosen
            self.rows = rows
            return
        }
        let repeats = table.repeats(of: texts, IDIndex(all), "image_id", &problems)
        self.rows = repeats.isEmpty ? rows : rows.filter { !repeats.contains($0) }
        ids = repeats.isEmpty ? all : all.gathered(self.rows)
    }

    /// The cells of a column of categories; a blank one is `nil`.
    func names(_ column: TypedColumn?) -> [Name?] {
        guard case .category(let cells)? = column else { return rows.map { _ in nil } }
        let values = cells.values.map { $0.isEmpty ? nil : Name($0) }
        return rows.map { values[cells.codes[$0]] }
    }

    /// A column as a tap.
    func tap(_ name: String, _ column: TypedColumn) -> Tap {
        if case .number(let cells) = column {
            return Tap(name: name, values: .numbers(rows.map { cells.values[$0] }, width: 1))
        }
        return Tap(name: name, values: .marks(names(column).map { $0 ?? "" }))
    }
}
