// Two files of predictions, read and joined by id. Nothing here depends on the order of rows in either file.

import Artifacts
import Columns
import Diagnostics
import Formats

/// What one file predicts: a label and a prediction by id.
struct PredictionFile {
    let ids: TextColumn
    let index: IDIndex
    /// Class code of each row's label.
    let labels: [Int]
    /// Class code of each row's prediction.
    let predicted: [Int]
    /// What pairs are grouped by, one category a row. Whole numbers are categories as they stand; numbers with fractions
    /// are cut at their quintiles, as `measure slices` does.
    let attributes: [CodedColumn]

    /// The columns that are read for what they are, and so are no attributes.
    static let own = ["image_id", "label", "predicted"]

    /// Reads a file. What is wrong is added to `problems`; `nil` when it has no usable columns.
    init?(_ path: String, by attributes: [String], _ classes: inout ClassCodes, _ problems: inout ProblemList) {
        let found: (table: TypedTable, likelihoods: [String])
        do throws(ProblemList) {
            guard let read = try Self.table(path, by: attributes, &problems) else { return nil }
            found = read
        } catch {
            problems.add(error)
            return nil
        }
        let table = found.table
        guard case .text(let ids) = table.column("image_id") else { return nil }
        self.ids = ids
        table.reportBlankIDs(ids, "image_id", &problems)
        var index = IDIndex()
        for (row, first) in index.add(ids) where !ids.isBlank(row) {
            problems.add(
                WorkspaceError(
                    path, row: table.line(of: row), field: "image_id",
                    .duplicateID(ids[row], first: table.line(of: first))))
        }
        self.index = index
        labels = Self.codes("label", of: table, ids, &classes, &problems)
        predicted =
            found.likelihoods.isEmpty
            ? Self.codes("predicted", of: table, ids, &classes, &problems)
            : Self.mostProbable(found.likelihoods, of: table, &classes, &problems)
        self.attributes = attributes.compactMap { name in
            switch table.column(name) {
            case .category(let text):
                return CodedColumn(name: Name(name), texts: text.values, codes: text.codes, order: .bytes)
            case .number(let cells):
                return Column.numeric(NumericColumn(name: Name(name), values: cells.values)).coded(
                    whole: .areCategories)
            case .text, .skipped, nil: return nil
            }
        }
    }

    /// The table, and the columns of probabilities that the prediction is derived from; none when it has its own.
    private static func table(
        _ path: String, by attributes: [String], _ problems: inout ProblemList
    ) throws(ProblemList) -> (TypedTable, [String])? {
        let reader = try TableReader(plain: path)
        var faults = (["image_id", "label"] + attributes).compactMap { reader.fault(ofColumn: $0)?.problem }
        let likelihoods =
            reader.has("predicted") ? [] : reader.header.filter { $0.utf8.starts(with: "p_".utf8) }
        if likelihoods.isEmpty, !reader.has("predicted") { faults.append(CompareInputError.noPrediction(path).problem) }
        guard faults.isEmpty else {
            for fault in faults { problems.add(fault) }
            return nil
        }
        func isAmong(_ names: [String], _ name: String) -> Bool {
            names.contains { Name($0) == Name(name) }
        }
        let table = try reader.read { name in
            switch name {
            case "image_id": .text
            case "label", "predicted": .category
            default: isAmong(likelihoods, name) ? .number : isAmong(attributes, name) ? .attribute : .skipped
            }
        }
        return (table, likelihoods)
    }

    /// A column of classes; every cell must have one.
    private static func codes(
        _ name: String, of table: TypedTable, _ ids: TextColumn, _ classes: inout ClassCodes,
        _ problems: inout ProblemList
    ) -> [Int] {
        guard case .category(let cells) = table.column(name) else { return [] }
        let values = cells.values
        if let blank = values.firstIndex(where: { $0.utf8.isEmpty }) {
            for (row, code) in cells.codes.enumerated() where code == blank {
                problems.add(
                    WorkspaceError(table.file, row: table.line(of: row), field: name, .blankClass(id: ids[row])))
            }
        }
        let codes = values.map { Int(classes.add(ClassName($0))) }
        return cells.codes.looked(up: codes)
    }

    /// The most probable class of each row, the first column of equals.
    private static func mostProbable(
        _ columns: [String], of table: TypedTable, _ classes: inout ClassCodes, _ problems: inout ProblemList
    ) -> [Int] {
        let codes = columns.map { Int(classes.add(ClassName(String(decoding: $0.utf8.dropFirst(2), as: UTF8.self)))) }
        var values = [Double](repeating: 0, count: table.rows * columns.count)
        for (cls, name) in columns.enumerated() {
            guard case .number(let cells) = table.column(name) else { continue }
            let faults = cells.faults.map {
                DelimitedError(file: table.file, row: table.line(of: $0.row), field: name, fault: $0.fault)
            }
            for fault in faults { problems.add(fault) }
            // Beyond those that are kept, the column only counts.
            if let last = faults.last {
                for _ in faults.count..<max(faults.count, cells.faultCount + cells.blankCount) { problems.add(last) }
            }
            for row in 0..<table.rows { values[row * columns.count + cls] = cells.values[row] }
        }
        return ProbabilityMatrix(rows: table.rows, classes: columns.count, values: values).mostProbable
            .map { codes[Int($0)] }
    }
}

/// Why two files of predictions cannot be compared.
enum CompareInputError: Error, Hashable {
    /// A file that says nothing about what was predicted.
    case noPrediction(String)
    /// An attribute that is one of the columns every file has.
    case ownColumn(String)
    /// An attribute that is named twice.
    case repeated(String)
}

extension CompareInputError: Explained {
    var problem: Problem {
        switch self {
        case .noPrediction(let file):
            Problem(at: Place(file: file), "has neither a column \"predicted\" nor one p_<class> for each class")
        case .ownColumn(let name):
            Problem(
                "--by \(name): is not an attribute", suggestion: name == "label" ? "per_class is by label" : nil)
        case .repeated(let name): Problem("--by \(name): is given twice")
        }
    }
}
