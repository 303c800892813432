import Pixels
import Record

/// Where pictures come from: the side of the program that can read a team's images and maps.
public protocol PictureSource: Sendable {
    /// The image of an item, or `nil` when there is none. Throws when it is there and cannot be decoded.
    func photo(of item: String) throws -> RGBImage?
    /// The saliency map of an item, or `nil` when there is none.
    func heat(of item: String) throws -> SaliencyGrid?
    /// The photo of an item under its map with whatever has to stay visible over the map, such as boxes.
    func marked(_ overlay: RGBImage, of item: String) throws -> RGBImage
    /// What is covered of the pictures it gives.
    var redactions: Redactions { get }
    /// Throws where what an audit is of has changed since it was read; asked when nothing more is read of it.
    func checkUnchanged() throws
}

extension PictureSource {
    /// The photo under its map as it is.
    public func marked(_ overlay: RGBImage, of item: String) throws -> RGBImage { overlay }
    /// Nothing.
    public var redactions: Redactions { .none }
    /// Nothing can have changed.
    public func checkUnchanged() throws {}
}

/// No pictures: the site says so.
public struct NoPictures: PictureSource {
    /// A source without pictures.
    public init() {}
    /// None.
    public func photo(of item: String) throws -> RGBImage? { nil }
    /// None.
    public func heat(of item: String) throws -> SaliencyGrid? { nil }
}
