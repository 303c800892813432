/// A picture in memory: 8-bit sRGB, three channels interleaved, rows top to bottom.
public struct RGBImage: Sendable, Hashable {
    /// Width in pixels, at least 1.
    public let width: Int
    /// Height in pixels, at least 1.
    public let height: Int
    /// `width * height * 3` bytes: R, G, B, row by row.
    public var bytes: [UInt8]

    /// An image of the given bytes. Precondition: `bytes.count == width * height * 3`.
    public init(width: Int, height: Int, bytes: [UInt8]) {
        precondition(width > 0 && height > 0 && bytes.count == width * height * 3, "bytes do not fit the size")
        self.width = width
        self.height = height
        self.bytes = bytes
    }
}
