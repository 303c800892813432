// What is not to be seen of pictures. An archive keeps with each picture which parts of it are covered, so that one that was
// drawn before something had to be covered is told from one drawn after.

import Columns

/// What is not to be seen of the pictures of a data set, by image.
public struct Redactions: Sendable, Hashable {
    /// What is covered of one image.
    public enum Cover: Sendable, Hashable {
        /// All of it: no picture is shown.
        case all
        /// Boxes, each as text that is the same for the same box.
        case parts(Set<String>)
    }

    /// What is covered of images that have anything covered.
    private let covers: [Name: Cover]

    /// Nothing is covered.
    public static let none = Redactions([])

    /// What is covered of images; of one that is named twice both, and all of it where one says so.
    public init(_ covers: some Sequence<(image: String, cover: Cover)>) {
        var all: [Name: Cover] = [:]
        for (image, cover) in covers {
            switch (all[Name(image)], cover) {
            case (.parts(let known), .parts(let more)): all[Name(image)] = .parts(known.union(more))
            case (.all, _): break
            default: all[Name(image)] = cover
            }
        }
        self.covers = all
    }

    /// Whether nothing is.
    public var isEmpty: Bool { covers.isEmpty }

    /// What is covered of the image that `item` is, or is an object or a detection of; `nil` for nothing.
    public func cover(of item: String) -> Cover? {
        if isEmpty { return nil }
        return covers[Name(item)] ?? ImagePart.image(of: item).flatMap { covers[Name($0)] }
    }

    /// Whether a picture shows what is not to be seen.
    public func isExposed(by picture: Picture) -> Bool {
        switch cover(of: picture.item) {
        case nil: false
        case .all: true
        case .parts(let boxes): !boxes.isSubset(of: picture.covered ?? [])
        }
    }
}

/// Names of items that are a part of an image: `image object 3`, `image detection 7`.
public enum ImagePart {
    /// The words between an image and the number of a part of it, for objects and for detections.
    public static let words = (object: " object ", detection: " detection ")

    /// The image of an item that is called like a part of one; `nil` for any other.
    public static func image(of item: String) -> String? {
        [words.object, words.detection].compactMap { word in
            range(of: word, in: item).map { String(item[..<$0.lowerBound]) }
        }
        .max { $0.utf8.count < $1.utf8.count }
    }

    /// The last place where `word` stands before a number that ends the name.
    public static func range(of word: String, in item: String) -> Range<String.Index>? {
        let digits = item.reversed().prefix { $0.isASCII && $0.isNumber }.count
        let end = item.index(item.endIndex, offsetBy: -digits)
        guard digits > 0, item[..<end].hasSuffix(word) else { return nil }
        return item.index(end, offsetBy: -word.count)..<end
    }
}

/// An audit in whose place another one stands, because pictures had to go.
public struct SupersededAudit: Sendable, Codable, Hashable {
    /// SHA-256 of its audit.json.
    public var digest: String
    /// The items whose pictures it carried and nobody is to see.
    public var items: [String]

    /// SHA-256 of everything in it but its pictures; `nil` in audits of before it was kept.
    public var content: String?

    /// A superseded audit.
    public init(digest: String, items: [String], content: String? = nil) {
        self.digest = digest
        self.items = items
        self.content = content
    }
}

extension Audit {
    /// The audit without pictures that show what is not to be seen: tombstones are in their place.
    public func withholding(_ redactions: Redactions) -> Audit {
        let exposed = pictures.filter(redactions.isExposed)
        guard !exposed.isEmpty else { return self }
        var audit = self
        audit.pictures = pictures.filter { !exposed.contains($0) }
        audit.withheld = Set((withheld ?? []) + exposed.map(\.item)).sorted { Name($0) < Name($1) }
        return audit
    }

    /// The images that it shows something of, of which it keeps a picture or a tombstone.
    public var imagesShown: [String] {
        (pictures.map(\.item) + (withheld ?? [])).flatMap { [$0] + [ImagePart.image(of: $0)].compactMap(\.self) }
    }

    /// Whether the picture of an item was kept from being shown.
    public func isWithheld(_ item: String) -> Bool { withheld?.contains { Name($0) == Name(item) } ?? false }
}
