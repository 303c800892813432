import Columns
import Foundation
import Statistics

/// How well the labels given to images go with those that are true of them: the sum, over images and labels, of the products of
/// both marks less their means, as a share of the largest that there can be. It is 1 where all marks agree, and 0 on average where
/// rows are dealt out at random.
struct LabelAgreement {
    /// Marks less the mean of their label, row-major.
    private let truth: [Double]
    private let given: [Double]
    /// Number of images and of labels.
    let rows: Int
    let labels: Int
    /// The largest sum there can be; 0 where a label is true of all images or of none, and so are those given.
    private let largest: Double
    /// The standard deviation of the share when the rows of one side are dealt out at random: exact, of all permutations.
    let deviation: Double
    /// The largest correlation, either way, of one label with a column.
    let clearest: Double
    /// How far the given labels are from the true ones in number, label by label, as a share of the true ones.
    let apart: Double

    init(_ sets: LabelSets, rows kept: [Int]) {
        let (rows, labels) = (kept.count, sets.names.count)
        self.rows = rows
        self.labels = labels
        func centred(_ mark: (Int, Int) -> Bool) -> (values: [Double], shares: [Double]) {
            let shares = (0..<labels).map { label in
                Double(kept.count { mark($0, label) }) / Double(max(1, rows))
            }
            return (kept.flatMap { row in (0..<labels).map { (mark(row, $0) ? 1 : 0) - shares[$0] } }, shares)
        }
        let (truth, own) = centred(sets.isTrue)
        let (given, named) = centred(sets.isGiven)
        (self.truth, self.given) = (truth, given)
        let n = Double(rows)
        let largest = (0..<labels).reduce(0.0) { $0 + n * (min(own[$1], named[$1]) - own[$1] * named[$1]) }
        self.largest = largest
        func products(_ first: [Double], _ second: [Double]) -> [Double] {
            var sums = [Double](repeating: 0, count: labels * labels)
            for row in 0..<rows {
                for one in 0..<labels {
                    let value = first[row * labels + one]
                    for other in 0..<labels { sums[one * labels + other] += value * second[row * labels + other] }
                }
            }
            return sums
        }
        let (ofTruth, ofGiven) = (products(truth, truth), products(given, given))
        let variance = zip(ofTruth, ofGiven).reduce(0) { $0 + $1.0 * $1.1 } / max(1, n - 1)
        deviation = largest > 0 ? variance.squareRoot() / largest : .infinity
        let both = products(truth, given)
        clearest =
            (0..<labels * labels).map { cell in
                let (one, other) = (cell / labels, cell % labels)
                let spread = (ofTruth[one * labels + one] * ofGiven[other * labels + other]).squareRoot()
                return spread > 0 ? abs(both[cell]) / spread : 0
            }.max() ?? 0
        let sum = own.reduce(0, +)
        apart = sum > 0 ? zip(own, named).reduce(0) { $0 + abs($1.0 - $1.1) } / sum : .infinity
    }

    /// The share when each row of the given labels is that of another image; rows without one say nothing.
    func share(_ image: (Int) -> Int = { $0 }) -> Double {
        guard largest > 0 else { return 0 }
        var sum = 0.0
        for row in 0..<rows {
            let other = image(row)
            guard other >= 0, other < rows else { continue }
            for label in 0..<labels { sum += truth[other * labels + label] * given[row * labels + label] }
        }
        return sum / largest
    }

    /// What the share would be if each label were true as often as its score says.
    func claimed(_ sets: LabelSets, rows kept: [Int]) -> Double {
        guard largest > 0, sets.hasScores else { return 0 }
        var sum = 0.0
        for (row, image) in kept.enumerated() {
            for label in 0..<labels { sum += sets.score(image, label) * given[row * labels + label] }
        }
        return sum / largest
    }
}

/// Another order of the rows under which a multi-label model would be right where it is wrong. `RowOrder` asks whether all labels
/// of an image are right, which of few images with many labels says little; here each label counts.
///
/// As there, an order has to stand out by six deviations: of all rotations of the table, so that runs of like images explain
/// nothing, and of all permutations. Both are passed by a sound table less than once in a million, all orders together. And it has to
/// make the rows agree twice as well as they do as they stand.
struct LabelOrder {
    /// What is said of it: "as if each row held the answer for the image 1 after it".
    let words: String
    /// The image that each row is of.
    let place: (Int) -> Int

