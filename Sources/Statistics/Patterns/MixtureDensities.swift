// The densities of all components of a mixture at one row. Components lie four side by side, so that the machine works at four at once;
// each one's own terms are added in the order of the row's numbers, whatever the machine.

import Foundation

/// A mixture's components, prepared for many rows.
struct MixtureDensities: Sendable {
    /// Components, and groups of four that hold them; the last one may have lanes to spare.
    let count, groups: Int
    private let width: Int
    /// Group after group, number after number of a row.
    private let means, inverses: [SIMD4<Double>]
    private let constants: [SIMD4<Double>]
    /// Logarithms of the chance of an error in each component, and of a correct prediction.
    private let wrong, right: [SIMD4<Double>]

    /// Of components with these weights (logarithms), means and variances (component after component) and error rates.
    init(weights: [Double], means: [Double], variances: [Double], rates: [Double], width: Int) {
        count = weights.count
        self.width = width
        let count = count
        groups = (count + 3) / 4
        /// A lane that holds no component is never likely.
        func lanes(_ group: Int, spare: Double = 0, _ value: (Int) -> Double) -> SIMD4<Double> {
            var lanes = SIMD4(repeating: spare)
            for lane in 0..<4 where group * 4 + lane < count { lanes[lane] = value(group * 4 + lane) }
            return lanes
        }
        let all = 0..<groups
        self.means = all.flatMap { group in (0..<width).map { d in lanes(group) { means[$0 * width + d] } } }
        inverses = all.flatMap { group in (0..<width).map { d in lanes(group) { 1 / variances[$0 * width + d] } } }
        constants = all.map { group in
            lanes(group, spare: -.infinity) { k in
                var sum = 0.0
                for d in 0..<width { sum += log(2 * Double.pi * variances[k * width + d]) }
                return weights[k] - 0.5 * sum
            }
        }
        wrong = all.map { lanes($0) { log(rates[$0]) } }
        right = all.map { lanes($0) { log(1 - rates[$0]) } }
    }

    /// Room for what the other functions fill.
    var room: [SIMD4<Double>] { [SIMD4<Double>](repeating: SIMD4(repeating: 0), count: groups) }

    /// Logarithms of the density of each component at a row whose numbers begin at `start`.
    func densities(_ scores: [Float], from start: Int, into logs: inout [SIMD4<Double>]) {
        let width = width
        scores.withUnsafeBufferPointer { scores in
            means.withUnsafeBufferPointer { means in
                inverses.withUnsafeBufferPointer { inverses in
                    for group in 0..<groups {
                        var sum = SIMD4<Double>(repeating: 0)
                        let base = group * width
                        for d in 0..<width {
                            let gap = SIMD4(repeating: Double(scores[start + d])) - means[base + d]
                            sum += gap * gap * inverses[base + d]
                        }
                        logs[group] = constants[group] - 0.5 * sum
                    }
                }
            }
        }
    }

    /// The component of the largest density; the first of several.
    func likeliest(_ logs: [SIMD4<Double>]) -> Int {
        var best = 0
        for k in 1..<max(1, count) where Self.value(logs, k) > Self.value(logs, best) { best = k }
        return best
    }

    /// Takes the error, or that there is none, into the logarithms of the densities; gives that of their sum.
    func total(isError: Bool, _ logs: inout [SIMD4<Double>]) -> Double {
        let largest = take(isError, &logs)
        var sums = SIMD4<Double>(repeating: 0)
        for group in 0..<groups { sums += Exponential.ofNegative(logs[group] - largest) }
        return largest + log(Self.sum(sums))
    }

    /// The same with each component's share of the sum in place of its logarithm: how much it answers for the row. Less than 10^-12 is
    /// nothing.
    func answer(isError: Bool, _ logs: inout [SIMD4<Double>]) -> Double {
        let largest = take(isError, &logs)
        var sums = SIMD4<Double>(repeating: 0)
        for group in 0..<groups {
            logs[group] = Exponential.ofNegative(logs[group] - largest)
            sums += logs[group]
        }
        let sum = Self.sum(sums)
        for group in 0..<groups {
            let share = logs[group] / sum
            logs[group] = share.replacing(with: 0, where: share .< 1e-12)
        }
        return largest + log(sum)
    }

    /// Adds what is known of the error; gives the largest sum.
    private func take(_ isError: Bool, _ logs: inout [SIMD4<Double>]) -> Double {
        let chances = isError ? wrong : right
        var largest = SIMD4<Double>(repeating: -.infinity)
        for group in 0..<groups {
            logs[group] += chances[group]
            largest = pointwiseMax(largest, logs[group])
        }
        return largest.max()
    }

    /// The sum of four numbers, in one order on every machine.
    private static func sum(_ lanes: SIMD4<Double>) -> Double { (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]) }

    /// The number of component `k`.
    static func value(_ lanes: [SIMD4<Double>], _ k: Int) -> Double { lanes[k >> 2][k & 3] }
}
