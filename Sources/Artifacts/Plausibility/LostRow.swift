import Statistics

/// Rows that are those of neighbouring images from some row on, or between two rows: a loader that skipped a picture, or took one
/// twice, leaves all later answers one row off while those before stay where they belong.
///
/// Looked at are moves of one to three rows, over the rows from each row to the end, and over each stretch of rows. One is named only
/// where many more of its rows are right so than as they stand: by the sign test of McNemar, corrected for every stretch and
/// every move that there is, at one in two thousand for either kind. As with `RowOrder` a relabelling of the classes must not
/// explain it, and it has to stand out of all rotations of the same rows by six deviations: frames of a video and images sorted by
/// class match shifted copies of themselves.
struct LostRow {
    /// What is said of it: "as if ...".
    let words: String
    /// Share of all rows that are right as they are.
    let accuracy: Double
    /// Share that would be right with these rows moved.
    let reordered: Double

    private static let moves = [1, -1, 2, -2, 3, -3]
    /// Level of either search.
    private static let level = 0.0005

    /// A stretch of rows with what a move of them gains.
    private struct Stretch {
        let rows: Range<Int>
        let move: Int
        let gain: Int
    }

    /// `nil` where rows are where they belong, or nothing can be said. Rows are in the order of the image table, and `ids` are theirs.
    init?(labels: [Int32], answers: [Int32], ids: @autoclosure () -> [String]) {
        let count = labels.count
        guard count >= ClassPermutation.fewestRows, answers.count == count else { return nil }
        func isRight(_ row: Int, _ image: Int) -> Bool {
            labels.indices.contains(image) && labels[image] >= 0 && labels[image] == answers[row]
        }
        var toEnd = Stretch(rows: 0..<0, move: 0, gain: 0)
        var between = toEnd
        for move in Self.moves {
            let gains = (0..<count).map { (isRight($0, $0 + move) ? 1 : 0) - (isRight($0, $0) ? 1 : 0) }
            // From each row to the end.
            var sum = 0
            for row in gains.indices.reversed() {
                sum += gains[row]
                if sum > toEnd.gain { toEnd = Stretch(rows: row..<count, move: move, gain: sum) }
            }
            // The stretch of the largest sum (Kadane's scan).
            var (start, own) = (0, 0)
            for row in gains.indices {
                if own <= 0 { (start, own) = (row, 0) }
                own += gains[row]
                if own > between.gain { between = Stretch(rows: start..<row + 1, move: move, gain: own) }
            }
        }
        let (n, moves) = (Double(count), Double(Self.moves.count))
        for (found, tried) in [(toEnd, n * moves), (between, n * (n + 1) / 2 * moves)] {
            guard found.rows.count >= ClassPermutation.fewestRows else { continue }
            let fixed = found.rows.count { isRight($0, $0 + found.move) && !isRight($0, $0) }
            guard McNemar.exact(fixed: fixed, broken: fixed - found.gain) * tried < Self.level,
                Self.standsOut(found, labels, answers)
            else { continue }
            let right = (0..<count).count { isRight($0, $0) }
            accuracy = Double(right) / n
            reordered = Double(right + found.gain) / n
            let names = ids()
            func named(_ row: Int) -> String {
                names.indices.contains(row)
                    ? "row \(row + 1) of the images, \(names[row])," : "row \(row + 1) of the images"
            }
            let last = found.rows.upperBound - 1
            words =
                "as if from \(named(found.rows.lowerBound)) on\(last == count - 1 ? "" : " to \(named(last))") each row held the "
                + "answer for the image \(abs(found.move)) \(found.move > 0 ? "after" : "before") it"
            return
        }
        return nil
    }

    /// Whether so many of the rows are right when they are moved that neither other classes nor other rotations of them explain it.
    private static func standsOut(_ found: Stretch, _ labels: [Int32], _ answers: [Int32]) -> Bool {
        let (own, given) = (Array(labels[found.rows]), Array(answers[found.rows]))
        let rows = Double(own.count)
        let right = zip(own, given).count { $0 >= 0 && $0 == $1 }
        let (now, then) = (Double(right) / rows, Double(right + found.gain) / rows)
        let least = RowOrder.gain * min(1, 2 * (1 - RowOrder.chance(own, given)))
        guard least > 0, then - max(now, RowOrder.relabelled(own, given)) >= least else { return false }
        let rotations = Rotations(own, given)
        return then - rotations.mean >= RowOrder.standsOut * rotations.deviation
    }
}
