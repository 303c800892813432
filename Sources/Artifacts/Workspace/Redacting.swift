// What is covered of the pictures and maps of a workspace, joined to its images and burnt in where pictures are decoded: no
// other door gives one.

import Columns
import Diagnostics
import Formats
import Pixels
import Record

/// What is covered, by image.
struct JoinedRedactions: Sendable {
    /// By the ids of the images.
    private(set) var covers: [ItemID: PictureCover] = [:]
    /// The files of boxes that it was read from.
    var files: [String] = []

    /// Joins what `reading` names to the images of `table` and of `truth`: by id, then by the file of the picture. What is of
    /// no image would not be covered, so it is an error; where only one of several splits is read, a remark.
    init(
        _ reading: RedactionReading, _ table: ImageTable, _ truth: WorkspaceGroundTruth?, isSplit: Bool,
        _ problems: inout ProblemList
    ) {
        files = reading.files
        guard !reading.images.isEmpty else { return }
        let byFile = Self.byFile(table, truth)
        var unknown: [String: (first: RedactionReading.Named, count: Int)] = [:]
        for image in reading.images {
            guard let id = Self.id(of: image, table, truth, byFile) else {
                unknown[image.place.file, default: (image, 0)].count += 1
                continue
            }
            covers[id, default: PictureCover()].areas += image.cover.areas
            if image.cover.isWhole { covers[id]?.isWhole = true }
        }
        for (_, (first, count)) in unknown.sorted(by: { $0.key < $1.key }) {
            let fault = RedactionFault.unknownImage(
                first.names[0], count: count, nearest: nearestName(to: first.names[0], in: table.ids.map(\.text)))
            let problem = fault.problem(at: first.place)
            problems.add(
                isSplit
                    ? Problem(.warning, at: first.place, problem.summary, suggestion: problem.suggestion) : problem)
        }
    }

    private static func id(
        of image: RedactionReading.Named, _ table: ImageTable, _ truth: WorkspaceGroundTruth?,
        _ byFile: [Name: ItemID?]
    ) -> ItemID? {
        for name in image.names {
            let id = ItemID(name)
            if table.index.row(of: id) != nil { return id }
            if let index = truth?.truth.imageIndex(of: Identifier.text(name).inOtherKind ?? .text(name)) {
                let image = truth?.truth.images[index]
                let known = [image?.id.description, image?.fileName].compactMap(\.self).map { ItemID($0) }
                return known.first { table.index.row(of: $0) != nil } ?? known.first
            }
            if case .some(.some(let id)) = byFile[Name(name)] { return id }
        }
        return nil
    }

    /// Images by the names and stems of their pictures; `nil` where two share one.
    private static func byFile(_ table: ImageTable, _ truth: WorkspaceGroundTruth?) -> [Name: ItemID?] {
        var found: [Name: ItemID?] = [:]
        func note(_ path: String, _ id: ItemID) {
            let file = path.split(separator: "/").last.map(String.init) ?? path
            for name in Set([path, file, ImageNames.stem(path)].map { Name($0) }) {
                if let known = found[name], known != id { found[name] = .some(nil) } else { found[name] = id }
            }
        }
        for (row, path) in table.paths.enumerated() { if let path { note(path, table.ids[row]) } }
        if table.paths.isEmpty, let truth {
            for image in truth.truth.images {
                if let file = image.fileName { note(file, ItemID(image.id.description)) }
            }
        }
        return found
    }

    /// Whether nothing is covered.
    var isEmpty: Bool { covers.isEmpty }

    /// As the archive and the pages know it.
    var redactions: Redactions { Redactions(covers.map { (image: $0.key.text, cover: $0.value.cover) }) }

    /// What is covered of an image.
    subscript(id: ItemID) -> PictureCover? { covers[id] }
}

