// A photo under its saliency map.
//
// Every form works scanline by scanline on bytes: the map's row is brought to the photo's width, each value becomes one
// of 256 levels, and what a level does to a pixel is looked up.

import Pixels

/// How a saliency map is laid over a photo.
public struct SaliencyOverlay: Sendable, Hashable {
    /// The formula.
    public enum Form: String, Sendable, Hashable, Codable, CaseIterable {
        /// Opacity grows in proportion to the value, so that a pixel without saliency is the photo's own:
        /// `(1 - a v) photo + a v colour(v)`, with `a` the opacity at the maximum.
        case valueAlpha = "value-alpha"
        /// pytorch-grad-cam 1.5.7's `show_cam_on_image`: `0.5 photo + 0.5 colour(v)`, divided by its largest value in the
        /// whole image, truncated. The same colour means different values in two images.
        case gradcam
        /// `round(0.5 photo + 0.5 colour(v))`.
        case plain
    }

    /// The formula.
    public var form: Form
    /// Value to colour.
    public var colours: ColourMap
    /// Opacity at the map's maximum in the value-alpha form, 0...1.
    public var opacity: Double
    /// Whether the outline of the cells at half of the maximum or above is drawn, as a cue of shape.
    public var contour: Bool

    /// An overlay; the default is the one the site uses.
    public init(
        form: Form = .valueAlpha, colours: ColourMap = .inferno, opacity: Double = 0.85, contour: Bool = false
    ) {
        self.form = form
        self.colours = colours
        self.opacity = min(1, max(0, opacity))
        self.contour = contour
    }

    /// `photo` under `map`, which is normalised by its own range and brought to the photo's size.
    ///
    /// A flat map says nothing: the photo comes back as it is. Missing cells count as the map's lowest value. In the
    /// value-alpha form a map with negative values is shown by its magnitude; the other forms follow their sources.
    public func draw(_ map: SaliencyGrid, over photo: RGBImage) -> RGBImage {
        let isSigned = (map.range?.lowerBound ?? 0) < 0
        let map = form == .valueAlpha && isSigned ? map.magnitudes() : map
        guard !map.isFlat else { return photo }
        // pytorch-grad-cam truncates a value to its level, everything else rounds.
        let levels = Self.levels(
            of: map.normalised(), width: photo.width, height: photo.height, rounding: form == .gradcam ? 0 : 0.5)
        var result: RGBImage
        switch form {
        case .valueAlpha: result = valueAlpha(levels, photo)
        case .gradcam: result = gradcam(levels, photo)
        case .plain: result = plain(levels, photo)
        }
        if contour { Self.outline(levels, on: &result) }
        return result
    }

    /// The normalised map at the photo's size as levels 0...255.
    private static func levels(of map: SaliencyGrid, width: Int, height: Int, rounding: Float) -> [UInt8] {
        let resized = map.resized(width: width, height: height)
        return [UInt8](unsafeUninitializedCapacity: width * height) { buffer, filled in
            resized.values.withUnsafeBufferPointer { values in
                for index in 0..<values.count {
                    buffer[index] = UInt8(truncatingIfNeeded: Int32(min(255, max(0, 255 * values[index] + rounding))))
                }
            }
            filled = width * height
        }
    }

    private func valueAlpha(_ levels: [UInt8], _ photo: RGBImage) -> RGBImage {
        // Per level: how much of the photo stays, and the colour already weighted, in 1/65536.
        let table = colours.table
        var keep = [UInt32](repeating: 0, count: 256)
        var add = [UInt32](repeating: 0, count: 768)
        for level in 0..<256 {
            let alpha = UInt32((opacity * Double(level) / 255 * 65536).rounded())
            keep[level] = 65536 - alpha
            for channel in 0..<3 { add[level * 3 + channel] = alpha * UInt32(table[level * 3 + channel]) + 32768 }
        }
        return Self.blend(levels, photo) { source, levels, target, count in
            keep.withUnsafeBufferPointer { keep in
                add.withUnsafeBufferPointer { add in
                    for pixel in 0..<count {
                        let level = Int(levels[pixel])
                        let stays = keep[level]
                        let (from, colour) = (pixel &* 3, level &* 3)
                        for channel in 0..<3 {
                            let sum = UInt32(source[from &+ channel]) &* stays &+ add[colour &+ channel]
                            target[from &+ channel] = UInt8(truncatingIfNeeded: sum >> 16)
                        }
                    }
                }
            }
        }
    }

