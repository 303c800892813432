import Columns
import Findings
import Record
import Testing

/// A version and its baseline are joined by id and by the bytes of class names, whatever the order of rows and classes.
@Suite struct PairingTests {
    private static func made(_ version: String = "v2") -> MadeEvaluation {
        var made = MadeEvaluation.clean(classes: 3, perClass: 6, version: version)
        made.misread(1, as: 2, count: 2)
        return made
    }

    /// What the baseline answered by id, by the class's name in the evaluation.
    private static func before(_ made: MadeEvaluation, _ baseline: MadeEvaluation) -> [ItemID: ClassName] {
        let evaluation = made.evaluation
        let pairing = Pairing(of: evaluation, with: baseline.record())
        return Dictionary(
            uniqueKeysWithValues: zip(pairing.rows, pairing.before).map { row, code in
                (evaluation.items.ids[row], code < 0 ? "none" : evaluation.classes[Int(code)])
            })
    }

    @Test func theOrderOfRowsAndOfClassesChangesNoPair() {
        let straight = Self.before(Self.made(), Self.made("v1"))
        #expect(straight.count == 18)
        #expect(straight["item-1-0"] == "c2")
        #expect(straight["item-1-5"] == "c1")
        var turned = Self.made("v1")
        turned.rows.reverse()
        #expect(Self.before(Self.made(), turned) == straight)
        // The same answers under codes in another order.
        turned.classes = ["c2", "c0", "c1"]
        for row in turned.rows.indices {
            turned.rows[row].label = (turned.rows[row].label + 1) % 3
            turned.rows[row].predicted = (turned.rows[row].predicted + 1) % 3
        }
        #expect(Self.before(Self.made(), turned) == straight)
        #expect(Pairing(of: Self.made().evaluation, with: turned.record()).isSameSet)
    }

    @Test func whatCannotBePairedIsCountedOnTheSideThatHasIt() {
        var now = Self.made()
        var then = Self.made("v1")
        now.rows.removeFirst(2)
        then.rows.removeLast(3)
        then.rows[4].label = 2
        let pairing = Pairing(of: now.evaluation, with: then.record())
        #expect(pairing.onlyThen == 2)
        #expect(pairing.onlyNow == 3)
        #expect(pairing.relabelled.map { now.rows[$0].id } == [then.rows[4].id])
        #expect(pairing.count == 18 - 2 - 3 - 1)
        #expect(!pairing.isSameSet)
        #expect(pairing.hasSameClasses)
    }

    @Test func aClassThatOneOfThemLacksIsNamedAndItsAnswerIsNone() {
        var now = Self.made()
        var then = Self.made("v1")
        then.classes = ["c0", "c1", "caf\u{E9}"]
        then.rows.removeAll { $0.label == 2 }
        now.rows.removeAll { $0.label == 2 }
        let pairing = Pairing(of: now.evaluation, with: then.record())
        #expect(pairing.addedClasses == ["c2"])
        #expect(pairing.droppedClasses == ["caf\u{E9}"])
        #expect(Self.before(now, then)["item-1-0"] == "none")
        now.classes[2] = "cafe\u{301}"
        let spelt = Pairing(of: now.evaluation, with: then.record())
        #expect(!spelt.hasSameClasses, "two forms of one letter are two classes")
    }

    @Test func eachRowIsInOnePairAtMost() {
        let pairing = Pairing(of: Self.made().evaluation, with: Self.made("v1").record())
        #expect(Set(pairing.rows).count == pairing.rows.count)
        #expect(pairing.before.count == pairing.rows.count)
        #expect(Set(pairing.rows).isDisjoint(with: pairing.relabelled))
    }
}
