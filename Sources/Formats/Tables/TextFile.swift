// Text files are mapped, never read into a String: a table of a gigabyte costs address space, not memory. Their encoding
// is settled here once, so that everything behind may take the bytes for valid UTF-8 without a NUL.

import Diagnostics
import Files
import Foundation

/// The bytes of a text file: valid UTF-8, without a byte order mark, without NUL.
public struct TextFile: Sendable {
    /// How messages call the file: relative to the workspace, never absolute.
    public let name: String
    /// The bytes, mapped. A byte order mark is not among them.
    package let bytes: Data
    /// How its lines ended where that was not as usual; they do here.
    let ends: LineEnds?

    /// A terabyte: offsets are kept in 40 bits.
    static let mostBytes = 1 << 40

    /// Maps the file at `url`. Throws when it cannot be read, is empty or is not UTF-8.
    public init(contentsOf url: URL, name: String) throws(ProblemList) {
        let bytes: Data
        do throws(FileError) {
            bytes = try NamedFile.bytes(url.path, called: name)
        } catch {
            throw ProblemList(error)
        }
        try self.init(bytes: bytes, name: name)
    }

    /// Takes `bytes` for the file's contents. Throws when they are empty or not UTF-8.
    public init(bytes given: Data, name: String) throws(ProblemList) {
        let bytes = try Encoding.plain(given, name)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let given = bytes.prefix(3).elementsEqual(mark) ? bytes.dropFirst(3) : bytes
        if given.isEmpty { throw ProblemList(DelimitedError(file: name, fault: .empty)) }
        let mended = LineEnds.mended(given)
        let text = mended?.text ?? given
        guard text.count < Self.mostBytes else {
            throw ProblemList(DelimitedError(file: name, fault: .fileTooLong(limit: Self.mostBytes)))
        }
        let faults = text.withUnsafeBytes { Encoding.faults(in: $0) }
        if !faults.isEmpty {
            var problems = ProblemList()
            for fault in faults {
                problems.add(DelimitedError(file: name, row: fault.line, fault: fault.fault), count: fault.count)
            }
            throw problems
        }
        self.name = name
        self.bytes = text
        ends = mended?.ends
    }

    private init(valid bytes: Data, name: String) { (self.bytes, self.name, ends) = (bytes, name, nil) }

    /// The text without its first bytes, which end with a line.
    func dropFirst(_ count: Int) -> TextFile { TextFile(valid: bytes.dropFirst(count), name: name) }

    /// Number of bytes.
    public var count: Int { bytes.count }
}

extension Packed {
    /// The bytes of a text unpacked, and as UTF-8 where they are UTF-16: for whoever reads text that is no table.
    public static func text(_ bytes: Data, _ name: String) throws(ProblemList) -> Data {
        try Encoding.plain(bytes, name)
    }

    /// The lines of a text that are not blank, with their numbers from 1; a byte order mark is none of it.
    public static func lines(_ bytes: Data, _ name: String) throws(ProblemList) -> [(row: Int, line: Substring)] {
        let plain = try text(bytes, name)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = String(decoding: plain.prefix(3).elementsEqual(mark) ? plain.dropFirst(3) : plain, as: UTF8.self)
        return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap {
            index, line in
            line.allSatisfy(\.isWhitespace) ? nil : (index + 1, line)
        }
    }
}

