/// What the components of a mixture answer for, summed over rows: their mass, errors, and the first two moments. Components lie four
/// side by side, as in `MixtureDensities`.
struct MixtureSums: Sendable {
    private let width: Int
    private var masses, wrongs: [SIMD4<Double>]
    /// Group after group, number after number of a row.
    private var sums, squares: [SIMD4<Double>]

    /// Nothing summed yet, of `count` components.
    init(count: Int, width: Int) {
        self.width = width
        let groups = (count + 3) / 4
        // A component that answers for nothing is divided by this.
        masses = [SIMD4<Double>](repeating: SIMD4(repeating: 1e-9), count: groups)
        wrongs = [SIMD4<Double>](repeating: SIMD4(repeating: 0), count: groups)
        sums = [SIMD4<Double>](repeating: SIMD4(repeating: 0), count: groups * width)
        squares = sums
    }

    /// Adds a row whose numbers begin at `start`, for which components answer by these shares.
    mutating func add(_ scores: [Float], from start: Int, isError: Bool, _ shares: [SIMD4<Double>]) {
        let width = width
        scores.withUnsafeBufferPointer { scores in
            sums.withUnsafeMutableBufferPointer { sums in
                squares.withUnsafeMutableBufferPointer { squares in
                    for group in shares.indices {
                        let share = shares[group]
                        if share == SIMD4(repeating: 0) { continue }
                        masses[group] += share
                        if isError { wrongs[group] += share }
                        let base = group * width
                        for d in 0..<width {
                            let value = Double(scores[start + d])
                            let part = share * value
                            sums[base + d] += part
                            squares[base + d] += part * value
                        }
                    }
                }
            }
        }
    }

    /// Rows that component `k` answers for.
    func mass(_ k: Int) -> Double { MixtureDensities.value(masses, k) }
    /// Errors among them.
    func wrong(_ k: Int) -> Double { MixtureDensities.value(wrongs, k) }
    /// The sum of number `d` of these rows.
    func sum(_ k: Int, _ d: Int) -> Double { sums[(k >> 2) * width + d][k & 3] }
    /// The sum of its squares.
    func square(_ k: Int, _ d: Int) -> Double { squares[(k >> 2) * width + d][k & 3] }
}
