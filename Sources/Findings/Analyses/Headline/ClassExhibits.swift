import Artifacts
import Record
import Statistics
import Tallies

/// What the headline shows: classes worst first, the confusion matrix, the pairs confused most, and the row account.
struct ClassExhibits {
    let exhibits: [Exhibit]

    init(
        _ evaluation: Evaluation, _ confusion: ConfusionTally, _ numbers: ClassNumbers, _ facts: [Fact],
        _ baselineName: String?
    ) {
        let names = evaluation.classes.map(\.text)
        let order = ClassNumbers.worstFirst(numbers.recall)
        // Facts carry the baseline's values by now; they are in the order recall, then precision, by class.
        let recall = Array(facts.filter { Headline.facts.recall.has($0) })

        let table = Table(
            columns: [
                Table.Column("class", "Class"), Table.Column("n", "Images", .number),
                Table.Column("recall", "Recall", .number, method: "recall"),
                Table.Column("recall_interval", "95 % interval", .interval, method: "wilson"),
                Table.Column("precision", "Precision", .number, method: "precision"),
                Table.Column("predicted", "Predicted as it", .number),
                Table.Column("false_positive_rate", "False positive rate", .number, method: "false-positive-rate"),
                Table.Column("f1", "F1", .number, method: "macro-f1"),
                Table.Column("errors", "Errors", .number),
            ],
            rows: order.map { cls in
                let now = numbers.recall[cls]
                let precision = numbers.precision[cls]
                return [
                    .text(names[cls]), .number(Double(now.n), .count), Self.value(now), Self.interval(now),
                    Self.value(precision), .number(Double(precision.n), .count),
                    Self.value(numbers.falsePositiveRate[cls]),
                    numbers.f1[cls].map { .number($0, .score) } ?? .none("no image and no prediction"),
                    .number(Double(confusion.truthTotal(cls) - confusion[cls, cls]), .count),
                ]
            })
        let dots = DotChart(
            axis: Axis("Recall", .proportion, high: 1),
            rows: order.prefix(Headline.matrixClasses).map { cls in
                let fact = recall.indices.contains(cls) ? recall[cls] : numbers.recall[cls]
                let change = fact.value.flatMap { now in fact.baseline.map { now - $0 } }
                return DotChart.Row(
                    names[cls], value: fact.value, low: fact.interval?.low, high: fact.interval?.high,
                    baseline: fact.baseline, change: change, n: fact.n)
            },
            name: evaluation.manifest.version, baselineName: baselineName)

        var exhibits = [
            Exhibit(Headline.Shown.perClass, .table(table)), Exhibit(Headline.Shown.recallByClass, .chart(.dots(dots))),
            Exhibit(Headline.Shown.topConfusions, .table(Self.pairs(names, confusion))),
            Exhibit(Headline.Shown.accounting, .table(Self.account(evaluation.accounting))),
        ]
        if names.count <= Headline.matrixClasses {
            exhibits.append(Exhibit(Headline.Shown.confusion, .chart(.matrix(Self.matrix(names, confusion)))))
        }
        self.exhibits = exhibits
    }

    private static func value(_ fact: Fact) -> Cell {
        fact.value.map { .number($0, .proportion) } ?? .none(fact.undefined ?? "")
    }

    private static func interval(_ fact: Fact) -> Cell {
        guard let value = fact.value, let interval = fact.interval else { return .none(fact.undefined ?? "") }
        return .interval(low: interval.low, value: value, high: interval.high, unit: .proportion, mark: fact.baseline)
    }

    private static func matrix(_ names: [String], _ confusion: ConfusionTally) -> MatrixChart {
        MatrixChart(
            rowTitle: "Ground truth", columnTitle: "Predicted as", rows: names, columns: names, unit: .count,
            cells: names.indices.flatMap { truth in
                names.indices.map {
                    MatrixChart.Value(Double(confusion[truth, $0]), n: confusion.truthTotal(truth))
                }
            },
            quietDiagonal: true)
    }

    /// Off-diagonal cells with any rows, most rows first, then by class codes.
    private static func pairs(_ names: [String], _ confusion: ConfusionTally) -> Table {
        var ranked: [(truth: Int, answer: Int, rows: Int)] = []
        confusion.forEach { truth, answer, rows in
            if answer != truth, answer < confusion.classes { ranked.append((truth, answer, rows)) }
        }
        ranked.sort { a, b in a.rows != b.rows ? a.rows > b.rows : (a.truth, a.answer) < (b.truth, b.answer) }
        let wrong = confusion.total - confusion.correct
        return Table(
            columns: [
                Table.Column("truth", "Ground truth"), Table.Column("read_as", "Predicted as"),
                Table.Column("count", "Images", .number), Table.Column("n", "of class", .number),
                Table.Column("rate", "Rate", .number),
                Table.Column("interval", "95 % interval", .interval, method: "wilson"),
                Table.Column("share", "Share of all errors", .number),
            ],
            rows: ranked.prefix(ShowAtMost.rows).map { truth, predictedClass, count in
                let rate = confusion.rate(of: truth, as: predictedClass, method: "recall")
                return [
                    .text(names[truth]), .text(names[predictedClass]), .number(Double(count), .count),
                    .number(Double(confusion.truthTotal(truth)), .count),
                    rate.map { .number($0.value, .proportion) } ?? .none("no image"),
                    rate.map { .interval(of: $0) } ?? .none("no image"),
                    .number(Double(count) / Double(wrong), .proportion),
                ]
            })
    }

    static func account(_ account: RowAccounting) -> Table {
        let rows: [(String, Int)] =
            [("Images in the data set", account.itemsRead), ("Predictions", account.predictionsRead)]
            + account.refused.map { ("Not evaluated: " + $0.reason, $0.count) }
            + [("Evaluated", account.kept)]
        return Table(
            columns: [Table.Column("what", "Rows"), Table.Column("count", "Count", .number)],
            rows: rows.map { [.text($0.0), .number(Double($0.1), .count)] })
    }
}
