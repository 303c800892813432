import Testing

@testable import Tallies

@Suite struct ScoreOrderTests {
    /// What the sort is to be: stable, highest first, -0 and 0 equal. numpy's mergesort of the negated scores gives the
    /// same.
    private func reference(_ scores: [Double]) -> [Int32] {
        scores.indices.sorted { scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1] }.map { Int32($0) }
    }

    @Test func scoresOfAnySignAndSizeAreSorted() {
        let scores = [
            -0.5, 0.9, 0, -0.0, 1e19, -1e19, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
            .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0.9, -0.5, 1, 1.0.nextUp, -1e308,
        ]
        #expect(descending(scores, in: Array(0..<Int32(scores.count))) == reference(scores))
    }

    @Test func anyBitsThatAreANumberAreSortedAndTiesKeepTheirOrder() {
        var state: UInt64 = 42
        func draw() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
        for round in 0..<60 {
            var scores: [Double] = []
            while scores.count < 40 + round * 17 {
                let value = Double(bitPattern: draw())
                if value.isFinite { scores.append(value) }
                // Ties, and zeros of both signs.
                if draw() % 5 == 0, let earlier = scores.randomElement() { scores.append(earlier) }
                if draw() % 9 == 0 { scores.append(draw() % 2 == 0 ? 0 : -0.0) }
            }
            #expect(descending(scores, in: Array(0..<Int32(scores.count))) == reference(scores))
        }
    }

    @Test func averagePrecisionDependsOnTheOrderOfScoresAlone() throws {
        let plain = Scene.random(seed: 11)
        var moved = plain
        // Rising, from 0...1 to both signs and far beyond; equal stays equal.
        moved.answers = plain.answers.map { answer in
            var answer = answer
            answer.score = (answer.score - 0.5) * 1e18
            return answer
        }
        let all = [ImageSubset.all(plain.images.count)]
        let (before, after) = (try plain.tally(), try moved.tally())
        #expect(before.scores(over: all) == after.scores(over: all))
        #expect(
            before.tideReports(before.tideOutcomes(), over: all) == after.tideReports(after.tideOutcomes(), over: all))
        #expect(!after.hasProbabilities)
        let counts = DetectionTally.falsePositivesByScore(after.countedDetections())
        #expect(counts.count == 10 && counts[0] > 0 && counts[9] > 0)
    }
}
