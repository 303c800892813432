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
            switch try? ImageFile.format(raw) {
            case .png: Self.png(raw)
            case .jpeg: Self.jpeg(raw)
            case .webp: Self.webp(raw)
            case .tiff: Self.tiff(raw)
            case .gif: Self.gif(raw)
            case .bmp, nil: []
            }
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
        PNGChunks(raw).each { kind, content in
            switch kind {
            case "eXIf": found.formUnion(exif(content))
            case "iTXt" where content.starts(with: "XML:com.adobe.xmp".utf8): found.insert(.xmp)
            case "tEXt", "zTXt", "iTXt": found.insert(.text)
            default: break
            }
            return true
        }
        return found
    }

    private static func webp(_ raw: UnsafeRawBufferPointer) -> PictureMetadata {
        guard let chunks = try? WebPFile(raw).chunks else { return [] }
        var found: PictureMetadata = []
        for chunk in chunks {
            switch chunk.kind {
            case "EXIF": found.formUnion(exif(WebPFile.tiff(chunk.content)))
            case "XMP ": found.insert(.xmp)
            default: break
            }
        }
        return found
    }

    private static func tiff(_ raw: UnsafeRawBufferPointer) -> PictureMetadata {
        guard let directory = EXIFDirectory(raw) else { return [] }
        let kinds: [(tag: Int, kind: PictureMetadata)] = [
            (0x8769, .exif), (0x8825, [.exif, .position]), (700, .xmp), (0x83BB, .iptc),
            // Description, camera, program, artist, host, copyright.
            (270, .text), (271, .text), (305, .text), (315, .text), (316, .text), (0x8298, .text),
        ]
        return kinds.reduce(into: []) { found, kind in if directory.holds(kind.tag) { found.formUnion(kind.kind) } }
    }

    private static func gif(_ raw: UnsafeRawBufferPointer) -> PictureMetadata {
        guard let file = try? GIFDecoder(raw) else { return [] }
        var found: PictureMetadata = []
        if file.holdsXMP { found.insert(.xmp) }
        if file.holdsText { found.insert(.text) }
        return found
    }
}
