import Diagnostics
import Foundation
import Record
import Testing

@testable import Artifacts

/// Of several splits that lie side by side one is audited, and which is said.
@Suite struct SplitTests {
    private static func truth(_ name: String) -> String {
        #"{"images": [{"id": 1, "file_name": "\#(name).png", "width": 20, "height": 10}], "#
            + #""categories": [{"id": 1, "name": "cat"}], "#
            + #""annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4]}]}"#
    }

    private static let results = #"[{"image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 5], "score": 0.8}]"#

    private func fixture(_ files: [String: String], split: String? = nil) throws -> WorkspaceFixture {
        try WorkspaceFixture(
            [
                "misread.yml": "title: T\ntask: detection\n" + (split.map { "split: \($0)\n" } ?? ""),
                "versions/v1/d/detections.json": Self.results,
            ].merging(files) { $1 },
            without: ["datasets/d/images.csv", "versions/v1/d/predictions.csv"])
    }

    private func roboflow(_ splits: [String], split: String? = nil) throws -> WorkspaceFixture {
        try fixture(
            Dictionary(
                uniqueKeysWithValues: splits.map { ("datasets/d/\($0)/_annotations.coco.json", Self.truth("of-\($0)")) }
            ),
            split: split)
    }

    private func image(_ fixture: WorkspaceFixture) throws -> String? {
        try Workspace.open(fixture.root).detections(of: "v1").evaluation.truth.images.first?.fileName
    }

    @Test(arguments: [
        (["train", "valid", "test"], "test"), (["train", "valid"], "valid"), (["train", "val2017"], "val2017"),
        (["train"], "train"),
    ])
    func theSplitThatSaysMostIsAudited(_ splits: [String], _ chosen: String) throws {
        let fixture = try roboflow(splits)
        #expect(fixture.errors == [])
        #expect(try image(fixture) == "of-\(chosen).png")
    }

