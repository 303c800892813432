import Testing

@testable import Columns

@Suite struct BucketingTests {
    @Test func quintilesCutWherePandasQcutCuts() {
        // pandas 2.2: pd.qcut([1..10], 5, retbins=True) -> edges 1, 2.8, 4.6, 6.4, 8.2, 10
        let cut = Bucketing(of: (1...10).map(Double.init))
        let expected = [1, 2.8, 4.6, 6.4, 8.2, 10]
        #expect(zip(cut.edges, expected).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect((1...10).map { cut.bucket(of: Double($0)) } == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
        #expect(cut.labels == ["lowest", "low", "middle", "high", "highest"])
    }

    @Test func edgesThatCoincideAreDropped() {
        let cut = Bucketing(of: [0, 0, 0, 0, 0, 0, 0, 1, 2, 3])
        #expect(cut.edges.count == 3)
        #expect(cut.labels == ["lowest", "highest"])
        #expect(cut.bucket(of: 0) == 0)
        #expect(cut.bucket(of: 3) == 1)
    }

    @Test func aValueOnAnEdgeBelongsToTheBucketBelowIt() {
        let cut = Bucketing(of: [], by: .cuts([1, 2]))
        #expect([0.5, 1, 1.5, 2, 9].map { cut.bucket(of: $0) } == [0, 0, 1, 1, 2])
    }

    @Test func missingIsACategoryAndComesLast() {
        let column = NumericColumn(name: "blur", values: [1, .nan, 2])
        let cut = Bucketing(of: column.values, by: .quantiles(2))
        let categories = cut.categories(of: column)
        #expect(categories.categories == ["lowest", "highest", "missing"])
        #expect((0..<3).map { categories.codes[$0] } == [0, 2, 1])
    }

    @Test func oneValueIsOneBucketAndNoValueIsOnlyMissing() {
        let same = Bucketing(of: [4, 4, 4])
        #expect(same.labels == ["all"])
        #expect(same.bucket(of: 4) == 0)
        let none = Bucketing(of: [.nan]).categories(of: NumericColumn(name: "x", values: [.nan]))
        #expect(none.categories == ["missing"])
        #expect(none.codes[0] == 0)
    }

    @Test func infinitiesFallInTheOutermostBuckets() {
        let cut = Bucketing(of: [1, 2, 3, 4, 5, .infinity, -.infinity])
        #expect(cut.bucket(of: .infinity) == 4)
        #expect(cut.bucket(of: -.infinity) == 0)
    }
}
