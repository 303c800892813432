// What became of slices since the baseline. A slice that this version's own search chose fails more now by how it was chosen, so
// that its change is tested only where it was chosen before: by the baseline, which listed or followed it, or by the comparison,
// which tests every class and every value of an attribute.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// One slice then and now, on the items that both versions were evaluated on.
struct SliceTrend: Sendable {
    /// Its pairs.
    let counts: PairCounts
    /// The p-value of no change, corrected for all that was tested with it; `nil` where none was tested.
    let adjusted: Double?
    /// The level at which it stands.
    let level: Double

    /// Share wrong in the baseline.
    var baseline: Measure? {
        counts.errorBefore(method: "slice-trend")
    }

    /// Worse or better when the corrected test says so, else new when the baseline had no error there; `nil` where its change
    /// was not tested; not measured where no item of it was evaluated in both.
    var state: LifeCycle? {
        guard counts.n > 0 else { return .notMeasured }
        if let adjusted, adjusted <= level { return counts.broken > counts.fixed ? .worse : .better }
        if counts.rightBefore == counts.n, counts.rightNow < counts.n { return .new }
        return adjusted == nil ? nil : .persisting
    }
}

/// The slices whose change was tested before it was known what this version lists.
struct SliceTrends: Sendable {
    /// A slice that the baseline listed or followed.
    struct Earlier: Sendable {
        /// As this version's attributes say it.
        let mode: FailureMode
        let predicates: [Predicate]
        /// As the baseline says it, where an attribute has another name now.
        let formerly: FormerMode?
        /// The version that listed it last.
        let listedIn: String
        let rows: RowSet
        let counts: PairCounts
    }

    /// In the order of the baseline's list, then of what that version followed itself.
    let earlier: [Earlier]
    private let examination: Examination

    /// Most slices that are followed: those listed last come first.
    static let most = 60

    /// `nil` without a baseline.
    init?(_ examination: Examination, _ columns: SliceColumns) {
        guard let baseline = examination.baseline, let pairing = examination.pairing else { return nil }
        self.examination = examination
        let section = baseline.audit.section("slices")
        let before =
            (section?.findings ?? []).map {
                (mode: $0.mode, version: baseline.audit.version.name, covers: $0.covers)
            } + (section?.followed ?? []).map { (mode: $0.mode, version: $0.listedIn, covers: nil) }
        let evaluation = examination.evaluation
        var known: Set<String> = []
        var earlier: [Earlier] = []
        var names = RenamedAttributes(examination, columns)
        for (mode, version, covers) in before where earlier.count < Self.most {
            guard case .slice(let old) = mode else { continue }
            let renamed = covers.flatMap { names.found(old, covers: $0) }
            let predicates = renamed?.predicates ?? old
            guard known.insert(FailureMode.slice(predicates).stableID).inserted,
                Self.mayBeShown(predicates, columns, examination.settings)
            else { continue }
            let rows = RowSet(columns.rows(predicates).rows, of: evaluation.count)
            earlier.append(
                Earlier(
                    mode: .slice(predicates), predicates: predicates,
                    formerly: renamed.map { FormerMode(mode, jaccard: $0.jaccard, of: .errors) }, listedIn: version,
                    rows: rows, counts: pairing.counts(of: rows, in: evaluation, examination.units)))
        }
        self.earlier = earlier
    }

    /// What they test.
    var tests: FamilyTests {
        FamilyTests(.comparison, earlier.map(\.counts.p), ids: earlier.map(\.mode.stableID), of: .listed)
    }

    /// The trend of a slice that was listed or followed before.
    func trend(of slice: Earlier, _ levels: TestLevels) -> SliceTrend {
        SliceTrend(
            counts: slice.counts, adjusted: levels.adjusted(slice.mode.stableID, .comparison, .listed),
            level: levels[.comparison, .listed])
    }

    /// The trend of a slice that was listed or followed before, by its id.
    func trend(of former: FormerMode, _ levels: TestLevels) -> SliceTrend? {
        earlier.first { $0.mode.stableID == former.id }.map { trend(of: $0, levels) }
    }

    /// The trend of a slice that this version lists.
    func trend(of predicates: [Predicate], _ rows: RowSet, _ levels: TestLevels) -> SliceTrend {
        let id = FailureMode.slice(predicates).stableID
        if let slice = earlier.first(where: { $0.mode.stableID == id }) { return trend(of: slice, levels) }
        let counts =
            examination.pairing?.counts(of: rows, in: examination.evaluation, examination.units) ?? PairCounts()
        // A class is tested by either comparison, a value of an attribute by that of images.
        guard predicates.count == 1, let only = predicates.first else {
            return SliceTrend(counts: counts, adjusted: nil, level: 0)
        }
        let part: TestPart = only.attribute == Predicate.label ? .classes : .slices
        if part == .slices, examination.detection != nil {
            return SliceTrend(counts: counts, adjusted: nil, level: 0)
        }
        return SliceTrend(
            counts: counts, adjusted: levels.adjusted(id, .comparison, part), level: levels[.comparison, part])
    }

    /// Whether no condition is on an attribute that is withheld now.
    private static func mayBeShown(
        _ predicates: [Predicate], _ columns: SliceColumns, _ settings: WorkspaceSettings
    ) -> Bool {
        guard let shown = settings.publish else { return true }
        return predicates.allSatisfy { predicate in
            predicate.attribute == Predicate.label || columns.column(predicate.attribute) != nil
                || shown.contains { Name($0) == predicate.attribute }
        }
    }
}
