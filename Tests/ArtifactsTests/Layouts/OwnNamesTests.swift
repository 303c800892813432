import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// What results say of themselves: names of their classes, files of their images.
@Suite struct OwnNamesTests {
    @Test(arguments: [
        ["pred/data.yaml": "names: [dog, cat]\n"], ["pred/labels/classes.txt": "dog\ncat\n"],
        ["pred/obj.names": "dog\ncat\n"], ["pred/labels/classes.txt": "\u{FEFF}dog\r\ncat\r\n"],
    ])
    func namesBesideResultsOfYOLOSayWhatTheirNumbersMean(_ names: [String: String]) throws {
        let line = ["pred/labels/a.txt": "0 0.2 0.25 0.2 0.3 0.9\n"]
        let fixture = try LayoutFixture(line.merging(names) { $1 })
        defer { fixture.remove() }
        // Class 0 is a dog, 5 there, and in ids of names as well.
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        let results = try fixture.results("pred/labels", for: truth)
        #expect(results.lines(truth) == ["7 dog 20 10 40 30 0.9"])
        #expect(
            results.remarks.remarks.map(\.description) == [
                "pred/labels: warning: a.txt:1: joined by class name, for the results list their classes under ids of their "
                    + "own: their 0 is dog"
            ])
    }

    /// Forms that number no classes call them by their names alone.
    @Test func theyNameClassesOfAGroundTruthWithoutNumbers() throws {
        let fixture = try LayoutFixture([
            "gt/a.json":
                "{\"shapes\": [{\"label\": \"dog\", \"points\": [[20, 10], [60, 40]], \"shape_type\": \"rectangle\"}], "
                + "\"imagePath\": \"a.png\", \"imageWidth\": 200, \"imageHeight\": 100}",
            "pred/labels/a.txt": "1 0.2 0.25 0.2 0.3 0.9\n", "pred/data.yaml": "names:\n  0: cat\n  1: dog\n",
        ])
        defer { fixture.remove() }
        let truth = try fixture.truth("gt")
        #expect(try fixture.results("pred/labels", for: truth).lines(truth) == ["a dog 20 10 40 30 0.9"])
    }

    @Test func aNameThatTheGroundTruthDoesNotHaveIsNamed() throws {
        let fixture = try LayoutFixture([
            "pred/labels/a.txt": "0 0.2 0.25 0.2 0.3 0.9\n", "pred/labels/classes.txt": "bird\n",
        ])
        defer { fixture.remove() }
        let truth = try DetectionGroundTruth(json: ResultLayoutTests.truth)
        let results = try fixture.results("pred/labels", for: truth)
        #expect(results.ofUnknownClasses == 1)
        #expect(results.objections.errors.first?.summary.contains("results name bird") == true)
    }

    /// Ids 1 and 2, whose files are called by the number of the other.
    private static let crossed = """
        {"images": [{"id": 1, "file_name": "2.png", "width": 200, "height": 100},
                    {"id": 2, "file_name": "1.png", "width": 200, "height": 100}],
         "categories": [{"id": 1, "name": "dog"}],
         "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [20, 10, 40, 30]}]}
        """

    @Test(arguments: [
        (
            "dt.json",
            #"[{"image_id": 2, "file_name": "2.png", "category_id": 1, "bbox": [20, 10, 40, 30], "score": 0.9}]"#
        ),
        ("labels/2.txt", "1 0.2 0.25 0.2 0.3 0.9\n"), ("texts/2.txt", "dog 0.9 20 10 60 40\n"),
        ("preds/2.json", #"{"labels": [0], "scores": [0.9], "bboxes": [[20, 10, 60, 40]]}"#),
        ("comp4_det_test_dog.txt", "2 0.9 20 10 60 40\n"),
    ])
    func theNameOfAFileSaysMoreThanAnIDThatIsTheSameNumber(_ path: String, _ text: String) throws {
        let other = path.hasPrefix("preds") ? ["preds/1.json": #"{"labels": [], "scores": [], "bboxes": []}"#] : [:]
        let fixture = try LayoutFixture([path: text].merging(other) { $1 })
        defer { fixture.remove() }
        let truth = try DetectionGroundTruth(json: Self.crossed)
        let place = path.contains("/") ? String(path.prefix { $0 != "/" }) : path
        let results = try fixture.results(place, for: truth)
        #expect(results.lines(truth) == ["1 dog 20 10 40 30 0.9"])
        if path == "dt.json" {
            #expect(
                results.remarks.remarks.map(\.description) == [
                    "dt.json: warning: [0].image_id: joined by the file_name of each row, for image_id means another image "
                        + "there: 2 is that of 2.png"
                ])
        }
    }

    /// What stands behind a point of a name is no ending where the file's own ending is taken off.
    @Test(arguments: [("labels/a.1.txt", "1 0.2 0.25 0.2 0.3 0.9\n"), ("texts/a.1.txt", "dog 0.9 20 10 60 40\n")])
    func aPointInANameIsPartOfIt(_ path: String, _ text: String) throws {
        let truth = try DetectionGroundTruth(
            json: """
                {"images": [{"id": 7, "file_name": "a.png", "width": 200, "height": 100},
                            {"id": 9, "file_name": "a.1.png", "width": 200, "height": 100}],
                 "categories": [{"id": 1, "name": "dog"}],
                 "annotations": [{"id": 1, "image_id": 7, "category_id": 1, "bbox": [20, 10, 40, 30]}]}
                """)
        let fixture = try LayoutFixture([path: text])
        defer { fixture.remove() }
        let results = try fixture.results(String(path.prefix { $0 != "/" }), for: truth)
        #expect(results.lines(truth) == ["9 dog 20 10 40 30 0.9"])
    }

    @Test func anIDStandsWhereNoFileIsNamed() throws {
        let truth = try DetectionGroundTruth(json: Self.crossed)
        let results = try DetectionResults(
            json: #"[{"image_id": 2, "category_id": 1, "bbox": [20, 10, 40, 30], "score": 0.9}]"#, for: truth)
        #expect(results.lines(truth) == ["2 dog 20 10 40 30 0.9"])
    }

    /// Classes 0 and 1, as YOLO's labels have them.
    private static let fromZero = """
        {"images": [{"id": 1, "file_name": "a.png", "width": 200, "height": 100}],
         "categories": [{"id": 0, "name": "cat"}, {"id": 1, "name": "dog"}],
         "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [20, 10, 40, 30]}]}
        """

    @Test(arguments: [#""a""#, "1", #""a.png""#])
    func ultralyticsCountsClassesFromOne(_ image: String) throws {
        let truth = try DetectionGroundTruth(json: Self.fromZero)
        let row = { (category: Int) in
            #"{"image_id": \#(image), "file_name": "a.png", "category_id": \#(category), "bbox": [20, 10, 40, 30], "score": 0.9}"#
        }
        let results = try DetectionResults(json: "[\(row(1)), \(row(2))]", for: truth)
        #expect(results.lines(truth) == ["1 cat 20 10 40 30 0.9", "1 dog 20 10 40 30 0.9"])
        #expect(
            results.remarks.remarks.map(\.description).contains(
                "dt.json: warning: category_id: 1...2 are taken for places in the list of the 2 classes of the ground truth, "
                    + "whose ids run from 0 to 1: 1 is cat, 2 is dog ...; where that is wrong, give the results their own list "
                    + "\"categories\""))
        // Without the name of the file nothing says who wrote it.
        let bare = #"[{"image_id": 1, "category_id": 2, "bbox": [20, 10, 40, 30], "score": 0.9}]"#
        #expect(try !DetectionResults(json: bare, for: truth).objections.isClean)
    }
}
