// Parts of pictures that nobody is to see, as a data set's files and takedowns.csv name them.

import Diagnostics
import Record

/// What is covered of the picture of an image.
struct PictureCover: Sendable, Hashable {
    /// A box over a part of it.
    struct Area: Sendable, Hashable {
        /// In pixels of what the annotations count in, or in shares of the picture's sides.
        let box: Box
        let isShare: Bool

        /// The same text for the same box.
        var text: String {
            (isShare ? "share " : "") + [box.x, box.y, box.width, box.height].map(\.description).joined(separator: " ")
        }
    }

    /// The boxes.
    var areas: [Area] = []
    /// Whether all of it is covered, whatever the boxes.
    var isWhole = false

    /// As the archive keeps it.
    var cover: Redactions.Cover { isWhole ? .all : .parts(Set(areas.map(\.text))) }
}

/// What can be wrong with files that say what is not to be seen.
enum RedactionFault: Error, Hashable, Sendable {
    /// A row of an image that is not there; `count` such in all.
    case unknownImage(String, count: Int, nearest: String?)
    /// Boxes that name no image.
    case unnamedImages
    /// A box of no extent, or not finite.
    case emptyBox(String)
    /// A box that touches nothing of its picture.
    case outside(String, image: String, width: Int, height: Int)
    /// takedowns.csv names a data set that is not there.
    case unknownDataset(String, nearest: String?)
}

extension RedactionFault: PlacedFault {
    func problem(at place: Place) -> Problem {
        switch self {
        case .unknownImage(let name, let count, let nearest):
            Problem(
                at: place,
                "\"\(name)\" is no image of the data set, so its picture would be shown"
                    + (count > 1 ? "; \(count) such in all" : ""),
                suggestion: nearest.map { "did you mean \"\($0)\"?" } ?? "write the ids as the images' table does")
        case .unnamedImages:
            Problem(at: place, "the boxes name no images", suggestion: "give each the id of its image: image_id")
        case .emptyBox(let box):
            Problem(
                at: place, "the box \(box) covers nothing", suggestion: "x, y, width, height are expected, in pixels")
        case .outside(let box, let image, let width, let height):
            Problem(
                at: place, "the box \(box) lies outside the picture of \(image), which is \(width) x \(height)",
                suggestion: "write boxes in pixels of the picture as it is seen, as the annotations are")
        case .unknownDataset(let name, let nearest):
            Problem(
                at: place, "\"\(name)\" is no data set", suggestion: nearest.map { "did you mean \"\($0)\"?" })
        }
    }
}
