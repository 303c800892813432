import Foundation

/// How far apart two lists of shares are, category by category or bin by bin. Lists have the same length; each adds up to 1,
/// or to less where values lie outside the bins.
public enum Divergence {
    /// Population stability index: sum of (r - c) ln(r / c); infinite where only one of a pair is 0.
    public static func psi(_ reference: [Double], _ current: [Double]) -> Double {
        ExactSum.of(zip(reference, current).lazy.map { r, c in r == c ? 0 : (r - c) * log(r / c) })
    }

    /// Kullback and Leibler's divergence of `reference` from `current`, both made to add up to 1; natural logarithm.
    public static func kl(_ reference: [Double], _ current: [Double]) -> Double {
        let r = normalised(reference)
        let c = normalised(current)
        return ExactSum.of(zip(r, c).lazy.map { r, c in r == 0 ? 0 : r * log(r / c) })
    }

    /// The distance of Jensen and Shannon (the root of their divergence; Endres & Schindelin 2003), both lists made to add
    /// up to 1; in units of `base`, natural unless said.
    public static func jensenShannon(_ reference: [Double], _ current: [Double], base: Double? = nil) -> Double {
        let r = normalised(reference)
        let c = normalised(current)
        var sum = ExactSum()
        for (r, c) in zip(r, c) {
            let middle = (r + c) / 2
            if r > 0 { sum.add(r * log(r / middle)) }
            if c > 0 { sum.add(c * log(c / middle)) }
        }
        return (max(0, sum.value) / 2 / (base.map { log($0) } ?? 1)).squareRoot()
    }

    /// Hellinger's distance, 0 to 1.
    public static func hellinger(_ reference: [Double], _ current: [Double]) -> Double {
        let sum = ExactSum.of(
            zip(reference, current).lazy.map { r, c in
                let gap = r.squareRoot() - c.squareRoot()
                return gap * gap
            })
        return sum.squareRoot() / 2.0.squareRoot()
    }

    /// Total variation: half the sum of differences, the share of rows that would have to change.
    public static func totalVariation(_ reference: [Double], _ current: [Double]) -> Double {
        ExactSum.of(zip(reference, current).lazy.map { abs($0 - $1) }) / 2
    }

    /// The largest difference of one share.
    public static func largest(_ reference: [Double], _ current: [Double]) -> Double {
        zip(reference, current).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }

    /// Shares with each 0 replaced as Evidently 0.7 does: by 0.0001, or by a millionth of the smallest share where that is
    /// no larger than 0.0001.
    public static func filled(_ shares: [Double]) -> [Double] {
        guard let smallest = shares.filter({ $0 > 0 }).min() else { return shares }
        let fill = smallest <= 0.0001 ? smallest / 1e6 : 0.0001
        return shares.map { $0 == 0 ? fill : $0 }
    }

    private static func normalised(_ shares: [Double]) -> [Double] {
        let total = ExactSum.of(shares)
        return total > 0 ? shares.map { $0 / total } : shares
    }
}
