// The one file of this module that touches libdeflate.

import CDeflate

/// zlib streams (RFC 1950) and PNG checksums by libdeflate.
enum ZlibStream {
    /// `bytes` as a zlib stream; level 1 (fast) ... 12 (small). `nil` only when memory runs out.
    static func compress(_ bytes: [UInt8], level: Int) -> [UInt8]? {
        guard let compressor = libdeflate_alloc_compressor(Int32(min(12, max(1, level)))) else { return nil }
        defer { libdeflate_free_compressor(compressor) }
        let bound = libdeflate_zlib_compress_bound(compressor, bytes.count)
        return [UInt8](unsafeUninitializedCapacity: bound) { buffer, filled in
            filled = libdeflate_zlib_compress(compressor, bytes, bytes.count, buffer.baseAddress, bound)
        }
    }

    /// The checksum at the end of a zlib stream.
    static func adler32(_ bytes: [UInt8]) -> UInt32 {
        libdeflate_adler32(1, bytes, bytes.count)
    }

    /// The checksum of a PNG chunk: its type and content.
    static func crc32(_ type: [UInt8], _ content: [UInt8]) -> UInt32 {
        libdeflate_crc32(libdeflate_crc32(0, type, type.count), content, content.count)
    }
}
