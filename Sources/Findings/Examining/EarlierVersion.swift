// What the archive has of the versions before this one, for questions that take more than one of them.

import Artifacts
import Columns
import Record

/// A version that was audited before: what it was made of, and how often it is incorrect.
public struct EarlierVersion: Sendable {
    /// Its name.
    public let name: String
    /// What it was evaluated on.
    public let dataset: DatasetRecord
    /// What its manifest states that it costs.
    public let measures: [StatedMeasure]
    /// How many images it was trained on, where that is stated.
    public let trainingImages: Int?
    /// The share of its predictions that are incorrect.
    public let errorRate: Double

    /// A version.
    public init(
        name: String, dataset: DatasetRecord, measures: [StatedMeasure], trainingImages: Int?, errorRate: Double
    ) {
        self.name = name
        self.dataset = dataset
        self.measures = measures
        self.trainingImages = trainingImages
        self.errorRate = errorRate
    }

    /// What an archived audit says; `nil` for one without the number for the whole.
    public init?(_ audit: Audit) {
        guard let right = audit.fact(at: Self.rightShare(audit.task))?.value else { return nil }
        self.init(
            name: audit.version.name, dataset: audit.dataset, measures: audit.version.measures ?? [],
            trainingImages: audit.version.trainingImages, errorRate: 1 - right)
    }

    /// The share of images that are predicted correctly, of a multi-label model with every label right, of a detector the objects found.
    private static func rightShare(_ task: TaskKind) -> String {
        switch task {
        case .classification: "headline/accuracy"
        case .multilabel: "multilabel/exact_match"
        case .detection: "detection/found"
        }
    }

    /// Whether earlier versions tell anything of a version: only where it states a size that theirs can be set beside.
    public static func areAskedFor(by manifest: VersionManifest) -> Bool {
        manifest.training?.images != nil || manifest.measures.contains { isSize($0.name) }
    }

    /// Whether a measure is the number of a model's parameters: `parameters`, `parameters_m`.
    static func isSize(_ measure: String) -> Bool {
        measure == "parameters" || measure.hasPrefix("parameters_")
    }
}
