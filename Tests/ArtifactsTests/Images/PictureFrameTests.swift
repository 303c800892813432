import Artifacts
import Formats
import Pixels
import Testing

@Suite struct PictureFrameTests {
    private func frame(
        _ width: Int, _ height: Int, _ orientation: Orientation, declared: (Double, Double)?
    ) -> PictureFrame {
        PictureFrame(
            PictureLayout(width: width, height: height, orientation: orientation), declaredWidth: declared?.0,
            declaredHeight: declared?.1)
    }

    private let box = Box(x: 10, y: 20, width: 30, height: 40)

    @Test func boxesOfThePictureAsSeenStayWhereTheyAre() {
        #expect(frame(640, 480, .upright, declared: (640, 480)).place(box) == box)
        #expect(frame(480, 640, .quarterTurn, declared: (640, 480)).place(box) == box)
        #expect(frame(640, 480, .upright, declared: nil).place(box) == box)
        #expect(frame(640, 480, .upright, declared: (0, 0)).place(box) == box)
        // Both sizes are the declared one: a half turn is seen turned.
        #expect(frame(640, 480, .halfTurn, declared: (640, 480)).fit == .seen)
    }

    @Test func boxesOfTheStoredPixelsAreTurnedWithThem() {
        let turned = frame(480, 640, .quarterTurn, declared: (480, 640))
        #expect(turned.fit == .stored && !turned.isScaled)
        #expect(turned.place(box) == Box(x: 580, y: 10, width: 40, height: 30))
        let map = SaliencyGrid(width: 3, height: 2, values: [1, 2, 3, 4, 5, 6])
        #expect(turned.place(map) == map.seen(in: .quarterTurn))
    }

    @Test func boxesOfAnotherSizeAreScaled() {
        let half = frame(320, 240, .upright, declared: (640, 480))
        #expect(half.fit == .seen && half.isScaled)
        #expect(half.place(box) == Box(x: 5, y: 10, width: 15, height: 20))
        // Rounding of a thumbnail's sides is no other shape, and neither is one in a hundred.
        #expect(frame(107, 160, .upright, declared: (333, 500)).fit == .seen)
        #expect(frame(1000, 1005, .upright, declared: (500, 500)).fit == .seen)
        let stored = frame(240, 320, .quarterTurn, declared: (480, 640))
        #expect(stored.fit == .stored && stored.isScaled)
        #expect(stored.place(box) == Box(x: 290, y: 5, width: 20, height: 15))
    }

    @Test func onAPictureOfAnotherShapeNoBoxIsPlaced() {
        let square = frame(640, 640, .upright, declared: (640, 480))
        #expect(square.fit == .otherShape && square.place(box) == nil)
        #expect(frame(480, 640, .upright, declared: (640, 480)).fit == .otherShape)
        #expect(frame(1000, 1030, .upright, declared: (500, 500)).fit == .otherShape)
    }
}
