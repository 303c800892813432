import Foundation
import Pixels

/// A saliency map as teams save it: an NPY array of shape (H, W), (N, H, W), or one of these with axes
/// of length one before or behind, as (1, 1, H, W); an NPZ file holding one, or a
/// grey PNG of 8 or 16 bits (0...1).
///
/// Values are handed out as stored, signed or not; cells that are not finite stay so and count as missing.
public enum SaliencyFile {
    /// Reads a map from `bytes`. `name` is how messages call it; `index` picks one map of a stack (N, H, W).
    public static func map(
        _ bytes: Data, name: String, index: Int? = nil, pixelLimit: Int = ImageFile.defaultPixelLimit
    ) throws(ImageError) -> SaliencyGrid {
        if bytes.starts(with: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) {
            let array: NPYArray
            do {
                array = try NPYArray(bytes: bytes, name: name)
            } catch {
                throw ImageError(file: name, fault: .array(error.fault))
            }
            return try map(of: array, index: index, pixelLimit: pixelLimit)
        }
        if bytes.starts(with: [0x50, 0x4B]) { return try map(inArchive: bytes, name, index, pixelLimit) }
        return try ImageFile.explaining(name) { () throws(ImageFault) in
            try ImageFile.withBytes(bytes) { raw throws(ImageFault) in
                switch try ImageFile.format(raw) {
                case .png: try PNGDecoder.decodeGray(raw, pixelLimit: pixelLimit)
                case .jpeg: throw .colourMap
                case let format: throw .noMap(format)
                }
            }
        }
    }

    /// Throws what a map is refused for with everything around it, from its header alone: that it would take more memory than
    /// it is worth. What else is wrong with it costs only itself, and is met when it is read.
    package static func refuse(_ bytes: Data, name: String) throws(ImageError) {
        if bytes.starts(with: [0x50, 0x4B]) {
            guard let archive = try? NPZArchive(bytes: bytes, name: name) else { return }
            do throws(NPZFault) {
                try archive.checkSizes()
            } catch {
                throw ImageError(file: name, fault: .archive(error))
            }
        } else if bytes.starts(with: PNGDecoder.magic) {
            guard let size = try? ImageFile.size(bytes, name: name) else { return }
            let limit = ImageFile.defaultPixelLimit
            guard size.height == 0 || size.width <= limit / size.height else {
                throw ImageError(
                    file: name, fault: .tooManyPixels(width: size.width, height: size.height, limit: limit))
            }
        }
    }

    /// One map of an array of shape (H, W) or, with `index`, (N, H, W); further axes of length one carry nothing.
    public static func map(
        of array: NPYArray, index: Int? = nil, pixelLimit: Int = ImageFile.defaultPixelLimit
    ) throws(ImageError) -> SaliencyGrid {
        try ImageFile.explaining(array.file) { () throws(ImageFault) in
            var shape = array.shape
            // Axes of length one carry nothing: (1, 1, H, W) is a batch of one map of one channel.
            while shape.count > 2, shape.last == 1, shape[shape.count - 2] > 1 { shape.removeLast() }
            while shape.count > 3, let axis = shape.dropLast(2).firstIndex(of: 1) { shape.remove(at: axis) }
            guard shape.count == 2 || shape.count == 3, let width = shape.last, width > 0 else {
                throw .notOneMap(shape: array.shape)
            }
            let height = shape[shape.count - 2]
            let maps = shape.count == 3 ? shape[0] : 1
            guard height > 0, index != nil || maps == 1 else { throw .notOneMap(shape: array.shape) }
            let chosen = index ?? 0
            guard chosen >= 0, chosen < maps else { throw .noSuchMap(index: chosen, count: maps) }
            guard width <= pixelLimit / height else {
                throw .tooManyPixels(width: width, height: height, limit: pixelLimit, isBomb: true)
            }
            let cells = width * height
            do throws(NPYError) {
                let values = try array.floats(chosen * cells..<(chosen + 1) * cells)
                return SaliencyGrid(width: width, height: height, values: values)
            } catch {
                throw .array(error.fault)
            }
        }
    }

    private static func map(
        inArchive bytes: Data, _ name: String, _ index: Int?, _ pixelLimit: Int
    ) throws(ImageError) -> SaliencyGrid {
        let archive: NPZArchive
        let array: NPYArray
        do throws(NPZError) {
            archive = try NPZArchive(bytes: bytes, name: name)
        } catch {
            throw ImageError(file: name, fault: .archive(error.fault))
        }
        guard let only = archive.names.first, archive.names.count == 1 else {
            throw ImageError(file: name, fault: .severalArrays(archive.names))
        }
        do throws(NPZError) {
            array = try archive.array(only)
        } catch {
            throw ImageError(file: name, fault: .archive(error.fault))
        }
        return try map(of: array, index: index, pixelLimit: pixelLimit)
    }
}
