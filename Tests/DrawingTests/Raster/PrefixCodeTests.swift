import Testing

@testable import Drawing

@Suite struct PrefixCodeTests {
    @Test(
        arguments: [
            [1, 1], [5, 1, 1, 1], [1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584],
            [UInt32](repeating: 7, count: 286), [0, 3, 0, 0, 9, 1],
        ] as [[UInt32]])
    func codesAreCompleteWithinTheirLimit(weights: [UInt32]) {
        let code = PrefixCode(weights: weights, limit: 12)
        let present = code.lengths.filter { $0 > 0 }
        #expect(present.count == weights.filter { $0 > 0 }.count)
        #expect(present.allSatisfy { $0 <= 12 })
        // Kraft's sum is 1 exactly.
        #expect(present.reduce(0) { $0 + (1 << (12 - Int($1))) } == 1 << 12)
        // No word begins another.
        let words = code.words.filter { $0 > 0 }.map { (bits: $0 & 0xFFFF, length: $0 >> 16) }
        for (index, a) in words.enumerated() {
            for b in words[(index + 1)...] {
                let shorter = min(a.length, b.length)
                #expect(a.bits & (1 << shorter - 1) != b.bits & (1 << shorter - 1))
            }
        }
    }

    @Test func heavySymbolsHaveShortWords() {
        let code = PrefixCode(weights: [1, 2, 4, 8], limit: 12)
        #expect(code.lengths == [3, 3, 2, 1])
        #expect(PrefixCode(weights: [1, 2, 4, 8], limit: 2).lengths == [2, 2, 2, 2])
    }
}
