// What the first directory of a TIFF says of its picture.
//
// Format: Adobe, TIFF Revision 6.0 (1992), part 1 (baseline), sections 13 (LZW), 14 (differencing), 15 (tiles) and 18 (transparency);
// Adobe Photoshop TIFF Technical Notes (2002), Deflate.

/// The layout of a picture that is read: grey, RGB or with a table of colours, of whole numbers, its samples side by side.
/// Anything else is refused by name.
struct TIFFLayout {
    /// How blocks are packed.
    enum Packing {
        case none, packBits, lzw, deflate
    }

    /// What samples stand for.
    enum Colours {
        case grey(isInverted: Bool)
        case rgb
        /// R, G, B of each index.
        case table([UInt8])
    }

    /// A sample that tells how much of what lies behind is seen.
    enum Alpha {
        /// The colours are as they are.
        case plain
        /// The colours are multiplied by it already.
        case multiplied
    }

    /// Pixels of the picture.
    let width: Int
    let height: Int
    /// Bits of a sample, and samples of a pixel.
    let bits: Int
    let samples: Int
    let colours: Colours
    let alpha: Alpha?
    let packing: Packing
    /// Whether samples are differences from the pixel before.
    let isDifferenced: Bool
    /// Whether numbers begin with their highest byte.
    let beginsHighest: Bool
    /// Pixels of a strip or a tile, and the tiles of a row; tiles are whole, the last strip is not.
    let blockWidth: Int
    let blockHeight: Int
    let blocksAcross: Int
    let isTiled: Bool
    /// Where the blocks lie.
    let blocks: [(offset: Int, count: Int)]

    /// Samples of a pixel without transparency.
    var inked: Int { if case .rgb = colours { 3 } else { 1 } }

    /// Pixels across and down, of a picture of any kind.
    static func size(_ raw: UnsafeRawBufferPointer) throws(ImageFault) -> (width: Int, height: Int) {
        guard let directory = EXIFDirectory(raw), let width = directory.numbers(256)?.first,
            let height = directory.numbers(257)?.first
        else { throw damaged("its directory is damaged or ends too early") }
        guard width > 0, height > 0, width <= Int(Int32.max), height <= Int(Int32.max) else {
            throw damaged("its sides are \(width) x \(height)")
        }
        return (width, height)
    }

    /// Throws where the directory is damaged, or the picture is of a kind that is not read.
    init(_ raw: UnsafeRawBufferPointer) throws(ImageFault) {
        guard let directory = EXIFDirectory(raw), directory.isWhole else {
            throw Self.damaged("its directory is damaged or ends too early")
        }
        func all(_ tag: Int) throws(ImageFault) -> [Int] {
            guard let values = directory.numbers(tag) else { throw Self.damaged("tag \(tag) is damaged") }
            return values
        }
        func one(_ tag: Int, else usual: Int) throws(ImageFault) -> Int { try all(tag).first ?? usual }
        (width, height) = try Self.size(raw)
        beginsHighest = directory.beginsHighest
        packing = try Self.packing(try one(259, else: 1))
        guard try one(266, else: 1) == 1 else { throw .otherKind(format: .tiff, "with the bits of bytes turned") }
        let kinds = Set(try all(339)).subtracting([1, 4])
        guard kinds.isEmpty else {
            throw .otherKind(format: .tiff, kinds.contains(3) ? "of floats" : "of signed or complex numbers")
        }

        samples = try one(277, else: 1)
        let depths = Set(try all(258))
        bits = depths.first ?? 1
        guard depths.count <= 1, (1...16).contains(samples) else {
            throw .otherKind(format: .tiff, "of unlike samples")
        }
        guard [1, 2, 4, 8, 16].contains(bits) else { throw .otherKind(format: .tiff, "of \(bits) bits a sample") }
        guard try one(284, else: 1) == 1 || samples == 1 else {
            throw .otherKind(format: .tiff, "whose colours lie in planes of their own")
        }
        colours = try Self.colours(try one(262, else: 1), bits, try all(320))
        let inks = if case .rgb = colours { 3 } else { 1 }
        guard samples >= inks, bits >= 8 || samples == 1 else { throw .otherKind(format: .tiff, "of unlike samples") }
        let extra = try all(338)
        alpha = samples == inks ? nil : extra.first == 1 ? .multiplied : extra.first == 2 ? .plain : nil

        let predictor = try one(317, else: 1)
        guard predictor == 1 || predictor == 2 && bits >= 8 else {
            throw .otherKind(format: .tiff, "with predictor \(predictor) at \(bits) bits")
        }
        isDifferenced = predictor == 2 && (packing == .lzw || packing == .deflate)

        isTiled = directory.holds(322)
        blockWidth = isTiled ? try one(322, else: 0) : width
        blockHeight = isTiled ? try one(323, else: 0) : min(try one(278, else: height), height)
        guard blockWidth > 0, blockHeight > 0, blockWidth <= Int(Int32.max), blockHeight <= Int(Int32.max) else {
            throw Self.damaged("its blocks have no size")
        }
        blocksAcross = (width + blockWidth - 1) / blockWidth
        let (wanted, overflow) = blocksAcross.multipliedReportingOverflow(by: (height + blockHeight - 1) / blockHeight)
        let offsets = try all(isTiled ? 324 : 273)
        let counts = try all(isTiled ? 325 : 279)
        guard !overflow, offsets.count >= wanted, counts.count >= wanted else {
            throw Self.damaged("\(min(offsets.count, counts.count)) of its \(wanted) blocks are there")
        }
        blocks = (0..<wanted).map { (offsets[$0], counts[$0]) }
        guard blocks.allSatisfy({ raw.part($0.offset, $0.count) != nil }) else {
            throw Self.damaged("the file ends too early")
        }
    }

    private static func packing(_ number: Int) throws(ImageFault) -> Packing {
        switch number {
        case 1: return .none
        case 5: return .lzw
        case 8, 32946: return .deflate
        case 32773: return .packBits
        default:
            let names = [
                2: "a fax", 3: "a fax", 4: "a fax", 6: "JPEG", 7: "JPEG", 34712: "JPEG 2000", 34925: "LZMA",
                50000: "Zstandard", 50001: "WebP",
            ]
            throw .otherKind(format: .tiff, "packed as \(names[number] ?? "number \(number)")")
        }
    }

    private static func colours(_ kind: Int, _ bits: Int, _ table: [Int]) throws(ImageFault) -> Colours {
        switch kind {
        case 0: return .grey(isInverted: true)
        case 1: return .grey(isInverted: false)
        case 2: return .rgb
        case 3:
            guard bits <= 8, table.count >= 3 << bits else { throw damaged("its table of colours is too short") }
            // All red, then all green, then all blue, of 16 bits. Some writers put the 8 bits that they have into the upper
            // half and some into both: the upper half is what they agree on.
            return .table(
                (0..<(1 << bits)).flatMap { index in (0..<3).map { UInt8(table[index + $0 << bits] >> 8 & 255) } })
        default:
            let names = [
                4: "that is a mask", 5: "of inks (CMYK)", 6: "of YCbCr", 8: "of CIELab", 32803: "of a raw sensor",
            ]
            throw .otherKind(format: .tiff, names[kind] ?? "of colours of kind \(kind)")
        }
    }

    static func damaged(_ message: String) -> ImageFault { .damaged(format: .tiff, message: message) }
}
