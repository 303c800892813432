import Tallies
import Testing

@testable import Findings

/// A pair of classes beside what the errors of other classes make one expect.
@Suite struct ConfusionExcessTests {
    /// Five classes of 60, each read as each other twice, and class 0 as class 1 as often as is asked.
    private static func made(planted: Int) -> MadeEvaluation {
        var made = MadeEvaluation.clean(classes: 5, perClass: 60)
        for truth in 0..<5 {
            for answer in 0..<5 where answer != truth { made.misread(truth, as: answer, count: 2) }
        }
        made.misread(0, as: 1, count: planted)
        return made
    }

    private static func pairs(_ made: MadeEvaluation) -> [ConfusionExcess] {
        let evaluation = made.evaluation
        let units = made.examination().units
        let confusion = ConfusionTally(Confusion(), over: Block(0..<evaluation.count, of: evaluation, units))
        return ConfusionExcess.all(in: confusion).all
    }

    private static func pair(_ truth: Int, _ predicted: Int, _ made: MadeEvaluation) throws -> ConfusionExcess {
        try #require(pairs(made).first { $0.truth == truth && $0.predicted == predicted })
    }

    @Test(arguments: [0, 5, 30]) func aPairTakesNoPartInItsOwnExpectation(_ planted: Int) throws {
        let pair = try Self.pair(0, 1, Self.made(planted: planted))
        let without = try Self.pair(0, 1, Self.made(planted: 0))
        #expect(pair.count == 2 + planted)
        #expect(near(pair.expectedShare, without.expectedShare))
        #expect(near(pair.expected, pair.expectedShare * Double(pair.errors)))
        #expect(near(pair.excess, Double(pair.count) - pair.expected))
    }

    @Test func aPlantedPairStandsFirstAndTheRestDoNotStandOut() {
        let pairs = Self.pairs(Self.made(planted: 25))
        #expect(pairs.count == 20)
        #expect(pairs.first?.truth == 0)
        #expect(pairs.first?.predicted == 1)
        #expect(pairs.filter { $0.adjusted <= 0.05 }.count == 1)
        #expect(pairs.allSatisfy { $0.p <= $0.adjusted && $0.adjusted <= 1 })
        #expect(Self.pairs(Self.made(planted: 0)).allSatisfy { $0.adjusted > 0.05 })
    }

    @Test func otherCodesOfTheClassesChangeNothing() throws {
        let made = Self.made(planted: 12)
        var turned = made
        let code = [3, 0, 4, 1, 2]
        for row in turned.rows.indices {
            turned.rows[row].label = code[turned.rows[row].label]
            turned.rows[row].predicted = code[turned.rows[row].predicted]
        }
        for pair in Self.pairs(made) {
            let other = try Self.pair(code[pair.truth], code[pair.predicted], turned)
            #expect(other.count == pair.count)
            #expect(near(other.expectedShare, pair.expectedShare))
            #expect(near(other.p, pair.p))
            #expect(near(other.adjusted, pair.adjusted))
        }
    }

    @Test func ofTwoClassesThereIsOneWayToBeWrong() {
        var made = MadeEvaluation.clean(classes: 2, perClass: 50)
        made.misread(0, as: 1, count: 30)
        made.misread(1, as: 0, count: 1)
        #expect(Self.pairs(made).map(\.p) == [1, 1])
    }

    @Test func ofRowsThatShareUnitsAsManyCountAsTheyAreWorth() throws {
        var made = Self.made(planted: 12)
        let alone = try Self.pair(0, 1, made)
        // Every ten rows are one unit, and what is planted fills the first of class 0.
        made.attributes = ["unit"]
        made.unit = "unit"
        for row in made.rows.indices { made.rows[row].attributes = ["u\(row / 10)"] }
        let shared = try Self.pair(0, 1, made)
        #expect(shared.count == alone.count)
        #expect(near(shared.expectedShare, alone.expectedShare))
        #expect(shared.p > 2 * alone.p)
    }
}
