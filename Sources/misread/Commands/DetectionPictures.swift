import Artifacts
import Columns
import Drawing
import Pixels
import Record
import Tallies

/// Pictures of objects and detections: the part of the image around them, with the boxes drawn.
struct DetectionPictures: PictureSource {
    private let workspace: Workspace
    private let book: DetectionBook
    private let images: [ItemID: Int]
    private let mapped: Set<ItemID>
    /// Longer side of what is drawn, in pixels: that of the pictures an archive keeps.
    private static let side = 160

    init(_ workspace: Workspace, _ book: DetectionBook) {
        self.workspace = workspace
        self.book = book
        images = Dictionary(
            book.evaluation.names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        mapped = Set(book.evaluation.saliency?.ids ?? [])
    }

    func heat(of item: String) throws -> SaliencyGrid? {
        let id = ItemID(item)
        guard let saliency = book.evaluation.saliency, images[id] != nil, mapped.contains(id) else { return nil }
        // One that cannot be read is no more than one map that is not shown.
        guard let map = try workspace.readable({ try saliency.map(of: id) }) else { return nil }
        guard let frame = try images[id].flatMap({ try picture(of: $0) })?.frame else {
            return redactions.cover(of: item) == nil ? map : nil
        }
        return workspace.covering(frame.place(map), of: id, frame)
    }

    var redactions: Redactions { workspace.redactions }

    func checkUnchanged() throws { try workspace.checkUnchanged() }

    func photo(of item: String) throws -> RGBImage? {
        guard let (image, focus) = focus(of: item), let (picture, frame) = try picture(of: image) else { return nil }
        let boxes = boxes(in: image, focus, frame)
        let crop = Crop(around: boxes.filter(\.isFocus), in: picture, side: Self.side)
        return BoxOverlay().draw(boxes.map(crop.place), over: crop.image)
    }

    /// Boxes once more: a map hides those under it.
    func marked(_ overlay: RGBImage, of item: String) throws -> RGBImage {
        guard let (image, focus) = focus(of: item), let (picture, frame) = try picture(of: image) else {
            return overlay
        }
        let crop = Crop(around: [], in: picture, side: Self.side)
        guard overlay.width == crop.image.width, overlay.height == crop.image.height else { return overlay }
        return BoxOverlay().draw(boxes(in: image, focus, frame).map(crop.place), over: overlay)
    }

    private func picture(of image: Int) throws -> (picture: RGBImage, frame: PictureFrame)? {
        try workspace.picture(of: image, book.evaluation)
    }

    /// What an item's name means: an image, or an object or a detection of one.
    private enum Focus {
        case image
        case object(Int)
        case detection(Int)
    }

    private func focus(of item: String) -> (image: Int, focus: Focus)? {
        let evaluation = book.evaluation
        if let image = images[ItemID(item)] { return (image, .image) }
        for (word, isObject) in [(ImagePart.words.object, true), (ImagePart.words.detection, false)] {
            guard let range = ImagePart.range(of: word, in: item),
                let image = images[ItemID(String(item[..<range.lowerBound]))]
            else { continue }
            if isObject {
                let object = book.objects.first { object in
                    Int(evaluation.truth.boxes.image[object]) == image
                        && DetectionBook.objectName(object, evaluation) == ItemID(item)
                }
                if let object { return (image, .object(object)) }
            } else {
                guard let entry = Int32(item[range.upperBound...]) else { continue }
                let boxes = evaluation.results.boxes
                let detection = boxes.entry.indices.first { boxes.entry[$0] == entry && Int(boxes.image[$0]) == image }
                if let detection { return (image, .detection(detection)) }
            }
        }
        return nil
    }

    /// The boxes to draw: all objects of the image, and the detection that the item is about. Others would hide it. None
    /// where they cannot be placed.
    private func boxes(in image: Int, _ focus: Focus, _ frame: PictureFrame) -> [BoxOverlay.Box] {
        let (truth, results) = (book.evaluation.truth, book.evaluation.results)
        var object: Int?
        var detection: Int?
        switch focus {
        case .image: break
        case .object(let index):
            object = index
            detection = book.objects.firstIndex(of: index).flatMap { book.matchedDetections[$0] }
        case .detection(let index):
            detection = index
            object = book.errors.points.first { Int($0.detection) == index }.flatMap {
                $0.object < 0 ? nil : Int($0.object)
            }
        }
        func box(_ box: Box, isAnswer: Bool, isFocus: Bool) -> BoxOverlay.Box? {
            frame.draw(box).map {
                .init(x: $0.x, y: $0.y, width: $0.width, height: $0.height, isAnswer: isAnswer, isFocus: isFocus)
            }
        }
        let there = truth.boxes.image.indices.filter { Int(truth.boxes.image[$0]) == image }.compactMap { index in
            box(truth.boxes[index], isAnswer: false, isFocus: index == object)
        }
        let answered = detection.flatMap { box(results.boxes[$0], isAnswer: true, isFocus: true) }
        return there + [answered].compactMap(\.self)
    }
}

/// A square part of a picture around some boxes, enlarged.
private struct Crop {
    let image: RGBImage
    private let left: Double
    private let top: Double
    private let scale: Double

    /// The part holds the boxes with half as much again around them, or the whole picture when there are none.
    init(around boxes: [BoxOverlay.Box], in picture: RGBImage, side: Int) {
        let longest = Double(max(picture.width, picture.height))
        let x0 = boxes.map(\.x).min() ?? 0
        let y0 = boxes.map(\.y).min() ?? 0
        let x1 = boxes.map { $0.x + $0.width }.max() ?? longest
        let y1 = boxes.map { $0.y + $0.height }.max() ?? longest
        let span = min(longest, max(16, max(x1 - x0, y1 - y0) * 2))
        let corner = { (middle: Double, length: Int) in
            min(max(0, middle - span / 2), max(0, Double(length) - span))
        }
        let (left, top) = (corner((x0 + x1) / 2, picture.width), corner((y0 + y1) / 2, picture.height))
        let scale = Double(side) / span
        let width = max(1, min(side, Int((Double(picture.width) - left) * scale)))
        let height = max(1, min(side, Int((Double(picture.height) - top) * scale)))
        var bytes = [UInt8](repeating: 0, count: width * height * 3)
        for y in 0..<height {
            let sourceY = min(picture.height - 1, Int(top + (Double(y) + 0.5) / scale))
            for x in 0..<width {
                let sourceX = min(picture.width - 1, Int(left + (Double(x) + 0.5) / scale))
                let (from, to) = ((sourceY * picture.width + sourceX) * 3, (y * width + x) * 3)
                for channel in 0..<3 { bytes[to + channel] = picture.bytes[from + channel] }
            }
        }
        image = RGBImage(width: width, height: height, bytes: bytes)
        self.left = left
        self.top = top
        self.scale = scale
    }

    /// A box of the picture where it lies in the part.
    func place(_ box: BoxOverlay.Box) -> BoxOverlay.Box {
        var placed = box
        placed.x = (box.x - left) * scale
        placed.y = (box.y - top) * scale
        placed.width = box.width * scale
        placed.height = box.height * scale
        return placed
    }
}
