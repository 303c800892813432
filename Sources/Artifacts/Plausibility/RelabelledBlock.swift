import Columns

/// Rows from one on, or up to one, whose classes are permuted while those of the others are not: two exports of different numberings
/// that were joined.
///
/// Of two classes what is wrong is the other one, and a part that is wrong is what is looked for: nothing is said of them. Of more,
/// classes that a model always takes for each other are so everywhere. So a part of the rows, cut at sixteenths, is named only where
/// its classes are permuted as `ClassPermutation` asks, the relabelling sets three tenths of its rows right, and of each class
/// that is permuted five of the other rows at least are there, of which half are right.
struct RelabelledBlock {
    /// The rows.
    let rows: Range<Int>
    /// How their classes are permuted.
    let found: ClassPermutation

    private static let parts = 16
    /// Parts that are looked at: each of these cuts from both sides.
    private static let looks = 2 * (parts - 1)

    init?(labels: [Int32], answers: [Int32], classes: Int) {
        let count = labels.count
        guard count >= 3 * ClassPermutation.fewestRows, answers.count == count, Set(labels).count > 2 else {
            return nil
        }
        let right = zip(labels, answers).map { $0 >= 0 && $0 == $1 }
        var best: (rows: Range<Int>, found: ClassPermutation, gain: Double)?
        for step in 1..<Self.parts {
            let cut = count * step / Self.parts
            for rows in [cut..<count, 0..<cut] {
                let others = rows.lowerBound == 0 ? cut..<count : 0..<cut
                guard min(rows.count, others.count) >= ClassPermutation.fewestRows else { continue }
                let (inside, outside) = (right[rows].count { $0 }, right[others].count { $0 })
                // Most tables are as right on one side as on the other.
                guard Double(inside) / Double(rows.count) <= 0.7 * Double(outside) / Double(others.count),
                    let found = ClassPermutation(
                        labels: Array(labels[rows]), answers: Array(answers[rows]), classes: classes,
                        oneOf: Self.looks),
                    found.relabelled - found.accuracy >= 0.3
                else { continue }
                let gain = (found.relabelled - found.accuracy) * Double(rows.count)
                guard gain > best?.gain ?? 0 else { continue }
                var known = [(rows: Int, right: Int)](repeating: (0, 0), count: classes)
                for row in others where labels[row] >= 0 {
                    known[Int(labels[row])].rows += 1
                    if right[row] { known[Int(labels[row])].right += 1 }
                }
                let isKnown = found.moved.allSatisfy { known[$0].rows >= 5 && known[$0].right * 2 >= known[$0].rows }
                if isKnown { best = (rows, found, gain) }
            }
        }
        guard let best else { return nil }
        (rows, found) = (best.rows, best.found)
    }
}
