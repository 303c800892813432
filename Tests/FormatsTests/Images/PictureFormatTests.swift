import Diagnostics
import Foundation
import Pixels
import TestSupport
import Testing

@testable import Formats

/// Formats besides PNG and JPEG: exact pixels of files that other programs wrote.
@Suite struct PictureFormatTests {
    private static let colours: [UInt8] = [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 40, 50, 60, 70, 80, 90]
    private static let overWhite: [UInt8] = [255, 0, 0, 255, 255, 255, 127, 127, 255] + colours[9...]
    private static let turned: [UInt8] = [10, 20, 30, 255, 0, 0, 40, 50, 60, 0, 255, 0, 70, 80, 90, 0, 0, 255]

    private func decode(_ base64: String) throws -> RGBImage {
        try ImageFile.decode(SmallPictures.data(base64), name: "a.jpg")
    }

    @Test(arguments: [
        SmallPictures.webp, SmallPictures.webpAnimated, SmallPictures.bmp, SmallPictures.bmpFromAbove,
        SmallPictures.bmpPalette, SmallPictures.gif, SmallPictures.tiff, SmallPictures.tiffPackBits,
        SmallPictures.tiffDeflate, SmallPictures.tiffTiles, SmallPictures.tiffPalette,
    ])
    func eachGivesThePixelsThatWereWritten(_ base64: String) throws {
        let image = try decode(base64)
        #expect((image.width, image.height) == (3, 2))
        #expect(image.bytes == Self.colours)
        let picture = try ImageFile.picture(SmallPictures.data(base64), name: "a")
        #expect(picture == DecodedPicture(image: image, layout: PictureLayout(width: 3, height: 2)))
        #expect(try ImageFile.size(SmallPictures.data(base64), name: "a") == (3, 2))
    }

    @Test(arguments: [SmallPictures.webpAlpha, SmallPictures.bmpAlpha, SmallPictures.tiffAlpha])
    func transparencyIsLaidOverWhite(_ base64: String) throws {
        #expect(try decode(base64).bytes == Self.overWhite)
    }

    @Test(arguments: [SmallPictures.webpTurned, SmallPictures.tiffTurned, SmallPictures.pngTurned])
    func orientationIsApplied(_ base64: String) throws {
        let image = try decode(base64)
        #expect((image.width, image.height) == (2, 3))
        #expect(image.bytes == Self.turned)
        let layout = try ImageFile.layout(SmallPictures.data(base64), name: "a")
        #expect(layout == PictureLayout(width: 3, height: 2, orientation: .quarterTurn))
    }

    @Test func sixteenBitsBecomeTheNearestOfEight() throws {
        // 0, 1, 256; 32768, 65534, 65535, each divided by 257.
        let levels: [UInt8] = [0, 0, 1, 128, 255, 255]
        for base64 in [SmallPictures.gray16, SmallPictures.tiffGray16] {
            #expect(try decode(base64).bytes == levels.flatMap { [$0, $0, $0] })
        }
        for value in 0...UInt16.max {
            guard PictureSample.narrowed(value) != UInt8((Double(value) / 257).rounded()) else { continue }
            Issue.record("\(value) becomes \(PictureSample.narrowed(value))")
        }
    }

