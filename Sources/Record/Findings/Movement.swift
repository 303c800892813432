import Columns

/// Something that moved against the baseline by more than chance explains, for the better or the worse: what a first page
/// says as loudly either way.
public struct Movement: Sendable, Codable, Hashable {
    /// What moved.
    public enum Subject: Sendable, Codable, Hashable {
        /// All that was evaluated in both.
        case whole
        /// The false positives of a detector, per image: fewer are better.
        case falsePositives
        /// A class.
        case ofClass(String)
        /// Images of other classes that are predicted as a class: fewer are better.
        case falsePositivesOf(String)
        /// Images of one class that are predicted as another: fewer are better.
        case confusion(truth: String, predicted: String)
        /// A slice.
        case slice([Predicate])
        /// Everything under one perturbation.
        case perturbed(Predicate)
        /// A number by its path, where more is better: a detector's average precision, of everything or of a class.
        case number(String)
    }

    /// What moved.
    public var subject: Subject
    /// Share right, or found, or wrong in the way that is asked, in the baseline; for false positives, how many an image has.
    public var before: Double
    /// The same now.
    public var now: Double
    /// Now less before, pair by pair.
    public var change: Measure
    /// Its p-value, corrected for all that were tested with it; `nil` for a number whose paired interval leaves no change out,
    /// of classes at a level at which those of all classes hold at once.
    public var p: Double?

    /// A movement.
    public init(_ subject: Subject, before: Double, now: Double, change: Measure, p: Double?) {
        self.subject = subject
        self.before = before
        self.now = now
        self.change = change
        self.p = p
    }

    /// What `before` and `now` are: shares, whose change is in points, or what the change is in.
    public var unit: Quantity { change.unit == .points ? .proportion : change.unit }

    /// Whether it is for the better.
    public var isBetter: Bool { subject.isBetterLow ? change.value < 0 : change.value > 0 }

    /// How much has moved for sure: the end of the interval that is nearer to no change, whichever way.
    public var atLeast: Double { max(0, change.value > 0 ? change.interval.low : -change.interval.high) }

    /// Whether it is of everything and not of a part.
    public var isOfAll: Bool {
        switch subject {
        case .whole, .falsePositives: true
        case .number(let path): !path.contains("@")
        case .ofClass, .falsePositivesOf, .confusion, .slice, .perturbed: false
        }
    }
}

extension Movement.Subject {
    /// Whether less of it is better.
    var isBetterLow: Bool {
        switch self {
        case .falsePositives, .falsePositivesOf, .confusion: true
        case .whole, .ofClass, .slice, .perturbed, .number: false
        }
    }

    /// Whether both are the same rows: a class and the slice of that class are.
    func isSame(as other: Movement.Subject) -> Bool {
        func rows(_ subject: Movement.Subject) -> Movement.Subject {
            if case .slice(let predicates) = subject, predicates.count == 1, let only = predicates.first,
                only.attribute == Predicate.label
            {
                return .ofClass(only.value.text)
            }
            return subject
        }
        return rows(self) == rows(other)
    }
}
