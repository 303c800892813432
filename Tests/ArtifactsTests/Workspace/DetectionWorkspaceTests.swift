import Diagnostics
import Foundation
import Testing

@testable import Artifacts

/// A detector's workspace in the forms that the field's tools write, without anything converted.
@Suite struct DetectionWorkspaceTests {
    private struct Folder {
        let root = FileManager.default.temporaryDirectory.appending(path: "detector-\(UUID().uuidString)")

        init() throws {
            try write("misread.yml", "title: T\ntask: detection\ndataset: d\n")
            try write("datasets/d/dataset.yml", "title: D\n")
            try write("versions/v1/version.yml", "date: 2026-01-31\nmodel: m\n")
        }

        func write(_ path: String, _ text: String) throws {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }

        var errors: [String] { WorkspaceInspection(of: root).problems.errors.map(\.description) }

        func remove() { try? FileManager.default.removeItem(at: root) }
    }

    private static let truth = """
        {"images": [{"id": 7, "file_name": "b.png", "width": 20, "height": 10}, {"id": 3}],
         "categories": [{"id": 1, "name": "cat"}],
         "annotations": [{"id": 1, "image_id": 7, "category_id": 1, "bbox": [1, 1, 4, 4], "area": 16, "iscrowd": 0}]}
        """
    private static let results = """
        [{"image_id": 7, "category_id": 1, "bbox": [1, 1, 4, 5], "score": 0.8}]
        """

    /// A grey PNG of 20 x 10 pixels: YOLO's boxes are shares of the picture's sides.
    static let picture =
        "iVBORw0KGgoAAAANSUhEUgAAABQAAAAKCAAAAACRPiE6AAAAEUlEQVR42mNsYMAETAxDWBAAcYYAlJ/3AzkAAAAASUVORK5CYII="

