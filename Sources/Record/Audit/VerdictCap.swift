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
    /// A detector's average precision is lower than the baseline's, beyond chance.
    case precisionRegression
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
        if missing > 0, !isLimited("headline/images_without_prediction", .above) {
            caps.append(.coverage(missing: missing, of: accounting.itemsRead))
        }
        if section("detection")?.holds("looks_cut") == true, !isLimited("detection/images_without_detections", .above),
            let bare = fact(at: "detection/images_without_detections"), let images = bare.value
        {
            caps.append(.noDetections(images: Int(images), of: bare.n))
        }
        let atZero =
            Self.atZero(section("headline"), "recall@class=")
            + Self.atZero(
                section("detection-classes"), "found@class=")
        if !atZero.isEmpty { caps.append(.classesAtZero(atZero)) }
        if section("comparison")?.holds("worse") == true && !isLimited("comparison/accuracy_change", .below)
            || section("detection-comparison")?.holds("worse") == true
                && !isLimited("detection-comparison/change", .below)
        {
            caps.append(.regression)
        }
        if let change = fact(at: "detection/ap")?.change, change.high < 0 { caps.append(.precisionRegression) }
        let regressed = isLimited("comparison/classes_worse", .above) ? [] : regressedClasses
        if !regressed.isEmpty { caps.append(.classRegressions(regressed)) }
        return caps
    }

    private enum Bad { case above, below }

    /// Whether a gate limits a fact on its bad side and passes: the team has said how much of it is acceptable.
    private func isLimited(_ path: String, _ bad: Bad) -> Bool {
        gates.contains { gate in
            gate.fact == path && gate.state == .passed && (bad == .above ? gate.atMost : gate.atLeast) != nil
        }
    }

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
