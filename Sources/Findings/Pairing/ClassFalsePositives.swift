// What each class is predicted for that it is not, then and now. Recall asks of a class's own images; a class that swallows
// those of others loses none of it, and its precision falls. The images of other classes are the same in both versions, so
// how many of them are predicted as the class is a paired question, which precision, whose images differ, is not.

import Record
import Statistics
import Tallies

/// False positives of each class in the baseline and now, on the images of other classes that both were evaluated on.
struct ClassFalsePositives: Sendable {
    /// One class.
    struct OfClass: Sendable {
        /// The images of other classes; "right" is one that is not predicted as this class.
        let counts: PairCounts
        /// Predicted as the class, and of it, in the baseline and now.
        let foundBefore: Int
        let foundNow: Int
        /// The p-value of as many false positives leaving as entering, after Holm over the classes.
        let adjusted: Double

        /// False positives in the baseline and now.
        var before: Int { counts.n - counts.rightBefore }
        var now: Int { counts.n - counts.rightNow }
        /// Precision in the baseline and now; `nil` where nothing is predicted as the class.
        var precisionBefore: Double? { Self.share(foundBefore, before) }
        var precisionNow: Double? { Self.share(foundNow, now) }

        /// Worse or better where the corrected test says so at `level` and precision moved by at least `smallest`.
        func state(_ level: Double, smallest: Double) -> Trend {
            guard adjusted <= level, now != before else { return .undecided }
            let moved = (precisionNow ?? 1) - (precisionBefore ?? 1)
            guard (now > before) == (moved < 0), abs(moved) >= smallest else { return .undecided }
            return now > before ? .worse : .better
        }

        private static func share(_ found: Int, _ falsely: Int) -> Double? {
            found + falsely == 0 ? nil : Double(found) / Double(found + falsely)
        }
    }

    /// McNemar's p-value by class code.
    let pValues: [Double]
    /// The same after Holm.
    private let adjusted: [Double]
    private let pairs: PairTally

    init(_ pairs: PairTally, classes: Int) {
        self.pairs = pairs
        var gained = [Int](repeating: 0, count: classes)
        var lost = gained
        var nets = [[UInt64: Int]](repeating: [:], count: classes)
        pairs.forEach { pair, rows in
            // A pair that is answered alike adds to both sides of a class, and a class's own images to neither.
            guard pair.before != pair.now else { return }
            for (answer, sign) in [(pair.before, 1), (pair.now, -1)]
            where answer != pair.label && (0..<classes).contains(Int(answer)) {
                if sign < 0 { gained[Int(answer)] += rows } else { lost[Int(answer)] += rows }
                if let unit = pair.unit { nets[Int(answer)][unit, default: 0] += sign * rows }
            }
        }
        pValues = (0..<classes).map { cls in
            nets[cls].isEmpty
                ? McNemar.exact(fixed: lost[cls], broken: gained[cls])
                : McNemar.signFlips(nets: Array(nets[cls].values))
        }
        adjusted = Multiplicity.holm(pValues)
    }

    /// Class codes, the least likely change first.
    var order: [Int] {
        pValues.indices.sorted { pValues[$0] != pValues[$1] ? pValues[$0] < pValues[$1] : $0 < $1 }
    }

    /// What happened to one class.
    subscript(cls: Int) -> OfClass {
        var counts = PairCounts()
        var (before, now) = (0, 0)
        pairs.forEach { pair, rows in
            let (was, isNow) = (Int(pair.before) == cls, Int(pair.now) == cls)
            if Int(pair.label) == cls {
                if was { before += rows }
                if isNow { now += rows }
            } else {
                counts.add(before: !was, now: !isNow, unit: pair.unit, count: rows)
            }
        }
        return OfClass(counts: counts, foundBefore: before, foundNow: now, adjusted: adjusted[cls])
    }
}

extension PairCounts {
    /// What these pairs say moved of a share that is better the smaller, where "right" is not to be in it.
    func movementOfShare(of subject: Movement.Subject, p: Double, method: String) -> Movement? {
        guard fixed != broken, let change = change(method: method) else { return nil }
        let n = Double(self.n)
        return Movement(
            subject, before: (n - Double(rightBefore)) / n, now: (n - Double(rightNow)) / n,
            change: change.scaled(by: -1, unit: .points, method: method), p: p)
    }
}
