// The one file of this module that touches libdeflate.

import CDeflate
import Foundation

/// Raw DEFLATE (RFC 1951) and CRC-32 by libdeflate.
enum Deflate {
    /// `packed` unpacked to exactly `size` bytes, or `nil` when it is damaged or of another size. The caller has checked
    /// `size` against a limit.
    static func inflate(_ packed: Data, size: Int) -> Data? {
        guard let decompressor = libdeflate_alloc_decompressor() else { return nil }
        defer { libdeflate_free_decompressor(decompressor) }
        var result = Data(count: size)
        let outcome = packed.withUnsafeBytes { source in
            result.withUnsafeMutableBytes { target in
                libdeflate_deflate_decompress(
                    decompressor, source.baseAddress, source.count, target.baseAddress, target.count, nil)
            }
        }
        return outcome == LIBDEFLATE_SUCCESS ? result : nil
    }

    /// The CRC-32 that ZIP and PNG use.
    static func crc32(_ bytes: Data) -> UInt32 {
        bytes.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
    }
}

/// Files that gzip packed (RFC 1952), told by their first bytes.
public enum Gzip {
    /// Most bytes that are unpacked: 4 GiB.
    static let mostBytes = 1 << 32

    /// Whether bytes begin as gzip does.
    public static func isPacked(_ bytes: Data) -> Bool { bytes.prefix(3).elementsEqual([0x1F, 0x8B, 0x08]) }

    /// All members of a packed file, unpacked, one after the other; `nil` when it is damaged or larger than is unpacked.
    public static func unpacked(_ packed: Data) -> Data? {
        guard let decompressor = libdeflate_alloc_decompressor() else { return nil }
        defer { libdeflate_free_decompressor(decompressor) }
        var result = Data()
        var rest = packed
        while !rest.isEmpty {
            guard let (member, used) = member(rest, decompressor, room: mostBytes - result.count) else { return nil }
            result = result.isEmpty ? member : result + member
            rest = rest.dropFirst(used)
        }
        return result
    }

    /// The first member and how many bytes it took. What it unpacks to is not known before it is.
    private static func member(
        _ packed: Data, _ decompressor: OpaquePointer, room: Int
    ) -> (bytes: Data, used: Int)? {
        var size = min(room, max(1 << 16, packed.count * 4))
        while true {
            var bytes = Data(count: size)
            var (used, made) = (0, 0)
            let outcome = packed.withUnsafeBytes { source in
                bytes.withUnsafeMutableBytes { target in
                    libdeflate_gzip_decompress_ex(
                        decompressor, source.baseAddress, source.count, target.baseAddress, target.count, &used, &made)
                }
            }
            if outcome == LIBDEFLATE_SUCCESS { return (bytes.prefix(made), used) }
            guard outcome == LIBDEFLATE_INSUFFICIENT_SPACE, size < room else { return nil }
            size = min(room, size * 4)
        }
    }
}
