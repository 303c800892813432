import Record
import Testing

@Suite struct FactIndexTests {
    private enum Term: String, CardKey { case worstClass = "worst_class" }
    private enum Flag: String, CardKey { case worse }
    private struct Facts: FactSet {
        let share = FactSpec("share", "the share", .proportion, better: .higher, tile: Tile(2), role: .whole)
        let count = FactSpec("count", .count, role: .errors)
        let recall = FactSpec("recall", .proportion, better: .higher, each: .classes, role: .classRate)
        let worst = FactSpec(
            "worst", "the worst", .proportion, tile: Tile(1, "Worst"), role: .worstChange, change: .change,
            classTerm: "worst_class")
    }
    private static let card = Card(id: "one", title: "One", question: "One?", facts: Facts().all)
    private static let other = Card(
        id: "two", title: "Two", question: "Two?", facts: [FactSpec("moved", .points, role: .change)])
    private static let index = FactIndex([card, other])

    private static func audit(_ sections: [Section]) -> Audit {
        Audit(
            program: "test", version: VersionRecord(name: "v1", date: "2026-01-01", model: "m"),
            dataset: DatasetRecord(name: "d", title: "D", n: 9, classes: ["a", "b"], digest: "", details: []),
            title: "T", task: .classification, baseline: nil,
            accounting: RowAccounting(itemsRead: 9, predictionsRead: 9, kept: 9), sections: sections, gates: [],
            inputs: [], settings: [])
    }

    @Test func aSetListsItsFactsInTheOrderOfDeclaration() {
        #expect(Facts().all.map(\.id) == ["share", "count", "recall", "worst"])
        #expect(Self.card.factIDs == ["share", "count", "recall", "worst"])
    }

    @Test func aPathLeadsToTheSpecAndAMemberToItsFamilys() {
        #expect(Self.index.spec("one/share")?.spec == Facts().share)
        #expect(Self.index.spec("one/share")?.member == nil)
        #expect(Self.index.spec("one/recall@class=a@b")?.spec.id == "recall")
        #expect(Self.index.spec("one/recall@class=a@b")?.member == "class=a@b")
        #expect(Self.index.spec("two/share") == nil)
        #expect(Self.index.spec("") == nil)
    }

    @Test func headlineNumbersComeByRank() {
        #expect(Self.index.tiles.map(\.path) == ["one/worst", "one/share"])
    }

    @Test func aRoleLeadsToTheFactThatAnAuditStates() {
        let interval = Interval(low: -0.2, high: -0.1, method: "paired-change")
        let one = Section(
            Self.card,
            facts: [
                Fact(FactSpec("share", .proportion), 0.5, n: 9, method: "m"),
                Fact(FactSpec("recall@class=a", .proportion), 1, n: 4, method: "m"),
                Fact(FactSpec("recall@class=b=c", .proportion), 0, n: 5, method: "m"),
            ], terms: Terms([Term.worstClass: "b=c"]))
        let two = Section(
            Self.other, facts: [Fact(FactSpec("moved", .points), -0.15, n: 9, interval: interval, method: "m")],
            flags: Flags([Flag.worse]))
        let audit = Self.audit([one, two])
        #expect(Self.index.fact(.whole, in: audit)?.value == 0.5)
        #expect(Self.index.fact(.errors, in: audit) == nil)
        #expect(Self.index.stated(.change, in: audit)?.section.holds(.worse) == true)
        #expect(Self.index.members(.classRate, in: audit).map(\.name) == ["a", "b=c"])
        #expect(Self.index.members(.classRate, in: audit).map(\.fact.value) == [1, 0])
        #expect(Self.index.className(.worstChange, in: audit) == "b=c")
        #expect(Self.index.sections(.change, in: audit).map(\.id) == ["two"])
        #expect(Self.index.has(.change, "two/moved"))
        #expect(!Self.index.has(.change, "one/share"))
        // The change of the worst class is tested class by class, so the whole's interval is not its own.
        #expect(Self.index.testedChange("one/worst", in: audit) == nil)
        #expect(Self.index.testedChange("one/share", in: audit) == nil)
    }
}
