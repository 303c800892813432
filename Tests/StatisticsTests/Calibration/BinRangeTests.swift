import Statistics
import Testing

@Suite struct BinRangeTests {
    @Test func numbersOutsideOfTheBinsFallInTheNearest() {
        let bins = EqualWidthBins(10)
        #expect(bins.index(of: -0.5) == 0)
        #expect(bins.index(of: 1e19) == 9)
        #expect(bins.index(of: -1e300) == 0)
        #expect(bins.index(of: .infinity) == 9)
        #expect(bins.index(of: 1) == 9 && bins.index(of: 0) == 0 && bins.index(of: 0.35) == 3)
        #expect(EqualWidthBins(25, closed: .right).index(of: 7e18) == 24)
    }
}
