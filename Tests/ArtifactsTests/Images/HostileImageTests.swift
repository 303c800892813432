import Artifacts
import Diagnostics
import Foundation
import Testing

@Suite(.enabled(if: SharedFolder.exists, "needs ../shared"))
struct HostileImageTests {
    private func decode(_ name: String) throws -> [UInt8] {
        try ImageFile.decode(contentsOf: SharedFolder.file("reference/hostile/img/\(name)"), name: name).bytes
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

    /// images.csv was measured before the images were saved as JPEG of quality 80, so brightness and contrast agree to a
    /// grey level, and sharpness, which compression changes, only in rank.
    @Test func measuresAgreeWithThoseOfTheReferenceData() throws {
        let table = try String(contentsOf: SharedFolder.file("data/clothing-audit/images.csv"), encoding: .utf8)
        let rows = table.split(separator: "\n").dropFirst().prefix(60).map { $0.split(separator: ",").map(String.init) }
        var pairs: [(stated: Double, measured: Double)] = []
        for row in rows {
            let image = try ImageFile.decode(
                contentsOf: SharedFolder.file("data/clothing-audit/\(row[1])"), name: row[1])
            let measures = ImageMeasures(of: image)
            let stated = row[7...10].compactMap { Double($0) }
            try #require(stated.count == 4)
            #expect(abs(measures.brightness - stated[0]) < 1)
            #expect(abs(measures.contrast - stated[1]) < 1)
            #expect(abs(measures.saturation - stated[3]) < 5)
            pairs.append((stated[2], measures.sharpness))
        }
        var concordant = 0
        var total = 0
        for i in pairs.indices {
            for j in pairs.indices where pairs[j].stated > pairs[i].stated {
                total += 1
                if pairs[j].measured > pairs[i].measured { concordant += 1 }
            }
        }
        #expect(Double(concordant) > 0.95 * Double(total))
    }
}
