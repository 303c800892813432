import ArgumentParser
import Artifacts
import Columns
import Diagnostics
import Dispatch
import Files
import Foundation
import Record
import Tallies

/// `misread measure slices`: failing slices of one table, as JSON.
struct MeasureSlices: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slices",
        abstract: "Find the slices of a table on which errors gather.",
        discussion: """
            TABLE is CSV, JSON Lines, Parquet or a folder of NPY columns. Columns of whole numbers and of text are \
            categories; columns of numbers with fractions are cut at their quintiles first (see --buckets).

            --score sliceline ranks by SliceLine's score, exactly. --score excess finds slices on one half of the data \
            by standardised excess error over the whole and every parent, takes the rows of each out before it looks \
            for the next, stops where chance begins, and confirms on the other half.

            A table with one row that cannot be read is refused as a whole, with the file, row and field of the first \
            20. An empty cell is the category "missing"; how many there are is printed for each column.

            For each slice: size, errors and mean_error with an interval, share_of_rows and share_of_errors, the \
            worst_parent and the excess over it, what each condition brings of the rate over that of all rows \
            (shapley), and the errors that would be saved at the worst parent's rate, at least.

            With --tally the counts of all values and pairs of values are kept in a file, and the slices printed are \
            those of one or two conditions. Tallies of parts of a table, counted anywhere, are added up by \
            `misread measure tallies`.
            """)

    @Argument(help: "The table.", completion: .file())
    var table: String

    @Option(help: "The column that says what went wrong: 0 or 1, or a loss of at least 0.")
    var error: String

    @Option(help: "What ranks slices: sliceline or excess.")
    var score = SliceScore.sliceline

    @Option(help: "SliceLine's weight of error against size, above 0 and at most 1.")
    var alpha = 0.95

    @Option(help: "Fewest rows of a slice (default: one row in 100 for sliceline, in 10,000 for excess, at least 20).")
    var minSupport: Int?

    @Option(help: "Most attributes in one slice, 1 to 6.")
    var maxDepth = 3

    @Option(help: "Most slices to print.")
    var top = 10

    @Option(help: "Columns to slice by, separated by commas (default: all but the error and the unit).")
    var attributes: String?

    @Option(
        name: .customLong("validate"),
        help: "Share of the data kept for confirming what was found (default: half for excess, none for sliceline).")
    var validationShare: Double?

    @Option(help: "The column that says which rows belong together: a video, a camera, a patient.")
    var unit: String?

    @Option(help: "Buckets of equally many rows that a column of numbers is cut into.")
    var buckets = 5

    @Option(
        help: ArgumentHelp(
            "Cut a column of numbers at these values instead: blur=0.5,1.5. May be repeated.", valueName: "column=cuts")
    )
    var edges: [String] = []

    @Option(help: "Permutations behind the threshold of excess: 19 or more, or 0 to rank without one.")
    var permutations: Int?

    @Option(help: "Count in this many shards, each with dictionaries of its own, and add them up out of order.")
    var shards = 1

    @Option(help: "Write the counts to this file, for `misread measure tallies`.", completion: .file())
    var tally: String?

    @Option(help: "No loss passes this; tallies of losses other than 0 and 1 are added when they share it.")
    var largestLoss: Double?

    @Flag(inversion: .prefixedNo, help: "Keep what was read from big files as columns, so that it is read once.")
    var cache = true

    @Option(help: "Threads; the output does not depend on it (default: all cores).")
    var threads: Int?

    func validate() throws {
        try OptionRange.check("alpha", alpha, "a number above 0 and at most 1") { $0 > 0 && $0 <= 1 }
        try OptionRange.check("min-support", minSupport, OptionRange.support)
        try OptionRange.check("max-depth", maxDepth, 1...6)
        try OptionRange.check("top", top, OptionRange.listed)
        try OptionRange.check("validate", validationShare, "a fraction from 0 to below 1") { $0 >= 0 && $0 < 1 }
        try OptionRange.check("buckets", buckets, OptionRange.buckets)
        if permutations != 0 { try OptionRange.check("permutations", permutations, 19...10_000) }
        try OptionRange.check("shards", shards, OptionRange.shards)
        try OptionRange.check("largest-loss", largestLoss, "a finite number above 0") { $0 > 0 && $0.isFinite }
        try OptionRange.check("threads", threads, OptionRange.threads)
        do {
            _ = try SliceInput.edges(edges)
        } catch {
            throw ValidationError("--" + error.problem.summary)
        }
    }

    func run() throws {
        try Outcome.give(Outcome.of { try report() }.json.text() + "\n")
    }

    /// Reads the table and searches it.
    func report() throws -> SliceReport {
        let input = try SliceInput(self)
        var settings = SliceSettings()
        settings.score = score
        settings.alpha = alpha
        settings.minSupport = minSupport
        settings.maxDepth = maxDepth
        settings.top = top
        settings.validate = validationShare
        settings.permutations = permutations
        settings.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        // Out of order on purpose: the answer must not depend on it.
        if let tally { return try report(keeping: tally, input, settings) }
        let parts = shards == 1 ? [input.table] : Array(input.table.shards(shards).reversed())
        return SliceReport(
            findings: try SliceFindings(of: parts, settings), columns: input.table.columns, missing: input.missing)
    }

    private func report(keeping file: String, _ input: SliceInput, _ given: SliceSettings) throws -> SliceReport {
        guard input.table.losses.scale == nil || largestLoss != nil else { throw SliceError.tallyNeedsScale }
        var settings = given
        settings.maxDepth = min(2, given.maxDepth)
        try OutputFile.check(file, besides: [table])
        let counts = try SliceTally(input.table, threads: settings.threads)
        let report = SliceReport(
            findings: try SliceFindings(of: counts, settings), columns: input.table.columns, missing: input.missing)
        try OutputFile.write(Array(counts.bytes), to: file)
        return report
    }
}

extension SliceScore: ExpressibleByArgument {}
