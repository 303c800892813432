import Drawing
import Foundation
import Pixels
import Testing

@testable import Archive

/// What a site publishes byte for byte is a picture and nothing else.
@Suite struct KeptPictureTests {
    private static let photo = RGBImage(
        width: 9, height: 5, bytes: (0..<135).map { UInt8(truncatingIfNeeded: $0 * 7) })

    private func isOne(_ bytes: [UInt8]) -> Bool { KeptPicture.isOne(Data(bytes), width: 9, height: 5) }

    @Test func whatThisProgramWritesIsOne() {
        #expect(isOne(PNGEncoder.encode(Self.photo)))
        #expect(isOne(PNGEncoder.encodeForPages(Self.photo)))
        #expect(!KeptPicture.isOne(Data(PNGEncoder.encode(Self.photo)), width: 5, height: 9))
    }

    @Test func anythingMoreIsNone() {
        let bytes = PNGEncoder.encode(Self.photo)
        let end = bytes.count - 12
        let text: [UInt8] = [0, 0, 0, 4] + Array("tEXtGPS!".utf8) + [0, 0, 0, 0]
        #expect(!isOne(Array(bytes[..<end]) + text + Array(bytes[end...])))
        #expect(!isOne(bytes + [0]))
        #expect(!isOne(bytes + bytes.suffix(12)))
        #expect(!isOne(Array(bytes.dropLast())))
        #expect(!isOne(Array("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".utf8)))
        #expect(!isOne([]))
    }
}
