// Tables whose cells are lists, a row's best classes and their probabilities: what timm's inference writes with --topk. A list is
// one of Python, `['cat', 'dog']`, or of NumPy, `[207 208]`. They stand for the columns that others write: index_0, index_1 ...

import Columns
import Formats
import Foundation

/// Such a table as one with a column a place.
enum ListedCells {
    /// Bytes that are looked at for a list before anything is parsed.
    private static let looked = 1 << 14

    /// The table, as CSV; `nil` unless classes and probabilities are lists of one length in every row, and probabilities fall and add up
    /// to no more than 1: those of several labels have other lengths, another order or a larger sum.
    static func table(_ bytes: Data, _ dialect: Dialect = Dialect()) -> Data? {
        guard let plain = Packed.plain(bytes), plain.prefix(looked).contains(UInt8(ascii: "[")),
            let source = try? TextFile(bytes: plain, name: ""),
            let reader = try? TableReader(source, as: .csv(dialect))
        else { return nil }
        let header = reader.header
        // Most tables have no list, and are not read twice.
        guard header.contains(where: { isNamed($0, BestClasses.classNames) }),
            header.contains(where: { isNamed($0, BestClasses.probabilityNames) }),
            let table = try? reader.read({ _ in .text }), table.rows > 0
        else { return nil }
        let texts = table.columns.map { column -> [String] in
            guard case .text(let cells) = column else { return [] }
            return (0..<table.rows).map { cells[$0] }
        }
        return made(header, texts) { column in
            let lists = texts[column].compactMap { LabelCells.list(LabelCells.trimmed($0)) }
            return lists.count == table.rows ? lists : nil
        }
    }

    /// The same of JSON, an object a row whose values are lists.
    static func table(json bytes: Data) -> Data? {
        guard let plain = Packed.plain(bytes), let (records, areByID) = LabelLists.records(plain), !areByID,
            let header = records.first?.map(\.key), records.allSatisfy({ $0.map(\.key) == header })
        else { return nil }
        let texts = header.indices.map { column in records.map { $0[column].value.plain ?? "" } }
        return made(header, texts) { column in
            let lists = records.compactMap { $0[column].value.elements?.compactMap(\.plain) }
            return lists.count == records.count ? lists : nil
        }
    }

    /// The table of columns, of which `lists` gives the lists of one where each of its cells is one.
    private static func made(
        _ header: [String], _ texts: [[String]], _ lists: (Int) -> [[String]]?
    ) -> Data? {
        // Names say more than the places of the same classes.
        let mayBeClasses = header.indices.filter { isNamed(header[$0], BestClasses.classNames) }.sorted {
            (stem(header[$0]) == "index" ? 1 : 0, $0) < (stem(header[$1]) == "index" ? 1 : 0, $1)
        }
        let mayBeScores = header.indices.filter { isNamed(header[$0], BestClasses.probabilityNames) }
        let listed = mayBeClasses.compactMap { column in lists(column).map { (column: column, lists: $0) } }
        guard let (classes, named) = listed.first,
            let (scores, stated) = mayBeScores.compactMap({ column in lists(column).map { (column, $0) } }).first,
            let width = named.first?.count,
            width > 1, zip(named, stated).allSatisfy({ $0.count == width && fall($1, width) })
        else { return nil }
        let others = header.indices.filter { column in
            column != scores && !listed.contains { $0.column == column }
        }
        let places = (0..<width).map(String.init)
        var lines = [
            CSVLine.text(
                others.map { header[$0] } + places.map { stem(header[classes]) + "_" + $0 }
                    + places.map { stem(header[scores]) + "_" + $0 })
        ]
        for row in named.indices {
            lines.append(CSVLine.text(others.map { texts[$0][row] } + named[row] + stated[row]))
        }
        return Data((lines.joined(separator: "\n") + "\n").utf8)
    }

    private static func isNamed(_ column: String, _ names: [String]) -> Bool { names.contains(stem(column)) }

    /// A name as that of one class: `labels` as `label`.
    private static func stem(_ name: String) -> String {
        let plain = name.lowercased()
        let one = plain == "indices" ? "index" : plain == "probabilities" ? "probability" : String(plain.dropLast())
        let isKnown = (BestClasses.classNames + BestClasses.probabilityNames).contains(one)
        return plain.hasSuffix("s") && isKnown ? one : plain
    }

    private static func fall(_ list: [String], _ width: Int) -> Bool {
        let numbers = list.compactMap { Double(decimal: $0) }
        // As many digits as are printed may be rounded up.
        return list.count == width && numbers.count == width && numbers.reduce(0, +) < 1.01
            && zip(numbers, numbers.dropFirst()).allSatisfy { $0 >= $1 } && (numbers.last ?? 0) >= 0
    }
}