    private func plain(_ levels: [UInt8], _ photo: RGBImage) -> RGBImage {
        let table = colours.table
        return Self.blend(levels, photo) { source, levels, target, count in
            table.withUnsafeBufferPointer { table in
                for pixel in 0..<count {
                    let (from, colour) = (pixel &* 3, Int(levels[pixel]) &* 3)
                    for channel in 0..<3 {
                        let sum = UInt16(source[from &+ channel]) &+ UInt16(table[colour &+ channel]) &+ 1
                        target[from &+ channel] = UInt8(truncatingIfNeeded: sum >> 1)
                    }
                }
            }
        }
    }

    private func gradcam(_ levels: [UInt8], _ photo: RGBImage) -> RGBImage {
        // With weights of one half the sum of the two bytes is twice the blend, so a sum of at most 510 decides the
        // byte: trunc(255 * sum / largest sum).
        let table = colours.table
        var largest: UInt16 = 0
        Self.eachSum(levels, photo, table) { _, sum in largest = max(largest, sum) }
        guard largest > 0 else { return photo }
        let scaled = (0...510).map { UInt8(min(255, 255 * $0 / Int(largest))) }
        return RGBImage(
            width: photo.width, height: photo.height,
            bytes: [UInt8](unsafeUninitializedCapacity: photo.bytes.count) { target, filled in
                scaled.withUnsafeBufferPointer { scaled in
                    Self.eachSum(levels, photo, table) { index, sum in target[index] = scaled[Int(sum)] }
                }
                filled = photo.bytes.count
            })
    }

    @inline(__always)
    private static func eachSum(
        _ levels: [UInt8], _ photo: RGBImage, _ table: [UInt8], _ body: (Int, UInt16) -> Void
    ) {
        photo.bytes.withUnsafeBufferPointer { source in
            levels.withUnsafeBufferPointer { levels in
                table.withUnsafeBufferPointer { table in
                    for pixel in 0..<levels.count {
                        let (from, colour) = (pixel &* 3, Int(levels[pixel]) &* 3)
                        for channel in 0..<3 {
                            body(
                                from &+ channel,
                                UInt16(source[from &+ channel]) &+ UInt16(table[colour &+ channel]))
                        }
                    }
                }
            }
        }
    }

    private static func blend(
        _ levels: [UInt8], _ photo: RGBImage,
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>, UnsafeMutableBufferPointer<UInt8>, Int) -> Void
    ) -> RGBImage {
        let bytes = [UInt8](unsafeUninitializedCapacity: photo.bytes.count) { target, filled in
            photo.bytes.withUnsafeBufferPointer { source in
                levels.withUnsafeBufferPointer { levels in body(source, levels, target, levels.count) }
            }
            filled = photo.bytes.count
        }
        return RGBImage(width: photo.width, height: photo.height, bytes: bytes)
    }

    /// Draws, in white, the pixels at half of the range or above that touch one below.
    private static func outline(_ levels: [UInt8], on image: inout RGBImage) {
        let (width, height) = (image.width, image.height)
        func isInside(_ x: Int, _ y: Int) -> Bool { levels[y * width + x] >= 128 }
        for y in 0..<height {
            for x in 0..<width where isInside(x, y) {
                let touches =
                    (x > 0 && !isInside(x - 1, y)) || (x + 1 < width && !isInside(x + 1, y))
                    || (y > 0 && !isInside(x, y - 1)) || (y + 1 < height && !isInside(x, y + 1))
                if touches { for channel in 0..<3 { image.bytes[(y * width + x) * 3 + channel] = 255 } }
            }
        }
    }
}
