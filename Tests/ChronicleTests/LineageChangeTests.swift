import Record
import Testing

@testable import Chronicle

/// What changed between two lineages, and what may be said of it.
@Suite struct LineageChangeTests {
    private static let parts: [Lineage.Entry] = [
        Lineage.Entry(.dataset, name: "fleet", hash: "aaaaaaa1"), Lineage.Entry(.labels, name: "standard 4"),
        Lineage.Entry(.preprocessing, name: "resized"), Lineage.Entry(.code, name: "main", hash: "c0ffee00112233"),
        Lineage.Entry(.training, name: "40 epochs"), Lineage.Entry(.runtime, name: "CPU"),
    ]

    private static func audit(
        _ version: String, _ entries: [Lineage.Entry]? = parts, from origin: String? = nil, artifact: String? = nil,
        changes: [String] = [], details: [Setting] = [], model: String = "m"
    ) -> Audit {
        var audit = RecordFixture.audit(version, date: "2026-01-01").audit
        audit.version.model = model
        audit.version.details = details + (artifact.map { [Setting(VersionRecord.artifact, $0)] } ?? [])
        audit.version.changes = changes
        audit.version.lineage = entries.map { Lineage($0, derivedFrom: origin) }
        return audit
    }

    private static func with(_ entry: Lineage.Entry) -> [Lineage.Entry] {
        parts.map { $0.part == entry.part ? entry : $0 }
    }

    private static func states(_ change: LineageChange?) -> [LineageChange.Node: LineageChange.State] {
        Dictionary(
            (change?.rows ?? []).compactMap { row in row.state.map { (row.node, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    @Test func aVersionWithoutALineageHasNone() {
        #expect(LineageChange(of: Self.audit("v2", nil), since: Self.audit("v1")) == nil)
    }

    @Test func aChangeIsMarkedAndEverythingDownstreamOfIt() throws {
        let now = Self.audit("v2", Self.with(Lineage.Entry(.labels, name: "standard 5")), artifact: "22")
        let change = try #require(LineageChange(of: now, since: Self.audit("v1", artifact: "11")))
        #expect(
            Self.states(change) == [
                .dataset: .same, .labels: .changed, .preprocessing: .same, .code: .same, .training: .downstream,
                .model: .downstream, .runtime: .downstream, .evaluation: .downstream,
            ])
        #expect(change.verdict == .one(.labels))
    }

    @Test func aModelOfTheSameBytesLetsNothingThrough() throws {
        let now = Self.audit("v2", Self.with(Lineage.Entry(.training, name: "80 epochs")), artifact: "11")
        let states = Self.states(LineageChange(of: now, since: Self.audit("v1", artifact: "11")))
        #expect(states[.training] == .changed && states[.model] == .same && states[.evaluation] == .same)
        // Preprocessing is done when the model predicts, too.
        let other = Self.audit("v2", Self.with(Lineage.Entry(.preprocessing, name: "cropped")), artifact: "11")
        let reached = Self.states(LineageChange(of: other, since: Self.audit("v1", artifact: "11")))
        #expect(reached[.model] == .same && reached[.runtime] == .downstream && reached[.evaluation] == .downstream)
    }

    @Test func hashesDecideWhereBothHaveOneAndMayBeShortened() throws {
        let short = Self.audit("v2", Self.with(Lineage.Entry(.code, name: "release", hash: "c0ffee0")))
        #expect(LineageChange(of: short, since: Self.audit("v1"))?.verdict == .nothing)
        let other = Self.audit("v2", Self.with(Lineage.Entry(.code, name: "main", hash: "deadbee")))
        #expect(LineageChange(of: other, since: Self.audit("v1"))?.verdict == .one(.code))
        let none = Self.audit("v2", Self.with(Lineage.Entry(.code, name: "main")))
        let change = try #require(LineageChange(of: none, since: Self.audit("v1")))
        #expect(Self.states(change)[.code] == .notComparable)
        #expect(change.verdict == .atLeast([], others: [], open: [.code]))
    }

    @Test func exactlyOneIsNotSaidWhereAnythingSpeaksAgainstIt() {
        let changed = Self.with(Lineage.Entry(.training, name: "80 epochs"))
        let lacking = changed.filter { $0.part != .labels }
        #expect(
            LineageChange(of: Self.audit("v2", lacking), since: Self.audit("v1"))?.verdict
                == .atLeast([.training], others: [], open: [.labels]))
        #expect(
            LineageChange(of: Self.audit("v2", changed, changes: ["a", "b"]), since: Self.audit("v1"))?.verdict
                == .several([.training], others: [], stated: 2))
        let (one, two) = ([Setting(VersionRecord.runtime, "one")], [Setting(VersionRecord.runtime, "two")])
        #expect(
            LineageChange(of: Self.audit("v2", changed, details: two), since: Self.audit("v1", details: one))?.verdict
                == .several([.training], others: ["Runtime"], stated: 0))
        #expect(
            LineageChange(of: Self.audit("v2", details: two), since: Self.audit("v1", details: one))?.verdict
                == .atLeast([], others: ["Runtime"], open: []))
        #expect(
            LineageChange(of: Self.audit("v2", changed, model: "n"), since: Self.audit("v1"))?.verdict
                == .several([.training, .model], others: [], stated: 0))
    }

    @Test func artifactsThatDifferAloneAreTheOneThing() {
        #expect(
            LineageChange(of: Self.audit("v2", artifact: "22"), since: Self.audit("v1", artifact: "11"))?.verdict
                == .one(.model))
    }

    @Test func weightsOfTheBaselineAreNoChangeAndOthersAre() {
        let (now, other) = (Self.audit("v2", from: "v1"), Self.audit("v2", from: "v0"))
        #expect(Self.states(LineageChange(of: now, since: Self.audit("v1")))[.origin] == .continued)
        #expect(LineageChange(of: now, since: Self.audit("v1"))?.verdict == .nothing)
        #expect(LineageChange(of: other, since: Self.audit("v1", from: "w"))?.verdict == .one(.origin))
        #expect(
            LineageChange(of: other, since: Self.audit("v1"))?.verdict
                == .atLeast([], others: [], open: [.origin]))
    }

    @Test func withoutABaselineThatStatesOneNothingIsCompared() {
        let alone = LineageChange(of: Self.audit("v1"), since: nil)
        #expect(alone?.verdict == .noBaseline && Self.states(alone).isEmpty)
        let silent = LineageChange(of: Self.audit("v2"), since: Self.audit("v1", nil))
        #expect(silent?.verdict == .baselineNotStated && Self.states(silent).isEmpty)
    }

    @Test func whatTheLineageLeavesOutIsTakenFromTheManifestsField() throws {
        let details = [Setting(VersionRecord.preprocessing, "resized")]
        let lacking = Self.parts.filter { $0.part != .preprocessing }
        let change = try #require(
            LineageChange(of: Self.audit("v2", lacking, details: details), since: Self.audit("v1")))
        #expect(change.verdict == .nothing)
        #expect(change.rows.first { $0.node == .preprocessing }?.now == .init(name: "resized", hash: nil))
    }
}
