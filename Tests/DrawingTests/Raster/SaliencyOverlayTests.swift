import Drawing
import Pixels
import Testing

@Suite struct ColourMapTests {
    @Test(arguments: ColourMap.allCases)
    func everyMapHas256Colours(map: ColourMap) {
        #expect(map.table.count == 768)
    }

    @Test func endsAreThoseOfTheReferenceTables() {
        #expect(ColourMap.jet.table.prefix(3) == [0, 0, 128])
        #expect(ColourMap.jet.table.suffix(3) == [128, 0, 0])
        #expect(ColourMap.turbo.table.prefix(3) == [48, 18, 59])
        #expect(ColourMap.inferno.table.prefix(3) == [0, 0, 4])
        #expect(ColourMap.viridis.table.suffix(3) == [253, 231, 37])
    }

    /// Luma of the uniform maps never falls by more than rounding does; jet's and turbo's fall far.
    @Test(arguments: ColourMap.allCases)
    func uniformMapsRiseInLightness(map: ColourMap) {
        let table = map.table
        let luma: [Int] = (0..<256).map { level in
            let colour = table[(level * 3)..<(level * 3 + 3)].map { Int($0) }
            return 299 * colour[0] + 587 * colour[1] + 114 * colour[2]
        }
        var fall = 0
        for level in 1..<256 { fall += max(0, luma[level - 1] - luma[level]) }
        #expect(map.isUniform ? fall < 6000 : fall > 50000)
    }

    @Test func aBarRunsFromTheLowestColourToTheHighest() {
        let bar = ColourMap.viridis.bar(width: 256, height: 2)
        #expect(Array(bar.bytes.prefix(768)) == ColourMap.viridis.table)
        #expect(Array(bar.bytes.suffix(768)) == ColourMap.viridis.table)
        #expect(ColourMap.viridis.bar(width: 1, height: 1).bytes == Array(ColourMap.viridis.table.prefix(3)))
    }
}

@Suite struct SaliencyOverlayTests {
    private let photo = RGBImage(width: 2, height: 1, bytes: [100, 150, 200, 100, 150, 200])
    private let map = SaliencyGrid(width: 2, height: 1, values: [0, 1])

    @Test func theDefaultLeavesAPixelWithoutSaliencyAsItIs() {
        let overlay = SaliencyOverlay().draw(map, over: photo)
        #expect(overlay.bytes.prefix(3) == [100, 150, 200])
        // At the maximum 15 % of the photo stays under inferno's brightest, (252, 255, 164).
        #expect(overlay.bytes.suffix(3) == [229, 239, 169])
    }

    @Test func fullOpacityIsTheColourItself() {
        let overlay = SaliencyOverlay(colours: .jet, opacity: 1).draw(map, over: photo)
        #expect(overlay.bytes.suffix(3) == [128, 0, 0])
    }

    @Test func theGradcamFormDividesByTheLargestValueOfTheImage() {
        // The maximum is 1 / (1 + 1e-7) and truncated to level 254, jet's (132, 0, 0): the sums are (100, 150, 328) and
        // (232, 150, 200), and 328 becomes 255.
        let overlay = SaliencyOverlay(form: .gradcam, colours: .jet).draw(map, over: photo)
        #expect(overlay.bytes == [100, 150, 328, 232, 150, 200].map { UInt8(255 * $0 / 328) })
        #expect(overlay.bytes.max() == 255)
    }

    @Test func thePlainFormIsTheMean() {
        let overlay = SaliencyOverlay(form: .plain, colours: .jet).draw(map, over: photo)
        #expect(overlay.bytes == [50, 75, 164, 114, 75, 100])
    }

    @Test func aFlatMapLeavesThePhotoAlone() {
        for form in SaliencyOverlay.Form.allCases {
            for value: Float in [0, 1, .nan] {
                let flat = SaliencyGrid(width: 2, height: 2, values: [Float](repeating: value, count: 4))
                #expect(SaliencyOverlay(form: form).draw(flat, over: photo) == photo)
            }
        }
    }

    @Test func missingCellsLeaveThePhotoAlone() {
        let holed = SaliencyGrid(width: 2, height: 1, values: [.nan, 1])
        #expect(SaliencyOverlay().draw(holed, over: photo).bytes.prefix(3) == [100, 150, 200])
    }

    @Test func aSignedMapIsShownByItsMagnitude() {
        let signed = SaliencyGrid(width: 2, height: 1, values: [-2, 0])
        let overlay = SaliencyOverlay().draw(signed, over: photo)
        #expect(overlay.bytes.prefix(3) != [100, 150, 200])
        #expect(overlay.bytes.suffix(3) == [100, 150, 200])
    }

    @Test func theOutlineRunsAlongTheHighCells() {
        let grid = SaliencyGrid(width: 5, height: 5, values: (0..<25).map { [12, 11, 13, 7, 17].contains($0) ? 1 : 0 })
        let black = RGBImage(width: 5, height: 5, bytes: [UInt8](repeating: 0, count: 75))
        let plain = SaliencyOverlay(colours: .inferno).draw(grid, over: black)
        let outlined = SaliencyOverlay(colours: .inferno, contour: true).draw(grid, over: black)
        func isWhite(_ pixel: Int) -> Bool { outlined.bytes[(pixel * 3)..<(pixel * 3 + 3)].allSatisfy { $0 == 255 } }
        #expect((0..<25).filter(isWhite) == [7, 11, 13, 17])
        #expect(outlined.bytes[36..<39] == plain.bytes[36..<39])
    }

    @Test func anySizesOfMapAndPhotoGoTogether() {
        for (width, height) in [(1, 1), (7, 7), (3, 40), (40, 3)] {
            let grid = SaliencyGrid(width: width, height: height, values: (0..<(width * height)).map { Float($0 % 5) })
            for (across, down) in [(1, 1), (2, 9), (31, 17)] {
                let photo = RGBImage(
                    width: across, height: down, bytes: [UInt8](repeating: 9, count: across * down * 3))
                for form in SaliencyOverlay.Form.allCases {
                    let overlay = SaliencyOverlay(form: form, contour: true).draw(grid, over: photo)
                    #expect((overlay.width, overlay.height) == (across, down))
                }
            }
        }
    }
}