extension PictureFrame {
    /// Where an area lies on the picture as it is seen; `nil` where it cannot be placed.
    func place(_ area: PictureCover.Area) -> Box? {
        guard area.isShare else { return place(area.box) }
        let (seen, box) = (layout.seen, area.box)
        if fit == .stored {
            let turned = layout.orientation.seen(x: box.x, y: box.y, width: box.width, height: box.height, in: (1, 1))
            return Box(
                x: turned.x * Double(seen.width), y: turned.y * Double(seen.height),
                width: turned.width * Double(seen.width), height: turned.height * Double(seen.height))
        }
        return Box(
            x: box.x * Double(seen.width), y: box.y * Double(seen.height), width: box.width * Double(seen.width),
            height: box.height * Double(seen.height))
    }

    /// Where all of a cover lies; `nil` where nothing of the picture may be seen.
    func place(_ cover: PictureCover) -> [Box]? {
        if cover.isWhole { return nil }
        let boxes = cover.areas.compactMap(place)
        return boxes.count == cover.areas.count ? boxes : nil
    }
}

extension Workspace {
    /// The ids of its images.
    public var imageIDs: [String] { table.ids.map(\.text) }

    /// What is covered of the pictures it gives, by the ids of its images.
    public var redactions: Redactions { covered.redactions }

    /// The picture without what is covered of it; `nil` where nothing of it may be seen.
    func covering(_ picture: RGBImage, of id: ItemID, _ frame: PictureFrame) -> RGBImage? {
        guard let cover = covered[id] else { return picture }
        guard let boxes = frame.place(cover) else { return nil }
        var picture = picture
        // A picture that was decoded smaller has something of each pixel in the next: a pixel more is covered on each side.
        let margin: Double = frame.divisor > 1 ? 1 : 0
        for box in boxes.map({ $0.divided(by: Double(frame.divisor)) }) {
            picture.cover(
                x: box.x - margin, y: box.y - margin, width: box.width + 2 * margin, height: box.height + 2 * margin)
        }
        return picture
    }

    /// A map as it lies over the picture as it is seen, without the cells over what is covered: a fine map tells shapes too.
    public func covering(_ map: SaliencyGrid, of id: ItemID, _ frame: PictureFrame) -> SaliencyGrid? {
        guard let cover = covered[id] else { return map }
        guard let boxes = frame.place(cover) else { return nil }
        var map = map
        let seen = frame.layout.seen
        for box in boxes {
            map.cover(x: box.x, y: box.y, width: box.width, height: box.height, in: (seen.width, seen.height))
        }
        return map
    }

    /// A map of an image that has no annotated boxes.
    public func covering(_ map: SaliencyGrid, of item: String) -> SaliencyGrid? {
        let id = ItemID(item)
        guard covered[id] != nil else { return map }
        let layouts = measured.outcome.layouts
        guard let row = table.index.row(of: id), row < layouts.count, let layout = layouts[row] else { return nil }
        return covering(map, of: id, PictureFrame(layout, declaredWidth: nil, declaredHeight: nil))
    }

    /// Boxes that touch nothing of their picture: whoever drew them meant to cover something.
    func strayRedactions(_ layout: (Int) -> PictureLayout?, _ frame: (Int, PictureLayout) -> PictureFrame)
        -> ProblemList
    {
        var problems = ProblemList()
        for (row, id) in table.ids.enumerated() {
            guard let cover = covered[id], let layout = layout(row) else { continue }
            let (frame, seen) = (frame(row, layout), layout.seen)
            for area in cover.areas {
                guard let box = frame.place(area) else { continue }
                let isOnIt =
                    box.x < Double(seen.width) && box.y < Double(seen.height) && box.x + box.width > 0
                    && box.y + box.height > 0
                guard !isOnIt else { continue }
                problems.add(
                    Located(
                        file: covered.files.first ?? RedactionReading.takedowns,
                        fault: RedactionFault.outside(
                            area.text, image: id.text, width: seen.width, height: seen.height)))
            }
        }
        return problems
    }
}
