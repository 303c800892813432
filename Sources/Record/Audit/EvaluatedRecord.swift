// What was evaluated, and on what, as the archive keeps it.

/// The version's manifest as it is kept.
public struct VersionRecord: Sendable, Codable, Hashable {
    /// Version name.
    public var name: String
    /// Date of the evaluation.
    public var date: String
    /// Model.
    public var model: String
    /// Other manifest fields, heading and text, in a fixed order; absent ones are left out.
    public var details: [Setting]
    /// What differs from the baseline.
    public var changes: [String]
    /// Free text.
    public var notes: String?
    /// The data sets that it is meant for, where it says so.
    public var datasets: [String]?
    /// The actions that it claims to carry out, by the ids of their records; `nil` where it claims none.
    public var actions: [String]?
    /// What it was made from and runs on; `nil` where the manifest does not say.
    public var lineage: Lineage?
    /// What it costs, in the manifest's order; `nil` where that is not stated.
    public var measures: [StatedMeasure]?
    /// How many images it was trained on; `nil` where that is not stated.
    public var trainingImages: Int?

    /// A record.
    public init(
        name: String, date: String, model: String, details: [Setting] = [], changes: [String] = [],
        notes: String? = nil, datasets: [String]? = nil, actions: [String]? = nil, lineage: Lineage? = nil,
        measures: [StatedMeasure]? = nil, trainingImages: Int? = nil
    ) {
        self.name = name
        self.date = date
        self.model = model
        self.details = details
        self.changes = changes
        self.notes = notes
        self.datasets = datasets
        self.actions = actions
        self.lineage = lineage
        self.measures = measures
        self.trainingImages = trainingImages
    }

    // Headings of ``details``, under which a lineage is looked for as well.

    /// Heading of the source revision of the training code.
    public static let commit = "Commit"
    /// Heading of the SHA-256 of the model artifact.
    public static let artifact = "Artifact SHA-256"
    /// Heading of what it was trained on.
    public static let trainingData = "Training data"
    /// Heading of how many images it was trained on.
    public static let trainedOn = "Images trained on"
    /// Heading of the version of the labels it was evaluated against.
    public static let labelVersion = "Label version"
    /// Heading of what is done to an image before the model sees it.
    public static let preprocessing = "Preprocessing"
    /// Heading of the library and hardware it ran on.
    public static let runtime = "Runtime"

    /// What stands under a heading of ``details``.
    public func detail(_ heading: String) -> String? { details.first { $0.name == heading }?.value }
}

/// The data set as it is kept.
public struct DatasetRecord: Sendable, Codable, Hashable {
    /// Its name.
    public var name: String
    /// How people call it.
    public var title: String
    /// Items evaluated.
    public var n: Int
    /// Class names in order of their codes.
    public var classes: [String]
    /// The labels of a multi-label model, whose classes are sets of them; `nil` for other tasks.
    public var labels: LabelRecord?
    /// SHA-256 over the sorted ids and labels that were evaluated: two audits with the same value are directly comparable.
    public var digest: String
    /// SHA-256 over the sorted names of a detector's images, those without an object too; `nil` for other tasks and in
    /// archives that do not keep it.
    public var imagesDigest: String?
    /// What may become of an item beside being given a class, by `Outcome.name`, in the order of the codes; `nil` where
    /// each is given one.
    public var outcomes: [String]?
    /// Where it came from, licence and the rest of its datasheet, heading and text.
    public var details: [Setting]
    /// What it is for, where that is said.
    public var role: DatasetRole?

    /// A record of a data set.
    public init(
        name: String, title: String, n: Int, classes: [String], labels: LabelRecord? = nil, digest: String,
        imagesDigest: String? = nil,
        outcomes: [String]? = nil, details: [Setting], role: DatasetRole? = nil
    ) {
        self.name = name
        self.title = title
        self.n = n
        self.classes = classes
        self.labels = labels
        self.digest = digest
        self.imagesDigest = imagesDigest
        self.outcomes = outcomes
        self.details = details
        self.role = role
    }
}

extension DatasetRecord {
    /// Whether any two numbers of audits on both may stand side by side: the same items with the same labels among the
    /// same classes, and for a detector the same images, as far as both say which.
    public func isSameSet(as other: DatasetRecord) -> Bool {
        digest == other.digest && Set(names) == Set(other.names)
            && (imagesDigest == nil || other.imagesDigest == nil || imagesDigest == other.imagesDigest)
    }

    /// What an item may be called: the labels of a multi-label model, else the classes.
    public var names: [String] { labels?.names ?? classes }

    /// Every text that can stand where an item's answer is shown: class names, then outcomes.
    public var answers: [String] {
        classes
            + Outcome.withoutClass.filter { outcomes?.contains($0.name) == true }.map { Answer.outcome($0.words).text }
    }
}

/// The labels of a multi-label model, as they are kept. Its classes are the sets of labels that images have or were given.
public struct LabelRecord: Sendable, Codable, Hashable {
    /// Names, in the order of misread.yml.
    public var names: [String]
    /// The labels of each class, by their places in `names`.
    public var sets: [[Int]]

    /// A record of labels.
    public init(names: [String], sets: [[Int]]) {
        self.names = names
        self.sets = sets
    }
}

/// A heading and a text.
public struct Setting: Sendable, Codable, Hashable {
    /// Heading of what intervals count by.
    public static let unitOfResampling = "Unit of resampling"

    /// Heading.
    public var name: String
    /// Text.
    public var value: String

    /// A heading and a text.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What an audit was compared with.
public struct BaselineReference: Sendable, Codable, Hashable {
    /// Baseline's version.
    public var version: String
    /// SHA-256 of its audit.json.
    public var digest: String

    /// A reference.
    public init(version: String, digest: String) {
        self.version = version
        self.digest = digest
    }
}
