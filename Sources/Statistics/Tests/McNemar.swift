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
}
