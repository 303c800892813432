/// Whether a rate differs between two samples of different rows.
public enum RateChange {
    /// Fisher's exact test, two-sided: twice the smaller tail, at most 1. `nil` when either sample is empty.
    public static func exact(_ first: Proportion, _ second: Proportion) -> Double? {
        guard first.n > 0, second.n > 0 else { return nil }
        let marked = first.successes + second.successes
        let population = first.n + second.n
        let more = Hypergeometric.upperTail(
            second.successes, sample: second.n, marked: marked, population: population)
        let less = Hypergeometric.lowerTail(
            second.successes, sample: second.n, marked: marked, population: population)
        return min(1, 2 * min(more, less))
    }

    /// The pooled two-proportion z test, two-sided; `nil` where it is not defined.
    public static func pooled(_ first: Proportion, _ second: Proportion) -> Double? {
        IndependentProportions.pooledZ(first, second).map { Normal.twoSided($0) }
    }
}
