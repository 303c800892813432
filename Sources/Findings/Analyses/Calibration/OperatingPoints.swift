import Record
import Statistics
import Tallies

/// What is left when only items at or above a confidence are answered: how many, and how many of those are right.
struct OperatingPoints {
    /// One target.
    struct Row {
        let target: Double
        let threshold: Double
        let answered: Int
        let right: Int
        let n: Int
        let allRight: Int
        /// Share right of those that are answered.
        let precision: Measure?
        /// Share that is answered.
        let coverage: Measure?
    }

    private static let targets = [0.9, 0.95, 0.98, 0.99, 0.995]

    /// Targets that some threshold reaches, rising.
    let rows: [Row]
    private let missed: [Double]
    private let n: Int
    /// That nothing is covered at 99 %, and how sure that is; `nil` where something is.
    private let noneAt99: Measure?

    init(_ scoreHistogram: ScoreHistogram, _ byUnit: UnitConfidenceTally) {
        let curve = RankingCurve(scoreHistogram)
        n = scoreHistogram.n
        rows = Self.targets.compactMap { target in
            curve.recall(atPrecision: target).map { found in
                let (right, wrong) = (found.point.truePositives, found.point.falsePositives)
                // The threshold was chosen for its accuracy: the lower end is one that holds for all thresholds at once.
                let accuracy: Measure? =
                    byUnit.areShared
                    ? .rate(byUnit.proportion(from: found.threshold), oneOf: 2, method: "operating-point")
                    : .rate(right, of: right + wrong, oneOf: 2, method: "operating-point")
                return Row(
                    target: target, threshold: found.threshold, answered: right + wrong, right: right,
                    n: scoreHistogram.n, allRight: scoreHistogram.hits, precision: accuracy,
                    coverage: Self.coverage(of: right + wrong, at: target, scoreHistogram, byUnit))
            }
        }
        let reached = rows.map(\.target)
        noneAt99 = reached.contains(0.99) ? nil : Self.coverage(of: 0, at: 0.99, scoreHistogram, byUnit)
        missed = Self.targets.filter { !reached.contains($0) }
    }

    /// The share of all rows that is answered, with an interval over the thresholds whose accuracy may be the target.
    private static func coverage(
        of answered: Int, at target: Double, _ scoreHistogram: ScoreHistogram, _ byUnit: UnitConfidenceTally
    ) -> Measure? {
        let n = scoreHistogram.n
        guard n > 0 else { return nil }
        let search = byUnit.areShared ? byUnit.search(target) : scoreHistogram.search(target)
        let levels = scoreHistogram.scoreLevels
        let value = Double(answered) / Double(n)
        let interval = search.interval(of: value) { place, level in
            guard byUnit.areShared else { return Proportion(place?.answered ?? 0, of: n)?.wilson(level: level) }
            // Above the highest confidence lies no row.
            return byUnit.coverage(from: place.map { levels[$0.index].score } ?? .infinity).wilson(level: level)
        }
        return interval.map {
            Measure(
                value, Interval($0, method: "precision-search"), n: n, unit: .proportion, method: "operating-point")
        }
    }

    private var at99: Row? { rows.first { $0.target == 0.99 } }
    /// Whether some threshold leaves 99 % of the answered right.
    var reaches99: Bool { at99 != nil }

    /// The facts of the 99 % point.
    var facts: [Fact] {
        let reason = "no threshold reaches an accuracy of 99 %"
        guard let row = at99 else {
            return [
                Fact(Calibration.facts.threshold99, undefined: reason, n: n, method: "operating-point"),
                .stating(Calibration.facts.coverage99, noneAt99, else: reason, method: "operating-point"),
                .count(Calibration.facts.answered99, 0, among: n, method: "operating-point"),
            ]
        }
        return [
            Fact(Calibration.facts.threshold99, row.threshold, n: n, method: "operating-point"),
            .stating(Calibration.facts.coverage99, row.coverage, else: reason, method: "operating-point"),
            .count(Calibration.facts.answered99, row.answered, among: n, method: "operating-point"),
        ]
    }

    /// The table.
    var table: Table {
        Table(
            columns: [
                Table.Column("target", "Target accuracy", .number), Table.Column("threshold", "Threshold", .number),
                Table.Column("answered", "Covered", .number),
                Table.Column("coverage", "Coverage", .number, method: "operating-point"),
                Table.Column("precision", "Accuracy", .number),
                Table.Column("interval", "95 % interval", .interval, method: "simultaneous"),
                Table.Column("recall", "Share of all correct kept", .number),
            ],
            rows: rows.map { row in
                [
                    .number(row.target, .proportion), .number(row.threshold, .score),
                    .number(Double(row.answered), .count), .number(Double(row.answered) / Double(row.n), .proportion),
                    row.precision.map { .number($0.value, .proportion) } ?? .none("nothing is covered"),
                    row.precision.map { .interval(of: $0) } ?? .none("nothing is covered"),
                    .number(Double(row.right) / Double(max(1, row.allRight)), .proportion),
                ]
            }
                + missed.map { target in
                    [.number(target, .proportion)] + Array(repeating: .none("no threshold reaches it"), count: 6)
                })
    }
}
