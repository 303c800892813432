// GIF, by our own reader: the first frame on its screen.
//
// Format: CompuServe, Graphics Interchange Format 89a.

import Pixels

/// A GIF. Of an animation the first frame is read; what it leaves free, and what is transparent, is white.
struct GIFDecoder {
    /// Pixels of the screen, or of the first frame where that reaches beyond it.
    let width: Int
    let height: Int
    /// Whether there is a comment or a text.
    private(set) var holdsText = false
    /// Whether there is XMP of an editor.
    private(set) var holdsXMP = false
    private let frame: Frame

    private struct Frame {
        let left: Int
        let top: Int
        let width: Int
        let height: Int
        let isInterlaced: Bool
        /// Colours, R, G, B each.
        let colours: UnsafeRawBufferPointer
        let transparent: Int?
        let literalBits: Int
        /// The codes, in blocks of at most 255 bytes.
        let blocks: [UnsafeRawBufferPointer]
    }

    /// Throws where the file is damaged or cut short, all of its frames considered.
    init(_ raw: UnsafeRawBufferPointer) throws(ImageFault) {
        guard let across = raw.little(6, 2), let down = raw.little(8, 2), let flags = raw.little(10, 1) else {
            throw Self.tooShort
        }
        var position = 13
        let shared = try Self.colours(raw, flags, &position)
        var found: Frame?
        var transparent: Int?
        while true {
            guard let kind = raw.little(position, 1) else { throw Self.tooShort }
            position += 1
            switch kind {
            case 0x3B:
                guard let found else { throw Self.damaged("it has no frame") }
                frame = found
                width = max(across, found.left + found.width)
                height = max(down, found.top + found.height)
                guard width > 0, height > 0 else { throw Self.damaged("its sides are \(width) x \(height)") }
                return
            case 0x21:
                guard let label = raw.little(position, 1) else { throw Self.tooShort }
                position += 1
                let blocks = try Self.blocks(raw, &position)
                if label == 0xF9, let control = blocks.first, control.count >= 4 {
                    transparent = control[0] & 1 == 1 ? Int(control[3]) : nil
                }
                if label == 0xFF, blocks.first?.holds("XMP Data", at: 0) == true { holdsXMP = true }
                if label == 0xFE || label == 0x01 { holdsText = true }
            case 0x2C:
                let next = try Self.frame(raw, shared, transparent, &position)
                if found == nil { found = next }
                transparent = nil
            default: throw Self.damaged("a block of kind \(kind) is unknown")
            }
        }
    }

    private static func frame(
        _ raw: UnsafeRawBufferPointer, _ shared: UnsafeRawBufferPointer, _ transparent: Int?, _ position: inout Int
    ) throws(ImageFault) -> Frame {
        let start = position
        guard let left = raw.little(start, 2), let top = raw.little(start + 2, 2), let width = raw.little(start + 4, 2),
            let height = raw.little(start + 6, 2), let flags = raw.little(start + 8, 1)
        else { throw tooShort }
        position += 9
        let own = try colours(raw, flags, &position)
        guard let literalBits = raw.little(position, 1) else { throw tooShort }
        guard (1...8).contains(literalBits), width > 0, height > 0 else { throw damaged("a frame of nothing") }
        position += 1
        return Frame(
            left: left, top: top, width: width, height: height, isInterlaced: flags & 0x40 != 0,
            colours: own.isEmpty ? shared : own, transparent: transparent, literalBits: literalBits,
            blocks: try blocks(raw, &position))
    }

    /// The colours that flags announce; none where they announce none.
    private static func colours(
        _ raw: UnsafeRawBufferPointer, _ flags: Int, _ position: inout Int
    ) throws(ImageFault) -> UnsafeRawBufferPointer {
        let length = flags & 0x80 == 0 ? 0 : 3 << (flags & 7 + 1)
        guard let table = raw.part(position, length) else { throw tooShort }
        position += length
        return table
    }

    /// Blocks up to the empty one.
    private static func blocks(
        _ raw: UnsafeRawBufferPointer, _ position: inout Int
    ) throws(ImageFault) -> [UnsafeRawBufferPointer] {
        var found: [UnsafeRawBufferPointer] = []
        while true {
            guard let length = raw.little(position, 1), let block = raw.part(position + 1, length) else {
                throw tooShort
            }
            position += 1 + length
            if length == 0 { return found }
            found.append(block)
        }
    }

    /// The first frame as 8-bit RGB over white.
    func decode(pixelLimit: Int) throws(ImageFault) -> RGBImage {
        let packed = frame.blocks.flatMap { Array($0) }
        guard width <= pixelLimit / height else {
            throw .tooMany(width: width, height: height, limit: pixelLimit, bits: 8, in: packed.count)
        }
        guard !frame.colours.isEmpty else { throw Self.damaged("it has no table of colours") }
        let cells = frame.width * frame.height
        var outcome: Int?
        let indices = [UInt8](unsafeUninitializedCapacity: cells) { buffer, filled in
            let codes = LZWCodes(literalBits: frame.literalBits, isTIFF: false)
            outcome = packed.withUnsafeBytes {
                codes.unpack($0, into: UnsafeMutableBufferPointer(rebasing: buffer[..<cells]))
            }
            filled = outcome == cells ? cells : 0
        }
        guard let outcome else { throw Self.damaged("a code stands for nothing") }
        guard outcome == cells else { throw Self.damaged("its pixels end too early") }
        var bytes = [UInt8](repeating: 255, count: width * height * 3)
        for (row, y) in rows.enumerated() {
            for x in 0..<frame.width {
                let index = Int(indices[row * frame.width + x])
                if index == frame.transparent { continue }
                guard index * 3 < frame.colours.count else { throw Self.damaged("a colour is beyond the table") }
                let to = ((y + frame.top) * width + x + frame.left) * 3
                for channel in 0..<3 { bytes[to + channel] = frame.colours[index * 3 + channel] }
            }
        }
        return RGBImage(width: width, height: height, bytes: bytes)
    }

    /// Where the rows lie, in the order in which they are stored.
    private var rows: [Int] {
        guard frame.isInterlaced else { return Array(0..<frame.height) }
        return [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { Array(stride(from: $0.0, to: frame.height, by: $0.1)) }
    }

    private static var tooShort: ImageFault { damaged("the file ends too early") }

    private static func damaged(_ message: String) -> ImageFault { .damaged(format: .gif, message: message) }
}
