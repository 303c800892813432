// Temperature scaling: the one number T that makes softmax(log p / T) fit best (Guo et al. 2017).
//
// In b = 1/T the log loss is convex, so Newton's steps, kept inside a bracket, find the minimum from anywhere. Each step
// is one pass of sums; the sums are exact, so that neither row order nor threads can move a bit of T.

import Foundation

/// A fitted temperature and what it buys.
public struct TemperatureFit: Sendable, Hashable {
    /// T; above 1 the model was overconfident, below 1 underconfident.
    public let temperature: Double
    /// Log loss before.
    public let before: Double
    /// Log loss at T.
    public let after: Double
    /// Rows it was fitted on.
    public let n: Int

    /// The range searched; a fit that ends there has no minimum inside (all right, or all wrong).
    public static let range = 0.01...100.0
    /// Probabilities below this are raised to it first, or one impossible event would decide everything.
    public static let floor = 0x1p-52
}

/// Class probabilities as logarithms, ready to be scaled: rows of K.
public struct LogProbabilities: Sendable {
    /// Classes.
    public let classes: Int
    /// Rows.
    public let rows: Int
    /// Logarithms less the highest of their row.
    private let logs: [Double]
    private let labels: [Int]

    /// `probabilities` row-major, `labels.count` rows of `classes`; `nil` when they do not fit or a label is outside.
    public init?(probabilities: [Double], classes: Int, labels: [Int]) {
        guard classes > 0, probabilities.count == labels.count * classes,
            labels.allSatisfy({ $0 >= 0 && $0 < classes })
        else { return nil }
        self.classes = classes
        rows = labels.count
        self.labels = labels
        var logs = probabilities.map { log(max($0, TemperatureFit.floor)) }
        Self.takeOffHighest(&logs, classes)
        self.logs = logs
    }

    /// Two classes from the probability of the second: sigmoid(logit(p) / T) is the same thing.
    public init(positive: [Double], outcome: [Bool]) {
        classes = 2
        rows = positive.count
        labels = outcome.map { $0 ? 1 : 0 }
        var logs: [Double] = []
        logs.reserveCapacity(2 * positive.count)
        for p in positive {
            logs.append(log(max(1 - p, TemperatureFit.floor)))
            logs.append(log(max(p, TemperatureFit.floor)))
        }
        Self.takeOffHighest(&logs, classes)
        self.logs = logs
    }

    private static func takeOffHighest(_ logs: inout [Double], _ classes: Int) {
        for start in stride(from: 0, to: logs.count, by: classes) {
            var top = logs[start]
            for place in start + 1..<start + classes where logs[place] > top { top = logs[place] }
            for place in start..<start + classes { logs[place] -= top }
        }
    }

    /// The best temperature on `subset` (all rows when `nil`); `nil` for no rows.
    public func fit(on subset: [Int]? = nil) -> TemperatureFit? { fitted(on: subset ?? Array(0..<rows))?.fit }

    /// The best temperature on `chosen`, with the terms of each row there and the loss of each before; `nil` for no rows.
    ///
    /// A pass over many rows costs more than the way to the minimum of a part of them, where all of them begin.
    public func fitted(on chosen: [Int]) -> (fit: TemperatureFit, terms: [Terms], before: [Double])? {
        var terms = chosen.map { self.terms($0, inverse: 1) }
        guard let start = derivatives(terms) else { return nil }
        let before = terms.map(\.loss)
        var (first, here) = (1.0, start)
        if chosen.count > 8 * Self.fewest {
            // By what a row says and not by where it stands, so that no order of rows can show.
            let part = chosen.indices.filter { SplitMix64.mix(terms[$0].loss.bitPattern) & 7 == 0 }
            if part.count > Self.fewest, let begun = derivatives(part.map { terms[$0] }),
                let beta = inverse(on: part.map { chosen[$0] }, from: begun)
            {
                terms = chosen.map { self.terms($0, inverse: beta) }
                (first, here) = (beta, derivatives(terms) ?? start)
            }
        }
        guard let beta = inverse(on: chosen, at: first, from: here) else { return nil }
        terms = chosen.map { self.terms($0, inverse: beta) }
        return derivatives(terms).map { end in
            (
                TemperatureFit(temperature: 1 / beta, before: start.loss, after: end.loss, n: chosen.count), terms,
                before
            )
        }
    }

