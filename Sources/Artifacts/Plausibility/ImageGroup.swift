import Columns
import Foundation

/// Images that lie together, at one value of an attribute or at one end of the list, and that all have something which few others
/// have.
struct ImageGroup {
    /// The images, by their places in the ground truth.
    let images: [Int]
    private let kind: Kind

    private enum Kind {
        case value(attribute: String, String)
        case end
        case beginning
    }

    /// Fewest images that are spoken of.
    static let fewest = 5
    /// Level of the tests, all groups together.
    private static let level = 0.001

    /// Groups of images that are all marked, and how many groups were looked at.
    static func all(
        of images: [Int], where isMarked: (Int) -> Bool, _ attributes: [Column]
    ) -> (groups: [ImageGroup], tried: Int) {
        var found: [ImageGroup] = []
        var tried = 2
        for case .coded(let column) in attributes {
            var own = [[Int]](repeating: [], count: column.categories.count)
            for image in images { own[Int(column.codes[image])].append(image) }
            for (code, images) in own.enumerated() where images.count >= fewest {
                tried += 1
                if images.allSatisfy(isMarked) {
                    found.append(
                        ImageGroup(
                            images: images,
                            kind: .value(attribute: column.name.text, column.categories[code].text)))
                }
            }
        }
        let tail = Array(images.reversed().prefix(while: isMarked).reversed())
        if tail.count >= fewest { found.append(ImageGroup(images: tail, kind: .end)) }
        let head = Array(images.prefix(while: isMarked))
        if head.count >= fewest { found.append(ImageGroup(images: head, kind: .beginning)) }
        return (found, tried)
    }

    /// The groups that chance does not make, the largest first: as many of their images would be marked as of the others, `marked` of
    /// `count` in all.
    static func significant(
        of found: (groups: [ImageGroup], tried: Int), marked: Int, among count: Int
    ) -> [ImageGroup] {
        found.groups.filter { group in
            let own = group.images.count
            let share = Double(marked - own + 1) / Double(count - own + 2)
            return Double(own) * log(share) + log(Double(found.tried)) < log(level)
        }.enumerated().sorted { a, b in
            let (x, y) = (a.element.images.count, b.element.images.count)
            return x != y ? x > y : a.offset > b.offset
        }.map(\.element)
    }

    /// Where they lie, behind "the images".
    func place(in truth: DetectionGroundTruth) -> String {
        func name(_ image: Int?) -> String {
            image.map { truth.images[$0].fileName ?? truth.images[$0].id.description } ?? ""
        }
        return switch kind {
        case .value(let attribute, let value): "with \(attribute) \(value)"
        case .end: "from \(name(images.first)) to the end of the list"
        case .beginning: "from the beginning of the list to \(name(images.last))"
        }
    }
}
