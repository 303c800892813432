import Columns
import Record

/// One model version read against one data set under one condition: what every count starts from.
///
/// Rows are the items that have both a ground-truth label and a prediction, in the order of the data set's image table
/// (never of the predictions file).
public struct Evaluation: Sendable {
    /// What was evaluated.
    public let manifest: VersionManifest
    /// What it was evaluated on.
    public let datasheet: Datasheet
    /// The single change this run was made under, or `nil` for the plain evaluation.
    public let condition: Condition?
    /// Class names; every class code indexes into it.
    public let classes: [ClassName]
    /// The images.
    public internal(set) var items: Items
    /// What the model said, row for row with `items`.
    public let predictions: ClassPredictions
    /// Saliency maps that exist for this run.
    public let saliency: SaliencyMaps?
    /// Feature vectors of the images, when the team gave them for every row.
    public let embeddings: Embeddings?
    /// The labels of a multi-label model, whose classes are sets of them; `nil` for other tasks.
    public let labelSets: LabelSets?
    /// How rows were kept or refused.
    public let accounting: RowAccounting
    /// Every file this was read from, sorted by path.
    public let inputs: [InputFile]
    /// What the version did where it ran; `nil` without telemetry.
    public internal(set) var telemetry: Telemetry?
    /// What looks like a slip of the files and is not accepted.
    public internal(set) var doubts: [InputDoubt] = []
    /// All that does, accepted or not.
    public internal(set) var allDoubts: [InputHealth.Doubt] = []
    /// What was read, and how much of it is used.
    public internal(set) var sources: [InputHealth.Source] = []
    /// How many rows there are, where they were counted and are not here: what rows there are stand for them, alike in all
    /// that was counted. `nil` where each row is an image that was read.
    public package(set) var talliedRows: Int?

    /// An evaluation. Precondition: `items` and `predictions` have the same number of rows.
    public init(
        manifest: VersionManifest, datasheet: Datasheet, condition: Condition? = nil, classes: [ClassName],
        items: Items,
        predictions: ClassPredictions, saliency: SaliencyMaps? = nil, embeddings: Embeddings? = nil,
        labelSets: LabelSets? = nil, accounting: RowAccounting, inputs: [InputFile] = []
    ) {
        precondition(labelSets.map { $0.rows == items.count } ?? true, "labels and items must have equal rows")
        precondition(items.count == predictions.count, "items and predictions must have equal rows")
        self.manifest = manifest
        self.datasheet = datasheet
        self.condition = condition
        self.classes = classes
        self.items = items
        self.predictions = predictions
        self.saliency = saliency
        self.embeddings = embeddings
        self.labelSets = labelSets
        self.accounting = accounting
        self.inputs = inputs
    }

    /// Number of rows.
    public var count: Int { talliedRows ?? items.count }

    /// Whether its rows were counted and are not here.
    public var isTallied: Bool { talliedRows != nil }

    /// Whether the model is right on a row.
    public func isCorrect(_ row: Int) -> Bool { predictions.predicted[row] == items.labels[row] }

    /// What became of a row.
    public func outcome(_ row: Int) -> Outcome {
        Outcome(code: predictions.predicted[row], of: items.labels[row])
    }
}

/// The images of an evaluation and what is known about them, one row an image.
public struct Items: Sendable {
    /// Image ids, unique.
    public let ids: ItemIDs
    /// Class code of the ground truth, one a row.
    public let labels: [Int32]
    /// Picture paths relative to the workspace; empty when the data set has none.
    public let paths: [String?]
    /// Attributes, each with one value a row.
    public let attributes: [Column]

    /// The unit each row belongs to (video, camera, patient) when misread.yml names one; never published.
    public let units: CodedColumn?

    /// Items. Precondition: all parts have the same number of rows (`paths` may be empty).
    public init(
        ids: ItemIDs, labels: [Int32], paths: [String?] = [], attributes: [Column] = [],
        units: CodedColumn? = nil
    ) {
        precondition(ids.count == labels.count && (paths.isEmpty || paths.count == ids.count), "rows must agree")
        self.ids = ids
        self.labels = labels
        self.paths = paths
        self.attributes = attributes
        self.units = units
    }

    /// Number of rows.
    public var count: Int { ids.count }

    /// The picture's path, when there is one.
    public func path(_ row: Int) -> String? { paths.isEmpty ? nil : paths[row] }
}

