import ArgumentParser
import Artifacts
import Columns
import Diagnostics
import Formats
import Tallies

/// A table with a column of errors and lists of columns, as `measure nodes` and its like are given.
struct CauseTable {
    /// The columns of each list, as categories.
    let columns: [[CodedColumn]]
    /// The error of each row.
    let errors: [Bool]
    /// What rows belong to.
    let units: [UInt64]?
    /// The columns that were asked for as numbers, in the order given.
    let numbers: [NumericColumn]

    /// Reads the table at `path`; `lists` are the lists of columns, separated by commas, each with the option that gives it.
    /// Columns of numbers are cut at their quintiles, or where those of the other table were.
    init(
        _ path: String, _ lists: [(option: String, names: String)], error: String, unit: String?, threads: Int?,
        cutAs other: CauseTable? = nil, numbers: [String] = []
    ) throws {
        let split = lists.map { list in list.names.split(separator: ",").map { String($0) } }
        var purposes: [Name: String] = [Name(error): "--error"]
        if let unit { try Self.claim(unit, "--unit", &purposes) }
        for (names, list) in zip(split, lists) {
            for name in names { try Self.claim(name, list.option, &purposes) }
        }
        let read = try ColumnTable(
            at: path, columns: [error] + [unit].compactMap { $0 } + split.flatMap { $0 } + numbers, cache: .standard,
            threads: threads ?? TableReader.processors)
        errors = try read.errors(error)
        self.numbers = try numbers.compactMap { name in try read.column(name).map { try read.numbers(of: $0) } }
        columns = try split.enumerated().map { list, names in
            try names.enumerated().compactMap { place, name in
                guard let column = read.column(name) else { return nil }
                guard let cut = other?.columns[list][place].cut else {
                    return column.coded(by: .quantiles(5), whole: .areCategories)
                }
                return cut.categories(of: try read.numbers(of: column))
            }
        }
        let units = unit.flatMap { read.column($0) }
        if case .coded(let column)? = units, let (first, second, row) = column.unitCollision {
            throw WorkspaceError(
                read.name, row: read.line(of: row), field: column.name.text, .sameHash(first.text, second.text))
        }
        self.units = units?.rowUnits
    }

    /// The columns of an option; usage where there is none.
    static func check(_ option: String, _ names: String) throws {
        if names.split(separator: ",").isEmpty { throw ValidationError("\(option): at least one column expected") }
    }

    /// A column has one purpose; but a unit may be matched too, so that each unit is a stratum.
    private static func claim(_ name: String, _ option: String, _ purposes: inout [Name: String]) throws(CauseFault) {
        if let before = purposes[Name(name)], !(before == "--unit" && option == "--match") {
            throw .givenTwice(name, first: before, second: option)
        }
        purposes[Name(name)] = option
    }
}
