import Columns
import Formats

/// The pictures of an export, found by what tables and annotations call them: by the whole of a relative path, as far as both
/// sides tell it, and never by the last part alone where that is the name of several.
struct ExportPictures {
    /// A picture.
    struct Picture {
        let layout: LayoutSource
        /// Its path in the layout's source.
        let file: String
        /// Its path below what the user named.
        let inner: String
    }

    /// What a name finds.
    enum Match {
        case one(Picture)
        /// Several pictures that it may be.
        case several
        case none
    }

    private let pictures: [Picture]
    private var byStem: [Name: [Int]] = [:]
    /// Folders above the annotations, below what the user named.
    private let near: Set<Substring>

    var isEmpty: Bool { pictures.isEmpty }

    /// The pictures of all that the user named; one that was named twice is one. Of pictures that are called alike the one counts
    /// that lies in the split of `annotations`, a path below what the user named: `labels/val/x.txt` is of `images/val/x.png`.
    init(_ found: [LayoutSource], of annotations: String = "") {
        near = Set(Self.parts(annotations))
        var known: Set<String> = []
        pictures = found.flatMap { layout in
            layout.scan.pictures.filter { known.insert($0).inserted }.map { file in
                Picture(
                    layout: layout, file: file,
                    inner: String(file.dropFirst(layout.path.isEmpty ? 0 : layout.path.utf8.count + 1)))
            }
        }
        for (index, picture) in pictures.enumerated() {
            byStem[Name(Self.stem(picture.inner)), default: []].append(index)
        }
    }

    /// The picture that is called by a name: an id, the name of a file, or a path.
    func match(_ name: String) -> Match {
        let name = WindowsPath.withSlashes(name)
        var candidates = (byStem[Name(Self.stem(name))] ?? []).map { pictures[$0] }.filter {
            !NormalizationRule.isOfOtherFolder(name, $0.inner)
        }
        let last = Self.parts(name).last
        if PictureNames.isPicture(name) {
            let exact = candidates.filter { Self.parts($0.inner).last == last }
            if !exact.isEmpty { candidates = exact }
        }
        // Of several the one whose path agrees furthest, from its end.
        let agreement = candidates.map { Self.agreement(name, $0.inner) }
        guard let most = agreement.max() else { return .none }
        let best = zip(candidates, agreement).filter { $0.1 == most }.map(\.0)
        if best.count == 1 { return .one(best[0]) }
        // A path may be told from its root on.
        let whole = best.filter { Self.withoutEnding($0.inner) == Self.withoutEnding(name) }
        if whole.count == 1 { return .one(whole[0]) }
        let shared = best.map { near.intersection(Self.parts($0.inner).dropLast()).count }
        let nearest = zip(best, shared).filter { $0.1 > 0 && $0.1 == shared.max() }
        return nearest.count == 1 ? .one(nearest[0].0) : .several
    }

    private static func parts(_ path: String) -> [Substring] { path.split(separator: "/") }

    /// The last part, without the ending of a picture.
    private static func stem(_ path: String) -> String {
        withoutEnding(parts(path).last.map(String.init) ?? path)
    }

    private static func withoutEnding(_ name: String) -> String {
        PictureNames.isPicture(name) ? String(name.prefix(upTo: name.lastIndex(of: ".") ?? name.endIndex)) : name
    }

    /// How many folders above the last part are the same.
    private static func agreement(_ a: String, _ b: String) -> Int {
        zip(parts(a).dropLast().reversed(), parts(b).dropLast().reversed()).prefix { $0 == $1 }.count
    }
}
