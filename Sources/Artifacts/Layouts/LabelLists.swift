// JSON whose values are lists or objects, as multi-label models and annotation tools write it: `"labels": ["cat", "dog"]`,
// `"scores": {"cat": 0.9, "dog": 0.2}`, `"scores": [0.9, 0.2]`, or `{"image": {...}}`.

import Columns
import Formats
import Foundation

/// Such a file as a table.
enum LabelLists {
    /// What stands between the elements of a list in a cell: a character that no name holds.
    static let separator: Character = "\u{1F}"

    /// A cell as it is written again: a list of JSON as one.
    static func listed(_ cell: String) -> String {
        cell.contains(separator) ? text(cell.split(separator: separator).map(String.init)) : cell
    }

    /// Labels as one cell: separated by semicolons, or a list of JSON where a name holds what separates.
    static func cell(_ labels: [String]) -> String {
        let isPlain = labels.allSatisfy { $0.allSatisfy { $0.isLetter || $0.isNumber || "_-. ".contains($0) } }
        return isPlain ? labels.joined(separator: ";") : text(labels)
    }

    private static func text(_ labels: [String]) -> String {
        "[" + labels.map { "\"" + $0.replacing("\"", with: "'") + "\"" }.joined(separator: ", ") + "]"
    }

    private static let scoreKeys = [
        "scores", "score", "probabilities", "probability", "probs", "prob", "logits", "confidences", "confidence",
        "outputs", "output",
    ]

    /// The table that the file stands for; `nil` for a file without a list or object in a value.
    static func table(_ bytes: Data) -> RewrittenTable? {
        guard let plain = Packed.plain(bytes),
            let first = plain.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else { return nil }
        guard let (records, areByID, lines) = records(plain),
            areByID || records.contains(where: { $0.contains { !isPlain($0.value) } })
        else { return nil }
        var header: [String] = []
        var seen: Set<Name> = []
        var rows: [[Name: String]] = []
        for record in records {
            let found = record.map { flat($0.key, $0.value) }
            // Objects that name no label are of something else. Where a row has no others, whoever reads rows says so.
            let areRead = zip(record, found).filter { !isPlain($0.0.value) }.map { $0.1 != nil }
            guard areRead.isEmpty || areRead.contains(true) else { return nil }
            let cells = found.compactMap(\.self).joined()
            for (key, _) in cells where seen.insert(Name(key)).inserted { header.append(key) }
            rows.append(Dictionary(cells.map { (Name($0.key), $0.text) }, uniquingKeysWith: { first, _ in first }))
        }
        var table = RewrittenTable(header)
        for (row, line) in zip(rows, lines) { table.append(header.map { row[Name($0)] ?? "" }, line: line) }
        return table
    }

    /// Whether each object has one value that holds others, and that is an object of scores: `"scores": {"cat": 0.9, "dog": 0.1}`.
    static func holdScores(_ bytes: Data) -> Bool {
        guard let plain = Packed.plain(bytes), let (records, areByID, _) = records(plain), !areByID, !records.isEmpty
        else {
            return false
        }
        return records.allSatisfy { record in
            let holders = record.filter { !isPlain($0.value) }
            guard holders.count == 1, let members = holders[0].value.members, members.count > 1 else { return false }
            return scoreKeys.contains(holders[0].key.lowercased()) && members.allSatisfy { $0.value.number != nil }
        }
    }

    /// The objects of an array, of lines, or of an object whose keys are the ids, and the line or the place of each, from 1.
    static func records(
        _ plain: Data
    ) -> (records: [[(key: String, value: JSONTree)]], areByID: Bool, lines: [Int])? {
        if let tree = JSONTree(whole: plain) {
            if let elements = tree.elements {
                let members = elements.compactMap(\.members)
                return members.count == elements.count ? (members, false, Array(1...max(1, members.count))) : nil
            }
            guard let members = tree.members else { return nil }
            // A list of objects that name no label is of something else: "samples", "annotations".
            let isOfLabels = members.allSatisfy { member in
                member.value.elements?.allSatisfy { isPlain($0) || $0["label"] != nil } ?? true
            }
            guard isOfLabels else { return nil }
            // One line of JSON Lines is an object of its own.
            if members.contains(where: { $0.value.plain != nil }) { return ([members], false, [1]) }
            let key = areProbabilities(members.map(\.value)) ? "scores" : "labels"
            let records = members.map { id, value in
                [(key: "image_id", value: JSONTree.text(id))] + (value.members ?? [(key, value)])
            }
            return (records, true, Array(1...max(1, records.count)))
        }
        var records: [[(key: String, value: JSONTree)]] = []
        var lines: [Int] = []
        for (place, line) in plain.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
        where line.contains(where: { $0 > 0x20 }) {
            guard let members = JSONTree(whole: Data(line))?.members else { return nil }
            records.append(members)
            lines.append(place + 1)
        }
        return (records, false, lines)
    }

    /// Whether values are lists of as many numbers each, and no places of labels: some have a fraction.
    private static func areProbabilities(_ values: [JSONTree]) -> Bool {
        let lists = values.map { ($0.elements ?? []).compactMap(\.number) }
        guard let width = lists.first?.count, width > 1, lists.allSatisfy({ $0.count == width }) else { return false }
        return zip(values, lists).allSatisfy { $0.elements?.count == $1.count }
            && lists.contains { $0.contains { $0 != $0.rounded() } }
    }

    private static func isPlain(_ tree: JSONTree) -> Bool {
        switch tree {
        case .list, .object: false
        default: true
        }
    }

    /// The cells of a value: one for a plain value and a list of names, one an element for scores; `nil` for what names nothing.
    private static func flat(_ key: String, _ value: JSONTree) -> [(key: String, text: String)]? {
        if let members = value.members {
            // One label with its score: {"label": "cat", "confidence": 0.9}.
            if !scoreKeys.contains(key.lowercased()), let found = ScoredLabel(value) {
                return [(key, found.label)] + (found.score.map { [("confidence", $0)] } ?? [])
            }
            var cells: [(key: String, text: String)] = []
            for (name, score) in members {
                let inner = isPlain(score) ? score : scoreKeys.lazy.compactMap { score[$0] }.first
                guard let inner, isPlain(inner) else { return nil }
                cells.append(("p_" + name, inner.plain ?? ""))
            }
            return cells
        }
        guard let elements = value.elements else { return [(key, value.plain ?? "")] }
        let found = elements.map(ScoredLabel.init)
        let scored = found.compactMap { one in one?.score.map { score in ("p_" + (one?.label ?? ""), score) } }
        if !scored.isEmpty, scored.count == elements.count { return scored }
        let texts = zip(elements, found).map { isPlain($0) ? $0.plain ?? "" : $1?.label }
        guard texts.allSatisfy({ $0 != nil }) else { return nil }
        let names = texts.compactMap(\.self)
        let isScores = scoreKeys.contains(key.lowercased()) && elements.allSatisfy { $0.number != nil }
        if isScores { return names.enumerated().map { ("p_\($0.offset)", $0.element) } }
        // A list of one needs the separator too: it is a list, whatever the name in it holds.
        return [(key, names.joined(separator: String(separator)) + (names.count == 1 ? String(separator) : ""))]
    }
}