    /// Rows of a part that the fit of all is begun from, at least.
    private static let fewest = 1000

    /// The best temperature on the rows of `subset`, `starts` being their terms at `temperature`; `nil` for no rows. The
    /// nearer that temperature is, the fewer passes it takes: a part of the rows starts best where all of them ended.
    public func temperature(on subset: [Int], from temperature: Double, starts: [Terms]) -> Double? {
        // Parts are judged and not shown: a thousandth of the temperature, which is what a step of a thirtieth leaves,
        // changes no digit of what they lose.
        derivatives(starts).flatMap { inverse(on: subset, at: 1 / temperature, from: $0, step: 0.03) }.map { 1 / $0 }
    }

    /// The inverse of the best temperature on `chosen`, whose derivatives at `first` are `start`.
    private func inverse(on chosen: [Int], at first: Double = 1, from start: Terms, step last: Double = 1e-4) -> Double?
    {
        var low = 1 / TemperatureFit.range.upperBound
        var high = 1 / TemperatureFit.range.lowerBound
        var beta = first
        var here = start
        for _ in 0..<100 {
            if here.slope == 0 { break }
            if here.slope > 0 { high = beta } else { low = beta }
            var next = here.curvature > 0 ? beta - here.slope / here.curvature : here.slope > 0 ? low : high
            if !(next > low && next < high) { next = low + (high - low) / 2 }
            let step = abs(next - beta)
            beta = next
            // The error after a step is of the order of the step squared: what is left is some 1e-8 of the temperature.
            if step <= last * beta { break }
            guard let there = derivatives(chosen.lazy.map { terms($0, inverse: beta) }) else { return nil }
            here = there
        }
        return beta
    }

    /// The scaled probability of one class of a row, whose terms at that inverse temperature are known.
    ///
    /// With the loss -log p(label) it is p(label) times exp of what the two classes' logarithms differ by.
    public func scaled(_ row: Int, _ cls: Int, inverse beta: Double, _ terms: Terms) -> Double {
        let start = row * classes
        return exp(beta * (logs[start + cls] - logs[start + labels[row]]) - terms.loss)
    }

    /// One row's log loss at softmax(b log p), and its first two derivatives in b.
    public typealias Terms = (loss: Double, slope: Double, curvature: Double)

    /// The terms of one row.
    public func terms(_ row: Int, inverse beta: Double) -> Terms {
        logs.withUnsafeBufferPointer { logs in
            let start = row * classes
            var (sum, first, second) = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
            var k = 0
            while k < classes {
                // What is missing of the last four weighs nothing.
                var z = SIMD4<Double>(repeating: 0)
                var weight: SIMD4<Double>
                if k + 4 <= classes {
                    z = SIMD4(
                        logs[start + k], logs[start + k + 1], logs[start + k + 2], logs[start + k + 3])
                    weight = Exponential.ofNegative(z * beta)
                } else {
                    for lane in 0..<classes - k { z[lane] = logs[start + k + lane] }
                    weight = Exponential.ofNegative(z * beta)
                    for lane in classes - k..<4 { weight[lane] = 0 }
                }
                sum += weight
                let product = weight * z
                first += product
                second += product * z
                k += 4
            }
            let total = sum.sum()
            let mean = first.sum() / total
            let own = logs[start + labels[row]]
            return (log(total) - beta * own, mean - own, second.sum() / total - mean * mean)
        }
    }

    /// Means of the terms of rows; `nil` for none.
    private func derivatives(_ terms: some Collection<Terms>) -> Terms? {
        guard !terms.isEmpty else { return nil }
        var loss = ExactSum()
        var slope = ExactSum()
        var curvature = ExactSum()
        for row in terms {
            loss.add(row.loss)
            slope.add(row.slope)
            curvature.add(row.curvature)
        }
        let n = Double(terms.count)
        return (loss.value / n, slope.value / n, curvature.value / n)
    }
}
