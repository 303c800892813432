// How many times one class would be predicted as another if an incorrect prediction fell on a class no more often than it falls on it
// elsewhere.
//
// For the pair t predicted as p, take the errors of every class other than t and p that were not predicted as t: N of them, A read
// as p. With a uniform prior over the K - 1 ways to be wrong, an error of t is then predicted as p with a probability known as
// Beta(A + 1, N - A + K - 2), and the number of t's E errors predicted as p is beta-binomial. Its mean is what is expected; its
// upper tail at the count seen is the p-value. The pair takes no part in its own expectation, and what is expected from
// few errors elsewhere is known badly and counts as such.

import Statistics
import Tallies

/// A confused pair beside what is expected of it.
struct ConfusionExcess: Sendable {
    /// Ground truth.
    let truth: Int
    /// What it was answered by: a class, or after them an outcome, as the confusion tally counts columns.
    let predicted: Int
    /// Items so read.
    let count: Int
    /// Errors of the ground truth's class.
    let errors: Int
    /// Items of that class.
    let n: Int
    /// Share of those errors that is expected to be read so.
    let expectedShare: Double
    /// Probability of this count or more when nothing stands out.
    let p: Double
    /// `p` after Benjamini and Hochberg over every ordered pair of classes.
    var adjusted = 1.0

    /// Count that is expected.
    var expected: Double { expectedShare * Double(errors) }
    /// Items beyond what is expected; negative when there are fewer.
    var excess: Double { Double(count) - expected }

    /// Its rate less the one expected, of the objects or images of its class.
    var effect: Double { excess / Double(max(1, n)) }

    /// Its cell.
    func cell(in confusion: ConfusionTally) -> Int { truth * confusion.answers + predicted }

    /// Every pair with any items, largest excess first, then by class codes. All K (K - 1) ordered pairs of the K answers
    /// count as tested, or those of the answers that `isAnswer` chooses.
    ///
    /// Where rows share units, the errors of the class count as the independent ones that they are worth (Rao & Scott
    /// 1992), and so do those elsewhere.
    static func all(in confusion: ConfusionTally, where isAnswer: (Int) -> Bool = { _ in true }) -> ExcessPairs {
        let classes = confusion.classes
        let errors = (0..<classes).map { confusion.truthTotal($0) - confusion[$0, $0] }
        let answers = confusion.answers
        let hits = (0..<answers).map { $0 < classes ? confusion[$0, $0] : 0 }
        let received = zip(confusion.predictedTotals, hits).map { $0 - $1 }
        let sizes = (0..<classes).map { confusion.truthTotal($0) }
        let wrong = errors.reduce(0, +)
        let byUnit = confusion.cells.areShared ? confusion.cells.parts(width: answers) : []
        var pairs: [ConfusionExcess] = []
        confusion.forEach { truth, predictedClass, count in
            guard isAnswer(predictedClass), predictedClass != truth else { return }
            // What is no class has no errors of its own.
            let (own, back) =
                predictedClass < classes ? (errors[predictedClass], confusion[predictedClass, truth]) : (0, 0)
            let elsewhere = wrong - errors[truth] - own - (received[truth] - back)
            let alike = received[predictedClass] - count
            let prior = Double(answers - 1)
            let share = (Double(alike) + 1) / (Double(elsewhere) + prior)
            // With two classes there is one way to be wrong, and nothing to be more often than.
            var p =
                answers < 3
                ? 1
                : BetaBinomial.upperTail(
                    count, of: errors[truth], a: Double(alike) + 1, b: Double(elsewhere - alike) + prior - 1)
            if !byUnit.isEmpty, p <= TestLevels.ofLeads {
                let share = byUnit[truth].proportion(of: { $0 != truth }, where: { $0 == predictedClass })
                let worth = share.asIndependent
                let effect = share.designEffect
                p = max(
                    p,
                    BetaBinomial.upperTail(
                        worth.successes, of: worth.n, a: Double(alike) / effect + 1,
                        b: Double(elsewhere - alike) / effect + prior - 1))
            }
            pairs.append(
                ConfusionExcess(
                    truth: truth, predicted: predictedClass, count: count, errors: errors[truth], n: sizes[truth],
                    expectedShare: min(1, share), p: p))
        }
        let looks = (0..<answers).filter(isAnswer).reduce(0) { $0 + ($1 < classes ? classes - 1 : classes) }
        // With two answers nothing was tested.
        let tests = answers < 3 ? FamilyTests(.confusions, []) : FamilyTests(.confusions, pairs.map(\.p), looks: looks)
        let adjusted = Multiplicity.benjaminiHochberg(pairs.map(\.p), looks: looks)
        for index in pairs.indices { pairs[index].adjusted = adjusted[index] }
        let sorted = pairs.sorted { a, b in
            a.excess != b.excess ? a.excess > b.excess : (a.truth, a.predicted) < (b.truth, b.predicted)
        }
        return ExcessPairs(all: sorted, tests: tests)
    }
}

/// The pairs of a confusion matrix, and what was tested for them.
struct ExcessPairs: Sendable {
    /// Those with any items, largest excess first.
    let all: [ConfusionExcess]
    let tests: FamilyTests
}
