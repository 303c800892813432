// The change of a number between two versions that were evaluated on the same items, from what their archives keep of it. A replicate
// weighs an item by a hash of its id, so the same replicate of both weighs it alike, and their difference is paired.

import Statistics

extension Fact {
    /// The interval of the change since the same fact of a version evaluated on the same items, from the replicates that
    /// both keep; `nil` when either keeps none. Of the same kind as the fact's own interval: percentiles of the
    /// replicates' differences, or the basic interval for a number that resampling moves to one side.
    public func change(since old: Fact) -> Interval? {
        guard let value, let before = old.value else { return nil }
        if let now = interval, let then = old.interval, now.method == "precision-search", then.method == now.method {
            // As if the two were independent.
            return Interval(of: value, now, less: before, then, method: now.method)
        }
        guard let ours = replicates, let theirs = old.replicates,
            ours.count == theirs.count, let method = interval?.method
        else { return nil }
        guard let ends = PoissonBootstrap.interval(zip(ours, theirs).map { $0 - $1 }) else { return nil }
        // Where the fact's own interval is more than replicates tell, its change is what they tell.
        switch method {
        case _ where Self.isMirrored(method):
            let change = value - before
            return Interval(
                low: 2 * change - ends.high, high: 2 * change - ends.low,
                method: method == "error-interval" ? "basic-bootstrap" : method)
        case "widened-bootstrap": return Interval(ends, method: "poisson-bootstrap")
        default: return Interval(ends, method: method)
        }
    }

    /// The share of replicates in which the number is above the same fact of a version evaluated on the same items, ties counting
    /// half and those of the interval's kind; `nil` when either keeps none.
    public func shareAbove(_ old: Fact) -> Double? {
        guard let value, let before = old.value, let ours = replicates, let theirs = old.replicates,
            ours.count == theirs.count, !ours.isEmpty
        else { return nil }
        let centre = interval.map { Self.isMirrored($0.method) } ?? false ? 2 * (value - before) : nil
        let twice = zip(ours, theirs).reduce(0) { sum, pair in
            let change = centre.map { $0 - (pair.0 - pair.1) } ?? pair.0 - pair.1
            return sum + (change > 0 ? 2 : change == 0 ? 1 : 0)
        }
        return Double(twice) / Double(2 * ours.count)
    }

    /// The replicates that the archive keeps, as its interval is made from them: mirrored at the number where resampling moves it to
    /// one side. `nil` where it keeps none.
    public var draws: [Double]? {
        guard let value, let replicates, !replicates.isEmpty else { return nil }
        guard interval.map({ Self.isMirrored($0.method) }) ?? false else { return replicates }
        return replicates.map { 2 * value - $0 }
    }

    /// Whether intervals by that method are mirrored at the number: resampling moves it to one side.
    private static func isMirrored(_ method: String) -> Bool {
        ["basic-bootstrap", "image-bootstrap", "error-interval"].contains(method)
    }
}

extension Interval {
    /// That of a number less another one of other items, from the distances of both to the ends of their intervals (Zou & Donner,
    /// Statistics in Medicine 27:1693, 2008).
    public init(of first: Double, _ a: Interval, less second: Double, _ b: Interval, method: String) {
        let (below, above) = (first - a.low, a.high - first)
        let (otherBelow, otherAbove) = (second - b.low, b.high - second)
        self.init(
            low: first - second - (below * below + otherAbove * otherAbove).squareRoot(),
            high: first - second + (above * above + otherBelow * otherBelow).squareRoot(), method: method)
    }

    /// An interval made by the method of that id.
    public init(_ interval: ConfidenceInterval, method: String) {
        self.init(low: interval.low, high: interval.high, level: interval.level, method: method)
    }
}
