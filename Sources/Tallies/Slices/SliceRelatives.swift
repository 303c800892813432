// A slice among its sub-conjunctions: which of its parents fails most, and what each of its predicates brings.

import Statistics

/// The mean errors of all sub-conjunctions of one slice.
struct SliceRelatives {
    /// The parent with the highest mean error, the whole (no ids) among them; the widest of equals.
    let worst: (ids: [UInt32], mean: Double)
    /// The Shapley value of each predicate in the mean error, in the order of `ids`.
    let shares: [Double]

    /// The relatives of the slice `ids`, of at most 6 predicates; `mean` gives the mean error of any part of it.
    init(_ ids: [UInt32], _ mean: ([UInt32]) -> Double) {
        let worth = (0..<1 << ids.count).map { group in
            mean(ids.indices.filter { group >> $0 & 1 == 1 }.map { ids[$0] })
        }
        let all = worth.count - 1
        var worst = (ids: [UInt32](), mean: worth[0])
        for missing in ids.indices where ids.count > 1 {
            let parent = worth[all ^ 1 << missing]
            if parent > worst.mean { worst = (ids.indices.filter { $0 != missing }.map { ids[$0] }, parent) }
        }
        self.worst = worst
        shares = Shapley.values(worth)
    }
}
