import Foundation
import TestSupport
import Testing

@testable import Formats

/// What lies in a file beside the pixels.
@Suite struct PictureMetadataTests {
    private static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length = content.count + 2
        return [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)] + content
    }

    /// The TIFF structure of one directory with these tags, each a SHORT.
    private static func tiff(_ tags: [UInt16]) -> [UInt8] {
        var bytes: [UInt8] = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, UInt8(tags.count)]
        for tag in tags { bytes += [UInt8(tag >> 8), UInt8(tag & 0xFF), 0, 3, 0, 0, 0, 1, 0, 1, 0, 0] }
        return bytes + [0, 0, 0, 0]
    }

    private static func jpeg(_ segments: [[UInt8]]) throws -> Data {
        var bytes = try SmallPictures.data(SmallPictures.jpeg)
        bytes.insert(contentsOf: segments.flatMap { $0 }, at: 2)
        return bytes
    }

    private static func exif(_ tags: [UInt16]) -> [UInt8] { segment(0xE1, Array("Exif".utf8) + [0, 0] + tiff(tags)) }

    @Test func aJPEGIsAskedForItsSegments() throws {
        #expect(PictureMetadata(of: try Self.jpeg([])) == [])
        #expect(PictureMetadata(of: try Self.jpeg([Self.exif([0x0112])])) == .exif)
        #expect(PictureMetadata(of: try Self.jpeg([Self.exif([0x0112, 0x8825])])) == [.exif, .position])
        #expect(
            PictureMetadata(
                of: try Self.jpeg([
                    Self.segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0<x/>".utf8)),
                    Self.segment(0xED, Array("Photoshop 3.0\0".utf8)), Self.segment(0xFE, Array("hello".utf8)),
                ])) == [.xmp, .iptc, .text])
    }

    @Test func aPNGIsAskedForItsChunks() throws {
        func chunk(_ kind: String, _ content: [UInt8]) -> [UInt8] {
            let length = UInt32(content.count)
            return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + Array(kind.utf8) + content
                + [0, 0, 0, 0]
        }
        let plain = try SmallPictures.data(SmallPictures.rgb)
        #expect(PictureMetadata(of: plain) == [])
        let expected: [(bytes: [UInt8], metadata: PictureMetadata)] = [
            (chunk("tEXt", Array("Author\0x".utf8)), .text),
            (chunk("eXIf", Self.tiff([0x8825])), PictureMetadata([.exif, .position])),
            (chunk("iTXt", Array("XML:com.adobe.xmp\0".utf8)), .xmp),
        ]
        for (bytes, expected) in expected {
            var data = plain
            data.insert(contentsOf: bytes, at: 33)
            #expect(PictureMetadata(of: data) == expected)
        }
    }

    @Test func whatIsCutOffOrNoPictureCarriesNothingMore() throws {
        #expect(PictureMetadata(of: Data()) == [])
        #expect(PictureMetadata(of: Data("<svg/>".utf8)) == [])
        let whole = try Self.jpeg([Self.exif([0x8825])])
        for length in 0..<40 { _ = PictureMetadata(of: whole.prefix(length)) }
        var png = try SmallPictures.data(SmallPictures.rgb)
        // A length that no file has.
        png.replaceSubrange(33..<37, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(PictureMetadata(of: png) == [])
    }
}
