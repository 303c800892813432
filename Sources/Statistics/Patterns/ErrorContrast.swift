// Two components that share one covariance: rows of a class, or of all, part along the direction in which errors differ most
// from correct predictions. A group that is rare, or hidden among the structure of its class, is told by this direction long
// before a mixture over many directions has a component to spare for it.

import Foundation

/// A direction and a cut found on half A: rows beyond it have more errors.
struct ErrorContrast: Sendable {
    /// Numbers a row that it looks at, in the basis of its rows.
    let width: Int
    /// How errors of rows that the direction was not fitted to differ along it, in standard errors: a fit of chance has 0
    /// on average.
    let evidence: Double
    /// Evidence for each row: above 0, the row lies beyond the cut.
    let values: [Double]
    /// Evidence with the row's own error.
    let posterior: [Double]

    /// Components that the cut is looked for in.
    private static let cutWidth = 8
    private static let folds = 8
    private static let widths = [4, 8, 16, 24, 48]
    /// Share of the mean variance that each variance is raised by.
    private static let ridge = 0.05
    /// Rows that error rates are drawn towards the common one by.
    private static let prior = 10.0

    /// Finds the direction among rows `scope`, of half A and of both; `nil` where errors show no direction whose `evidence` is at least
    /// `least`. `weights` counts each row of half A, so that it can be refitted to a bootstrap sample; `width` says that of an
    /// earlier fit.
    init?(_ rows: PatternRows, scope: [Int], weights: [Double]? = nil, width given: Int? = nil, least: Double) {
        let fitted = scope.filter { rows.isFitted[$0] }
        let weights = weights ?? [Double](repeating: 1, count: rows.count)
        guard let basis = Basis(rows, scope) else { return nil }
        var best: (evidence: Double, width: Int)?
        for width in Set(Self.widths.map { min($0, rows.width) }).sorted() where given == nil {
            guard let z = Self.evidence(basis, rows, fitted, weights, width) else { continue }
            if best.map({ z > $0.evidence }) ?? true { best = (z, width) }
        }
        if let given { best = (0, given) }
        guard let best, given != nil || best.evidence >= least else { return nil }
        width = best.width
        evidence = best.evidence
        let isOfAll = Set(scope.map { rows.labels[$0] }).count > 1
        let start = min(isOfAll ? best.width : Self.cutWidth, rows.width)
        guard let direction = Self.direction(basis, rows, fitted, weights, start),
            let cut = Cut(basis, rows, scope, weights, start, direction)
        else { return nil }
        var values = [Double](repeating: -.infinity, count: rows.count)
        var posterior = values
        for (index, row) in scope.enumerated() {
            values[row] = cut.offset + basis.product(index, cut.direction)
            posterior[row] = values[row] + (rows.errors[row] ? cut.ifError : cut.ifCorrect)
        }
        self.values = values
        self.posterior = posterior
    }

    /// Rows of a scope in the basis of their own principal components, each scaled to variance 1.
    struct Basis {
        let width: Int
        let scope: [Int]
        /// Which place in `scope` a row has.
        let places: [Int: Int]
        private let scores: [Double]

        init?(_ rows: PatternRows, _ scope: [Int]) {
            let width = rows.width
            guard scope.count > 1 else { return nil }
            var moments = [Double](repeating: 0, count: width * width)
            for row in scope {
                let vector = rows.vector(row, width)
                for i in 0..<width { for j in 0...i { moments[i * width + j] += vector[i] * vector[j] } }
            }
            for i in 0..<width {
                for j in 0...i {
                    moments[i * width + j] /= Double(scope.count)
                    moments[j * width + i] = moments[i * width + j]
                }
            }
            let eigen = SymmetricEigen(moments, size: width)
            let scales = eigen.values.map { $0 > 1e-9 ? 1 / $0.squareRoot() : 0 }
            var scores = [Double](repeating: 0, count: scope.count * width)
            for (index, row) in scope.enumerated() {
                let vector = rows.vector(row, width)
                for k in 0..<width {
                    var sum = 0.0
                    let axis = eigen.vectors[k]
                    for i in 0..<width { sum += vector[i] * axis[i] }
                    scores[index * width + k] = sum * scales[k]
                }
            }
            self.width = width
            self.scope = scope
            self.scores = scores
            places = Dictionary(uniqueKeysWithValues: scope.enumerated().map { ($1, $0) })
        }

