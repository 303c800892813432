// From the mathematics (Statistics) to what is kept (Record). A rate is always made here, so that none goes without its
// n, its interval and the id of its method.

import Record
import Statistics

extension Interval {
    /// An interval made by the method of that id.
    init(_ interval: ConfidenceInterval, method: String) {
        self.init(low: interval.low, high: interval.high, level: interval.level, method: method)
    }
}

extension Measure {
    /// k of n as a share with Wilson's interval; `nil` for n = 0, where it is not defined.
    static func rate(_ k: Int, of n: Int, method: String) -> Measure? {
        guard let rate = Proportion(k, of: n), let value = rate.value, let interval = rate.wilson() else { return nil }
        return Measure(value, Interval(interval, method: "wilson"), n: n, unit: .proportion, method: method)
    }

    /// Second minus first on the same items, in points; `nil` without pairs.
    static func change(_ pairs: PairedProportions, method: String) -> Measure? {
        guard let change = pairs.difference(), let interval = change.interval else { return nil }
        return Measure(
            change.value, Interval(interval, method: "newcombe-paired"), n: pairs.n, unit: .points, method: method)
    }

    /// The same measure times a constant, interval and all; ends change places for a negative one.
    func scaled(by factor: Double, unit: Quantity, method: String) -> Measure {
        let ends = [interval.low * factor, interval.high * factor].sorted()
        let interval = Interval(low: ends[0], high: ends[1], level: interval.level, method: interval.method)
        return Measure(value * factor, interval, n: n, units: units, unit: unit, method: method)
    }
}

extension Fact {
    /// k of n as a share with Wilson's interval, or undefined for n = 0 with `reason`.
    static func rate(_ spec: FactSpec, _ k: Int, of n: Int, undefined reason: String, method: String) -> Fact {
        guard let measure = Measure.rate(k, of: n, method: method) else {
            return Fact(spec, undefined: reason, n: n, method: method)
        }
        return Fact(spec, measure)
    }

    /// A whole number of things among `n`.
    static func count(_ spec: FactSpec, _ count: Int, among n: Int, method: String) -> Fact {
        Fact(spec, Double(count), n: n, method: method)
    }

    /// A fact stating a measure, or undefined with `reason` when there is none.
    static func stating(
        _ spec: FactSpec, _ measure: Measure?, else reason: String, method: String
    ) -> Fact {
        measure.map { Fact(spec, $0) } ?? Fact(spec, undefined: reason, n: 0, method: method)
    }
}

extension Cell {
    /// The interval of a measure, drawn in the row; `mark` is a reference value.
    static func interval(of measure: Measure, mark: Double? = nil) -> Cell {
        .interval(
            low: measure.interval.low, value: measure.value, high: measure.interval.high, unit: measure.unit,
            mark: mark)
    }
}
