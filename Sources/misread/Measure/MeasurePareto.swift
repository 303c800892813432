import ArgumentParser
import Artifacts
import Columns
import Diagnostics
import Findings
import Formats
import Record

/// `misread measure pareto`: what no other version or node beats in everything.
struct MeasurePareto: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pareto",
        abstract: "Find the versions or nodes that no other beats in every objective.",
        discussion: """
            TABLE has a row for each image and point, or one for each point. An objective is a column and what is better, \
            min or max: its mean over the point's rows, or a quantile written column@p99. non_dominated_share says in which \
            share of 200 resampled tables no other point is at least as good in everything and better in something; rows of \
            one unit, such as an image that every node has seen, are resampled together.
            """)

    @Argument(help: "The table: CSV, JSON Lines, Parquet or a folder of NPY columns.", completion: .file())
    var table: String

    @Option(help: ArgumentHelp("What is wanted: error:min,latency_ms@p99:min.", valueName: "column:min|max,..."))
    var objectives: String

    @Option(help: "The column that names the points.")
    var by = "node"

    @Option(help: "The column that says which rows belong together (default: each row by itself).")
    var unit: String?

    @Option(help: "Threads to read with; the output does not depend on it (default: all cores).")
    var threads: Int?

    /// An objective as it is written.
    private struct Wanted {
        let text: String
        let column: String
        let quantile: Double?
        let isLargerBetter: Bool

        init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
            guard parts.count == 2, ["min", "max"].contains(parts[1]) else { return nil }
            let named = parts[0].split(separator: "@", omittingEmptySubsequences: false).map { String($0) }
            guard let column = named.first, !column.isEmpty, named.count < 3 else { return nil }
            if named.count == 2 {
                guard named[1].hasPrefix("p"), let percent = Double(named[1].dropFirst()), percent > 0, percent < 100
                else { return nil }
                quantile = percent / 100
            } else {
                quantile = nil
            }
            self.text = parts[0]
            self.column = column
            isLargerBetter = parts[1] == "max"
        }
    }

    private func wanted() throws -> [Wanted] {
        try objectives.split(separator: ",").map { text in
            guard let wanted = Wanted(String(text)) else {
                throw ValidationError(
                    "--objectives \(text): a column, : and min or max expected, as in latency_ms@p99:min")
            }
            return wanted
        }
    }

    func validate() throws {
        try OptionRange.check("threads", threads, OptionRange.threads)
        if try wanted().isEmpty { throw ValidationError("--objectives: at least one expected") }
    }

    func run() throws {
        try Outcome.give(Outcome.of { try report() }.text() + "\n")
    }

    /// Reads the table and compares its points.
    func report() throws -> JSONValue {
        let wanted = try wanted()
        let read = try ColumnTable(
            at: table, columns: [by] + [unit].compactMap { $0 } + wanted.map(\.column), cache: .standard,
            threads: threads ?? TableReader.processors)
        guard let points = read.column(by)?.coded(by: .quantiles(5), whole: .areCategories) else { return .null }
        let units = unit.flatMap { read.column($0)?.rowUnits } ?? (0..<read.rows).map { UInt64($0) }
        let found = TradeOffs(
            of: points,
            try wanted.compactMap { want in
                try read.column(want.column).map {
                    TradeOffs.Objective(
                        name: want.text, values: try read.numbers(of: $0).values, quantile: want.quantile,
                        isLargerBetter: want.isLargerBetter)
                }
            }, units: units)
        return .object([
            ("by", .string(by)), ("objectives", .array(wanted.map { .string($0.text) })),
            (
                "points",
                .array(
                    found.points.map { point in
                        .object([
                            (by, .string(point.name.text)), ("n", .integer(point.rows)),
                            (
                                "objectives",
                                .object(
                                    zip(wanted, point.objectives).map { want, found in
                                        (
                                            want.text,
                                            .object([
                                                ("value", .number(found.value)),
                                                ("ci_low", found.interval.map { .number($0.low) } ?? .null),
                                                ("ci_high", found.interval.map { .number($0.high) } ?? .null),
                                            ])
                                        )
                                    })
                            ), ("non_dominated", .bool(point.isNonDominated)),
                            ("non_dominated_share", point.share.map { .number($0) } ?? .null),
                        ])
                    })
            ),
        ])
    }
}
