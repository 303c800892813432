import Testing

@testable import Statistics

@Suite struct UnitScoresTests {
    private let strata = [
        Stratum(rows: 20, errors: 4, otherRows: 80, otherErrors: 8),
        Stratum(rows: 30, errors: 12, otherRows: 30, otherErrors: 6),
    ]

    /// One row a unit: the sandwich is Greenland and Robins' variance times m / (m - 1).
    @Test func rowsThatAreUnitsHaveTheVarianceOfRows() throws {
        var units: [ArraySlice<UnitScores.Entry>] = []
        for (index, stratum) in strata.enumerated() {
            func add(_ count: Int, _ level: Int, _ error: Int) {
                let one = UnitScores.Entry(
                    stratum: index, rows: level, errors: level * error, otherRows: 1 - level,
                    otherErrors: (1 - level) * error)
                units += repeatElement([one][...], count: count)
            }
            add(stratum.errors, 1, 1)
            add(stratum.rows - stratum.errors, 1, 0)
            add(stratum.otherErrors, 0, 1)
            add(stratum.otherRows - stratum.otherErrors, 0, 0)
        }
        let scores = UnitScores(strata, units: units)
        let rows = try #require(MantelHaenszel(strata))
        #expect(scores.units == 160)
        #expect(near(try #require(scores.standardError), rows.standardError * (160.0 / 159).squareRoot(), 1e-12))
        let permuted = scores.permutationP(draws: 4_000, enough: 4_000, seed: 1)
        #expect(abs(permuted - rows.p) < 0.02)
    }

    /// Ten copies of each row are no more evidence than the row.
    @Test func copiesOfRowsTellNothingNew() {
        func scores(_ copies: Int) -> UnitScores {
            let units = (0..<24).map { unit -> ArraySlice<UnitScores.Entry> in
                let isLevel = unit % 2 == 0
                let errors = (unit % 3 == 0 ? 1 : 0) * copies
                return [
                    UnitScores.Entry(
                        stratum: 0, rows: isLevel ? copies : 0, errors: isLevel ? errors : 0,
                        otherRows: isLevel ? 0 : copies, otherErrors: isLevel ? 0 : errors)
                ]
            }
            let all = Stratum(rows: 12 * copies, errors: 4 * copies, otherRows: 12 * copies, otherErrors: 4 * copies)
            return UnitScores([all], units: units)
        }
        #expect(near(scores(1).standardError ?? 0, scores(10).standardError ?? 1, 1e-12))
        #expect(near(scores(1).p, scores(10).p, 1e-9))
    }

    /// Images that were replayed on both sides are permuted inside themselves: 12 regressed and 2 fixed of 40, where McNemar
    /// says .013.
    @Test func pairsArePermutedInsideThemselves() {
        let units = (0..<40).map { unit -> ArraySlice<UnitScores.Entry> in
            let level = unit < 12 ? 1 : 0
            let other = (12..<14).contains(unit) ? 1 : 0
            return [UnitScores.Entry(stratum: 0, rows: 1, errors: level, otherRows: 1, otherErrors: other)]
        }
        let strata = [Stratum(rows: 40, errors: 12, otherRows: 40, otherErrors: 2)]
        let p = UnitScores(strata, units: units).permutationP(draws: 4_000, enough: 4_000, seed: 1)
        #expect(abs(p - McNemar.exact(fixed: 2, broken: 12)) < 0.006)
    }
}
