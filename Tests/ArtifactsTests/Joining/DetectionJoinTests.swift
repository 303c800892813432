import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Artifacts

/// Results of a detector joined to images and classes by what the files say.
@Suite struct DetectionJoinTests {
    /// Forty images of two classes, an object each.
    private static func truth(
        _ image: (Int) -> String = { "\($0)" }, named file: (Int) -> String = { "frame_\($0).png" },
        annotated: (Int) -> String = { "\($0)" }, box: String = "[0, 0, 9, 9]"
    ) throws -> DetectionGroundTruth {
        let images = (1...40).map { #"{"id": \#(image($0)), "file_name": "\#(file($0))"}"# }.joined(separator: ",")
        let objects = (1...40).map {
            #"{"id": \#($0), "image_id": \#(annotated($0)), "category_id": \#($0 % 2 + 1), "bbox": \#(box)}"#
        }.joined(separator: ",")
        return try DetectionGroundTruth(
            json: """
                {"images": [\(images)], "categories": [{"id": 1, "name": "car"}, {"id": 2, "name": "dog"}],
                 "annotations": [\(objects)]}
                """)
    }

    private static func rows(
        _ image: (Int) -> String = { "\($0)" }, _ category: (Int) -> String = { "\($0 % 2 + 1)" }
    ) -> String {
        "["
            + (1...40).map {
                #"{"image_id": \#(image($0)), "category_id": \#(category($0)), "bbox": [0, 0, 9, 9], "score": 0.5}"#
            }.joined(separator: ",") + "]"
    }

    private func remarks(_ results: DetectionResults) -> [String] { results.remarks.remarks.map(\.description) }
    private func objections(_ results: DetectionResults) -> [String] { results.objections.errors.map(\.description) }

    private func errors(_ own: String) throws -> String {
        let truth = try Self.truth()
        do {
            _ = try DetectionResults(json: "{\(own), \"annotations\": \(Self.rows())}", for: truth)
            return ""
        } catch { return error.errors.map(\.description).joined(separator: "\n") }
    }

    /// Two files of annotations put together: each picture is there under two ids.
    @Test func aFileOfTwoImagesJoinsNothing() throws {
        let file = { (number: Int) in "frame_\((number + 1) / 2).png" }
        let truth = try Self.truth(named: file)
        let words =
            "name their images by a file that several images of the ground truth have: frame_1.png stands for 1 (frame_1.png) and "
            + "for 2 (frame_1.png); 20 such names in all; were files put together? list each picture once, or write image_id as the "
            + "ground truth does"
        let named = try DetectionResults(json: Self.rows { "\"\(file($0))\"" }, for: truth)
        #expect(objections(named) == ["dt.json: error: image_id: 40 of 40 detections \(words)"])
        // An id that is none is told by itself.
        let mixed = try DetectionResults(
            json: Self.rows { $0 > 20 ? "\"\(file($0))\"" : $0 > 10 ? "\($0 + 100)" : "\($0)" }, for: truth)
        #expect(
            objections(mixed) == [
                "dt.json: error: image_id: 20 of 40 detections "
                    + words.replacing("frame_1.", with: "frame_11.").replacing("for 1 ", with: "for 21 ")
                    .replacing("for 2 ", with: "for 22 ").replacing("20 such", with: "10 such"),
                "dt.json: error: image_id: 10 of 40 detections are of no image of the ground truth: results name 111, 112, 113 "
                    + "...; ground truth names 1 (frame_1.png), 2 (frame_1.png), 3 (frame_2.png) ...; write image_id as the ground "
                    + "truth does, or give the results their own list \"images\" with file names",
            ])
        #expect(try objections(DetectionResults(json: Self.rows(), for: truth)).isEmpty)
        #expect(
            truth.remarks.remarks.map(\.description).contains(
                "gt.json: note: images: frame_1.png is the file of the images 1 and 2; 20 such names in all: each is an image of its "
                    + "own, and results can mean them by id alone; were files put together?"))
        #expect(try !Self.truth().remarks.remarks.contains { $0.summary.contains("is the file of") })
    }

    /// A list that names some entries and not others would join by two vocabularies at once.
    @Test func ownListsThatSayNothingToJoinByAreRefused() throws {
        let lists = [
            #""categories": {"1": "car"}"#, #""categories": ["car", "dog"]"#,
            #""categories": [{"id": 7, "name": "dog"}, {"id": 1}]"#, #""categories": [{"id": 1, "label": "car"}]"#,
            #""images": [{"id": 2, "file_name": "frame_1.png"}, {"id": 1, "file_name": null}]"#,
            #""categories": [{"id": 1, "name": "car"}, {"id": 1, "name": "dog"}]"#,
        ]
        for list in lists { #expect(try errors(list) != "", "\(list)") }
        for list in [#""categories": null"#, #""images": [{"id": 1}, {"id": 2}]"#] {
            #expect(try errors(list) == "", "\(list)")
        }
        #expect(
            try errors(lists[2]).contains("categories[1]") && (try errors(lists[2]).contains("name")))
    }

    @Test func classesThatAreNamedWhereAnIdIsExpectedAreFoundByName() throws {
        let truth = try Self.truth()
        let results = try DetectionResults(
            json: Self.rows({ "\($0)" }, { $0 % 2 == 0 ? #""car""# : #""dog""# }), for: truth)
        #expect(results.boxes.category == (1...40).map { $0 % 2 == 0 ? 0 : 1 })
        #expect(objections(results) == [])
        #expect(
            remarks(results).contains { $0.contains("the class dog was found by its name, not by its id; 40 such") })
    }

    @Test func ownClassesAreJoinedByName() throws {
        let truth = try Self.truth()
        let own = #""categories": [{"id": 7, "name": "dog"}, {"id": 1, "name": "car"}, {"id": 0, "name": "bus"}]"#
        let results = try DetectionResults(
            json: #"{"annotations": \#(Self.rows { "\($0)" } _: { $0 % 2 == 0 ? "1" : "7" }), \#(own)}"#, for: truth)
        #expect(results.boxes.category == (1...40).map { Int32($0 % 2) })
        #expect(objections(results) == [])
        #expect(
            remarks(results) == [
                "dt.json: warning: annotations[0].category_id: joined by class name, for the results list their classes "
                    + "under ids of their own: their 7 is dog; 40 such in all"
            ])
    }

    @Test func ownImagesAreJoinedByFileNameOrItsStem() throws {
        let truth = try Self.truth()
        for ending in ["png", "jpg"] {
            let own = (1...40).map { #"{"id": \#(41 - $0), "file_name": "frame_\#($0).\#(ending)"}"# }
            let results = try DetectionResults(
                json: #"{"images": [\#(own.joined(separator: ","))], "annotations": \#(Self.rows { "\(41 - $0)" })}"#,
                for: truth)
            #expect(results.boxes.image == (0..<40).map { Int32($0) })
            #expect(
                remarks(results) == [
                    "dt.json: warning: annotations[0].image_id: joined by file name, for the results list their images "
                        + "under ids of their own: their 40 is frame_1.\(ending); 40 such in all"
                ])
        }
    }

    @Test func ownListsThatSayTheSameAreNotMentioned() throws {
        let truth = try Self.truth()
        let own = (1...40).map { #"{"id": "\#($0)", "file_name": "frame_\#($0).png"}"# }.joined(separator: ",")
        let classes = #"[{"id": 1, "name": "Car"}, {"id": 2, "name": "dog"}]"#
        let results = try DetectionResults(
            json: #"{"images": [\#(own)], "categories": \#(classes), "annotations": \#(Self.rows())}"#, for: truth)
        #expect(results.count == 40 && remarks(results) == [] && objections(results) == [])
    }

    @Test func ownNamesOfOtherThingsAreAFault() throws {
        let truth = try Self.truth()
        let classes = #"[{"id": 1, "name": "pear"}, {"id": 2, "name": "dog"}]"#
        let results = try DetectionResults(
            json: #"{"categories": \#(classes), "annotations": \#(Self.rows())}"#, for: truth)
        #expect(results.ofUnknownClasses == 20)
        #expect(
            objections(results) == [
                "dt.json: error: category_id: 20 of 40 detections are of no class of the ground truth: results name pear; "
                    + "ground truth names 1 (car), 2 (dog); write category_id as the ground truth does, or give the "
                    + "results their own list \"categories\""
            ])
        #expect(remarks(results).count == 1)
    }

    @Test func textAndNumbersAreAlikeOnBothSides() throws {
        let truth = try Self.truth(annotated: { "\"\($0)\"" })
        #expect(truth.boxes.count == 40)
        #expect(
            truth.remarks.remarks.map(\.description).last
                == "gt.json: warning: annotations[0].image_id: the id 1 is a number in one list and text in the other; "
                + "the two were taken for one; 40 such in all")
        let results = try DetectionResults(json: Self.rows { "\"\($0)\"" }, for: truth)
        #expect(results.boxes.image == (0..<40).map { Int32($0) })
        // A leading zero is another spelling, not another kind.
        let padded = try DetectionResults(json: Self.rows { "\"0\($0)\"" }, for: truth)
        #expect(
            objections(padded).first?.hasPrefix(
                "dt.json: error: image_id: 40 of 40 detections are of no image of the ground truth and 40 of its images "
                    + "have none, one for one but for a leading zero: results name 01, 02, 03 ...; ground truth names "
                    + "1, 2, 3 ...; the ids differ by leading zeros") == true)
    }

    @Test func stemsAndTheirNumbersAreJoinedAndCounted() throws {
        let truth = try Self.truth({ "\"k\($0)\"" }, named: { "000\($0).jpg" }, annotated: { "\"k\($0)\"" })
        for name in [{ (n: Int) in "\(n)" }, { (n: Int) in "\"000\(n)\"" }] {
            let results = try DetectionResults(json: Self.rows(name), for: truth)
            #expect(results.count == 40 && objections(results) == [])
            #expect(remarks(results).count == 1)
            #expect(
                remarks(results).first?.hasSuffix("was found by its file name, not by its id; 40 such in all") == true)
        }
    }

    @Test func aStemIsThatOfAPathOfAnySystem() {
        #expect(ImageNames.stem("val\\a.b.png") == "a.b")
        #expect(ImageNames.stem("val/.png") == ".png")
    }

    @Test func nothingThatMatchesShowsBothVocabularies() throws {
        let truth = try Self.truth()
        let results = try DetectionResults(json: Self.rows { "\"cam\($0 * 7)x\"" }, for: truth)
        #expect(results.count == 0)
        #expect(
            objections(results) == [
                "dt.json: error: image_id: 40 of 40 detections are of no image of the ground truth: results name cam7x, "
                    + "cam14x, cam21x ...; ground truth names 1 (frame_1.png), 2 (frame_2.png), 3 (frame_3.png) ...; write "
                    + "image_id as the ground truth does, or give the results their own list \"images\" with file names"
            ])
    }

    @Test func idsThatAreOneLowerAreSaidToBe() throws {
        let truth = try Self.truth()
        let results = try DetectionResults(
            json: Self.rows {
                "\($0)"
            } _: {
                "\($0 % 2)"
            }, for: truth)
        #expect(
            objections(results) == [
                "dt.json: error: category_id: 20 of 40 detections are of no class of the ground truth: results name 0; "
                    + "ground truth names 1 (car), 2 (dog); ids look one lower than those of the ground truth; write "
                    + "category_id as the ground truth does, or give the results their own list \"categories\""
            ])
        // Of 40 images counted from 0 one is unknown: too few for a fault, but said as what it is.
        let images = try DetectionResults(json: Self.rows { "\($0 - 1)" }, for: truth)
        #expect(objections(images) == [])
        #expect(
            remarks(images).first?.hasPrefix(
                "dt.json: warning: image_id: 1 of 40 detections is of no image of the ground truth: results name 0; ")
                == true)
        #expect(remarks(images).first?.contains("ids look one lower than those of the ground truth") == true)
    }

    @Test func oneInTwentyIsARemark() throws {
        let truth = try Self.truth()
        let results = try DetectionResults(json: Self.rows { $0 > 38 ? "\($0 + 900)" : "\($0)" }, for: truth)
        #expect(results.ofUnknownImages == 2 && objections(results) == [])
        #expect(
            remarks(results) == [
                "dt.json: warning: [38].image_id: the image 939 is not listed in the ground truth, its box does not "
                    + "count; 2 such in all"
            ])
        let more = try DetectionResults(json: Self.rows { $0 > 37 ? "\($0 + 900)" : "\($0)" }, for: truth)
        #expect(objections(more).count == 1)
    }

    @Test func objectsOfImagesThatAreNotListedAreAFaultToo() throws {
        let truth = try Self.truth(annotated: { "\"cam\($0)x\"" })
        #expect(
            truth.objections.errors.map(\.description) == [
                "gt.json: error: annotations[].image_id: 40 of 40 objects are of no image that is listed: annotations name "
                    + "cam1x, cam2x, cam3x ...; images lists 1, 2, 3 ...; list the images, or leave out the objects of others"
            ])
    }

    @Test func boxesOfNegativeSizeAreNamedAndNeverCounted() throws {
        let truth = try Self.truth(box: "[100, 200, 80, -60]")
        #expect(
            truth.objections.errors.map(\.description) == [
                "gt.json: error: annotations[0].bbox: the box [100, 200, 80, -60] has a negative height; 40 such in all: "
                    + "nothing can be found there; are its four numbers in the order of the format?"
            ])
        #expect(
            try Self.truth(box: "[5, 5, -1, 4]").objections.errors.first?.description.contains("has a negative width")
                == true)
    }

    @Test func aKeyThatStandsTwiceIsRefused() throws {
        let truth = try Self.truth()
        let row = #"[{"image_id": 1, "category_id": 1, "bbox": [0, 0, 5, 5], "score": 0.9, "score": 0.1}]"#
        let inRow = #expect(throws: ProblemList.self) { try DetectionResults(json: row, for: truth) }
        #expect(inRow?.description == "dt.json: error: [0]: has the key \"score\" twice; keep the one that is meant")
        let lists = #"{"images": [{"id": 1, "id": 2}], "categories": [], "annotations": [], "annotations": []}"#
        let inTruth = #expect(throws: ProblemList.self) { try DetectionGroundTruth(json: lists) }
        #expect(
            inTruth?.errors.map(\.description) == [
                "gt.json: error: images[0]: has the key \"id\" twice; keep the one that is meant",
                "gt.json: error: has the key \"annotations\" twice; keep the one that is meant",
            ])
    }

    @Test func aWorkspaceRefusesWhatBelongsToNothing() throws {
        let truth = """
            {"images": [{"id": 1}, {"id": 2}], "categories": [{"id": 1, "name": "cat"}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4], "iscrowd": 0}]}
            """
        let fixture = try WorkspaceFixture(
            [
                "misread.yml": "title: T\ntask: detection\ndataset: d\n", "datasets/d/annotations.json": truth,
                "versions/v1/d/detections.json":
                    #"[{"image_id": "x", "category_id": 1, "bbox": [1, 1, 4, 4], "score": 0.5}]"#,
            ], without: ["datasets/d/images.csv", "versions/v1/d/predictions.csv"])
        #expect(
            fixture.errors == [
                "versions/v1/d/detections.json: error: image_id: 1 of 1 detections is of no image of the ground truth: "
                    + "results name x; ground truth names 1, 2; write image_id as the ground truth does, or give the "
                    + "results their own list \"images\" with file names"
            ])
        #expect(throws: ProblemList.self) { try Workspace.open(fixture.root).detections(of: "v1") }
    }

    @Test func yoloStemsThatReadAsOneNumberAreTwoImages() throws {
        let picture = try SmallPictures.data(SmallPictures.rgb)
        let fixture = try WorkspaceFixture()
        for stem in ["1", "0001"] {
            try fixture.write("datasets/y/labels/\(stem).txt", Data("0 0.5 0.5 0.5 0.5\n".utf8))
            try fixture.write("datasets/y/images/\(stem).png", picture)
        }
        let truth = try DetectionGroundTruth(contentsOf: fixture.root.appending(path: "datasets/y/labels").path)
        #expect(truth.images.map(\.id) == [.number(1), .text("0001")])
    }

    @Test func yoloNumbersThatAreNoSharesAreNamedAndAPictureWithoutSizeCostsOnlyItself() throws {
        let fixture = try WorkspaceFixture()
        for (stem, numbers) in [("a", "0.5 0.5 0.5 0.5"), ("b", "320 240 64 48"), ("c", "0.5 0.5 0.5 0.5")] {
            try fixture.write("datasets/y/labels/\(stem).txt", Data("0 \(numbers)\n".utf8))
            try fixture.write(
                "datasets/y/images/\(stem).png", stem == "c" ? Data() : try SmallPictures.data(SmallPictures.rgb))
        }
        let truth = try DetectionGroundTruth(
            contentsOf: fixture.root.appending(path: "datasets/y/labels").path, named: "labels")
        #expect(truth.images.map(\.id) == [.text("a"), .text("b")])
        #expect(
            truth.remarks.remarks.map(\.description) == [
                "labels: warning: b.txt:1: 320 240 64 48, where shares of the image's size are expected, 0...1; are they "
                    + "pixels?",
                "labels: warning: c.txt: c.png is empty, a picture was expected, so its size is not known and it is left "
                    + "out with its objects",
            ])
    }

    /// A results file that lists the pictures of another folder is of those pictures.
    @Test func picturesOfAnotherFolderAreOthers() throws {
        let truth = try Self.truth(named: { "test/\($0).png" })
        let listed = (1...40).map { #"{"id": \#($0), "file_name": "train/\#($0).png"}"# }.joined(separator: ",")
        let results = try DetectionResults(
            json: "{\"images\": [\(listed)], \"annotations\": \(Self.rows())}", for: truth)
        #expect(results.count == 0)
        #expect(
            objections(results) == [
                "dt.json: error: image_id: 40 of 40 detections are of no image of the ground truth: results name train/1.png, "
                    + "train/2.png, train/3.png ...; ground truth names 1 (test/1.png), 2 (test/2.png), 3 (test/3.png) ...; write image_id "
                    + "as the ground truth does, or give the results their own list \"images\" with file names"
            ])
    }
}
