// What misread.yml says, decoded and checked. Reading it is WorkspaceReader's work; these are the values.

import Columns
import Record

/// Settings of a workspace: what `misread.yml` holds, with defaults filled in.
public struct WorkspaceSettings: Sendable, Equatable {
    /// Site title, as shown in the header.
    public var title: String
    /// What kind of model this is.
    public var task: TaskKind
    /// Roles or names that answer for the model.
    public var owners: [String]
    /// Class names in the order of the probabilities' columns.
    public var classes: [String]
    /// The text that lists them, one a line, where misread.yml names one.
    public var classFile: String?
    /// The one data set that is audited; every one that a version has predictions for otherwise.
    public var dataset: String?
    /// The data sets that are audited, each by itself, in the order of misread.yml; empty where it lists none.
    public var datasets: [DatasetSettings]
    /// Which split of a data set that holds several is audited; the one that says most of a model otherwise.
    public var split: String?
    /// How slices are searched.
    public var slicing: SlicingSettings
    /// Attribute columns that may be published; `nil` when no privacy list is given.
    public var publish: [String]?
    /// Whether ids of images and names of classes that look like personal data may be published.
    package var publishesNames = false
    /// Attributes whose values are groups of people.
    public var groups: [String]
    /// Fewest images of a group of people that anything is published of, 0 for any.
    public var suppressBelow: Int
    /// Who the site is for; the organisation when nothing is said.
    public var audience: Audience?
    /// Column that names the unit rows belong to (video, camera, patient); rows are independent without it.
    public var unit: String?
    /// Release gates, asked of every data set.
    public var gates: [GateRule]
    /// Release gates that name the data set they are asked of.
    public var datasetGates: [DatasetGate]
    /// Confidence at and above which an error counts as a confident error, 0...1.
    public var confidentAbove: Double
    /// A failure mode is named only where its rate is at least this far from what is expected of it, 0...1.
    public var smallestEffect: Double
    /// What is right about the input although it looks like a slip.
    public var accepted: [InputDoubt.Kind]
    /// How many detections of an image and class count at most; COCO's evaluation counts 100.
    public var maxDetections: Int
    /// How many single images, objects or detections of a version have a page and a picture.
    public var examples: Int
    /// How many pictures one list of a page shows at most; `nil` for what each page shows by itself.
    public var pictures: Int?
    /// Mixes of images that the error rate is asked at.
    public var whatIf: [MixSetting] = []
    /// What a version has to keep to be used at all.
    public var constraints: [Constraint] = []
    /// The cases of the suite, as they hold for one data set: those of its dataset.yml.
    public var cases: [SuiteCase] = []
    /// How telemetry is compared.
    public var telemetry: TelemetrySettings
    /// By which rule detections count where images say which classes were looked for.
    public var rule: DetectionRule

    /// The fewest images of a group where nothing is said: what statistical offices ask for.
    public static let smallestGroup = 10

    /// How many examples have a page where nothing is said.
    public static let usualExamples = 300

    /// Settings with the defaults that `misread init` writes.
    public init(
        title: String, task: TaskKind = .classification, owners: [String] = [], classes: [String] = [],
        dataset: String? = nil, datasets: [DatasetSettings] = [], split: String? = nil,
        slicing: SlicingSettings = SlicingSettings(),
        publish: [String]? = nil, groups: [String] = [], suppressBelow: Int = Self.smallestGroup,
        audience: Audience? = nil,
        unit: String? = nil, gates: [GateRule] = [], datasetGates: [DatasetGate] = [], confidentAbove: Double = 0.9,
        smallestEffect: Double = 0.01,
        accepted: [InputDoubt.Kind] = [], maxDetections: Int = 100,
        rule: DetectionRule = .coco, examples: Int = Self.usualExamples,
        telemetry: TelemetrySettings = TelemetrySettings()
    ) {
        self.title = title
        self.task = task
        self.owners = owners
        self.classes = classes
        self.dataset = dataset
        self.datasets = datasets
        self.split = split
        self.slicing = slicing
        self.publish = publish
        self.groups = groups
        self.suppressBelow = suppressBelow
        self.audience = audience
        self.unit = unit
        self.gates = gates
        self.datasetGates = datasetGates
        self.confidentAbove = confidentAbove
        self.smallestEffect = smallestEffect
        self.accepted = accepted
        self.maxDetections = maxDetections
        self.rule = rule
        self.examples = examples
        self.telemetry = telemetry
    }
}

/// How slices are searched: `slicing:` of misread.yml.
public struct SlicingSettings: Sendable, Equatable {
    /// Attributes to slice by; all publishable ones when `nil`.
    public var attributes: [String]?
    /// Largest number of predicates in a slice, 1...6.
    public var maxDepth: Int
    /// Fewest rows a slice is judged on.
    public var minSupport: Int
    /// Quantile buckets for a numeric attribute without given edges.
    public var buckets: Int
    /// Given edges by attribute, ascending.
    public var edges: [String: [Double]]
    /// Slices that are always measured: name and `attribute=value` predicates.
    public var declared: [DeclaredSlice]
    /// Whether the class label is sliced by like an attribute.
    public var includesLabel: Bool

    /// The attributes that a team names: those to slice by, and those of declared slices.
    package var named: [Name] {
        (attributes ?? []).map { Name($0) } + declared.flatMap { $0.predicates.map(\.attribute) }
    }

    /// The defaults.
    public init(
        attributes: [String]? = nil, maxDepth: Int = 2, minSupport: Int = 20, buckets: Int = 5,
        edges: [String: [Double]] = [:], declared: [DeclaredSlice] = [], includesLabel: Bool = true
    ) {
        self.attributes = attributes
        self.maxDepth = maxDepth
        self.minSupport = minSupport
        self.buckets = buckets
        self.edges = edges
        self.declared = declared
        self.includesLabel = includesLabel
    }
}

/// A slice a team always wants measured.
public struct DeclaredSlice: Sendable, Equatable {
    /// How the team calls it.
    public var name: String
    /// Conditions that all hold: attribute and value (a bucket's name for a numeric attribute).
    public var predicates: [Predicate]

    /// A declared slice.
    public init(name: String, predicates: [Predicate]) {
        self.name = name
        self.predicates = predicates
    }
}
