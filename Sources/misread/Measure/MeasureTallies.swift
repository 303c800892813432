import ArgumentParser
import Artifacts
import Diagnostics
import Files
import Foundation
import Record
import Tallies

/// `misread measure tallies`: slices of a table whose parts were counted apart, as JSON.
struct MeasureTallies: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tallies",
        abstract: "Add up tallies of slices and find the slices on which errors gather.",
        discussion: """
            TALLY is a file that `misread measure slices --tally` wrote for a part of a table. Parts in any order and \
            number, with any categories, give what counting the whole table gives, to the last bit: slices of one or \
            two conditions by SliceLine's score. Finding longer ones, and confirming on the other half, needs rows.
            """)

    @Argument(help: "The tallies.", completion: .file())
    var tallies: [String]

    @Option(help: "SliceLine's weight of error against size, above 0 and at most 1.")
    var alpha = 0.95

    @Option(help: "Fewest rows of a slice (default: one row in 100, at least 20).")
    var minSupport: Int?

    @Option(help: "Most attributes in one slice, 1 or 2.")
    var maxDepth = 2

    @Option(help: "Most slices to print.")
    var top = 10

    @Option(help: "Write the sum to this file.", completion: .file())
    var tally: String?

    func validate() throws {
        try OptionRange.check("alpha", alpha, "a number above 0 and at most 1") { $0 > 0 && $0 <= 1 }
        try OptionRange.check("min-support", minSupport, OptionRange.support)
        try OptionRange.check("max-depth", maxDepth, 1...2)
        try OptionRange.check("top", top, OptionRange.listed)
    }

    func run() throws {
        try Outcome.give(Outcome.of { try report() }.json.text() + "\n")
    }

    /// Adds the tallies up and searches the sum.
    func report() throws -> SliceReport {
        var sum: SliceTally?
        for path in tallies {
            let part = try Self.read(path)
            guard var soFar = sum else {
                sum = part
                continue
            }
            try soFar.merge(part)
            sum = soFar
        }
        guard let sum else { throw SliceError.noRows }
        var settings = SliceSettings()
        settings.alpha = alpha
        settings.minSupport = minSupport
        settings.maxDepth = maxDepth
        settings.top = top
        let report = SliceReport(findings: try SliceFindings(of: sum, settings), columns: [], missing: [])
        if let tally { try OutputFile.check(tally, besides: tallies) }
        if let tally { try OutputFile.write(Array(sum.bytes), to: tally) }
        return report
    }

    private static func read(_ path: String) throws -> SliceTally {
        let name = path.split(separator: "/").last.map { String($0) } ?? path
        let data = try NamedFile.bytes(path, called: name)
        do {
            return try SliceTally(bytes: Array(data))
        } catch {
            throw Problem(at: Place(file: name), error.problem.summary, suggestion: error.problem.suggestion)
        }
    }
}
