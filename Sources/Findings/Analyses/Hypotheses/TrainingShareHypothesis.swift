// Are there too few images to learn from: do classes with a smaller share of the training images err more?

import Artifacts
import Columns
import Record
import Statistics

/// The rank correlation of a class's training images and its error rate, a pair a class. Classes change places in the test, not
/// images, for it is classes that have a share.
struct TrainingShareHypothesis: Hypothesis {
    let explanation = Explanation.trainingShare

    /// The smallest rank correlation that is worth naming: a medium one (Cohen 1988).
    static let smallest = 0.3

    /// A class that was trained on and evaluated.
    private struct ClassRate {
        let code: Int
        let trained: Int
        let rows: [Int]
        let errors: Int

        var rate: Double { Double(errors) / Double(rows.count) }
    }

    func ask(_ examination: Examination) -> AskedHypothesis {
        let evaluation = examination.evaluation
        guard let training = evaluation.manifest.training, !training.perClass.isEmpty else {
            return .missing("version.yml has no training images of each class")
        }
        let counts = Dictionary(
            training.perClass.map { (ClassName($0.name), $0.images) }, uniquingKeysWith: { first, _ in first })
        var rows = [[Int]](repeating: [], count: evaluation.classes.count)
        for (row, label) in evaluation.items.labels.enumerated() { rows[Int(label)].append(row) }
        let classes = evaluation.classes.indices.compactMap { code -> ClassRate? in
            guard let trained = counts[evaluation.classes[code]], !rows[code].isEmpty else { return nil }
            return ClassRate(
                code: code, trained: trained, rows: rows[code],
                errors: rows[code].count { !evaluation.isCorrect($0) })
        }
        guard classes.count >= RankCorrelation.fewest else {
            return .missing("fewer than \(RankCorrelation.fewest) classes have training images and images here")
        }
        guard let correlation = RankCorrelation(classes.map { Double($0.trained) }, classes.map(\.rate)) else {
            return .missing("all classes have as many training images, or the same error rate")
        }
        let mean = Double(classes.reduce(0) { $0 + $1.trained }) / Double(classes.count)
        func rate(_ isWanted: (ClassRate) -> Bool) -> Measure? {
            examination.units.rate(of: classes.filter(isWanted).flatMap(\.rows), method: "wilson") {
                !evaluation.isCorrect($0)
            }
        }
        let fewer = rate { Double($0.trained) < mean }
        let others = rate { Double($0.trained) >= mean }
        let gap = (fewer?.value ?? 0) - (others?.value ?? 0)
        let effect = Measure(
            correlation.value, Interval(correlation.interval, method: "rank-correlation"), n: correlation.n,
            unit: .score, method: "rank-correlation")
        let specs = Hypotheses.facts
        return .tested(
            HypothesisTest(
                words: "Spearman, permutations", method: "rank-correlation", counted: "classes", effect: effect,
                // The error rates of classes with few images are known badly, which draws any correlation towards 0.
                p: correlation.p, smallest: -Self.smallest, canContradict: false,
                isBorneOut: gap >= examination.settings.smallestEffect,
                deciding: RankCorrelation.pairs(toTell: Self.smallest, at: correlation.value)),
            HypothesisDetails(
                facts: [
                    Fact(specs.rankCorrelation, effect),
                    .stating(specs.fewerRate, fewer, else: "no class has fewer", method: "wilson"),
                    .stating(specs.othersRate, others, else: "no class has more", method: "wilson"),
                ],
                exhibits: [Exhibit(Hypotheses.Shown.classes, .table(table(classes, examination)))]))
    }

    /// A row a class, the fewest training images first.
    private func table(_ classes: [ClassRate], _ examination: Examination) -> Table {
        let evaluation = examination.evaluation
        let all = classes.reduce(0) { $0 + $1.trained }
        return Table(
            columns: [
                Table.Column("class", "Class"), Table.Column("trained", "Training images", .number),
                Table.Column("share", "Share", .number), Table.Column("n", "Images here", .number),
                Table.Column("rate", "Error rate", .number),
                Table.Column("interval", "95 % interval", .interval, method: "wilson"),
            ],
            rows: classes.sorted { ($0.trained, $0.code) < ($1.trained, $1.code) }.prefix(ShowAtMost.rows).map { one in
                let rate = examination.units.rate(of: one.rows, method: "wilson") { !evaluation.isCorrect($0) }
                return [
                    .text(evaluation.classes[one.code].text), .number(Double(one.trained), .count),
                    all > 0 ? .number(Double(one.trained) / Double(all), .proportion) : .none("no training images"),
                    .number(Double(one.rows.count), .count), .number(one.rate, .proportion),
                    rate.map { .interval(of: $0) } ?? .none("no images"),
                ]
            })
    }
}
