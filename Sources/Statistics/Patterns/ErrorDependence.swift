/// Whether errors depend on where rows lie, and whether scores that were fitted elsewhere are larger in errors: permutation tests within
/// classes by their exact moments.
enum ErrorDependence {
    /// Scores beyond so many standard deviations count as if they lay there: a single far row decides nothing.
    private static let furthest = 3.0

    /// The chance that the mean of the errors of a scope lies as far from that of its rows, in any direction, when errors are any
    /// rows of their class: Hotelling's T² with the covariance of permutations, which is chi-square of as many degrees as there
    /// are components (Hotelling, Annals of Mathematical Statistics 2:360, 1931; Strasser & Weber, Mathematical Methods of
    /// Statistics 8:220, 1999). All rows count, of both halves.
    static func pValue(_ basis: ScopeBasis, _ rows: PatternRows) -> Double {
        let width = basis.width
        var gap = [Double](repeating: 0, count: width)
        var covariance = [Double](repeating: 0, count: width * width)
        func clipped(_ place: Int, _ k: Int) -> Double { min(furthest, max(-furthest, basis.score(place, k))) }
        for own in groups(basis.scope, rows) {
            let n = Double(own.count)
            let wrong = own.filter { rows.errors[basis.scope[$0]] }
            let m = Double(wrong.count)
            guard n > 2, m > 0, m < n else { continue }
            let means = (0..<width).map { k in own.reduce(0.0) { $0 + clipped($1, k) } / n }
            for k in 0..<width { for place in wrong { gap[k] += clipped(place, k) - means[k] } }
            let factor = m * (n - m) / (n * (n - 1))
            for place in own {
                for i in 0..<width {
                    let x = clipped(place, i) - means[i]
                    for j in 0...i { covariance[i * width + j] += factor * x * (clipped(place, j) - means[j]) }
                }
            }
        }
        var trace = 0.0
        for i in 0..<width {
            trace += covariance[i * width + i]
            for j in 0..<i { covariance[j * width + i] = covariance[i * width + j] }
        }
        for i in 0..<width { covariance[i * width + i] += 1e-9 * trace }
        guard trace > 0, let solved = Cholesky(covariance, size: width)?.solve(gap) else { return 1 }
        let square = zip(gap, solved).reduce(0.0) { $0 + $1.0 * $1.1 }
        return IncompleteGamma.chiSquareTail(square, degrees: width)
    }

    /// How far the ranks of errors within their classes lie above those of all rows, in standard deviations of permutations: a
    /// rank sum test stratified by class, each class's rank sum over its number of rows (van Elteren, Bulletin of the International
    /// Statistical Institute 37:351, 1960, whose weights are one over that number and one). Equal scores are ranked in their order.
    /// `scores` are those of `some`; 0 where no class has both errors and correct predictions.
    static func rankExcess(_ scores: [Double], of some: [Int], _ rows: PatternRows) -> Double {
        var (sum, variance) = (0.0, 0.0)
        for own in groups(some, rows) {
            let n = Double(own.count)
            let m = Double(own.count { rows.errors[some[$0]] })
            guard n > 1, m > 0, m < n else { continue }
            let order = own.sorted { scores[$0] == scores[$1] ? $0 < $1 : scores[$0] < scores[$1] }
            for (rank, place) in order.enumerated() where rows.errors[some[place]] {
                sum += (Double(rank) + 0.5) / n - 0.5
            }
            variance += m * (n - m) * (n + 1) / (12 * n * n)
        }
        return variance > 0 ? sum / variance.squareRoot() : 0
    }

    /// Places of rows by their class.
    private static func groups(_ some: [Int], _ rows: PatternRows) -> [[Int]] {
        var groups = [[Int]](repeating: [], count: rows.classes)
        for (place, row) in some.enumerated() { groups[rows.labels[row]].append(place) }
        return groups.filter { !$0.isEmpty }
    }
}
