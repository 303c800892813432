import Statistics
import Testing

@Suite struct SignFlipTests {
    @Test func oneItemAUnitIsMcNemarsTest() {
        for (fixed, broken) in [(0, 0), (25, 71), (5, 5), (0, 9), (1_000, 1_100), (3_000, 3_300)] {
            let nets = [Int](repeating: 1, count: fixed) + [Int](repeating: -1, count: broken) + [0, 0, 0]
            #expect(near(McNemar.signFlips(nets: nets), McNemar.exact(fixed: fixed, broken: broken), 1e-12))
        }
    }

    @Test func fewUnitsAreCountedOutByHand() {
        // 3 and 2 and -1: the sums over all eight sign patterns are 6, 4, 2, 0, 0, -2, -4, -6; five or more of 4.
        #expect(McNemar.signFlips(nets: [3, 2, -1]) == 0.5)
        #expect(McNemar.signFlips(nets: [3, 2, 1]) == 0.25)
        // One unit that changed as a whole is a coin that fell once, however many items it has.
        #expect(McNemar.signFlips(nets: [20]) == 1)
        #expect(McNemar.signFlips(nets: []) == 1)
        #expect(McNemar.signFlips(nets: [0, 0]) == 1)
    }

    @Test func theOrderAndTheSideOfUnitsChangeNothing() {
        let nets = [5, -2, 7, 1, 1, -3, 4, 2]
        let p = McNemar.signFlips(nets: nets)
        #expect(McNemar.signFlips(nets: nets.reversed()) == p)
        #expect(McNemar.signFlips(nets: nets.map { -$0 }) == p)
    }

    @Test func beyondWhatIsCountedItIsNormal() {
        let nets = (0..<600).map { $0 % 3 == 0 ? -7 : 7 }
        let p = McNemar.signFlips(nets: nets)
        #expect(p < 1e-15)
        #expect(McNemar.signFlips(nets: [Int.max, Int.max, -Int.max]) > 0.05)
    }
}
