import Columns
import Diagnostics
import Formats
import Foundation

/// The labels of images, from any table with the columns image_id and label; images may stand in it more than once.
public struct LabelList: Sendable {
    private let labels: [ItemID: Name]

    /// Reads the table at `path`. Throws what is wrong with it: two labels of one image among it.
    public init(at path: String, called name: String? = nil) throws(ProblemList) {
        let reader = try TableReader(contentsOf: URL(fileURLWithPath: path), name: name ?? path)
        var problems = ProblemList()
        for column in ["image_id", "label"] {
            if let fault = reader.fault(ofColumn: column) { problems.add(fault) }
        }
        try problems.throwIfAny()
        let table = try reader.read { $0 == "image_id" ? .text : $0 == "label" ? .category : .skipped }
        var labels: [ItemID: Name] = [:]
        if case .text(let ids)? = table.column("image_id"), case .category(let cells)? = table.column("label") {
            table.reportBlankIDs(ids, "image_id", &problems)
            let names = cells.values.map { Name($0) }
            var first: [ItemID: Int] = [:]
            for row in 0..<table.rows {
                let (id, label) = (ItemID(ids[row]), names[cells.codes[row]])
                if label.text.isEmpty { continue }
                if let before = labels[id], before != label {
                    problems.add(
                        ColumnTableError(
                            file: table.file, row: table.line(of: row), field: "label",
                            fault: .otherLabel(label.text, first: table.line(of: first[id] ?? 0))))
                    continue
                }
                if labels.updateValue(label, forKey: id) == nil { first[id] = row }
            }
        }
        try problems.throwIfAny()
        self.labels = labels
    }

    /// The label of an image; `nil` where there is none.
    public subscript(id: ItemID) -> Name? { labels[id] }
}