    @Test func whatAFormatHasOfItsOwn() throws {
        // 5, 6 and 5 bits: v * 255 / most, rounded.
        #expect(
            try decode(SmallPictures.bmp565).bytes == [
                255, 0, 0, 0, 255, 0, 0, 0, 255, 8, 8, 25, 132, 130, 132, 255, 255, 255,
            ])
        let lossy = try decode(SmallPictures.webpLossy)
        #expect((lossy.width, lossy.height) == (8, 8))
        #expect(Array(lossy.bytes[(3 * 8 + 5) * 3..<(3 * 8 + 5) * 3 + 3]) == [147, 85, 128])
        // A frame of 3 x 2 at (1, 1) of 5 x 4, its fifth colour transparent.
        let inset = try decode(SmallPictures.gifInset)
        #expect((inset.width, inset.height) == (5, 4))
        var expected = [UInt8](repeating: 255, count: 60)
        expected.replaceSubrange(18..<27, with: Self.colours[..<9])
        expected.replaceSubrange(33..<36, with: Self.colours[9..<12])
        expected.replaceSubrange(39..<42, with: Self.colours[15...])
        #expect(inset.bytes == expected)
        let interlaced = try decode(SmallPictures.gifInterlaced)
        #expect((interlaced.width, interlaced.height) == (1, 9))
        #expect(interlaced.bytes == Self.colours + Self.colours[..<9])
    }

    @Test(arguments: [
        (SmallPictures.tiffJPEG, "TIFF packed as JPEG"), (SmallPictures.tiffFloat, "TIFF of floats"),
        (SmallPictures.tiffInks, "TIFF of inks (CMYK)"),
        (SmallPictures.tiffPlanes, "TIFF whose colours lie in planes of their own"),
        (SmallPictures.bmpRuns, "BMP packed in runs"),
    ])
    func otherKindsAreRefusedByName(_ base64: String, _ words: String) throws {
        let bytes = try SmallPictures.data(base64)
        let error = #expect(throws: ImageError.self) { try ImageFile.decode(bytes, name: "a.tif") }
        #expect(
            error?.problem.description
                == "a.tif: error: is a \(words), which is not read; convert it to PNG or JPEG")
        #expect(error?.fault.costsOnlyItself == true)
        // Its size is known all the same, for boxes that are shares of it.
        #expect(throws: Never.self) { try ImageFile.size(bytes, name: "a.tif") }
    }

    /// A header may claim anything: it is refused by it, and before memory is taken.
    @Test func picturesThatTheirFilesCannotHoldAreRefused() throws {
        func patched(_ base64: String, _ offset: Int, _ values: [UInt8]) throws -> Data {
            var bytes = try SmallPictures.data(base64)
            bytes.replaceSubrange(offset..<(offset + values.count), with: values)
            return bytes
        }
        // 65,500 is 0xFFDC.
        let (low, high): ([UInt8], [UInt8]) = ([0xDC, 0xFF], [0xFF, 0xDC])
        var tiff = try patched(SmallPictures.tiffPalette, 18, high)
        tiff.replaceSubrange(30..<32, with: high)
        tiff.replaceSubrange(90..<92, with: high)
        let jpeg = Array(try SmallPictures.data(SmallPictures.jpeg))
        let frame = try #require(jpeg.indices.first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
        let last = try SmallPictures.data(SmallPictures.webp)[24]
        let bombs = [
            try patched(SmallPictures.gif, 6, low + low),
            try patched(SmallPictures.bmp, 18, low + [0, 0] + low + [0, 0]),
            tiff, try patched(SmallPictures.jpeg, frame + 5, high + high),
            // The canvas of an animation, less one.
            try patched(SmallPictures.webpAnimated, 24, [0xDB, 0xFF, 0, 0xDB, 0xFF, 0]),
        ]
        for bomb in bombs {
            let fault = ImageFault.tooManyPixels(width: 65_500, height: 65_500, limit: 64_000_000, isBomb: true)
            #expect(throws: ImageError(file: "a", fault: fault)) { try ImageFile.decode(bomb, name: "a") }
            #expect(throws: ImageError(file: "a", fault: fault)) { try ImageFile.picture(bomb, name: "a") }
        }
        // WebP without loss has 14 bits a side.
        let webp = try patched(SmallPictures.webp, 21, [0xFF, 0xFF, 0xFF, last | 0x0F])
        let fault = ImageFault.tooManyPixels(width: 16_384, height: 16_384, limit: 64_000_000, isBomb: true)
        #expect(throws: ImageError(file: "a", fault: fault)) { try ImageFile.decode(webp, name: "a") }
        // A TIFF of more strips than it has places for.
        let strips = try patched(SmallPictures.tiffPalette, 30, high)
        let error = #expect(throws: ImageError.self) { try ImageFile.decode(strips, name: "a") }
        #expect(error?.problem.description == "a: error: is not a sound TIFF: 1 of its 32750 blocks are there")
    }

    @Test func mapsAreNoneOfThem() throws {
        for (base64, name) in [(SmallPictures.webp, "WebP"), (SmallPictures.tiffGray16, "TIFF")] {
            let bytes = try SmallPictures.data(base64)
            let error = #expect(throws: ImageError.self) { try SaliencyFile.map(bytes, name: "m") }
            #expect(
                error?.problem.description
                    == "m: error: is \(name), a map is an NPY or NPZ array or a grey PNG; save the map itself as NPY")
        }
    }

    @Test func whatLiesBesideThePixelsIsTold() throws {
        for base64 in [SmallPictures.webpTurned, SmallPictures.pngTurned] {
            #expect(PictureMetadata(of: try SmallPictures.data(base64)) == .exif)
        }
        #expect(PictureMetadata(of: try SmallPictures.data(SmallPictures.tiffAlpha)) == .text)
        #expect(PictureMetadata(of: try SmallPictures.data(SmallPictures.tiff)) == [])
        var gif = try SmallPictures.data(SmallPictures.gif)
        #expect(PictureMetadata(of: gif) == [])
        gif.insert(contentsOf: [0x21, 0xFE, 3, 0x61, 0x62, 0x63, 0], at: gif.count - 1)
        #expect(PictureMetadata(of: gif) == .text)
        #expect(try ImageFile.decode(gif, name: "a").bytes == Self.colours)
    }
}
