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
