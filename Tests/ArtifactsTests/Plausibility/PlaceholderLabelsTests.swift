import Columns
import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Labels that stand for none.
@Suite struct PlaceholderLabelsTests {
    private static let predictions = "versions/v1/d/predictions.csv"

    private func fixture(_ rows: [(label: String, answer: String)], _ classes: String) throws -> WorkspaceFixture {
        try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [\(classes)]\n",
            "datasets/d/images.csv": "image_id,label\n" + rows.enumerated().map { "i\($0),\($1.label)\n" }.joined(),
            Self.predictions: "image_id,predicted\n" + rows.enumerated().map { "i\($0),\($1.answer)\n" }.joined(),
        ])
    }

    @Test func oneLabelOnAllImagesIsDoubted() throws {
        let classes = ["a", "b", "c", "d"]
        let rows = (0..<40).map { (label: "a", answer: classes[$0 % 4]) }
        let doubts = try fixture(rows, "a, b, c, d").evaluation().doubts
        #expect(doubts.map(\.kind) == [.placeholderLabels])
        #expect(
            doubts.first?.summary
                == "all 40 images are labelled a, and the predictions are of 4 classes, 10 of them of that one")
        // Images of one class alone, of which most are found; and all taken for one other.
        var found = Array(repeating: (label: "a", answer: "a"), count: 40)
        for row in 0..<10 { found[row].answer = classes[row % 3 + 1] }
        #expect(try fixture(found, "a, b, c, d").evaluation().doubts == [])
        // A hard set of one class: it is still what is said most.
        for row in 0..<22 { found[row].answer = classes[row % 3 + 1] }
        #expect(try fixture(found, "a, b, c, d").evaluation().doubts == [])
        let taken = Array(repeating: (label: "a", answer: "b"), count: 40)
        #expect(try fixture(taken, "a, b, c, d").evaluation().doubts == [])
    }

    @Test(arguments: ["-1", "unlabeled", "N/A", "TODO", "?"])
    func aWordForNoLabelIsDoubted(_ word: String) throws {
        let rows = (0..<40).map { row -> (label: String, answer: String) in
            let own = row % 2 == 0 ? "cat" : "dog"
            return (row % 8 == 0 ? word : own, own)
        }
        let doubts = try fixture(rows, "cat, dog, \"\(word)\"").evaluation().doubts
        #expect(doubts.map(\.kind) == [.placeholderLabels])
        #expect(
            doubts.first?.summary
                == "5 of 40 images are labelled \(word), which looks like a word for no label, and none is predicted so"
        )
        // The model knows it.
        var known = rows
        known[8].answer = word
        #expect(try fixture(known, "cat, dog, \"\(word)\"").evaluation().doubts == [])
    }

    @Test func aRegionThatIsNotJudgedIsDoubted() throws {
        func found(_ name: String, detected: Int) throws -> InputDoubt? {
            let objects = (0..<6).map {
                #"{"id": \#($0 + 1), "image_id": 1, "category_id": \#($0 % 2 + 1), "bbox": [\#($0 * 9), 2, 8, 8]}"#
            }
            let truth = try DetectionGroundTruth(
                json:
                    #"{"images": [{"id": 1, "width": 64, "height": 48, "file_name": "1.jpg"}], "annotations": [\#(objects.joined(separator: ","))], "#
                    + #""categories": [{"id": 1, "name": "car"}, {"id": 2, "name": "\#(name)"}]}"#)
            let results = try DetectionResults(
                json: #"[{"image_id": 1, "category_id": \#(detected), "bbox": [0, 2, 8, 8], "score": 0.9}]"#, for: truth
            )
            return PlaceholderLabels(truth, results, file: "gt.json")?.doubt
        }
        for name in ["ignore", "DontCare", "ignored regions"] {
            #expect(
                try found(name, detected: 1)?.summary
                    == "3 objects are of the class \(name), which looks like a name for regions that are not judged, and no "
                    + "detection is of it")
            #expect(try found(name, detected: 2) == nil)
        }
        #expect(try found("bus", detected: 1) == nil)
    }

    @Test func aLabelThatNoImageHasIsDoubted() {
        func found(_ given: Int, _ own: Int) -> String? {
            func marks(_ most: Int) -> [Bool] {
                (0..<40).flatMap { row -> [Bool] in [row % 2 == 0, row < most] }
            }
            let sets = LabelSets(names: ["a", "b"], truth: marks(own), given: marks(given), sets: [])
            return PlaceholderLabels(sets, file: "images.csv")?.doubt.summary
        }
        #expect(found(10, 0) == "no image has the label b, and the model gives it to 10 of 40")
        #expect(found(9, 0) == nil && found(10, 1) == nil)
    }
}
