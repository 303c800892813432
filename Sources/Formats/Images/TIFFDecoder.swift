// TIFF, by our own reader: strips and tiles of samples to RGB. libtiff would bring a dozen libraries (CONTRIBUTING.md, D35).

import Pixels

/// A TIFF of the kinds that `TIFFLayout` reads. Of several pages the first is read.
struct TIFFDecoder {
    /// What its directory says.
    let layout: TIFFLayout
    private let raw: UnsafeRawBufferPointer

    /// Throws where the directory is damaged, or of a kind that is not read.
    init(_ raw: UnsafeRawBufferPointer) throws(ImageFault) {
        self.raw = raw
        layout = try TIFFLayout(raw)
    }

    /// The picture as it is stored, 8-bit RGB, transparency laid over white.
    func decode(pixelLimit: Int) throws(ImageFault) -> RGBImage {
        let (width, height) = (layout.width, layout.height)
        guard width <= pixelLimit / height else { throw tooMany(pixelLimit) }
        var bytes = [UInt8](repeating: 0, count: width * height * 3)
        try eachRow { row, x, y in
            let start = (y * width + x) * 3
            bytes.withUnsafeMutableBufferPointer { bytes in
                for index in 0..<row.count { bytes[start + index] = row[index] }
            }
        }
        return RGBImage(width: width, height: height, bytes: bytes)
    }

    /// The same; of a picture with more pixels than the limit the means of squares of pixels, a quarter of the limit at most (a
    /// sum takes four times the memory of a pixel), and the length of their sides.
    func shrunk(pixelLimit: Int) throws(ImageFault) -> (RGBImage, Int) {
        let (width, height) = (layout.width, layout.height)
        let fault = tooMany(pixelLimit)
        guard width > pixelLimit / height, fault.costsOnlyItself else { return (try decode(pixelLimit: pixelLimit), 1) }
        guard width <= ImageFile.mostPixels / height else { throw tooMany(ImageFile.mostPixels) }
        let divisor = ShrinkingSums.divisor(width: width, height: height, limit: pixelLimit / 4)
        guard divisor <= ShrinkingSums.longestSide else { throw fault }
        var sums = ShrinkingSums(width: width, height: height, divisor: divisor)
        try eachRow { row, x, y in sums.add(row, x: x, y: y) }
        return (sums.image(), divisor)
    }

    private func tooMany(_ limit: Int) -> ImageFault {
        .tooMany(
            width: layout.width, height: layout.height, limit: limit, bits: layout.bits * layout.samples, in: raw.count)
    }

    /// Calls `body` with each row of each block, R, G, B a pixel, and where its first pixel lies.
    private func eachRow(_ body: (UnsafeBufferPointer<UInt8>, _ x: Int, _ y: Int) -> Void) throws(ImageFault) {
        let block = TIFFBlock(layout: layout)
        let length = block.rowBytes
        for (index, place) in layout.blocks.enumerated() {
            let x = index % layout.blocksAcross * layout.blockWidth
            let y = index / layout.blocksAcross * layout.blockHeight
            let rows = min(layout.blockHeight, layout.height - y)
            guard let packed = raw.part(place.offset, place.count) else {
                throw TIFFLayout.damaged("the file ends too early")
            }
            let bytes = try block.unpacked(packed, rows: layout.isTiled ? layout.blockHeight : rows)
            let columns = min(layout.blockWidth, layout.width - x)
            var row = [UInt8](repeating: 0, count: columns * 3)
            bytes.withUnsafeBufferPointer { bytes in
                for line in 0..<rows {
                    let stored = UnsafeBufferPointer(rebasing: bytes[(line * length)..<((line + 1) * length)])
                    row.withUnsafeMutableBufferPointer { fill($0, from: stored) }
                    row.withUnsafeBufferPointer { body($0, x, y + line) }
                }
            }
        }
    }

    /// Colours of one row.
    private func fill(_ row: UnsafeMutableBufferPointer<UInt8>, from stored: UnsafeBufferPointer<UInt8>) {
        let samples = layout.samples
        for x in 0..<(row.count / 3) {
            let (from, to) = (x * samples, x * 3)
            switch layout.colours {
            case .rgb:
                for channel in 0..<3 { row[to + channel] = sample(stored, from + channel) }
            case .grey(let isInverted):
                let level = sample(stored, from)
                for channel in 0..<3 { row[to + channel] = isInverted ? 255 - level : level }
            case .table(let table):
                let index = self.index(stored, from)
                for channel in 0..<3 { row[to + channel] = table[index * 3 + channel] }
            }
            guard let alpha = layout.alpha else { continue }
            let share = sample(stored, from + layout.inked)
            for channel in 0..<3 {
                let value = row[to + channel]
                row[to + channel] =
                    alpha == .plain
                    ? PictureSample.overWhite(value, share)
                    : UInt8(truncatingIfNeeded: min(255, Int(value) + 255 - Int(share)))
            }
        }
    }

    /// A sample as 8 bits.
    @inline(__always)
    private func sample(_ stored: UnsafeBufferPointer<UInt8>, _ place: Int) -> UInt8 {
        switch layout.bits {
        case 8: stored[place]
        case 16:
            PictureSample.narrowed(
                layout.beginsHighest
                    ? UInt16(stored[place * 2]) << 8 | UInt16(stored[place * 2 + 1])
                    : UInt16(stored[place * 2 + 1]) << 8 | UInt16(stored[place * 2]))
        default: UInt8(truncatingIfNeeded: index(stored, place) * 255 / (1 << layout.bits - 1))
        }
    }

    /// A sample of at most 8 bits as it is; the first stands in the highest bits.
    @inline(__always)
    private func index(_ stored: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int {
        let start = place * layout.bits
        return Int(stored[start / 8] >> UInt8(8 - layout.bits - start % 8)) & ((1 << layout.bits) - 1)
    }
}
