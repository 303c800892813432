import Columns
import Diagnostics

/// Attributes that tell the label of every row: copies of it under another name.
enum LabelLeak {
    /// Fewest rows that are judged.
    private static let fewestRows = 20

    /// What is said of such attributes; `nil` where there are none.
    static func remark(_ attributes: [Column], _ labels: [Int32], file: String) -> Problem? {
        guard labels.count >= fewestRows, Set(labels.filter { $0 >= 0 }).count > 1 else { return nil }
        let leaks = attributes.filter { tells($0, labels) }
        guard !leaks.isEmpty else { return nil }
        let names = leaks.map(\.name.text).joined(separator: ", ")
        return Problem(
            .warning, at: Place(file: file),
            "\(names) \(leaks.count == 1 ? "tells" : "tell") the label of every row",
            suggestion: "is it a copy of the label? a slice by it is a slice by class: leave it out")
    }

    /// Whether each value goes with one label alone, and values are few enough that this is no chance.
    private static func tells(_ column: Column, _ labels: [Int32]) -> Bool {
        var labelOf: [Double: Int32] = [:]
        let values: (Int) -> Double? =
            switch column {
            case .coded(let column):
                { column.categories[Int(column.codes[$0])] == CodedColumn.missing ? nil : Double(column.codes[$0]) }
            case .numeric(let column): { column.values[$0].isNaN ? nil : column.values[$0] }
            }
        var rows = 0
        for (row, label) in labels.enumerated() where label >= 0 {
            guard let value = values(row) else { return false }
            rows += 1
            if let known = labelOf[value], known != label { return false }
            labelOf[value] = label
            if labelOf.count * 4 > labels.count { return false }
        }
        return rows > 0 && labelOf.count > 1
    }
}
