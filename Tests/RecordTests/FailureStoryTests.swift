import Record
import Testing

@Suite struct FailureStoryTests {
    private func mode(_ name: String, _ errors: some Sequence<Int>, of total: Int = 100, gain: Double) -> Finding {
        let measure = Measure(
            0.5, Interval(low: 0.4, high: 0.6, method: "wilson"), n: 200, unit: .proportion, method: "")
        var finding = Finding(
            .classRegression(name), of: "comparison", standing: .finding, measure: measure, errors: 0,
            gain: Measure(gain, Interval(low: gain, high: gain, method: ""), n: 1, unit: .points, method: ""),
            evidence: [GalleryItem(item: name, label: "8", answer: .named("1"), confidence: 0.9, chips: [])])
        let set = ErrorSet(errors, of: total)
        finding.covers = set
        finding.errors = set.count
        return finding
    }

    private func stories(_ findings: [Finding]) -> [FailureStory] {
        let card = Card(id: "a", title: "A", question: "?", facts: [])
        return Audit(
            program: "test", version: VersionRecord(name: "v1", date: "2026-01-01", model: "m"),
            dataset: DatasetRecord(name: "d", title: "D", n: 200, classes: ["1", "8"], digest: "", details: []),
            title: "T", task: .classification, baseline: nil,
            accounting: RowAccounting(itemsRead: 200, predictionsRead: 200, kept: 200),
            sections: [Section(card, facts: [], flags: Flags(), exhibits: [], findings: findings)], gates: [],
            inputs: [],
            settings: []
        ).stories
    }

    /// A class that regressed, all its errors, and the class that most of them are taken for: one thing to fix.
    @Test func modesOfTheSameErrorsAreOneStory() {
        let told = stories([
            mode("8 regressed", 0..<20, gain: 0.3), mode("8", 0..<26, gain: 0.2), mode("8 as 1", 4..<18, gain: 0.1),
            mode("3 as 5", 60..<70, gain: 0.05),
        ])
        #expect(told.map(\.lead.mode) == [.classRegression("8 regressed"), .classRegression("3 as 5")])
        #expect(told[0].related.map(\.mode) == [.classRegression("8"), .classRegression("8 as 1")])
        #expect(told.map(\.countedBefore) == [0, 0])
    }

    @Test func listedErrorsNeverSumPastTheErrorsThereAre() {
        let told = stories([
            mode("a", 0..<40, gain: 0.4), mode("b", 25..<70, gain: 0.3), mode("c", 60..<100, gain: 0.2),
            mode("d", 10..<90, gain: 0.1),
        ])
        #expect(told.count == 4)
        #expect(told.map(\.lead.errors) == [40, 45, 40, 80])
        #expect(told.map(\.countedBefore) == [0, 15, 10, 80])
        #expect(told.reduce(0) { $0 + $1.lead.errors - $1.countedBefore } == 100)
    }

    /// A slice of nearly all errors holds most of any mode's errors, and is not its story.
    @Test func aModeOfMostErrorsSwallowsNone() {
        let told = stories([mode("everywhere", 0..<90, gain: 0.4), mode("small", 5..<20, gain: 0.3)])
        #expect(told.count == 2)
    }

    /// Two confusions of one class share no error, whatever else they are both related to; a lead joins no finding.
    @Test func onlyWhatSharesErrorsWithTheFirstIsRelated() {
        var lead = mode("lead", 0..<20, gain: 0.1)
        lead.standing = .lead
        let told = stories([
            mode("3 as 5", 0..<5, gain: 0.4), mode("3", 0..<20, gain: 0.3), mode("3 as 2", 5..<15, gain: 0.2), lead,
        ])
        #expect(
            told.map(\.lead.mode) == [.classRegression("3 as 5"), .classRegression("3 as 2"), .classRegression("lead")])
        #expect(told[0].related.map(\.mode) == [.classRegression("3")])
    }
}