    @Test func whichIsSaid() throws {
        #expect(
            try roboflow(["train", "valid", "test"]).remarks.first
                == "datasets/d: warning: 3 splits are here, and test is audited: test before validation, and training last; "
                + "not read: train, valid; say split: NAME in misread.yml for another, or for this one without a word")
        #expect(
            try roboflow(["train"]).remarks.first
                == "datasets/d: warning: train is the only split here, and it is audited; a model is right more often on what "
                + "it was trained on than on anything else")
    }

    @Test func aSettingChooses() throws {
        let fixture = try roboflow(["train", "valid", "test"], split: "valid")
        #expect(try image(fixture) == "of-valid.png")
        #expect(fixture.remarks.allSatisfy { !$0.contains("splits are here") })
        // By the split it is of, too.
        #expect(try image(try roboflow(["train", "valid", "test"], split: "val")) == "of-valid.png")
    }

    @Test func aSplitThatIsNotThereIsRefused() throws {
        #expect(
            try roboflow(["train", "valid"], split: "vald").errors == [
                "misread.yml: error: split: \"vald\" is no split of datasets/d: there are train, valid; did you mean "
                    + "\"valid\"?"
            ])
        #expect(
            try fixture(["datasets/d/annotations.json": Self.truth("a")], split: "test").errors == [
                "misread.yml: error: split: there are no splits in datasets/d/annotations.json to choose \"test\" from; "
                    + "leave it out"
            ])
        #expect(
            try WorkspaceFixture(["misread.yml": "title: T\nclasses: [cat, dog]\nsplit: test\n"]).errors == [
                "misread.yml: error: split: there are no splits in a classifier's data set to choose \"test\" from; leave "
                    + "it out"
            ])
    }

    // MARK: - A column of splits

    /// Six images of a classifier, every second one of training, where the model is always right; of test it is right once in three.
    private func table(
        _ column: String = "split", names: [String] = ["test", "train"], split: String? = nil, predicted: [Int]? = nil
    ) throws -> WorkspaceFixture {
        let rows = (0..<6).map { "i\($0),\($0 < 3 ? "cat" : "dog"),\(names[$0 % names.count])\n" }
        let answers = ["cat", "cat", "dog", "dog", "cat", "dog"]
        return try WorkspaceFixture([
            "misread.yml": "title: T\nclasses: [cat, dog]\n" + (split.map { "split: \($0)\n" } ?? ""),
            "datasets/d/images.csv": "image_id,label,\(column)\n" + rows.joined(),
            "versions/v1/d/predictions.csv": "image_id,predicted,confidence\n"
                + (predicted ?? Array(0..<6)).map { "i\($0),\(answers[$0]),0.9\n" }.joined(),
        ])
    }

    private func ids(_ fixture: WorkspaceFixture) throws -> [String] { try fixture.evaluation().items.ids.map(\.text) }

    @Test(arguments: ["split", "Subset", "partition"])
    func ofAColumnOfSplitsOneIsAudited(_ column: String) throws {
        let fixture = try table(column)
        #expect(fixture.errors == [])
        let read = try fixture.evaluation()
        #expect(read.items.ids.map(\.text) == ["i0", "i2", "i4"])
        #expect(zip(read.items.labels, read.predictions.predicted).count { $0 == $1 } == 1)
        #expect(read.accounting.kept == 3 && read.accounting.unpredicted == 0)
        #expect(
            read.accounting.refused == [
                RowAccounting.Refusal(reason: "image of another split", count: 3)
            ])
        #expect(
            fixture.remarks.contains(
                "datasets/d/images.csv: warning: \(column): images are of 2 splits (test 3, train 3), and test is audited: test "
                    + "before validation, and training last; say split: NAME in misread.yml for another, or for this one "
                    + "without a word; where it is no split, name \(column) in attributes: under slicing:"))
    }

    /// A team may slice by what is called as splits are: a phase of a trial, a set of lights.
    @Test(arguments: [
        "  attributes: [phase]\n", "  declared:\n    - {name: first, where: {phase: test}}\n",
    ])
    func aColumnThatIsSlicedByIsNoSplit(_ slicing: String) throws {
        let fixture = try table("phase")
        try fixture.write(
            "misread.yml", Data("title: T\nclasses: [cat, dog]\nslicing:\n  min_support: 2\n\(slicing)".utf8))
        #expect(fixture.errors == [])
        #expect(try ids(fixture).count == 6)
        #expect(try fixture.evaluation().items.attributes.map(\.name.text) == ["phase"])
        #expect(fixture.remarks.allSatisfy { !$0.contains("splits") })
    }

    @Test func aSettingChoosesAmongThoseOfAColumn() throws {
        let given = try table(split: "train")
        #expect(given.errors == [])
        #expect(try ids(given) == ["i1", "i3", "i5"])
        #expect(given.remarks.allSatisfy { !$0.contains("splits") })
        #expect(
            try table(split: "val").errors == [
                "misread.yml: error: split: \"val\" is no split of datasets/d/images.csv: there are test, train"
            ])
        #expect(
            try table(split: "test", predicted: [1, 3]).errors == [
                "versions/v1/d/predictions.csv: error: no prediction is for an image of the split \"test\"; say split: of "
                    + "misread.yml for the one that the predictions are of"
            ])
    }

    /// Predictions of validation alone are not missing for the others.
    @Test func theSplitThatThePredictionsAreOfIsAudited() throws {
        let fixture = try table(names: ["test", "val", "train"], predicted: [1, 4])
        #expect(try ids(fixture) == ["i1", "i4"])
        #expect(try fixture.evaluation().accounting.unpredicted == 0)
    }

    @Test func aColumnOfOtherThingsIsAnAttribute() throws {
        for names in [["a", "b"], ["test", "blue"], ["train", "training"], ["1", "2"]] {
            let fixture = try table(names: names)
            #expect(try ids(fixture).count == 6, "\(names)")
        }
        #expect(try ids(table("night")).count == 6)
    }

    @Test func splitsThatCannotBeToldApartAreSaid() throws {
        let fixture = try table(names: ["test1", "test2", "train"])
        #expect(try ids(fixture).count == 6)
        #expect(
            fixture.remarks.contains(
                "datasets/d/images.csv: warning: split: images are of 3 splits (test1 2, test2 2, train 2), and all are audited "
                    + "together; say split: NAME in misread.yml: a model is right more often on what it was trained on; where it is "
                    + "no split, name split in attributes: under slicing:"))
    }

    @Test func filesOfCOCOAreSplitsToo() throws {
        let fixture = try fixture([
            "datasets/d/annotations/instances_train2017.json": Self.truth("of-train"),
            "datasets/d/annotations/instances_val2017.json": Self.truth("of-val"),
            "datasets/d/annotations/captions_val2017.json": "{}",
        ])
        #expect(fixture.errors == [])
        #expect(try image(fixture) == "of-val.png")
    }

    @Test(arguments: ["labels/SPLIT", "SPLIT/labels"])
    func foldersOfLabelsAreSplitsToo(_ layout: String) throws {
        var files: [String: String] = [:]
        for split in ["train", "valid", "test"] {
            let place = "datasets/d/" + layout.replacing("SPLIT", with: split)
            files[place + "/a.txt"] = "0 0.5 0.5 \(split == "test" ? 0.5 : 0.2) 0.5\n"
        }
        let fixture = try fixture(files)
        let picture = try #require(Data(base64Encoded: DetectionWorkspaceTests.picture))
        for split in ["train", "valid", "test"] {
            let place = "datasets/d/" + layout.replacing("SPLIT", with: split).replacing("labels", with: "images")
            try fixture.write(place + "/a.png", picture)
        }
        try fixture.write(
            "versions/v1/d/detections.json",
            Data(#"[{"image_id": "a", "category_id": 0, "bbox": [1, 1, 4, 5], "score": 0.8}]"#.utf8))
        #expect(fixture.errors == [])
        let read = try Workspace.open(fixture.root).detections(of: "v1").evaluation
        #expect(read.truth.boxes[0].width == 10)
        #expect(
            read.paths == [
                "datasets/d/" + layout.replacing("SPLIT", with: "test").replacing("labels", with: "images") + "/a.png"
            ])
    }

    /// Pictures of another split may be called the same.
    @Test func thePictureIsThatOfTheSplit() throws {
        let fixture = try roboflow(["train", "test"])
        let picture = try #require(Data(base64Encoded: DetectionWorkspaceTests.picture))
        try fixture.write("datasets/d/train/of-test.png", picture)
        try fixture.write("datasets/d/test/of-test.png", picture)
        let read = try Workspace.open(fixture.root).detections(of: "v1").evaluation
        #expect(read.paths == ["datasets/d/test/of-test.png"])
    }

    @Test func aGroundTruthWithoutAnObjectIsRefused() throws {
        let bare = #"{"images": [{"id": 1}, {"id": 2}], "categories": [{"id": 1, "name": "cat"}], "annotations": []}"#
        #expect(
            try fixture(["datasets/d/annotations.json": bare]).errors == [
                "datasets/d/annotations.json: error: lists 2 images and no object; without objects nothing that a detector "
                    + "does can be measured: is it the file of the test images alone?"
            ])
    }

    @Test func twoDeclaredSlicesOfOneNameAreRefused() throws {
        let settings = "title: T\nclasses: [cat, dog]\nslicing:\n  declared:\n"
        let slice = "    - {name: night, where: {label: cat}}\n"
        #expect(
            try WorkspaceFixture(["misread.yml": settings + slice + slice]).errors == [
                "misread.yml:6: error: slicing.declared: two declared slices are called \"night\"; give each a name of its own"
            ])
    }
}
