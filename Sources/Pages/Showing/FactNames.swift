import Record

/// How facts are called in a sentence. A fact that has a name here is one that two versions are compared by; the others
/// are counts and settings that a page states in passing.
enum FactNames {
    /// By the fact's id, or by section and id where the same id means something else in another section.
    private static let known: [String: String] = [
        "accuracy": "accuracy", "balanced_accuracy": "balanced accuracy", "macro_f1": "macro F1",
        "log_loss": "log loss", "brier": "the Brier score", "worst_recall": "the recall of the worst class",
        "worst_precision": "the precision of the worst class", "mean_confidence": "mean confidence",
        "errors": "the number of errors", "classes_worse": "the number of classes worse than the baseline",
        "ece": "the calibration error", "mce": "the largest calibration gap",
        "classwise_ece": "the class-wise calibration error", "signed_gap": "confidence less accuracy",
        "calibration/brier": "the Brier score of the top answer", "auroc": "the AUROC of confidence",
        "coverage_99": "the share answered at 99 % precision", "temperature": "the temperature that fits best",
        "confident_error_rate": "the share of confident errors", "confident_errors": "the number of confident errors",
        "ap": "average precision", "ap50": "average precision at IoU 0.5", "ap75": "average precision at IoU 0.75",
        "ap_small": "average precision of small objects", "ap_medium": "average precision of medium objects",
        "ap_large": "average precision of large objects", "ar100": "average recall",
        "recall_at_precision90": "recall at a precision of 0.9",
        "found": "the share of objects found", "missed": "the share of objects missed",
        "dece": "the calibration error of detections", "laece": "the localisation-aware calibration error",
        "lrp": "the localisation recall precision error", "olrp": "the optimal localisation recall precision error",
        "false_positives_per_image": "false positives per image",
    ]

    /// The name given to the fact at a path, when one is.
    static func given(_ path: String) -> String? {
        known[path] ?? known[String(path.split(separator: "/", maxSplits: 1).last ?? "")]
    }

    /// The fact at a path, as the subject of a sentence: `headline/recall@class=8` is "the recall of class 8".
    static func name(_ path: String) -> String {
        if let name = given(path) { return name }
        let id = String(path.split(separator: "/", maxSplits: 1).last ?? "")
        let parts = id.split(separator: "@", maxSplits: 1).map(String.init)
        if parts.count == 2 {
            let base = known[parts[0]] ?? parts[0].asWords
            let of = parts[1].replacing("=", with: " ")
            return (base.hasPrefix("the ") ? base : "the " + base) + " of " + of
        }
        return "“" + id.asWords + "”"
    }

    /// The fact as a heading: "Recall of class 8".
    static func heading(_ path: String) -> String {
        let name = name(path)
        return (name.hasPrefix("the ") ? String(name.dropFirst(4)) : name).replacing("“", with: "")
            .replacing("”", with: "").capitalizedFirst
    }
}
