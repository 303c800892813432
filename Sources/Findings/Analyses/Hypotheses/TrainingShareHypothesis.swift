// Are there too few images to learn from: do classes, or values of an attribute, with a smaller share of the training images err more?

import Artifacts
import Columns
import Record
import Statistics

/// The rank correlation of training images and error rate, a pair a class, or a pair a value of an attribute. Classes and values change
/// places in the test, not images, for it is these that have a share. So what images share, how hard they are, is no evidence by
/// itself, and images that belong together need no correction here.
struct TrainingShareHypothesis: Hypothesis {
    let explanation = Explanation.trainingShare

    /// The smallest rank correlation that is worth naming: a medium one (Cohen 1988).
    static let smallest = 0.3

    /// A class or a value that was trained on and evaluated.
    private struct Part: Sendable {
        /// Its place in the group.
        let place: Int
        let name: String
        let trained: Int
        /// Places among what is counted.
        let rows: [Int]
        let errors: Int
        /// The error rate that its classes have over all.
        let expected: Double

        var rate: Double { Double(errors) / Double(rows.count) }
    }

    /// A group with what the ranks say of it.
    private struct Answer: Sendable {
        let group: TrainedGroup
        let parts: [Part]
        let correlation: RankCorrelation
    }

    func ask(_ examination: Examination, _ counted: CountedRows) -> AskedHypothesis {
        let classes = TrainedGroup.ofClasses(examination, counted)
        let attributes = TrainedGroup.ofAttributes(examination, counted)
        guard classes != nil || !attributes.isEmpty else {
            return .missing("version.yml has no training images of each class")
        }
        var answers: [Answer] = []
        var reasons: [String] = []
        for group in [classes.map { Result<TrainedGroup, Missing>.success($0) }].compactMap({ $0 }) + attributes {
            switch group.flatMap({ answer($0, counted) }) {
            case .success(let answer): answers.append(answer)
            case .failure(let missing): reasons.append(missing.reason)
            }
        }
        // The first of those whose ranks go together least by chance; of several any may.
        guard let best = answers.min(by: { $0.correlation.p < $1.correlation.p }) else {
            return .missing(reasons.joined(separator: "; "))
        }
        return tested(best, oneOf: answers.count, examination, counted)
    }

    private func answer(_ group: TrainedGroup, _ counted: CountedRows) -> Result<Answer, Missing> {
        var rows = [[Int]](repeating: [], count: group.values.count)
        for (row, code) in group.codes.enumerated() { if let code { rows[code].append(row) } }
        let expected = Self.expected(counted)
        let parts = group.values.enumerated().compactMap { place, value -> Part? in
            guard !rows[place].isEmpty else { return nil }
            return Part(
                place: place, name: value.name, trained: value.trained, rows: rows[place],
                errors: rows[place].count { counted.isError[$0] },
                expected: ExactSum.of(rows[place].lazy.map { expected[$0] }) / Double(rows[place].count))
        }
        guard parts.count >= RankCorrelation.fewest else {
            return .failure(
                Missing(
                    group.isOfClasses
                        ? "fewer than \(RankCorrelation.fewest) classes have training images and images here"
                        : "\(group.name) has \(parts.count) of at least \(RankCorrelation.fewest) values with training images and "
                            + "images here"))
        }
        // What an attribute's classes do everywhere is no share of the attribute's.
        let rates = parts.map { group.holdsClass ? $0.rate : $0.rate - $0.expected }
        guard let correlation = RankCorrelation(parts.map { Double($0.trained) }, rates) else {
            return .failure(
                Missing(
                    group.isOfClasses
                        ? "all classes have as many training images, or the same error rate"
                        : "all values of \(group.name) have as many training images, or the same error rate"))
        }
        return .success(Answer(group: group, parts: parts, correlation: correlation))
    }

