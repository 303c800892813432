// One pile of errors is one story. A class that regressed is also the slice of that class, and most of its errors fall on
// one other class: three failure modes, each true, and one thing to fix. Modes are taken in the order of what fixing them
// gains; one whose errors are mostly those of a mode taken before, or the other way round, joins it.

/// Failure modes that cover mostly the same errors.
public struct FailureStory: Sendable, Hashable {
    /// The one that gains most when fixed.
    public let lead: Finding
    /// Others of its standing that share most of its errors, or most of theirs with it, in the order of the audit's findings.
    public internal(set) var related: [Finding] = []
    /// How many of the leading mode's errors stories before it cover: without those, the errors of all leading modes never
    /// sum past the errors there are.
    public internal(set) var countedBefore = 0

    /// All its modes.
    public var modes: [Finding] { [lead] + related }

    /// How much more of the smaller of two sets must lie in the larger than the larger has of all errors, as a share of
    /// what is left above that: half way from chance to all.
    private static let sameness = 0.5
    /// The share of common errors (Jaccard) from which two large sets are the same.
    private static let nearlyAll = 0.8

    /// A story of one mode.
    public init(_ finding: Finding) {
        lead = finding
    }

    /// Whether a mode covers mostly the same errors.
    fileprivate func tells(_ finding: Finding) -> Bool {
        guard finding.standing == lead.standing else { return false }
        guard let covers = lead.covers, let other = finding.covers, covers.total == other.total, covers.total > 0 else {
            return modes.contains { Self.saysTheSame($0, finding) }
        }
        let sizes = (covers.count, other.count)
        guard min(sizes.0, sizes.1) > 0 else { return false }
        let both = Double(covers.overlap(other))
        let inside = both / Double(min(sizes.0, sizes.1))
        let byChance = Double(max(sizes.0, sizes.1)) / Double(covers.total)
        // What covers most errors holds most of any mode's: only what covers the same is the same.
        if byChance > Self.sameness { return both / (Double(sizes.0 + sizes.1) - both) >= Self.nearlyAll }
        return inside >= byChance + Self.sameness * (1 - byChance)
    }

    /// The same of audits that did not keep which errors a mode covers.
    private static func saysTheSame(_ a: Finding, _ b: Finding) -> Bool {
        a.errors > 0 && a.errors == b.errors && a.measure.value == b.measure.value && a.measure.n == b.measure.n
            && a.evidence.first?.item == b.evidence.first?.item
    }
}

extension Audit {
    /// Failure modes by the errors they cover, in the order of their leading modes: findings before leads, then by what
    /// fixing one gains.
    public var stories: [FailureStory] {
        var stories: [FailureStory] = []
        for finding in findings {
            if let index = stories.firstIndex(where: { $0.tells(finding) }) {
                stories[index].related.append(finding)
            } else {
                stories.append(FailureStory(finding))
            }
        }
        var told: ErrorSet?
        for index in stories.indices {
            guard let covers = stories[index].lead.covers else { continue }
            stories[index].countedBefore = told?.overlap(covers) ?? 0
            var all = told ?? covers
            all.formUnion(covers)
            told = all
        }
        return stories
    }
}
