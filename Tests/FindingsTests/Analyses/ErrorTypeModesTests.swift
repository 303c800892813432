import Artifacts
import Record
import Statistics
import Tallies
import Testing

@testable import Findings

/// A detector's types of error as failure modes.
@Suite struct ErrorTypeModesTests {
    private let analysis = DetectionErrors()
    private static func mode(_ kind: String) -> FailureMode { .other(kind: kind, []) }

    /// Boxes of the first 20 objects of class 0 share a quarter of what they share together with them.
    private static func loose(version: String = "v2") -> MadeDetection {
        var made = MadeDetection.clean(version: version)
        made.answer(0, count: 20, [(0, 0.95, 0.6)])
        return made
    }

    @Test func aCleanRunListsNone() throws {
        let section = try analysis.examine(MadeDetection.clean().examination())
        #expect(section.findings.isEmpty && section.followed == nil)
        #expect(section.errorTypeCounts?[FailureMode.missedObjects]?.counts == [UInt32](repeating: 0, count: 40))
    }

    @Test func aTypeThatCostsPrecisionIsALeadWithoutABaseline() throws {
        let section = try analysis.examine(Self.loose().examination())
        #expect(section.findings.map(\.mode) == [Self.mode(FailureMode.localisationErrors)])
        let found = try #require(section.findings.first)
        // 20 of 40 images have one.
        #expect(found.standing == .lead && found.p == nil && found.trend == nil && found.baseline == nil)
        #expect(found.errors == 20 && found.measure.value == 0.5 && found.measure.n == 40)
        #expect(found.measure.unit == .raw && found.measure.interval.low > 0.2)
        #expect(found.gain?.value == section.fact("loc_gain")?.value && found.gain?.method == "tide-gain")
        #expect(found.excess == nil && Repair(found) == nil, "average precision is no number of errors")
        #expect(found.evidence.first?.label == "c0" && found.evidence.first?.predicted == "c0")
        var settings = WorkspaceSettings(title: "Made", task: .detection)
        settings.smallestEffect = 0.9
        #expect(try analysis.examine(Self.loose().examination(settings: settings)).findings.isEmpty)
    }

    /// One more on each of twelve images: all of twelve signs alike have a chance of 2 in 4,096.
    @Test func moreOfATypeThanInTheBaselineIsAFinding() throws {
        var now = MadeDetection.clean()
        now.backgroundDetections = (0..<12).map { ($0, 0, 0.6) } + [(30, 0, 0.1)]
        let section = try analysis.examine(
            now.examination(baseline: MadeDetection.clean(version: "v1").record()))
        #expect(section.findings.map(\.mode) == [Self.mode(FailureMode.backgroundErrors)])
        let found = try #require(section.findings.first)
        #expect(found.standing == .finding && found.trend == .worse && found.errors == 12)
        #expect(found.measure.value == 0.3 && found.baseline?.value == 0)
        // Of six types, by Holm.
        #expect(near(found.p, 6.0 * 2 / 4096))
        #expect(found.evidence.count == 12 && found.evidence.allSatisfy { $0.label == "background" })
    }

    @Test func aTypeThatIsAsOftenAsInTheBaselineStaysALead() throws {
        let section = try analysis.examine(Self.loose().examination(baseline: Self.loose(version: "v1").record()))
        let found = try #require(section.findings.first)
        #expect(section.findings.count == 1 && found.standing == .lead && found.trend == .persisting)
        #expect(found.p == nil && found.baseline?.value == 0.5)
    }

    @Test func aTypeThatIsNoLongerListedIsMeasuredAgain() throws {
        let section = try analysis.examine(
            MadeDetection.clean().examination(baseline: Self.loose(version: "v1").record()))
        #expect(section.findings.isEmpty)
        let followed = try #require(section.followed)
        #expect(followed.map(\.mode) == [Self.mode(FailureMode.localisationErrors)])
        #expect(followed[0].state == .fixed && followed[0].errors == 0 && followed[0].listedIn == "v1")
        #expect(followed[0].baseline?.value == 0.5 && followed[0].p < 0.001)
    }

    @Test func anArchiveThatKeptNoCountsIsNotTestedAgainst() throws {
        let record = try Self.loose(version: "v1").record()
        var older = record.audit
        for index in older.sections.indices { older.sections[index].errorTypeCounts = nil }
        let baseline = BaselineRecord(audit: older, outcomes: record.outcomes)
        #expect(try analysis.examine(Self.loose().examination(baseline: baseline)).findings.first?.trend == nil)
        #expect(try analysis.examine(MadeDetection.clean().examination(baseline: baseline)).followed == nil)
    }

    /// Versions that err alike but for chance: corrected over the six types, at most one in twenty is said to be worse or better.
    @Test func noiseIsSeldomCalledAChange() throws {
        func errors(_ seed: UInt64) throws -> ErrorsByType {
            var generator = SeededGenerator(seed: seed)
            var made = MadeDetection.clean()
            for index in made.things.indices {
                let label = made.things[index].label
                switch generator.below(8) {
                case 0: made.things[index].answers = []
                case 1: made.things[index].answers = [((label + 1) % 4, 0.7, 0)]
                case 2: made.things[index].answers = [(label, 0.6, 0.6)]
                case 3: made.things[index].answers = [(label, 0.9, 0.1), (label, 0.5, 0.2)]
                default: break
                }
            }
            made.backgroundDetections = (0..<12).map { _ in (generator.below(40), generator.below(4), 0.6) }
            return ErrorsByType(DetectionBook(try made.evaluation()))
        }
        var before = try errors(1)
        var flagged = 0
        for seed in 2...31 {
            let now = try errors(UInt64(seed))
            let archived = before.archived
            let p = DetectionError.allCases.compactMap { now.paired($0, with: archived)?.p }
            #expect(p.count == 6)
            if Multiplicity.holm(p).contains(where: { $0 <= 0.05 }) { flagged += 1 }
            before = now
        }
        #expect(flagged <= 6, "of 30")
    }
}
