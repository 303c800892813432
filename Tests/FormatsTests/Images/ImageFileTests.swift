import Diagnostics
import Formats
import Foundation
import Pixels
import TestSupport
import Testing

@Suite struct ImageFileTests {
    private let colours: [UInt8] = [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 40, 50, 60, 70, 80, 90]

    private func decode(_ base64: String) throws -> RGBImage {
        try ImageFile.decode(SmallPictures.data(base64), name: "a.png")
    }

    @Test func picturesOfEveryKindBecomeRGB() throws {
        for picture in [SmallPictures.rgb, SmallPictures.palette] {
            let image = try decode(picture)
            #expect((image.width, image.height) == (3, 2))
            #expect(image.bytes == colours)
        }
        let gray = try decode(SmallPictures.gray8)
        #expect(gray.bytes.prefix(9) == [0, 0, 0, 51, 51, 51, 102, 102, 102])
        #expect(try decode(SmallPictures.gray16).bytes.suffix(3) == [255, 255, 255])
        let jpeg = try decode(SmallPictures.jpeg)
        #expect((jpeg.width, jpeg.height) == (32, 24))
        let centre = (12 * 32 + 16) * 3
        #expect(jpeg.bytes[centre..<(centre + 3)] == [126, 122, 111])
    }

    @Test func transparencyIsLaidOverWhite() throws {
        let image = try decode(SmallPictures.rgba)
        #expect(image.bytes.prefix(9) == [255, 0, 0, 255, 255, 255, 127, 127, 255])
        #expect(image.bytes.suffix(9) == colours.suffix(9))
    }

    @Test func aJPEGIsDecodedSmallerOnRequest() throws {
        let bytes = try SmallPictures.data(SmallPictures.jpeg)
        let half = try ImageFile.decode(bytes, name: "a.jpg", atLeast: 10)
        #expect((half.width, half.height) == (16, 12))
        #expect(try ImageFile.size(bytes, name: "a.jpg") == (32, 24))
        #expect(try ImageFile.size(SmallPictures.data(SmallPictures.rgb), name: "a.png") == (3, 2))
    }

    @Test func theFirstBytesTellTheFormatAndNotTheName() throws {
        func fault(_ bytes: [UInt8]) -> ImageFault? {
            #expect(throws: ImageError.self) { try ImageFile.decode(Data(bytes), name: "photo.png") }?.fault
        }
        #expect(fault([]) == .notAnImage(bytes: 0))
        #expect(fault(Array("GIF89a".utf8)) == .damaged(format: .gif, message: "the file ends too early"))
        #expect(fault(Array("RIFF....WEBPVP8 ".utf8)) == .damaged(format: .webp, message: "the file ends too early"))
        #expect(fault(Array("....ftypavif".utf8)) == .otherFormat("AVIF"))
        #expect(fault(Array("....ftypheic".utf8)) == .otherFormat("HEIC"))
        #expect(fault(Array("II+\0".utf8)) == .otherFormat("BigTIFF"))
        #expect(
            fault(Array("II*\0".utf8))
                == .damaged(format: .tiff, message: "its directory is damaged or ends too early"))
        // Two letters alone are no BMP.
        #expect(fault(Array("BMW and other cars, in a text of some length".utf8)) == .notAnImage(bytes: 44))
        #expect(fault(Array("plain text".utf8)) == .notAnImage(bytes: 10))
        #expect(fault(Array("\u{FEFF} <svg xmlns='http://www.w3.org/2000/svg'/>".utf8)) == .markup)
        #expect(fault(Array("<?xml version='1.0'?><svg/>".utf8)) == .markup)
    }

    @Test func strayBytesBetweenTheSegmentsOfAJPEGAreForgiven() throws {
        let whole = Array(try SmallPictures.data(SmallPictures.jpeg))
        let sound = try decode(SmallPictures.jpeg).bytes
        let frame = try #require(whole.indices.first { whole[$0] == 0xFF && whole[$0 + 1] == 0xC0 })
        for position in [frame, whole.count - 2] {
            var bytes = whole
            bytes.insert(contentsOf: [1, 2, 3], at: position)
            #expect(try ImageFile.decode(Data(bytes), name: "a.jpg").bytes == sound)
            // Forgiving must not extend to a picture that is cut short as well.
            let cut = bytes.dropLast(position == frame ? 30 : 6)
            #expect(throws: ImageError.self) { _ = try ImageFile.decode(Data(cut), name: "a.jpg") }
        }
    }

    @Test func pixelsBeyondTheLimitAreRefused() throws {
        for (picture, width, height) in [(SmallPictures.rgb, 3, 2), (SmallPictures.jpeg, 32, 24)] {
            let bytes = try SmallPictures.data(picture)
            let limit = width * height - 1
            let fault = ImageFault.tooManyPixels(width: width, height: height, limit: limit)
            #expect(throws: ImageError(file: "a", fault: fault)) {
                try ImageFile.decode(bytes, name: "a", pixelLimit: limit)
            }
        }
    }

    @Test func messagesSayWhatWasFoundAndWhatToDo() {
        func text(_ fault: ImageFault) -> String { ImageError(file: "i/a.png", fault: fault).problem.description }
        #expect(
            text(.tooManyPixels(width: 10000, height: 10000, limit: 64_000_000)) == """
                i/a.png: error: is 10000 x 10000, 100000000 pixels, at most 64000000 are decoded; scale it down
                """)
        #expect(text(.markup).hasSuffix("is not read as a picture; convert it to PNG"))
        #expect(
            text(.damaged(format: .png, message: "IDAT: CRC error"))
                == "i/a.png: error: is not a sound PNG: IDAT: CRC error")
        #expect(
            text(.notAnImage(bytes: 9))
                == "i/a.png: error: is no picture that is read by its first bytes: PNG, JPEG, WebP, TIFF, BMP and GIF are"
        )
        #expect(
            text(.otherFormat("AVIF"))
                == "i/a.png: error: is AVIF, only PNG, JPEG, WebP, TIFF, BMP and GIF are read; convert it to one of them"
        )
        #expect(text(.notAnImage(bytes: 0)) == "i/a.png: error: is empty, a picture was expected")
        #expect(
            text(.notOneMap(shape: [2, 3, 4]))
                == "i/a.png: error: has shape (2, 3, 4), a map of shape (height, width) was expected")
    }

    @Test(arguments: [
        SmallPictures.rgb, SmallPictures.palette, SmallPictures.rgba, SmallPictures.gray16, SmallPictures.jpeg,
        SmallPictures.webp, SmallPictures.webpAlpha, SmallPictures.webpAnimated, SmallPictures.webpLossy,
        SmallPictures.webpTurned, SmallPictures.bmp, SmallPictures.bmpPalette, SmallPictures.bmpAlpha,
        SmallPictures.bmp565, SmallPictures.gif, SmallPictures.gifInset, SmallPictures.gifInterlaced,
        SmallPictures.tiff, SmallPictures.tiffPackBits, SmallPictures.tiffDeflate, SmallPictures.tiffTiles,
        SmallPictures.tiffPalette, SmallPictures.tiffAlpha, SmallPictures.pngTurned,
    ])
    func noDamagedPictureStopsTheProgram(base64: String) throws {
        let whole = Array(try SmallPictures.data(base64))
        func attempt(_ bytes: [UInt8]) -> Bool {
            let image = try? ImageFile.decode(Data(bytes), name: "fuzz", pixelLimit: 1_000_000)
            _ = try? SaliencyFile.map(Data(bytes), name: "fuzz", pixelLimit: 1_000_000)
            // As a huge one is, where that takes no time.
            if let size = try? ImageFile.size(Data(bytes), name: "fuzz"), size.width <= 1_000_000 / size.height {
                _ = try? ImageFile.picture(Data(bytes), name: "fuzz", pixelLimit: 3)
            }
            return image != nil
        }
        for length in 0..<whole.count { #expect(!attempt(Array(whole.prefix(length))), "cut at \(length)") }
        for index in whole.indices {
            for bit in 0..<8 {
                var damaged = whole
                damaged[index] ^= 1 << bit
                _ = attempt(damaged)
            }
            for value: UInt8 in [0, 0x7F, 0xFF] {
                var damaged = whole
                damaged[index] = value
                _ = attempt(damaged)
            }
        }
    }
}

