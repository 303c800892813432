// Shares and changes of rows that may come in units. Where every row is a unit of its own these are Wilson's interval,
// Newcombe's and McNemar's test; where rows share units, their forms for units.

import Artifacts
import Foundation
import Record
import Statistics
import Tallies

extension Measure {
    /// A share of rows that come in units, with Wilson's interval for as many independent rows as they are worth; `nil`
    /// without rows.
    static func rate(_ counted: UnitProportion, oneOf looks: Int = 1, method: String) -> Measure? {
        guard let interval = Interval.oneOf(looks, method: "wilson", { counted.wilson(level: $0) }) else { return nil }
        return Measure(
            Double(counted.successes) / Double(counted.n), interval, n: counted.n, units: counted.units,
            unit: .proportion, method: method)
    }
}

extension UnitCounts {
    /// The share of the rows in the cells of `part` that are hits, one of `looks`; `nil` without rows.
    func rate(
        of part: (Int) -> Bool = { _ in true }, where isHit: (Int) -> Bool, oneOf looks: Int = 1, method: String
    ) -> Measure? {
        areShared
            ? .rate(proportion(of: part, where: isHit), oneOf: looks, method: method)
            : .rate(rows { part($0) && isHit($0) }, of: rows(part), oneOf: looks, method: method)
    }

    /// The share as a fact, or why it is not defined.
    func rate(
        _ spec: FactSpec, of part: (Int) -> Bool = { _ in true }, where isHit: (Int) -> Bool,
        undefined reason: String, method: String
    ) -> Fact {
        .stating(spec, rate(of: part, where: isHit, method: method), else: reason, method: method)
    }

    /// Where each two cells that follow each other are the wrong and the right rows of a group: the share of each group
    /// that is right, or wrong. With `allAtOnce` the intervals of all groups that have rows hold together, so that the one of
    /// the worst does.
    func rates(ofErrors isOfErrors: Bool = false, allAtOnce: Bool = false, method: String) -> [Measure?] {
        let groups = 0..<totals.count / 2
        let looks = allAtOnce ? groups.count { totals[2 * $0] + totals[2 * $0 + 1] > 0 } : 1
        if areShared {
            return proportions(width: 2, hit: isOfErrors ? 0 : 1).map { .rate($0, oneOf: looks, method: method) }
        }
        return groups.map { group in
            let (wrong, right) = (totals[2 * group], totals[2 * group + 1])
            return .rate(isOfErrors ? wrong : right, of: wrong + right, oneOf: looks, method: method)
        }
    }
}

extension ResamplingUnits {
    /// Successes and rows of each unit among `rows`.
    func proportion(of rows: some Sequence<Int>, where isHit: (Int) -> Bool) -> UnitProportion {
        var sums: [Int32: (successes: Int, rows: Int)] = [:]
        for row in rows {
            sums[codes[row], default: (0, 0)].rows += 1
            if isHit(row) { sums[codes[row], default: (0, 0)].successes += 1 }
        }
        return UnitProportion(sums.values)
    }

    /// The share of `rows` that `isHit`, one of `looks`, with Wilson's interval for as many independent rows as they are worth;
    /// `nil` without rows.
    func rate(
        of rows: some Sequence<Int>, oneOf looks: Int = 1, method: String, where isHit: (Int) -> Bool
    ) -> Measure? {
        guard areShared else {
            let (hits, n) = rows.reduce(into: (0, 0)) { sums, row in
                sums.1 += 1
                if isHit(row) { sums.0 += 1 }
            }
            return .rate(hits, of: n, oneOf: looks, method: method)
        }
        return .rate(proportion(of: rows, where: isHit), oneOf: looks, method: method)
    }

    /// The share as a fact, or why it is not defined.
    func rate(
        _ spec: FactSpec, of rows: some Sequence<Int>, undefined reason: String, method: String,
        where isHit: (Int) -> Bool
    ) -> Fact {
        .stating(spec, rate(of: rows, method: method, where: isHit), else: reason, method: method)
    }
}

extension UnitConfidenceTally {
    /// Two-sided p-value of the sum of confidence less correct predictions, if every confidence were true, from that of
    /// each unit: the variance summed unit by unit around 0, Student's distribution for the number of units.
    static func gapP(_ excesses: [Double]) -> Double {
        let squares = ExactSum.of(excesses.lazy.map { $0 * $0 })
        guard excesses.count > 1, squares > 0 else { return 1 }
        return StudentT.twoSided(ExactSum.of(excesses) / sqrt(squares), degrees: Double(excesses.count - 1))
    }
}

extension ConfusionTally {
    /// The share of the `others` rows of other classes that is answered by a class, `predicted` of all rows; `nil` where
    /// there is none.
    func falsePositiveRate(of cls: Int, predicted: Int, others: Int, method: String) -> Measure? {
        guard cells.areShared else { return .rate(predicted - self[cls, cls], of: others, method: method) }
        let isOther = { (cell: Int) in cell / answers != cls }
        return .rate(cells.proportion(of: isOther, where: { $0 % answers == cls }), method: method)
    }

    /// The share of a class's rows, all or the wrong ones, that is answered by `answer`; `nil` without rows.
    func rate(of truth: Int, as answer: Int, amongErrors: Bool = false, method: String) -> Measure? {
        let right = amongErrors ? self[truth, truth] : 0
        guard cells.areShared else { return .rate(self[truth, answer], of: truthTotal(truth) - right, method: method) }
        let hit = truth * answers + answer
        let isCounted = { (cell: Int) in cell / answers == truth && !(amongErrors && isCorrect(cell)) }
        return .rate(cells.proportion(of: isCounted, where: { $0 == hit }), method: method)
    }
}
