import Artifacts
import Record
import Tallies
import Testing

@testable import Findings

/// Pairs counted class by class and slice by slice add up to all pairs, and every group that is looked at pays for it.
@Suite struct PairedGroupsTests {
    /// 5 classes of 40 with a `part` of four values, and the same `site` everywhere; v2 loses class 1 in part 0.
    private static func versions() -> (now: MadeEvaluation, then: MadeEvaluation) {
        var then = MadeEvaluation.clean(version: "v1")
        then.attributes = ["part", "site"]
        for row in then.rows.indices { then.rows[row].attributes = ["p\(row % 4)", "s"] }
        then.misread(3, as: 2, count: 5)
        var now = then
        now.version = "v2"
        for row in now.rows.indices where now.rows[row].label == 1 && row % 4 == 0 { now.rows[row].predicted = 4 }
        return (now, then)
    }

    private static func pairing(_ now: MadeEvaluation, _ then: MadeEvaluation) -> (Pairing, Examination) {
        (Pairing(of: now.evaluation, with: then.record()), now.examination())
    }

    private static func settings(support: Int) -> WorkspaceSettings {
        var settings = WorkspaceSettings(title: "Made", classes: (0..<5).map { "c\($0)" })
        settings.slicing.minSupport = support
        return settings
    }

    @Test func classesAddUpToAllPairs() {
        let (now, then) = Self.versions()
        let (pairing, examination) = Self.pairing(now, then)
        let evaluation = examination.evaluation
        let pairs = Book(
            counting: [Pairs()], of: evaluation, examination.units, pairedWith: pairing.answers(in: evaluation),
            edition: "")[Pairs()]
        let all = pairs.counts
        let groups = pairs.groups(evaluation.classes)
        #expect(pairs.total == pairing.count)
        #expect(pairs.changed == 15)
        #expect(groups.count == 5)
        #expect(groups.map(\.counts.n).reduce(0, +) == all.n)
        #expect(groups.map(\.counts.broken).reduce(0, +) == all.broken)
        #expect(all.broken == 10)
        #expect(groups.map { $0.counts.broken } == [0, 10, 0, 0, 0])
        #expect(groups[1].state == .worse)
        #expect(groups[1].adjusted > groups[1].counts.p, "five classes were looked at")
        #expect(groups.filter { $0.adjusted <= 0.05 }.count == 1)
    }

    @Test func aValueThatEveryItemHasIsTheWholeAndNotTestedAgain() {
        let (now, then) = Self.versions()
        let (pairing, examination) = Self.pairing(now, then)
        let (tested, tooSmall) = pairing.bySlice(
            in: examination.evaluation, examination.units, Self.settings(support: 1))
        #expect(tested.map { $0.predicates.map(\.value) } == [["p0"], ["p1"], ["p2"], ["p3"]])
        #expect(tested.map(\.counts.n).reduce(0, +) == pairing.count)
        #expect(tooSmall == 0)
    }

    @Test func whatIsTooSmallIsCountedAndNotTested() {
        let (now, then) = Self.versions()
        let (pairing, examination) = Self.pairing(now, then)
        let (tested, tooSmall) = pairing.bySlice(
            in: examination.evaluation, examination.units, Self.settings(support: 51))
        #expect(tested.isEmpty)
        #expect(tooSmall == 4)
    }
}