    @Test func withoutAnImageTableTheGroundTruthListsTheImages() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write("datasets/d/annotations.json", Self.truth)
        try folder.write("versions/v1/d/detections.json", Self.results)
        #expect(folder.errors == [])
        let read = try Workspace.open(folder.root).detections(of: "v1").evaluation
        #expect(read.names == ["3", "7"])
        #expect(read.results.count == 1)
        #expect(
            read.inputs.map(\.path) == [
                "datasets/d/annotations.json", "datasets/d/dataset.yml", "misread.yml", "versions/v1/d/detections.json",
                "versions/v1/version.yml",
            ])
    }

    @Test func yoloLabelsAndResultsAreFoldersOfText() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write("datasets/d/labels/a.txt", "0 0.5 0.5 0.2 0.2\n")
        try folder.write("datasets/d/labels/classes.txt", "cat\n")
        let picture = try #require(Data(base64Encoded: Self.picture))
        try folder.write("datasets/d/images/a.png", "")
        try picture.write(to: folder.root.appending(path: "datasets/d/images/a.png"))
        try folder.write("versions/v1/d/labels/a.txt", "0 0.5 0.5 0.2 0.2 0.9\n")
        #expect(folder.errors == [])
        let read = try Workspace.open(folder.root).detections(of: "v1").evaluation
        #expect(read.truth.boxes.count == 1 && read.results.count == 1)
        #expect(read.truth.classes.map(\.name) == ["cat"])
        #expect(read.inputs.map(\.path).contains("datasets/d/labels/"))
    }

    @Test func whatIsMissingIsNamedWithWhatToPutThere() throws {
        let folder = try Folder()
        defer { folder.remove() }
        #expect(
            folder.errors == [
                "datasets/d: error: there is no ground truth; put annotations.json (COCO), labels/ (YOLO) or "
                    + "annotations/ (Pascal VOC) here"
            ])
        try folder.write("datasets/d/annotations.json", Self.truth)
        #expect(
            folder.errors == [
                "versions/v1/d: error: there are no detections; put detections.json (COCO results) or a folder "
                    + "detections/ here"
            ])
    }

    @Test func aFaultOfTheGroundTruthIsToldOnceForAllVersions() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write("versions/v2/version.yml", "date: 2026-02-01\nmodel: m\n")
        for version in ["v1", "v2"] { try folder.write("versions/\(version)/d/detections.json", Self.results) }
        try folder.write("datasets/d/annotations.json", "{\"images\": 3}")
        let errors = folder.errors
        #expect(!errors.isEmpty && Set(errors).count == errors.count)
        #expect(errors.allSatisfy { $0.hasPrefix("datasets/d/annotations.json") })
    }

    @Test func aUnitIsAColumnOfTheImageTableAndReachesTheImages() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write("misread.yml", "title: T\ntask: detection\ndataset: d\nunit: camera\n")
        try folder.write("datasets/d/annotations.json", Self.truth)
        try folder.write("versions/v1/d/detections.json", Self.results)
        #expect(
            folder.errors == [
                "misread.yml: error: unit: there is no column \"camera\", for the data set has no image table; "
                    + "put images.csv with image_id and camera beside the annotations"
            ])
        try folder.write("datasets/d/images.csv", "image_id,camera\n3,north\n7,south\n")
        let read = try Workspace.open(folder.root).detections(of: "v1").evaluation
        #expect(read.attributes.isEmpty)
        #expect(read.units.map { units in (0..<2).map { units.categories[units.codes[$0]] } } == ["north", "south"])
    }

    /// A table of attributes is keyed by the ids of the annotations; the pictures lie under the names there.
    @Test func picturesAreFoundByTheNamesOfTheAnnotationsWhateverTheTableIsKeyedBy() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write("datasets/d/annotations.json", Self.truth)
        try folder.write("versions/v1/d/detections.json", Self.results)
        let picture = try #require(Data(base64Encoded: Self.picture))
        try folder.write("datasets/d/images/b.png", "")
        try picture.write(to: folder.root.appending(path: "datasets/d/images/b.png"))
        for key in ["7", "b"] {
            try folder.write("datasets/d/images.csv", "image_id,site\n3,north\n\(key),south\n")
            #expect(folder.errors == [])
            let read = try Workspace.open(folder.root).detections(of: "v1").evaluation
            #expect(read.paths == [nil, "datasets/d/images/b.png"])
        }
    }

    @Test func anImageTableOfOtherIdsIsJoinedAndSaidOrRefused() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write("datasets/d/annotations.json", Self.truth)
        try folder.write("versions/v1/d/detections.json", Self.results)
        try folder.write("datasets/d/images.csv", "image_id,site\n0003,north\n0007,south\n")
        // Spelled otherwise, and said, unless that is ruled out.
        #expect(folder.errors == [])
        #expect(
            try Workspace.open(folder.root).detections(of: "v1").remarks.map(\.description).contains(
                "datasets/d/images.csv: warning: image_id: 2 of 2 rows were joined by ids that differ by a leading zero "
                    + "alone: 0003 is 3, 0007 is 7; say ids: {match: exact} in version.yml where these are different images"
            ))
        try folder.write("versions/v1/version.yml", "date: 2026-01-31\nmodel: M\nids: {match: exact}\n")
        #expect(
            folder.errors == [
                "datasets/d/images.csv: error: image_id: 2 of 2 rows are of no image of the ground truth and 2 of its "
                    + "images have none, one for one but for a leading zero: the image table names 0003, 0007; ground "
                    + "truth names 3, 7; the ids differ by leading zeros: write them alike in both files (pandas keeps "
                    + "zeros with dtype=str)"
            ])
    }

    /// Where other tools write the ground truth, and pictures beside it.
    @Test(arguments: [
        ("annotations/instances_val2017.json", "val2017/b.png"), ("_annotations.coco.json", "b.png"),
        ("valid/_annotations.coco.json", "valid/b.png"), ("labels.json", "data/b.png"),
        ("coco_export.json", "images/b.png"),
    ])
    func theLayoutsOfOtherToolsAreRead(_ truth: String, _ picture: String) throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write("datasets/d/" + truth, Self.truth)
        if truth.hasPrefix("annotations/") { try folder.write("datasets/d/annotations/captions_val2017.json", "{}") }
        try folder.write("versions/v1/d/detections.json", Self.results)
        try folder.write("datasets/d/" + picture, "")
        let bytes = try #require(Data(base64Encoded: Self.picture))
        try bytes.write(to: folder.root.appending(path: "datasets/d/" + picture))
        #expect(folder.errors == [])
        let (read, remarks) = try Workspace.open(folder.root).detections(of: "v1")
        #expect(read.results.count == 1)
        #expect(read.paths == [nil, "datasets/d/" + picture])
        #expect(!remarks.contains { $0.summary.hasPrefix("not read") })
    }

    @Test func aSubsetIsReadWithAndWithoutAnImageTable() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write("datasets/d/annotations.json", Self.truth)
        try folder.write("versions/v1/d/detections.json", Self.results)
        try folder.write("versions/v1/version.yml", "date: 2026-01-31\nmodel: m\ncoverage: subset\n")
        for table in [nil, "image_id,site\n3,north\n7,south\n"] {
            if let table { try folder.write("datasets/d/images.csv", table) }
            #expect(folder.errors == [])
            let read = try Workspace.open(folder.root).detections(of: "v1").evaluation
            #expect(read.names == ["7"])
            #expect(read.isSubset)
        }
    }

    @Test func severalFilesOfInstancesAreNamed() throws {
        let folder = try Folder()
        defer { folder.remove() }
        for part in ["north", "south"] { try folder.write("datasets/d/annotations/instances_\(part).json", Self.truth) }
        try folder.write("versions/v1/d/detections.json", Self.results)
        #expect(
            folder.errors == [
                "datasets/d/annotations: error: there are instances_north.json and instances_south.json; keep one of them"
            ])
    }

    @Test func moreDetectionsThanAHundredCountWhereThatIsSaid() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write("misread.yml", "title: T\ntask: detection\ndataset: d\nmax_detections: 300\n")
        try folder.write("datasets/d/annotations.json", Self.truth)
        try folder.write("versions/v1/d/detections.json", Self.results)
        #expect(try Workspace.open(folder.root).detections(of: "v1").evaluation.maxDetections == 300)
    }

    @Test func aNameThatLeadsOutOfTheDataSetIsToldAndNotOpened() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write(
            "datasets/d/annotations.json", Self.truth.replacing("b.png", with: "../../../../../../etc/passwd"))
        try folder.write("versions/v1/d/detections.json", Self.results)
        let problems = WorkspaceInspection(of: folder.root).problems
        #expect(problems.errors.isEmpty)
        #expect(
            problems.remarks.map(\.description).contains(
                "datasets/d/annotations.json: warning: file_name: \"../../../../../../etc/passwd\" leaves its folder, and no file "
                    + "of its name lies in the data set: it is not looked for elsewhere; put the pictures into datasets/d/images"
            ))
    }
}
