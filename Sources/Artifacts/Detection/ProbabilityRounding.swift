/// How far off numbers may be that are meant to be probabilities.
enum ProbabilityRounding {
    /// What they may be outside 0...1 by and be taken for 0 or 1: sums in single precision go over by less.
    static let slack = 1e-3
}
