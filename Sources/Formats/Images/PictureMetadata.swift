// What a camera or an editor wrote into a picture beside its pixels. None of it is ever published, for a picture is encoded
// again from its pixels; what there was is counted, so that a team knows what its files carry.

import Foundation

/// Kinds of data beside the pixels of a picture.
public struct PictureMetadata: OptionSet, Sendable, Hashable {
    /// One bit a kind.
    public let rawValue: UInt8

    /// The kinds of some bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// EXIF: camera, time, serial numbers, a small copy of the picture.
    public static let exif = PictureMetadata(rawValue: 1)
    /// A position, in EXIF.
    public static let position = PictureMetadata(rawValue: 2)
    /// XMP of an editor.
    public static let xmp = PictureMetadata(rawValue: 4)
    /// IPTC: captions, names.
    public static let iptc = PictureMetadata(rawValue: 8)
    /// Comments and texts.
    public static let text = PictureMetadata(rawValue: 16)

    /// What a file of a picture carries; nothing for what is none.
    public init(of bytes: Data) {
        self = bytes.withUnsafeBytes { raw in
            if raw.starts(with: PNGDecoder.magic) { return Self.png(raw) }
            if raw.starts(with: JPEGDecoder.magic) { return Self.jpeg(raw) }
            return []
        }
    }

    private static func jpeg(_ raw: UnsafeRawBufferPointer) -> PictureMetadata {
        let segments = JPEGSegments(raw)
        var found: PictureMetadata = []
        if let tiff = segments.exif { found.formUnion(exif(tiff)) }
        if segments.holds(0xE1, beginning: "http://ns.adobe.com/xap/") { found.insert(.xmp) }
        if segments.holds(0xED, beginning: "Photoshop 3.0") { found.insert(.iptc) }
        if segments.holds(0xFE, beginning: "") { found.insert(.text) }
        return found
    }

    private static func exif(_ tiff: UnsafeRawBufferPointer) -> PictureMetadata {
        // 0x8825 leads to the directory of the position.
        EXIFDirectory(tiff)?.holds(0x8825) == true ? [.exif, .position] : .exif
    }

    private static func png(_ raw: UnsafeRawBufferPointer) -> PictureMetadata {
        var found: PictureMetadata = []
        var position = PNGDecoder.magic.count
        while position + 12 <= raw.count {
            let length = (0..<4).reduce(0) { $0 << 8 | Int(raw[position + $1]) }
            guard length <= raw.count - position - 12 else { break }
            let kind = String(decoding: raw[(position + 4)..<(position + 8)], as: UTF8.self)
            let content = UnsafeRawBufferPointer(rebasing: raw[(position + 8)..<(position + 8 + length)])
            switch kind {
            case "eXIf": found.formUnion(exif(content))
            case "iTXt" where content.starts(with: "XML:com.adobe.xmp".utf8): found.insert(.xmp)
            case "tEXt", "zTXt", "iTXt": found.insert(.text)
            default: break
            }
            position += 12 + length
        }
        return found
    }
}
