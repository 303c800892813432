import Foundation

/// How many of something each image has, by a hash of its name: kept so that a later version on the same images can be paired
/// with this one, image by image, also for what is in no pair of objects, such as false positives.
public struct ImageCounts: Sendable, Hashable {
    /// First eight bytes of the SHA-256 of each image's name, ascending.
    public let ids: [UInt64]
    /// How many each has.
    public let counts: [UInt32]

    /// Counts by id, in any order.
    public init(_ counts: some Sequence<(id: UInt64, count: Int)>) {
        let sorted = counts.sorted { ($0.id, $0.count) < ($1.id, $1.count) }
        ids = sorted.map(\.id)
        self.counts = sorted.map { UInt32(clamping: $0.count) }
    }
}

extension ImageCounts: Codable {
    /// Bytes of an image: its id and its count, little-endian.
    private static let rowBytes = 12

    /// Reads counts: base64 of a row for each image.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let bytes = Data(base64Encoded: try container.decode(String.self)).map(Array.init),
            bytes.count % Self.rowBytes == 0
        else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a row for each image")
        }
        self.init(
            stride(from: 0, to: bytes.count, by: Self.rowBytes).map { start in
                func number(_ range: Range<Int>) -> UInt64 {
                    range.reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1 - range.lowerBound)) }
                }
                return (id: number(0..<8), count: Int(number(8..<12)))
            })
    }

    /// Writes the counts.
    public func encode(to encoder: any Encoder) throws {
        var bytes: [UInt8] = []
        for (id, count) in zip(ids, counts) {
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: id >> (8 * $0)) }
            bytes += (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
        }
        var container = encoder.singleValueContainer()
        try container.encode(Data(bytes).base64EncodedString())
    }
}
