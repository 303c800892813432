// Whole numbers of a kept book that are many, mostly small and often 0: one text in place of a number each, for reading a
// thousand books is mostly reading their numbers.
//
// Numbers are LEB128: seven bits a byte, low bits first. A 0 is followed by how many more follow it. The bytes stand in JSON
// as base64.

import Foundation

/// A list of whole numbers in few bytes.
struct PackedCounts: Codable, Sendable, Equatable {
    /// The numbers.
    let values: [UInt64]
    /// Most numbers that a list may have.
    static let most = 1 << 27

    /// A list.
    init(_ values: [UInt64]) { self.values = values }

    /// Reads a list back.
    init(from decoder: any Decoder) throws {
        let bytes = try decoder.singleValueContainer().decode(Data.self)
        guard let values = Self.values(of: bytes) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a packed list of numbers"))
        }
        self.values = values
    }

    /// Writes it, the same for equal lists.
    func encode(to encoder: any Encoder) throws {
        var bytes = Data()
        var index = 0
        while index < values.count {
            Self.append(values[index], to: &bytes)
            if values[index] == 0 {
                let first = index
                while index + 1 < values.count, values[index + 1] == 0 { index += 1 }
                Self.append(UInt64(index - first), to: &bytes)
            }
            index += 1
        }
        var container = encoder.singleValueContainer()
        try container.encode(bytes)
    }

    private static func append(_ number: UInt64, to bytes: inout Data) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// The numbers; `nil` where the bytes are no such list.
    private static func values(of bytes: Data) -> [UInt64]? {
        var values: [UInt64] = []
        let isRead = bytes.withUnsafeBytes { bytes -> Bool in
            var place = 0
            func number() -> UInt64? {
                var (number, shift) = (UInt64(0), UInt64(0))
                while place < bytes.count {
                    let byte = bytes[place]
                    place += 1
                    guard shift < 63 || shift == 63 && byte <= 1 else { return nil }
                    number |= UInt64(byte & 0x7F) << shift
                    if byte & 0x80 == 0 { return number }
                    shift += 7
                }
                return nil
            }
            while place < bytes.count {
                guard let next = number() else { return false }
                values.append(next)
                guard next == 0 else { continue }
                guard let more = number(), more <= UInt64(most - values.count) else { return false }
                values.append(contentsOf: repeatElement(0, count: Int(more)))
            }
            return true
        }
        return isRead ? values : nil
    }
}

/// A list of numbers that is read from its front.
struct PackedReader {
    private var rest: ArraySlice<UInt64>

    /// A list from its first number on.
    init(_ counts: PackedCounts) { rest = counts.values[...] }

    /// Whether nothing follows.
    var isAtEnd: Bool { rest.isEmpty }

    /// The next number. Throws where there is none.
    mutating func next() throws -> UInt64 {
        guard let number = rest.popFirst() else { throw BookError.unreadable("a list of it is cut short") }
        return number
    }

    /// The next number as one of at most `limit`. Throws where it is larger.
    mutating func count(upTo limit: Int = Int.max) throws -> Int {
        let number = try next()
        guard let count = Int(exactly: number), count <= limit else {
            throw BookError.unreadable("a number of it is too large")
        }
        return count
    }
}
