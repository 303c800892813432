import Record
import Testing

@testable import Archive
@testable import Chronicle

/// How failure modes of one data set stand on others, and how far a headline is from set to set.
@Suite struct ReplicationTests {
    private static let finding = Finding(
        .confusion(truth: "1", predicted: "8"), of: "confusions", standing: .finding,
        measure: Measure(0.3, RecordFixture.interval(0.2, 0.4), n: 60, unit: .proportion, method: "recall"), errors: 18,
        evidence: [GalleryItem(item: "a", label: "8", answer: .named("1"), confidence: 0.9)])

    /// A mode whose effect was 20 points, with a difference of `change` here.
    private static func measured(
        _ dataset: String, _ change: Double, _ low: Double, _ high: Double, p: Double?
    ) -> (dataset: String, mode: ModeElsewhere) {
        let interval = RecordFixture.interval(low, high)
        return (
            dataset,
            ModeElsewhere(
                finding.mode, listedOn: "first", effect: 0.2, effectInterval: RecordFixture.interval(0.18, 0.22),
                measure: Measure(0.3, interval, n: 50, unit: .proportion, method: "modes-elsewhere"),
                rest: Measure(0.1, interval, n: 500, unit: .proportion, method: "modes-elsewhere"),
                change: p == nil ? nil : Measure(change, interval, n: 50, unit: .points, method: "modes-elsewhere"),
                p: p)
        )
    }

    @Test func eachStateHasItsRule() {
        let found = Replication(
            Self.finding, of: "first",
            measured: [
                Self.measured("a", 0.25, 0.1, 0.4, p: 0.001), Self.measured("b", 0.08, 0.03, 0.13, p: 0.004),
                Self.measured("c", 0.01, -0.05, 0.07, p: 0.4), Self.measured("d", 0.1, -0.05, 0.25, p: 0.1),
                Self.measured("e", 0, 0, 0, p: nil),
            ])
        #expect(found.sides.map(\.state) == [.replicates, .weaker, .doesNot, .cannotTell, .notMeasured])
        // Holm over the four that were tested.
        #expect(found.sides.compactMap(\.adjusted).map { ($0 * 1e6).rounded() } == [4000, 12000, 400000, 200000])
        // The interval is 30 points wide, the effect 20: (30 / 20)^2 times the 50 rows.
        #expect(found.sides.map(\.sizeThatTells) == [nil, nil, nil, 113, nil])
        #expect(!found.isNowhere)
    }

    /// What was measured for an audit that has been replaced is neither shown nor corrected with the others.
    @Test func whatWasMeasuredForAReplacedAuditIsStale() {
        let found = Replication(
            Self.finding, of: "first",
            measured: [Self.measured("a", 0.25, 0.1, 0.4, p: 0.03), Self.measured("b", 0.01, -0.05, 0.07, p: 0.4)],
            stale: ["b"])
        #expect(found.sides.map(\.state) == [.replicates, .stale])
        #expect(found.sides.map(\.adjusted) == [0.03, nil])
        let absent = Replication(
            Self.finding, of: "first",
            measured: [Self.measured("a", 0.01, -0.05, 0.07, p: 0.4), Self.measured("b", 0.01, -0.05, 0.07, p: 0.4)],
            stale: ["b"])
        #expect(!absent.isNowhere)
    }

    /// Significant by itself, and not among the data sets that it was looked for on.
    @Test func manyDataSetsAreManyChances() {
        let one = Self.measured("a", 0.15, 0.001, 0.3, p: 0.03)
        #expect(Replication(Self.finding, of: "first", measured: [one]).sides[0].state == .replicates)
        let others = (0..<4).map { Self.measured("\($0)", 0.1, -0.1, 0.3, p: 0.3) }
        #expect(Replication(Self.finding, of: "first", measured: [one] + others).sides[0].state == .cannotTell)
    }

