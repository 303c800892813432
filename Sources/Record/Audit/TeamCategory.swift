import Statistics

/// Errors that a team calls by a name of its own, by a rule on what an archive keeps of every row: so each version can be asked,
/// those of before the rule too.
public struct TeamCategory: Sendable, Hashable {
    /// How the team calls it.
    public let name: String
    /// The label; any where `nil`.
    public let label: String?
    /// What was predicted; any other class where `nil`.
    public let predicted: String?
    /// What became of it, by `Outcome.name`; any error where `nil`.
    public let outcome: String?
    /// The confidence, 0...1. An archive keeps it to the nearest 1/255, so a row within 0.002 of an end may count on either side.
    public let confidence: ClosedRange<Double>

    /// A rule.
    public init(
        _ name: String, label: String? = nil, predicted: String? = nil, outcome: String? = nil,
        confidence: ClosedRange<Double> = 0...1
    ) {
        self.name = name
        self.label = label
        self.predicted = predicted
        self.outcome = outcome
        self.confidence = confidence
    }

    /// What an audit has of it.
    public struct Count: Sendable {
        /// Ids of the rows that are in it.
        public let errors: Set<UInt64>
        /// Ids of the rows that may be: those of the label, or all.
        public let rows: Set<UInt64>

        /// The share with its Wilson interval; `nil` without rows.
        public var rate: Measure? {
            guard !rows.isEmpty else { return nil }
            let (k, n) = (Double(errors.count), Double(rows.count))
            let interval = Proportion.wilson(successes: k, n: n)
            return Measure(
                k / n, Interval(low: interval.low, high: interval.high, method: "wilson"), n: rows.count,
                unit: .proportion, method: "wilson")
        }

        /// What became of it since an earlier version, on the rows of both: McNemar's exact test at 0.05 over `tests` (Bonferroni).
        public func change(since old: Count, tests: Int) -> LifeCycle {
            let both = rows.intersection(old.rows)
            guard !both.isEmpty else { return .notMeasured }
            let fixed = old.errors.subtracting(errors).intersection(both).count
            let broken = errors.subtracting(old.errors).intersection(both).count
            guard McNemar.exact(fixed: fixed, broken: broken) <= 0.05 / Double(max(1, tests)) else {
                return errors.isEmpty && old.errors.isEmpty ? .neutral : .persisting
            }
            if broken > fixed { return old.errors.intersection(both).isEmpty ? .new : .worse }
            return errors.intersection(both).isEmpty ? .fixed : .better
        }
    }

    /// Counts it over outcomes, with the classes that their codes stand for. A class that is not among them has no row.
    public func count(in table: OutcomeTable, classes: [String]) -> Count {
        let (label, predicted) = (label.map { code($0, classes) }, predicted.map { code($0, classes) })
        var (errors, rows) = (Set<UInt64>(), Set<UInt64>())
        for row in table.ids.indices where label == nil || label == Int32(truncatingIfNeeded: table.labels[row]) {
            rows.insert(table.ids[row])
            let truth = Int32(truncatingIfNeeded: table.labels[row])
            let answer = table.answer(row, classes: classes.count)
            guard answer != truth, predicted == nil || predicted == answer else { continue }
            if let outcome, Outcome(code: answer, of: truth).name != outcome { continue }
            let confidence = Double(table.confidence[row]) / 255
            guard self.confidence.contains(confidence) else { continue }
            errors.insert(table.ids[row])
        }
        return Count(errors: errors, rows: rows)
    }

    private func code(_ name: String, _ classes: [String]) -> Int32 {
        classes.firstIndex(of: name).map { Int32(truncatingIfNeeded: $0) } ?? Outcome.unlisted
    }
}
