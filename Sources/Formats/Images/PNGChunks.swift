// The chunks of a PNG, for what libpng is not asked for: the orientation, and what lies beside the pixels.

import Pixels

/// A walk over the chunks of a PNG. Every length is checked; what does not fit ends the walk.
struct PNGChunks {
    private let bytes: UnsafeRawBufferPointer

    /// The chunks of the file `bytes`.
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Calls `body` with the kind and the content of each chunk, until it says to stop.
    func each(_ body: (_ kind: String, _ content: UnsafeRawBufferPointer) -> Bool) {
        var position = PNGDecoder.magic.count
        while position + 12 <= bytes.count {
            let length = (0..<4).reduce(0) { $0 << 8 | Int(bytes[position + $1]) }
            guard length <= bytes.count - position - 12 else { return }
            let kind = String(decoding: bytes[(position + 4)..<(position + 8)], as: UTF8.self)
            let content = UnsafeRawBufferPointer(rebasing: bytes[(position + 8)..<(position + 8 + length)])
            guard body(kind, content) else { return }
            position += 12 + length
        }
    }

    /// How the pixels lie, by the first EXIF chunk; upright without one that says.
    var orientation: Orientation {
        var found: Orientation?
        each { kind, content in
            if kind == "eXIf" { found = EXIFOrientation.read(content) ?? .upright }
            return found == nil
        }
        return found ?? .upright
    }
}
