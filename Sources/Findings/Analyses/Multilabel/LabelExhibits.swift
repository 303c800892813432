import Artifacts
import Record
import Statistics
import Tallies

/// What the metrics of a multi-label model show: the numbers, labels worst first, and the images with most wrong labels.
struct LabelExhibits {
    let exhibits: [Exhibit]

    private static let most = 30

    init(
        _ evaluation: Evaluation, _ labels: LabelSets, _ numbers: LabelNumbers, _ facts: [Fact], baseline: String?
    ) {
        let names = labels.names.map(\.text)
        let order = numbers.worstFirst
        let known = Dictionary(facts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        func beside(_ fact: Fact) -> Fact { known[fact.id] ?? fact }
        let dots = DotChart(
            axis: Axis("F1", .score, low: 0, high: 1),
            rows: order.prefix(Self.most).map { label in
                let fact = beside(numbers.f1[label])
                return DotChart.Row(
                    names[label], value: fact.value, low: fact.interval?.low, high: fact.interval?.high,
                    baseline: fact.baseline, change: fact.value.flatMap { now in fact.baseline.map { now - $0 } },
                    n: fact.n)
            }, name: evaluation.manifest.version, baselineName: baseline)
        exhibits = [
            Exhibit(Multilabel.Shown.numbers, .table(Self.table(numbers.overall.map(beside)))),
            Exhibit(Multilabel.Shown.perLabel, .table(Self.perLabel(names, labels, numbers, order, beside))),
            Exhibit(Multilabel.Shown.f1ByLabel, .chart(.dots(dots))),
            Exhibit(Multilabel.Shown.errors, .table(Self.errors(names, numbers, order))),
            Exhibit(Multilabel.Shown.wrong, .gallery(Self.wrong(evaluation, labels))),
            Exhibit(Multilabel.Shown.accounting, .table(ClassExhibits.account(evaluation.accounting))),
        ]
    }

    private static let words: [(FactSpec, String)] = [
        (Multilabel.facts.microF1, "F1, micro"), (Multilabel.facts.macroF1, "F1, macro: mean over labels"),
        (Multilabel.facts.samplesF1, "F1, samples: mean over images"),
        (Multilabel.facts.exactMatch, "All labels right (subset accuracy)"),
        (Multilabel.facts.hammingLoss, "Hamming loss"), (Multilabel.facts.jaccard, "Jaccard index, mean over images"),
        (Multilabel.facts.meanAP, "Average precision, mean over labels"),
        (Multilabel.facts.microAP, "Average precision, micro"),
        (Multilabel.facts.macroAUROC, "AUROC, mean over labels"),
        (Multilabel.facts.microAUROC, "AUROC, micro"),
        (Multilabel.facts.rankingPrecision, "Label ranking average precision"),
        (Multilabel.facts.coverageError, "Coverage error, in labels"),
    ]

    private static func table(_ facts: [Fact]) -> Table {
        Table(
            columns: [
                Table.Column("metric", "Metric"), Table.Column("value", "Value", .number, method: "multilabel"),
                Table.Column("interval", "95 % interval, │ baseline", .interval, method: "image-bootstrap"),
                Table.Column("n", "Images", .number),
            ],
            rows: words.compactMap { spec, name in
                facts.first(spec).map { fact in
                    [.text(name), value(fact), interval(fact), .number(Double(fact.n), .count)]
                }
            })
    }

    private static func perLabel(
        _ names: [String], _ labels: LabelSets, _ numbers: LabelNumbers, _ order: [Int], _ beside: (Fact) -> Fact
    ) -> Table {
        var columns = [
            Table.Column("label", "Label"), Table.Column("n", "Images", .number),
            Table.Column("given", "Given to", .number),
        ]
        if labels.thresholds != nil { columns.append(Table.Column("threshold", "Threshold", .number)) }
        let measured: [(String, String, String, [Fact])] = [
            ("f1", "F1", "multilabel", numbers.f1), ("precision", "Precision", "precision", numbers.precision),
            ("recall", "Recall", "recall", numbers.recall),
        ]
        let ranked: [(String, String, String, [Fact])] =
            labels.hasScores
            ? [
                ("ap", "Average precision", "multilabel", numbers.averagePrecision),
                ("auroc", "AUROC", "multilabel", numbers.auroc),
            ] : []
        for (id, name, method, _) in measured + ranked {
            columns.append(Table.Column(id, name, .number, method: method))
            columns.append(Table.Column(id + "_interval", "95 % interval", .interval))
        }
        return Table(
            columns: columns,
            rows: order.map { label in
                var row: [Cell] = [
                    .text(names[label]), .number(Double(numbers.positives[label]), .count),
                    .number(Double(numbers.given[label]), .count),
                ]
                if let thresholds = labels.thresholds { row.append(.number(thresholds[label], .score)) }
                for (_, _, _, facts) in measured + ranked {
                    let fact = beside(facts[label])
                    row += [value(fact), interval(fact)]
                }
                return row
            })
    }

    /// Labels with any error, most errors first.
    private static func errors(_ names: [String], _ numbers: LabelNumbers, _ order: [Int]) -> Table {
        let (misses, wrong) = (numbers.whole.misses, numbers.whole.falsePositives)
        let ranked = order.filter { misses[$0] + wrong[$0] > 0 }.sorted { a, b in
            let (x, y) = (misses[a] + wrong[a], misses[b] + wrong[b])
            return x != y ? x > y : a < b
        }
        let all = Double(max(1, (misses + wrong).reduce(0, +)))
        return Table(
            columns: [
                Table.Column("label", "Label"), Table.Column("misses", "Missed", .number),
                Table.Column("positives", "of images with it", .number),
                Table.Column("false", "Given falsely", .number), Table.Column("given", "of images given it", .number),
                Table.Column("share", "Share of all label errors", .number),
            ],
            rows: ranked.map { label in
                [
                    .text(names[label]), .number(Double(misses[label]), .count),
                    .number(Double(numbers.positives[label]), .count), .number(Double(wrong[label]), .count),
                    .number(Double(numbers.given[label]), .count),
                    .number(Double(misses[label] + wrong[label]) / all, .proportion),
                ]
            })
    }

    /// Images with most wrong labels.
    private static func wrong(_ evaluation: Evaluation, _ labels: LabelSets) -> Gallery {
        let rows = evaluation.ranked(evaluation.wrongRows) { row in
            Double(labels.names.indices.count { labels.isTrue(row, $0) != labels.isGiven(row, $0) })
        }
        return Gallery(rows, of: evaluation)
    }

    private static func value(_ fact: Fact) -> Cell {
        fact.value.map { .number($0, fact.unit) } ?? .none(fact.undefined ?? "")
    }

    private static func interval(_ fact: Fact) -> Cell {
        guard let value = fact.value else { return .none(fact.undefined ?? "") }
        guard let interval = fact.interval else {
            return .none(
                fact.n < UnitBootstrap.fewestUnits
                    ? "fewer than \(UnitBootstrap.fewestUnits) images" : "all resampled images give the same")
        }
        return .interval(
            low: interval.low, value: value, high: interval.high, unit: fact.unit, mark: fact.baseline)
    }
}
