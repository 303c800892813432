import Artifacts
import Diagnostics
import Foundation
import Statistics

/// What `misread measure calibration` measures.
enum CalibrationInput {
    /// A probability and whether it came true, one a row.
    case judgements(Judgements)
    /// Detections of several classes.
    case detections(Judgements, [DetectedClass])
    /// Class probabilities.
    case classes(ClassRows)
}

/// A probability and whether it came true, one a row, in the order of the file.
struct Judgements {
    var confidence: [Double]
    var correct: [Bool]
}

/// One class of a table of detections.
struct DetectedClass {
    var name: String
    var judgements: Judgements
    var scores: LocalisedScores
    /// How many objects there were to find, when it was said.
    var objects: Int?
}

/// Class probabilities and labels.
struct ClassRows {
    var classes: Int
    var probabilities: [Double]
    var labels: [Int]
}

/// Why an input of `misread measure calibration` cannot be used.
enum CalibrationInputError: Error, Hashable {
    /// Options that do not go together.
    case options
    /// A probability outside 0...1.
    case notProbability(file: String, row: Int, column: String?, value: Double)
    /// An outcome that is neither 0 nor 1.
    case notOutcome(file: String, row: Int, column: String?, value: String)
    /// A label that is no class.
    case notClass(file: String, row: Int, value: Int, classes: Int)
    /// An array of a shape that cannot be probabilities.
    case shape(file: String, shape: [Int])
    /// Two files of different lengths.
    case lengths(first: String, rows: Int, second: String, otherRows: Int)
    /// No rows.
    case noRows(file: String)
    /// Counts of objects that do not fit the classes.
    case objects(given: Int, classes: Int)
    /// A probability row that does not add up to 1.
    case notDistribution(file: String, row: Int, sum: Double)
}

extension CalibrationInputError: Explained {
    var problem: Problem {
        switch self {
        case .options:
            return Problem(
                "give either --probabilities and --labels, or --table, --confidence and --correct")
        case .notProbability(let file, let row, let column, let value):
            return Problem(
                at: Place(file: file, row: row, field: column), "probability \(value) is outside 0...1",
                suggestion: value.isNaN ? nil : "was it a logit?")
        case .notOutcome(let file, let row, let column, let value):
            return Problem(
                at: Place(file: file, row: row, field: column), "outcome \(value) is neither 0 nor 1")
        case .notClass(let file, let row, let value, let classes):
            return Problem(
                at: Place(file: file, row: row), "label \(value) is not a class, expected 0 to \(classes - 1)")
        case .shape(let file, let shape):
            let text = shape.map { String($0) }.joined(separator: " x ")
            return Problem(
                at: Place(file: file),
                "has shape \(text.isEmpty ? "of a single number" : text), expected rows, or rows x classes")
        case .lengths(let first, let rows, let second, let otherRows):
            return Problem("\(first) has \(rows) rows, but \(second) has \(otherRows)")
        case .noRows(let file):
            return Problem(at: Place(file: file), "has no rows")
        case .objects(let given, let classes):
            return Problem(
                "--objects gives \(given) counts, but the table has \(classes) classes",
                suggestion: "one count a class, in rising order of class")
        case .notDistribution(let file, let row, let sum):
            return Problem(
                .warning, at: Place(file: file, row: row), "probabilities add up to \(sum), expected 1",
                suggestion: "are they logits or scores of independent labels?")
        }
    }
}
