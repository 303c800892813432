import Statistics

extension OutcomeTable {
    /// The share predicted correctly in each bootstrap replicate, 0...1, as many as ``BootstrapWeights/lanes``; NaN in one that
    /// draws nothing. An image weighs what the hash of its id gives, so the same replicate of two tables of the same images is
    /// paired.
    public var accuracyReplicates: [Double] {
        var (all, correct) = (
            [Int](repeating: 0, count: PoissonBootstrap.groups), [Int](repeating: 0, count: PoissonBootstrap.groups)
        )
        for row in ids.indices {
            let group = PoissonBootstrap.group(of: ids[row])
            all[group] += 1
            if predicted[row] == labels[row] { correct[group] += 1 }
        }
        var sums = [Float](repeating: 0, count: BootstrapWeights.lanes)
        var right = sums
        for group in all.indices where all[group] > 0 {
            BootstrapWeights.add(Float(all[group]), times: group, to: &sums)
            BootstrapWeights.add(Float(correct[group]), times: group, to: &right)
        }
        return zip(right, sums).map { $1 > 0 ? Double($0) / Double($1) : .nan }
    }
}

/// Which of several points no other beats in everything, and how sure that is.
public struct NonDominatedShares: Sendable {
    /// Whether no other point is at least as good in everything and better in something; `false` for one that lacks a value.
    public let isNonDominated: [Bool]
    /// The share of replicates in which none is, 0...1; `nil` where draws are not there for every point, or as many for each.
    public let shares: [Double]?

    /// Points by their objectives, all as `isLargerBetter` says; NaN where a point has no value. `draws` are replicates of the first
    /// objective, a list a point; the other objectives are held at their values.
    public init(_ points: [[Double]], isLargerBetter: [Bool], draws: [[Double]?]) {
        func smaller(_ point: [Double]) -> [Double] { zip(point, isLargerBetter).map { $1 ? -$0 : $0 } }
        isNonDominated = NonDominated.of(points.map(smaller))
        let known = draws.compactMap { $0 }
        guard let count = known.first?.count, count > 0, known.count == points.count, !points.isEmpty,
            known.allSatisfy({ $0.count == count })
        else {
            shares = nil
            return
        }
        var wins = [Int](repeating: 0, count: points.count)
        for replicate in 0..<count {
            let again = zip(points, known).map { point, draws in smaller([draws[replicate]] + point.dropFirst()) }
            for (place, isBest) in NonDominated.of(again).enumerated() where isBest { wins[place] += 1 }
        }
        shares = wins.map { Double($0) / Double(count) }
    }
}
