/// Every analysis, in reading order. Adding one is one line here.
public enum Catalog {
    /// The analyses.
    public static let analyses: [any Analysis] = [
        Headline(),
        DetectionHeadline(),
        DetectionErrors(),
        DetectionComparison(),
        DetectionClasses(),
        DetectionConfusions(),
        DetectionGallery(),
        DetectionCalibration(),
        DetectionSaliency(),
        DetectionParity(),
        Comparison(),
        Slices(),
        DetectionSlices(),
        Confusions(),
        Calibration(),
        ConfidentErrors(),
        NearMisses(),
        LowConfidenceCorrect(),
        LabelSuspects(),
        Robustness(),
        Saliency(),
    ]

    /// The analysis of that id.
    public static func analysis(_ id: String) -> (any Analysis)? { analyses.first { $0.card.id == id } }
}
