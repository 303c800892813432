import Statistics
import Testing

@Suite struct ShapleyTests {
    @Test func theGloveGameIsSharedAsInTheTextbooks() {
        // Player 0 has a left glove, 1 and 2 a right one each; a pair is worth 1. Known shares: 2/3, 1/6, 1/6.
        let worth = (0..<8).map { group in group & 1 == 1 && group >> 1 > 0 ? 1.0 : 0 }
        let shares = Shapley.values(worth)
        for (mine, known) in zip(shares, [2.0 / 3, 1.0 / 6, 1.0 / 6]) { #expect(abs(mine - known) < 1e-15) }
    }

    @Test func onePlayerHasEverythingAndNobodyHasNothing() {
        #expect(Shapley.values([0.1, 0.6]) == [0.5])
        #expect(Shapley.values([0.1]) == [])
    }

    @Test(arguments: 1...6)
    func sharesAddUpAndAreTheMeanOverAllOrders(players: Int) {
        var source = SeededGenerator(seed: UInt64(players))
        let worth = (0..<1 << players).map { _ in source.unit() }
        let shares = Shapley.values(worth)
        #expect(abs(shares.reduce(0, +) - (worth[worth.count - 1] - worth[0])) < 1e-12)
        var sums = [Double](repeating: 0, count: players)
        var orders = 0
        func walk(_ group: Int, _ path: [(player: Int, adds: Double)]) {
            if path.count == players {
                orders += 1
                for step in path { sums[step.player] += step.adds }
            }
            for player in 0..<players where group >> player & 1 == 0 {
                let next = group | 1 << player
                walk(next, path + [(player, worth[next] - worth[group])])
            }
        }
        walk(0, [])
        for (mine, sum) in zip(shares, sums) { #expect(abs(mine - sum / Double(orders)) < 1e-12) }
    }

    @Test func aPlayerWhoAddsNothingAnywhereHasNoShare() {
        let worth = (0..<8).map { group in Double(group & 3) }
        #expect(Shapley.values(worth)[2] == 0)
    }
}