/// What a classifier said, one row an item.
public struct ClassPredictions: Sendable {
    /// What was answered, as `Outcome` codes it: the class's code, or one below 0 where no class was given.
    public let predicted: [Int32]
    /// Confidence of the prediction: 0...1, any score when `areProbabilities` is false, 0 when there is none.
    public let confidence: [Double]
    /// Whether confidences can be read as probabilities; a detector's scores may be any numbers.
    public let areProbabilities: Bool
    /// Whether there is a confidence at all; hard labels have none.
    public let hasConfidence: Bool
    /// How many of `Outcome.withoutClass`, from the first, rows may have; 0 where each row is given a class.
    public let outcomesWithoutClass: Int
    /// All class probabilities, or `nil` when the team gave only the top one.
    public let probabilities: ProbabilityMatrix?
    /// The best few classes of each row, where they are given without all probabilities.
    public let choices: RankedChoices?
    /// Whether the team gave all class probabilities, also where they were counted and are not here.
    public let hasProbabilities: Bool
    /// How many classes a row lists, where the best few were given, also where they were counted and are not here.
    public let listed: Int?

    /// Predictions. Precondition: all parts have the same number of rows.
    public init(
        predicted: [Int32], confidence: [Double], hasConfidence: Bool = true, probabilities: ProbabilityMatrix? = nil,
        choices: RankedChoices? = nil, areProbabilities: Bool = true, outcomesWithoutClass: Int = 0,
        hadProbabilities: Bool = false, listed: Int? = nil
    ) {
        hasProbabilities = probabilities != nil || hadProbabilities
        self.listed = choices?.width ?? listed
        precondition(predicted.count == confidence.count, "rows must agree")
        precondition(probabilities.map { $0.rows == predicted.count } ?? true, "rows must agree")
        self.predicted = predicted
        self.confidence = confidence
        self.hasConfidence = hasConfidence
        self.probabilities = probabilities
        self.choices = choices
        self.areProbabilities = areProbabilities
        self.outcomesWithoutClass = outcomesWithoutClass
    }

    /// Number of rows.
    public var count: Int { predicted.count }
}

/// The best few classes of each row, best first, shape (rows, width), row-major.
public struct RankedChoices: Sendable {
    /// Classes a row.
    public let width: Int
    /// Class codes; below 0 where a row names fewer.
    private let codes: [Int32]

    /// Lists. Precondition: `codes` are whole rows.
    public init(width: Int, codes: [Int32]) {
        precondition(width > 0 && codes.count % width == 0, "codes do not fit the shape")
        self.width = width
        self.codes = codes
    }

    /// Where a class stands on a row, from 1; `nil` where it does not.
    public func rank(of cls: Int32, _ row: Int) -> Int? {
        codes[row * width..<(row + 1) * width].firstIndex(of: cls).map { $0 - row * width + 1 }
    }

    /// How many classes a row names.
    func length(_ row: Int) -> Int { codes[row * width..<(row + 1) * width].count { $0 >= 0 } }

    /// The lists of some rows.
    func gathered(_ rows: [Int]) -> RankedChoices {
        RankedChoices(width: width, codes: rows.flatMap { codes[$0 * width..<($0 + 1) * width] })
    }
}

/// Class probabilities, shape (rows, classes), row-major, each in 0...1.
public struct ProbabilityMatrix: Sendable {
    /// Number of rows.
    public let rows: Int
    /// Number of classes.
    public let classes: Int
    /// `rows * classes` values.
    public let values: [Double]

    /// A matrix. Precondition: `values.count == rows * classes`.
    public init(rows: Int, classes: Int, values: [Double]) {
        precondition(values.count == rows * classes, "values do not fit the shape")
        self.rows = rows
        self.classes = classes
        self.values = values
    }

    /// Probability of one class on one row.
    public subscript(row: Int, cls: Int) -> Double { values[row * classes + cls] }

    /// The probabilities of one row.
    func row(_ row: Int) -> ArraySlice<Double> { values[row * classes..<(row + 1) * classes] }

    /// The most probable class of each row, the first of equals.
    public var mostProbable: [Int32] {
        (0..<rows).map { row in
            var best = 0
            for cls in 0..<classes where self[row, cls] > self[row, best] { best = cls }
            return Int32(truncatingIfNeeded: best)
        }
    }
}

/// The one thing that differs between a run and the version's plain evaluation.
public struct Condition: Sendable, Hashable {
    /// What was changed: `blur`, `brightness`.
    public let factor: String
    /// To what: the text after `=` in the folder's name.
    public let level: String
    /// The level as a number, when it is one.
    public let strength: Double?
    /// Manifest fields that the run's `experiment.yml` states, by key; differences from the version's manifest beyond
    /// the factor mean that more than one variable moved.
    public let stated: [String: String]
    /// Whether an `experiment.yml` was there at all.
    public let hasManifest: Bool

    /// `factor=level`, as its folder is called.
    public var name: String { factor + "=" + level }

    /// A condition.
    public init(
        factor: String, level: String, strength: Double?, stated: [String: String] = [:], hasManifest: Bool = false
    ) {
        self.factor = factor
        self.level = level
        self.strength = strength
        self.stated = stated
        self.hasManifest = hasManifest
    }
}
