/// Rows of a scope, all or those of one class, in the basis of their own principal components within classes, each of variance 1.
/// Errors have no part in it, so rows of both halves do.
struct ScopeBasis: Sendable {
    /// The rows.
    let scope: [Int]
    /// Components that stand out from the rest: structure, where the others are noise.
    let width: Int
    /// Which place in `scope` a row has.
    let places: [Int: Int]
    /// Row after row of the scope, `width` numbers each.
    private let scores: [Double]
    /// The axes over the scores of rows as they were given, each of variance 1.
    private let axes: [[Double]]
    /// Means of the classes, class after class, of scaled scores; `nil` where a class has no rows in the scope.
    private let means: [[Double]?]
    private let scales: [Double]

    /// How far above the middle variance a component stands out.
    private static let above = 1.7
    /// Fewest components that are looked at, and most of one class and of all rows.
    private static let (least, mostOfClass, mostOfAll) = (2, 8, 48)

    /// `nil` where the rows do not vary. A component more than one for four errors tells nothing, so there are no more.
    init?(_ rows: PatternRows, _ scope: [Int]) {
        let all = rows.width
        guard scope.count > 1 else { return nil }
        let scales = rows.variances.map { $0.squareRoot() }
        var counts = [Double](repeating: 0, count: rows.classes)
        var means = [Double](repeating: 0, count: rows.classes * all)
        for row in scope {
            let label = rows.labels[row]
            counts[label] += 1
            for i in 0..<all { means[label * all + i] += Double(rows.scores[row * all + i]) * scales[i] }
        }
        for label in 0..<rows.classes where counts[label] > 0 {
            for i in 0..<all { means[label * all + i] /= counts[label] }
        }
        func centred(_ row: Int, _ out: inout [Double]) {
            let mean = rows.labels[row] * all
            for i in 0..<all { out[i] = Double(rows.scores[row * all + i]) * scales[i] - means[mean + i] }
        }
        var vector = [Double](repeating: 0, count: all)
        var moments = [Double](repeating: 0, count: all * all)
        for row in scope {
            centred(row, &vector)
            for i in 0..<all { for j in 0...i { moments[i * all + j] += vector[i] * vector[j] } }
        }
        for i in 0..<all {
            for j in 0...i {
                moments[i * all + j] /= Double(scope.count)
                moments[j * all + i] = moments[i * all + j]
            }
        }
        let eigen = SymmetricEigen(moments, size: all)
        guard let first = eigen.values.first, first > 0 else { return nil }
        let kept = eigen.values.prefix { $0 > 1e-3 * first }
        let middle = kept[kept.count / 2]
        let isOfAll = counts.count { $0 > 0 } > 1
        let errors = scope.count { rows.errors[$0] }
        let most = min(isOfAll ? Self.mostOfAll : Self.mostOfClass, errors / 4, kept.count)
        width = max(min(Self.least, kept.count), min(kept.count { $0 > Self.above * middle }, most))
        self.scope = scope
        places = Dictionary(uniqueKeysWithValues: scope.enumerated().map { ($1, $0) })
        var scores = [Double](repeating: 0, count: scope.count * width)
        for (index, row) in scope.enumerated() {
            centred(row, &vector)
            for k in 0..<width {
                var sum = 0.0
                let axis = eigen.vectors[k]
                for i in 0..<all { sum += vector[i] * axis[i] }
                scores[index * width + k] = sum / kept[k].squareRoot()
            }
        }
        self.scores = scores
        axes = (0..<width).map { k in eigen.vectors[k].map { $0 / kept[k].squareRoot() } }
        self.means = counts.indices.map { counts[$0] > 0 ? Array(means[$0 * all..<($0 + 1) * all]) : nil }
        self.scales = scales
    }

    /// A direction of this basis as weights of a row's own scores, and what is taken off for each class; `nil` for a class that has
    /// no rows in the scope.
    func linear(_ direction: [Double]) -> (weights: [Double], offsets: [Double?]) {
        let scaled = scales.indices.map { i in
            axes.indices.reduce(0.0) { $0 + direction[$1] * axes[$1][i] }
        }
        let offsets = means.map { mean in
            mean.map { mean in scaled.indices.reduce(0.0) { $0 + mean[$1] * scaled[$1] } }
        }
        return (scaled.indices.map { scaled[$0] * scales[$0] }, offsets)
    }

    func product(_ place: Int, _ direction: [Double]) -> Double {
        var sum = 0.0
        for k in 0..<width { sum += scores[place * width + k] * direction[k] }
        return sum
    }

    func score(_ place: Int, _ k: Int) -> Double { scores[place * width + k] }
}
