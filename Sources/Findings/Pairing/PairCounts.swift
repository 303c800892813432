import Foundation
import Record
import Statistics

/// What happened to the pairs of some group of items.
public struct PairCounts: Sendable, Hashable {
    /// Right in both.
    public var bothRight = 0
    /// Wrong before, right now.
    public var fixed = 0
    /// Right before, wrong now.
    public var broken = 0
    /// Wrong in both.
    public var bothWrong = 0
    /// Items and items fixed less items broken, by unit; empty where every item is a unit of its own.
    private var units: [UInt64: Unit] = [:]

    private struct Unit: Sendable, Hashable {
        var items = 0
        var before = 0
        var now = 0
        var net: Int { now - before }
    }

    /// Nothing counted.
    public init() {}

    /// Counts pairs, `count` alike; `unit` is what they vary together with, where items share units.
    public mutating func add(before: Bool, now: Bool, unit: UInt64? = nil, count: Int = 1) {
        switch (before, now) {
        case (true, true): bothRight += count
        case (false, true): fixed += count
        case (true, false): broken += count
        case (false, false): bothWrong += count
        }
        guard let unit else { return }
        units[unit, default: Unit()].items += count
        if before { units[unit, default: Unit()].before += count }
        if now { units[unit, default: Unit()].now += count }
    }

    /// Units of the pairs: patients, images; the pairs themselves where each is its own.
    var unitCount: Int { units.isEmpty ? n : units.count }
    /// Pairs.
    public var n: Int { bothRight + fixed + broken + bothWrong }
    /// Right before.
    public var rightBefore: Int { bothRight + broken }
    /// Right now.
    public var rightNow: Int { bothRight + fixed }

    /// Two-sided p-value of no change: McNemar's exact test, or its form for units where items share them.
    public var p: Double {
        units.isEmpty
            ? McNemar.exact(fixed: fixed, broken: broken) : McNemar.signFlips(nets: units.values.map(\.net))
    }

    /// The counts in the form that intervals are made from, baseline first.
    public var proportions: PairedProportions {
        PairedProportions(both: bothRight, onlyFirst: broken, onlySecond: fixed, neither: bothWrong)
    }

    /// Share right now, with its interval; `nil` without pairs. `looks` is of how many it was chosen.
    func rateNow(oneOf looks: Int = 1, method: String) -> Measure? { rate(rightNow, \.now, oneOf: looks, method) }

    /// Share right before, with its interval; `nil` without pairs.
    func rateBefore(method: String) -> Measure? { rate(rightBefore, \.before, method) }

    /// Share wrong now, with its interval; `nil` without pairs.
    func errorNow(method: String) -> Measure? { rate(n - rightNow, { $0.items - $0.now }, method) }

    /// Share wrong before, with its interval; `nil` without pairs.
    func errorBefore(method: String) -> Measure? { rate(n - rightBefore, { $0.items - $0.before }, method) }

    private func rate(_ count: Int, _ ofUnit: (Unit) -> Int, oneOf looks: Int = 1, _ method: String) -> Measure? {
        guard !units.isEmpty else { return .rate(count, of: n, oneOf: looks, method: method) }
        return .rate(
            UnitProportion(units.values.map { (successes: ofUnit($0), rows: $0.items) }), oneOf: looks, method: method)
    }

    /// Share right now less share right before, in points: with Newcombe's paired interval, or, where items share units,
    /// with the variance summed unit by unit (Liang & Zeger, Biometrika 73:13, 1986) and Student's point for the number
    /// of units. `nil` without pairs. `looks` is of how many groups it was chosen.
    func change(oneOf looks: Int = 1, method: String) -> Measure? {
        guard !units.isEmpty else { return .change(proportions, oneOf: looks, method: method) }
        let n = Double(self.n)
        let value = Double(fixed - broken) / n
        let count = Double(units.count)
        let squares = ExactSum.of(
            units.values.lazy.map { unit in
                let deviation = Double(unit.net) - value * Double(unit.items)
                return deviation * deviation
            })
        guard units.count > 1, squares > 0 else {
            // Every unit changed alike, mostly not at all: as many items as there are units.
            return .change(proportions.scaled(to: units.count), oneOf: looks, method: method).map {
                Measure(value, $0.interval, n: self.n, units: units.count, unit: .points, method: method)
            }
        }
        let deviation = sqrt(squares * count / (count - 1)) / n
        let interval = Interval.oneOf(looks, method: "cluster-robust") { level in
            let half = StudentT.twoSidedPoint(level: level, degrees: count - 1) * deviation
            return ConfidenceInterval(low: max(-1, value - half), high: min(1, value + half), level: level)
        }
        return interval.map {
            Measure(value, $0, n: self.n, units: units.count, unit: .points, method: method)
        }
    }
}

extension PairedProportions {
    /// About the same shares of `n` pairs.
    fileprivate func scaled(to n: Int) -> PairedProportions {
        func part(_ count: Int) -> Int { Int((Double(count) / Double(max(1, self.n)) * Double(n)).rounded()) }
        let (first, second, wrong) = (part(onlyFirst), part(onlySecond), part(neither))
        return PairedProportions(
            both: max(0, n - first - second - wrong), onlyFirst: first, onlySecond: second, neither: wrong)
    }
}
