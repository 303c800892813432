import Columns

/// Rows whose probabilities are the same to the last digit, where those of all others differ: a batch that was written twice, or
/// one that failed and was filled in.
///
/// A model of few states (a tree, neighbours that vote) gives many rows the same numbers, one that is sure gives 1 and 0, and two
/// digits are soon the same by chance; black frames all look alike. So one group of rows is asked for, 20 and a twentieth of all at
/// least, of which nine in ten lie in one stretch and no more than four in five are of one class; its numbers have four digits or are
/// equal for all classes, and none is near certainty; and of the other rows nine in ten agree with no other.
struct StaleRows {
    /// How many rows agree, of how many that were looked at.
    let rows: Int
    let looked: Int
    /// Their probabilities, in the order of the classes.
    let probabilities: [Double]
    /// Whether each class has the same.
    let isUniform: Bool
    /// How many classes their images are of.
    let classes: Int

    /// Rows that are looked at, from the first.
    private static let most = 200_000

    init?(_ matrix: ProbabilityMatrix, labels: [Int32]) {
        let count = min(matrix.rows, Self.most)
        guard count >= 2 * ClassPermutation.fewestRows, matrix.classes > 1, labels.count == matrix.rows else {
            return nil
        }
        var groups: [Double: (count: Int, first: Int)] = [:]
        // A sum with another weight for each class: rows that agree have the same, and others have not but by a rare chance.
        let weights = (0..<matrix.classes).map { Double($0 + 1).squareRoot() }
        let keys = (0..<count).map { row in zip(matrix.row(row), weights).reduce(0.0) { $0 + $1.0 * $1.1 } }
        for (row, key) in keys.enumerated() { groups[key, default: (0, row)].count += 1 }
        guard
            let (key, largest) = groups.max(by: { ($0.value.count, $1.value.first) < ($1.value.count, $0.value.first) }
            ),
            largest.count >= ClassPermutation.fewestRows, largest.count * 20 >= count,
            count - largest.count >= ClassPermutation.fewestRows,
            groups.values.count(where: { $0.count == 1 }) * 10 >= (count - largest.count) * 9
        else { return nil }
        let values = Array(matrix.row(largest.first))
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        let isUniform = high - low < 1e-6
        let isFine = values.contains { abs($0 * 1000 - ($0 * 1000).rounded()) > 1e-6 }
        guard high < 0.99, isUniform || isFine else { return nil }
        let places = (0..<count).filter { keys[$0] == key }
        let most = (places.count * 9 + 9) / 10
        let isTogether = (0...(places.count - most)).contains { places[$0 + most - 1] - places[$0] < most * 5 / 4 }
        let named = places.reduce(into: [Int32: Int]()) { $0[labels[$1], default: 0] += 1 }
        guard isTogether, let usual = named.values.max(), usual * 5 <= places.count * 4 else { return nil }
        rows = largest.count
        looked = count
        probabilities = values
        self.isUniform = isUniform
        classes = named.count
    }
}
