import ArgumentParser
import Artifacts
import Columns
import Diagnostics
import Findings
import Record
import Statistics
import Tallies

/// `misread measure whatif`: the error rate at another mix.
struct MeasureWhatIf: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whatif",
        abstract: "Estimate the error rate at another mix of images.",
        discussion: """
            MIX has a column for each attribute and share, a combination of values a row; or attribute, value and share, a \
            value a row, whose shares of each attribute are raked (iterative proportional fitting). Shares add up to 1.

            The rate is post-stratified: each cell's own rate at the target's share, with Kish's effective number of rows and \
            Wilson's interval at it. Where some of the target has no rows there is no rate, but its empty share, and what \
            the rate lies between.
            """)

    @Argument(help: "The table: CSV, JSON Lines, Parquet or a folder of NPY columns.", completion: .file())
    var table: String

    @Option(help: "The table of shares.", completion: .file())
    var mix: String

    @Option(help: "The column that is 1 for an error and 0 for none.")
    var error = "error"

    @Option(help: "Threads to read with; the output does not depend on it (default: all cores).")
    var threads: Int?

    func validate() throws {
        try OptionRange.check("threads", threads, OptionRange.threads)
    }

    func run() throws {
        try Outcome.give(Outcome.of { try report() }.text() + "\n")
    }

    /// Reads both and weighs the one by the other.
    func report() throws -> JSONValue {
        let target = try MixFile(mix)
        let input = try CauseTable(
            table, [("the mix", target.attributes.joined(separator: ","))], error: error, unit: nil, threads: threads)
        let cells = try FactorCells(factors: [], attributes: input.columns[0], errors: input.errors)
        func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
        let now = Proportion(cells.errors, of: cells.rows)
        var members: [(key: String, value: JSONValue)] = [
            ("attributes", .array(target.attributes.map { .string($0) })), ("rows", .integer(cells.rows)),
            ("current", number(now?.value)), ("current_ci_low", number(now?.wilson()?.low)),
            ("current_ci_high", number(now?.wilson()?.high)),
        ]
        guard let (found, empty) = target.mix.rate(of: cells) else {
            members += ["estimate", "ci_low", "ci_high", "effective_n"].map { ($0, .null) }
            members.append(("undefined", .string("no weights of the rows that are there have these shares")))
            return .object(members)
        }
        members += [
            ("estimate", number(found.rate)), ("ci_low", number(found.interval?.low)),
            ("ci_high", number(found.interval?.high)),
            ("effective_n", found.emptyShare > 0 ? .null : .number(found.effectiveRows)),
            ("empty_share", .number(found.emptyShare)),
        ]
        guard found.emptyShare > 0 else { return .object(members) }
        members += [
            ("undefined", .string("some of the target has no rows")),
            ("empty_cells", .array(empty.map { .array($0.map { .string($0.text) }) })),
        ]
        if case .joint = target.mix {
            members += [("at_least", number(found.bounds?.low)), ("at_most", number(found.bounds?.high))]
        }
        return .object(members)
    }
}
