import ArgumentParser
import Record
import Statistics

/// `misread measure patterns`: groups of images that fail together and that no attribute names.
struct MeasurePatterns: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "patterns",
        abstract: "Find groups of images that fail together in their embeddings.",
        discussion: """
            The table has image_id, and label and predicted or --error; row i of the embeddings is row i of the table. \
            Components are looked for on half A of the rows: the direction along which errors part most from correct \
            predictions, of all rows and of each class, and mixtures of up to 32 components over projection and error. \
            Rows of half B are placed by projection and class alone. p is, of a direction, that of the errors of its \
            class depending on the embeddings in any way, by all rows (Hotelling's T2 with the covariance of \
            permutations), and p_held_out that of half B along it; of a component of a mixture it is that of half B, \
            against all rows and against the classes of its own rows (the larger counts). p_adjusted is corrected over \
            all components that are tested (Holm, weighted). stability is the mean overlap (Jaccard) with what 20 \
            bootstrap samples of half A make of it. published needs p_adjusted <= 0.05, p_held_out <= 0.1 where there \
            is one, and stability >= 0.5; of two that share half of their rows the one with the smaller p.

            Of more than \(ErrorPatterns.mostRows) rows a sample by the hash of their ids is searched, and all rows are \
            placed by what it told. members are rows of both halves and of what was not searched, the most typical first; \
            rate and its interval are those of half B, class_rate is what its classes have there.
            """)

    @Option(help: ArgumentHelp("NPY array: rows x numbers, float16 or float32.", valueName: "npy"))
    var embeddings: String

    @Option(help: ArgumentHelp("The table of the same rows.", valueName: "csv"))
    var table: String

    @Option(help: "The column that says what went wrong, 0 or 1 (default: where predicted is not label).")
    var error: String?

    @Option(help: "Threads; the output does not depend on it (default: all cores).")
    var threads: Int?

    func validate() throws {
        try OptionRange.check("threads", threads, OptionRange.threads)
    }

    func run() throws {
        try Outcome.give(Outcome.of { try report() }.text() + "\n")
    }

    /// Reads both files and searches them.
    func report() throws -> JSONValue {
        let input = try PatternInput(self)
        let found = try input.search()
        return .object([
            ("rows", .integer(input.ids.count)), ("rows_searched", .integer(input.searched)),
            ("errors", .integer(input.errors.count { $0 })),
            ("half_a", .integer(found.halves.fitted)), ("half_b", .integer(found.halves.heldOut)),
            ("principal_components", .integer(input.projection.width)),
            ("explained_variance", .numbers(input.projection.explained)),
            ("looked", .integer(found.looked)), ("tested", .integer(found.components.count)),
            ("level", .number(ErrorPatterns.level)),
            ("components", .array(found.components.map { Self.json($0, input) })),
        ])
    }

    private static func json(_ component: ErrorPatterns.Component, _ input: PatternInput) -> JSONValue {
        let heldOut = Proportion(component.heldOut.errors, of: component.heldOut.rows)
        let interval = heldOut?.wilson()
        return .object([
            ("members", .array(component.members.map { .string(input.ids[$0].text) })),
            ("size", .integer(component.members.count)),
            ("errors", .integer(component.members.count { input.errors[$0] })),
            ("rows_b", .integer(component.heldOut.rows)), ("errors_b", .integer(component.heldOut.errors)),
            ("rate", heldOut?.value.map { .number($0) } ?? .null),
            ("ci_low", interval.map { .number($0.low) } ?? .null),
            ("ci_high", interval.map { .number($0.high) } ?? .null),
            ("class_rate", .number(component.expected)), ("p", .number(component.p)),
            ("p_adjusted", .number(component.adjusted)),
            ("p_held_out", component.heldOutP.map { .number($0) } ?? .null),
            ("stability", component.stability.map { .number($0) } ?? .null),
            ("published", .bool(component.isPublished)),
        ])
    }
}
