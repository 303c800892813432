import Testing

@testable import Record

/// Constraints and the points that they are asked of.
@Suite struct ConstraintTests {
    @Test func theWholeIntervalDecidesAndAStatedValueItself() {
        let most = Constraint("latency_p99_ms", .atMost, 15)
        func interval(_ low: Double, _ high: Double) -> Interval { Interval(low: low, high: high, method: "m") }
        #expect(most.state(of: 14, interval(13, 15)) == .passed)
        #expect(most.state(of: 14, interval(13, 15.1)) == .undecided)
        #expect(most.state(of: 16, interval(15.1, 17)) == .failed)
        #expect(most.state(of: 15, nil) == .passed && most.state(of: 15.1, nil) == .failed)
        #expect(most.state(of: nil, nil) == .notMeasured)
        let least = Constraint("per_second", .atLeast, 50)
        #expect(least.state(of: 60, interval(50, 70)) == .passed)
        #expect(least.state(of: 60, interval(49, 70)) == .undecided && least.state(of: 40, nil) == .failed)
    }

    @Test func aPointIsBeatenInEverythingOrNot() {
        // Quality up, size down: b is beaten by a, which is as good and smaller; c is the best.
        let found = NonDominatedShares(
            [[0.8, 1], [0.8, 2], [0.9, 3]], isLargerBetter: [true, false],
            draws: [[0.8, 0.8, 0.9, 0.7], [0.8, 0.82, 0.8, 0.75], [0.9, 0.81, 0.85, 0.7]])
        #expect(found.isNonDominated == [true, false, true])
        #expect(found.shares == [1, 0.5, 0.25])
    }

    @Test func whatLacksAValueNeitherBeatsNorIsUnbeaten() {
        let found = NonDominatedShares([[0.8, .nan], [0.7, 2]], isLargerBetter: [true, false], draws: [nil, [0.7]])
        #expect(found.isNonDominated == [false, true] && found.shares == nil)
    }

    @Test func replicatesOfAccuracyAreAboutItAndPairedByTheHashOfTheImage() {
        let ids = (0..<4000).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }.sorted()
        func table(_ isRight: (Int) -> Bool) -> OutcomeTable {
            OutcomeTable(
                ids: ids, labels: ids.map { _ in 1 }, predicted: ids.indices.map { isRight($0) ? 1 : 0 },
                confidence: ids.map { _ in 255 })
        }
        let (first, second) = (
            table { $0 % 5 != 0 }.accuracyReplicates, table { $0 % 5 != 0 && $0 != 1 }.accuracyReplicates
        )
        let mean = first.reduce(0, +) / Double(first.count)
        #expect(abs(mean - 0.8) < 0.005)
        let deviation = (first.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(first.count)).squareRoot()
        // The binomial's, within what grouping and a thousand draws leave open.
        #expect(abs(deviation / (0.8 * 0.2 / 4000).squareRoot() - 1) < 0.12)
        // One image apart: in no replicate is the second above, for both weigh every image alike.
        #expect(zip(first, second).allSatisfy { $0 >= $1 })
        #expect(table { _ in true }.accuracyReplicates.allSatisfy { $0 == 1 })
    }
}
