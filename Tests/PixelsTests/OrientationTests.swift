import Pixels
import Testing

@Suite struct OrientationTests {
    /// The letter F of 3 by 2 stored cells:  1 2 3 / 4 5 6.
    private let stored = SaliencyGrid(width: 3, height: 2, values: [1, 2, 3, 4, 5, 6])

    @Test(arguments: [
        (Orientation.upright, 3, [1, 2, 3, 4, 5, 6]), (.mirrored, 3, [3, 2, 1, 6, 5, 4]),
        (.halfTurn, 3, [6, 5, 4, 3, 2, 1]), (.flipped, 3, [4, 5, 6, 1, 2, 3]),
        (.transposed, 2, [1, 4, 2, 5, 3, 6]), (.quarterTurn, 2, [4, 1, 5, 2, 6, 3]),
        (.transversed, 2, [6, 3, 5, 2, 4, 1]), (.quarterTurnBack, 2, [3, 6, 2, 5, 1, 4]),
    ])
    func cellsAreSeenAsEXIFSaysThey(_ given: (orientation: Orientation, width: Int, values: [Float])) {
        let seen = stored.seen(in: given.orientation)
        #expect(seen.width == given.width)
        #expect(seen.values == given.values)
    }

    @Test(arguments: Orientation.allCases) func boxesMoveWithTheirPixels(_ orientation: Orientation) {
        let (width, height) = (7, 5)
        let box = (x: 1, y: 2, width: 3, height: 2)
        var image = RGBImage(width: width, height: height, bytes: [UInt8](repeating: 0, count: width * height * 3))
        for y in box.y..<(box.y + box.height) {
            for x in box.x..<(box.x + box.width) { image.bytes[(y * width + x) * 3 + 1] = 9 }
        }
        let seen = image.seen(in: orientation)
        let place = orientation.seen(x: 1, y: 2, width: 3, height: 2, in: (7, 5))
        for y in 0..<seen.height {
            for x in 0..<seen.width {
                let isInside =
                    Double(x) >= place.x && Double(x) < place.x + place.width && Double(y) >= place.y
                    && Double(y) < place.y + place.height
                #expect(seen.bytes[(y * seen.width + x) * 3 + 1] == (isInside ? 9 : 0))
            }
        }
    }
}
