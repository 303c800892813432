import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Artifacts

@Suite struct COCOReaderTests {
    private let small = """
        {"info": {"year": "2024", "x": [1, {"deep": null}]}, "licenses": null,
         "annotations": [
           {"id": 0, "image_id": 0, "category_id": 0, "bbox": [1, 2, 3, 4], "segmentation": []},
           {"id": 7, "image_id": 5, "category_id": 3, "bbox": [0, 0, 10, 10], "area": 60.5, "iscrowd": 1}],
         "categories": [{"id": 3, "name": "dog"}, {"id": 0, "name": "cat"}],
         "images": [{"id": 5, "file_name": "b.jpg", "width": 64, "height": 48}, {"id": 0, "file_name": "a.jpg"}]}
        """

    @Test func anExportWithIdsFromZeroAndTextForAYearIsRead() throws {
        let truth = try DetectionGroundTruth(json: small)
        #expect(truth.images.map(\.id) == [.number(0), .number(5)])
        #expect(truth.imagesInFileOrder == [1, 0])
        #expect(truth.classes.map(\.name) == ["cat", "dog"])
        #expect(truth.areas == [12, 60.5])
        #expect(truth.isCrowd == [false, true])
        #expect(truth.boxes.image == [0, 1])
        #expect(truth.boxes[0] == Box(x: 1, y: 2, width: 3, height: 4))
        #expect(truth.zeroIds == 1)
        #expect(
            truth.remarks.remarks.map(\.description) == [
                "gt.json: warning: annotations[0].id: the id 0 counts like any other here; pycocotools calls such an "
                    + "object missed and its detection false",
                "gt.json: warning: annotations[0]: no area, width times height stands for it",
            ])
    }

    /// Numbers that run to the last place of a list whose own ids have gaps are places in it; others are refused.
    @Test func classNumbersThatArePlacesInTheListAreTakenSo() throws {
        let classes = [(1, "person"), (2, "bicycle"), (7, "train"), (90, "toothbrush")]
        let truth = try DetectionGroundTruth(
            json:
                #"{"images": [{"id": 1}], "annotations": [], "categories": [\#(classes.map { #"{"id": \#($0.0), "name": "\#($0.1)"}"# }.joined(separator: ","))]}"#
        )
        func results(_ ids: [Int]) throws -> DetectionResults {
            let rows = ids.map { #"{"image_id": 1, "category_id": \#($0), "bbox": [0,0,1,1], "score": 0.5}"# }
            return try DetectionResults(json: "[\(rows.joined(separator: ","))]", for: truth)
        }
        let fromZero = try results([0, 1, 3, 3])
        #expect(fromZero.boxes.category == [0, 1, 3, 3] && fromZero.objections.isClean)
        #expect(
            fromZero.remarks.remarks.map(\.description) == [
                "dt.json: warning: category_id: 0...3 are taken for places in the list of the 4 classes of the ground truth, whose ids run from 1 to 90: 0 is person, 1 is bicycle, 2 is train ...; where that is wrong, give the results their own list \"categories\""
            ])
        #expect(try results([3, 4, 1]).boxes.category == [2, 3, 0])
        #expect(try !results([0, 5, 3]).objections.isClean)
        #expect(try results([1, 2, 90]).boxes.category == [0, 1, 3])
    }

    @Test func resultsMayBeAListOrAnObjectAndNameImagesByIdOrFile() throws {
        let truth = try DetectionGroundTruth(json: small)
        let list = #"[{"image_id": 5, "category_id": 3, "bbox": [0,0,1,1], "score": 0.5}]"#
        let object = #"{"info": 1, "annotations": \#(list)}"#
        for text in [list, object] {
            let results = try DetectionResults(json: text, for: truth)
            #expect(results.boxes.image == [1])
            #expect(results.scores == [0.5])
        }
        for name in [#""b""#, #""b.jpg""#, #""5""#] {
            let text = #"[{"image_id": \#(name), "category_id": "3", "bbox": [0,0,1,1], "score": 1}]"#
            #expect(try DetectionResults(json: text, for: truth).boxes.image == [1])
        }
    }

    @Test func whatBelongsToNothingListedIsLeftOutAndCounted() throws {
        let truth = try DetectionGroundTruth(json: small)
        let results = try DetectionResults(
            json:
                """
                [{"image_id": 99, "category_id": 3, "bbox": [0,0,1,1], "score": 0.5},
                 {"image_id": 98, "category_id": 3, "bbox": [0,0,1,1], "score": 0.5},
                 {"image_id": 5, "category_id": 8, "bbox": [0,0,1,1], "score": 0.5},
                 {"image_id": 5, "category_id": 3, "bbox": [0,0,-1,1], "score": 3.5}]
                """, for: truth)
        #expect(results.count == 1)
        #expect(results.ofUnknownImages == 2)
        #expect(results.ofUnknownClasses == 1)
        #expect(
            results.remarks.remarks.map(\.description) == [
                "dt.json: warning: [3].bbox: the box [0, 0, -1, 1] has a negative width and overlaps nothing",
                "dt.json: warning: [3].score: the score 3.5 is outside 0...1; was it a logit? average precision sorts by any "
                    + "score, and what needs a probability is not measured",
            ])
        // Three of four rows are more than a remark.
        #expect(
            results.objections.errors.map(\.summary) == [
                "2 of 4 detections are of no image of the ground truth: results name 99, 98; ground truth names "
                    + "0 (a.jpg), 5 (b.jpg)",
                "1 of 4 detections is of no class of the ground truth: results name 8; ground truth names 0 (cat), "
                    + "3 (dog)",
            ])
    }

    @Test func everyFaultIsNamedAtOnce() throws {
        let truth = try DetectionGroundTruth(json: small)
        let problems = #expect(throws: ProblemList.self) {
            try DetectionResults(
                json:
                    """
                    [{"image_id": 5, "category_id": 3, "bbox": [0,0,1,1], "score": NaN},
                     {"image_id": 5, "category_id": 3, "bbox": [0,0,1], "score": 0.5},
                     {"image_id": 5, "category_id": 3, "bbox": [0,"a",1,1], "score": 0.5},
                     {"image_id": 5, "category_id": 3, "bbox": [0,0,1e308,1e308], "score": 0.5},
                     {"image_id": 5, "category_id": 3, "bbox": [0,0,1,1]},
                     {"image_id": 5, "category_id": 3, "score": 1, "segmentation": {}},
                     {"category_id": 3, "bbox": [0,0,1,1], "score": 0.5},
                     {"image_id": 1.5, "category_id": 3, "bbox": [0,0,1,1], "score": 0.5},
                     [], {"image_id": 5, "category_id": 3, "bbox": [0,0,1,1], "score": "0.5"}]
                    """, for: truth)
        }
        #expect(
            problems?.description == """
                dt.json: error: [0].score: NaN is not a number to count with; Python's json.dumps writes it unless \
                allow_nan=False
                dt.json: error: [1].bbox: a box is four numbers [x, y, width, height], found 3
                dt.json: error: [2].bbox[1]: a number was expected, found text
                dt.json: error: [3].bbox: width times height is beyond every number
                dt.json: error: [4]: has no "score"; without scores detections have no order: write them too
                dt.json: error: [5]: has a segmentation and no "bbox"; write the boxes too: masks are not evaluated
                dt.json: error: [6]: has no "image_id"
                dt.json: error: [7].image_id: a whole number or text was expected, found the number 1.5
                dt.json: error: [8]: an object was expected, found a list
                dt.json: error: [9].score: a number was expected, found text
                """)
    }

    @Test func aFileThatIsSomethingElseSaysWhatItLacks() {
        let problems = #expect(throws: ProblemList.self) { try DetectionGroundTruth(json: #"{"score": NaN}"#) }
        #expect(
            problems?.errors.map(\.description)
                == ["images", "annotations", "categories"].map {
                    "gt.json: error: no list \"\($0)\"; COCO ground truth has images, annotations and categories"
                })
        #expect(
            problems?.remarks.first?.description
                == "gt.json: warning: NaN or Infinity at byte 10, in a part that is not used; Python's json.dumps "
                + "writes it unless allow_nan=False")
    }

    @Test func aTextThatIsCutOffSaysWhere() {
        let problems = #expect(throws: ProblemList.self) {
            try DetectionGroundTruth(json: #"{"images":[{"id":1},{"id":2,"#)
        }
        #expect(
            problems?.description
                == "gt.json: error: the JSON ends inside a value at byte 28; was the file cut off?")
    }

    @Test func labelsThatAJavaScriptWouldTripOverAreJustLabels() throws {
        let truth = try DetectionGroundTruth(
            json:
                #"{"images": [], "annotations": [], "categories": [{"id": "__proto__", "name": "toString"}]}"#)
        #expect(truth.classes.map(\.name) == ["toString"])
        #expect(truth.classIndex(of: .text("__proto__")) == 0)
    }

    @Test func theHostileFileIsRefusedWithAllItsFaults() throws {
        let path = Repository.reference("hostile/json/coco-bad-boxes.json").path
        let problems = #expect(throws: ProblemList.self) {
            try DetectionGroundTruth(contentsOf: path, named: "gt.json")
        }
        #expect(
            problems?.errors.compactMap(\.place?.field) == [
                "images[0]", "categories[1]", "annotations[1].bbox", "annotations[2].bbox", "annotations[0].bbox",
                "annotations[1].id",
            ])
        #expect(
            problems?.remarks.compactMap(\.place?.field) == [
                "annotations[1].image_id", "annotations[1].category_id", "annotations[0]",
            ])
    }

    /// A file of one image and two objects, with what may be odd about them.
    private static func json(
        file: String = "a.png", width: String = "9", name: String = "x", second: Int = 2, images: String = ""
    ) -> String {
        """
        {"images": [{"id": 1, "file_name": "\(file)", "width": \(width), "height": 9}\(images)],
        "categories": [{"id": 1, "name": "\(name)"}], "annotations": [
        {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 5, 5]},
        {"id": \(second), "image_id": 1, "category_id": 1, "bbox": [1, 1, 5, 5]}]}
        """
    }

    @Test func numbersAndTextsThatStandForNothingAreRefused() throws {
        #expect(try DetectionGroundTruth(json: Self.json()).objections.errors.isEmpty)
        // A pair of surrogates is a character, one alone is none.
        #expect(try DetectionGroundTruth(json: Self.json(name: #"\ud83d\ude00"#)).classes.map(\.name) == ["😀"])
        for text in [Self.json(file: #"a\ud800.png"#), Self.json(name: #"x\udfff"#)] {
            let problems = #expect(throws: ProblemList.self) { try DetectionGroundTruth(json: text) }
            #expect(problems?.description.contains("a string with a bad escape") == true)
        }
        let infinite = #expect(throws: ProblemList.self) { try DetectionGroundTruth(json: Self.json(width: "1e400")) }
        #expect(
            infinite?.errors.map(\.description).joined()
                == "gt.json: error: images[0].width: inf is not a number to count with; Python's json.dumps writes it "
                + "unless allow_nan=False")
        let none = #expect(throws: ProblemList.self) { try DetectionGroundTruth(json: Self.json(width: "NaN")) }
        #expect(none?.errors.map(\.place?.field) == ["images[0].width"])
        let negative = #expect(throws: ProblemList.self) { try DetectionGroundTruth(json: Self.json(width: "-4")) }
        #expect(negative?.errors.map(\.place?.field) == ["images[0]"])
    }

    @Test func idsThatStandTwiceAreObjectedTo() throws {
        let objects = try DetectionGroundTruth(json: Self.json(second: 1))
        #expect(
            objects.objections.errors.map(\.description) == [
                "gt.json: error: annotations[1].id: the id 1 was used before by another object; were files put together? "
                    + "give each object an id of its own"
            ])
        let images = try DetectionGroundTruth(json: Self.json(images: #", {"id": 1, "file_name": "b.png"}"#))
        #expect(images.objections.errors.map(\.place?.field) == ["images[1]"])
    }
}
