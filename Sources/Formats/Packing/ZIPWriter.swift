// A ZIP archive whose bytes depend on nothing but the files in it: members in the order given, stored as they are, all of one
// moment (1980-01-01, the first that the form knows), readable by everyone. Format: PKWARE's APPNOTE 6.3.

import Foundation

/// Puts files into a ZIP archive, one after the other.
public struct ZIPWriter {
    /// What the form without extensions cannot hold.
    public enum Fault: Error, Equatable, Sendable {
        /// More than 65,535 files.
        case tooMany
        /// More than 4 GiB in all.
        case tooLarge
    }

    private static let mostBytes = 0xFFFF_FFFE
    private static let mostFiles = 0xFFFE
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// An archive without a file.
    public init() {}

    /// Adds a file under a relative path with `/`.
    public mutating func add(_ path: String, _ content: some Sequence<UInt8>) throws(Fault) {
        let content = Array(content)
        let name = Array(path.utf8)
        guard count < Self.mostFiles else { throw .tooMany }
        guard bytes.count + content.count + name.count + 30 <= Self.mostBytes else { throw .tooLarge }
        let offset = bytes.count
        var fields: [UInt8] = []
        // Needs 1.0; names are UTF-8; stored; 00:00:00 of 1980-01-01.
        for value in [10, 1 << 11, 0, 0, 0x21] { Self.append(value, 2, to: &fields) }
        Self.append(Int(Deflate.crc32(Data(content))), 4, to: &fields)
        Self.append(content.count, 4, to: &fields)
        Self.append(content.count, 4, to: &fields)
        Self.append(name.count, 2, to: &fields)
        Self.append(0, 2, to: &fields)
        bytes += [0x50, 0x4B, 3, 4] + fields + name + content
        // Made by Unix, with the mode of a plain file.
        directory += [0x50, 0x4B, 1, 2, 30, 3] + fields
        for value in [0, 0, 0] { Self.append(value, 2, to: &directory) }
        Self.append(0o100644 << 16, 4, to: &directory)
        Self.append(offset, 4, to: &directory)
        directory += name
        count += 1
    }

    /// The archive.
    public consuming func finished() throws(Fault) -> [UInt8] {
        guard bytes.count + directory.count + 22 <= Self.mostBytes else { throw .tooLarge }
        let start = bytes.count
        bytes += directory
        bytes += [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
        Self.append(count, 2, to: &bytes)
        Self.append(count, 2, to: &bytes)
        Self.append(directory.count, 4, to: &bytes)
        Self.append(start, 4, to: &bytes)
        Self.append(0, 2, to: &bytes)
        return bytes
    }

    private static func append(_ value: Int, _ size: Int, to out: inout [UInt8]) {
        for place in 0..<size { out.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
    }
}