@Suite struct SaliencyFileTests {
    @Test func greyPicturesAreMapsFromZeroToOne() throws {
        let eight = try SaliencyFile.map(SmallPictures.data(SmallPictures.gray8), name: "m.png")
        #expect(eight.values == [0, 51, 102, 153, 204, 255].map { Float($0) / 255 })
        let sixteen = try SaliencyFile.map(SmallPictures.data(SmallPictures.gray16), name: "m.png")
        #expect(sixteen.values == [0, 1, 256, 32768, 65534, 65535].map { Float($0) / 65535 })
        #expect(throws: ImageError(file: "m.png", fault: .colourMap)) {
            try SaliencyFile.map(SmallPictures.data(SmallPictures.rgb), name: "m.png")
        }
    }

    @Test func arraysOfOneMapOrAStackAreRead() throws {
        let elements = littleEndian((0..<12).map { Float($0).bitPattern })
        func file(_ shape: String) -> Data { npyFile("<f4", shape: shape, elements: elements) }
        let plain = try SaliencyFile.map(file("(3, 4)"), name: "m.npy")
        #expect((plain.width, plain.height) == (4, 3))
        #expect(try SaliencyFile.map(file("(1, 3, 4)"), name: "m.npy") == plain)
        #expect(try SaliencyFile.map(file("(1, 1, 3, 4)"), name: "m.npy") == plain)
        #expect(try SaliencyFile.map(file("(3, 4, 1)"), name: "m.npy") == plain)
        #expect(plain.isTransposed(width: 30, height: 40) && !plain.isTransposed(width: 40, height: 30))
        #expect(!plain.isTransposed(width: 50, height: 50))
        let second = try SaliencyFile.map(file("(2, 2, 3)"), name: "m.npy", index: 1)
        #expect(second.values == [6, 7, 8, 9, 10, 11])
        #expect(throws: ImageError(file: "m.npy", fault: .noSuchMap(index: 2, count: 2))) {
            try SaliencyFile.map(file("(2, 2, 3)"), name: "m.npy", index: 2)
        }
        #expect(throws: ImageError(file: "m.npy", fault: .notOneMap(shape: [2, 2, 3]))) {
            try SaliencyFile.map(file("(2, 2, 3)"), name: "m.npy")
        }
        #expect(throws: ImageError(file: "m.npy", fault: .notOneMap(shape: [12]))) {
            try SaliencyFile.map(file("(12,)"), name: "m.npy")
        }
    }
}
