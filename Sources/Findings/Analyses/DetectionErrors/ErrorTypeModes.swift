// A detector's types of error as failure modes. That there are errors of a type is no finding: every detector has some of most. One
// is a finding where there are more of it than in the baseline beyond chance, by a test that shares the audit's budget; a type
// that costs average precision and is not shown to have grown is a lead, which claims nothing.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// The types that are listed as failure modes, and what became of those that the baseline listed.
struct ErrorTypeModes {
    /// Id of the analysis that lists them.
    let analysis: String
    let errors: ErrorsByType
    /// A type beside the baseline.
    private struct Tested {
        let type: DetectionError
        let pair: PairedImageCounts
        /// Its p-value, corrected by Holm over the types.
        let adjusted: Double

        /// What became of it since the baseline, at a level.
        func trend(_ level: Double) -> LifeCycle {
            if adjusted <= level, pair.now != pair.before { return pair.now > pair.before ? .worse : .better }
            return pair.before == 0 && pair.now > 0 ? .new : .persisting
        }

        /// How many more an image has.
        var rise: Double { Double(pair.now - pair.before) / Double(pair.images) }
    }

    private let tested: [Tested]
    private let baseline: Audit?
    private let smallest: Double

    /// The types at the operating point, beside the baseline where that was counted on the same images and labels.
    init(_ examination: Examination, _ book: DetectionBook, of analysis: String) {
        self.analysis = analysis
        let errors = ErrorsByType(book)
        let baseline = examination.comparableBaseline
        let before = baseline?.section(analysis)?.errorTypeCounts
        let pairs = DetectionError.allCases.compactMap { type in
            errors.paired(type, with: before).map { (type: type, pair: $0) }
        }
        let adjusted = Multiplicity.holm(pairs.map(\.pair.p))
        tested = zip(pairs, adjusted).map { Tested(type: $0.type, pair: $0.pair, adjusted: $1) }
        self.errors = errors
        self.baseline = baseline
        smallest = examination.settings.smallestEffect
    }

    /// What they test.
    var tests: FamilyTests {
        FamilyTests(
            .comparison, tested.map(\.pair.p), ids: tested.map { Self.mode($0.type).stableID }, of: .errorTypes)
    }

    private static func mode(_ type: DetectionError) -> FailureMode { .other(kind: ErrorsByType.kind(type), []) }

    /// Types of which there are more than in the baseline, and those that cost average precision at least the smallest effect
    /// that is named. `gains` are what fixing each alone would gain.
    func findings(_ gains: [DetectionError: Measure], level: Double) -> [Finding] {
        DetectionError.allCases.compactMap { type in
            let own = tested.first { $0.type == type }
            let trend = own?.trend(level)
            let isFinding = trend == .worse && (own?.rise ?? 0) >= smallest
            let costs = gains[type].map { $0.interval.low > 0 && $0.interval.low >= smallest } ?? false
            let evidence = errors.examples(type, most: ShowAtMost.evidence)
            guard isFinding || costs, !evidence.isEmpty, let measure = errors.rate(type) else { return nil }
            return Finding(
                Self.mode(type), of: analysis, standing: isFinding ? .finding : .lead, measure: measure,
                p: isFinding ? own?.adjusted : nil, level: isFinding ? level : nil, errors: errors.count(type),
                gain: gains[type], baseline: own?.pair.rateBefore(method: "error-types"), trend: trend,
                evidence: evidence)
        }
    }

    /// The types that the baseline listed or followed and this version does not list, measured again where they are tested.
    func followed(besides listed: [Finding], level: Double) -> [FollowedMode] {
        guard let baseline, let section = baseline.section(analysis) else { return [] }
        let before =
            section.findings.map { (mode: $0.mode, version: baseline.version.name) }
            + (section.followed ?? []).map { (mode: $0.mode, version: $0.listedIn) }
        return before.compactMap { mode, version in
            guard !listed.contains(where: { $0.mode == mode }),
                let own = tested.first(where: { Self.mode($0.type) == mode }), let measure = errors.rate(own.type)
            else { return nil }
            // What is not listed does not cost the smallest effect: with fewer errors beyond chance it is fixed.
            let state: LifeCycle =
                switch own.trend(level) {
                case .worse: .worse
                case .better: .fixed
                default: .neutral
                }
            return FollowedMode(
                mode, listedIn: version, measure: measure, errors: errors.count(own.type),
                baseline: own.pair.rateBefore(method: "error-types"), p: own.adjusted, state: state)
        }
    }
}
