/// Numbers without a pattern, from a generator of the tests' own (Knuth's MMIX multiplier, the upper bits).
struct Draws {
    private var state: UInt64

    init(_ seed: Int) {
        state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
        for _ in 0..<4 { _ = next(2) }
    }

    mutating func next(_ most: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % most
    }

    /// Labels of `count` rows, and answers of a model that knows `percent` of a hundred and guesses the others.
    static func model(_ count: Int, of classes: Int, knows percent: Int, seed: Int) -> (
        labels: [Int32], answers: [Int32]
    ) {
        var draws = Draws(seed)
        let labels = (0..<count).map { _ in Int32(draws.next(classes)) }
        let answers = labels.map { draws.next(100) < percent ? $0 : Int32(draws.next(classes)) }
        return (labels, answers)
    }

    /// The numbers below `count` in any order.
    static func order(_ count: Int, seed: Int) -> [Int] {
        var draws = Draws(seed)
        var order = Array(0..<count)
        for place in stride(from: count - 1, to: 0, by: -1) { order.swapAt(place, draws.next(place + 1)) }
        return order
    }
}
