import Pixels
import Testing

/// Parts of pictures and maps that are painted over.
@Suite struct CoveringTests {
    @Test func everyPixelThatABoxTouchesIsGone() {
        var picture = RGBImage(width: 4, height: 3, bytes: (0..<36).map { UInt8($0) })
        picture.cover(x: 1.2, y: 0.9, width: 0.9, height: 0.2)
        let grey = RGBImage.coverLevel
        for y in 0..<3 {
            for x in 0..<4 {
                let start = (y * 4 + x) * 3
                let isCovered = (1...2).contains(x) && y <= 1
                #expect(
                    Array(picture.bytes[start..<start + 3])
                        == (isCovered ? [grey, grey, grey] : (start..<start + 3).map { UInt8($0) }), "\(x), \(y)")
            }
        }
    }

    @Test func whatLiesOutsideIsOfNoMatterAndWhatIsNoNumberCoversAll() {
        let plain = RGBImage(width: 2, height: 1, bytes: [1, 2, 3, 4, 5, 6])
        var picture = plain
        picture.cover(x: 5, y: 0, width: 9, height: 1)
        #expect(picture == plain)
        picture.cover(x: -7, y: -7, width: 8, height: 1e300)
        #expect(picture.bytes == [128, 128, 128, 4, 5, 6])
        picture.cover(x: .nan, y: 0, width: 1, height: 1)
        #expect(picture.bytes.allSatisfy { $0 == 128 })
    }

    @Test func aMapLosesTheCellsOverIt() {
        // Two cells across a picture of 8 x 4: each is 4 pixels wide.
        var map = SaliencyGrid(width: 2, height: 1, values: [1, 2])
        map.cover(x: 0, y: 0, width: 4, height: 1, in: (8, 4))
        #expect(map.values[0].isNaN && map.values[1] == 2)
        map.cover(x: 3, y: 0, width: 2, height: 1, in: (8, 4))
        #expect(map.values[1].isNaN)
    }
}
