import Columns
import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// What teams hand over that used to be refused with a wrong word, or read without one.
@Suite struct ReadingTests {
    private static let predictions = "versions/v1/d/predictions.csv"

    // MARK: One column of two classes

    @Test(arguments: ["prob_1", "p_1", "score_1", "prob_dog", "dog_score", "dog"])
    func oneColumnOfTwoClassesIsReadByItsName(_ column: String) throws {
        let fixture = try WorkspaceFixture([Self.predictions: "image_id,\(column)\na,0.01\nb,0.9\nc,0.25\n"])
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks == [
                "\(Self.predictions): note: \(column): is read as the probability of dog; where that is wrong, say columns: "
                    + "{p_cat: \(column)} in the manifest",
                "\(Self.predictions): note: \(column): the only column of two classes: cat has what is left of 1",
            ])
        #expect(try fixture.evaluation().predictions.predicted == [0, 1, 0])
    }

    @Test(arguments: ["score", "y_score", "pos_score", "prob"])
    func oneThatNamesNoClassSaysTheWayOut(_ column: String) throws {
        let fixture = try WorkspaceFixture([Self.predictions: "image_id,\(column)\na,0.01\nb,0.9\nc,0.25\n"])
        #expect(
            fixture.errors == [
                "\(Self.predictions): error: \(column): holds one number an image, and there are two classes; say in version.yml "
                    + "which it is the probability of: probabilities: {positive: dog}"
            ])
        try fixture.write(
            "versions/v1/version.yml", Data("date: 2026-01-31\nmodel: M\nprobabilities: {positive: dog}\n".utf8))
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().predictions.predicted == [0, 1, 0])
    }

    /// A column of 0 and 1 says what is true as well as what is predicted.
    @Test func aColumnOfMarksIsNoProbability() throws {
        let fixture = try WorkspaceFixture([Self.predictions: "image_id,dog\na,0\nb,1\nc,0\n"])
        #expect(fixture.errors == ["\(Self.predictions):1: error: there is no column \"predicted\""])
    }

    /// True labels beside a score are no predictions.
    @Test func whatIsTrueIsNotTakenForAPrediction() throws {
        let fixture = try WorkspaceFixture([
            Self.predictions: "image_id,y_true,score\na,cat,0.01\nb,dog,0.9\nc,dog,0.25\n"
        ])
        #expect(
            fixture.errors == [
                "\(Self.predictions): error: score: holds one number an image, and there are two classes; say in version.yml "
                    + "which it is the probability of: probabilities: {positive: dog}"
            ])
    }

    // MARK: How tables are written

    @Test func blanksBehindSeparatorsAreNoPartOfNames() throws {
        let fixture = try WorkspaceFixture([
            Self.predictions: "image_id, p_cat, p_dog\na, 0.9, 0.1\nb, 0.2, 0.8\nc, 0.3, 0.7\n"
        ])
        #expect(fixture.errors == [])
        #expect(try fixture.evaluation().predictions.predicted == [0, 1, 1])
    }

    /// Labels of the image table and answers of a table of predictions, padded as tables of text are.
    @Test func blanksAroundCellsAreNoPartOfLabels() throws {
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id, label\na, cat\nb, dog\nc, dog\n",
            Self.predictions: "image_id,predicted,confidence\na,cat ,0.9\nb,dog ,0.8\nc,cat ,0.7\n",
        ])
        #expect(fixture.errors == [])
        let read = try fixture.evaluation()
        #expect(read.items.labels == [0, 1, 1])
        #expect(read.predictions.predicted == [0, 1, 0])
        for file in ["datasets/d/images.csv", Self.predictions] {
            #expect(fixture.remarks.contains("\(file): note: blanks around cells are no part of them"))
        }
    }

    @Test func oneDecimalIsRounding() throws {
        let kinds = ["0.3,0.3,0.3,0.2", "0.2,0.2,0.2,0.3", "0.7,0.1,0.1,0.1"]
        let rows = (0..<30).map { "i\($0),\(kinds[$0 % 3])\n" }
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [a, b, c, d]\n",
            "datasets/d/images.csv": "image_id,label\n" + (0..<30).map { "i\($0),a\n" }.joined(),
            Self.predictions: "image_id,p_a,p_b,p_c,p_d\n" + rows.joined(),
        ])
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks.contains(
                "\(Self.predictions): note: probabilities: they are rounded, so that rows sum to 0.9...1.1; they are used as "
                    + "they are"))
        // Four classes at one decimal: at most 0.2 from 1.
        let wrong = rows.map { $0.replacing("0.2,0.2,0.2,0.3", with: "0.2,0.2,0.2,0.1") }
        try fixture.write(Self.predictions, Data(("image_id,p_a,p_b,p_c,p_d\n" + wrong.joined()).utf8))
        #expect(fixture.errors.count == 1 && fixture.errors[0].contains("the probabilities sum to 0.7"))
    }

    // MARK: One cause, one message

    @Test func cellsOfSeveralClassesAreSaidOnce() throws {
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label\na,cat|dog\nb,dog|cat\nc,dog|dog\n"
        ])
        #expect(
            fixture.errors == [
                "datasets/d/images.csv:2: error: label: \"cat|dog\" names several classes; 3 such rows in all; where an image may "
                    + "have several labels, say task: multilabel in misread.yml"
            ])
    }

    @Test func columnsThatAreMissingAreSaidOnce() throws {
        let fixture = try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [cat, dog, fox, owl]\n",
            Self.predictions: "image_id,p_cat\na,0.9\nb,0.6\nc,0.8\n",
        ])
        #expect(
            fixture.errors == [
                "\(Self.predictions):1: error: there are no columns \"p_dog\", \"p_fox\", \"p_owl\", but other classes have theirs"
            ])
    }

    @Test func aTableOfAnotherNameIsNamed() throws {
        let fixture = try WorkspaceFixture(
            ["versions/v1/d/results.csv": "image_id,predicted\na,cat\n"], without: [Self.predictions])
        #expect(
            fixture.errors == [
                "versions/v1/d: error: there are no predictions; results.csv lies there: call it predictions.csv where it holds "
                    + "them"
            ])
    }

    // MARK: Detectors

    private static let truth = """
        {"images": [{"id": 1, "file_name": "2.PNG", "width": 20, "height": 10},
                    {"id": 2, "file_name": "1.PNG", "width": 20, "height": 10}],
         "categories": [{"id": 1, "name": "cat"}],
         "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4], "area": 16, "iscrowd": 0}]}
        """
    private static let found = #"[{"image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4], "score": 0.9}]"#

    private func detector(_ results: [String: String], truth: String = truth) throws -> WorkspaceFixture {
        try WorkspaceFixture(
            ["misread.yml": "title: T\ntask: detection\ndataset: d\n", "datasets/d/annotations.json": truth]
                .merging(results.map { ("versions/v1/d/" + $0.key, $0.value) }) { $1 },
            without: ["datasets/d/images.csv", Self.predictions])
    }

    @Test(arguments: ["detections.json", "labels/9.txt", "labels/readme.txt"])
    func resultsOfWhichNothingIsReadAreInDoubt(_ name: String) throws {
        let fixture = try detector([name: name.hasSuffix("json") ? "[]" : name.contains("9") ? "" : "see notes\n"])
        #expect(fixture.errors == [])
        let evaluation = try Workspace.open(fixture.root).detections(of: "v1").evaluation
        #expect(evaluation.results.count == 0)
        #expect(evaluation.doubts.map(\.kind) == [.neverRun])
        #expect(evaluation.doubts.first?.summary == "there is not one detection, and 1 image has objects")
    }

    @Test func aFileOfNoImageAndNoClassIsCounted() throws {
        // Called as an image of another data set is.
        let fixture = try detector(["detections/z.txt": "cat 0.9 1 1 5 5\ncat 0.8 1 1 5 5\n"])
        #expect(fixture.errors.count == 1)
        #expect(
            fixture.errors[0].contains("2 of 2 detections are of no image of the ground truth: results name z; "),
            "\(fixture.errors)")
    }

    @Test func idsThatAreEqualDoNotDifferByAZero() throws {
        let fixture = try detector(["detections.json": Self.found])
        #expect(fixture.errors == [])
        #expect(!fixture.remarks.contains { $0.contains("leading zero") }, "\(fixture.remarks)")
        #expect(try Workspace.open(fixture.root).detections(of: "v1").evaluation.names == ["1", "2"])
    }

    @Test func picturesAreFoundWhateverTheCaseOfTheirNames() throws {
        let fixture = try detector(["detections.json": Self.found])
        let picture = try #require(Data(base64Encoded: DetectionWorkspaceTests.picture))
        for name in ["1.png", "2.png"] { try fixture.write("datasets/d/images/" + name, picture) }
        #expect(
            fixture.remarks.contains(
                "datasets/d/annotations.json: note: file_name: 2 of 2 pictures were found by names that differ by letter case "
                    + "alone: 2.PNG is datasets/d/images/2.png"))
        #expect(
            try Workspace.open(fixture.root).detections(of: "v1").evaluation.paths
                == ["datasets/d/images/2.png", "datasets/d/images/1.png"])
        // Of two that differ by case nobody knows which is meant.
        try fixture.write("datasets/d/images/2.Png", picture)
        #expect(
            try Workspace.open(fixture.root).detections(of: "v1").evaluation.paths == [nil, "datasets/d/images/1.png"])
    }

    @Test func picturesThatAreNotNamedAreSaidByTheNamesThatAre() throws {
        let fixture = try detector(["detections.json": Self.found])
        let picture = try #require(Data(base64Encoded: DetectionWorkspaceTests.picture))
        try fixture.write("datasets/d/images/x.png", picture)
        #expect(
            fixture.remarks == [
                "datasets/d/images: warning: none of the 1 pictures is one of those that the annotations name: x.png; they name "
                    + "2.PNG, 1.PNG; call the pictures as file_name of the annotations says"
            ])
    }

    @Test(arguments: [
        (
            "detections.csv", "1.PNG,cat,0.9,1,1,4,4\n2.PNG,cat,0.8,1,1,4,4\n",
            "its first line is a row and no header; write one above it, such as image,class,score,x,y,w,h"
        ),
        ("results.csv", "image,class,score\n1.PNG,cat,0.9\n", "no column says where a box is: image, class, score"),
        (
            "results.json",
            #"[{"id": 1, "data": {"image": "/1.png"}, "annotations": [{"result": [{"value": {"x": 5, "y": 10}}]}]}]"#,
            "Label Studio's own JSON; export it as COCO or YOLO"
        ),
        (
            "samples.json",
            #"{"samples": [{"_id": {"$oid": "x"}, "filepath": "/1.png", "dt": {"detections": [{"label": "cat", "bounding_box": [0.1, 0.1, 0.2, 0.2]}]}}]}"#,
            "FiftyOne's own samples; export them with dataset_type=fo.types.COCODetectionDataset"
        ),
    ])
    func whatHoldsNoDetectionsSaysWhy(_ name: String, _ text: String, _ reason: String) throws {
        let fixture = try detector([name: text])
        #expect(fixture.errors == ["versions/v1/d: error: there are no detections; \(name): \(reason)"])
    }

    @Test func annotationsWithoutCategoriesAreOneFault() throws {
        let truth = Self.truth.replacing(#""categories": [{"id": 1, "name": "cat"}],"#, with: "")
        let fixture = try detector(["detections.json": Self.found], truth: truth)
        #expect(
            fixture.errors == [
                "datasets/d/annotations.json: error: no list \"categories\"; COCO ground truth has images, annotations and categories"
            ])
        #expect(!fixture.remarks.contains { $0.contains("not listed") })
    }
}
