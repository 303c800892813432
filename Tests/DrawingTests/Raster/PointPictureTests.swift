import Testing

@testable import Drawing

@Suite struct PointPictureTests {
    @Test func `a dot is a disc of four by four around its place`() {
        var picture = PointPicture(width: 10, height: 6)
        picture.stamp(PointPicture.Shape.dot, x: 4, y: 3)
        let rows = (0..<6).map { y in (0..<10).map { picture.isSet(x: $0, y: y) ? "#" : "." }.joined() }
        #expect(
            rows == ["..........", "...##.....", "..####....", "..####....", "...##.....", ".........."])
        // A filter of none, then 10 pixels in two bytes.
        #expect(
            picture.packedRows == [
                0, 0, 0, 0, 0b0001_1000, 0, 0, 0b0011_1100, 0, 0, 0b0011_1100, 0, 0, 0b0001_1000, 0, 0, 0, 0,
            ])
    }

    @Test func `what lies outside is cut`() {
        var picture = PointPicture(width: 8, height: 8)
        for (x, y) in [(0, 0), (8, 8), (-9, 4), (4, 99), (20, 4)] {
            picture.stamp(PointPicture.Shape.diamond, x: x, y: y)
        }
        #expect(picture.isSet(x: 0, y: 0) && picture.isSet(x: 7, y: 7) && !picture.isSet(x: 4, y: 3))
    }

    @Test func `it is a PNG of one bit a pixel`() {
        var picture = PointPicture(width: 616, height: 480)
        for index in 0..<1_000 { picture.stamp(PointPicture.Shape.dot, x: index * 37 % 616, y: index * 53 % 480) }
        let file = PNGEncoder.encode(picture)
        #expect(file.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        #expect(file[12..<29] == [0x49, 0x48, 0x44, 0x52, 0, 0, 2, 104, 0, 0, 1, 224, 1, 0, 0, 0, 0])
        #expect(file.count < 15_000)
    }
}
