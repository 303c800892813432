import Columns
import TestSupport
import Testing

@testable import Tallies

@Suite struct SliceLineTests {
    private func settings(_ minSupport: Int, _ depth: Int, _ top: Int = 10) -> SliceSettings {
        var settings = SliceSettings()
        settings.minSupport = minSupport
        settings.maxDepth = depth
        settings.top = top
        return settings
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6])
    func theBestSlicesAreThoseThatCountingEverythingFinds(depth: Int) throws {
        for seed in Thoroughness.seeds(from: 1, 2, all: 4) {
            for isReal in [false, true] {
                let data = BruteForce.random(rows: 600, values: [2, 3, 4, 2, 5, 3, 2], seed: seed, isReal: isReal)
                let found = try SliceFindings(of: [data.table()], settings(12, depth))
                BruteForce.expectEqual(found, data.slices(minSupport: 12, depth: depth, top: 10))
            }
        }
    }

    @Test func theBestSlicesAreFoundWhateverIsCountedByBitmapsOrByRefinement() throws {
        // 30 x 25 values of two columns are counted by refinement, the small columns by bitmaps.
        let data = BruteForce.random(rows: 3000, values: [30, 25, 2, 3], seed: 5)
        let found = try SliceFindings(of: [data.table()], settings(3, 3))
        BruteForce.expectEqual(found, data.slices(minSupport: 3, depth: 3, top: 10))
    }

    @Test func aTableWhoseProductOfCardinalitiesPasses64BitsIsCountedExactly() throws {
        // 21 columns of 9 values: 10^21 > 2^64 combinations. Ids that were numbers would collide here.
        let data = BruteForce.random(rows: 400, values: [Int](repeating: 9, count: 21), seed: 6)
        let found = try SliceFindings(of: [data.table()], settings(8, 2))
        BruteForce.expectEqual(found, data.shallow(minSupport: 8, top: 10))
    }

    @Test func aSupportOfMoreThanHalfTheRowsLeavesOnlyTheBigOnes() throws {
        let data = BruteForce.random(rows: 300, values: [2, 3, 2], seed: 7)
        let found = try SliceFindings(of: [data.table()], settings(160, 3))
        BruteForce.expectEqual(found, data.slices(minSupport: 160, depth: 3, top: 10))
        let none = try SliceFindings(of: [data.table()], settings(301, 3))
        #expect(none.slices.isEmpty)
        #expect(none.tested == 0)
    }

    @Test func noErrorsAtAllAndOnlyErrorsHaveNoSlice() throws {
        for value in [0.0, 1.0] {
            let data = BruteForce(
                columns: [[0, 1, 0, 1], [0, 0, 1, 1]], losses: [Double](repeating: value, count: 4))
            for score in SliceScore.allCases {
                var settings = settings(1, 2)
                settings.score = score
                let found = try SliceFindings(of: [data.table()], settings)
                #expect(found.slices.isEmpty)
                #expect(found.meanError == value)
            }
        }
    }

    @Test func aColumnOfOneValueAddsItsTwinsAndNothingElse() throws {
        let plain = BruteForce.random(rows: 400, values: [3, 3], seed: 8)
        let data = BruteForce(columns: plain.columns + [[Int](repeating: 7, count: 400)], losses: plain.losses)
        let found = try SliceFindings(of: [data.table()], settings(10, 3, 50))
        BruteForce.expectEqual(found, data.slices(minSupport: 10, depth: 3, top: 50))
    }

    @Test func columnsThatAreCopiesTieAndEveryTieIsARightAnswer() throws {
        let plain = BruteForce.random(rows: 400, values: [3, 3, 2], seed: 9)
        let data = BruteForce(columns: plain.columns + [plain.columns[0]], losses: plain.losses)
        for top in [1, 2, 3, 5, 8] {
            let found = try SliceFindings(of: [data.table()], settings(10, 3, top))
            BruteForce.expectEqual(found, data.slices(minSupport: 10, depth: 3, top: top))
        }
    }

    @Test func moreSlicesThanThereAreMayBeAskedFor() throws {
        let data = BruteForce.random(rows: 100, values: [2, 2], seed: 10)
        let found = try SliceFindings(of: [data.table()], settings(5, 2, 10_000))
        BruteForce.expectEqual(found, data.slices(minSupport: 5, depth: 2, top: 10_000))
    }

    @Test func oneRowIsATable() throws {
        let data = BruteForce(columns: [[3]], losses: [1])
        for score in SliceScore.allCases {
            var settings = settings(1, 3)
            settings.score = score
            let found = try SliceFindings(of: [data.table()], settings)
            #expect(found.rows == 1)
            #expect(found.slices.isEmpty)
        }
    }

    @Test func aColumnOf70000ValuesIsCountedExactly() throws {
        let rows = 140_000
        let ids = (0..<rows).map { $0 / 2 }
        let kind = (0..<rows).map { $0 % 3 }
        // Both rows of id 69,999 and a sixth of kind 0 are wrong.
        let losses = (0..<rows).map { ids[$0] == 69_999 || ($0 % 18 == 0) ? 1.0 : 0.0 }
        let data = BruteForce(columns: [ids, kind], losses: losses)
        let found = try SliceFindings(of: [data.table()], settings(20_000, 2, 3))
        #expect(found.slices.first?.predicates.map(\.value) == ["0"])
        #expect(found.slices.first?.size == 46_667)
        // With a support of two rows 70,000 values are live, and one of them is the worst in relation to its size.
        var wide = settings(2, 1, 1)
        wide.alpha = 1
        let single = try SliceFindings(of: [data.table()], wide)
        #expect(single.slices.first?.predicates.map(\.value) == ["69999"])
        #expect(single.tested == 70_003)
    }

    @Test func twoWideColumnsTogetherAreCountedWithoutATableOfTheirProduct() throws {
        let rows = 12_000
        let first = (0..<rows).map { $0 / 3 }
        let second = (0..<rows).map { ($0 / 3) * 7 % 4000 }
        let losses = (0..<rows).map { $0 / 3 == 1234 ? 1.0 : 0.0 }
        let data = BruteForce(columns: [first, second], losses: losses)
        var settings = settings(3, 2, 5)
        settings.alpha = 1
        let found = try SliceFindings(of: [data.table()], settings)
        #expect(found.slices.map(\.size) == [3, 3, 3])
        #expect(found.slices.first?.predicates.map(\.value) == ["1234"])
        #expect(found.tested == 12_000)
    }

    @Test(arguments: [Double.nan, -0.5, Double.infinity])
    func anErrorThatIsNoErrorIsRefused(value: Double) {
        let expected = SliceError.badLoss(row: 2, value: value).problem
        #expect {
            try LossColumn(RowStorage([0, value, 1]))
        } throws: { ($0 as? SliceError)?.problem == expected }
    }

    @Test func shardsAndThreadsDoNotShow() throws {
        for isReal in [false, true] {
            let data = BruteForce.random(rows: 1200, values: [4, 3, 20, 2], seed: 11, isReal: isReal)
            for score in SliceScore.allCases {
                var settings = settings(20, 3)
                settings.score = score
                let whole = try fingerprint(SliceFindings(of: [data.table()], settings))
                for count in Thoroughness.isFull ? [2, 7, 31] : [7] {
                    // Each shard numbers its categories in its own order of appearance, and they come out of order.
                    let shards = try data.table().shards(count)
                    let rotated = Array(shards[(count / 2)...] + shards[..<(count / 2)].reversed())
                    let parts = try fingerprint(SliceFindings(of: rotated, settings))
                    #expect(parts == whole)
                }
                settings.threads = 3
                let threaded = try fingerprint(SliceFindings(of: [data.table()], settings))
                #expect(threaded == whole)
            }
        }
    }

    @Test func theOrderOfRowsDoesNotShow() throws {
        let data = BruteForce.random(rows: 2000, values: [4, 3, 5, 2], seed: 12, isReal: true)
        let turned = BruteForce(
            columns: data.columns.map { $0.reversed() }, losses: data.losses.reversed())
        let one = try fingerprint(SliceFindings(of: [data.table()], settings(20, 3)))
        let other = try fingerprint(SliceFindings(of: [turned.table()], settings(20, 3)))
        #expect(other == one)
    }

    @Test func theBoundIsNeverBelowAScoreItMustCover() {
        let score = SliceLineScore(alpha: 0.95, rows: 1000, meanError: 0.1)
        for size in stride(from: 20.0, through: 500, by: 20) {
            for errors in stride(from: 1.0, through: size, by: 7) {
                let bound = score.bound(size: size, errors: errors, largest: 1, minSupport: 20)
                for part in stride(from: 20.0, through: size, by: 20) {
                    #expect(score.score(rows: part, errors: min(errors, part)) <= bound + 1e-9)
                }
            }
        }
    }
}

extension BruteForce {
    /// As `slices`, of one and two columns: subsets of many columns are too many to walk.
    fileprivate func shallow(minSupport: Int, top: Int) -> [Row] {
        var all: [Row] = []
        for first in columns.indices {
            for second in first + 1..<columns.count {
                let pair = BruteForce(columns: [columns[first], columns[second]], losses: losses)
                for row in pair.slices(minSupport: minSupport, depth: 2, top: .max) {
                    let named = row.predicates.map { text in
                        text.hasPrefix("c0=") ? "c\(first)=\(text.dropFirst(3))" : "c\(second)=\(text.dropFirst(3))"
                    }
                    let renamed = Row(predicates: named, size: row.size, errors: row.errors, score: row.score)
                    if !all.contains(renamed) { all.append(renamed) }
                }
            }
        }
        all.sort { $0.score > $1.score }
        guard all.count > top else { return all }
        return all.filter { $0.score >= all[top - 1].score - 1e-12 }
    }
}
