import Diagnostics
import Formats
import Foundation
import TestSupport
import Testing

@Suite struct HostileImageTests {
    private func decode(_ name: String) throws -> [UInt8] {
        try ImageFile.decode(Data(contentsOf: Repository.reference("hostile/img/\(name)")), name: name).bytes
    }

    private func message(_ name: String) -> String? {
        #expect(throws: ImageError.self) { try decode(name) }?.problem.description
    }

    @Test func soundPicturesAreReadWhateverElseTheyCarry() throws {
        let good = try decode("good-8x8.png")
        #expect(good.count == 8 * 8 * 3)
        #expect(try decode("text-chunk-xss.png") == good)
        #expect(try decode("apng.png") == good)
    }

    @Test func unsoundPicturesAreRefusedWithTheReason() {
        #expect(message("ihdr-zero.png") == "ihdr-zero.png: error: is not a sound PNG: Invalid IHDR data")
        #expect(message("bad-crc.png") == "bad-crc.png: error: is not a sound PNG: IHDR: CRC error")
        #expect(message("no-iend.png") == "no-iend.png: error: is not a sound PNG: the file ends too early")
        #expect(message("zero.png") == "zero.png: error: is empty, a picture was expected")
        #expect(
            message("svg-script.svg") == """
                svg-script.svg: error: is SVG or HTML, which may hold scripts and is not read as a picture; convert it to PNG
                """)
    }

    /// A header alone is enough to refuse by: nothing of 300 MB is allocated or decoded.
    @Test func aPictureOfAHundredMillionPixelsIsRefusedByItsHeader() throws {
        var bytes = try Data(contentsOf: Repository.reference("hostile/img/good-8x8.png"))
        for (index, size) in [(16, UInt32(10_000)), (20, UInt32(10_000))] {
            withUnsafeBytes(of: size.bigEndian) { bytes.replaceSubrange(index..<(index + 4), with: $0) }
        }
        let check = Self.crc(bytes[12..<29])
        withUnsafeBytes(of: check.bigEndian) { bytes.replaceSubrange(29..<33, with: $0) }
        let error = #expect(throws: ImageError.self) { try ImageFile.decode(bytes, name: "bomb.png") }
        #expect(
            error?.problem.description == """
                bomb.png: error: is 10000 x 10000, 100000000 pixels, at most 64000000 are decoded; scale it down
                """)
    }

    /// CRC-32 as PNG has it, bit by bit.
    private static func crc(_ bytes: Data) -> UInt32 {
        var crc = ~UInt32(0)
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }

    /// 80 bytes that claim to be 60 million rows of one pixel.
    @Test func aPictureThatItsFileCannotHoldIsRefusedBeforeMemoryIsTaken() throws {
        let bytes = try #require(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAAAEDk4cACAAAAAAkERNbAAAAF0lEQVR4nGNgGAWjYBSMglEwCkbBUAcAB9AAAZt5yW8AAAAASUVORK5CYII="
            ))
        let error = #expect(throws: ImageError.self) { try ImageFile.decode(bytes, name: "rows.png") }
        #expect(error?.problem.description == "rows.png: error: is not a sound PNG: the file ends too early")
    }

    /// 5 x 5 pixels of random colour and transparency, written by hand plain and with Adam7, laid over white.
    @Test func rowsThatComeOnceAndSeveralTimesGiveTheSamePicture() throws {
        let plain = try #require(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAdElEQVR42gFpAJb/AEQggjz95vHCazD5DsfdAeSIdTSiAA8LDQTDbtgOceD9d7B2cOuUC9UzAF+XParYYZuR/8kR9XzO1Fi7vyzgADdTyb36D/AWnclXVnQGZnbPsLTrAIkCxEJp2hz2umbT+LbUsQCp6g51ujs1ugNpuA0AAAAASUVORK5CYII="
            ))
        let interlaced = try #require(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAAH6aBZzAAAAeklEQVR42gFvAJD/AEQggjwAiHU0ogCJAsRCqeoOdQBrMPkOALpm0/gAX5c9qv/JEfW7vyzgAP3m8cLH3QHkANhhm5F8ztRYAGnaHPa21LEAAA8LDQTDbtgOceD9d7B2cOuUC9UzADdTyb36D/AWnclXVnQGZnbPsLTrLNU1uhbUCwAAAAAASUVORK5CYII="
            ))
        let one = try ImageFile.decode(plain, name: "a.png").bytes
        #expect(try ImageFile.decode(interlaced, name: "b.png").bytes == one)
        #expect(Array(one[..<3]) == [211, 203, 226] && Array(one[72...]) == [216, 245, 144])
    }
}
