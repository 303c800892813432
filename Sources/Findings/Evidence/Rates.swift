// From the mathematics (Statistics) to what is kept (Record). A rate is always made here, so that none goes without its
// n, its interval and the id of its method.

import Record
import Statistics

extension Interval {
    /// The interval of one of `looks` that was chosen for how it came out: each is made at the level at which all of them
    /// hold at once, so that the chosen one does. Its level is that of all together.
    static func oneOf(
        _ looks: Int, method: String, _ interval: (_ level: Double) -> ConfidenceInterval?
    ) -> Interval? {
        let level = 0.95
        guard looks > 1 else { return interval(level).map { Interval($0, method: method) } }
        return interval(Multiplicity.sidakLevel(level, of: looks)).map {
            Interval(low: $0.low, high: $0.high, level: level, method: "simultaneous")
        }
    }

    /// The percentile interval of bootstrap replicates; `nil` for too few that are defined.
    static func bootstrap(_ values: [Double]) -> Interval? {
        PoissonBootstrap.interval(values).map { Interval($0, method: "poisson-bootstrap") }
    }

    /// The same, widened to hold what the shares behind the number allow it to be.
    static func widened(_ values: [Double], _ allowed: ConfidenceInterval?) -> Interval? {
        let drawn = PoissonBootstrap.interval(values)
        return (drawn?.hull(allowed) ?? allowed).map { Interval($0, method: "widened-bootstrap") }
    }
}

extension ConfidenceInterval {
    /// An interval as it is kept, without its method.
    init(_ interval: Interval) {
        self.init(low: interval.low, high: interval.high, level: interval.level)
    }
}

extension Measure {
    /// k of n as a share with Wilson's interval; `nil` for n = 0, where it is not defined. One that was chosen of several
    /// shares has an interval that holds for all `looks` at once.
    static func rate(_ k: Int, of n: Int, oneOf looks: Int = 1, method: String) -> Measure? {
        guard let rate = Proportion(k, of: n), let value = rate.value,
            let interval = Interval.oneOf(looks, method: "wilson", { rate.wilson(level: $0) })
        else { return nil }
        return Measure(value, interval, n: n, unit: .proportion, method: method)
    }

    /// Second minus first on the same items, in points; `nil` without pairs. One that was chosen of several changes has an
    /// interval that holds for all `looks` at once.
    static func change(_ pairs: PairedProportions, oneOf looks: Int = 1, method: String) -> Measure? {
        guard let change = pairs.difference(),
            let interval = Interval.oneOf(looks, method: "newcombe-paired", { pairs.difference(level: $0)?.interval })
        else { return nil }
        return Measure(change.value, interval, n: pairs.n, unit: .points, method: method)
    }

    /// The same measure times a constant, interval and all; ends change places for a negative one.
    func scaled(by factor: Double, unit: Quantity, of rows: Int? = nil, method: String) -> Measure {
        let ends = [interval.low * factor, interval.high * factor].sorted()
        let interval = Interval(low: ends[0], high: ends[1], level: interval.level, method: interval.method)
        return Measure(
            value * factor, interval, n: rows ?? n, units: rows == nil ? units : nil, unit: unit, method: method)
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
