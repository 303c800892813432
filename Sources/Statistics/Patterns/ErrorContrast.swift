// The direction along which the errors of a class, or of all rows, part most from its correct predictions, and the share of rows that lie
// furthest along it. A group that is rare, or hidden among the structure of its class, is told by this direction long before a
// mixture over many directions has a component to spare for it.

import Foundation

/// A direction and a cut found on half A: rows beyond it have more errors.
struct ErrorContrast: Sendable {
    /// Share of rows that lie beyond the cut.
    let share: Double
    /// Whether each row lies beyond it; none outside of the scope.
    let isMember: [Bool]
    /// How typical each row is, with its own error; minus infinity outside of the scope.
    let typicality: [Double]
    /// The chance that errors of half B lie as far along the direction as they do, which they had no part in finding.
    let heldOutP: Double
    /// The direction in the basis of the scope, where along it the cut is, and how far rows lie from the middle.
    let direction: [Double]
    let cut: Double
    let scale: Double

    private static let folds = 6
    /// Shares of rows that are tried.
    private static let shares = [0.1, 0.3, 0.65]
    /// Share of the mean variance that each variance is raised by.
    private static let ridge = 0.05
    /// How many standard deviations along the direction an error is worth when rows are ordered.
    private static let errorsLift = 1.5

    /// Finds the direction among the rows of `basis`; `nil` where half A has no errors or nothing else. `weights` counts each row of
    /// half A, so that it can be refitted to a bootstrap sample; `share` says that of an earlier fit.
    init?(_ rows: PatternRows, _ basis: ScopeBasis, weights: [Double]? = nil, share given: Double? = nil) {
        let scope = basis.scope
        let fitted = scope.filter { rows.isFitted[$0] }
        let weights = weights ?? [Double](repeating: 1, count: rows.count)
        guard let direction = Self.direction(basis, rows, fitted, weights) else { return nil }
        self.direction = direction
        share = given ?? Self.share(basis, rows, fitted, weights)
        let scores = scope.indices.map { basis.product($0, direction) }
        // Cut where this share of half A lies beyond.
        let ordered = fitted.compactMap { basis.places[$0] }.map { scores[$0] }.sorted()
        guard !ordered.isEmpty else { return nil }
        cut = ordered[Self.place(of: share, among: ordered.count)]
        scale = (scores.reduce(0) { $0 + $1 * $1 } / Double(scores.count)).squareRoot()
        var isMember = [Bool](repeating: false, count: rows.count)
        var typicality = [Double](repeating: -.infinity, count: rows.count)
        for (place, row) in scope.enumerated() {
            isMember[row] = scores[place] > cut
            typicality[row] = Self.typicality(scores[place], scale: scale, isError: rows.errors[row])
        }
        self.isMember = isMember
        self.typicality = typicality
        let held = scope.filter { !rows.isFitted[$0] }
        let heldScores = held.compactMap { basis.places[$0] }.map { scores[$0] }
        heldOutP = Normal.upperTail(ErrorDependence.rankExcess(heldScores, of: held, rows))
    }

    /// How typical a row is that lies so far along the direction.
    static func typicality(_ score: Double, scale: Double, isError: Bool) -> Double {
        score / max(1e-12, scale) + (isError ? errorsLift : 0)
    }

    /// The place of the largest value that is not among the given share of largest ones.
    private static func place(of share: Double, among count: Int) -> Int {
        max(0, min(count - 1, Int(exactly: ((1 - share) * Double(count)).rounded(.down)) ?? 0))
    }

    /// Fisher's discriminant (1936) of errors against correct predictions within classes.
    private static func direction(
        _ basis: ScopeBasis, _ rows: PatternRows, _ fitted: [Int], _ weights: [Double]
    ) -> [Double]? {
        let width = basis.width
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
        var (total, all) = (0.0, 0.0)
        for label in 0..<rows.classes {
            let (right, wrong) = (label * 2, label * 2 + 1)
            for group in [right, wrong] where mass[group] > 0 {
                all += mass[group]
                for i in 0..<width {
                    for j in 0...i {
                        scatter[i * width + j] -= sums[group * width + i] * sums[group * width + j] / mass[group]
                    }
                }
            }
            guard mass[right] > 0, mass[wrong] > 0 else { continue }
            let weight = mass[right] * mass[wrong] / (mass[right] + mass[wrong])
            total += weight
            for i in 0..<width {
                gap[i] += weight * (sums[wrong * width + i] / mass[wrong] - sums[right * width + i] / mass[right])
            }
        }
        guard total > 0 else { return nil }
        var trace = 0.0
        for i in 0..<width { trace += scatter[i * width + i] / all }
        for i in 0..<width {
            for j in 0...i {
                scatter[i * width + j] /= all
                scatter[j * width + i] = scatter[i * width + j]
            }
            scatter[i * width + i] += ridge * trace / Double(width)
        }
        return Cholesky(scatter, size: width)?.solve(gap)
    }

    /// The share of rows whose errors exceed those of the others most, by directions fitted to other folds of half A.
    private static func share(
        _ basis: ScopeBasis, _ rows: PatternRows, _ fitted: [Int], _ weights: [Double]
    ) -> Double {
        var scores = [Double](repeating: 0, count: fitted.count)
        for fold in 0..<folds {
            var without = weights
            let held = fitted.indices.filter { $0 % folds == fold }
            for place in held { without[fitted[place]] = 0 }
            guard let direction = direction(basis, rows, fitted, without) else { return shares[1] }
            var squares = 0.0
            for place in basis.scope.indices {
                let value = basis.product(place, direction)
                squares += value * value
            }
            let scale = max(1e-12, (squares / Double(basis.scope.count)).squareRoot())
            for place in held {
                scores[place] = basis.places[fitted[place]].map { basis.product($0, direction) / scale } ?? 0
            }
        }
        let ordered = scores.sorted()
        func excess(_ share: Double) -> Double {
            let cut = ordered[place(of: share, among: ordered.count)]
            var (sum, variance) = (0.0, 0.0)
            for label in 0..<rows.classes {
                let own = fitted.indices.filter { rows.labels[fitted[$0]] == label }
                let n = Double(own.count)
                let wrong = Double(own.count { rows.errors[fitted[$0]] })
                guard n > 1, wrong > 0, wrong < n else { continue }
                let inside = Double(own.count { scores[$0] > cut })
                let both = Double(own.count { scores[$0] > cut && rows.errors[fitted[$0]] })
                sum += both - wrong * inside / n
                variance += wrong * (n - wrong) * inside * (n - inside) / (n * n * (n - 1))
            }
            return variance > 0 ? sum / variance.squareRoot() : -.infinity
        }
        return shares.max { excess($0) < excess($1) } ?? shares[1]
    }
}
