// One row an image and label, as databases write them.

import Columns
import Diagnostics
import Formats

/// Tables with a row for each label of an image.
enum LabelRows {
    /// What such a table stands for.
    struct Gathered {
        /// One row an image, whose labels stand in one cell, or, where each image has a score for each of the same labels, in one
        /// column a label.
        let table: TableReader
        /// Whether the labels of a cell are those whose scores reach their thresholds.
        let isCut: Bool
    }

    /// The table with one row an image; `nil` for a table whose ids do not repeat with other labels. `settings` says what scores
    /// are. A score that says no probability is reported, and its label is taken for given.
    static func gathered(
        _ reader: TableReader, id: String, label: String, score: String? = nil,
        thresholds: LabelThresholds = LabelThresholds(), settings: ProbabilitySettings = ProbabilitySettings(),
        _ problems: inout ProblemList
    ) -> Gathered? {
        func place(_ name: String) -> Int? { reader.header.firstIndex { Name($0) == Name(name) } }
        guard let at = place(id), let named = place(label), let table = try? reader.read({ _ in .text }) else {
            return nil
        }
        func cell(_ column: Int, _ row: Int) -> String {
            if case .text(let cells) = table.columns[column] { cells[row] } else { "" }
        }
        var order: [Name] = []
        var rows: [Name: [Int]] = [:]
        for row in 0..<table.rows {
            let image = Name(cell(at, row))
            if rows[image] == nil { order.append(image) }
            rows[image, default: []].append(row)
        }
        let isRepeated = rows.values.contains { rows in Set(rows.map { Name(cell(named, $0)) }).count > 1 }
        guard isRepeated else { return nil }
        let scored = score.flatMap(place)
        let labels = Set((0..<table.rows).map { Name(cell(named, $0)) }).sorted().filter { !$0.text.isEmpty }
        let isWhole =
            scored != nil
            && rows.values.allSatisfy { rows in
                rows.count == labels.count && Set(rows.map { Name(cell(named, $0)) }).count == labels.count
            }
        let scores = isWhole ? nil : scored.flatMap { values(of: $0, in: reader, at, settings, &problems) }
        let rest = reader.header.indices.filter { $0 != at && $0 != named && $0 != scored }
        let columns = isWhole ? labels.map { "p_" + $0.text } : [label]
        var gathered = RewrittenTable([id] + columns + rest.map { reader.header[$0] }, from: reader)
        for image in order {
            let own = rows[image] ?? []
            var cells: [String]
            if isWhole, let scored {
                let scores = Dictionary(
                    own.map { (Name(cell(named, $0)), cell(scored, $0)) }, uniquingKeysWith: { first, _ in first })
                cells = labels.map { scores[$0] ?? "" }
            } else {
                // What is listed with a score below its threshold is not said of the image, and what is listed without one is.
                let given = own.filter { row in
                    guard let score = scores?[row], score.isFinite else { return true }
                    return score >= thresholds.value(of: Name(cell(named, row)))
                }
                cells = [
                    given.map { cell(named, $0) }.filter { !$0.isEmpty }
                        .joined(separator: String(LabelLists.separator)) + String(LabelLists.separator)
                ]
            }
            cells += rest.map { cell($0, own.first ?? 0) }
            gathered.append([image.text] + cells, line: own.first.map { table.line(of: $0) } ?? 1)
        }
        problems.add(
            Problem(
                .note, at: Place(file: reader.file, field: label),
                "\(table.rows) rows are of \(order.count) images: the labels of an image are those of its rows"
                    + (scored != nil && !isWhole
                        ? "; not every image has a score for every label, so that a label counts as given from "
                            + (thresholds.areUsual ? "a score of \(LabelThresholds.usual)" : "its threshold")
                            + " on, and what needs all scores is not measured" : "")))
        return (try? gathered.reader(named: reader.file)).map { Gathered(table: $0, isCut: scored != nil && !isWhole) }
    }

    /// Scores in 0...1 of a column, row by row, NaN for a blank one; `id` is the column of images.
    private static func values(
        of column: Int, in reader: TableReader, _ id: Int, _ settings: ProbabilitySettings,
        _ problems: inout ProblemList
    ) -> [Double]? {
        let (name, image) = (reader.header[column], reader.header[id])
        let wanted = { (given: String) -> ColumnKind in given == name ? .number : given == image ? .text : .skipped }
        guard
            let table = (try? reader.read(wanted))?.readingPercentSigns(in: [name], settings, &problems),
            case .number(let cells) = table.columns[column], case .text(let ids) = table.columns[id]
        else { return nil }
        var faults = CellFaults(table: table)
        faults.add(cells, name, blanksToo: false)
        faults.report(probabilities: [name], confidence: "", &problems)
        let stated = (0..<table.rows).filter { cells.values[$0].isFinite }
        let checks = ProbabilityChecks(
            file: table.file, settings: settings, line: { table.line(of: stated[$0]) }, name: { ids[stated[$0]] })
        let checked = checks.labelScores(
            ProbabilityMatrix(rows: stated.count, classes: 1, values: stated.map { cells.values[$0] }), &problems)
        var values = [Double](repeating: .nan, count: table.rows)
        for (place, row) in stated.enumerated() { values[row] = checked.values[place] }
        return values
    }
}
