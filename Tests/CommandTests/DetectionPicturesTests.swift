// Pictures of objects and detections: which image an item's name means, and the part of it that is shown.

import Artifacts
import Drawing
import Foundation
import Pixels
import Tallies
import TestSupport
import Testing

@testable import misread

@Suite struct DetectionPicturesTests {
    private static let blue: [UInt8] = [0, 0, 200]
    private static let red: [UInt8] = [200, 0, 0]

    /// A detector's workspace of two images of 320 x 240: blue, with a red square at 240...280 x 40...80. The first has an
    /// object there, found by the second of three detections; its name ends as if it were a detection's.
    private static func pictures() throws -> (DetectionPictures, root: URL) {
        var bytes: [UInt8] = []
        for y in 0..<240 {
            for x in 0..<320 { bytes += (240..<280).contains(x) && (40..<80).contains(y) ? red : blue }
        }
        return try pictures(of: PNGEncoder.encode(RGBImage(width: 320, height: 240, bytes: bytes)), times: 1)
    }

    /// The same of a picture that is so many times as wide and high.
    private static func pictures(
        of png: some Sequence<UInt8>, times: Int
    ) throws -> (DetectionPictures, root: URL) {
        let root = FileManager.default.temporaryDirectory.appending(path: "pictures-\(UUID().uuidString)")
        func write(_ bytes: some Sequence<UInt8>, _ path: String) throws {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }
        let names = ["a detection 7.png", "b.png"]
        for name in names { try write(png, "datasets/d/images/" + name) }
        let table = "image_id,path\n" + names.map { "\($0),images/\($0)\n" }.joined()
        try write(table.utf8, "datasets/d/images.csv")
        let images = names.enumerated().map {
            #"{"id": \#($0), "file_name": "\#($1)", "width": \#(320 * times), "height": \#(240 * times)}"#
        }
        func box(_ x: Int, _ y: Int, _ side: Int) -> String {
            "\([x * times, y * times, side * times, side * times])"
        }
        let truth = """
            {"images": [\(images.joined(separator: ","))], "categories": [{"id": 1, "name": "cat"}],
             "annotations": [{"id": 31, "image_id": 0, "category_id": 1, "bbox": \(box(240, 40, 40)), "area": \(1600 * times * times), "iscrowd": 0}]}
            """
        let boxes = [(1, box(0, 0, 20)), (0, box(240, 40, 40)), (0, box(0, 200, 20))]
        let answers = boxes.map { #"{"image_id": \#($0), "category_id": 1, "bbox": \#($1), "score": 0.9}"# }
        try write("title: T\ntask: detection\nowners: [me]\ndataset: d\n".utf8, "misread.yml")
        try write("source: made\n".utf8, "datasets/d/dataset.yml")
        try write("date: 2026-01-31\nmodel: m\n".utf8, "versions/v1/version.yml")
        try write(truth.utf8, "datasets/d/annotations.json")
        try write("[\(answers.joined(separator: ","))]".utf8, "versions/v1/d/detections.json")
        let workspace = try Workspace.open(root)
        let book = DetectionBook(try workspace.detections(of: "v1").evaluation)
        return (DetectionPictures(workspace, book), root)
    }

    /// Share of the pixels that are nearer to red than to blue.
    private static func redness(_ image: RGBImage) -> Double {
        let count = (0..<(image.width * image.height)).count { image.bytes[$0 * 3] > image.bytes[$0 * 3 + 2] }
        return Double(count) / Double(image.width * image.height)
    }

    @Test func anImageIsShownWhole() throws {
        let (pictures, root) = try Self.pictures()
        defer { try? FileManager.default.removeItem(at: root) }
        // 320 x 240 at a longer side of 160; the square is 1,600 of 76,800 pixels.
        let whole = try #require(try pictures.photo(of: "b.png"))
        #expect(whole.width == 160 && whole.height == 120)
        #expect(abs(Self.redness(whole) - 1600.0 / 76_800) < 0.005)
        #expect(try pictures.photo(of: "a detection 7.png") != nil)
    }

    /// 9,600 x 7,200 are 69 million pixels: decoded at 1/2, with the boxes where they were.
    @Test func boxesLieOnAHugePictureWhereTheyShould() throws {
        let png = LargePicture.png(
            width: 9600, height: 7200, colours: (Self.blue, Self.red), columns: 7200..<8400, rows: 1200..<2400)
        let (pictures, root) = try Self.pictures(of: png, times: 30)
        defer { try? FileManager.default.removeItem(at: root) }
        let whole = try #require(try pictures.photo(of: "b.png"))
        #expect(whole.width == 160 && whole.height == 120)
        #expect(abs(Self.redness(whole) - 1600.0 / 76_800) < 0.005)
        let object = try #require(try pictures.photo(of: "a detection 7.png object 31"))
        #expect(object.width == 160 && object.height == 160)
        #expect(Self.redness(object) > 0.15 && Self.redness(object) < 0.35)
        // The outline runs along the edge of the square: right inside of it is red.
        let middle = (80 * 160 + 80) * 3
        #expect(Array(object.bytes[middle..<middle + 3]) == Self.red)
    }

    @Test func anObjectIsShownWithHalfAsMuchAgainAroundIt() throws {
        let (pictures, root) = try Self.pictures()
        defer { try? FileManager.default.removeItem(at: root) }
        let object = try #require(try pictures.photo(of: "a detection 7.png object 31"))
        #expect(object.width == 160 && object.height == 160)
        // The square is half as long as the part; its outlines take some of it.
        #expect(Self.redness(object) > 0.15 && Self.redness(object) < 0.35)
        // The detection that took it shows the same part.
        let found = try #require(try pictures.photo(of: "a detection 7.png detection 1"))
        #expect(found.width == 160 && Self.redness(found) > 0.15)
    }

    @Test func aDetectionInACornerKeepsInsideThePicture() throws {
        let (pictures, root) = try Self.pictures()
        defer { try? FileManager.default.removeItem(at: root) }
        for item in ["b.png detection 0", "a detection 7.png detection 2"] {
            let corner = try #require(try pictures.photo(of: item))
            #expect(corner.width == 160 && corner.height == 160)
            #expect(Self.redness(corner) < 0.15)
        }
    }

    @Test func namesOfNothingHaveNoPicture() throws {
        let (pictures, root) = try Self.pictures()
        defer { try? FileManager.default.removeItem(at: root) }
        for item in [
            "c.png", "b.png object 31", "b.png detection 1", "b.png detection x", "b.png detection 99999999999", "",
            "a detection 7.png object 32", "c.png detection 0",
        ] {
            #expect(try pictures.photo(of: item) == nil, "\(item)")
        }
        #expect(try pictures.heat(of: "b.png") == nil)
    }
}
