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

    /// Bytes that a decoder has to keep of all coefficients of a picture, two each; 0 where one scan has all of it.
    func bytesKept(width: Int, height: Int) -> Int {
        var kept = 0
        var components = 0
        each { marker, content in
            // Frames are C0 to CF but for tables (C4), an extension (C8) and arithmetic conditions (CC).
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                let bytes = Array(content)
                components = bytes.count > 5 ? Int(bytes[5]) : 0
                let factors = (0..<components).map { component in
                    let place = 7 + component * 3
                    return place < bytes.count ? (Int(bytes[place] >> 4), Int(bytes[place] & 15)) : (1, 1)
                }
                let (most, highest) = (factors.map(\.0).max() ?? 1, factors.map(\.1).max() ?? 1)
                let share = factors.reduce(0) { $0 + $1.0 * $1.1 }
                kept = width * height * 2 * share / max(1, most * highest)
                // Of progressive ones every part comes in several scans.
                if [0xC2, 0xC6, 0xCA, 0xCE].contains(marker) { return false }
            }
            if marker == 0xDA, content.first.map({ Int($0) }) == components { kept = 0 }
            return true
        }
        return kept
    }

    /// The content of the first segment of a marker that begins with `mark`.
    private func first(_ marker: UInt8, beginning mark: [UInt8]) -> Slice<UnsafeRawBufferPointer>? {
        var result: Slice<UnsafeRawBufferPointer>?
        each { found, content in
            if found == marker, content.starts(with: mark) { result = content }
            return result == nil
        }
        return result
    }

    /// Calls `body` with each segment up to the first scan's, until it says to stop.
    private func each(_ body: (UInt8, Slice<UnsafeRawBufferPointer>) -> Bool) {
        var position = 2
        while position + 4 <= bytes.count {
            let found = bytes[position + 1]
            // Fill bytes, and stray ones between segments.
            guard bytes[position] == 0xFF, found != 0xFF, found != 0 else {
                position += 1
                continue
            }
            if found == 0xD9 { return }
            // Markers without content.
            if found == 0x01 || (0xD0...0xD7).contains(found) {
                position += 2
                continue
            }
            let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
            let end = position + 2 + length
            guard length >= 2, end <= bytes.count else { return }
            guard body(found, bytes[(position + 4)..<end]), found != 0xDA else { return }
            position = end
        }
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

    /// Bytes that a value of a kind takes, as TIFF numbers the kinds.
    private static let sizes = [1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4]

    /// Where the values of an entry stand: in the entry, or where that says. `nil` where they reach beyond the end.
    private func values(_ entry: (place: Int, kind: Int, count: Int)) -> (place: Int, size: Int)? {
        guard let size = Self.sizes[entry.kind] else { return (entry.place + 8, 0) }
        if entry.count * size <= 4 { return (entry.place + 8, size) }
        guard let place = number(entry.place + 8, bytes: 4), place <= tiff.count - entry.count * size else {
            return nil
        }
        return (place, size)
    }

    /// The whole numbers of a tag, none where it is not there; `nil` where they reach beyond the end or are no whole numbers.
    func numbers(_ tag: Int) -> [Int]? {
        guard let entry = entry(tag) else { return [] }
        guard [1, 3, 4, 13].contains(entry.kind), let (place, size) = values(entry) else { return nil }
        return (0..<entry.count).compactMap { number(place + $0 * size, bytes: size) }
    }

    /// Whether all of it, and all that its entries lead to, lies in the structure.
    var isWhole: Bool {
        guard number(start + entries * 12, bytes: 4) != nil else { return false }
        return (0..<entries).allSatisfy { index in
            let place = start + index * 12
            guard let kind = number(place + 2, bytes: 2), let count = number(place + 4, bytes: 4) else { return false }
            return values((place, kind, count)) != nil
        }
    }

    /// Whether numbers begin with their highest byte.
    var beginsHighest: Bool { isBigEndian }
}
