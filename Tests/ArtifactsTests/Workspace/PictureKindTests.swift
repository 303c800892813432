import Columns
import Formats
import Foundation
import Pixels
import TestSupport
import Testing

@testable import Artifacts

/// Pictures of every format, and huge ones, in a workspace: found, measured, covered, framed.
@Suite struct PictureKindTests {
    private func isGrey(_ picture: RGBImage, _ x: Int, _ y: Int) -> Bool {
        let start = (y * picture.width + x) * 3
        return picture.bytes[start..<start + 3].allSatisfy { $0 == RGBImage.coverLevel }
    }

    private func values(_ evaluation: Evaluation, _ name: String) throws -> [Double] {
        let column = try #require(evaluation.items.attributes.first { $0.name == Name(name) })
        guard case .numeric(let numbers) = column else {
            Issue.record("\(name) is a number")
            return []
        }
        return numbers.values
    }

    /// The same 3 x 2 pixels in five formats, found by the ids of their images.
    @Test func everyFormatIsFoundMeasuredAndCovered() throws {
        let files = [
            ("p.png", SmallPictures.rgb), ("w.webp", SmallPictures.webp), ("t.tif", SmallPictures.tiffTiles),
            ("b.bmp", SmallPictures.bmp), ("g.GIF", SmallPictures.gif), ("j.jpg", SmallPictures.jpeg),
        ]
        let ids = files.map { String($0.0.prefix(1)) }
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label\n"
                + ids.enumerated().map { "\($1),\($0 % 2 == 0 ? "cat" : "dog")\n" }.joined(),
            "datasets/d/redactions.csv": "image_id,x,y,width,height\n"
                + ids.dropLast().map { "\($0),1,0,1,1\n" }.joined(),
            "versions/v1/d/predictions.csv": "image_id,predicted,confidence\n"
                + ids.map { "\($0),cat,0.9\n" }.joined(),
        ])
        for (name, base64) in files { try fixture.write("datasets/d/images/" + name, SmallPictures.data(base64)) }
        #expect(fixture.errors == [])
        #expect(fixture.remarks.filter { $0.contains("picture") && !$0.contains("left behind") } == [])
        let workspace = try Workspace.open(fixture.root)
        let evaluation = try workspace.evaluation(of: "v1")
        // 0.299 R + 0.587 G + 0.114 B of the six pixels: 76.245, 149.685, 29.07, 18.15, 48.15, 78.15.
        for brightness in try values(evaluation, "brightness").dropLast() { #expect(abs(brightness - 66.575) < 1e-9) }
        #expect(try values(evaluation, "width") == [3, 3, 3, 3, 3, 32])
        for id in ids.dropLast() {
            let picture = try #require(try workspace.picture(of: id), "\(id)")
            #expect((0..<6).map { isGrey(picture, $0 % 3, $0 / 3) } == [false, true, false, false, false, false])
        }
    }

    /// 64,008,000 pixels at 1/2: the size is that of the picture, what is covered is rounded outwards and a pixel more.
    @Test func aHugePictureIsMeasuredAndShownSmaller() throws {
        let fixture = try WorkspaceFixture([
            "datasets/d/images.csv": "image_id,label\na,cat\nb,dog\n",
            "datasets/d/redactions.csv": "image_id,x,y,width,height\na,4001,100,2,2\n",
            "versions/v1/d/predictions.csv": "image_id,predicted,confidence\na,cat,0.9\nb,dog,0.8\n",
        ])
        let huge = LargePicture.png(
            width: 8001, height: 8000, colours: ([0, 0, 200], [200, 0, 0]), columns: 0..<4000, rows: 0..<8000)
        try fixture.write("datasets/d/images/a.png", huge)
        try fixture.write("datasets/d/images/b.jpg", SmallPictures.data(SmallPictures.jpeg))
        #expect(fixture.errors == [])
        #expect(
            fixture.remarks == [
                "datasets/d/images.csv: note: 1 picture is of more than 64000000 pixels and measured and shown at a part of the "
                    + "size: datasets/d/images/a.png, 8001 x 8000, at 1/2"
            ])
        let workspace = try Workspace.open(fixture.root)
        let evaluation = try workspace.evaluation(of: "v1")
        #expect(try values(evaluation, "width") == [8001, 32])
        #expect(try values(evaluation, "height") == [8000, 24])
        // 0.299 x 200 on 2000 of 4001 columns, 0.114 x 200 on the others.
        #expect(abs(try values(evaluation, "brightness")[0] - (59.8 * 2000 + 22.8 * 2001) / 4001) < 1e-9)
        let picture = try #require(try workspace.picture(of: "a"))
        #expect((picture.width, picture.height) == (4001, 4000))
        #expect(Array(picture.bytes[(50 * 4001 + 1990) * 3..<(50 * 4001 + 1990) * 3 + 3]) == [200, 0, 0])
        // x from 2000.5 to 2001.5, y from 50 to 51, a pixel more on each side.
        #expect((1997...2004).filter { isGrey(picture, $0, 50) } == [1999, 2000, 2001, 2002])
        #expect((46...54).filter { isGrey(picture, 2000, $0) } == [49, 50, 51])
    }

    @Test func boxesAreDrawnWhereTheyLieOnTheSmallerPicture() {
        let frame = PictureFrame(
            .init(width: 8000, height: 9000), declaredWidth: 16_000, declaredHeight: 18_000, divisor: 4)
        let box = Box(x: 800, y: 1600, width: 80, height: 40)
        #expect(frame.place(box) == Box(x: 400, y: 800, width: 40, height: 20))
        #expect(frame.draw(box) == Box(x: 100, y: 200, width: 10, height: 5))
        let other = PictureFrame(
            .init(width: 8000, height: 9000), declaredWidth: 100, declaredHeight: 900, divisor: 4)
        #expect(other.draw(box) == nil)
    }
}
