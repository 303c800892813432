import Foundation

/// Bootstrap replicates as an archive keeps them: numbers of 32 bits, lowest byte first, as base64. Seven digits are more
/// than a replicate tells, and a thousand of them take the room that two hundred took as text.
struct Replicates: Sendable, Hashable, Codable {
    let values: [Double]

    init(_ values: [Double]) { self.values = values.map { Double(Float($0)) } }

    /// Reads them back; those of archives before 0.2 are a list of numbers.
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let text = try? container.decode(String.self) else {
            values = try container.decode([Double].self)
            return
        }
        guard let data = Data(base64Encoded: text), data.count % 4 == 0 else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "replicates are not base64 of floats")
        }
        let bytes = [UInt8](data)
        values = stride(from: 0, to: bytes.count, by: 4).map { start in
            let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
            return Double(Float(bitPattern: bits))
        }
        guard values.allSatisfy(\.isFinite) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a replicate is not a number")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        let bytes = values.flatMap { value in
            let bits = Float(value).bitPattern
            return (0..<4).map { UInt8(truncatingIfNeeded: bits >> UInt32(8 * $0)) }
        }
        try container.encode(Data(bytes).base64EncodedString())
    }
}