    /// Longer tables are judged by `RowOrder`, which has rows enough.
    private static let mostRows = 2000
    /// Products of marks that are added up for it.
    private static let mostProducts = 200_000_000
    /// Least share of the largest agreement that an order has to reach.
    private static let leastShare = 0.4

    init?(_ sets: LabelSets, labels: [Int32], ids: @autoclosure () -> [String], classes: [String]) {
        let count = sets.rows
        guard count >= ClassPermutation.fewestRows, count <= Self.mostRows,
            count * max(count, sets.names.count) <= Self.mostProducts / sets.names.count
        else { return nil }
        let agreement = LabelAgreement(sets, rows: Array(0..<count))
        guard agreement.deviation.isFinite else { return nil }
        let given = agreement.share()
        let rotations = (1..<count).map { step in agreement.share { ($0 + step) % count } }
        guard let (last, most) = rotations.enumerated().max(by: { $0.element < $1.element }) else { return nil }
        var best = (order: WrittenOrder(rotation: last + 1, of: count), share: most)
        for order in WrittenOrder.gathered(count) + WrittenOrder.sorted(labels, ids: ids(), classes) {
            let share = agreement.share(order.place)
            if share > best.share { best = (order, share) }
        }
        let others = rotations.enumerated().filter { $0.offset != last }.map(\.element)
        let mean = others.reduce(0, +) / Double(max(1, others.count))
        let scatter = others.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, others.count))
        let deviation = max(scatter.squareRoot(), agreement.deviation)
        guard best.share >= Self.leastShare, best.share >= 2 * given,
            best.share - max(given, mean) >= RowOrder.standsOut * deviation
        else { return nil }
        words = best.order.words
        place = best.order.place
    }
}

/// Labels that are given with sure scores and have nothing to do with those that are true: those of other images. What is asked is
/// what `UnrelatedAnswers` asks of single labels, by the exact deviation of all permutations of the rows:
/// - no label goes with any column, and all together with none, at one in a thousand;
/// - rows are enough to exclude, at 99.9 %, that a fifth of the agreement there can be is there;
/// - labels are given about as often as they are true;
/// - if scores were true, half of the agreement there can be would be there;
/// - rows are independent.
struct UnrelatedLabels {
    /// Share of the largest agreement that there is, and that the scores say.
    let share: Double
    let claimed: Double

    private static let (mostSkill, leastClaim, mostApart) = (0.2, 0.5, 0.5)
    private static let mostProducts = 200_000_000

    init?(_ sets: LabelSets, labels: [Int32], answers: [Int32], units: CodedColumn? = nil) {
        guard sets.hasScores, sets.rows == labels.count, labels.count == answers.count else { return nil }
        var seen: Set<Int> = []
        let all = labels.indices.filter { row in units.map { seen.insert(Int($0.codes[row])).inserted } ?? true }
        // Of many rows with many labels evenly spread ones are enough.
        let most = Self.mostProducts / (sets.names.count * sets.names.count)
        guard min(all.count, most) >= ClassPermutation.fewestRows else { return nil }
        let rows = all.count <= most ? all : (0..<most).map { all[$0 * all.count / most] }
        let agreement = LabelAgreement(sets, rows: rows)
        guard agreement.deviation.isFinite else { return nil }
        let share = agreement.share()
        let claimed = agreement.claimed(sets, rows: rows)
        let limit = -Normal.quantile(UnrelatedAnswers.level)
        let pairs = Double(agreement.labels * agreement.labels)
        let limitOfPairs = -Normal.quantile(UnrelatedAnswers.level / 2 / pairs)
        guard claimed >= Self.leastClaim, agreement.apart <= Self.mostApart,
            share < limit * agreement.deviation,
            max(0, share) + limit * agreement.deviation < Self.mostSkill,
            agreement.clearest * Double(rows.count - 1).squareRoot() < limitOfPairs,
            UnrelatedAnswers.changes(rows.map { labels[$0] }, rows.map { answers[$0] }) >= UnrelatedAnswers.leastChanges
        else { return nil }
        self.share = share
        self.claimed = claimed
    }
}
