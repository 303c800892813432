import ArgumentParser
import Artifacts
import Columns
import Diagnostics
import Findings
import Record
import Tallies

/// `misread measure decomposition`: how an error rate changed between two windows, and by what.
struct MeasureDecomposition: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decomposition",
        abstract: "Split a change of the error rate into change of mix and change within cells.",
        discussion: """
            REFERENCE and CURRENT are tables of two windows: CSV, JSON Lines, Parquet or folders of NPY columns. The change of \
            the error rate is that of the mix of the values of --by, at the mean of both windows' rates, and that of the \
            rates within them, at the mean of both shares (Kitagawa 1955). What values of one window alone contribute is \
            "unmatched". The three add up to the total. Columns with fractions are cut at the reference's quintiles.

            Each number has a 95 % bootstrap interval, _ci_low and _ci_high; null where resampling shows no variation.
            """)

    @Argument(help: "The window before.", completion: .file())
    var reference: String

    @Argument(help: "The window after.", completion: .file())
    var current: String

    @Option(help: "The columns whose values are the cells, separated by commas.")
    var by: String

    @Option(help: "The column that is 1 for an error and 0 for none.")
    var error: String

    @Option(help: "The column that says which rows belong together.")
    var unit: String?

    @Option(help: "Threads to read with; the output does not depend on it (default: all cores).")
    var threads: Int?

    func validate() throws {
        try OptionRange.check("threads", threads, OptionRange.threads)
        try CauseTable.check("--by", by)
    }

    func run() throws {
        try Outcome.give(Outcome.of { try report() }.json.text() + "\n")
    }

    /// Reads both tables and decomposes the change between them.
    func report() throws -> DecompositionReport {
        let before = try CauseTable(reference, [("--by", by)], error: error, unit: unit, threads: threads)
        let now = try CauseTable(
            current, [("--by", by)], error: error, unit: unit, threads: threads, cutAs: before)
        let windows = try [before, now].map {
            try FactorCells(factors: [], attributes: $0.columns[0], errors: $0.errors, units: $0.units)
        }
        guard let found = RateDecomposition(reference: windows[0], current: windows[1]) else {
            throw SliceError.noRows
        }
        return DecompositionReport(
            names: before.columns[0].map(\.name), reference: windows[0], current: windows[1], found: found)
    }
}
