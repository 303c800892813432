import Columns
import Statistics

/// Answers that are sure of themselves and have nothing to do with the labels: those of other images.
///
/// A sound model may be weak, and a weak one may be too sure. So answers are doubted only where
/// - they tell the classes apart no better than independent ones (the share of right rows is not above chance, and the table of
///   labels and answers is independent, both at one in a thousand): a model that sees anything at all is not doubted, however
///   many rows there are;
/// - rows are enough to exclude that it is a fifth better than chance (upper limit at 99.9 %): in few rows nothing is said, and a
///   model that is a fifth better is doubted once in a thousand sets at the most;
/// - they name the classes about as often as the labels do: a model that broke down answers one class, or a few;
/// - their mean confidence is nearer to certainty than to chance, so that it says more than twice what they may know;
/// - rows are independent: one of each unit, where units are named, and not runs of one answer to one label, as frames of a few
///   videos are, some of which a sound model takes for another class from the first to the last.
/// What is left of sound inputs is a model that was trained on labels dealt out at random.
struct UnrelatedAnswers {
    /// Share of rows that are right, and that chance alone makes right.
    let accuracy: Double
    let chance: Double
    /// Mean confidence of the answers.
    let confidence: Double

    static let level = 0.001
    /// How much of the way from chance to certainty answers may make at the most, and their confidence has to make.
    private static let (mostSkill, leastConfidence) = (0.2, 0.5)
    /// How far the shares of classes among answers may be from those among labels (total variation).
    private static let mostApart = 0.25

    /// Share of the changes from row to row, of those that independent rows have, that there have to be.
    static let leastChanges = 0.8

    /// `nil` where answers go with the labels, or nothing can be said. Only the first row of each of `units` is looked at.
    init?(
        labels all: [Int32], answers given: [Int32], confidence sure: [Double], classes: Int, units: CodedColumn? = nil
    ) {
        guard all.count == given.count, sure.count == all.count else { return nil }
        var seen: Set<Int> = []
        let rows = all.indices.filter { row in units.map { seen.insert(Int($0.codes[row])).inserted } ?? true }
        let (labels, answers, confidence) = (rows.map { all[$0] }, rows.map { given[$0] }, rows.map { sure[$0] })
        let count = labels.count
        guard count >= ClassPermutation.fewestRows, classes > 1,
            labels.allSatisfy({ $0 >= 0 && $0 < classes }), answers.allSatisfy({ $0 >= 0 && $0 < classes })
        else { return nil }
        var (own, named) = ([Int](repeating: 0, count: classes), [Int](repeating: 0, count: classes))
        for label in labels { own[Int(label)] += 1 }
        for answer in answers { named[Int(answer)] += 1 }
        let chance = RowOrder.chance(labels, answers)
        let hits = zip(labels, answers).count { $0 == $1 }
        let n = Double(count)
        let mean = confidence.reduce(0, +) / n
        let apart = zip(own, named).reduce(0) { $0 + abs($1.0 - $1.1) }
        guard chance < 1, mean >= chance + Self.leastConfidence * (1 - chance),
            Double(apart) <= 2 * Self.mostApart * n
        else { return nil }
        // Clopper and Pearson's upper limit. Rows that fall below chance by accident are no more than those that meet it.
        let met = max(hits, Int(exactly: (chance * n).rounded()) ?? hits)
        let most = met == count ? 1 : IncompleteBeta.quantile(1 - Self.level, Double(met + 1), Double(count - met))
        guard most < chance + Self.mostSkill * (1 - chance),
            Binomial.upperTail(hits, of: count, p: chance) > Self.level,
            Self.independence(labels, answers, own, named) > Self.level,
            Self.changes(labels, answers) >= Self.leastChanges
        else { return nil }
        accuracy = Double(hits) / n
        self.chance = chance
        self.confidence = mean
    }

    /// How often the next row has another pair of label and answer, as a share of how often one drawn at random has.
    static func changes(_ labels: [Int32], _ answers: [Int32]) -> Double {
        struct Pair: Hashable {
            let label: Int32
            let answer: Int32
        }
        let pairs = zip(labels, answers).map { Pair(label: $0, answer: $1) }
        let n = Double(pairs.count)
        var counts: [Pair: Int] = [:]
        for pair in pairs { counts[pair, default: 0] += 1 }
        let same = counts.values.reduce(0.0) { $0 + Double($1) * Double($1 - 1) } / (n * (n - 1))
        let changes = Double(zip(pairs, pairs.dropFirst()).count { $0 != $1 }) / (n - 1)
        return same < 1 ? changes / (1 - same) : 0
    }

    /// Pearson's test of the table of labels and answers.
    static func independence(_ labels: [Int32], _ answers: [Int32], _ own: [Int], _ given: [Int]) -> Double {
        var cells: [Int: Int] = [:]
        for (label, answer) in zip(labels, answers) { cells[Int(label) * own.count + Int(answer), default: 0] += 1 }
        let n = Double(labels.count)
        // The sum over cells of (count - expected)^2 / expected is that of count^2 / expected, less n.
        let sum = cells.sorted { $0.key < $1.key }.reduce(0.0) { sum, cell in
            let expected = Double(own[cell.key / own.count]) * Double(given[cell.key % own.count]) / n
            return sum + Double(cell.value) * Double(cell.value) / expected
        }
        let degrees = (own.count { $0 > 0 } - 1) * (given.count { $0 > 0 } - 1)
        return degrees > 0 ? IncompleteGamma.chiSquareTail(max(0, sum - n), degrees: degrees) : 1
    }
}
