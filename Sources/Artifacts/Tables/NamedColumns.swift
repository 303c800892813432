import Columns
import Diagnostics
import Foundation

extension ColumnTable {
    /// The columns of these names, of the table at `path`, in the order of the file. Every name that no column has is told.
    public init(
        at path: String, columns names: [String], cache: ColumnCache? = nil, threads: Int
    ) throws(ProblemList) {
        let name = path.split(separator: "/").last.map { String($0) } ?? path
        var present: [String] = []
        let table = try ColumnTable(
            contentsOf: URL(fileURLWithPath: path), name: name, cache: cache, threads: threads
        ) { column in
            present.append(column)
            return names.contains { Name($0) == Name(column) }
        }
        var problems = ProblemList()
        var told: Set<Name> = []
        for wanted in names where table.column(wanted) == nil && told.insert(Name(wanted)).inserted {
            problems.add(
                ColumnTableError(file: name, fault: .noColumn(wanted, nearest: nearestName(to: wanted, in: present))))
        }
        try problems.throwIfAny()
        self = table
    }

    /// A column of errors, each 0 or 1. Every row that has neither is told, with its place. Precondition: it is there.
    public func errors(_ name: String) throws(ProblemList) -> [Bool] {
        if case .coded(let column)? = column(name) {
            let codes = column.categories.map(Self.error)
            if !codes.contains(where: { $0 < 0 }) { return column.codes.looked(up: codes.map { $0 == 1 }) }
        }
        let numbers: [Int32]
        let text: (Int) -> String
        switch column(name) {
        case .coded(let column):
            numbers = column.codes.looked(up: column.categories.map(Self.error))
            text = { row in column.category(of: row) == CodedColumn.missing ? "" : column.category(of: row).text }
        case .numeric(let column):
            numbers = column.values.map { $0 == 0 ? 0 : $0 == 1 ? 1 : -1 }
            text = { row in column[row].isNaN ? "" : "\(column[row])" }
        case nil: preconditionFailure("the column \(name) was asked for")
        }
        var problems = ProblemList()
        for (row, number) in numbers.enumerated() where number < 0 {
            problems.add(
                ColumnTableError(
                    file: self.name, row: line(of: row), field: name, fault: .notAnError(text(row))))
        }
        try problems.throwIfAny()
        return numbers.map { $0 == 1 }
    }

    private static func error(_ category: Name) -> Int32 {
        switch category.text {
        case "0", "false", "False", "FALSE": 0
        case "1", "true", "True", "TRUE": 1
        default: -1
        }
    }
}
