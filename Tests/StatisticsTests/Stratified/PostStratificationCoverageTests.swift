import Statistics
import Testing

/// A mix that leans on a small cell with a rate of its own is as unsure as that cell.
@Suite struct PostStratificationCoverageTests {
    /// Cells as rows, rate and share. By Kish's number of rows the first and the last hold 82 and 84 %.
    @Test(arguments: [
        [(40, 0.4, 0.1), (2000, 0.01, 0.9)], [(20, 0.3, 0.5), (20, 0.1, 0.5)], [(100, 0.02, 0.5), (50, 0.5, 0.5)],
        [(300, 0.05, 0.3), (30, 0.3, 0.3), (500, 0.1, 0.4)], [(10, 0.5, 0.2), (1000, 0.02, 0.8)],
    ])
    func theIntervalHoldsTheRateAtTheTargetMix(_ cells: [(rows: Int, rate: Double, share: Double)]) throws {
        let truth = cells.reduce(0) { $0 + $1.share * $1.rate }
        var state: UInt64 = 11
        func uniform() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 53)
        }
        var held = 0
        for _ in 0..<600 {
            let drawn = cells.map { cell in
                PostStratification.Cell(
                    rows: cell.rows, errors: (0..<cell.rows).count { _ in uniform() < cell.rate }, share: cell.share)
            }
            let interval = try #require(PostStratification(drawn).interval)
            if interval.low <= truth, truth <= interval.high { held += 1 }
        }
        // 90 % is what no point may be below; 600 draws of a true 93 % hold 544 or more in 99 of 100 runs.
        #expect(held >= 540)
    }
}
