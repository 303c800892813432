// A file that several images of a ground truth are called by, as where two files of annotations were put together. A row that
// names its image by it may be of any of them, and is joined to none.

import Columns
import Diagnostics

/// Names of files that stand for two images or more.
struct SharedFiles {
    /// Two images that one name stands for, as places in the ground truth.
    typealias Pair = (first: Int, second: Int)

    private var pairs: [Name: Pair] = [:]
    private var single: [Name: Int] = [:]

    /// The names by which rows may call an image: its file with and without folder and ending.
    init(_ images: [DetectionGroundTruth.Image]) {
        for (index, image) in images.enumerated() {
            guard let file = image.fileName else { continue }
            let stem = ImageNames.stem(file)
            let last = file.split(separator: "/").last.map(String.init) ?? file
            let plain = String(file.dropLast(last.count)) + stem
            for name in Set([file, last, stem, plain].map { Name($0) }) { note(name, index) }
        }
    }

    private mutating func note(_ name: Name, _ index: Int) {
        guard let first = single[name] else {
            single[name] = index
            return
        }
        if pairs[name] == nil { pairs[name] = (first, index) }
    }

    /// Two of the images that a name may mean; `nil` where it means one, or none. A number is an id before it is a name.
    func images(of id: Identifier) -> Pair? {
        if case .text(let name) = id { pairs[Name(name)] } else { nil }
    }

    /// What is said of a ground truth of which whole names of files stand for several images: ids alone tell them apart.
    static func remark(_ images: [DetectionGroundTruth.Image], file: String) -> Problem? {
        var first: [Name: Int] = [:]
        var shared: Set<Name> = []
        var shown: (name: String, pair: Pair)?
        for (index, image) in images.enumerated() {
            guard let name = image.fileName else { continue }
            guard let earlier = first[Name(name)] else {
                first[Name(name)] = index
                continue
            }
            shared.insert(Name(name))
            if shown == nil { shown = (name, (earlier, index)) }
        }
        guard let shown else { return nil }
        let (one, other) = (images[shown.pair.first].id, images[shown.pair.second].id)
        return Problem(
            .note, at: Place(file: file, field: "images"),
            "\(shown.name) is the file of the images \(one) and \(other)"
                + (shared.count == 1 ? "" : "; \(shared.count) such names in all")
                + ": each is an image of its own, and results can mean them by id alone",
            suggestion: "were files put together?")
    }
}
