import Testing

@testable import Statistics

@Suite struct ErrorPatternsTests {
    /// 600 rows of two classes in six directions; of class 0, 70 rows lie apart and fail in 80 %, when `isPlanted`.
    private func search(seed: UInt64, isPlanted: Bool) -> (found: ErrorPatterns, planted: Set<Int>) {
        var source = SeededGenerator(seed: seed)
        var scores: [Float] = []
        var labels: [Int] = []
        var errors: [Bool] = []
        var planted: Set<Int> = []
        for row in 0..<600 {
            let isApart = isPlanted && row % 2 == 0 && row % 9 < 2
            if isApart { planted.insert(row) }
            for axis in 0..<6 { scores.append(Float(source.normal() + (isApart && axis < 2 ? 2.6 : 0))) }
            labels.append(row % 2)
            errors.append(source.unit() < (isApart ? 0.8 : 0.1))
        }
        return (ErrorPatterns(scores: scores, width: 6, labels: labels, errors: errors, classes: 2), planted)
    }

    @Test func aPlantedGroupIsPublishedAndItsTypicalRowsAreOfIt() throws {
        let (found, planted) = search(seed: 1, isPlanted: true)
        let first = try #require(found.components.first { $0.isPublished })
        #expect(first.adjusted <= ErrorPatterns.level)
        #expect((first.stability ?? 0) >= ErrorPatterns.leastStability)
        #expect(first.members.prefix(25).count { planted.contains($0) } >= 20)
        #expect(Double(first.heldOut.errors) / Double(first.heldOut.rows) > first.expected)
        #expect(search(seed: 1, isPlanted: true).found.components.map(\.members) == found.components.map(\.members))
    }

    /// The rows that were searched, placed once more as if they were others, lie where they lie; a row of a class that none of
    /// them has lies nowhere.
    @Test func rowsThatWereNotSearchedArePlacedByTheSameRule() {
        var source = SeededGenerator(seed: 4)
        var (scores, labels, errors): ([[Float]], [Int], [Bool]) = ([], [], [])
        for row in 0..<600 {
            let isApart = row % 2 == 0 && row % 9 < 2
            scores.append((0..<6).map { Float(source.normal() + (isApart && $0 < 2 ? 2.6 : 0)) })
            labels.append(row % 2)
            errors.append(source.unit() < (isApart ? 0.8 : 0.1))
        }
        var found = ErrorPatterns(
            scores: scores.flatMap { $0 }, width: 6, labels: labels, errors: errors, classes: 3)
        let before = found.components.map(\.members)
        #expect(before.contains { !$0.isEmpty } && found.components.contains { $0.heldOutP == nil })
        found.place(600..<1200) { (scores[$0 - 600], labels[$0 - 600], errors[$0 - 600]) }
        for (old, new) in zip(before, found.components.map(\.members)) {
            #expect(new.filter { $0 < 600 } == old)
            // A row on the very cut may fall to either side by rounding.
            #expect(Set(new.filter { $0 >= 600 }.map { $0 - 600 }).symmetricDifference(old).count <= 1)
            // Twins are equally typical, but for rounding.
            let place = Dictionary(uniqueKeysWithValues: new.enumerated().map { ($1, $0) })
            let twins = old.filter { place[$0 + 600] != nil }
            #expect(twins.count >= old.count - 1)
            #expect(twins.allSatisfy { row in abs((place[row] ?? 0) - (place[row + 600] ?? 0)) <= 4 })
        }
    }

