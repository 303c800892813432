// One stretch of rows that are those of other images while the others are where they belong: a batch that was written in the
// reverse order, or the share of one process in another order.

import Columns
import Statistics

/// A stretch of rows that is right when it is read from its end to its beginning.
///
/// Of all stretches the one that gains most is judged by the sign test of McNemar, corrected for every stretch there is, at one in
/// two thousand. As with `LostRow` neither other classes nor other rotations of the same rows may explain it: two clips of which each
/// is taken for the other's class are turned round by both.
struct ReversedBlock {
    /// Its first and last row.
    let rows: ClosedRange<Int>
    /// Share of all rows that are right as they are, and with these reversed.
    let accuracy: Double
    let reordered: Double

    private static let level = 0.0005
    /// Longer tables have more stretches than are worth looking at.
    private static let mostRows = 10_000

    init?(labels: [Int32], answers: [Int32]) {
        let count = labels.count
        guard count >= ClassPermutation.fewestRows, count <= Self.mostRows, answers.count == count else { return nil }
        func isRight(_ row: Int, _ image: Int) -> Bool { labels[image] >= 0 && labels[image] == answers[row] }
        // All stretches of one middle, from the smallest: pairs of rows that are exchanged.
        var best = (rows: 0...0, gain: 0)
        for sum in 1..<(2 * count - 2) {
            var (low, high) = ((sum - 1) / 2, sum / 2 + 1)
            if sum % 2 == 1 { (low, high) = (sum / 2, sum / 2 + 1) }
            var gain = 0
            while low >= 0, high < count {
                gain += (isRight(low, high) ? 1 : 0) + (isRight(high, low) ? 1 : 0)
                gain -= (isRight(low, low) ? 1 : 0) + (isRight(high, high) ? 1 : 0)
                if gain > best.gain { best = (low...high, gain) }
                low -= 1
                high += 1
            }
        }
        guard best.rows.count >= ClassPermutation.fewestRows else { return nil }
        let ends = best.rows.lowerBound + best.rows.upperBound
        let fixed = best.rows.count { isRight($0, ends - $0) && !isRight($0, $0) }
        let n = Double(count)
        guard McNemar.exact(fixed: fixed, broken: fixed - best.gain) * (n * (n + 1) / 2) < Self.level else {
            return nil
        }
        let (own, given) = (Array(labels[best.rows]), Array(answers[best.rows]))
        let (rows, right) = (Double(own.count), zip(own, given).count { $0 >= 0 && $0 == $1 })
        let (now, then) = (Double(right) / rows, Double(right + best.gain) / rows)
        let least = RowOrder.gain * min(1, 2 * (1 - RowOrder.chance(own, given)))
        let rotations = Rotations(own, given)
        guard least > 0, then - max(now, RowOrder.relabelled(own, given)) >= least,
            then - rotations.mean >= RowOrder.standsOut * rotations.deviation
        else { return nil }
        let all = (0..<count).count { isRight($0, $0) }
        self.rows = best.rows
        accuracy = Double(all) / n
        reordered = Double(all + best.gain) / n
    }
}

/// A stretch of rows whose answers go with no label while those of all others do.
///
/// A sound model may fail on a stretch of its images, as those of one night, and that is the finding that is looked for. Such a
/// model is less sure there, or answers other classes than elsewhere; rows that were dealt out in another order keep both. So a
/// stretch is doubted only where
/// - it is right so much less often than the others that chance puts it anywhere less than once in a million tables, of all stretches;
/// - its answers tell the classes apart no better than independent ones, and rows are enough to exclude at 99.9 % that they know
///   half of what the others know, who know half of what there is to know at the least;
/// - its answers name the classes as often as its labels do, but for what errors of the others would make of them, and its labels
///   are a fair draw from all;
/// - the model is as sure there as elsewhere: by the rank-sum test at one in a hundred, and rows are enough to exclude, at one in a
///   hundred, that its mean confidence is lower by three quarters of the deviation of a row; its confidence differs from row to row;
/// - its rows are independent, and no attribute of few values sets it apart.
struct UnrelatedBlock {
    /// Its first and last row.
    let rows: ClosedRange<Int>
    /// Share of its rows that are right, that chance alone makes right, and that are right elsewhere.
    let accuracy: Double
    let chance: Double
    let elsewhere: Double

    private static let level = 1e-6
    private static let (sameLabels, sameConfidence) = (1e-4, 0.01)
    private static let (leastElsewhere, leastLess) = (0.5, 0.75)
    private static let fewestConfidences = 10
    /// How far shares of classes, or of an attribute's values, may be apart (total variation).
    private static let (mostApart, mostApartByErrors, mostSet) = (0.1, 0.25, 0.3)
    private static let mostValues = 50

