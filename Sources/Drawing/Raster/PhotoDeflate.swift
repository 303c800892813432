// Compression for filtered photos, made to be fast.
//
// After a PNG filter a photo is small numbers around zero without repetition: looking for matches costs most of the time
// and gains next to nothing. So every byte is coded by itself with a Huffman code made from a sample of its block, and
// only runs of one byte, of which flat regions are made, become matches. Noise that does not shrink is stored.
//
// Format: zlib (RFC 1950) around DEFLATE (RFC 1951).

/// A zlib stream of literals and runs.
struct PhotoDeflate {
    /// Bytes coded with one code.
    private static let blockBytes = 1 << 17
    /// Longest code word: four words and a remainder of seven bits fit the 64-bit buffer between two writes.
    private static let longestWord = 12
    /// Symbols in use: literals, end of block, and matches of three lengths.
    private static let endOfBlock = 256
    /// Run lengths that are coded, longest first, with their symbols and extra bits (RFC 1951, section 3.2.5): 258 is
    /// symbol 285; 32 is the second length of symbol 272, whose two extra bits say so; 8 is symbol 262.
    private static let runs: [(length: Int, symbol: Int, extra: UInt32, extraBits: Int)] = [
        (258, 285, 0, 0), (32, 272, 1, 2), (8, 262, 0, 0),
    ]