/// What a file's bytes say about its encoding.
package enum Encoding {
    /// What to do with a text that is in none that is read. Bytes do not say which of the one-byte encodings they are in, and in a
    /// wrong one names of classes are others.
    package static let wayOut = "is it Latin-1? convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW"

    /// The bytes unpacked where they are packed, and as UTF-8 where they are UTF-16; as they are otherwise.
    static func plain(_ given: Data, _ name: String) throws(ProblemList) -> Data {
        let bytes: Data
        do throws(DelimitedError) {
            bytes = try Packed.plain(given, name)
        } catch {
            throw ProblemList(error)
        }
        if isPointer(bytes) { throw ProblemList(DelimitedError(file: name, fault: .pointer)) }
        guard let encoding = bytes.withUnsafeBytes({ utf16Name(of: $0) }) else { return bytes }
        let isLittle = encoding == "UTF-16LE"
        guard let text = String(data: bytes, encoding: isLittle ? .utf16LittleEndian : .utf16BigEndian) else {
            return bytes
        }
        return Data(text.utf8)
    }

    /// Whether bytes are a pointer of Git LFS: what a clone holds in place of large files until they are fetched.
    package static func isPointer(_ bytes: Data) -> Bool {
        bytes.count < 1024 && bytes.starts(with: Data("version https://git-lfs.github.com/spec/".utf8))
    }

    /// What is wrong with the bytes: of each kind the first line, and how many lines have it; or one fault for the whole file.
    static func faults(in bytes: UnsafeRawBufferPointer) -> [(line: Int?, fault: DelimitedFault, count: Int)] {
        if let name = utf16Name(of: bytes) { return [(nil, .otherEncoding(name), 1)] }
        var result: [(line: Int?, fault: DelimitedFault, count: Int)] = []
        // Lines are only counted up to a fault.
        var counted = (line: 1, position: 0)
        func line(of position: Int) -> Int {
            for byte in bytes[counted.position..<position] where byte == 0x0A { counted.line += 1 }
            counted.position = position
            return counted.line
        }
        var position = 0
        while true {
            position = endOfPlainASCII(bytes, from: position)
            guard position < bytes.count else { break }
            let byte = bytes[position]
            if byte >= 0x80, let length = sequenceLength(bytes, at: position) {
                position += length
                continue
            }
            if let index = result.firstIndex(where: { ($0.fault == .nul) == (byte == 0) }) {
                result[index].count += 1
            } else {
                result.append((line(of: position), byte == 0 ? .nul : .notUTF8(byte: byte), 1))
            }
            position = endOfLine(bytes, from: position)
        }
        return result
    }

    /// A byte order mark of UTF-16, or zeros in every second place of the first bytes.
    private static func utf16Name(of bytes: UnsafeRawBufferPointer) -> String? {
        if bytes.count >= 2, bytes[0] == 0xFF, bytes[1] == 0xFE { return "UTF-16LE" }
        if bytes.count >= 2, bytes[0] == 0xFE, bytes[1] == 0xFF { return "UTF-16BE" }
        let pairs = min(bytes.count, 64) / 2
        guard pairs >= 4 else { return nil }
        var zeros = (even: 0, odd: 0)
        for pair in 0..<pairs {
            if bytes[pair * 2] == 0 { zeros.even += 1 }
            if bytes[pair * 2 + 1] == 0 { zeros.odd += 1 }
        }
        if zeros.even == 0, zeros.odd * 4 >= pairs * 3 { return "UTF-16LE" }
        if zeros.odd == 0, zeros.even * 4 >= pairs * 3 { return "UTF-16BE" }
        return nil
    }

    /// The first byte at or after `start` that is above 127 or zero, 32 bytes at a time.
    private static func endOfPlainASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        // Taken for signed, what is left are the bytes above zero.
        let zero = SIMD32<Int8>(repeating: 0)
        var position = start
        while position &+ 32 <= bytes.count {
            let text = bytes.loadUnaligned(fromByteOffset: position, as: SIMD32<Int8>.self)
            if any(text .<= zero) { break }
            position &+= 32
        }
        while position < bytes.count, bytes[position] != 0, bytes[position] < 0x80 { position &+= 1 }
        return position
    }

    /// Length of the well-formed UTF-8 sequence that starts at `position` (Unicode 15, table 3-7), or `nil`.
    private static func sequenceLength(_ bytes: UnsafeRawBufferPointer, at position: Int) -> Int? {
        let length: Int
        let second: ClosedRange<UInt8>
        switch bytes[position] {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return nil }
        for offset in 2..<max(2, length) where !(0x80...0xBF).contains(bytes[position + offset]) { return nil }
        return length
    }

    private static func endOfLine(_ bytes: UnsafeRawBufferPointer, from position: Int) -> Int {
        var position = position
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
        return position
    }
}
