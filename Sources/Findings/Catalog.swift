import Artifacts
import Record

/// Every analysis, in reading order. Adding one is one line here.
public enum Catalog {
    /// The analyses.
    public static let analyses: [any Analysis] = [
        Headline(),
        Multilabel(),
        DetectionHeadline(),
        DetectionErrors(),
        DetectionComparison(),
        DetectionClasses(),
        DetectionConfusions(),
        DetectionGallery(),
        DetectionCalibration(),
        DetectionFalseAlarms(),
        DetectionSaliency(),
        DetectionParity(),
        Comparison(),
        LabelComparison(),
        SuiteCases(),
        Slices(),
        Groups(),
        LabelPairs(),
        LabelCalibration(),
        LabelThresholds(),
        DetectionSlices(),
        Confusions(),
        Calibration(),
        ClassThresholds(),
        Abstention(),
        ConfidentErrors(),
        TopK(),
        NearMisses(),
        LowConfidenceCorrect(),
        LabelSuspects(),
        LabelSetSuspects(),
        Patterns(),
        Robustness(),
        WhatIf(),
        Nodes(),
        SameInput(),
        Stages(),
        Drift(),
        Hypotheses(),
        Saliency(),
    ]

    /// The analysis of that id.
    public static func analysis(_ id: String) -> (any Analysis)? { analyses.first { $0.card.id == id } }

    /// What each of them declares.
    public static let cards: [Card] = analyses.map(\.card)

    /// The facts that they declare.
    public static let facts = FactIndex(cards)
}

extension GateFacts {
    /// What gates may ask of the analyses here, in a workspace with these classes, runs under a change, declared slices and cases.
    public init(
        task: TaskKind, classes: [String], conditions: [Condition] = [], slices: [String] = [],
        groups: [String] = [], cases: [String] = []
    ) {
        self.init(
            task: task, classes: classes, runs: conditions.map { (factor: $0.factor, level: $0.level) }, slices: slices,
            groups: groups, cases: cases, cards: Catalog.cards)
    }
}
