import Columns
import Foundation
import TestSupport
import Testing

@testable import Artifacts

/// Pictures that cannot be shown cost only themselves; what is dangerous is refused as before.
@Suite struct UnreadablePictureTests {
    /// The first bytes of a format that is not read.
    private static let avif = Data("\0\0\0\u{1C}ftypavif".utf8)
    /// The header of a PNG of 10,000 x 10,000 pixels.
    private static let bomb =
        "iVBORw0KGgoAAAANSUhEUgAAJxAAACcQCAAAAACfJT37AAAACElEQVR4nAMAAAAAAUgGidIAAAAASUVORK5CYII="

    private func workspace(_ pictures: [(id: String, bytes: Data)]) throws -> WorkspaceFixture {
        let ids = pictures.map(\.id)
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label,path\n" + ids.map { "\($0),cat,images/\($0).jpg\n" }.joined(),
            "versions/v1/d/predictions.csv": "image_id,predicted,confidence\n"
                + ids.map { "\($0),cat,0.9\n" }.joined(),
        ])
        for picture in pictures { try fixture.write("datasets/d/images/\(picture.id).jpg", picture.bytes) }
        return fixture
    }

    @Test func theyAreListedOnceAndTheRestIsMeasured() throws {
        let jpeg = try SmallPictures.data(SmallPictures.jpeg)
        let fixture = try workspace([
            ("a", jpeg), ("b", try SmallPictures.data(SmallPictures.rgb)), ("c", Self.avif),
            ("d", jpeg.dropLast(9)), ("e", Data()), ("f", Data("<svg/>".utf8)),
        ])
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks == [
                "datasets/d/images.csv: warning: no picture kept of 4 images: datasets/d/images/c.jpg is AVIF, only PNG, JPEG, "
                    + "WebP, TIFF, BMP and GIF are read; datasets/d/images/d.jpg is not a sound JPEG: Premature end of JPEG file; "
                    + "datasets/d/images/e.jpg is empty, a picture was expected; ..."
            ])
        let workspace = try Workspace.open(fixture.root)
        let (evaluation, remarks) = try workspace.remarkedEvaluation(of: "v1")
        #expect(evaluation.count == 6 && remarks.count == 1)
        for id in ["c", "d", "e", "f"] { #expect(try workspace.picture(of: id) == nil) }
        #expect(try workspace.picture(of: "a")?.width == 32)
        let column = try #require(evaluation.items.attributes.first { $0.name == "brightness" })
        guard case .numeric(let brightness) = column else {
            Issue.record("brightness is a number")
            return
        }
        #expect(brightness.values.map(\.isNaN) == [false, false, true, true, true, true])
    }

    @Test func oneIsNamed() throws {
        let fixture = try workspace([
            ("a", try SmallPictures.data(SmallPictures.jpeg)), ("b", Self.avif),
        ])
        #expect(
            fixture.remarks == [
                "datasets/d/images/b.jpg: warning: no picture kept: it is AVIF, only PNG, JPEG, WebP, TIFF, BMP and GIF are read"
            ])
    }

    @Test func aPictureTooLargeToDecodeIsRefused() throws {
        let fixture = try workspace([
            ("a", try SmallPictures.data(SmallPictures.jpeg)), ("b", try SmallPictures.data(Self.bomb)),
        ])
        #expect(
            fixture.errors == [
                "datasets/d/images/b.jpg: error: is 10000 x 10000, 100000000 pixels, at most 64000000 are decoded; scale it "
                    + "down"
            ])
    }

    /// A file of some size may hold what its header says: it costs only itself.
    @Test func aLargePictureThatIsDamagedIsListedAndSkipped() throws {
        let fixture = try workspace([
            ("a", try SmallPictures.data(SmallPictures.jpeg)),
            // 10,000 x 10,000 of 8 bits: 125,000 bytes at 800 to one.
            ("b", try SmallPictures.data(Self.bomb) + Data(count: 125_000)),
        ])
        #expect(fixture.errors == [])
        #expect(fixture.remarks.count == 1)
        #expect(
            fixture.remarks.first?.hasPrefix(
                "datasets/d/images/b.jpg: warning: no picture kept: it is not a sound PNG: ") == true)
    }

    @Test func aLinkOutOfTheWorkspaceIsRefused() throws {
        let jpeg = try SmallPictures.data(SmallPictures.jpeg)
        let outside = try WorkspaceFixture()
        try outside.write("secret.jpg", jpeg)
        let fixture = try workspace([("a", jpeg), ("b", jpeg)])
        let link = fixture.root.appending(path: "datasets/d/images/b.jpg")
        try FileManager.default.removeItem(at: link)
        try FileManager.default.createSymbolicLink(
            at: link, withDestinationURL: outside.root.appending(path: "secret.jpg"))
        #expect(fixture.errors.count == 1)
        #expect(fixture.errors.first?.contains("is a link out of the workspace") == true)
    }

    @Test func pathsOfWindowsAndOfTheWeb() throws {
        let jpeg = try SmallPictures.data(SmallPictures.jpeg)
        let fixture = try workspace([("a", jpeg), ("b", jpeg)])
        let table = "image_id,label,path\na,cat,images\\a.jpg\nb,cat,images\\b.jpg\n"
        try fixture.write("datasets/d/images.csv", Data(table.utf8))
        #expect(fixture.errors == [])
        #expect(
            try fixture.evaluation().items.paths == ["datasets/d/images/a.jpg", "datasets/d/images/b.jpg"])
        let web = "image_id,label,path\na,cat,https://example.org/a.jpg\nb,cat,HTTP://example.org/b.jpg\n"
        try fixture.write("datasets/d/images.csv", Data(web.utf8))
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks == [
                "datasets/d/images.csv: warning: path: holds URLs, and nothing is fetched: the site will have no pictures; "
                    + "put the pictures into images/ and their paths here"
            ])
        let out = "image_id,label,path\na,cat,..\\..\\a.jpg\nb,cat,https://example.org/b.jpg\n"
        try fixture.write("datasets/d/images.csv", Data(out.utf8))
        #expect(fixture.errors.count == 2)
    }

    @Test func picturesOfOtherSizesThanDeclaredAreSaidOnce() throws {
        let jpeg = try SmallPictures.data(SmallPictures.jpeg)
        let sizes = [(32, 24), (64, 48), (128, 96), (32, 32)]
        let images = sizes.enumerated().map { index, size in
            #"{"id": \#(index + 1), "file_name": "\#(index + 1).jpg", "width": \#(size.0), "height": \#(size.1)}"#
        }.joined(separator: ",")
        let fixture = try WorkspaceFixture(
            [
                "misread.yml": "title: T\ntask: detection\ndataset: d\n",
                "datasets/d/annotations.json": """
                {"images": [\(images)], "categories": [{"id": 1, "name": "cat"}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4], "area": 16, "iscrowd": 0}]}
                """,
                "versions/v1/d/detections.json":
                    #"[{"image_id": 1, "category_id": 1, "bbox": [1, 1, 4, 4], "score": 0.9}]"#,
            ], without: ["datasets/d/images.csv", "versions/v1/d/predictions.csv"])
        for index in 1...4 { try fixture.write("datasets/d/images/\(index).jpg", jpeg) }
        #expect(fixture.errors == [])
        let file = "datasets/d/annotations.json"
        #expect(
            fixture.remarks == [
                "\(file): note: images: 2 pictures have another size than is declared, their boxes are drawn to scale: "
                    + "datasets/d/images/2.jpg is 32 x 24, 64 x 48 is declared",
                "\(file): warning: images: 1 picture has another shape than is declared and is shown without boxes: "
                    + "datasets/d/images/4.jpg is 32 x 24, 32 x 32 is declared",
            ])
        let workspace = try Workspace.open(fixture.root)
        let read = try workspace.detections(of: "v1").evaluation
        let frames = try (0..<4).map { try #require(try workspace.picture(of: $0, read)).frame }
        #expect(frames.map(\.fit) == [.seen, .seen, .seen, .otherShape])
        #expect(frames.map(\.isScaled) == [false, true, true, false])
    }
}
