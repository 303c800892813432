// What a fact is, said once, by the card of the analysis that states it. Comparison page, tiles, gates and the terminal's
// summary read it from there, so that the facts of a new analysis are compared, shown and asked of without another line.

/// What a fact is.
public struct FactSpec: Sendable, Codable, Hashable {
    /// Which way is better.
    public enum Direction: String, Sendable, Codable {
        /// More is better: a gate asks for at least so much.
        case higher
        /// Less is better: a gate asks for at most so much.
        case lower
        /// Neither, or a value between is best.
        case neither
    }

    /// What the members of a family are.
    public enum Members: String, Sendable, Codable {
        /// A fact for each class: `recall@class=8`.
        case classes = "class"
        /// A fact for each label of a multi-label model: `f1@label=dog`.
        case labels = "label"
        /// A fact for each slice that the settings declare: `accuracy@slice=night`.
        case slices = "slice"
        /// A fact for each attribute that names groups of people: `ratio@group=sex`.
        case groups = "group"
        /// A fact for each case of the suite: `rate@case=fog`.
        case cases = "case"
        /// A fact for each of `FactSpec.scores`, on what is scored at least so: `false_alarm_share_at@score=0.5`.
        case scores = "score"
        /// A fact for each of `FactSpec.explanations`: `effect@explanation=labels`.
        case explanations = "explanation"
        /// A fact for each run under a change: `accuracy@blur=1.0`.
        case runs = "change"
    }

    /// Stable name inside its section, `[a-z0-9_]+`.
    public let id: String
    /// How it is called in a sentence, or `nil` for a count or a setting that a page states in passing. Two versions are
    /// compared by the facts that have a name.
    public let name: String?
    /// What kind of number it is.
    public let unit: Quantity
    /// Which way is better.
    public let better: Direction
    /// What it is stated for, where it is stated once for each.
    public let members: Members?
    /// How it stands among the headline numbers, when it is one.
    public let tile: Tile?
    /// What sentences and tiles know it as, when they speak of it.
    public let role: FactRole?
    /// The fact that tests its change against the baseline, pair by pair.
    public let change: FactRole?
    /// Id of the term that names the class it is of: the one that is worst now.
    public let classTerm: String?

    /// A fact without a name, stated once, or with `each` once for each member.
    public init(
        _ id: String, _ unit: Quantity, better: Direction = .neither, each members: Members? = nil,
        role: FactRole? = nil
    ) {
        self.init(id, nil, unit, better: better, each: members, role: role)
    }

    /// A fact stated once, or with `each` once for each member.
    public init(
        _ id: String, _ name: String?, _ unit: Quantity, better: Direction = .neither,
        each members: Members? = nil,
        tile: Tile? = nil, role: FactRole? = nil, change: FactRole? = nil, classTerm: String? = nil
    ) {
        self.id = id
        self.name = name
        self.unit = unit
        self.better = better
        self.members = members
        self.tile = tile
        self.role = role
        self.change = change
        self.classTerm = classTerm
    }
}

extension FactSpec {
    /// The member of a family that is of a class: `recall@class=8`.
    public func ofClass(_ name: String) -> FactSpec { member("\(Members.classes.rawValue)=\(name)") }

    /// The member of a family that is of a label: `f1@label=dog`.
    public func ofLabel(_ name: String) -> FactSpec { member("\(Members.labels.rawValue)=\(name)") }

    /// The member of a family that is of a declared slice: `accuracy@slice=night`.
    public func ofSlice(_ name: String) -> FactSpec { member("\(Members.slices.rawValue)=\(name)") }

    /// The member of a family that is of an attribute which names groups: `ratio@group=sex`.
    public func ofGroup(_ name: String) -> FactSpec { member("\(Members.groups.rawValue)=\(name)") }

    /// The member of a family that is of a case of the suite: `rate@case=fog`.
    public func ofCase(_ name: String) -> FactSpec { member("\(Members.cases.rawValue)=\(name)") }

