import Columns
import Diagnostics
import Foundation

/// Images with objects on which nothing at all is detected, where they lie together: at one end of the list, or at one value of
/// an attribute. A detector that is blind there and one that was never run there leave the same files; so do one that finds
/// nothing at all, and a file of which nothing could be read.
struct NeverRun {
    /// Fewest images that are spoken of.
    private static let fewest = 5
    /// Level of the tests, all groups together.
    private static let level = 0.001

    /// What is doubted; `nil` where images without a detection lie anywhere.
    let doubt: InputDoubt?
    /// How many images with objects have no detection.
    let bare: Int
    /// How many of them it speaks of.
    let told: Int

    init(_ truth: DetectionGroundTruth, _ results: DetectionResults, _ attributes: [Column], file: String) {
        var hasObject = [Bool](repeating: false, count: truth.images.count)
        for index in 0..<truth.boxes.count where !truth.isCrowd[index] {
            hasObject[Int(truth.boxes.image[index])] = true
        }
        var isAnswered = [Bool](repeating: false, count: truth.images.count)
        for image in results.boxes.image { isAnswered[Int(image)] = true }
        let wanted = truth.imagesInFileOrder.map(Int.init).filter { hasObject[$0] }
        let bare = wanted.count { !isAnswered[$0] }
        self.bare = bare
        if results.count == 0, bare > 0 {
            doubt = InputDoubt(
                .neverRun, at: Place(file: file),
                "there is not one detection, and \(bare) \(bare == 1 ? "image has" : "images have") objects",
                suggestion: "was the model run, and are these its results?")
            told = bare
            return
        }
        guard bare >= Self.fewest, bare < wanted.count else {
            (doubt, told) = (nil, 0)
            return
        }
        let groups = Self.groups(wanted, isAnswered, attributes)
        let tried = Double(groups.tried + 2)
        // By chance as many images of a group are bare as elsewhere.
        let found = groups.all.filter { group in
            let elsewhere = wanted.count - group.count
            let share = Double(bare - group.count + 1) / Double(elsewhere + 2)
            return Double(group.count) * log(share) + log(tried) < log(Self.level)
        }.max { $0.count < $1.count }
        guard let found else {
            (doubt, told) = (nil, 0)
            return
        }
        let name = { (image: Int) in truth.images[image].fileName ?? truth.images[image].id.description }
        let place: String =
            switch found.place {
            case .value(let attribute, let value): "with \(attribute) \(value)"
            case .end(let first): "from \(name(first)) to the end of the list"
            case .beginning(let last): "from the beginning of the list to \(name(last))"
            }
        let elsewhere = wanted.count - found.count
        told = found.count
        doubt = InputDoubt(
            .neverRun, at: Place(file: file),
            "none of the \(found.count) images with objects \(place) has a detection at all, and "
                + "\(elsewhere - bare + found.count) of the \(elsewhere) others have",
            suggestion:
                "were they never run? where only part of the images is meant, say coverage: subset in version.yml;")
    }

    /// Where images lie together.
    private enum Group {
        case value(String, String)
        case end(first: Int)
        case beginning(last: Int)
    }

    /// Groups of images none of which is answered, and how many groups were looked at.
    private static func groups(
        _ wanted: [Int], _ isAnswered: [Bool], _ attributes: [Column]
    ) -> (all: [(place: Group, count: Int)], tried: Int) {
        var found: [(place: Group, count: Int)] = []
        var tried = 0
        for case .coded(let column) in attributes {
            var count = [(all: Int, bare: Int)](repeating: (0, 0), count: column.categories.count)
            for image in wanted {
                count[Int(column.codes[image])].all += 1
                if !isAnswered[image] { count[Int(column.codes[image])].bare += 1 }
            }
            for (code, number) in count.enumerated() where number.all >= fewest {
                tried += 1
                if number.bare == number.all {
                    found.append((.value(column.name.text, column.categories[code].text), number.all))
                }
            }
        }
        let tail = wanted.reversed().prefix { !isAnswered[$0] }
        if let first = tail.last, tail.count >= fewest { found.append((.end(first: first), tail.count)) }
        let head = wanted.prefix { !isAnswered[$0] }
        if let last = head.last, head.count >= fewest { found.append((.beginning(last: last), head.count)) }
        return (found, tried)
    }
}
