// Components over (projection, error) with diagonal covariances, fitted by expectation and maximisation: the idea of Domino
// (Eyuboglu et al., ICLR 2022). Rows are placed by their projection alone, without what the fit knew of their errors.

import Foundation

/// A mixture of components that differ in where their rows lie and in how often these are errors.
struct ErrorMixture: Sendable, Equatable {
    /// Numbers a row that it looks at.
    let width: Int
    /// Components.
    let count: Int
    /// Rows that its fit began with.
    private let beginning: Int
    /// Logarithm of each weight.
    private(set) var weights: [Double]
    /// Mean and variance, component after component.
    private(set) var means: [Double]
    private(set) var variances: [Double]
    /// Error rate of each.
    private(set) var rates: [Double]
    /// Mean log likelihood of the rows it was fitted to.
    private(set) var likelihood = -Double.infinity

    /// Rows that each variance is drawn towards the common one by.
    private static let prior = 4.0
    private static let leastVariance = 0.02
    /// Most steps of a fit, and of one to many rows, which begins near its end.
    private static let (mostSteps, mostStepsOfMany) = (60, 10)
    /// Rows that a fit begins with, where there are more: a start costs less, and ends near where it would with all.
    static let usualBeginning = 6_000

    /// Fits `count` components to some rows from seeded k-means++ (Arthur & Vassilvitskii, SODA 2007), the better of two starts. Of
    /// many rows, which are in an order that says nothing of them, both starts are fitted to the first, and the better one to all.
    static func fit(
        _ rows: PatternRows, _ some: [Int], width: Int, count: Int, seed: UInt64, beginning: Int = usualBeginning
    ) -> ErrorMixture {
        let first = Array(some.prefix(beginning))
        var best: ErrorMixture?
        for start in 0..<2 {
            var mixture = ErrorMixture(width: width, count: count, beginning: beginning)
            var source = SeededGenerator(seed: seed &+ UInt64(start) &* 0x9E37_79B9)
            mixture.maximise(mixture.seeded(rows, first, &source), rows, first)
            mixture.refine(rows, first)
            if best.map({ mixture.likelihood > $0.likelihood }) ?? true { best = mixture }
        }
        let found = best ?? ErrorMixture(width: width, count: count, beginning: beginning)
        return first.count < some.count ? found.refitted(rows, some) : found
    }

    /// The same fitted to other rows, from where it stands.
    func refitted(_ rows: PatternRows, _ some: [Int]) -> ErrorMixture {
        var mixture = self
        mixture.refine(rows, some)
        return mixture
    }

    private init(width: Int, count: Int, beginning: Int) {
        self.width = width
        self.count = count
        self.beginning = beginning
        weights = [Double](repeating: -log(Double(count)), count: count)
        means = [Double](repeating: 0, count: count * width)
        variances = [Double](repeating: 1, count: count * width)
        rates = [Double](repeating: 0.5, count: count)
    }

    /// The component each row is placed in by its projection alone, and how much more likely it is there, with its error,
    /// than anywhere.
    func place(_ rows: PatternRows) -> (component: [Int], posterior: [[Double]]) {
        var components = [Int](repeating: 0, count: rows.count)
        var posterior = [[Double]](repeating: [Double](repeating: 0, count: rows.count), count: count)
        let densities = densities
        var logs = densities.room
        for row in 0..<rows.count {
            densities.densities(rows.scores, from: row * rows.width, into: &logs)
            components[row] = densities.likeliest(logs)
            let total = densities.total(isError: rows.errors[row], &logs)
            for k in 0..<count { posterior[k][row] = MixtureDensities.value(logs, k) - total }
        }
        return (components, posterior)
    }

    /// The component each row is placed in by its projection alone.
    func components(of rows: PatternRows) -> [Int] {
        let densities = densities
        var logs = densities.room
        return (0..<rows.count).map { row in
            densities.densities(rows.scores, from: row * rows.width, into: &logs)
            return densities.likeliest(logs)
        }
    }

    /// This, ready to place rows.
    var densities: MixtureDensities {
        MixtureDensities(weights: weights, means: means, variances: variances, rates: rates, width: width)
    }

