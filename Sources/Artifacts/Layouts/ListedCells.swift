// Tables whose cells are lists, a row's best classes and their probabilities: what timm's inference writes with --topk. A list is
// one of Python, `['cat', 'dog']`, or of NumPy, `[207 208]`. They stand for the columns that others write: index_0, index_1 ...

import Columns
import Formats
import Foundation

/// Such a table as one with a column a place.
enum ListedCells {
    private static let classNames: Set<String> = [
        "label", "class", "index", "pred", "predicted", "prediction", "category", "name",
    ]
    private static let probabilityNames: Set<String> = ["prob", "probability", "score", "conf", "confidence"]
    /// Bytes that are looked at for a list before anything is parsed.
    private static let looked = 1 << 14

    /// The table, as CSV; `nil` unless classes and probabilities are lists of one length in every row, and probabilities fall and add up
    /// to no more than 1: those of several labels have other lengths, another order or a larger sum.
    static func table(_ bytes: Data, _ dialect: Dialect = Dialect()) -> Data? {
        guard let plain = Packed.plain(bytes), let end = plain.firstIndex(of: 0x0A),
            plain[end...].prefix(looked).contains(UInt8(ascii: "[")),
            let source = try? TextFile(bytes: plain, name: ""),
            let reader = try? TableReader(source, as: .csv(dialect))
        else { return nil }
        let header = reader.header
        guard let classes = header.firstIndex(where: { classNames.contains(stem($0)) }),
            let scores = header.firstIndex(where: { probabilityNames.contains(stem($0)) }),
            let table = try? reader.read({ _ in .text }), table.rows > 0
        else { return nil }
        let texts = table.columns.map { column -> [String] in
            guard case .text(let cells) = column else { return [] }
            return (0..<table.rows).map { cells[$0] }
        }
        guard let named = lists(texts[classes]), let stated = lists(texts[scores]), let width = named.first?.count,
            width > 1, zip(named, stated).allSatisfy({ $0.count == width && fall($1, width) })
        else { return nil }
        let others = header.indices.filter { $0 != classes && $0 != scores }
        let places = (0..<width).map(String.init)
        var lines = [
            CSVLine.text(
                others.map { header[$0] } + places.map { stem(header[classes]) + "_" + $0 }
                    + places.map { stem(header[scores]) + "_" + $0 })
        ]
        for row in 0..<table.rows {
            lines.append(CSVLine.text(others.map { texts[$0][row] } + named[row] + stated[row]))
        }
        return Data((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// A name as that of one class: `labels` as `label`.
    private static func stem(_ name: String) -> String {
        let plain = name.lowercased()
        let one = plain == "indices" ? "index" : plain == "probabilities" ? "probability" : String(plain.dropLast())
        return plain.hasSuffix("s") && (classNames.contains(one) || probabilityNames.contains(one)) ? one : plain
    }

    private static func fall(_ list: [String], _ width: Int) -> Bool {
        let numbers = list.compactMap { Double(decimal: $0) }
        // As many digits as are printed may be rounded up.
        return list.count == width && numbers.count == width && numbers.reduce(0, +) < 1.01
            && zip(numbers, numbers.dropFirst()).allSatisfy { $0 >= $1 }
    }

    /// The lists of cells; `nil` where one is none.
    private static func lists(_ cells: [String]) -> [[String]]? {
        var lists: [[String]] = []
        for cell in cells {
            guard let list = list(cell) else { return nil }
            lists.append(list)
        }
        return lists
    }

    private static func list(_ cell: String) -> [String]? {
        let text = Substring(cell).trimmingBlanks
        guard text.first == "[", text.last == "]" else { return nil }
        var (elements, element): ([String], String?) = ([], nil)
        var quote: Character?
        for sign in text.dropFirst().dropLast() {
            if let open = quote {
                if sign == open { quote = nil } else { element?.append(sign) }
            } else if sign == "'" || sign == "\"" {
                quote = sign
                element = element ?? ""
            } else if sign == "," || sign.isWhitespace {
                if let element { elements.append(element) }
                element = nil
            } else {
                element = (element ?? "") + String(sign)
            }
        }
        if let element { elements.append(element) }
        return quote == nil ? elements : nil
    }
}
