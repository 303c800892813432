import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// Data sets of YOLO text whose splits are told by lists of images, or by several folders.
@Suite struct YOLOListTests {
    /// Four pictures in one folder, of which b alone, c and d are of the split; d has no label file.
    private static let files = [
        "yolo/labels/a.txt": "0 0.5 0.5 0.5 0.5\n", "yolo/labels/b.txt": "1 0.2 0.25 0.2 0.3\n",
        "yolo/labels/c.txt": "",
    ]
    private static let pictures = ["a", "b", "c", "d"].map { "yolo/images/\($0).png" }

    private static func fixture(_ more: [String: String], pictures: [String] = Self.pictures) throws -> LayoutFixture {
        try LayoutFixture(files.merging(more) { $1 }, pictures: pictures)
    }

    private static let names = "names: [cat, dog]\n"

    @Test(arguments: [
        "./images/b.png\n./images/c.png\n./images/d.png\n", "images/b.png\r\nimages/c.png\r\nimages/d.png\r\n",
        "/content/datasets/yolo/images/b.png\n/content/datasets/yolo/images/c.png\n/content/datasets/yolo/images/d.png",
        "C:\\data\\yolo\\images\\b.png\nC:\\data\\yolo\\images\\c.png\nC:\\data\\yolo\\images\\d.png\n",
        "data/images/b.png\n\ndata/images/c.png\n data/images/d.png \ndata/images/b.png\n",
    ])
    func aListSaysWhichImagesAreRead(_ list: String) throws {
        let fixture = try Self.fixture([
            "yolo/data.yaml": "path: ../datasets/yolo\ntrain: train.txt\nval: val.txt  # 3 images\ntest:\n"
                + Self.names,
            "yolo/train.txt": "./images/a.png\n", "yolo/val.txt": list,
        ])
        defer { fixture.remove() }
        let truth = try fixture.truth("yolo")
        #expect(truth.lines == ["b dog 20 10 40 30"])
        #expect(truth.images.map(\.id.description) == ["b", "c", "d"])
        #expect(truth.images.map(\.fileName) == ["b.png", "c.png", "d.png"])
        let told = truth.remarks.remarks.map(\.description)
        #expect(
            told == [
                "yolo: note: 3 of 4 pictures are read: those of val.txt; not read: train; say split: NAME in misread.yml for another",
                "yolo: note: 1 picture has no label file: images on which nothing is to be found",
            ])
    }

    @Test(arguments: ["coco128.yaml", "dataset.yaml", "data.yml"])
    func theDescriptionMayHaveAnyName(_ name: String) throws {
        let fixture = try Self.fixture([
            "yolo/\(name)": "train: train.txt\nval: val.txt\nnames:\n  0: cat\n  1: dog\n",
            "yolo/train.txt": "./images/a.png\n", "yolo/val.txt": "./images/b.png\n",
        ])
        defer { fixture.remove() }
        #expect(try fixture.truth("yolo").lines == ["b dog 20 10 40 30"])
    }

    @Test(arguments: [
        "val: [images/x, images/y]\n", "val:\n  - images/x\n  - images/y  # more\n",
        "val: ['./images/x', \"images/y\"]\n",
    ])
    func severalFoldersAreOneSplit(_ val: String) throws {
        let fixture = try LayoutFixture(
            [
                "yolo/data.yaml": "train: images/z\n" + val + Self.names,
                "yolo/labels/x/1.txt": "0 0.2 0.25 0.2 0.3\n", "yolo/labels/y/1.txt": "1 0.2 0.25 0.2 0.3\n",
                "yolo/labels/y/2.txt": "1 0.2 0.25 0.2 0.3\n", "yolo/labels/z/3.txt": "1 0.5 0.5 0.5 0.5\n",
            ], pictures: ["x/1", "y/1", "y/2", "z/3"].map { "yolo/images/\($0).png" })
        defer { fixture.remove() }
        // Two are called 1, so the folder tells them apart.
        #expect(
            try fixture.truth("yolo").lines == [
                "x/1 cat 20 10 40 30", "y/1 dog 20 10 40 30", "2 dog 20 10 40 30",
            ])
    }

    @Test func foldersThatAreNotCalledAsTheirSplitAreFoundByTheDescription() throws {
        let fixture = try LayoutFixture(
            [
                "yolo/data.yaml": "train: images/part1\nval: images/part2\n" + Self.names,
                "yolo/labels/part1/a.txt": "0 0.5 0.5 0.5 0.5\n", "yolo/labels/part2/b.txt": "1 0.2 0.25 0.2 0.3\n",
            ], pictures: ["yolo/images/part1/a.png", "yolo/images/part2/b.png"])
        defer { fixture.remove() }
        #expect(try fixture.truth("yolo").lines == ["b dog 20 10 40 30"])
    }

    @Test func darknetsListsSayTheSplitToo() throws {
        let fixture = try LayoutFixture(
            [
                "data/obj.data": "classes = 2\ntrain = data/train.txt\nvalid = data/test.txt\nnames = data/obj.names\n",
                "data/obj.names": "cat\ndog\n", "data/train.txt": "data/obj/a.png\n",
                "data/test.txt": "data/obj/b.png\n",
                "data/obj/a.txt": "0 0.5 0.5 0.5 0.5\n", "data/obj/b.txt": "1 0.2 0.25 0.2 0.3\n",
            ], pictures: ["data/obj/a.png", "data/obj/b.png"])
        defer { fixture.remove() }
        #expect(try fixture.truth("data").lines == ["b dog 20 10 40 30"])
    }

    @Test func listsThatAreCalledAsSplitsNeedNoDescription() throws {
        let fixture = try Self.fixture([
            "yolo/classes.txt": "cat\ndog\n", "yolo/train2017.txt": "./images/a.png\n./images/c.png\n",
            "yolo/val2017.txt": "./images/b.png\n",
        ])
        defer { fixture.remove() }
        #expect(try fixture.truth("yolo").lines == ["b dog 20 10 40 30"])
    }

    @Test func whatIsListedAndNotThereIsSaidOnceWithItsNumber() throws {
        let fixture = try Self.fixture([
            "yolo/data.yaml": "val: val.txt\n" + Self.names,
            "yolo/val.txt": "./images/b.png\n./images/e.png\n./images/f.png\nhttps://example.com/g.png\n",
        ])
        defer { fixture.remove() }
        let truth = try fixture.truth("yolo")
        #expect(truth.lines == ["b dog 20 10 40 30"])
        let told = truth.remarks.remarks.map(\.description)
        #expect(
            told == [
                "yolo: note: 1 of 4 pictures are read: those of val.txt",
                "yolo: warning: 3 of 4 images listed in val.txt are not there: ./images/e.png ...; left out, with what is "
                    + "labelled on them; put the pictures where the list says, below yolo",
            ])
    }

    @Test func aListOfWhichNothingIsThereIsAnError() throws {
        let fixture = try Self.fixture([
            "yolo/data.yaml": "train: train.txt\nval: val.txt\n" + Self.names, "yolo/train.txt": "./images/a.png\n",
            "yolo/val.txt": "./images/e.png\n./images/f.png\n",
        ])
        defer { fixture.remove() }
        let error = #expect(throws: WorkspaceLayoutFault.self) { try fixture.truth("yolo") }
        #expect(
            error?.problem.description
                == "yolo: error: none of the 2 images listed in val.txt is there, first ./images/e.png; put the pictures where "
                + "the list says, below yolo")
    }

    @Test func aListThatIsNotThereIsSaid() throws {
        let fixture = try Self.fixture(["yolo/data.yaml": "train: train.txt\nval: val.txt\n" + Self.names])
        defer { fixture.remove() }
        let truth = try fixture.truth("yolo")
        #expect(truth.images.count == 4)
        #expect(
            truth.remarks.remarks.map(\.description).contains(
                "yolo/data.yaml: warning: names train.txt, val.txt, which are not there"))
    }

    @Test func inAWorkspaceTheSettingChoosesTheList() throws {
        for (setting, expected) in [("", "b dog 20 10 40 30"), ("split: train\n", "a cat 50 25 100 50")] {
            let fixture = try LayoutFixture(
                [
                    "misread.yml": "title: T\ntask: detection\ndataset: d\n" + setting,
                    "datasets/d/dataset.yml": "title: D\n", "versions/v1/version.yml": "date: 2026-01-31\nmodel: m\n",
                    "datasets/d/data.yaml": "path: .\ntrain: train.txt\nval: val.txt\n" + Self.names,
                    "datasets/d/train.txt": "./images/a.png\n", "datasets/d/val.txt": "./images/b.png\n",
                    "datasets/d/labels/a.txt": "0 0.5 0.5 0.5 0.5\n",
                    "datasets/d/labels/b.txt": "1 0.2 0.25 0.2 0.3\n",
                    "versions/v1/d/labels/\(expected.prefix(1)).txt": "1 0.2 0.25 0.2 0.3 0.9\n",
                ], pictures: ["datasets/d/images/a.png", "datasets/d/images/b.png"])
            defer { fixture.remove() }
            let inspection = WorkspaceInspection(of: fixture.root)
            let read = inspection.runs.first?.detections
            #expect(read?.truth.lines == [expected], "\(inspection.problems.errors.map(\.description))")
            #expect(read?.paths == ["datasets/d/images/\(expected.prefix(1)).png"])
            #expect(!inspection.problems.remarks.contains { $0.summary.hasPrefix("not read:") })
        }
    }

    @Test func importTakesTheSplitThatTheResultsAreOf() throws {
        let fixture = try Self.fixture([
            "yolo/data.yaml": "train: train.txt\nval: val.txt\ntest: test.txt\n" + Self.names,
            "yolo/train.txt": "./images/a.png\n", "yolo/val.txt": "./images/b.png\n",
            "yolo/test.txt": "./images/c.png\n",
            "run/labels/b.txt": "1 0.2 0.25 0.2 0.3 0.9\n",
        ])
        defer { fixture.remove() }
        let made = try ImportedWorkspace(
            from: [fixture.root.appending(path: "yolo").path, fixture.root.appending(path: "run").path], format: nil,
            dataset: "d", version: "v1")
        let truth = made.lines.compactMap { line -> Int? in
            if case .truth(_, _, _, let images, let objects, _) = line { return images * 10 + objects }
            return nil
        }
        #expect(truth == [11])
        #expect(made.files.map(\.path).contains("datasets/d/images/b.png"))
        #expect(!made.files.map(\.path).contains("datasets/d/images/a.png"))
    }
}
