// The one file that touches libcrypto.

import CCrypto

/// A SHA-256 digest (FIPS 180-4), 32 bytes, computed by OpenSSL's libcrypto.
public struct SHA256Digest: Sendable, Hashable {
    /// The 32 bytes of the digest, most significant first.
    public let bytes: [UInt8]

    /// The digest of `data`.
    public init(of data: some Collection<UInt8>) {
        var digest = [UInt8](repeating: 0, count: 32)
        var length: UInt32 = 32
        let hashed: Void? = data.withContiguousStorageIfAvailable { buffer in
            _ = EVP_Digest(buffer.baseAddress, buffer.count, &digest, &length, EVP_sha256(), nil)
        }
        if hashed == nil {
            let copy = Array(data)
            _ = EVP_Digest(copy, copy.count, &digest, &length, EVP_sha256(), nil)
        }
        bytes = digest
    }

    /// The digest of the UTF-8 bytes of `text`.
    public init(of text: String) {
        self.init(of: Array(text.utf8))
    }

    /// 64 lowercase hexadecimal digits, as `sha256sum` prints them.
    public var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The first eight bytes as a big-endian integer: a compact identity for joining items between archives.
    public var prefix64: UInt64 {
        bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
