import Foundation

/// How many errors of each type every image has, kept so that a later version on the same images can be paired with this one.
/// Images are told apart by a hash of their names and are kept once for all types.
public struct ErrorTypeCounts: Sendable, Hashable {
    /// First eight bytes of the SHA-256 of each image's name, ascending.
    private let ids: [UInt64]
    /// The types, by the kinds of their failure modes.
    private let kinds: [String]
    /// How many each image has, in the order of `kinds`.
    private let counts: [[UInt16]]

    /// Counts by id, in any order; `counts` are as many as there are kinds.
    public init(_ kinds: [String], _ images: some Sequence<(id: UInt64, counts: [Int])>) {
        let sorted = images.sorted { a, b in
            a.id != b.id ? a.id < b.id : a.counts.lexicographicallyPrecedes(b.counts)
        }
        self.kinds = kinds
        ids = sorted.map(\.id)
        counts = sorted.map { image in image.counts.map { UInt16(clamping: $0) } }
    }

    /// The counts of one type; `nil` for a type that was not counted.
    public subscript(kind: String) -> ImageCounts? {
        kinds.firstIndex(of: kind).map { place in
            ImageCounts(zip(ids, counts).map { (id: $0, count: Int($1[place])) })
        }
    }
}

extension ErrorTypeCounts: Codable {
    private enum CodingKeys: String, CodingKey {
        case kinds, images
    }

    /// Reads counts: the types, and base64 of a row for each image.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let kinds = try container.decode([String].self, forKey: .kinds)
        let width = 8 + 2 * kinds.count
        guard let bytes = Data(base64Encoded: try container.decode(String.self, forKey: .images)).map(Array.init),
            bytes.count % width == 0
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .images, in: container, debugDescription: "not a row for each image")
        }
        self.init(
            kinds,
            stride(from: 0, to: bytes.count, by: width).map { start in
                func number(_ from: Int, _ count: Int) -> UInt64 {
                    (0..<count).reduce(0) { $0 | UInt64(bytes[start + from + $1]) << (8 * UInt64($1)) }
                }
                return (id: number(0, 8), counts: kinds.indices.map { Int(number(8 + 2 * $0, 2)) })
            })
    }

    /// Writes the counts: of an image its id and its counts, little-endian.
    public func encode(to encoder: any Encoder) throws {
        var bytes: [UInt8] = []
        for (id, counts) in zip(ids, counts) {
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: id >> (8 * $0)) }
            bytes += counts.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kinds, forKey: .kinds)
        try container.encode(Data(bytes).base64EncodedString(), forKey: .images)
    }
}
