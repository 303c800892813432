// What caps a verdict: things that an audit found and that no gate has to ask about. A version with one of them is at best
// inconclusive, until a gate asks of that very thing and passes.

/// A reason for which a version is not ready although every gate passes.
public enum VerdictCap: Sendable, Hashable {
    /// The predictions are of part of the images.
    case coverage(missing: Int, of: Int)
    /// Images with objects on which a detector says nothing at all, too many or too regular to be chance.
    case noDetections(images: Int, of: Int)
    /// The whole is worse than the baseline, beyond chance.
    case regression
    /// Classes that are worse than in the baseline, beyond chance after correction.
    case classRegressions([String])
    /// Classes of which nothing is right: the interval of their recall touches 0.
    case classesAtZero([String])
}

extension Audit {
    /// What caps the verdict, gravest first.
    public var caps: [VerdictCap] {
        var caps: [VerdictCap] = []
        let missing = accounting.unpredicted ?? (task == .detection ? 0 : accounting.itemsRead - accounting.kept)
        if missing > 0, !isAccepted("headline/images_without_prediction") {
            caps.append(.coverage(missing: missing, of: accounting.itemsRead))
        }
        if section("detection")?.holds("looks_cut") == true, !isAccepted("detection/images_without_detections"),
            let bare = fact(at: "detection/images_without_detections"), let images = bare.value
        {
            caps.append(.noDetections(images: Int(images), of: bare.n))
        }
        let atZero =
            Self.atZero(section("headline"), "recall@class=")
            + Self.atZero(
                section("detection-classes"), "found@class=")
        if !atZero.isEmpty { caps.append(.classesAtZero(atZero)) }
        if section("comparison")?.holds("worse") == true && !isAccepted("comparison/accuracy_change")
            || section("detection-comparison")?.holds("worse") == true && !isAccepted("detection-comparison/change")
        {
            caps.append(.regression)
        }
        let regressed = isAccepted("comparison/classes_worse") ? [] : regressedClasses
        if !regressed.isEmpty { caps.append(.classRegressions(regressed)) }
        return caps
    }

    /// Whether a gate asks of a fact and passes: the team has said how much of it is acceptable.
    private func isAccepted(_ path: String) -> Bool { gates.contains { $0.fact == path && $0.state == .passed } }

    private var regressedClasses: [String] {
        ["comparison", "detection-comparison"].compactMap(section).flatMap(\.findings).compactMap { finding in
            if case .classRegression(let name) = finding.mode, finding.standing == .finding { name } else { nil }
        }
    }

    private static func atZero(_ section: Section?, _ prefix: String) -> [String] {
        (section?.facts ?? []).filter { fact in
            fact.id.hasPrefix(prefix) && fact.value != nil && fact.interval.map { $0.low <= 0 } == true
        }.map { String($0.id.dropFirst(prefix.count)) }
    }
}
