/// What became of one thing that is judged: an image, an object that was to be found, a detection.
public enum Outcome: Sendable, Hashable {
    /// It was given its own class.
    case correct
    /// It was given another class, by its code.
    case misclassified(as: Int)
    /// A detection of its class lies on it, but not well enough.
    case mislocalised
    /// Nothing was answered for it.
    case missed
    /// It is a detection where nothing is.
    case spurious

    /// Those that give no class, in the order of their codes.
    public static let withoutClass: [Outcome] = [.mislocalised, .missed, .spurious]

    /// The code of a class that is not in the list in hand.
    public static let unlisted = Int32.min

    /// The outcome of a row of class `label` by its code: that of the class it was given, 0 or more, or one below 0 for
    /// each of `withoutClass`.
    @inlinable
    public init(code: Int32, of label: Int32) {
        self =
            switch code {
            case label: .correct
            case -1: .mislocalised
            case -2: .missed
            case -3: .spurious
            default: .misclassified(as: Int(code))
            }
    }

    /// The code of the outcome for a row of class `label`.
    @inlinable
    public func code(of label: Int32) -> Int32 {
        switch self {
        case .correct: label
        case .misclassified(let cls): Int32(truncatingIfNeeded: cls)
        case .mislocalised: -1
        case .missed: -2
        case .spurious: -3
        }
    }

    /// Whether another class was given.
    public var isMisclassified: Bool { if case .misclassified = self { true } else { false } }

    /// Whether the two are of one kind, whichever other class was given.
    public func isAlike(_ other: Outcome) -> Bool { self == other || isMisclassified && other.isMisclassified }

    /// How the archive names it; the place in `withoutClass` is its code in outcomes.bin, counted down from 65,535.
    public var name: String {
        switch self {
        case .correct: "correct"
        case .misclassified: "misclassified"
        case .mislocalised: "mislocalised"
        case .missed: "missed"
        case .spurious: "spurious"
        }
    }

    /// How it is called where the outcomes of objects are shown. The only place where outcomes are worded.
    public var words: String {
        switch self {
        case .correct: "found"
        case .misclassified: "misclassified"
        case .mislocalised: "localisation error"
        case .missed: "missed"
        case .spurious: "background"
        }
    }
}

/// What was answered for an item, as it is shown: a class, or what became of it where it was given none.
public enum Answer: Sendable, Hashable {
    /// The name of the class.
    case named(String)
    /// The words of an outcome without a class.
    case outcome(String)

    /// The answer of a code among `classes`; `nil` for a class that is not in the list.
    public init?(code: Int32, classes: [String]) {
        if code >= 0, Int(code) < classes.count {
            self = .named(classes[Int(code)])
        } else if code < 0, code != Outcome.unlisted {
            self = .outcome(Outcome(code: code, of: 0).words)
        } else {
            return nil
        }
    }

    /// In a column of class names an outcome stands in brackets.
    public var text: String {
        switch self {
        case .named(let name): name
        case .outcome(let words): "(\(words))"
        }
    }

    /// The words of an outcome; `nil` for a class.
    public var outcome: String? { if case .outcome(let words) = self { words } else { nil } }
}
