// The pictures an audit shows, drawn once and kept: each item's photo, and the photo under its saliency map.
//
// A picture is always encoded again from pixels, so nothing that a camera or an editor wrote into the file survives. One of
// more than 256 colours is shown in 96 that are near, hardly further off than the noise of a camera: a site of photographs is
// half as large.

import Columns
import Digests
import Drawing
import Pixels
import Record

/// Draws the pictures of an audit's galleries and findings.
struct PictureWriter<Source: PictureSource> {
    /// Longer side of a kept picture, in pixels. Small images are magnified by a whole factor towards it.
    static var side: Int { 160 }

    let source: Source

    /// The pictures that an audit keeps.
    struct Kept {
        /// By item id, with their PNG bytes.
        var drawn: [(picture: Picture, bytes: [UInt8])] = []
        /// Items whose picture is not to be seen, by id.
        var withheld: [String] = []
    }

    /// The pictures of every item that an audit shows, and of those of `examples` that have pages. An item without a photo has none.
    func pictures(shownBy audit: Audit, and examples: ExampleTable? = nil) throws -> Kept {
        var wanted: [ItemID: Bool] = [:]
        for item in audit.itemsShown + (examples.map { table in table.published.map(table.item) } ?? []) {
            let key = ItemID(item.item)
            wanted[key] = wanted[key, default: false] || item.wantsOverlay
        }
        var kept = Kept()
        for (key, wantsOverlay) in wanted.sorted(by: { $0.key < $1.key }) {
            let item = key.text
            let cover = source.redactions.cover(of: item)
            guard cover != .all, let photo = try source.photo(of: item)?.shown(at: Self.side) else {
                // Where boxes have no place on a picture all of it is covered.
                if cover != nil { kept.withheld.append(item) }
                continue
            }
            var covered: [String]?
            if case .parts(let boxes) = cover { covered = boxes.sorted() }
            kept.drawn.append(Self.kept(photo, item, .photo, covered))
            if wantsOverlay, let heat = try source.heat(of: item) {
                let overlay = try source.marked(SaliencyOverlay().draw(heat, over: photo), of: item)
                kept.drawn.append(Self.kept(overlay, item, .overlay, covered))
            }
        }
        return kept
    }

    private static func kept(
        _ image: RGBImage, _ item: String, _ kind: Picture.Kind, _ covered: [String]?
    ) -> (Picture, [UInt8]) {
        let name = Slug.of(item) + "-" + SHA256Digest(of: item).hex.prefix(6)
        let file = "images/\(name)\(kind == .overlay ? "-overlay" : "").png"
        let picture = Picture(
            item: item, kind: kind, file: file, width: image.width, height: image.height, covered: covered,
            content: digest(of: image))
        return (picture, PNGEncoder.encodeForPages(image))
    }

    /// What a picture is called by on a site, where versions share it: by its pixels, for how they are packed into a file is a
    /// library's choice.
    private static func digest(of image: RGBImage) -> String {
        let size = Array("\(image.width) \(image.height)\n".utf8)
        return String(SHA256Digest(of: size + image.bytes).hex.prefix(20))
    }
}
