import ArgumentParser
import Artifacts
import Columns
import Diagnostics
import Findings
import Record
import Tallies

/// `misread measure nodes`: which levels of a factor err more than all others at the same mix.
struct MeasureNodes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nodes",
        abstract: "Compare the nodes of a table at the same mix of images.",
        discussion: """
            Each level of --level against all others, over the strata of --match: Mantel and Haenszel's difference of error \
            rates with the standard error of Greenland and Robins, Cochran, Mantel and Haenszel's test, two-sided, and \
            Benjamini and Hochberg's correction over all levels. Columns with fractions are cut at their quintiles. Of \
            strata that a level does not share with any other, no row counts; a level that shares fewer than half of its \
            rows is not compared.

            "published" lists what is significantly worse: the worst first, then, without its rows, the next. "in" says \
            where its effect lives, when it does not live everywhere. "mix" marks a level whose raw difference is \
            significant and whose matched one is not. Levels of several columns (--level node,site) that are the same \
            rows are one, with its aliases.

            With --latency the median, the 95th and the 99th percentile of each level have intervals from order statistics, \
            which are null where there are too few rows for one.

            With --unit, rows that share a value of that column (an image replayed on several nodes, a camera) are one \
            piece of evidence: the standard error is a sandwich over units, and the p-value the larger of that of the \
            score and that of a permutation of units.
            """)

    @Argument(help: "The table: CSV, JSON Lines, Parquet or a folder of NPY columns.", completion: .file())
    var table: String

    @Option(help: "The column whose levels are compared; several are separated by commas.")
    var level: String

    @Option(help: "The column that is 1 for an error and 0 for none.")
    var error: String

    @Option(help: "The columns to match, separated by commas.")
    var match: String

    @Option(help: "The column that says which rows belong together.")
    var unit: String?

    @Option(help: "Columns of latencies, separated by commas: median, p95 and p99 of each level.")
    var latency: String?

    @Option(help: "Threads to read with; the output does not depend on it (default: all cores).")
    var threads: Int?

    func validate() throws {
        try OptionRange.check("threads", threads, OptionRange.threads)
        try CauseTable.check("--level", level)
        try CauseTable.check("--match", match)
    }

    func run() throws {
        try Outcome.give(Outcome.of { try report() }.json.text() + "\n")
    }

    /// Reads the table and compares its levels.
    func report() throws -> NodesReport {
        let input = try CauseTable(
            table, [("--level", level), ("--match", match)], error: error, unit: unit, threads: threads,
            numbers: latency?.split(separator: ",").map { String($0) } ?? [])
        let cells = try FactorCells(
            factors: input.columns[0], attributes: input.columns[1], errors: input.errors, units: input.units)
        return NodesReport(
            cells: cells, found: try LevelComparison(cells),
            latencies: input.numbers.map { LevelQuantiles($0, by: input.columns[0]) })
    }
}