        func product(_ place: Int, _ direction: [Double]) -> Double {
            var sum = 0.0
            for k in direction.indices { sum += scores[place * width + k] * direction[k] }
            return sum
        }

        func score(_ place: Int, _ k: Int) -> Double { scores[place * width + k] }
    }

    /// Fisher's discriminant (1936) of errors against correct predictions within classes, over the first `width` components.
    private static func direction(
        _ basis: Basis, _ rows: PatternRows, _ fitted: [Int], _ weights: [Double], _ width: Int
    ) -> [Double]? {
        let groups = rows.classes * 2
        var mass = [Double](repeating: 0, count: groups)
        var sums = [Double](repeating: 0, count: groups * width)
        var scatter = [Double](repeating: 0, count: width * width)
        for row in fitted where weights[row] > 0 {
            guard let place = basis.places[row] else { continue }
            let group = rows.labels[row] * 2 + (rows.errors[row] ? 1 : 0)
            let weight = weights[row]
            mass[group] += weight
            for i in 0..<width {
                let value = weight * basis.score(place, i)
                sums[group * width + i] += value
                for j in 0...i { scatter[i * width + j] += value * basis.score(place, j) }
            }
        }
        var gap = [Double](repeating: 0, count: width)
        var total = 0.0
        var degrees = 0.0
        for label in 0..<rows.classes {
            let (right, wrong) = (label * 2, label * 2 + 1)
            for group in [right, wrong] where mass[group] > 0 {
                degrees += mass[group] - 1
                for i in 0..<width {
                    for j in 0...i {
                        scatter[i * width + j] -= sums[group * width + i] * sums[group * width + j] / mass[group]
                    }
                }
            }
            guard mass[right] > 1, mass[wrong] > 1 else { continue }
            let weight = mass[right] * mass[wrong] / (mass[right] + mass[wrong])
            total += weight
            for i in 0..<width {
                gap[i] += weight * (sums[wrong * width + i] / mass[wrong] - sums[right * width + i] / mass[right])
            }
        }
        guard total > 0, degrees > 0 else { return nil }
        var trace = 0.0
        for i in 0..<width { trace += scatter[i * width + i] / degrees }
        for i in 0..<width {
            for j in 0...i {
                scatter[i * width + j] /= degrees
                scatter[j * width + i] = scatter[i * width + j]
            }
            scatter[i * width + i] += ridge * trace / Double(width)
        }
        return Cholesky(scatter, size: width)?.solve(gap)
    }

    /// How errors differ from correct predictions along directions fitted to the other folds.
    private static func evidence(
        _ basis: Basis, _ rows: PatternRows, _ fitted: [Int], _ weights: [Double], _ width: Int
    ) -> Double? {
        var scores = [Double](repeating: 0, count: rows.count)
        for fold in 0..<folds {
            var without = weights
            let held = fitted.enumerated().filter { $0.offset % folds == fold }.map(\.element)
            for row in held { without[row] = 0 }
            guard let direction = direction(basis, rows, fitted, without, width) else { return nil }
            var squares = 0.0
            for place in basis.scope.indices {
                let value = basis.product(place, direction)
                squares += value * value
            }
            let scale = (squares / Double(basis.scope.count)).squareRoot()
            guard scale > 0 else { return nil }
            for row in held { scores[row] = basis.places[row].map { basis.product($0, direction) / scale } ?? 0 }
        }
        var (sum, variance) = (0.0, 0.0)
        for label in 0..<rows.classes {
            let own = fitted.filter { rows.labels[$0] == label }
            let wrong = Double(own.count { rows.errors[$0] })
            let n = Double(own.count)
            guard wrong > 0, wrong < n else { continue }
            let mean = own.reduce(0) { $0 + scores[$1] } / n
            let spread = own.reduce(0) { $0 + (scores[$1] - mean) * (scores[$1] - mean) } / n
            for row in own where rows.errors[row] { sum += scores[row] - mean }
            variance += spread * wrong * (n - wrong) / n
        }
        return variance > 0 ? sum / variance.squareRoot() : nil
    }

