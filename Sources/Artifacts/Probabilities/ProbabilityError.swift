import Diagnostics

/// Why stated probabilities cannot be held against what came true.
public typealias ProbabilityError = Located<ProbabilityFault>

/// What can be wrong with probabilities and outcomes.
public enum ProbabilityFault: PlacedFault {
    /// A probability outside 0...1.
    case notProbability(Double)
    /// An outcome that is neither 0 nor 1, as it is written.
    case notOutcome(String)
    /// A label that is no class.
    case notClass(Int, classes: Int)
    /// An array of a shape that cannot be probabilities.
    case shape([Int])
    /// Labels of the shape of the probabilities.
    case oneHot([Int])
    /// Two files of different lengths.
    case lengths(rows: Int, other: String, otherRows: Int)
    /// No rows.
    case noRows
    /// A probability row that does not add up to 1; a warning.
    case notDistribution(sum: Double)

    /// The wording.
    public func problem(at place: Place) -> Problem {
        switch self {
        case .notProbability(let value):
            return Problem(
                at: place, "probability \(value) is outside 0...1", suggestion: value.isNaN ? nil : "was it a logit?")
        case .notOutcome(let value): return Problem(at: place, "outcome \(value) is neither 0 nor 1")
        case .notClass(let value, let classes):
            return Problem(at: place, "label \(value) is not a class, expected 0 to \(classes - 1)")
        case .shape(let shape):
            let text = shape.map { String($0) }.joined(separator: " x ")
            return Problem(
                at: place, "has shape \(text.isEmpty ? "of a single number" : text), expected rows, or rows x classes")
        case .oneHot(let shape):
            return Problem(
                at: place, "has shape \(shape.map { String($0) }.joined(separator: " x ")), expected one label a row",
                suggestion: "one-hot? give the class number of each row: labels.argmax(axis=1)")
        case .lengths(let rows, let other, let otherRows):
            return Problem(at: place, "has \(rows) rows, but \(other) has \(otherRows)")
        case .noRows: return Problem(at: place, "has no rows")
        case .notDistribution(let sum):
            return Problem(
                .warning, at: place, "probabilities add up to \(sum), expected 1",
                suggestion: "are they logits or scores of independent labels?")
        }
    }
}
