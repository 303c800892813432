import Columns
import Foundation
import Pixels
import Record
import TestSupport
import Testing

@testable import Artifacts

/// Boxes and takedowns of a data set: joined to its images, burnt into pictures and maps.
@Suite struct RedactionTests {
    /// The picture of a is 32 x 24, that of b 3 x 2; c has none.
    private func workspace(_ files: [String: String]) throws -> WorkspaceFixture {
        let fixture = try WorkspaceFixture(
            [
                "datasets/d/images.csv": "image_id,label,path\na,cat,images/first.jpg\nb,dog,images/b.png\nc,dog,\n"
            ].merging(files) { $1 })
        try fixture.write("datasets/d/images/first.jpg", SmallPictures.data(SmallPictures.jpeg))
        try fixture.write("datasets/d/images/b.png", SmallPictures.data(SmallPictures.rgb))
        return fixture
    }

    private func isGrey(_ picture: RGBImage, _ x: Int, _ y: Int) -> Bool {
        let start = (y * picture.width + x) * 3
        return picture.bytes[start..<start + 3].allSatisfy { $0 == RGBImage.coverLevel }
    }

    private static let boxes: [String: String] = [
        "redactions.csv": "image_id,x,y,width,height\na,4,5,2,3\n",
        "redactions.json": #"[{"image_id": "a", "category_id": 1, "bbox": [4, 5, 2, 3], "score": 0.9}]"#,
        "redactions.jsonl": #"{"image_id": "a", "label": "face", "bbox": [4, 5, 2, 3], "score": 0.9}"# + "\n",
        "redactions.tsv": "image\tlabel\txmin\tymin\txmax\tymax\nfirst.jpg\tface\t4\t5\t6\t8\n",
    ]

