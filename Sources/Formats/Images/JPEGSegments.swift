// The segments of a JPEG before its first scan, for the two things that libturbojpeg does not tell: the orientation that a
// camera noted, and whether an Adobe program wrote the file. Every offset is checked; what does not fit is not there.

import Pixels

/// A reader of segments of a JPEG.
struct JPEGSegments {
    private let bytes: UnsafeRawBufferPointer

    /// The segments of the file `bytes`.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The TIFF structure of the first EXIF segment.
    var exif: UnsafeRawBufferPointer? {
        let mark: [UInt8] = Array("Exif".utf8) + [0, 0]
        guard let segment = first(0xE1, beginning: mark) else { return nil }
        return UnsafeRawBufferPointer(rebasing: segment[(segment.startIndex + mark.count)...])
    }

    /// How the pixels lie, by the first EXIF segment; upright without one that says.
    var orientation: Orientation { exif.flatMap(EXIFOrientation.read) ?? .upright }

    /// Whether there is a segment of a marker that begins with `mark`.
    func holds(_ marker: UInt8, beginning mark: String) -> Bool { first(marker, beginning: Array(mark.utf8)) != nil }

    /// Whether there is an Adobe segment: then four channels are stored inverted, 255 for no ink.
    var isAdobe: Bool { first(0xEE, beginning: Array("Adobe".utf8)) != nil }

    /// The content of the first segment of a marker that begins with `mark`.
    private func first(_ marker: UInt8, beginning mark: [UInt8]) -> Slice<UnsafeRawBufferPointer>? {
        var position = 2
        while position + 4 <= bytes.count {
            let found = bytes[position + 1]
            // Fill bytes, and stray ones between segments.
            guard bytes[position] == 0xFF, found != 0xFF, found != 0 else {
                position += 1
                continue
            }
            if found == 0xDA || found == 0xD9 { return nil }
            // Markers without content.
            if found == 0x01 || (0xD0...0xD7).contains(found) {
                position += 2
                continue
            }
            let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
            let end = position + 2 + length
            guard length >= 2, end <= bytes.count else { return nil }
            let content = bytes[(position + 4)..<end]
            if found == marker, content.starts(with: mark) { return content }
            position = end
        }
        return nil
    }
}

/// The orientation in the TIFF structure of an EXIF segment: tag 0x0112 of the first directory.
enum EXIFOrientation {
    /// The orientation that `tiff` notes; `nil` when it notes none of the eight, or is damaged before it does.
    static func read(_ tiff: UnsafeRawBufferPointer) -> Orientation? {
        // One SHORT, as the standard has it; some programs write a BYTE or a LONG. It stands in the entry itself.
        let sizes = [1: 1, 3: 2, 4: 4]
        guard let directory = EXIFDirectory(tiff), let entry = directory.entry(0x0112), entry.count == 1,
            let size = sizes[entry.kind], let value = directory.number(entry.place + 8, bytes: size)
        else { return nil }
        return UInt8(exactly: value).flatMap { Orientation(rawValue: $0) }
    }
}

/// The first directory of a TIFF structure. Every offset is checked.
struct EXIFDirectory {
    private let tiff: UnsafeRawBufferPointer
    private let isBigEndian: Bool
    private let start: Int
    private let entries: Int

    /// `nil` where there is none.
    init?(_ tiff: UnsafeRawBufferPointer) {
        guard tiff.count >= 8, tiff[0] == tiff[1], tiff[0] == 0x49 || tiff[0] == 0x4D else { return nil }
        let isBig = tiff[0] == 0x4D
        guard Self.number(tiff, 2, 2, isBig) == 42, let directory = Self.number(tiff, 4, 4, isBig),
            let count = Self.number(tiff, directory, 2, isBig)
        else { return nil }
        (self.tiff, isBigEndian, start, entries) = (tiff, isBig, directory + 2, count)
    }

    private static func number(
        _ tiff: UnsafeRawBufferPointer, _ offset: Int, _ count: Int, _ isBigEndian: Bool
    ) -> Int? {
        guard offset >= 0, offset <= tiff.count - count else { return nil }
        return (0..<count).reduce(0) { total, index in
            total << 8 | Int(tiff[offset + (isBigEndian ? index : count - 1 - index)])
        }
    }

    /// A whole number in the order of the structure's bytes.
    func number(_ offset: Int, bytes count: Int) -> Int? { Self.number(tiff, offset, count, isBigEndian) }

    /// The entry of a tag; `nil` where there is none before the directory is cut off.
    func entry(_ wanted: Int) -> (place: Int, kind: Int, count: Int)? {
        for entry in 0..<entries {
            let place = start + entry * 12
            guard let tag = number(place, bytes: 2), let kind = number(place + 2, bytes: 2),
                let count = number(place + 4, bytes: 4)
            else { return nil }
            if tag == wanted { return (place, kind, count) }
        }
        return nil
    }

    /// Whether there is an entry of a tag.
    func holds(_ tag: Int) -> Bool { entry(tag) != nil }
}
