import ArgumentParser
import Artifacts
import Columns
import Diagnostics
import Findings
import Record

/// `misread measure compare`: what changed from one set of predictions to another, image by image.
struct MeasureCompare: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare two files of predictions on the images that both have.",
        discussion: """
            A and B are tables of predictions with the columns image_id, label and predicted, or one p_<class> a class \
            in place of predicted: CSV, or tab separated when they end in .tsv, or JSON Lines when in .jsonl. Rows are \
            matched by id. Ids that only one has, and ids whose labels differ, are counted and not compared.

            p_holm is corrected over the classes (Holm), p_bh over the slices of at least --min-support images \
            (Benjamini and Hochberg); smaller ones are counted.
            """)

    @Argument(help: "The predictions before.", completion: .file())
    var a: String

    @Argument(help: "The predictions after.", completion: .file())
    var b: String

    @Option(
        help: ArgumentHelp(
            """
            Another column of A to slice by; may be repeated. Numbers with fractions are cut at their quintiles.
            """, valueName: "column"))
    var by: [String] = []

    @Option(help: "Fewest images of a slice that is tested.")
    var minSupport = 20

    @Option(help: ArgumentHelp("Threads; the output never depends on it.", valueName: "n"))
    var threads: Int?

    func validate() throws {
        try OptionRange.check("threads", threads, OptionRange.threads)
        try OptionRange.check("min-support", minSupport, OptionRange.support)
    }

    func run() throws {
        try Outcome.give(Outcome.of { try report() }.json.text() + "\n")
    }

    /// Reads both files and compares them. Everything that is wrong with either is thrown at once.
    func report() throws -> CompareReport {
        var problems = ProblemList()
        var seen: Set<Name> = []
        for name in by {
            if Evaluation.ownColumns.contains(where: { Name($0) == Name(name) }) {
                problems.add(CompareInputError.ownColumn(name))
            } else if !seen.insert(Name(name)).inserted {
                problems.add(CompareInputError.repeated(name))
            }
        }
        try problems.throwIfAny()
        let before = Evaluation(table: a, attributes: by, &problems)
        let now = Evaluation(table: b, &problems)
        try problems.throwIfAny()
        guard let before, let now else { throw problems }
        for remark in problems.remarks { Outcome.say(remark.description) }
        for warning in doubts(before, now) { Outcome.say(warning.description) }
        return CompareReport(
            found: TableComparison(before: before, now: now, minSupport: minSupport), isSliced: !by.isEmpty,
            minSupport: minSupport)
    }
}

extension MeasureCompare {
    /// What an audit would doubt of either, as warnings: there is nothing here that could accept it.
    func doubts(_ before: Evaluation, _ now: Evaluation) -> [Problem] {
        (before.doubts(classFile: a, labelFile: a, answerFile: a)
            + now.doubts(classFile: b, labelFile: b, answerFile: b)).map(\.warning)
    }
}

/// Why two files of predictions cannot be compared as asked.
enum CompareInputError: Error, Hashable {
    /// An attribute that is one of the columns every file has.
    case ownColumn(String)
    /// An attribute that is named twice.
    case repeated(String)
}

extension CompareInputError: Explained {
    var problem: Problem {
        switch self {
        case .ownColumn(let name):
            Problem(
                "--by \(name): is not an attribute", suggestion: name == "label" ? "per_class is by label" : nil)
        case .repeated(let name): Problem("--by \(name): is given twice")
        }
    }
}
