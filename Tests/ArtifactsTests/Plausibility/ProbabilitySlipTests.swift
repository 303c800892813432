import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Softmax that was applied twice, and scores of not having a label.
@Suite struct ProbabilitySlipTests {
    private func softmax(_ row: [Double]) -> [Double] {
        let sum = row.reduce(0) { $0 + exp($1) }
        return row.map { exp($0) / sum }
    }

    /// A model that is right in `percent` of a hundred rows and a little more, with `scale` between its logits.
    private func rows(
        _ count: Int, of classes: Int, knows percent: Int, scale: Double, seed: Int
    ) -> (labels: [Int32], answers: [Int32], rows: [[Double]]) {
        let model = Draws.model(count, of: classes, knows: percent, seed: seed)
        var draws = Draws(seed + 1)
        let rows = model.answers.map { answer in
            softmax((0..<classes).map { (Int32($0) == answer ? scale : 0) + Double(draws.next(100)) / 100 })
        }
        return (model.labels, rows.map { row in Int32(row.indices.max { row[$0] < row[$1] } ?? 0) }, rows)
    }

    private func found(_ made: (labels: [Int32], answers: [Int32], rows: [[Double]]), twice: Bool) -> SoftmaxTwice? {
        let rows = twice ? made.rows.map(softmax) : made.rows
        let matrix = ProbabilityMatrix(rows: rows.count, classes: rows[0].count, values: rows.flatMap { $0 })
        return SoftmaxTwice(matrix, labels: made.labels, answers: made.answers)
    }

    @Test(arguments: [2, 4, 10, 100])
    func softmaxOfProbabilitiesIsFound(_ classes: Int) {
        let made = rows(300, of: classes, knows: 90, scale: 12, seed: 5)
        #expect(found(made, twice: true) != nil)
        #expect(found(made, twice: false) == nil)
        // e / (e + K - 1): 0.7311, 0.4754, 0.2320 and 0.0267.
        let bounds: [Int: Double] = [2: 0.7310586, 4: 0.4753668, 10: 0.2319693, 100: 0.0267236]
        let bound = found(made, twice: true)?.bound ?? 0
        #expect(abs(bound - (bounds[classes] ?? 1)) < 1e-6)
    }

    /// Models that are never sure, of few classes and many, weak and good.
    @Test(arguments: 1...20)
    func unsureModelsAreNotDoubted(_ seed: Int) {
        for classes in [2, 3, 10] {
            for percent in [0, 40, 90] {
                for scale in [0, 0.3, 0.7, 1.5, 3] {
                    let made = rows(200, of: classes, knows: percent, scale: scale, seed: seed)
                    #expect(found(made, twice: false) == nil, "\(classes) classes, \(percent) %, \(scale)")
                }
            }
        }
    }

    private func fixture(_ manifest: String, twice: Bool) throws -> WorkspaceFixture {
        let made = rows(120, of: 4, knows: 90, scale: 12, seed: 5)
        let names = ["cat", "dog", "fox", "owl"]
        return try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [cat, dog, fox, owl]\n",
            "versions/v1/version.yml": "date: 2026-01-31\nmodel: M\n" + manifest,
            "datasets/d/images.csv": "image_id,label\n"
                + made.labels.enumerated().map { "i\($0),\(names[Int($1)])\n" }.joined(),
            "versions/v1/d/predictions.csv": "image_id,p_cat,p_dog,p_fox,p_owl\n"
                + made.rows.enumerated().map { row, values in
                    "i\(row),"
                        + (twice ? softmax(values) : values).map { String(format: "%.6f", $0) }.joined(separator: ",")
                        + "\n"
                }.joined(),
        ])
    }

    @Test func probabilitiesThatAreDeclaredLogitsAreAnError() throws {
        #expect(
            try fixture("probabilities: {kind: logit}\n", twice: false).errors == [
                "versions/v1/d/predictions.csv: error: probabilities: version.yml says that they are logits, and all 120 rows are "
                    + "probabilities that sum to 1; leave probabilities: {kind: logit} out of version.yml"
            ])
        #expect(try fixture("", twice: false).evaluation().doubts == [])
        let doubts = try fixture("", twice: true).evaluation().doubts
        #expect(doubts.map(\.kind) == [.probabilityScale])
        #expect(
            doubts.first?.summary.hasPrefix("softmax looks applied twice: no probability of 120 rows is above 0.4754")
                == true)
    }

    // MARK: - Several labels

    /// 200 images with scores that tell `labels` of three labels by `apart`, or not at all.
    private func labels(apart: Double, inverted: Bool, seed: Int = 3) throws -> WorkspaceFixture {
        var draws = Draws(seed)
        let truth = (0..<200).map { _ in (0..<3).map { _ in draws.next(10) < 4 } }
        let scores = truth.map { row in
            row.map { isTrue -> Double in
                let score = 0.5 + (isTrue ? apart : -apart) + Double(draws.next(401) - 200) / 1000
                return min(0.999, max(0.001, inverted ? 1 - score : score))
            }
        }
        return try WorkspaceFixture([
            "misread.yml": "title: T\ntask: multilabel\nclasses: [cat, dog, fox]\n",
            "datasets/d/images.csv": "image_id,cat,dog,fox\n"
                + truth.enumerated().map { row, own in
                    "i\(row)," + own.map { $0 ? "1" : "0" }.joined(separator: ",") + "\n"
                }.joined(),
            "versions/v1/d/predictions.csv": "image_id,p_cat,p_dog,p_fox\n"
                + scores.enumerated().map { row, own in
                    "i\(row)," + own.map { String(format: "%.4f", $0) }.joined(separator: ",") + "\n"
                }.joined(),
        ])
    }

    @Test func scoresOfNotHavingALabelAreFound() throws {
        let doubts = try labels(apart: 0.2, inverted: true).evaluation().doubts
        #expect(doubts.map(\.kind) == [.predictedClass])
        #expect(
            doubts.first?.summary.hasPrefix("the scores look like those of not having a label: for each of 3 labels")
                == true)
        #expect(try labels(apart: 0.2, inverted: false).evaluation().doubts == [])
    }

    @Test(arguments: 1...10)
    func scoresThatSayNothingAreNotDoubted(_ seed: Int) throws {
        #expect(try labels(apart: 0, inverted: false, seed: seed).evaluation().doubts == [])
        #expect(try labels(apart: 0.03, inverted: false, seed: seed).evaluation().doubts == [])
    }
}
