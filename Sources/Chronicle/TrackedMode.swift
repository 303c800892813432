// A failure mode over all versions: what was measured of it in each, and what became of it. Each step rests on a paired test
// that an audit made within its own budget; what is added here is memory: a mode that was fixed and fails again has regressed,
// and one that other modes crowd out of a list is still there.

import Archive
import Record

/// What became of a failure mode in one version, given all versions before.
public enum ModeState: String, Sendable, CaseIterable {
    /// Listed for the first time.
    case new
    /// Listed before, and no change beyond chance since the baseline.
    case persisting
    /// Better than in the baseline beyond chance, and not yet fixed.
    case improved
    /// Worse than in the baseline beyond chance.
    case worsened
    /// Better beyond chance and no worse than elsewhere, or so in an earlier version and not worse since.
    case fixed
    /// Fixed in an earlier version, and worse again beyond chance.
    case regressed
    /// Fixed in an earlier version and listed again, without a change beyond chance between the two.
    case listedAgain = "listed-again"
    /// Listed before and now, by an analysis that does not test the change.
    case untested
    /// No longer listed by an audit that does not measure its kind again.
    case unlisted
    /// This version has no item to measure it on.
    case notMeasurable = "not-measurable"
}

/// A failure mode and its history.
public struct TrackedMode: Sendable {
    /// It in one version.
    public struct Moment: Sendable {
        /// The version.
        public let version: String
        /// Its date.
        public let date: String
        /// The finding there, or `nil` when that audit does not list it.
        public let finding: Finding?
        /// What that audit measured of it although it does not list it.
        public let followed: FollowedMode?
        /// What became of it; `nil` before it was first listed.
        public let state: ModeState?

        /// Its measure, listed or followed.
        public var measure: Measure? { finding?.measure ?? followed?.measure }
        /// Its errors, listed or followed.
        public var errors: Int? { finding?.errors ?? (followed?.measure == nil ? nil : followed?.errors) }
    }

    /// The newest finding that states it.
    public let finding: Finding
    /// The version of that finding.
    public let version: String
    /// Its id, that of the first finding that stated it: what it is called may change, its address does not.
    public let id: String
    /// Every version, oldest first.
    public let moments: [Moment]

    /// The first version that lists it.
    public var firstSeen: String { moments.first { $0.state != nil }?.version ?? version }
    /// What became of it in the newest version.
    public var state: ModeState? { moments.last?.state }
    /// Every id that it had, its own first.
    public var ids: [String] {
        var ids = [id]
        for id in moments.compactMap({ $0.finding?.id ?? $0.followed?.id }) where !ids.contains(id) { ids.append(id) }
        return ids
    }
}

/// What is remembered of a mode from version to version.
private struct ModeMemory {
    private var isFixed = false
    private var wasListed = false

    mutating func next(_ finding: Finding?, _ followed: FollowedMode?) -> ModeState? {
        guard let finding else { return wasListed ? unlisted(followed) : nil }
        defer { (wasListed, isFixed) = (true, false) }
        switch finding.trend {
        case _ where !wasListed: return .new
        case .worse where isFixed: return .regressed
        // None in the baseline, and no test that says that there are more now.
        case .new,
            _ where isFixed:
            return .listedAgain
        case .worse: return .worsened
        case .better: return .improved
        case nil: return .untested
        default: return .persisting
        }
    }

    private mutating func unlisted(_ followed: FollowedMode?) -> ModeState {
        guard let followed else { return isFixed ? .fixed : .unlisted }
        switch followed.state {
        case .fixed:
            isFixed = true
            return .fixed
        case .worse:
            defer { isFixed = false }
            return isFixed ? .regressed : .worsened
        case .notMeasured: return .notMeasurable
        case .better: return isFixed ? .fixed : .improved
        case .new, .persisting, .neutral: return isFixed ? .fixed : .persisting
        }
    }
}

extension Chronicle {
    /// Every failure mode of every version: those of the newest audit first, findings before leads, most errors first.
    public var modes: [TrackedMode] {
        var canonical: [String: String] = [:]
        var places: [String: [Int: Finding]] = [:]
        var followed: [String: [Int: FollowedMode]] = [:]
        for (place, archived) in audits.enumerated() {
            let findings = archived.audit.findings
            let measured = archived.audit.sections.flatMap { $0.followed ?? [] }
            let names = findings.map { ($0.id, $0.formerly) } + measured.map { ($0.id, $0.formerly) }
            for (id, formerly) in names where canonical[id] == nil {
                // A former mode that this audit lists beside the new one is another.
                let former = formerly.flatMap { former in
                    findings.contains { $0.id == former.id } ? nil : canonical[former.id]
                }
                canonical[id] = former ?? id
            }
            for finding in findings {
                places[canonical[finding.id] ?? finding.id, default: [:]][place] = finding
            }
            for mode in measured {
                followed[canonical[mode.id] ?? mode.id, default: [:]][place] = mode
            }
        }
        var seen: Set<String> = []
        var modes: [TrackedMode] = []
        for archived in audits.reversed() {
            for finding in archived.audit.findings {
                let id = canonical[finding.id] ?? finding.id
                guard seen.insert(id).inserted else { continue }
                var memory = ModeMemory()
                let moments = audits.enumerated().map { place, audit in
                    let (listed, measured) = (places[id]?[place], followed[id]?[place])
                    return TrackedMode.Moment(
                        version: audit.audit.version.name, date: audit.audit.version.date, finding: listed,
                        followed: measured, state: memory.next(listed, measured))
                }
                modes.append(
                    TrackedMode(finding: finding, version: archived.audit.version.name, id: id, moments: moments))
            }
        }
        return modes
    }
}
