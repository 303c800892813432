// A version's number for the whole on each of its data sets: how far each is from the first, and from what the others would have
// led one to expect. The data sets hold different images, so the differences are of independent samples.

import Archive
import Record

/// The headline of one version on several data sets.
public struct HeadlineAcross: Sendable {
    /// It on one data set.
    public struct Side: Sendable {
        /// The data set.
        public let dataset: DatasetRecord
        /// The number there.
        public let fact: Fact
        /// Less that of the first data set; `nil` on the first, and where an interval is missing.
        public let fromFirst: Interval?
        /// The mean of all other data sets, each counting alike; `nil` for fewer than two others.
        public let expected: Double?
        /// The number less that mean.
        public let fromExpected: Interval?
    }

    /// The path of the fact.
    public let path: String
    /// Data sets on which it is measured, in their order.
    public let sides: [Side]

    /// The headline of a version; `nil` where fewer than two data sets have it.
    public init?(_ version: Chronicles.Version, facts: FactIndex) {
        let audits = version.audits.compactMap { $0?.audit }
        let entry = facts.entries.first { entry in
            entry.spec.role == .whole && audits.contains { $0.fact(at: entry.path)?.value != nil }
        }
        guard let path = entry?.path else { return nil }
        let measured = audits.compactMap { audit in
            audit.fact(at: path).flatMap { $0.value == nil ? nil : (audit.dataset, $0) }
        }
        guard measured.count > 1, let first = measured.first else { return nil }
        self.path = path
        sides = measured.enumerated().map { place, side in
            let others = measured.enumerated().filter { $0.offset != place }.map(\.element.1)
            let mean = others.count > 1 ? Self.mean(others) : nil
            return Side(
                dataset: side.0, fact: side.1,
                fromFirst: place == 0 ? nil : Self.difference(side.1, first.1.value, first.1.interval),
                expected: mean?.value, fromExpected: mean.flatMap { Self.difference(side.1, $0.value, $0.interval) })
        }
    }

    private static func difference(_ fact: Fact, _ other: Double?, _ interval: Interval?) -> Interval? {
        guard let value = fact.value, let own = fact.interval, let other, let interval else { return nil }
        return Interval(of: value, own, less: other, interval, method: "across-datasets")
    }

    /// The mean of some, its interval by the same rule as that of a difference.
    private static func mean(_ facts: [Fact]) -> (value: Double, interval: Interval)? {
        var (sum, below, above) = (0.0, 0.0, 0.0)
        for fact in facts {
            guard let value = fact.value, let interval = fact.interval else { return nil }
            sum += value
            below += (value - interval.low) * (value - interval.low)
            above += (interval.high - value) * (interval.high - value)
        }
        let n = Double(facts.count)
        return (
            sum / n,
            Interval(
                low: (sum - below.squareRoot()) / n, high: (sum + above.squareRoot()) / n, method: "across-datasets")
        )
    }
}
