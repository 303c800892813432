import Testing

@testable import Statistics

/// A rate here against that at a stated mix. Values by a numpy script that sums the linearised difference image by image.
@Suite struct StatedMixTests {
    private func near(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) < 1e-12 } ?? false }

    /// 100 images by day with 5 errors, 100 by night with 30, trained on 1,900 and 100: 17.5 % less 0.95 x 5 % + 0.05 x 30 %.
    @Test func imagesOfOneRowAreAPostStratifiedDifference() throws {
        let images = (0..<200).map { image in
            StatedMix.Image(
                cell: image / 100, rows: 1, errors: image < 5 || (100..<130).contains(image) ? 1 : 0,
                unit: UInt64(image))
        }
        let mix = try #require(StatedMix(images, counts: [1900, 100]))
        #expect(near(mix.here, 0.175) && near(mix.stated, 0.0625) && near(mix.difference, 0.1125))
        #expect(near(mix.standardError, 0.024547410797972607))
        // 4.583 standard errors.
        #expect(mix.p < 1e-5 && mix.p > 1e-6)
    }

    private static let cells = [0, 0, 0, 1, 1, 2]
    private static let rows = [2, 1, 3, 2, 2, 1]
    private static let errors = [1, 0, 1, 2, 1, 0]

    private func images(_ unit: (Int) -> UInt64) -> [StatedMix.Image] {
        Self.cells.indices.map {
            StatedMix.Image(cell: Self.cells[$0], rows: Self.rows[$0], errors: Self.errors[$0], unit: unit($0))
        }
    }

    /// Images of one to three objects: at the stated mix a cell has as many an image as here.
    @Test func ratesAreRatiosOfSumsOverImages() throws {
        let mix = try #require(StatedMix(images { UInt64($0) }, counts: [70, 20, 10]))
        // 5 of 11; (0.7 x 2/3 + 0.2 x 3/2) / (0.7 x 2 + 0.2 x 2 + 0.1).
        #expect(near(mix.here, 5.0 / 11) && near(mix.stated, 0.40350877192982454))
        #expect(near(mix.standardError, 0.10931081200368316))
        let pairs = try #require(StatedMix(images { UInt64($0 / 2) }, counts: [70, 20, 10]))
        #expect(near(pairs.standardError, 0.07867623037589057))
    }

    @Test func aValueThatIsNotHereHasNoRate() {
        #expect(StatedMix(images { UInt64($0) }, counts: [70, 20, 10, 5]) == nil)
        #expect(StatedMix(images { UInt64($0) }, counts: [70, 20, 10, 0]) != nil)
        #expect(StatedMix([], counts: [1]) == nil)
    }

    /// Where both mixes are the same nothing differs.
    @Test func theMixHereIsNoShift() throws {
        let mix = try #require(StatedMix(images { UInt64($0) }, counts: [3, 2, 1]))
        #expect(near(mix.difference, 0))
    }
}
