// Tables in which no column says what an image is called: scikit-learn's habit of y_true and y_pred side by side. As of arrays,
// images are called by their row, or by what pandas wrote as the index of its frame, which is said.

import Columns
import Diagnostics
import Formats
import Foundation

/// A table with the number of each row as the name of its image.
struct RowIDs {
    /// The table.
    let table: RewrittenTable
    /// The column that says what the images are called; `nil` where they are called by their row.
    private let index: String?

    /// `nil` where a column names the images, and where the table does not hold both what is true and what was predicted.
    init?(_ reader: TableReader) {
        let header = reader.header
        func column(_ meaning: String, besides taken: [String] = []) -> String? {
            UsualColumns.name(of: meaning, in: header, besides: taken)
        }
        guard column("image_id") == nil, let answer = column("predicted"), column("label", besides: [answer]) != nil,
            let table = try? reader.read({ _ in .text })
        else { return nil }
        let columns = table.columns.compactMap { column -> TextColumn? in
            if case .text(let cells) = column { cells } else { nil }
        }
        guard columns.count == header.count, table.rows > 0 else { return nil }
        let unnamed = header.firstIndex(where: TableReader.isOfRowNumbers)
        let names = unnamed.map { at in (0..<table.rows).map { columns[at][$0] } } ?? (0..<table.rows).map(String.init)
        guard Set(names.map { Name($0) }).count == names.count, !names.contains("") else { return nil }
        index = unnamed.map { header[$0] }
        let rest = header.indices.filter { !TableReader.isOfRowNumbers(header[$0]) }
        var rows = RewrittenTable(["image_id"] + rest.map { header[$0] }, from: reader)
        for row in names.indices {
            rows.append([names[row]] + rest.map { columns[$0][row] }, line: table.line(of: row))
        }
        self.table = rows
    }

    /// What is said of such a table.
    func remark(_ file: String) -> Problem {
        Problem(
            .note, at: Place(file: file),
            "no column names the images: they are called by "
                + (index == nil ? "the number of their row, from 0" : "the column without a name"),
            suggestion: "a column image_id says which image a row is of")
    }
}

/// A table of two columns, an image and a word: the word is the image's label, whatever the column is called.
enum PlainLabels {
    /// The column of labels; `nil` where the second column is not of a few words that come again.
    static func column(of table: TypedTable, besides id: Int) -> Int? {
        let rest = table.header.indices.filter { $0 != id && !TableReader.isOfRowNumbers(table.header[$0]) }
        guard rest.count == 1, case .text(let cells) = table.columns[rest[0]], table.rows > 3 else { return nil }
        var words: Set<Name> = []
        for row in 0..<table.rows {
            guard !cells[row].isEmpty, Double(decimal: cells[row]) == nil else { return nil }
            words.insert(Name(cells[row]))
        }
        return words.count > 1 && words.count * 2 <= table.rows ? rest[0] : nil
    }

    /// What is said of it.
    static func remark(_ column: String, of file: String) -> Problem {
        Problem(
            .note, at: Place(file: file, field: column), "is read as the label: it is the one column beside the image")
    }
}
