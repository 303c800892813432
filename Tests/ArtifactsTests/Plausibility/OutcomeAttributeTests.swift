import Columns
import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Columns of the image table that were computed from the predictions.
@Suite struct OutcomeAttributeTests {
    private static let names = ["cat", "dog", "fox", "owl"]

    private struct Made {
        var labels: [Int] = []
        var answers: [Int] = []
        var probabilities: [[Double]] = []

        /// The logarithm of the probability of the label, turned round.
        var losses: [Double] { labels.indices.map { -log(probabilities[$0][labels[$0]]) } }
        func right(_ row: Int) -> Bool { labels[row] == answers[row] }
    }

    /// A model that is right in about `percent` of a hundred rows, and surer where it is.
    private func made(_ count: Int = 300, knows percent: Int = 80, seed: Int = 6) -> Made {
        let model = Draws.model(count, of: 4, knows: percent, seed: seed)
        var draws = Draws(seed + 100)
        var made = Made()
        for (label, answer) in zip(model.labels, model.answers) {
            let top = (label == answer ? 0.6 : 0.5) + Double(draws.next(380)) / 1000
            let next = (1 - top) * (0.4 + Double(draws.next(400)) / 1000)
            var row = [Double](repeating: (1 - top - next) / 2, count: 4)
            row[Int(answer)] = top
            row[(Int(answer) + 1) % 4] = next
            made.labels.append(Int(label))
            made.answers.append(Int(answer))
            made.probabilities.append(row)
        }
        return made
    }

