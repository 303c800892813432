import Pixels
import Testing

@Suite struct SaliencyGridScalingTests {
    @Test func aMapIsBroughtToZeroToOneByItsOwnRange() {
        let map = SaliencyGrid(width: 2, height: 2, values: [-1, 1, .nan, 3])
        #expect(map.range == -1...3)
        #expect(map.missing == 1)
        let normalised = map.normalised()
        let span: Float = 1e-7 + 4
        let expected: [Float] = [0, 2 / span, 0, 4 / span]
        #expect(normalised.values == expected)
        #expect(map.magnitudes().values[0] == 1)
    }

    @Test(arguments: [
        [Float](repeating: 3, count: 4), [.nan, .nan, .infinity, .nan],
        [Float.greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0, 0],
    ])
    func aMapWithoutAUsableRangeBecomesZero(values: [Float]) {
        let normalised = SaliencyGrid(width: 2, height: 2, values: values).normalised()
        #expect(normalised.values == [0, 0, 0, 0])
    }

    @Test func aMapThatIsConstantOrEmptyIsFlat() {
        #expect(SaliencyGrid(width: 2, height: 1, values: [5, 5]).isFlat)
        #expect(SaliencyGrid(width: 2, height: 1, values: [5, .nan]).isFlat)
        #expect(SaliencyGrid(width: 1, height: 1, values: [.nan]).isFlat)
        #expect(!SaliencyGrid(width: 2, height: 1, values: [5, 6]).isFlat)
    }

    /// Values of cv2.resize(numpy.array([[0, 1], [2, 3]], float32), (4, 4)), which is exact in binary.
    @Test func resizingPutsCentresAtHalfPixelsAndRepeatsEdges() {
        let map = SaliencyGrid(width: 2, height: 2, values: [0, 1, 2, 3])
        let row: [Float] = [0, 0.25, 0.75, 1]
        let expected = [0, 0.5, 1.5, 2].flatMap { (add: Float) in row.map { $0 + add } }
        #expect(map.resized(width: 4, height: 4).values == expected)
        #expect(map.resized(width: 1, height: 1).values == [1.5])
        #expect(map.resized(width: 2, height: 2) == map)
    }

    @Test func resizingAConstantGivesTheConstantAtEverySize() {
        let map = SaliencyGrid(width: 3, height: 5, values: [Float](repeating: 0.25, count: 15))
        for (width, height) in [(1, 1), (7, 2), (30, 50), (2, 9)] {
            #expect(map.resized(width: width, height: height).values.allSatisfy { $0 == 0.25 })
        }
    }
}

@Suite struct RGBImageScalingTests {
    private func grey(_ levels: [UInt8], width: Int) -> RGBImage {
        RGBImage(width: width, height: levels.count / width, bytes: levels.flatMap { [$0, $0, $0] })
    }

    @Test func shrinkingAveragesTheAreaThatAPixelCovers() {
        #expect(grey([0, 10, 20, 30], width: 4).averaged(width: 2, height: 1) == grey([5, 25], width: 2))
        // Three to two: the middle pixel is shared, (2 * 0 + 30) / 3 and (30 + 2 * 60) / 3.
        #expect(grey([0, 30, 60], width: 3).averaged(width: 2, height: 1) == grey([10, 50], width: 2))
        #expect(grey([0, 100, 100, 200], width: 2).averaged(width: 1, height: 1) == grey([100], width: 1))
    }

    @Test func aUniformImageStaysUniform() {
        let image = grey([UInt8](repeating: 201, count: 37 * 23), width: 37)
        #expect(image.averaged(width: 10, height: 9).bytes.allSatisfy { $0 == 201 })
    }

    @Test func fittingKeepsProportionsAndNeverGrows() {
        let wide = grey([UInt8](repeating: 1, count: 400 * 200), width: 400).fitted(within: 100)
        #expect((wide.width, wide.height) == (100, 50))
        let line = grey([UInt8](repeating: 1, count: 400), width: 400).fitted(within: 100)
        #expect((line.width, line.height) == (100, 1))
        let small = grey([1, 2], width: 2)
        #expect(small.fitted(within: 100) == small)
    }

    @Test func tinyImagesGrowByWholeFactorsSoThatPixelsStayPixels() {
        let digit = grey((0..<64).map { UInt8($0) }, width: 8).shown(at: 160)
        #expect((digit.width, digit.height) == (160, 160))
        #expect(digit.bytes[(19 * 160 + 19) * 3] == 0)
        #expect(digit.bytes[(20 * 160 + 20) * 3] == 9)
        #expect(grey([1, 2], width: 2).magnified(by: 1) == grey([1, 2], width: 2))
        #expect(grey([UInt8](repeating: 1, count: 100 * 90), width: 100).shown(at: 160).width == 100)
    }
}
