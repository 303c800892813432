import Foundation

/// Which of an audit's errors a failure mode covers: one bit for each error, in the order of the archived outcomes, so that
/// overlap can be told long after the audit.
public struct ErrorSet: Sendable, Hashable {
    private var words: [UInt64]
    /// Errors of the audit, in the set or not.
    public let total: Int

    /// The errors at `places`, each in 0..<total.
    public init(_ places: some Sequence<Int>, of total: Int) {
        self.total = total
        words = [UInt64](repeating: 0, count: (total + 63) / 64)
        for place in places where place >= 0 && place < total { words[place >> 6] |= 1 << UInt64(place & 63) }
    }

    /// Errors in the set.
    public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Whether the error at a place is in the set.
    public func contains(_ place: Int) -> Bool {
        place >= 0 && place < total && words[place >> 6] >> UInt64(place & 63) & 1 == 1
    }

    /// Errors in both; none where they are sets of different audits' errors.
    public func overlap(_ other: ErrorSet) -> Int {
        total == other.total ? zip(words, other.words).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount } : 0
    }

    /// The errors in both; none where they are sets of different audits' errors.
    public func intersection(_ other: ErrorSet) -> ErrorSet {
        var both = ErrorSet([], of: total)
        guard total == other.total else { return both }
        for index in words.indices { both.words[index] = words[index] & other.words[index] }
        return both
    }

    /// Adds the errors of a set of the same audit.
    public mutating func formUnion(_ other: ErrorSet) {
        guard total == other.total else { return }
        for index in words.indices { words[index] |= other.words[index] }
    }
}

extension ErrorSet: Codable {
    private enum CodingKeys: String, CodingKey {
        case total, bits
    }

    /// Reads a set: how many errors there are, and the bits, lowest first, as base64.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let total = try values.decode(Int.self, forKey: .total)
        let text = try values.decode(String.self, forKey: .bits)
        guard total >= 0, let bytes = Data(base64Encoded: text), bytes.count == (total / 8) + (total % 8 > 0 ? 1 : 0)
        else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not one bit for each of \(total) errors"))
        }
        let places = bytes.enumerated().flatMap { index, byte in
            (0..<8).filter { byte >> UInt8($0) & 1 == 1 }.map { index * 8 + $0 }
        }
        self.init(places, of: total)
    }

    /// Writes the set.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(total, forKey: .total)
        let bytes = (0..<(total + 7) / 8).map { UInt8(truncatingIfNeeded: words[$0 >> 3] >> UInt64(($0 & 7) * 8)) }
        try values.encode(Data(bytes).base64EncodedString(), forKey: .bits)
    }
}