    private func fixture(_ made: Made, _ name: String, more: String = "", _ cell: (Int) -> String) throws
        -> WorkspaceFixture
    {
        let rows = made.labels.indices
        return try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [cat, dog, fox, owl]\n" + more,
            "datasets/d/images.csv": "image_id,label,\(name),light\n"
                + rows.map { "i\($0),\(Self.names[made.labels[$0]]),\(cell($0)),\($0 % 3 == 0 ? "day" : "night")\n" }
                .joined(),
            "versions/v1/d/predictions.csv": "image_id,p_cat,p_dog,p_fox,p_owl\n"
                + rows.map { row in
                    "i\(row)," + made.probabilities[row].map { "\(($0 * 1e6).rounded() / 1e6)" }.joined(separator: ",")
                        + "\n"
                }.joined(),
        ])
    }

    /// What is sliced by.
    private func attributes(_ fixture: WorkspaceFixture) throws -> [String] {
        try fixture.evaluation().items.attributes.map(\.name.text).sorted()
    }

    @Test(arguments: [
        "correct", "Is_Error", "hit", "y_pred", "guess", "loss", "val_loss", "difficulty", "sureness", "outcome",
        "entropy", "gap",
    ])
    func aColumnOfTheOutcomeIsWithheld(_ name: String) throws {
        let made = made()
        let losses = made.losses
        let fixture = try fixture(made, name) { row in
            switch name {
            case "correct", "hit": made.right(row) ? "True" : "False"
            case "Is_Error": made.right(row) ? "0" : "1"
            case "outcome": made.right(row) ? "hit" : "miss"
            case "y_pred", "guess": Self.names[made.answers[row]]
            case "sureness": "\((made.probabilities[row].max() ?? 0) * 100)"
            case "entropy": "\(made.probabilities[row].reduce(0) { $0 - $1 * log2($1) })"
            case "gap":
                "\(made.probabilities[row].sorted().suffix(2).reversed().reduce(0) { $0 == 0 ? $1 : $0 - $1 })"
            default: "\((losses[row] * 1e4).rounded() / 1e4)"
            }
        }
        #expect(fixture.errors == [])
        #expect(try attributes(fixture) == ["light"])
        #expect(try fixture.evaluation().doubts == [])
        #expect(
            fixture.remarks.contains(
                "datasets/d/images.csv: warning: \(name) tells what became of the images: it looks computed from the predictions, "
                    + "and nothing is sliced by it; an attribute is what is known of an image before a model has seen it: leave "
                    + "the column out"))
    }

    /// One that misread.yml asks for stays, so that no other fault comes of it, and is doubted.
    @Test func aColumnThatIsAskedForIsDoubted() throws {
        let made = made()
        let fixture = try fixture(made, "correct", more: "slicing:\n  attributes: [correct]\n") {
            made.right($0) ? "True" : "False"
        }
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().doubts.map(\.kind) == [.outcomeAttribute])
        #expect(try attributes(fixture).contains("correct"))
    }

    /// A condition under which a model always fails is a finding.
    @Test func aConditionThatTellsTheErrorsStays() throws {
        let made = made()
        #expect(try attributes(fixture(made, "flash") { made.right($0) ? "no" : "yes" }) == ["flash", "light"])
        #expect(
            try attributes(fixture(made, "camera") { made.right($0) ? "front" : "rear" }) == ["camera", "light"])
        #expect(
            try attributes(fixture(made, "fog") { made.right($0) || $0 % 9 == 0 ? "False" : "True" }) == [
                "fog", "light",
            ])
        // A weak label that the model learnt too, of those who knew better in half of its errors.
        let weak = made.labels.indices.map { made.right($0) || $0 % 2 == 0 ? made.labels[$0] : made.answers[$0] }
        #expect(try attributes(fixture(made, "first_label") { Self.names[weak[$0]] }).contains("first_label"))
        // Brighter pictures are easier.
        #expect(
            try attributes(
                fixture(made, "brightness") { "\((made.probabilities[$0].max() ?? 0) + Double($0 * 7 % 50) / 100)" }
            )
            .contains("brightness"))
    }

    /// The outcome itself in other words, row for row; one row that differs is a condition again.
    @Test func anOutcomeInOtherWordsIsWithheld() throws {
        let made = made()
        #expect(try attributes(fixture(made, "status") { made.right($0) ? "pass" : "fail" }) == ["light"])
        #expect(try attributes(fixture(made, "column_9") { made.right($0) ? "OK" : "Error" }) == ["light"])
        #expect(try attributes(fixture(made, "hard") { made.right($0) ? "n" : "y" }) == ["light"])
        #expect(
            try attributes(fixture(made, "hard") { made.right($0) || $0 % 9 == 0 ? "n" : "y" }) == ["hard", "light"])
        let first = made.labels.indices.first { !made.right($0) }
        #expect(
            try attributes(fixture(made, "status") { made.right($0) || $0 == first ? "pass" : "fail" }) == [
                "light", "status",
            ])
    }

    /// Of four classes a loss is at most 1.386 where the label is the most probable class, and at least 0.693 where it is not.
    @Test func aLossOfAnotherNameIsWithheld() {
        let right = (0..<100).map { $0 % 5 != 0 }
        func names(_ classes: Int?, _ value: (Int) -> Double) -> [Name] {
            let column = Column.numeric(NumericColumn(name: "val", values: (0..<100).map(value)))
            return OutcomeAttributes(among: [column], .init(right: right, classes: classes)).names
        }
        func loss(_ row: Int) -> Double { right[row] ? Double(row) / 200 : 2 + Double(row) / 50 }
        #expect(names(4, loss) == ["val"])
        // Objects have no class that is predicted of them; one false row may not be among the right ones.
        #expect(names(nil, loss).isEmpty)
        #expect(names(4) { $0 == 50 ? 0.2 : loss($0) }.isEmpty)
        // Shares of an image that is hidden, grey levels, and counts: bounds, or too few values, say that they are no loss.
        #expect(names(4) { right[$0] ? Double($0) / 200 : 0.7 + Double($0) / 400 }.isEmpty)
        #expect(names(4) { right[$0] ? 90 + Double($0) : 10 + Double($0) / 10 }.isEmpty)
        #expect(names(4) { right[$0] ? 0 : 3 }.isEmpty)
    }

    /// A column that is called like an outcome, and is none of this model.
    @Test(arguments: 1...10)
    func aNameAloneIsNoReason(_ seed: Int) throws {
        let made = made(seed: seed)
        var draws = Draws(seed + 7)
        let other = made.labels.indices.map { _ in draws.next(3) == 0 }
        #expect(try attributes(fixture(made, "correct") { other[$0] ? "True" : "False" }) == ["correct", "light"])
        #expect(try attributes(fixture(made, "loss") { "\(Double($0 * 37 % 101) / 10)" }) == ["light", "loss"])
    }

    @Test func inFewRowsNothingIsSaid() throws {
        let made = made(19)
        #expect(try attributes(fixture(made, "correct") { made.right($0) ? "True" : "False" }).contains("correct"))
        // Without errors every column of one value goes with the outcome.
        let perfect = self.made(60, knows: 100)
        #expect(try attributes(fixture(perfect, "flag") { _ in "True" }).contains("flag"))
    }

    /// A table of a few zeros and many ones against a model that is sure of nearly all.
    @Test func aNumberThatIsMostlyOneIsNotTakenForTheConfidence() {
        let right = (0..<100).map { $0 >= 6 }
        let confidence = (0..<100).map { $0 < 6 ? 0.4 + Double($0) / 50 : 1.0 }
        let count = (0..<100).map { $0 % 30 == 29 ? 3.0 : 0 }
        let columns = [Column.numeric(NumericColumn(name: "faces", values: count))]
        #expect(OutcomeAttributes(among: columns, .init(right: right, numbers: [confidence])).names == [])
        let same = [Column.numeric(NumericColumn(name: "faces", values: confidence.map { $0 * 7 }))]
        #expect(OutcomeAttributes(among: same, .init(right: right, numbers: [confidence])).names == ["faces"])
    }

    /// Of a detector: how well each image went, beside what is known of it.
    @Test func aColumnOfWhatADetectorFoundIsOne() throws {
        let images = (1...40).map { #"{"id": \#($0), "width": 100, "height": 100, "file_name": "\#($0).png"}"# }
        let objects = (1...40).map {
            #"{"id": \#($0), "image_id": \#($0), "category_id": 1, "bbox": [10, 10, 40, 40], "area": 1600, "iscrowd": 0}"#
        }
        let truth = try DetectionGroundTruth(
            json:
                #"{"images": [\#(images.joined(separator: ","))], "annotations": [\#(objects.joined(separator: ","))], "#
                + #""categories": [{"id": 1, "name": "car"}]}"#)
        // One in four is missed.
        let lines = (1...40).map { image -> String in
            let left = image % 4 == 0 ? 60 : 11
            return #"{"image_id": \#(image), "category_id": 1, "bbox": [\#(left), 10, 40, 40], "score": 0.9}"#
        }
        let results = try DetectionResults(json: "[\(lines.joined(separator: ","))]", for: truth)
        let found = (1...40).map { image -> Double in image % 4 == 0 ? 0 : 0.9 + Double(image) / 1000 }
        let other = (1...40).map { image -> Double in Double(image * 7 % 11) }
        let columns = [
            Column.numeric(NumericColumn(name: "iou", values: found)),
            .numeric(NumericColumn(name: "sharpness", values: found)),
            .numeric(NumericColumn(name: "recall", values: other)),
        ]
        #expect(OutcomeAttributes(truth, results, columns).names == ["iou"])
    }
}