    /// The scores that families by score are stated for.
    public static let scores = ["0", "0.1", "0.25", "0.5", "0.75", "0.9"]

    /// The member of a family that is of a score of at least this: `false_alarm_share_at@score=0.5`.
    public func atScore(_ score: String) -> FactSpec { member("\(Members.scores.rawValue)=\(score)") }

    /// The explanations that families by explanation are stated for.
    public static let explanations = [
        "labels", "training_share", "annotation", "capacity", "input_quality", "shift",
    ]

    /// The member of a family that is of an explanation: `effect@explanation=labels`.
    public func of(explanation: String) -> FactSpec { member("\(Members.explanations.rawValue)=\(explanation)") }

    /// The member of a family that is of a run under a change, `factor=level`: `accuracy@blur=1.0`.
    public func under(_ run: String) -> FactSpec { member(run) }

    /// Whether a fact is a member of this family.
    public func has(_ fact: Fact) -> Bool { fact.id.hasPrefix(id + "@") }

    private func member(_ qualifier: String) -> FactSpec {
        FactSpec(id + "@" + qualifier, name, unit, better: better, role: role, change: change)
    }
}

/// A headline number: on the overview and the front page.
public struct Tile: Sendable, Codable, Hashable {
    /// Place among them, the lowest first; the first four that an audit defines are shown.
    public let rank: Int
    /// Its heading, where that is not the fact's name.
    public let heading: String?
    /// Whether it has a column in the list of versions.
    public let isListed: Bool

    /// A headline number.
    public init(_ rank: Int, _ heading: String? = nil, isListed: Bool = false) {
        self.rank = rank
        self.heading = heading
        self.isListed = isListed
    }
}

/// What sentences and tiles know a fact as. One fact of a task has it, or those of a family.
public enum FactRole: String, Sendable, Codable, CaseIterable {
    /// The one number for the whole: accuracy, average precision.
    case whole
    /// How many items are wrong: read as another class, or not found.
    case errors
    /// Mean confidence of the answers.
    case meanConfidence
    /// The share of objects that are found.
    case objectsFound
    /// Images that the predictions say nothing of.
    case imagesWithoutPrediction
    /// Images with objects on which a detector says nothing.
    case imagesWithoutDetections
    /// The share of each class that is predicted correctly or found.
    case classRate
    /// The change of the whole against the baseline, paired.
    case change
    /// The whole now and in the baseline, on what was evaluated in both.
    case pairedNow
    case pairedBefore
    /// The p-value of that change.
    case changeP
    /// The change of the whole of a detector, its average precision, against the baseline.
    case precisionChange
    /// The change of a detector's false positives per image, paired, and what they were and are.
    case falsePositivesChange
    case falsePositivesBefore
    case falsePositivesNow
    /// How many things changed at the least, as the two manifests say.
    case changes
    /// The change of each class.
    case classChange
    /// The rate under each perturbation.
    case runRate
    /// Its change against the baseline's under the same.
    case runChange
    /// The change of the class that lost most.
    case worstChange
    /// Classes that are worse than in the baseline.
    case classesWorse
    /// Classes as which more images of others are predicted than in the baseline.
    case classFalsePositivesWorse
    /// Wrong in the baseline and right now.
    case fixed
    /// Right in the baseline and wrong now.
    case broken
    /// Wrong in both.
    case bothWrong
    /// How often the model is right where it is sure of a class: whether its doubts about labels mean anything.
    case labelAgreement
    /// How many labels the model disputes confidently.
    case disputedLabels
    /// What a detector's average precision would gain at the most, one type of error taken away.
    case errorTypeGain
}

/// The facts that a card declares: a value whose stored properties are their specs, in the order of declaration.
public protocol FactSet: Sendable {}

extension FactSet {
    /// The specs.
    public var all: [FactSpec] { Mirror(reflecting: self).children.compactMap { $0.value as? FactSpec } }
}
