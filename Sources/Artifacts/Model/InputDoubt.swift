// Is it the model, or the input? What looks like a slip in the files is a doubt: it is said wherever the input is told, it
// caps the verdict, and no finding stands on it. A team that knows better accepts a doubt by its name.

import Diagnostics
import Record

/// Something in the input that explains what would look like a fault of the model.
public struct InputDoubt: Sendable, Hashable {
    /// What is doubted. The raw value is its name in `accept:` of misread.yml.
    public enum Kind: String, Sendable, CaseIterable {
        /// Classes are permuted: columns, or ids of another list.
        case classOrder = "class-order"
        /// Rows or boxes are those of other images.
        case imageOrder = "image-order"
        /// Two classes are one but for letter case, blanks or the form of letters.
        case classNames = "class-names"
        /// The given prediction is often not the most probable class.
        case predictedClass = "predicted-class"
        /// The confidence is the same in every row: filled in, or cut to 0 and 1.
        case constantConfidence = "constant-confidence"
        /// Probabilities went through softmax twice.
        case probabilityScale = "probability-scale"
        /// An attribute that misread.yml names was computed from the predictions.
        case outcomeAttribute = "outcome-attribute"
        /// Boxes are in another form than is expected, or lie outside their images.
        case boxForm = "box-form"
        /// Objects have no area, or one in another measure than their boxes.
        case objectAreas = "object-areas"
        /// Objects or detections stand twice.
        case repeatedBoxes = "repeated-boxes"
        /// Scores tie, so that the order of the file decides.
        case tiedScores = "tied-scores"
        /// More objects than detections that count.
        case detectionCap = "detection-cap"
        /// All detections are of one class, and boxes meet objects of others.
        case oneClass = "one-class"
        /// Images of one kind, or at one end of the list, have no detection at all.
        case neverRun = "never-run"
        /// Such images have no object, and the detector is as sure there as elsewhere.
        case neverLabelled = "never-labelled"
        /// Labels that stand for none: one on all images, or a word for "not labelled".
        case placeholderLabels = "placeholder-labels"
    }

    /// What is doubted.
    public let kind: Kind
    /// Where it is.
    public let place: Place
    /// What was found.
    public let summary: String
    /// What it probably is, and what to do about it.
    public let suggestion: String?

    /// A doubt.
    public init(_ kind: Kind, at place: Place, _ summary: String, suggestion: String? = nil) {
        self.kind = kind
        self.place = place
        self.summary = summary
        self.suggestion = suggestion
    }

    /// As it is kept.
    public func record(isAccepted: Bool) -> InputHealth.Doubt {
        InputHealth.Doubt(
            kind: kind.rawValue, place: [place.file, place.field].compactMap { $0 }.joined(separator: ", "),
            text: summary, isAccepted: isAccepted)
    }

    /// As it is told where nothing can be accepted: a warning.
    public var warning: Problem {
        let words = suggestion.map { $0.hasSuffix(";") ? String($0.dropLast()) : $0 }
        return Problem(.warning, at: place, summary, suggestion: words)
    }

    /// As it is told: a warning, or a note where it `isAccepted`.
    public func problem(isAccepted: Bool) -> Problem {
        if isAccepted {
            return Problem(.note, at: place, summary, suggestion: "accepted in misread.yml")
        }
        let way = "where it is right so, say accept: [\(kind.rawValue)] in misread.yml"
        return Problem(.warning, at: place, summary, suggestion: suggestion.map { "\($0) \(way)" } ?? way)
    }
}

extension [InputDoubt] {
    /// Those that are not accepted.
    public func standing(besides accepted: [InputDoubt.Kind]) -> [InputDoubt] { filter { !accepted.contains($0.kind) } }

    /// A number of at most four digits behind the point.
    package static func short(_ value: Double) -> String { "\((value * 1e4).rounded() / 1e4)" }
}