    init?(
        labels: [Int32], answers: [Int32], confidence: [Double], classes: Int, units: CodedColumn? = nil,
        attributes: [Column] = []
    ) {
        let count = labels.count
        guard count >= 2 * ClassPermutation.fewestRows, answers.count == count, confidence.count == count, classes > 1,
            labels.allSatisfy({ $0 >= 0 && $0 < classes }), answers.allSatisfy({ $0 >= 0 && $0 < classes }),
            let block = Self.poorest(labels, answers)
        else { return nil }
        let others = Array(0..<block.lowerBound) + Array(block.upperBound + 1..<count)
        guard min(block.count, others.count) >= ClassPermutation.fewestRows else { return nil }
        let (own, given) = (Array(labels[block]), Array(answers[block]))
        let (hits, rightElsewhere) = (
            zip(own, given).count { $0 == $1 }, others.count { labels[$0] == answers[$0] }
        )
        let (chance, elsewhere) = (RowOrder.chance(own, given), Double(rightElsewhere) / Double(others.count))
        let chanceElsewhere = RowOrder.chance(others.map { labels[$0] }, others.map { answers[$0] })
        guard chance < 1, chanceElsewhere < 1 else { return nil }
        let skill = (elsewhere - chanceElsewhere) / (1 - chanceElsewhere)
        let (n, rows) = (Double(count), Double(block.count))
        let most =
            hits == block.count
            ? 1 : IncompleteBeta.quantile(1 - UnrelatedAnswers.level, Double(hits + 1), Double(block.count - hits))
        let (ofLabels, ofAnswers) = (Self.counts(own, classes), Self.counts(given, classes))
        let ofOthers = Self.counts(others.map { labels[$0] }, classes)
        let (apart, allowed) = (
            Self.apart(ofLabels, ofAnswers), Self.mostApart + Self.mostApartByErrors * (1 - elsewhere)
        )
        guard skill >= Self.leastElsewhere, most < chance + skill / 2 * (1 - chance),
            Hypergeometric.lowerTail(
                hits, sample: block.count, marked: hits + rightElsewhere, population: count)
                * (n * (n + 1) / 2) < Self.level,
            Binomial.upperTail(hits, of: block.count, p: chance) > UnrelatedAnswers.level,
            UnrelatedAnswers.independence(own, given, ofLabels, ofAnswers) > UnrelatedAnswers.level,
            UnrelatedAnswers.changes(own, given) >= UnrelatedAnswers.leastChanges,
            apart <= allowed,
            ChiSquare.twoSample(ofLabels, ofOthers, yates: false).map({ $0.p > Self.sameLabels }) ?? true,
            Set(confidence).count >= Self.fewestConfidences,
            Self.isAsSure(block.map { confidence[$0] }, others.map { confidence[$0] }),
            !Self.isSetApart(block, others, units, attributes)
        else { return nil }
        self.rows = block
        accuracy = Double(hits) / rows
        self.chance = chance
        self.elsewhere = elsewhere
    }

    /// The stretch that lies furthest below the middle between chance and all rows (Kadane's scan).
    private static func poorest(_ labels: [Int32], _ answers: [Int32]) -> ClosedRange<Int>? {
        let right = zip(labels, answers).map { $0 == $1 }
        let middle = (RowOrder.chance(labels, answers) + Double(right.count { $0 }) / Double(right.count)) / 2
        var (start, own) = (0, 0.0)
        var best: (rows: ClosedRange<Int>, sum: Double)?
        for row in right.indices {
            if own <= 0 { (start, own) = (row, 0) }
            own += middle - (right[row] ? 1 : 0)
            if own > best?.sum ?? 0 { best = (start...row, own) }
        }
        return best?.rows
    }

    private static func isAsSure(_ here: [Double], _ elsewhere: [Double]) -> Bool {
        func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
            let mean = values.reduce(0, +) / Double(values.count)
            return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count - 1)))
        }
        let ((mean, variance), others) = (moments(here), moments(elsewhere))
        let error = (variance / Double(here.count) + others.variance / Double(elsewhere.count)).squareRoot()
        let least = mean - others.mean + Normal.quantile(sameConfidence) * error
        return least > -leastLess * others.variance.squareRoot()
            && RankSum.twoSided(here.sorted(), elsewhere.sorted()) ?? 0 > sameConfidence
    }

    private static func counts(_ codes: [Int32], _ classes: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: classes)
        for code in codes { counts[Int(code)] += 1 }
        return counts
    }

    /// Total variation of the shares of two lists of counts.
    private static func apart(_ first: [Int], _ second: [Int]) -> Double {
        let (n, m) = (Double(max(1, first.reduce(0, +))), Double(max(1, second.reduce(0, +))))
        return zip(first, second).reduce(0) { $0 + abs(Double($1.0) / n - Double($1.1) / m) } / 2
    }

    /// Whether the rows are those of a few units, or have values of an attribute that others seldom have: then they are a kind of
    /// images, of which a model may know nothing.
    private static func isSetApart(
        _ block: ClosedRange<Int>, _ others: [Int], _ units: CodedColumn?, _ attributes: [Column]
    ) -> Bool {
        if let units, 2 * Set(block.map { Int(units.codes[$0]) }).count < block.count { return true }
        for case .coded(let column) in attributes where column.categories.count <= mostValues {
            var (here, there) = (
                [Int](repeating: 0, count: column.categories.count), [Int](repeating: 0, count: column.categories.count)
            )
            for row in block { here[Int(column.codes[row])] += 1 }
            for row in others { there[Int(column.codes[row])] += 1 }
            if apart(here, there) > mostSet { return true }
        }
        return false
    }
}
