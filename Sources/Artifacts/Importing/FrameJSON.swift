// Tables that pandas writes as JSON by column, `{"image_id": ["a", "b"], "predicted": ["cat", "dog"]}`, by column and row,
// `{"image_id": {"0": "a"}, ...}`, or split, `{"columns": [...], "data": [[...]]}`.

import Columns
import Formats
import Foundation

/// Such a table as its rows.
enum FrameJSON {
    /// The table; `nil` for a file of another shape, or with lists or objects in its cells.
    static func table(_ plain: Data) -> RewrittenTable? {
        guard let rows = JSONTree(whole: plain)?.members.flatMap(rows), let header = rows.first?.map(\.key) else {
            return nil
        }
        var table = RewrittenTable(header)
        for (number, row) in rows.enumerated() {
            guard row.allSatisfy({ $0.value.elements == nil && $0.value.members == nil }) else { return nil }
            table.append(row.map { $0.value.plain ?? "" }, line: number + 1)
        }
        return table
    }

    /// The rows; `nil` for an object of another shape, and where no column names images and none what they show.
    private static func rows(_ members: [(key: String, value: JSONTree)]) -> [[(key: String, value: JSONTree)]]? {
        if let names = value("columns", members)?.elements?.compactMap(\.text),
            let data = value("data", members)?.elements
        {
            let rows = data.compactMap(\.elements)
            guard isOfImages(names), rows.count == data.count, rows.allSatisfy({ $0.count == names.count }) else {
                return nil
            }
            return rows.map { row in zip(names, row).map { (key: $0, value: $1) } }
        }
        guard isOfImages(members.map(\.key)) else { return nil }
        let columns = members.compactMap { $0.value.elements ?? inOrder($0.value, of: members[0].value) }
        guard columns.count == members.count, let count = columns.first?.count, count > 0,
            columns.allSatisfy({ $0.count == count })
        else { return nil }
        return (0..<count).map { row in zip(members, columns).map { (key: $0.key, value: $1[row]) } }
    }

    private static func value(_ key: String, _ members: [(key: String, value: JSONTree)]) -> JSONTree? {
        members.first { Name($0.key) == Name(key) }?.value
    }

    private static func isOfImages(_ names: [String]) -> Bool {
        guard let id = UsualColumns.name(of: "image_id", in: names, besides: []) else { return false }
        return ["predicted", "label"].contains {
            UsualColumns.name(of: $0, in: names, ofLists: true, besides: [id]) != nil
        } || names.contains { name in ClassColumns.sure.contains { $0.called(name) != nil } }
    }

    /// The values of a column that names its rows, which have to be those of the first column in its order.
    private static func inOrder(_ column: JSONTree, of first: JSONTree) -> [JSONTree]? {
        guard let own = column.members, let others = first.members, own.count == others.count,
            zip(own, others).allSatisfy({ Name($0.key) == Name($1.key) })
        else { return nil }
        return own.map(\.value)
    }
}
