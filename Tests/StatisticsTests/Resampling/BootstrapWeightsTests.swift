import Testing

@testable import Statistics

@Suite struct BootstrapWeightsTests {
    private let ids = (0..<300).map { SplitMix64.mix(UInt64($0)) }

    @Test func eachWeightIsThatOfItsUnitAndReplicate() {
        let weights = BootstrapWeights(units: ids)
        for _ in 0..<2 {
            var seen: [Int] = []
            weights.forEach([7, 0, 299, 7]) { row, lanes in
                seen.append(row)
                for replicate in 0..<BootstrapWeights.lanes {
                    #expect(Int(lanes[replicate]) == BootstrapWeights.weight(of: ids[row], replicate: replicate))
                }
            }
            #expect(seen == [7, 0, 299, 7])
        }
    }

    @Test func rareWeightsAreCountedToTheEnd() {
        // Enough draws for weights that one table of ten bits cannot settle.
        var most = 0
        BootstrapWeights(units: (0..<3000).map { UInt64($0) }).forEach(0..<3000) { row, lanes in
            for replicate in 0..<BootstrapWeights.lanes where lanes[replicate] > 4 {
                #expect(Int(lanes[replicate]) == BootstrapWeights.weight(of: UInt64(row), replicate: replicate))
                most = max(most, Int(lanes[replicate]))
            }
        }
        #expect(most >= 7)
    }

    @Test func sumsByGroupAreThoseOfRows() {
        let weights = BootstrapWeights(units: ids)
        let values = ids.indices.map { row in [Int64(row) - 150, row % 3 == 0 ? Int64.max >> 9 : 0] }
        let sums = weights.sums(ids.indices, columns: 2) { row, sums in
            for column in 0..<2 { sums[column] += values[row][column] }
        }
        for column in 0..<2 {
            var expected = ReplicateSums()
            weights.forEach(ids.indices) { row, lanes in expected.add(values[row][column], lanes) }
            #expect(sums[column] == expected)
        }
    }

    @Test func unitsSpreadOverAllGroups() {
        var counts = [Int](repeating: 0, count: PoissonBootstrap.groups)
        for unit in 0..<102_400 { counts[PoissonBootstrap.group(of: UInt64(unit))] += 1 }
        // 100 a group on average, with the deviation 10 of a Poisson count.
        #expect(counts.allSatisfy { (50..<160).contains($0) })
    }

    @Test func sumsHoldValuesThatFillTheirBits() {
        let weights = BootstrapWeights(units: ids)
        var sums = ReplicateSums()
        let values = ids.indices.map { row in (Int64(1) << 57) - Int64(row) * (row % 2 == 0 ? 1 : -1) }
        weights.forEach(ids.indices) { row, lanes in sums.add(values[row], lanes) }
        for (replicate, sum) in sums.sums.enumerated() {
            let expected = ids.indices.reduce(Int128(0)) { total, row in
                total + Int128(values[row]) * Int128(BootstrapWeights.weight(of: ids[row], replicate: replicate))
            }
            #expect(sum == expected)
        }
    }

    @Test(arguments: [50, 3000])
    func aReplicateOfALadderCountsEachJudgementByItsWeight(_ distinct: Int) {
        let confidence = ids.indices.map { Double($0 * 7919 % distinct) / Double(distinct) }
        let correct = ids.map { $0 % 3 != 0 }
        let resampler = HistogramResampler(
            confidence: confidence, correct: correct, weights: BootstrapWeights(units: ids))
        let scoreHistograms = resampler.map { $0 }
        #expect(scoreHistograms.count == PoissonBootstrap.replicates)
        for replicate in [0, 1, 15, 16, 199] {
            var scores: [Double] = []
            var hits: [Bool] = []
            for row in ids.indices {
                for _ in 0..<BootstrapWeights.weight(of: ids[row], replicate: replicate) {
                    scores.append(confidence[row])
                    hits.append(correct[row])
                }
            }
            #expect(scoreHistograms[replicate] == ScoreHistogram(confidence: scores, correct: hits))
        }
    }

    @Test func manyJudgementsAreSortedAsFewAre() {
        // From 1,024 on they are sorted by bytes.
        let scores = (0..<5000).map { Double(SplitMix64.mix(UInt64($0)) >> 40) / Double(1 << 24) } + [0, 1, 0.5, 1]
        let hits = scores.indices.map { SplitMix64.mix(UInt64($0)) % 2 == 0 }
        let scoreHistogram = ScoreHistogram(confidence: scores, correct: hits)
        #expect(scoreHistogram.scoreLevels.map(\.score) == Array(Set(scores)).sorted())
        #expect(scoreHistogram.n == scores.count && scoreHistogram.hits == hits.count { $0 })
        let parts = ScoreHistogram(confidence: scores[..<700], correct: hits[..<700])
            .merged(with: ScoreHistogram(confidence: scores[700...], correct: hits[700...]))
        #expect(parts == scoreHistogram)
    }
}