    /// Where the two components part.
    private struct Cut {
        var direction: [Double]
        var offset: Double
        var ifError: Double
        var ifCorrect: Double

        /// Expectation and maximisation over projections of both halves and errors of half A, from the side of `start` that
        /// each row lies on.
        init?(
            _ basis: Basis, _ rows: PatternRows, _ scope: [Int], _ weights: [Double], _ width: Int, _ start: [Double]
        ) {
            let n = scope.count
            var first = scope.indices.map { basis.product($0, start) }
            let scale = (first.reduce(0) { $0 + $1 * $1 } / Double(n)).squareRoot()
            guard scale > 0 else { return nil }
            first = first.map { 1 / (1 + exp(-2 * $0 / scale)) }
            let weight = scope.map { rows.isFitted[$0] ? weights[$0] : 1 }
            let all = weight.reduce(0, +)
            let known = scope.indices.filter { rows.isFitted[scope[$0]] && weight[$0] > 0 }
            let mass = known.reduce(0) { $0 + weight[$1] }
            let rate = known.reduce(0) { $0 + (rows.errors[scope[$1]] ? weight[$1] : 0) } / max(1, mass)
            var moments = [Double](repeating: 0, count: width * width)
            for place in scope.indices {
                for i in 0..<width {
                    let value = weight[place] * basis.score(place, i)
                    for j in 0...i { moments[i * width + j] += value * basis.score(place, j) }
                }
            }
            direction = start
            (offset, ifError, ifCorrect) = (0, 0, 0)
            var share = first
            for _ in 0..<100 {
                var (mass1, sums0, sums1) = (
                    0.0, [Double](repeating: 0, count: width), [Double](repeating: 0, count: width)
                )
                for place in scope.indices {
                    let r = share[place] * weight[place]
                    mass1 += r
                    for i in 0..<width {
                        let score = basis.score(place, i)
                        sums1[i] += r * score
                        sums0[i] += (weight[place] - r) * score
                    }
                }
                let mass0 = all - mass1
                guard mass0 > 5, mass1 > 5 else { return nil }
                var covariance = moments
                for i in 0..<width {
                    for j in 0...i {
                        let value =
                            (moments[i * width + j] - sums0[i] * sums0[j] / mass0 - sums1[i] * sums1[j] / mass1) / all
                        covariance[i * width + j] = value
                        covariance[j * width + i] = value
                    }
                    covariance[i * width + i] += 1e-3
                }
                let gap = (0..<width).map { sums1[$0] / mass1 - sums0[$0] / mass0 }
                guard let solved = Cholesky(covariance, size: width)?.solve(gap) else { return nil }
                direction = solved
                var middle = 0.0
                for i in 0..<width { middle += 0.5 * (sums1[i] / mass1 + sums0[i] / mass0) * solved[i] }
                offset = log(mass1 / mass0) - middle
                var (wrong0, wrong1, known0, known1) = (0.0, 0.0, 0.0, 0.0)
                for place in known {
                    let r = share[place] * weight[place]
                    known1 += r
                    known0 += weight[place] - r
                    if rows.errors[scope[place]] {
                        wrong1 += r
                        wrong0 += weight[place] - r
                    }
                }
                let rate1 = (wrong1 + ErrorContrast.prior * rate) / (known1 + ErrorContrast.prior)
                let rate0 = (wrong0 + ErrorContrast.prior * rate) / (known0 + ErrorContrast.prior)
                ifError = log(max(1e-9, rate1) / max(1e-9, rate0))
                ifCorrect = log(max(1e-9, 1 - rate1) / max(1e-9, 1 - rate0))
                var moved = 0.0
                for place in scope.indices {
                    var value = offset + basis.product(place, direction)
                    let row = scope[place]
                    if rows.isFitted[row], weight[place] > 0 { value += rows.errors[row] ? ifError : ifCorrect }
                    let next = 1 / (1 + exp(-value))
                    moved = max(moved, abs(next - share[place]))
                    share[place] = next
                }
                if moved < 1e-4 { break }
            }
            if ifError < 0 {
                direction = direction.map { -$0 }
                (offset, ifError, ifCorrect) = (-offset, -ifError, -ifCorrect)
            }
        }
    }
}
