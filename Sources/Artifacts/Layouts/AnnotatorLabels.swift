// Several labels an image, from several people: the label that most of them gave stands, and whether they agreed is known of
// the image.

import Columns
import Diagnostics
import Formats
import Foundation

/// A table of images with labels of several annotators.
package enum AnnotatorLabels {
    /// The attribute that says whether all annotators gave one label.
    package static let attribute = "annotators_agree"

    /// What the column that says who gave a label may be called, plain.
    package static let people = [
        "annotator", "annotatorid", "annotatorname", "worker", "workerid", "rater", "raterid", "labeler", "labelerid",
    ]
    private static let prefixes = ["annotator", "rater", "labeler", "expert", "worker"]

    /// Columns of labels, one an annotator, among plain names of columns.
    static func columns(_ keys: [String], besides id: Int) -> [Int] {
        keys.indices.filter { column in
            column != id && prefixes.contains { keys[column].hasPrefix($0) && keys[column] != $0 + "s" }
        }
    }

    /// The column that says who gave a label, among plain names of columns.
    static func person(_ keys: [String]) -> Int? { keys.firstIndex { people.contains($0) } }

    /// One row an image where `reader` has several: rows of an image and an annotator, or one column an annotator. `nil` for
    /// a table of another kind. `id` and `label` are the names of the columns.
    static func consensus(
        of reader: TableReader, id: String, label: String, _ problems: inout ProblemList
    ) -> TableReader? {
        let keys = reader.header.map(BoxKeys.plain)
        guard let at = reader.header.firstIndex(where: { Name($0) == Name(id) }) else { return nil }
        let named = reader.header.firstIndex { Name($0) == Name(label) }
        let person = named == nil ? nil : person(keys)
        let columns = named != nil ? [] : Self.columns(keys, besides: at)
        guard person != nil || columns.count > 1, let table = try? reader.read({ _ in .text }) else { return nil }
        func cell(_ column: Int, _ row: Int) -> String {
            if case .text(let cells) = table.columns[column] { cells[row] } else { "" }
        }
        var order: [Name] = []
        var given: [Name: [Name]] = [:]
        var first: [Name: Int] = [:]
        for row in 0..<table.rows {
            let image = Name(cell(at, row))
            if first[image] == nil {
                order.append(image)
                first[image] = row
            }
            let labels = named.map { [cell($0, row)] } ?? columns.map { cell($0, row) }
            given[image, default: []] += labels.filter { !$0.isEmpty }.map { Name($0) }
        }
        // One row an image, and nobody to disagree: the table is what it looks like.
        if columns.isEmpty, order.count == table.rows { return nil }
        let rest = reader.header.indices.filter { $0 != at && $0 != named && $0 != person && !columns.contains($0) }
        var rows = RewrittenTable([id, label, attribute] + rest.map { reader.header[$0] }, from: reader)
        var differing = 0
        for image in order {
            let labels = given[image] ?? []
            let counts = Dictionary(labels.map { ($0, 1) }, uniquingKeysWith: +)
            let winner = counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
            if counts.count > 1 { differing += 1 }
            let row = first[image] ?? 0
            rows.append(
                [image.text, winner?.text ?? "", counts.count > 1 ? "no" : "yes"] + rest.map { cell($0, row) },
                line: table.line(of: row))
        }
        problems.add(
            Problem(
                .note, at: Place(file: reader.file),
                "\(differing) of \(order.count) images have labels that differ: the one that most annotators gave stands, of "
                    + "equally many the first in the order of the alphabet; \(attribute) tells these images apart"))
        return try? rows.reader(named: reader.file)
    }
}
