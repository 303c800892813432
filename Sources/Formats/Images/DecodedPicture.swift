import Pixels

/// A picture decoded for showing and measuring, upright, perhaps smaller than it is.
public struct DecodedPicture: Sendable, Hashable {
    /// Its pixels.
    public let image: RGBImage
    /// How they are stored, at full size.
    public let layout: PictureLayout
    /// How many pixels of the whole picture, across and down, a pixel of `image` stands for; those at the right and lower
    /// edge may stand for fewer. 1 for all but huge pictures.
    public let divisor: Int

    /// A decoded picture.
    public init(image: RGBImage, layout: PictureLayout, divisor: Int = 1) {
        self.image = image
        self.layout = layout
        self.divisor = divisor
    }
}