    /// The error rate of the class of each row.
    private static func expected(_ counted: CountedRows) -> [Double] {
        var sums = [(rows: Int, errors: Int)](repeating: (0, 0), count: counted.classes.categories.count)
        for (row, code) in counted.classes.codes.enumerated() {
            sums[code].rows += 1
            if counted.isError[row] { sums[code].errors += 1 }
        }
        return counted.classes.codes.map { Double(sums[$0].errors) / Double(sums[$0].rows) }
    }

    private func tested(
        _ answer: Answer, oneOf looks: Int, _ examination: Examination, _ counted: CountedRows
    ) -> AskedHypothesis {
        let (parts, correlation) = (answer.parts, answer.correlation)
        let mean = Double(parts.reduce(0) { $0 + $1.trained }) / Double(parts.count)
        func rate(_ isWanted: (Part) -> Bool) -> Measure? {
            counted.errorRate(of: parts.filter(isWanted).flatMap(\.rows), method: "wilson")
        }
        let fewer = rate { Double($0.trained) < mean }
        let others = rate { Double($0.trained) >= mean }
        let gap = (fewer?.value ?? 0) - (others?.value ?? 0)
        let interval =
            looks > 1
            ? Interval(
                correlation.interval(level: Multiplicity.sidakLevel(0.95, of: looks)), method: "simultaneous")
            : Interval(correlation.interval, method: "rank-correlation")
        let effect = Measure(
            correlation.value, interval, n: correlation.n, unit: .score, method: "rank-correlation")
        let specs = Hypotheses.facts
        let isOfClasses = answer.group.isOfClasses
        return .tested(
            HypothesisTest(
                words: "Spearman, permutations", method: "rank-correlation",
                counted: isOfClasses ? "classes" : "values of \(answer.group.name)", effect: effect,
                // The error rates of classes with few images are known badly, which draws any correlation towards 0.
                p: min(1, Double(looks) * correlation.p), smallest: -Self.smallest, canContradict: false,
                isBorneOut: gap >= examination.settings.smallestEffect,
                deciding: RankCorrelation.pairs(toTell: Self.smallest, at: correlation.value)),
            HypothesisDetails(
                facts: [
                    Fact(specs.rankCorrelation, effect),
                    .stating(specs.fewerRate, fewer, else: "no class has fewer", method: "wilson"),
                    .stating(specs.othersRate, others, else: "no class has more", method: "wilson"),
                ],
                terms: isOfClasses ? [:] : [.shareAttribute: answer.group.name],
                exhibits: [
                    Exhibit(
                        isOfClasses ? Hypotheses.Shown.classes : Hypotheses.Shown.values,
                        .table(table(answer, counted)))
                ], flags: isOfClasses ? [] : [.shareByValue]))
    }

    /// A row a class or a value, the fewest training images first.
    private func table(_ answer: Answer, _ counted: CountedRows) -> Table {
        let all = answer.parts.reduce(0) { $0 + $1.trained }
        let isOfClasses = answer.group.isOfClasses
        let here =
            switch counted.kind {
            case .images: "Images here"
            case .objects: "Objects here"
            case .labels: "Labels here"
            }
        return Table(
            columns: [
                isOfClasses ? Table.Column("class", "Class") : Table.Column("value", answer.group.name),
                Table.Column("trained", "Training images", .number),
                Table.Column("share", "Share", .number), Table.Column("n", here, .number),
                Table.Column("rate", "Error rate", .number),
                Table.Column("interval", "95 % interval", .interval, method: "wilson"),
            ] + (isOfClasses ? [] : [Table.Column("expected", "Of its classes everywhere", .number)]),
            rows: answer.parts.sorted { ($0.trained, $0.place) < ($1.trained, $1.place) }.prefix(ShowAtMost.rows).map {
                one in
                [
                    .text(one.name), .number(Double(one.trained), .count),
                    all > 0 ? .number(Double(one.trained) / Double(all), .proportion) : .none("no training images"),
                    .number(Double(one.rows.count), .count), .number(one.rate, .proportion),
                    counted.errorRate(of: one.rows, method: "wilson").map { .interval(of: $0) } ?? .none("no images"),
                ] + (isOfClasses ? [] : [.number(one.expected, .proportion)])
            })
    }
}
