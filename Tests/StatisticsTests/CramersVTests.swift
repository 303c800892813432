import Statistics
import Testing

@Suite struct CramersVTests {
    @Test func oneForWhatTellsAllAndNothingForWhatTellsNothing() {
        // What chance makes of a table that tells all is 1 / (n - 1), taken off above and below.
        #expect(CramersV.debiased([[500, 0], [0, 500]]).map { abs($0 - 1) < 1e-12 } == true)
        #expect(CramersV.debiased([[250, 250], [250, 250]]) == 0)
        #expect(CramersV.debiased([[3, 4], [0, 0]]) == nil)
        #expect(CramersV.debiased([]) == nil)
    }

    /// 60, 40 against 45, 55: χ² = 4.511..., n = 200; by Bergsma's formula in a few lines of Python 0.13274.
    @Test func aTableByHand() throws {
        let v = try #require(CramersV.debiased([[60, 40], [45, 55]]))
        #expect(abs(v - 0.1327396214153532) < 1e-12)
    }
}
