import Pixels

/// A picture's stored size and how it is seen, from its header alone.
public struct PictureLayout: Sendable, Hashable {
    /// Stored pixels across.
    public let width: Int
    /// Stored pixels down.
    public let height: Int
    /// How they are seen.
    public let orientation: Orientation

    /// A layout.
    public init(width: Int, height: Int, orientation: Orientation = .upright) {
        self.width = width
        self.height = height
        self.orientation = orientation
    }

    /// The size of the picture as it is seen.
    public var seen: (width: Int, height: Int) { orientation.size(width: width, height: height) }
}
