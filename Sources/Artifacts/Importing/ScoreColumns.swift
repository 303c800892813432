// Which columns of a table in an export are scores of classes, told by their names, by the labels that stand beside, and by what
// they hold.

import Columns
import Formats

/// The columns of scores of a table.
struct ScoreColumns {
    /// The columns, one a class; empty where there are none.
    let columns: [String]
    /// What their classes are called: names, or numbers from 0.
    let called: [String]
    /// A list of the best classes a row; `nil` where there is none.
    let best: BestClasses?

    /// `taken` are columns that have a meaning, `label` is that of the labels.
    init(_ table: TypedTable, besides taken: [Int], label: Int?, hasDecimalComma: Bool) {
        let number = { (cell: String) in Double(decimal: cell, comma: hasDecimalComma) }
        let texts = { (column: Int) -> [String] in
            guard case .text(let cells) = table.columns[column] else { return [] }
            return (0..<table.rows).map { cells[$0] }
        }
        let free = table.header.indices.filter { !taken.contains($0) }
        let header = free.map { table.header[$0] }
        let listed = BestClasses(in: table.header).flatMap { list -> BestClasses? in
            // "class_0" may be a class, and the column its probability.
            let areNumbers = list.classes.allSatisfy { name in
                guard let column = table.header.firstIndex(of: name) else { return false }
                return texts(column).allSatisfy { number($0).map { $0 != $0.rounded() } ?? false }
            }
            return areNumbers && list.probabilities.isEmpty && table.rows > 0 ? nil : list
        }
        best = listed
        let sure = ClassColumns.sure.lazy.map { form in header.filter { form.called($0) != nil }.map { ($0, form) } }
            .first { !$0.isEmpty }
        if let sure {
            columns = sure.map(\.0)
            called = sure.compactMap { $1.called($0) }
            return
        }
        let numeric = free.filter { column in
            texts(column).contains { !$0.isEmpty }
                && texts(column).allSatisfy { $0.isEmpty || number($0) != nil }
        }
        let numbers = numeric.map { table.header[$0] }
        let flags = numeric.filter { texts($0).allSatisfy { OneHotLabels.flag($0) != nil } }.map { table.header[$0] }
        let known = Set(numbers.map { Name($0) })
        let labels = label.map { Set(texts($0).filter { !$0.isEmpty }.map { Name($0) }).sorted().map(\.text) } ?? []
        if labels.count > 1, listed == nil,
            let own = ClassColumns.scores.lazy.compactMap({ $0.columns(of: labels, in: known) }).first
        {
            (columns, called) = (own, labels)
        } else if listed == nil, let pairs = ClassColumns.pairs(numbers, flags) {
            (columns, called) = (pairs.columns, pairs.names)
        } else {
            // Numbers of classes, of images and of other things are whole; probabilities are not.
            let numbered =
                listed != nil
                ? []
                : ClassColumns.numbered.lazy.map { $0.numbered(in: known) }.first { group in
                    !group.isEmpty
                        && group.allSatisfy { name in
                            numeric.first { table.header[$0] == name }.map { column in
                                texts(column).contains { number($0).map { $0 != $0.rounded() } ?? false }
                            } ?? false
                        }
                } ?? []
            columns = numbered
            called = numbered.indices.map(String.init)
        }
    }
}
