// Pairs counted class by class and slice by slice. Every group that is tested pays for being looked at, whether or not it
// is shown.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// What happened to one class or one slice since the baseline.
public struct PairedGroup: Sendable {
    /// Conditions that its items meet.
    public let predicates: [Predicate]
    /// Its pairs.
    public internal(set) var counts = PairCounts()
    /// The p-value of no change after correction for all groups of its kind.
    public internal(set) var adjusted = 1.0
    /// The level at which that stands: of this comparison alone, unless an audit divides its budget.
    var level = TestLevels.budget

    init(predicates: [Predicate], counts: PairCounts = PairCounts()) {
        self.predicates = predicates
        self.counts = counts
    }

    /// The value of its first condition: a class's name.
    var value: Name { predicates.first?.value ?? "" }

    /// Those of the groups with at least `minSupport` pairs, corrected by Benjamini and Hochberg over them, and how many
    /// have fewer and at least one.
    static func tested(_ groups: [PairedGroup], minSupport: Int) -> (tested: [PairedGroup], tooSmall: Int) {
        let present = groups.filter { $0.counts.n > 0 }
        var tested = present.filter { $0.counts.n >= minSupport }
        let adjusted = Multiplicity.benjaminiHochberg(tested.map(\.counts.p))
        for index in tested.indices { tested[index].adjusted = adjusted[index] }
        return (tested, present.count - tested.count)
    }

    /// Change of the share right, now less before.
    var change: Measure? { counts.change(method: "paired-change") }

    /// Worse or better when the corrected test says so; undecided otherwise.
    var state: Trend {
        guard adjusted <= level else { return .undecided }
        return counts.broken > counts.fixed ? .worse : .better
    }
}

extension PairCounts {
    /// What these pairs say moved, by a p-value that is corrected for all that were tested with them and stands at `level`;
    /// `nil` where it does not.
    func movement(of subject: Movement.Subject, p: Double, level: Double, method: String) -> Movement? {
        guard p <= level, fixed != broken, let change = change(method: method) else { return nil }
        let n = Double(self.n)
        return Movement(subject, before: Double(rightBefore) / n, now: Double(rightNow) / n, change: change, p: p)
    }
}

extension PairTally {
    /// All pairs.
    var counts: PairCounts {
        var counts = PairCounts()
        forEach { pair, rows in counts.add(before: pair.wasRight, now: pair.isRight, unit: pair.unit, count: rows) }
        return counts
    }

    /// Pairs by class code.
    func counts(ofClasses classes: Int) -> [PairCounts] {
        var counts = [PairCounts](repeating: PairCounts(), count: classes)
        forEach { pair, rows in
            counts[Int(pair.label)].add(before: pair.wasRight, now: pair.isRight, unit: pair.unit, count: rows)
        }
        return counts
    }

    /// Pairs by class code, corrected by Holm over the classes that have any.
    func groups(_ classes: [ClassName]) -> [PairedGroup] {
        var groups = zip(classes, counts(ofClasses: classes.count)).map { name, counts in
            PairedGroup(predicates: [Predicate(label: name)], counts: counts)
        }
        let tested = groups.indices.filter { groups[$0].counts.n > 0 }
        let adjusted = Multiplicity.holm(tested.map { groups[$0].counts.p })
        for (position, cls) in tested.enumerated() { groups[cls].adjusted = adjusted[position] }
        return groups
    }
}

extension Pairing {
    /// What was answered before, row by row of the evaluation.
    func answers(in evaluation: Evaluation) -> EarlierAnswers {
        EarlierAnswers(count: evaluation.items.count, rows: rows, answers: before)
    }

    /// The units of the earlier evaluation's rows, row by row of this one.
    func units(_ earlierUnits: ResamplingUnits, of evaluation: Evaluation) -> ResamplingUnits {
        var there = [Int?](repeating: nil, count: evaluation.count)
        for index in rows.indices { there[rows[index]] = earlier[index] }
        return earlierUnits.gathered(there)
    }

    /// The earlier evaluation's row, row by row of this one; any for a row that is not paired.
    func earlierRows(of evaluation: Evaluation) -> [Int] {
        var there = [Int](repeating: 0, count: evaluation.count)
        for index in rows.indices { there[rows[index]] = earlier[index] }
        return there
    }

    /// Whether the baseline is right on the pair at `index` of `rows`.
    func wasRight(_ index: Int, in evaluation: Evaluation) -> Bool {
        before[index] == evaluation.items.labels[rows[index]]
    }

    /// Pairs of the rows that are in `members`.
    func counts(of members: RowSet, in evaluation: Evaluation, _ units: ResamplingUnits) -> PairCounts {
        var counts = PairCounts()
        for (index, row) in rows.enumerated() where members.contains(row) {
            counts.add(
                before: wasRight(index, in: evaluation), now: evaluation.isCorrect(row), unit: units.shared(row))
        }
        return counts
    }
}

extension PairedGroup {
    /// Pairs by value of a column. A value that every pair has is the whole, which is tested already.
    static func groups(by column: CodedColumn, _ book: Book, of pairs: Int) -> [PairedGroup] {
        var groups = column.categories.map { PairedGroup(predicates: [column.predicate($0)]) }
        book[Values(by: [column], isPaired: true)].rows.forEach { cell, unit, rows in
            let (value, state) = cell.quotientAndRemainder(dividingBy: 4)
            groups[value].counts.add(before: state >= 2, now: state % 2 == 1, unit: unit, count: rows)
        }
        return groups.filter { $0.counts.n < pairs }
    }
}

extension Examination {
    /// Pairs by value of each attribute and by declared slice, those with at least the settings' smallest support,
    /// corrected by Benjamini and Hochberg over them; and how many were too small to judge.
    func pairsBySlice(_ pairing: Pairing) -> (tested: [PairedGroup], tooSmall: Int) {
        var groups = columns.withoutLabel.flatMap { PairedGroup.groups(by: $0, book, of: pairing.count) }
        groups += settings.slicing.declared.map { slice in
            PairedGroup(
                predicates: slice.predicates,
                counts: pairing.counts(
                    of: RowSet(columns.rows(slice.predicates).rows, of: evaluation.items.count), in: evaluation, units))
        }
        return PairedGroup.tested(groups, minSupport: settings.slicing.minSupport)
    }
}
