import Foundation

/// The images whose label the model disagrees with, in the order of the archived outcomes that are wrong, with how sure it is:
/// what a list for labelling is made from when the artifacts are gone.
public struct DisputedLabels: Sendable, Codable, Hashable {
    /// Their ids.
    public var images: [String]
    /// Their files, relative to the workspace; `nil` where there are none.
    public var files: [String]?
    /// The probability of the label, 0...1.
    public var ownProbability: [Double] { own.values }
    private var own: Replicates
    /// The class, by its code, that the model is sure of in place of the label; `nil` where it is sure of none.
    public var suggested: [Int?] { codes.map { $0 == Self.none ? nil : Int($0) } }
    private var codes: [UInt16]

    private static let none = UInt16.max

    /// One value an image in each.
    public init(images: [String], files: [String]?, ownProbability: [Double], suggested: [Int?]) {
        precondition(images.count == ownProbability.count && images.count == suggested.count, "rows must agree")
        self.images = images
        self.files = files
        own = Replicates(ownProbability)
        codes = suggested.map { $0.flatMap { UInt16(exactly: $0) } ?? Self.none }
    }

    private enum CodingKeys: String, CodingKey {
        case images, files
        case own = "own_probability"
        case codes = "suggested"
    }

    /// Reads a list: probabilities and codes as base64.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        images = try values.decode([String].self, forKey: .images)
        files = try values.decodeIfPresent([String].self, forKey: .files)
        own = try values.decode(Replicates.self, forKey: .own)
        let bytes = [UInt8](Data(base64Encoded: try values.decode(String.self, forKey: .codes)) ?? Data())
        codes = stride(from: 0, to: bytes.count - bytes.count % 2, by: 2).map {
            UInt16(truncatingIfNeeded: bytes[$0]) | UInt16(truncatingIfNeeded: bytes[$0 + 1]) << 8
        }
        guard own.values.count == images.count, codes.count == images.count,
            files.map(\.count) ?? codes.count == codes.count
        else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath, debugDescription: "not one value for each of \(images.count) images"
                ))
        }
    }

    /// Writes the list.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(images, forKey: .images)
        try values.encodeIfPresent(files, forKey: .files)
        try values.encode(own, forKey: .own)
        let bytes = codes.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        try values.encode(Data(bytes).base64EncodedString(), forKey: .codes)
    }
}
