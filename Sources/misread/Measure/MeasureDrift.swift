import ArgumentParser
import Artifacts
import Columns
import Findings
import Formats
import Foundation

/// `misread measure drift`: which columns of a table are not distributed as those of a reference.
struct MeasureDrift: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Compare the columns of a current table with those of a reference.",
        discussion: """
            Both tables are CSV, JSON Lines, Parquet or a folder of NPY columns. Text, and whole numbers of at most 20 \
            values, are categories; other numbers are numbers. Columns in which almost every value stands once, as in \
            an id, and columns that one table lacks, are listed as skipped.

            values holds distances and tests as peers define them. columns holds what is called drift: an effect \
            (Wasserstein distance in standard deviations of the reference, or total variation) with its interval, the \
            null_high that it stays below in 95 of 100 samples drawn from the reference itself, and p corrected over \
            all tests (Benjamini and Hochberg). Missing cells and values that the reference does not have are tested \
            apart. cuts are the reference's deciles, to be kept.
            """)

    @Argument(help: "The table that was there before.", completion: .file())
    var reference: String

    @Argument(help: "The table to compare with it.", completion: .file())
    var current: String

    @Option(help: "Columns to compare, separated by commas (default: all that both have).")
    var columns: String?

    @Option(help: "Drift needs a corrected p of at most this.")
    var level = 0.05

    @Option(help: "Drift of numbers needs at least this distance, in standard deviations of the reference.")
    var leastDistance = 0.1

    @Option(help: "Drift of categories, missing cells and unseen values needs at least this change of a share.")
    var leastShare = 0.02

    @Option(help: "Threads; the output does not depend on it (default: all cores).")
    var threads: Int?

    func validate() throws {
        try OptionRange.check("level", level, "a number above 0 and below 1") { $0 > 0 && $0 < 1 }
        try OptionRange.check("least-distance", leastDistance, "a finite number of at least 0") {
            $0 >= 0 && $0.isFinite
        }
        try OptionRange.check("least-share", leastShare, "a number from 0 to 1") { $0 >= 0 && $0 <= 1 }
        try OptionRange.check("threads", threads, OptionRange.threads)
    }

    func run() throws {
        try Outcome.give(Outcome.of { try report() }.json.text() + "\n")
    }

    /// Reads both tables and compares them.
    func report() throws -> DriftReport {
        var settings = DriftSettings()
        settings.level = level
        settings.leastDistance = leastDistance
        settings.leastShare = leastShare
        settings.columns = columns.map { $0.split(separator: ",").map { String($0) } }
        return DriftReport(
            found: try TableDrift(reference: try table(reference), current: try table(current), settings))
    }

    private func table(_ path: String) throws -> ColumnTable {
        let name = path.split(separator: "/").last.map { String($0) } ?? path
        return try ColumnTable(
            contentsOf: URL(fileURLWithPath: path), name: name, threads: threads ?? TableReader.processors)
    }
}
