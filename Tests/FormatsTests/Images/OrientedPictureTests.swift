import Formats
import Foundation
import Pixels
import TestSupport
import Testing

@testable import Formats

/// EXIF written by hand, in both byte orders.
private struct TIFF {
    var isBigEndian = false
    var tag = 0x0112
    var kind = 3
    var count = 1
    var value = 6
    var directory = 8
    var entries = 1

    private func number(_ value: Int, _ size: Int) -> [UInt8] {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return isBigEndian ? bytes.reversed() : bytes
    }

    var bytes: [UInt8] {
        let size = [1: 1, 3: 2, 4: 4][kind] ?? 2
        let cell = number(value, size) + [UInt8](repeating: 0, count: 4 - size)
        return Array((isBigEndian ? "MM" : "II").utf8) + number(42, 2) + number(directory, 4) + number(entries, 2)
            + number(tag, 2) + number(kind, 2) + number(count, 4) + cell + number(0, 4)
    }

    var orientation: Orientation? { bytes.withUnsafeBytes { EXIFOrientation.read($0) } }

    /// A JPEG with it as its first segment.
    func inserted(into jpeg: Data) -> Data {
        let content = Array("Exif".utf8) + [0, 0] + bytes
        let length = content.count + 2
        return Data([0xFF, 0xD8, 0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + content) + jpeg.dropFirst(2)
    }
}

@Suite struct EXIFOrientationTests {
    @Test(arguments: [false, true], Orientation.allCases)
    func everyOrientationIsReadInBothByteOrders(_ isBigEndian: Bool, _ orientation: Orientation) {
        for kind in [1, 3, 4] {
            let tiff = TIFF(isBigEndian: isBigEndian, kind: kind, value: Int(orientation.rawValue))
            #expect(tiff.orientation == orientation)
        }
    }

    @Test func whatIsNoOrientationIsNone() {
        #expect(TIFF(value: 0).orientation == nil)
        #expect(TIFF(value: 9).orientation == nil)
        #expect(TIFF(kind: 4, value: 70_000).orientation == nil)
        #expect(TIFF(kind: 2).orientation == nil)
        #expect(TIFF(count: 2).orientation == nil)
        #expect(TIFF(tag: 0x0110).orientation == nil)
        #expect(TIFF(entries: 0).orientation == nil)
    }

    @Test func offsetsThatLeadOutOfTheSegmentLeadNowhere() {
        for isBigEndian in [false, true] {
            for directory in [0, 7, 25, 26, 27, 0x7FFF_FFFF, 0xFFFF_FFFF] {
                #expect(TIFF(isBigEndian: isBigEndian, directory: directory).orientation == nil)
            }
            // More entries than there are bytes: the first is still there, a second is not.
            #expect(TIFF(isBigEndian: isBigEndian, entries: 65_535).orientation == .quarterTurn)
            #expect(TIFF(isBigEndian: isBigEndian, tag: 1, entries: 65_535).orientation == nil)
            let whole = TIFF(isBigEndian: isBigEndian).bytes
            for length in 0..<whole.count - 6 {
                #expect(Array(whole.prefix(length)).withUnsafeBytes { EXIFOrientation.read($0) } == nil)
            }
        }
    }

    @Test func segmentsThatAreCutOrLieAreNoSegments() throws {
        let jpeg = TIFF().inserted(into: try SmallPictures.data(SmallPictures.jpeg))
        #expect(jpeg.withUnsafeBytes { JPEGSegments($0).orientation } == .quarterTurn)
        for length in 0..<36 {
            #expect(jpeg.prefix(length).withUnsafeBytes { JPEGSegments($0).orientation } == .upright)
        }
        for lie: UInt8 in [0, 1, 2, 7, 255] {
            var bytes = Array(jpeg)
            (bytes[4], bytes[5]) = (lie == 255 ? 255 : 0, lie)
            #expect(bytes.withUnsafeBytes { JPEGSegments($0).orientation } == .upright)
        }
    }

    @Test(arguments: Orientation.allCases) func aPictureIsDecodedUpright(_ orientation: Orientation) throws {
        let plain = try SmallPictures.data(SmallPictures.jpeg)
        let jpeg = TIFF(value: Int(orientation.rawValue)).inserted(into: plain)
        let image = try ImageFile.decode(jpeg, name: "a.jpg")
        #expect(image == (try ImageFile.decode(plain, name: "a.jpg")).seen(in: orientation))
        #expect(try ImageFile.size(jpeg, name: "a.jpg") == (image.width, image.height))
        let layout = try ImageFile.layout(jpeg, name: "a.jpg")
        #expect(layout == PictureLayout(width: 32, height: 24, orientation: orientation))
        let half = try ImageFile.decode(jpeg, name: "a.jpg", atLeast: 10)
        #expect((half.width, half.height) == orientation.size(width: 16, height: 12))
    }
}

@Suite struct InkPictureTests {
    /// CMYK of (200, 40, 30) by Pillow, 16 x 8, with the segment that says that inks are stored inverted.
    private static let adobe = """
        /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK\
        /8AAFAgACAAQBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFB\
        BhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqS\
        k5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD9IK/J+vx3\
        r9/KKKKK/9k=
        """

    private func colour(_ bytes: Data) throws -> [UInt8] {
        let image = try ImageFile.decode(bytes, name: "a.jpg")
        #expect((image.width, image.height) == (16, 8))
        return Array(image.bytes[(5 * 16 + 5) * 3..<(5 * 16 + 5) * 3 + 3])
    }

    @Test func inksBecomeColours() throws {
        let bytes = try SmallPictures.data(Self.adobe)
        #expect(try colour(bytes) == [200, 40, 30])
        // Without Adobe's segment the same values are inks: no black is left where 255 of it were stored.
        #expect(Array(bytes[2..<4]) == [0xFF, 0xEE])
        let plain = bytes.prefix(2) + bytes.dropFirst(2 + 16)
        #expect(try colour(Data(plain)) == [0, 0, 0])
    }
}
