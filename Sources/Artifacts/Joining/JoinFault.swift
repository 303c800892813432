import Diagnostics

/// Rows that were given and belong to nothing: more of them than a slip here and there explains.
///
/// What is not answered is coverage and no fault. What is answered and belongs to nothing means that two files speak of
/// different things, or call the same things differently; an audit of the rest would be one of another model.
struct JoinFault: Error, Hashable, Sendable {
    /// Share of the rows given that may belong to nothing before it is a fault, in percent.
    static let percentAllowed = 5

    /// What rows and names are called in the message.
    enum Kind: Sendable, Hashable {
        /// Predictions and the image table.
        case predictions
        /// Telemetry and the image table.
        case telemetry
        /// The image table of a detector and the images of its ground truth.
        case listedImages
        /// Results of a detector and the images of its ground truth.
        case detectedImages
        /// Results of a detector and the classes of its ground truth.
        case detectedClasses
        /// Objects of a ground truth and the images it lists.
        case labelledImages
        /// Objects of a ground truth and the classes it lists.
        case labelledClasses
    }

    /// How numbers are off all alike.
    enum Shift: Sendable, Hashable {
        /// Counted from 0 where the other counts from 1.
        case oneLower
        /// The other way round.
        case oneHigher
    }

    let place: Place
    let kind: Kind
    /// Rows that belong to nothing.
    let failed: Int
    /// Rows given.
    let rows: Int
    /// What the rows name, the first few.
    let given: [String]
    /// What there is, the first few.
    let known: [String]
    /// Why, when it is spelling.
    var conventions: NormalizedMatch?
    /// Why, when numbers are shifted.
    var shift: Shift?
    /// A class of which every row belongs to nothing, however few they are.
    var wholeClass: String?

    /// Whether so many rows without a counterpart are a fault.
    static func isTooMany(_ failed: Int, of rows: Int) -> Bool {
        let (share, overflow) = failed.multipliedReportingOverflow(by: 100)
        let (limit, beyond) = rows.multipliedReportingOverflow(by: percentAllowed)
        return !overflow && !beyond && share > limit
    }

    /// The first names of a list, as a message shows them.
    static func list(_ names: [String]) -> String {
        names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " ..." : "")
    }
}

extension JoinFault: Explained {
    /// The wording.
    var problem: Problem {
        let words = kind.words
        var text = "\(failed) of \(rows) \(words.rows) \(failed == 1 ? words.belongs.one : words.belongs.many)"
        if let conventions {
            let others =
                conventions.count == 1
                ? "1 of \(words.there) has none" : "\(conventions.count) of \(words.there) have none"
            text += " and \(others), one for one but for \(conventions.words)"
        }
        let shown = conventions?.counterparts ?? known
        text += ": \(words.givenBy) \(Self.list(given)); "
        text += shown.isEmpty ? "\(words.knownBy) nothing" : "\(words.knownBy) \(Self.list(shown))"
        if let wholeClass { text += "; among them are all rows of class \(wholeClass)" }
        if let shift {
            text += "; ids look one \(shift == .oneLower ? "lower" : "higher") than those of the ground truth"
        }
        return Problem(at: place, text, suggestion: suggestion)
    }

    private var suggestion: String {
        if let conventions {
            return conventions.rules == [.leadingZero]
                ? "the ids differ by leading zeros: write them alike in both files (pandas keeps zeros with dtype=str)"
                : "write the ids alike in both files"
        }
        switch kind {
        case .listedImages: return "write image_id as the ground truth does: its id, or the name of its file"
        case .telemetry: return "write image_id as the image table does"
        case .predictions: return "give the predictions of these images, or list the images they are of"
        case .detectedImages:
            return
                "write image_id as the ground truth does, or give the results their own list \"images\" with file names"
        case .detectedClasses:
            return "write category_id as the ground truth does, or give the results their own list \"categories\""
        case .labelledImages: return "list the images, or leave out the objects of others"
        case .labelledClasses: return "list the classes, or leave out the objects of others"
        }
    }
}

extension JoinFault.Kind {
    fileprivate var words:
        (rows: String, belongs: (one: String, many: String), there: String, givenBy: String, knownBy: String)
    {
        switch self {
        case .predictions:
            (
                "predictions", ("belongs to no image", "belong to no image"), "the images", "predictions name",
                "the image table names"
            )
        case .telemetry:
            (
                "rows", ("belongs to no image", "belong to no image"), "the images", "telemetry names",
                "the image table names"
            )
        case .listedImages:
            (
                "rows", ("is of no image of the ground truth", "are of no image of the ground truth"), "its images",
                "the image table names", "ground truth names"
            )
        case .detectedImages:
            (
                "detections", ("is of no image of the ground truth", "are of no image of the ground truth"),
                "its images", "results name", "ground truth names"
            )
        case .detectedClasses:
            (
                "detections", ("is of no class of the ground truth", "are of no class of the ground truth"),
                "its classes", "results name", "ground truth names"
            )
        case .labelledImages:
            (
                "objects", ("is of no image that is listed", "are of no image that is listed"), "those listed",
                "annotations name", "images lists"
            )
        case .labelledClasses:
            (
                "objects", ("is of no class that is listed", "are of no class that is listed"), "those listed",
                "annotations name", "categories lists"
            )
        }
    }
}