    /// What each component answers for where every row starts in one alone.
    private func seeded(_ rows: PatternRows, _ some: [Int], _ source: inout SeededGenerator) -> MixtureSums {
        let mean = Double(some.count { rows.errors[$0] }) / max(1, Double(some.count))
        // A point is the projection and the error.
        let size = width + 1
        var points: [Double] = []
        points.reserveCapacity(some.count * size)
        for row in some {
            for d in 0..<width { points.append(Double(rows.scores[row * rows.width + d])) }
            points.append(2 * ((rows.errors[row] ? 1 : 0) - mean))
        }
        func distance(_ place: Int, _ centres: [Double], _ k: Int) -> Double {
            points.withUnsafeBufferPointer { points in
                centres.withUnsafeBufferPointer { centres in
                    var sum = 0.0
                    for d in 0..<size {
                        let gap = points[place * size + d] - centres[k * size + d]
                        sum += gap * gap
                    }
                    return sum
                }
            }
        }
        func point(_ place: Int) -> ArraySlice<Double> { points[place * size..<(place + 1) * size] }
        var centres = Array(point(source.below(some.count)))
        var nearest = some.indices.map { distance($0, centres, 0) }
        for k in 1..<max(1, count) {
            var left = source.unit() * nearest.reduce(0, +)
            var chosen = some.count - 1
            for place in some.indices {
                left -= nearest[place]
                if left < 0 {
                    chosen = place
                    break
                }
            }
            centres.append(contentsOf: point(chosen))
            for place in some.indices { nearest[place] = min(nearest[place], distance(place, centres, k)) }
        }
        var assigned = [Int](repeating: 0, count: some.count)
        for _ in 0..<10 {
            for place in some.indices {
                var best = (k: 0, distance: distance(place, centres, 0))
                for k in 1..<max(1, count) {
                    let own = distance(place, centres, k)
                    if own < best.distance { best = (k, own) }
                }
                assigned[place] = best.k
            }
            var sums = [Double](repeating: 0, count: count * size)
            var counts = [Double](repeating: 0, count: count)
            for (place, k) in zip(some.indices, assigned) {
                counts[k] += 1
                for d in 0..<size { sums[k * size + d] += points[place * size + d] }
            }
            for k in 0..<count where counts[k] > 0 {
                for d in 0..<size { centres[k * size + d] = sums[k * size + d] / counts[k] }
            }
        }
        var sums = MixtureSums(count: count, width: width)
        let none = densities.room
        for (place, k) in zip(some.indices, assigned) {
            var shares = none
            shares[k >> 2][k & 3] = 1
            let row = some[place]
            sums.add(rows.scores, from: row * rows.width, isError: rows.errors[row], shares)
        }
        return sums
    }

    private mutating func refine(_ rows: PatternRows, _ some: [Int]) {
        var last = -Double.infinity
        for _ in 0..<(some.count > beginning ? Self.mostStepsOfMany : Self.mostSteps) {
            let sums = expect(rows, some)
            guard likelihood - last > 1e-5 else { break }
            last = likelihood
            maximise(sums, rows, some)
        }
    }

    /// What each component answers for; the likelihood is that of the rows.
    private mutating func expect(_ rows: PatternRows, _ some: [Int]) -> MixtureSums {
        let densities = densities
        var shares = densities.room
        var result = MixtureSums(count: count, width: width)
        var sum = 0.0
        for row in some {
            densities.densities(rows.scores, from: row * rows.width, into: &shares)
            sum += densities.answer(isError: rows.errors[row], &shares)
            result.add(rows.scores, from: row * rows.width, isError: rows.errors[row], shares)
        }
        likelihood = sum / Double(max(1, some.count))
        return result
    }

    private mutating func maximise(_ sums: MixtureSums, _ rows: PatternRows, _ some: [Int]) {
        let n = Double(some.count)
        let rate = Double(some.count { rows.errors[$0] }) / max(1, n)
        var common = [Double](repeating: 0, count: width)
        for k in 0..<count {
            for d in 0..<width {
                let at = k * width + d
                means[at] = sums.sum(k, d) / sums.mass(k)
                variances[at] = max(0, sums.square(k, d) - means[at] * sums.sum(k, d))
                common[d] += variances[at] / n
            }
        }
        for k in 0..<count {
            let mass = sums.mass(k)
            weights[k] = log((mass + 1) / (n + Double(count)))
            rates[k] = (sums.wrong(k) + 2 * rate) / (mass + 2)
            rates[k] = min(1 - 1e-9, max(1e-9, rates[k]))
            for d in 0..<width {
                let at = k * width + d
                variances[at] = max(Self.leastVariance, (variances[at] + Self.prior * common[d]) / (mass + Self.prior))
            }
        }
    }
}