    /// `bytes` as a zlib stream.
    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        // A word is at most 12 bits a byte; blocks add their codes, the stream its frame.
        let blocks = max(1, (bytes.count + blockBytes - 1) / blockBytes)
        let bound = bytes.count + bytes.count / 2 + blocks * 512 + 64
        let checksum = ZlibStream.adler32(bytes)
        return [UInt8](unsafeUninitializedCapacity: bound) { out, filled in
            guard let base = out.baseAddress else { return }
            base[0] = 0x78
            base[1] = 0x01
            var writer = BitWriter(base + 2)
            bytes.withUnsafeBufferPointer { source in
                for block in 0..<blocks {
                    let end = min((block + 1) * blockBytes, source.count)
                    write(source, (block * blockBytes)..<end, isLast: block == blocks - 1, to: &writer)
                }
            }
            writer.alignToByte()
            for shift in [24, 16, 8, 0] { writer.put(checksum >> UInt32(shift) & 255, 8) }
            writer.flush()
            filled = writer.position - base
        }
    }

    private static func write(
        _ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, isLast: Bool, to writer: inout BitWriter
    ) {
        let (weights, sampled) = sample(source, range)
        let code = PrefixCode(weights: weights, limit: longestWord)
        var bits = 0
        for symbol in 0..<256 { bits += Int(weights[symbol] - 1) * Int(code.lengths[symbol]) }
        if sampled > 0, bits >= sampled * 8 {
            store(source, range, isLast: isLast, to: &writer)
            return
        }
        writer.put(isLast ? 1 : 0, 1)
        writer.put(2, 2)
        // 286 literal and length codes, one distance code, and all 19 code length codes: 0...15 with four bits each, the
        // repeat codes 16, 17 and 18 (the first three written) without.
        writer.put(286 - 257, 5)
        writer.put(0, 5)
        writer.put(19 - 4, 4)
        for symbol in 0..<19 { writer.put(symbol < 3 ? 0 : 4, 3) }
        for length in code.lengths { writer.put(reversedNibble(UInt32(length)), 4) }
        writer.put(reversedNibble(1), 4)
        writer.flush()
        code.words.withUnsafeBufferPointer { words in
            literals(source, range, words, to: &writer)
            writer.put(words[endOfBlock])
        }
        writer.flush()
    }

    /// How often each symbol occurs in a quarter of the block, at least once, so that each has a word.
    private static func sample(
        _ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> (weights: [UInt32], literals: Int) {
        var weights = [UInt32](repeating: 0, count: 286)
        for symbol in 0...endOfBlock { weights[symbol] = 1 }
        for run in runs { weights[run.symbol] = 1 }
        var sampled = 0
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(start + 1024, range.upperBound)
            var position = start
            while position < end {
                if position > 0, end - position >= 8, isRun(source, position) {
                    position += 8
                    weights[262] += 1
                } else {
                    let stop = min(position + 8, end)
                    for index in position..<stop { weights[Int(source[index])] += 1 }
                    sampled += stop - position
                    position = stop
                }
            }
            start += 4096
        }
        return (weights, sampled)
    }

    /// Whether the eight bytes at `position` all equal the one before them.
    @inline(__always)
    private static func isRun(_ source: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
        guard let base = UnsafeRawPointer(source.baseAddress) else { return false }
        return base.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            == base.loadUnaligned(fromByteOffset: position &- 1, as: UInt64.self)
    }

    private static func literals(
        _ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ words: UnsafeBufferPointer<UInt32>,
        to shared: inout BitWriter
    ) {
        // A copy of its own stays in registers.
        var writer = shared
        defer { shared = writer }
        var position = range.lowerBound
        let end = range.upperBound
        while position &+ 8 <= end {
            if position > 0, isRun(source, position) {
                let value = source[position]
                var stop = position + 8
                while stop < end, source[stop] == value { stop += 1 }
                for run in runs {
                    while stop - position >= run.length {
                        writer.put(words[run.symbol])
                        writer.put(run.extra, run.extraBits)
                        // The one distance code: a bit, for distance 1.
                        writer.put(0, 1)
                        writer.flush()
                        position += run.length
                    }
                }
                continue
            }
            for _ in 0..<2 {
                for index in 0..<4 { writer.put(words[Int(source[position &+ index])]) }
                writer.flush()
                position &+= 4
            }
        }
        while position < end {
            writer.put(words[Int(source[position])])
            writer.flush()
            position += 1
        }
    }

    /// The block as it is, in pieces of at most 65,535 bytes.
    private static func store(
        _ source: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, isLast: Bool, to writer: inout BitWriter
    ) {
        var position = range.lowerBound
        repeat {
            let stop = min(position + 65535, range.upperBound)
            let count = UInt32(stop - position)
            writer.put(isLast && stop == range.upperBound ? 1 : 0, 1)
            writer.put(0, 2)
            writer.alignToByte()
            writer.put(count, 16)
            writer.put(~count & 0xFFFF, 16)
            writer.flush()
            for index in position..<stop {
                writer.put(UInt32(source[index]), 8)
                writer.flush()
            }
            position = stop
        } while position < range.upperBound
    }

    /// A four-bit word with its first bit lowest.
    private static func reversedNibble(_ value: UInt32) -> UInt32 {
        (value & 1) << 3 | (value & 2) << 1 | (value & 4) >> 1 | (value & 8) >> 3
    }
}

/// Bits written lowest first. The memory behind it is as large as its maker computed; `flush` may write eight bytes past
/// the position.
private struct BitWriter {
    private(set) var position: UnsafeMutablePointer<UInt8>
    private var bits: UInt64 = 0
    private var count: UInt64 = 0

    init(_ position: UnsafeMutablePointer<UInt8>) {
        self.position = position
    }

    /// A code word with its length above it.
    @inline(__always)
    mutating func put(_ word: UInt32) {
        bits |= UInt64(word & 0xFFFF) &<< count
        count &+= UInt64(word &>> 16)
    }

    @inline(__always)
    mutating func put(_ value: UInt32, _ length: Int) {
        bits |= UInt64(value) &<< count
        count &+= UInt64(length)
        if count >= 32 { flush() }
    }

    /// Writes all whole bytes; at most seven bits stay.
    @inline(__always)
    mutating func flush() {
        UnsafeMutableRawPointer(position).storeBytes(of: bits.littleEndian, as: UInt64.self)
        position += Int(truncatingIfNeeded: count &>> 3)
        bits &>>= count & ~7
        count &= 7
    }

    mutating func alignToByte() {
        flush()
        if count > 0 {
            count = 8
            flush()
        }
    }
}
