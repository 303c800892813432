// Tables whose cells are lists, a row's best classes and their probabilities: what timm's inference writes with --topk. A list is
// one of Python, `['cat', 'dog']`, or of NumPy, `[207 208]`. They stand for the columns that others write: index_0, index_1 ...

import Columns
import Diagnostics
import Formats
import Foundation

/// Such a table as one with a column a place.
enum ListedCells {
    /// Bytes that are looked at for a list before anything is parsed.
    private static let looked = 1 << 14

    /// The table; `nil` unless classes and probabilities are lists of one length, and probabilities fall and add up to no
    /// more than 1: those of several labels have other lengths, another order or a larger sum. Few rows may be wrong: they keep
    /// what they say, each on its own line, to be told as any wrong cell. Throws where a list was cut as it was printed.
    static func table(
        _ bytes: Data, _ dialect: Dialect = Dialect(), named file: String
    ) throws(ProblemList) -> RewrittenTable? {
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
        let rows = ListedRows(
            file: file, header: header, texts: texts, line: { table.line(of: $0) }, reader: reader)
        return try made(rows) { column in
            texts[column].map { LabelCells.list(LabelCells.trimmed($0)) }
        }
    }

    /// The same of JSON, an object a row whose values are lists.
    static func table(json bytes: Data, named file: String) throws(ProblemList) -> RewrittenTable? {
        guard let plain = Packed.plain(bytes), let (records, areByID, lines) = LabelLists.records(plain), !areByID,
            let header = records.first?.map(\.key), records.allSatisfy({ $0.map(\.key) == header })
        else { return nil }
        let texts = header.indices.map { column in records.map { $0[column].value.plain ?? "" } }
        return try made(ListedRows(file: file, header: header, texts: texts, line: { lines[$0] })) { column in
            records.map { $0[column].value.elements?.compactMap(\.plain) }
        }
    }

    /// The table of columns, of which `lists` gives the list that each cell of one is.
    private static func made(_ rows: ListedRows, _ lists: (Int) -> [[String]?]) throws(ProblemList) -> RewrittenTable? {
        let header = rows.header
        // Names say more than the places of the same classes.
        let mayBeClasses = header.indices.filter { isNamed(header[$0], BestClasses.classNames) }.sorted {
            (stem(header[$0]) == "index" ? 1 : 0, $0) < (stem(header[$1]) == "index" ? 1 : 0, $1)
        }
        let mayBeScores = header.indices.filter { isNamed(header[$0], BestClasses.probabilityNames) }
        func listed(_ columns: [Int]) -> [(column: Int, lists: [[String]?])] {
            columns.map { (column: $0, lists: lists($0)) }.filter { isMost($0.lists.count { $0 != nil }, rows.count) }
        }
        let ofClasses = listed(mayBeClasses)
        guard let (classes, named) = ofClasses.first, let (scores, stated) = listed(mayBeScores).first,
            let width = usualCount(named), width > 1
        else { return nil }
        for (column, lists) in [(classes, named), (scores, stated)] {
            guard let row = lists.firstIndex(where: { $0?.contains("...") == true }) else { continue }
            throw ProblemList(rows.isCut(column, row))
        }
        let fits = zip(named, stated).count { $0?.count == width && $1.map { fall($0, width) } == true }
        guard isMost(fits, rows.count) else { return nil }
        let others = header.indices.filter { column in
            column != scores && !ofClasses.contains { $0.column == column }
        }
        let places = (0..<width).map(String.init)
        let names = [classes, scores].flatMap { column in places.map { stem(header[column]) + "_" + $0 } }
        // What is no list of that length stands in the first place as it is, and is refused there.
        func cells(_ column: Int, _ list: [String]?, _ row: Int) -> [String] {
            if let list, list.count == width { return list }
            let text = rows.texts[column][row]
            let given = text.isEmpty ? "[" + (list ?? []).joined(separator: ", ") + "]" : text
            return [given] + Array(repeating: "", count: width - 1)
        }
        var table = RewrittenTable(others.map { header[$0] } + names, from: rows.reader)
        // In lists a point stands before decimals, whatever does in the other cells.
        let hasComma = rows.reader?.hasDecimalComma == true
        for row in 0..<rows.count {
            let numbers = cells(scores, stated[row], row).map { hasComma ? $0.replacing(".", with: ",") : $0 }
            table.append(
                others.map { rows.texts[$0][row] } + cells(classes, named[row], row) + numbers, line: rows.line(row))
        }
        return table
    }

    /// Whether that many of all rows are as they are meant: all but a few, which are mistakes.
    private static func isMost(_ count: Int, _ all: Int) -> Bool { (all - count) * 10 <= all }

    /// How long most lists are; the shorter of two lengths that as many have.
    private static func usualCount(_ lists: [[String]?]) -> Int? {
        Dictionary(grouping: lists.compactMap { $0?.count }) { $0 }.map { (count: $0.value.count, length: $0.key) }
            .max { ($0.count, $1.length) < ($1.count, $0.length) }?.length
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