    /// Embeddings of two classes of three: what was searched is projected once more to the same scores, and a row of the third class has
    /// none.
    @Test func aProjectionPlacesWhatItWasNotMadeOf() throws {
        var source = SeededGenerator(seed: 8)
        let rows = (0..<200).map { row in (0..<5).map { Float(source.normal() * Double($0 + 1) + Double(row % 2)) } }
        let largest = rows.joined().reduce(0.0) { max($0, Double(abs($1))) }
        let projection = try #require(
            PatternProjection(width: 5, labels: rows.indices.map { $0 % 2 }, classes: 3, largest: largest) { row, out in
                for d in 0..<5 { out[d] = rows[row][d] }
            })
        let width = projection.width
        for row in rows.indices {
            #expect(
                projection.scores(of: rows[row], label: row % 2)
                    == Array(projection.scores[row * width..<(row + 1) * width]))
        }
        #expect(projection.scores(of: rows[0], label: 2) == nil)
        // Each component has variance 1 within classes.
        for k in 0..<width {
            let squares = rows.indices.reduce(0.0) {
                $0 + Double(projection.scores[$1 * width + k]) * Double(projection.scores[$1 * width + k])
            }
            #expect(near(squares / 200, 1, 1e-3))
        }
    }

    /// Mixtures that begin on a part of the rows find what those of all rows find.
    @Test func aBeginningOnAPartFindsTheSameGroup() throws {
        var source = SeededGenerator(seed: 12)
        var (scores, labels, errors): ([Float], [Int], [Bool]) = ([], [], [])
        for row in 0..<2_000 {
            let isApart = row % 17 == 0
            for axis in 0..<6 { scores.append(Float(source.normal() + (isApart && axis < 2 ? 3 : 0))) }
            labels.append(row % 2)
            errors.append(source.unit() < (isApart ? 0.7 : 0.1))
        }
        func published(_ beginning: Int) throws -> Set<Int> {
            let found = ErrorPatterns(
                scores: scores, width: 6, labels: labels, errors: errors, classes: 2, beginning: beginning)
            #expect(found.components.contains { $0.heldOutP == nil }, "components of mixtures are tested too")
            return Set(try #require(found.components.first { $0.isPublished }).members)
        }
        let (part, whole) = (try published(300), try published(2_000))
        #expect(Double(part.intersection(whole).count) >= 0.8 * Double(part.union(whole).count))
    }

    @Test func errorsOfChanceArePublishedInFewOfMany() {
        let published = (2..<6).count { seed in
            search(seed: UInt64(seed), isPlanted: false).found.components.contains { $0.isPublished }
        }
        #expect(published <= 1)
    }

    @Test func halvesHaveAsManyErrorsOfEachClass() {
        let labels = (0..<100).map { $0 % 3 }
        let errors = (0..<100).map { $0 % 7 == 0 }
        let isFitted = PatternRows.halves(labels: labels, errors: errors, classes: 3)
        for label in 0..<3 {
            for error in [true, false] {
                let own = labels.indices.filter { labels[$0] == label && errors[$0] == error }
                #expect(abs(2 * own.count { isFitted[$0] } - own.count) <= 1)
            }
        }
    }

    /// Of 4 of 10 with 5 errors, and 2 of 6 with 2: by hand.
    @Test func theExcessIsExactGivenTheClasses() {
        let a = Stratum(rows: 4, errors: 4, otherRows: 6, otherErrors: 1)
        let b = Stratum(rows: 2, errors: 2, otherRows: 4, otherErrors: 0)
        #expect(near(StratifiedExcess.upperTail([a, b]), 5.0 / 210 / 15, 1e-12))
        #expect(near(StratifiedExcess.upperTail([a]), 5.0 / 210, 1e-12))
        #expect(StratifiedExcess.upperTail([]) == 1)
    }

    @Test func weightedHolmIsHolmForEqualWeights() {
        let p = [0.01, 0.04, 0.02, 0.5]
        #expect(
            zip(Multiplicity.holm(p, weights: [2, 2, 2, 2]), Multiplicity.holm(p)).allSatisfy { abs($0 - $1) < 1e-15 })
        // The first weighs four of seven.
        #expect(near(Multiplicity.holm(p, weights: [4, 1, 1, 1])[0], 0.0175, 1e-12))
    }
}
