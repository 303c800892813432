import Foundation

/// McNemar's test of two versions on the same items.
public enum McNemar {
    /// Exact two-sided p-value: twice the smaller binomial tail at one half, at most 1. Only pairs that changed count;
    /// with none of them there is nothing to test and the p-value is 1.
    public static func exact(fixed: Int, broken: Int) -> Double {
        guard fixed >= 0, broken >= 0 else { return .nan }
        let changed = fixed + broken
        guard changed > 0 else { return 1 }
        return min(1, 2 * Binomial.lowerTail(min(fixed, broken), of: changed, p: 0.5))
    }

    /// The same question where items come in units (frames of a patient, objects of an image): `nets` holds, for each
    /// unit, the items fixed less the items broken. Without a change each unit's net is as likely to have either sign,
    /// whatever happens inside it; the p-value is the two-sided share of sign patterns whose sum is at least as far from
    /// 0 (Fisher's sign-flip test; with one item a unit it is `exact`, with units it is the exact form of Obuchowski's
    /// test, Statistics in Medicine 17:1495, 1998). Exact up to a sum of 4,000 changes, normal beyond.
    public static func signFlips(nets: [Int]) -> Double {
        let sizes = nets.map(\.magnitude).filter { $0 > 0 }.sorted()
        guard let largest = sizes.last else { return 1 }
        let (total, overflow) = sizes.reduce((UInt(0), false)) { sum, size in
            let (next, over) = sum.0.addingReportingOverflow(size)
            return (next, sum.1 || over)
        }
        guard !overflow, total <= mostExact || largest == 1 else {
            let variance = ExactSum.of(sizes.lazy.map { Double($0) * Double($0) })
            return Normal.twoSided(ExactSum.of(nets.lazy.map { Double($0) }) / sqrt(variance))
        }
        let seen = nets.reduce(0, +).magnitude
        if largest == 1 {
            let more = Int(total + seen) / 2
            return exact(fixed: more, broken: Int(total) - more)
        }
        // chances[s]: of the units so far, the share of sign patterns in which those with a plus add up to s.
        var chances = [1.0]
        for size in sizes {
            let step = Int(size)
            var next = [Double](repeating: 0, count: chances.count + step)
            for (sum, chance) in chances.enumerated() {
                next[sum] += chance / 2
                next[sum + step] += chance / 2
            }
            chances = next
        }
        // The sum of signed nets is 2 s - total; by symmetry one tail is doubled.
        let bar = Int(total + seen)
        let tail = chances.enumerated().filter { 2 * $0.offset >= bar }.reversed().reduce(0.0) { $0 + $1.element }
        return min(1, 2 * tail)
    }

    /// Largest number of changes, over all units, whose sign patterns are counted.
    private static let mostExact: UInt = 4_000
}
