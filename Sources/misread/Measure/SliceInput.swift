import Artifacts
import Columns
import Diagnostics
import Formats
import Foundation
import Tallies

/// The table that `misread measure slices` was given, ready to be searched.
struct SliceInput {
    let table: SliceTable
    /// Cells without a value, by column, where there are any.
    let missing: [(column: String, cells: Int)]

    init(_ command: MeasureSlices) throws {
        let edges = try Self.edges(command.edges)
        let named = command.attributes.map { $0.split(separator: ",").map { String($0) } }
        let name = command.table.split(separator: "/").last.map { String($0) } ?? command.table
        var present: [String] = []
        let read = try ColumnTable(
            contentsOf: URL(fileURLWithPath: command.table), name: name, cache: command.cache ? .standard : nil,
            threads: command.threads ?? TableReader.processors
        ) { column in
            present.append(column)
            return named.map {
                $0.contains(column) || column == command.error || column == command.unit || edges[column] != nil
            } ?? true
        }
        for wanted in [command.error] + [command.unit].compactMap({ $0 }) + (named ?? []) + edges.keys.sorted()
        where read.column(wanted) == nil {
            let nearest = nearestName(to: wanted, in: present)
            throw Problem(
                at: Place(file: name), "there is no column \(wanted)",
                suggestion: nearest.map { "did you mean \($0)?" }
                    ?? "the columns are \(present.prefix(20).joined(separator: ", "))")
        }
        let unit = command.unit.flatMap { read.column($0) }
        if case .coded(let units)? = unit, let (first, second, row) = units.unitCollision {
            throw WorkspaceError(
                name, row: read.line(of: row), field: units.name.text, .sameHash(first.text, second.text))
        }
        let attributes = read.columns.filter { column in
            let name = column.name.text
            return name != command.error && name != command.unit && named.map { $0.contains(name) } ?? true
        }
        let columns = try attributes.map { column in
            let given = edges[column.name.text]
            return try (given == nil ? column : .numeric(read.numbers(of: column)))
                .coded(by: given.map { .cuts($0) } ?? .quantiles(command.buckets), whole: .areCategories)
        }
        missing = read.columns.filter { $0.name != Name(command.error) }.compactMap { column in
            let cells = column.missing
            return cells > 0 ? (column.name.text, cells) : nil
        }
        table = try SliceTable(
            columns: columns,
            losses: read.losses(command.error, scale: command.largestLoss.map { LossScale.shared(largest: $0) }),
            units: unit?.rowUnits)
    }

    /// `blur=0.5,1.5` as cut points by column.
    static func edges(_ options: [String]) throws(SliceError) -> [String: [Double]] {
        var edges: [String: [Double]] = [:]
        for option in options {
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let cuts = parts.count == 2 ? parts[1].split(separator: ",").map { Double($0) } : []
            let numbers = cuts.compactMap { $0 }.filter(\.isFinite)
            guard !numbers.isEmpty, numbers.count == cuts.count,
                zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 })
            else {
                throw SliceError.badSetting(
                    name: "edges", value: option, expected: "a column, = and ascending numbers, as in blur=0.5,1.5")
            }
            edges[String(parts[0])] = numbers
        }
        return edges
    }
}
