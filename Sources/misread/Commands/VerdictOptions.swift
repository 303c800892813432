import ArgumentParser

/// Which verdicts end a command with status 0.
struct VerdictOptions: ParsableArguments {
    /// A verdict short of ready that a team accepts.
    enum Allowed: String, ExpressibleByArgument, CaseIterable {
        /// No gate fails, but not everything could be decided.
        case inconclusive
    }

    @Option(
        help: """
            Also end with status 0 when the verdict is inconclusive; a gate that fails, or a detector that finds nothing, still \
            ends with 1.
            """)
    var allow: Allowed?

    /// Whether any is given.
    var isGiven: Bool { allow != nil }
}
