// What dataset.yml and version.yml say.

import Record

/// The manifest of a version: what was evaluated and what differed from its baseline.
public struct VersionManifest: Sendable, Equatable {
    /// What a new manifest says in place of the model's name, until a person writes it.
    public static let placeholderModel = "name of the architecture"

    /// Version name, the folder's name under `versions/`. Always a string: `1.10` is "1.10".
    public var version: String
    /// Date of the evaluation, RFC 3339 date; every date on the site comes from manifests.
    public var date: String
    /// Model family or architecture.
    public var model: String
    /// Source revision of the training code.
    public var commit: String?
    /// SHA-256 of the model artifact, hexadecimal.
    public var artifactSHA256: String?
    /// What it was trained on.
    public var trainingData: String?
    /// Version of the labels it was evaluated against.
    public var labelVersion: String?
    /// What was done to an image before the model saw it.
    public var preprocessing: String?
    /// Library and hardware it ran on.
    public var runtime: String?
    /// Version it is compared with.
    public var baseline: String?
    /// What differs from the baseline, one entry a change.
    public var changes: [String]
    /// Free text.
    public var notes: String?
    /// This program's column name to the file's own, e.g. `confidence: score`.
    public var columns: [String: String]
    /// The data sets that it is meant for, of several; every one when `nil`.
    public var datasets: [String]?
    /// The actions that it claims to carry out, by the ids of their records.
    public var actions: [String]?
    /// The stages on the way from an image to its prediction, in order.
    public var stages: [StageSettings]
    /// What it was made from and runs on; `nil` where that is not said.
    public var lineage: Lineage?
    /// What it costs, in the order written.
    public var measures: [StatedMeasure]
    /// How many images it was trained on; `nil` where that is not said.
    public var training: TrainingCounts?

    /// A manifest.
    public init(
        version: String, date: String, model: String, commit: String? = nil, artifactSHA256: String? = nil,
        trainingData: String? = nil, labelVersion: String? = nil, preprocessing: String? = nil, runtime: String? = nil,
        baseline: String? = nil, changes: [String] = [], notes: String? = nil, columns: [String: String] = [:],
        datasets: [String]? = nil, actions: [String]? = nil, stages: [StageSettings] = [],
        lineage: Lineage? = nil, measures: [StatedMeasure] = [], training: TrainingCounts? = nil
    ) {
        self.version = version
        self.date = date
        self.model = model
        self.commit = commit
        self.artifactSHA256 = artifactSHA256
        self.trainingData = trainingData
        self.labelVersion = labelVersion
        self.preprocessing = preprocessing
        self.runtime = runtime
        self.baseline = baseline
        self.changes = changes
        self.notes = notes
        self.columns = columns
        self.datasets = datasets
        self.actions = actions
        self.stages = stages
        self.lineage = lineage
        self.measures = measures
        self.training = training
    }
}

/// The datasheet of an evaluation set.
public struct Datasheet: Sendable, Equatable {
    /// Data set name, the folder's name under `datasets/`.
    public var name: String
    /// How people call it.
    public var title: String
    /// Where it came from, with credit.
    public var source: String?
    /// Licence of the images and labels.
    public var licence: String?
    /// The standard labels were made to.
    public var labellingStandard: String?
    /// When images were collected.
    public var collected: String?
    /// Decisions taken about it: exclusions, merges.
    public var decisions: [String]
    /// What it is for.
    public var role: DatasetRole?
    /// Its folder in the workspace.
    public var folder: String

    /// A datasheet; its folder is `datasets/<name>` unless given.
    public init(
        name: String, title: String, source: String? = nil, licence: String? = nil, labellingStandard: String? = nil,
        collected: String? = nil, decisions: [String] = [], role: DatasetRole? = nil,
        folder: String? = nil
    ) {
        self.name = name
        self.title = title
        self.source = source
        self.licence = licence
        self.labellingStandard = labellingStandard
        self.collected = collected
        self.decisions = decisions
        self.role = role
        self.folder = folder ?? "datasets/" + name
    }
}