    @Test(arguments: Self.boxes.keys.sorted())
    func boxesAreBurntIn(_ name: String) throws {
        let fixture = try workspace(["datasets/d/" + name: try #require(Self.boxes[name])])
        #expect(fixture.errors == [] && fixture.remarks == [])
        let workspace = try Workspace.open(fixture.root)
        let picture = try #require(try workspace.picture(of: "a"))
        for y in 0..<24 {
            for x in 0..<32 {
                #expect(isGrey(picture, x, y) == ((4..<6).contains(x) && (5..<8).contains(y)), "\(x) \(y)")
            }
        }
        #expect(workspace.redactions.cover(of: "a") == .parts(["4.0 5.0 2.0 3.0"]))
        #expect(try workspace.picture(of: "b").map { isGrey($0, 0, 0) } == false)
        // What it was made from is told, so that a changed file is.
        #expect(try workspace.evaluation(of: "v1").inputs.contains { $0.path == "datasets/d/" + name })
        // Of a map of 8 x 6 cells one covers x 4...8 and y 4...8.
        let whole = SaliencyGrid(width: 8, height: 6, values: (0..<48).map { Float($0) })
        let map = try #require(workspace.covering(whole, of: "a"))
        #expect(map.values.indices.filter { map.values[$0].isNaN } == [9])
    }

    @Test(arguments: [
        ("redactions.csv", "image_id,x,y,width,height\nb,0.4,0,0.5,0.4\n"),
        (
            "redactions.jsonl",
            "{\"image_id\": \"b\", \"label\": \"face\", \"bbox\": [0.4, 0, 0.5, 0.4], \"score\": 0.9}\n"
        ),
    ])
    func sharesOfAPictureAreItsPixels(_ name: String, _ text: String) throws {
        let fixture = try workspace(["datasets/d/" + name: text])
        #expect(fixture.errors == [])
        let picture = try #require(try Workspace.open(fixture.root).picture(of: "b"))
        #expect((0..<3).map { isGrey(picture, $0, 0) } == [false, true, true])
        #expect(!isGrey(picture, 1, 1))
    }

    @Test func anImageThatIsTakenDownHasNoPicture() throws {
        let fixture = try workspace(["takedowns.csv": "image_id,dataset,reason\na,d,asked to\n"])
        #expect(fixture.errors == [] && fixture.remarks == [])
        let workspace = try Workspace.open(fixture.root)
        #expect(try workspace.picture(of: "a") == nil)
        #expect(try workspace.picture(of: "b") != nil)
        #expect(workspace.redactions.cover(of: "a") == .all)
        #expect(workspace.covering(SaliencyGrid(width: 1, height: 1, values: [1]), of: "a") == nil)
        // Who renders reads the same without the images.
        #expect(try Redactions.read(in: fixture.root, dataset: "d") == Redactions([(image: "a", cover: .all)]))
    }

    @Test func whatIsTakenDownOfAnotherDataSetStays() throws {
        let fixture = try workspace([
            "datasets/other/dataset.yml": "source: drawn\n", "takedowns.csv": "image_id,dataset\nb,other\n",
        ])
        #expect(try Workspace.open(fixture.root).redactions.cover(of: "b") == nil)
        #expect(try Redactions.read(in: fixture.root, dataset: "d") == .none)
    }

    @Test func aMisspeltDataSetWouldShowThePicture() throws {
        #expect(
            try workspace(["takedowns.csv": "image_id,dataset\na,D1\n"]).errors == [
                "takedowns.csv:2: error: dataset: there is no data set \"D1\", so the picture would be shown; "
                    + "did you mean \"d\"?"
            ])
    }

    @Test func whatWouldNotBeCoveredIsAnError() throws {
        #expect(
            try workspace(["datasets/d/redactions.csv": "image_id,x,y,width,height\nfirs,1,1,2,2\nzz,1,1,2,2\n"]).errors
                == [
                    "datasets/d/redactions.csv:2: error: image_id: \"firs\" is no image of the data set, so its picture would be "
                        + "shown; 2 such in all; write the ids as the images' table does"
                ])
        #expect(
            try workspace(["takedowns.csv": "image_id\nimage\n"]).errors == [
                "takedowns.csv:2: error: image_id: \"image\" is no image of the data set, so its picture would be shown; "
                    + "write the ids as the images' table does"
            ])
        #expect(
            try workspace(["datasets/d/redactions.csv": "image_id,x,y,width,height\na,40,1,2,2\n"]).errors == [
                "datasets/d/redactions.csv: error: the box 40.0 1.0 2.0 2.0 lies outside the picture of a, which is 32 x 24; "
                    + "write boxes in pixels of the picture as it is seen, as the annotations are"
            ])
        #expect(
            try workspace(["datasets/d/redactions.csv": "image_id,x,y,width,height\na,4,1,0,2\n"]).errors == [
                "datasets/d/redactions.csv:2: error: the box 4.0 1.0 0.0 2.0 covers nothing; x, y, width, height are expected, "
                    + "in pixels"
            ])
        #expect(
            try workspace(["datasets/d/redactions.json": "[[[1, 2, 3, 4, 0.9]]]"]).errors == [
                "datasets/d/redactions.json: error: the boxes name no images; give each the id of its image: image_id"
            ])
        #expect(
            try workspace(["takedowns.csv": "name\na\n"]).errors == [
                "takedowns.csv:1: error: there is no column \"image_id\""
            ])
    }

    @Test func anImageWithoutABoxIsSaid() throws {
        #expect(
            try workspace(["datasets/d/redactions.csv": "image_id,x,y,width,height\na,1,1,2,2\nb,,,,\n"]).remarks == [
                "datasets/d/redactions.csv: warning: 1 of 2 images have no box, and nothing of them is covered; list an image in "
                    + "takedowns.csv to show no picture of it"
            ])
    }

    /// A detector's boxes are drawn on a picture of another shape: no box of it can be placed, so that all of it is covered.
    @Test func whereBoxesHaveNoPlaceNothingIsShown() throws {
        let truth = """
            {"images": [{"id": 5, "file_name": "a.jpg", "width": 320, "height": 240},
                        {"id": 6, "file_name": "b.png", "width": 100, "height": 10}],
             "categories": [{"id": 1, "name": "cat"}],
             "annotations": [{"id": 1, "image_id": 5, "category_id": 1, "bbox": [0, 0, 9, 9], "area": 81, "iscrowd": 0}]}
            """
        let fixture = try WorkspaceFixture(
            [
                "misread.yml": "title: T\ntask: detection\n", "datasets/d/annotations.json": truth,
                "datasets/d/redactions.csv": "image_id,x,y,width,height\n5,40,50,20,30\nb.png,1,1,2,2\n",
                "versions/v1/d/detections.json":
                    #"[{"image_id": 5, "category_id": 1, "bbox": [0, 0, 9, 9], "score": 0.9}]"#,
            ], without: ["datasets/d/images.csv", "versions/v1/d/predictions.csv"])
        try fixture.write("datasets/d/images/a.jpg", SmallPictures.data(SmallPictures.jpeg))
        try fixture.write("datasets/d/images/b.png", SmallPictures.data(SmallPictures.rgb))
        #expect(fixture.errors == [])
        let workspace = try Workspace.open(fixture.root)
        let evaluation = try workspace.detections(of: "v1").evaluation
        // Declared ten times as large: the box is scaled with the others.
        let (picture, _) = try #require(try workspace.picture(of: 0, evaluation))
        #expect((3...6).map { isGrey(picture, $0, 5) } == [false, true, true, false])
        #expect(try workspace.picture(of: 1, evaluation) == nil)
    }

    /// As INPUT.md has it: the columns of CSV, a row an object.
    @Test(arguments: [
        ("redactions.jsonl", #"{"image_id": "a", "x": 4, "y": 5, "width": 2, "height": 3}"# + "\n"),
        ("redactions.json", #"[{"image_id": "a", "x": 4, "y": 5, "width": 2, "height": 3}]"#),
    ])
    func rowsOfJSONAreBoxesToo(_ name: String, _ text: String) throws {
        let fixture = try workspace(["datasets/d/" + name: text])
        #expect(fixture.errors == [])
        let workspace = try Workspace.open(fixture.root)
        #expect(workspace.redactions.cover(of: "a") == .parts(["4.0 5.0 2.0 3.0"]))
        let other = try self.workspace(["datasets/d/" + name: #"{"image_id": "a"}"#])
        #expect(!other.errors.isEmpty)
    }
}
