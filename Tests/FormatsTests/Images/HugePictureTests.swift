import Foundation
import Pixels
import TestSupport
import Testing

@testable import Formats

/// Pictures of more pixels than the limit, shown by small ones and smaller limits.
@Suite struct HugePictureTests {
    private func picture(_ base64: String, limit: Int) throws -> DecodedPicture {
        try ImageFile.picture(SmallPictures.data(base64), name: "a", pixelLimit: limit)
    }

    private func fault(_ base64: String, limit: Int) throws -> ImageFault? {
        let bytes = try SmallPictures.data(base64)
        return #expect(throws: ImageError.self) { try ImageFile.picture(bytes, name: "a", pixelLimit: limit) }?.fault
    }

    /// Of 3 x 2 at 1/2: the mean of four pixels, and that of the two that are left.
    @Test func ofAPNGTheMeansOfSquaresAreTaken() throws {
        let plain = try picture(SmallPictures.rgb, limit: 2)
        #expect(plain.divisor == 2 && plain.layout == PictureLayout(width: 3, height: 2))
        #expect(plain.image == RGBImage(width: 2, height: 1, bytes: [76, 81, 23, 35, 40, 173]))
        // Laid over white before it is averaged.
        #expect(try picture(SmallPictures.rgba, limit: 2).image.bytes == [140, 81, 86, 99, 104, 173])
        #expect(try picture(SmallPictures.palette, limit: 2).image == plain.image)
        // 0, 0, 1; 128, 255, 255 of 8 bits: 383 / 4 and 256 / 2.
        #expect(try picture(SmallPictures.gray16, limit: 2).image.bytes == [96, 96, 96, 128, 128, 128])
        let turned = try picture(SmallPictures.pngTurned, limit: 2)
        #expect((turned.image.width, turned.image.height) == (1, 2))
        #expect(turned.image.bytes == plain.image.bytes && turned.layout.seen == (2, 3))
        #expect(try picture(SmallPictures.rgb, limit: 1).image.bytes == [63, 68, 73])
        #expect(try picture(SmallPictures.rgb, limit: 6).divisor == 1)
    }

    /// A quarter of the limit, for sums take room; strips and tiles alike.
    @Test(arguments: [
        SmallPictures.tiff, SmallPictures.tiffPackBits, SmallPictures.tiffTiles, SmallPictures.tiffPalette,
    ])
    func ofATIFFToo(_ base64: String) throws {
        let whole = try picture(base64, limit: 5)
        #expect(whole.divisor == 3 && whole.image == RGBImage(width: 1, height: 1, bytes: [63, 68, 73]))
        #expect(try picture(base64, limit: 6).image == ImageFile.decode(SmallPictures.data(base64), name: "a"))
    }

    @Test func aJPEGIsDecodedAtAHalfAQuarterOrAnEighth() throws {
        let whole = try picture(SmallPictures.jpeg, limit: 768)
        #expect(whole.divisor == 1)
        for (limit, divisor) in [(767, 2), (192, 2), (191, 4), (48, 4), (47, 8), (12, 8)] {
            let smaller = try picture(SmallPictures.jpeg, limit: limit)
            #expect(smaller.divisor == divisor)
            #expect((smaller.image.width, smaller.image.height) == (32 / divisor, 24 / divisor))
            #expect(smaller.layout == whole.layout)
            // libjpeg leaves out what is fine, which is nearly a mean.
            let means = whole.image.averaged(width: 32 / divisor, height: 24 / divisor)
            let off = zip(means.bytes, smaller.image.bytes).map { abs(Int($0) - Int($1)) }
            #expect(off.reduce(0, +) < 4 * off.count)
        }
        #expect(try fault(SmallPictures.jpeg, limit: 11) == .tooManyPixels(width: 32, height: 24, limit: 704))
    }

    @Test func othersAreWithinTheLimit() throws {
        for base64 in [SmallPictures.webp, SmallPictures.bmp, SmallPictures.gif] {
            #expect(try fault(base64, limit: 5) == .tooManyPixels(width: 3, height: 2, limit: 5))
        }
        // 5 x 5 with Adam7: all of it would be in memory.
        let interlaced = """
            iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAAH6aBZzAAAAeklEQVR42gFvAJD/AEQggjwAiHU0ogCJAsRCqeoOdQBrMPkOALpm0/gAX5c9qv/JEfW7\
            vyzgAP3m8cLH3QHkANhhm5F8ztRYAGnaHPa21LEAAA8LDQTDbtgOceD9d7B2cOuUC9UzADdTyb36D/AWnclXVnQGZnbPsLTrLNU1uhbUCwAAAAAASUVO\
            RK5CYII=
            """
        #expect(try fault(interlaced, limit: 24) == .tooManyPixels(width: 5, height: 5, limit: 24))
        #expect(try picture(interlaced, limit: 25).divisor == 1)
    }

    /// libjpeg keeps all coefficients of a picture whose parts come in several scans: two bytes each.
    @Test func whatAJPEGInSeveralScansTakesIsTold() throws {
        func kept(_ bytes: [UInt8]) -> Int {
            bytes.withUnsafeBytes { JPEGSegments($0).bytesKept(width: 32, height: 24) }
        }
        var bytes = Array(try SmallPictures.data(SmallPictures.jpeg))
        #expect(kept(bytes) == 0)
        let frame = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
        let scan = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA })
        // 4:2:0 has half as many samples again as pixels.
        #expect(Array(bytes[(frame + 11)..<(frame + 12)]) == [0x22])
        bytes[scan + 4] = 1
        #expect(kept(bytes) == 32 * 24 * 3)
        bytes[scan + 4] = 3
        bytes[frame + 1] = 0xC2
        #expect(kept(bytes) == 32 * 24 * 3)
    }

    @Test func squaresAreTheSmallestThatFit() {
        for (width, height, limit, divisor) in [
            (3, 2, 6, 1), (3, 2, 5, 2), (1, 100, 10, 10), (65_500, 15_000, 64_000_000, 4), (7, 7, 1, 7),
            (8001, 8000, 64_000_000, 2),
        ] {
            #expect(ShrinkingSums.divisor(width: width, height: height, limit: limit) == divisor)
        }
    }
}