    @Test func nowhereNeedsAllThatCouldTell() {
        let absent = Self.measured("a", 0.01, -0.05, 0.07, p: 0.4)
        let silent = Self.measured("b", 0, 0, 0, p: nil)
        #expect(Replication(Self.finding, of: "first", measured: [absent, silent]).isNowhere)
        #expect(!Replication(Self.finding, of: "first", measured: [silent]).isNowhere)
        #expect(
            !Replication(Self.finding, of: "first", measured: [absent, Self.measured("c", 0.1, -0.1, 0.3, p: 0.2)])
                .isNowhere)
    }

    @Test func theMeanOfTheOthersCountsEachAlike() throws {
        func audit(_ dataset: String, _ value: Double, _ low: Double, _ high: Double) -> ArchivedAudit {
            let archived = RecordFixture.audit("v1", date: "2026-01-01")
            var audit = archived.audit
            audit.dataset.name = dataset
            let place = audit.sections[0].facts.firstIndex { $0.id == "accuracy" } ?? 0
            audit.sections[0].facts[place].value = value
            audit.sections[0].facts[place].interval = RecordFixture.interval(low, high)
            return ArchivedAudit(
                audit: audit, outcomes: archived.outcomes, runs: [], examples: nil, digest: archived.digest, seal: "",
                folder: archived.folder)
        }
        let parts = [audit("a", 0.9, 0.88, 0.92), audit("b", 0.8, 0.75, 0.85), audit("c", 0.7, 0.66, 0.74)].map {
            Chronicles.Part(dataset: $0.audit.dataset.name, chronicle: Chronicle(audits: [$0], incidents: []))
        }
        let version = try #require(Chronicles(parts: parts).versions.first)
        let across = try #require(HeadlineAcross(version, facts: RecordFixture.facts))
        #expect(across.sides.map(\.dataset.name) == ["a", "b", "c"])
        // 0.8 - 0.9 with the root of 0.05^2 + 0.02^2 either side.
        let change = try #require(across.sides[1].fromFirst)
        #expect(abs(change.low + 0.153851648) < 1e-8 && abs(change.high + 0.046148352) < 1e-8)
        #expect(across.sides[0].fromFirst == nil)
        // (0.9 + 0.7) / 2 with the root of 0.02^2 + 0.04^2, halved; less that the root of 0.05^2 and its square.
        #expect(across.sides[1].expected == 0.8)
        let from = try #require(across.sides[1].fromExpected)
        #expect(abs(from.low + 0.054772256) < 1e-8 && abs(from.high - 0.054772256) < 1e-8)
        let two = try #require(Chronicles(parts: Array(parts.prefix(2))).versions.first)
        #expect(HeadlineAcross(two, facts: RecordFixture.facts)?.sides.allSatisfy { $0.expected == nil } == true)
        let one = try #require(Chronicles(parts: Array(parts.prefix(1))).versions.first)
        #expect(HeadlineAcross(one, facts: RecordFixture.facts) == nil)
    }

    /// Two data sets whose audits looked for each other's modes; then one of them is made anew, with another rate of its mode.
    @Test func anAuditThatWasReplacedIsToldByWhatItListed() throws {
        func archived(_ dataset: String, rate: Double = 0.3, listedBy: [ListingAudit]? = nil) -> ArchivedAudit {
            let made = RecordFixture.audit("v1", date: "2026-01-01")
            var audit = made.audit
            audit.dataset.name = dataset
            audit.sections[0].findings[0].measure.value = rate
            audit.listedBy = listedBy
            return ArchivedAudit(
                audit: audit, outcomes: made.outcomes, runs: [], examples: nil, digest: made.digest, seal: "",
                folder: made.folder)
        }
        func listing(_ one: ArchivedAudit) -> ListingAudit {
            ListingAudit(dataset: one.audit.dataset.name, digest: one.audit.listing(one.outcomes))
        }
        func chronicles(_ audits: [ArchivedAudit], retired: String? = nil) -> Chronicles {
            Chronicles(
                parts: audits.map {
                    Chronicles.Part(
                        dataset: $0.audit.dataset.name, chronicle: Chronicle(audits: [$0], incidents: []),
                        isRetired: $0.audit.dataset.name == retired)
                })
        }
        let day = archived("day")
        let night = archived("night", listedBy: [listing(day)])
        let before = chronicles([archived("day", listedBy: [listing(night)]), night])
        let first = try #require(before.versions.first)
        // What each was measured for is no part of what it lists.
        #expect(before.replaced(in: first).isEmpty)
        let after = chronicles([archived("day", rate: 0.25, listedBy: [listing(night)]), night])
        let second = try #require(after.versions.first)
        #expect(after.replaced(in: second).map { [$0.listing, $0.measuring] } == [["day", "night"]])
        // A data set that is audited no more has no part in it.
        let retired = chronicles([archived("day", rate: 0.25, listedBy: [listing(night)]), night], retired: "day")
        let third = try #require(retired.versions.first)
        #expect(retired.replaced(in: third).isEmpty)
        #expect(retired.current(third).audits.map { $0?.audit.dataset.name } == [nil, "night"])
    }
}
