import Pixels

/// How a value from 0 to 1 becomes a colour.
public enum ColourMap: String, Sendable, Hashable, Codable, CaseIterable {
    /// Dark to bright, lightness rises evenly; the default.
    case inferno
    /// Dark blue to yellow, lightness rises evenly.
    case viridis
    /// Dark to bright through purple, lightness rises evenly.
    case magma
    /// Blue to yellow, looks alike to people with and without red-green deficiency.
    case cividis
    /// A rainbow; lightness rises and falls, so grey prints and colour-deficient readers see two values alike.
    case turbo
    /// The usual rainbow of saliency papers, with the same fault and false edges besides.
    case jet

    /// Whether equal steps of the value are equal steps of lightness, so that the map can be read in grey.
    public var isUniform: Bool { self != .turbo && self != .jet }

    /// 256 colours, 768 bytes: R, G, B of the lowest value first.
    public var table: [UInt8] { Self.tables[self] ?? [] }

    private static let tables: [ColourMap: [UInt8]] = {
        var tables: [ColourMap: [UInt8]] = [:]
        for map in allCases {
            let digits = map.hexadecimal.utf8.map { $0 < 58 ? $0 - 48 : $0 - 87 }
            tables[map] = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        }
        return tables
    }()

    /// The colours from low (left) to high (right) as a strip, for a legend.
    public func bar(width: Int, height: Int) -> RGBImage {
        let table = table
        var line: [UInt8] = []
        for x in 0..<width {
            let level = width == 1 ? 0 : (x * 255 + (width - 1) / 2) / (width - 1)
            line.append(contentsOf: table[(level * 3)..<(level * 3 + 3)])
        }
        return RGBImage(width: width, height: height, bytes: (0..<height).flatMap { _ in line })
    }
}
