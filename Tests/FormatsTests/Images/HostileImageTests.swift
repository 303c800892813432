import Diagnostics
import Formats
import Foundation
import TestInputs
import Testing

@Suite(.enabled(if: SharedFolder.exists, "needs ../shared"))
struct HostileImageTests {
    private func decode(_ name: String) throws -> [UInt8] {
        try ImageFile.decode(Data(contentsOf: SharedFolder.file("reference/hostile/img/\(name)")), name: name).bytes
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
        #expect(
            message("bomb-10000x10000-complete.png") == """
                bomb-10000x10000-complete.png: error: is 10000 x 10000, 100000000 pixels, at most 64000000 are decoded; \
                scale it down
                """)
        #expect(message("ihdr-zero.png") == "ihdr-zero.png: error: is not a sound PNG: Invalid IHDR data")
        #expect(message("bad-crc.png") == "bad-crc.png: error: is not a sound PNG: IHDR: CRC error")
        #expect(message("no-iend.png") == "no-iend.png: error: is not a sound PNG: the file ends too early")
        #expect(message("zero.png") == "zero.png: error: is empty, a picture was expected")
        #expect(
            message("svg-script.svg") == """
                svg-script.svg: error: is SVG or HTML, which may hold scripts and is not read as a picture; convert it to PNG
                """)
    }
}
