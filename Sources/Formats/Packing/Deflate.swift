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

    /// Fills `out` with what a zlib stream (RFC 1950) unpacks to; `false` where it is damaged or unpacks to anything
    /// but as many bytes.
    static func inflate(zlib packed: UnsafeRawBufferPointer, into out: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        guard let decompressor = libdeflate_alloc_decompressor() else { return false }
        defer { libdeflate_free_decompressor(decompressor) }
        var made = 0
        let outcome = libdeflate_zlib_decompress(
            decompressor, packed.baseAddress, packed.count, out.baseAddress, out.count, &made)
        return outcome == LIBDEFLATE_SUCCESS && made == out.count
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
    /// What unpacks to more than this may not be more than `largestRatio` times its packed size: a text that is read shrinks
    /// less, one that was made to fill a memory shrinks 1000-fold.
    static let unsuspiciousBytes = 64 << 20
    /// See `unsuspiciousBytes`; NPZ files have the same.
    static let largestRatio = 100

    /// What bytes unpack to.
    enum Unpacked {
        /// These bytes.
        case plain(Data)
        /// They are damaged.
        case damaged
        /// More than is unpacked.
        case tooMuch
    }

    /// Most bytes that so many may unpack to.
    static func room(for packed: Int) -> Int {
        let (allowed, overflow) = packed.multipliedReportingOverflow(by: largestRatio)
        return min(mostBytes, max(unsuspiciousBytes, overflow ? mostBytes : allowed))
    }

    /// Whether bytes begin as gzip does.
    public static func isPacked(_ bytes: Data) -> Bool { bytes.prefix(3).elementsEqual([0x1F, 0x8B, 0x08]) }

    /// All members of a packed file, unpacked, one after the other.
    static func unpacked(_ packed: Data) -> Unpacked {
        guard let decompressor = libdeflate_alloc_decompressor() else { return .damaged }
        defer { libdeflate_free_decompressor(decompressor) }
        let room = room(for: packed.count)
        var result = Data()
        var rest = packed
        // The last four bytes of a member are its size modulo 2^32: of a file of one member, that of the file.
        var guess = packed.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        while !rest.isEmpty {
            switch member(rest, decompressor, room: room - result.count, guess: guess) {
            case .success(let (bytes, used)):
                if result.isEmpty { result = bytes } else { result.append(bytes) }
                rest = rest.dropFirst(used)
            case .failure(let fault): return fault.isTooMuch ? .tooMuch : .damaged
            }
            guess = 0
        }
        return .plain(result)
    }

    private struct Fault: Error {
        let isTooMuch: Bool
    }

    /// The first member and how many bytes it took. What it unpacks to is not known before it is; `guess` is tried first.
    private static func member(
        _ packed: Data, _ decompressor: OpaquePointer, room: Int, guess: Int
    ) -> Result<(bytes: Data, used: Int), Fault> {
        // What claims to be too much is given room to be cut short in, and no more.
        let claims = guess > room
        var size = claims ? min(room, unsuspiciousBytes) : min(room, max(1 << 16, guess))
        while true {
            var bytes = Data(count: size)
            var (used, made) = (0, 0)
            let outcome = packed.withUnsafeBytes { source in
                bytes.withUnsafeMutableBytes { target in
                    libdeflate_gzip_decompress_ex(
                        decompressor, source.baseAddress, source.count, target.baseAddress, target.count, &used, &made)
                }
            }
            if outcome == LIBDEFLATE_SUCCESS { return .success((bytes.prefix(made), used)) }
            guard outcome == LIBDEFLATE_INSUFFICIENT_SPACE else { return .failure(Fault(isTooMuch: false)) }
            guard size < room, !claims else { return .failure(Fault(isTooMuch: true)) }
            size = min(room, size * 4)
        }
    }
}
