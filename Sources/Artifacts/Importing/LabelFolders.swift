// Several labels an image without a table: a picture in the folder of each of its labels, or a text of labels beside it.

import Columns
import Files
import Formats

/// Pictures that lie in the folder of each of their labels.
struct SharedPictures {
    struct Image {
        let id: String
        let file: String
        let labels: [String]
    }

    let root: String
    private(set) var images: [Image] = []
    let classes: [String]
    /// Files of the export that the images are.
    let files: [String]
    /// How many have several labels.
    var several: Int { images.count { $0.labels.count > 1 } }

    /// Fewer pictures than one in so many that lie in several folders are slips of who sorted them.
    private static let slips = 20

    /// `nil` where few pictures or none lie in several folders, or predictions name them by folder, unless several labels are
    /// `isAsked` for. Pictures of one name that differ are different images.
    init?(_ folders: ClassFolders, _ layout: LayoutSource, _ predicted: LabelTable?, isAsked: Bool) throws {
        root = folders.root
        files = folders.images.map(\.file)
        classes = Set(folders.images.map { Name($0.label) }).sorted().map(\.text)
        var byName: [Name: [(file: String, label: String)]] = [:]
        var order: [Name] = []
        for image in folders.images {
            let name = Name(image.file.split(separator: "/").last.map(String.init) ?? image.file)
            if byName[name] == nil { order.append(name) }
            byName[name, default: []].append(image)
        }
        for name in order {
            let alike = byName[name] ?? []
            guard alike.count > 1 else {
                images += alike.map { Image(id: name.text, file: $0.file, labels: [$0.label]) }
                continue
            }
            var groups: [(bytes: [UInt8], file: String, labels: [String])] = []
            for (file, label) in alike {
                let bytes = [UInt8](try layout.source.bytes(file))
                if let same = groups.firstIndex(where: { $0.bytes == bytes }) {
                    groups[same].labels.append(label)
                } else {
                    groups.append((bytes, file, [label]))
                }
            }
            images += groups.map {
                Image(id: groups.count == 1 ? name.text : folders.inner($0.file), file: $0.file, labels: $0.labels)
            }
        }
        guard !isAsked else { return }
        let inner = Set(folders.images.map { Name(folders.inner($0.file)) })
        let areNamed = predicted?.ids.contains { inner.contains(Name(WindowsPath.withSlashes($0))) } ?? false
        guard several * Self.slips >= images.count, several > 0, !areNamed else { return nil }
    }
}

/// A text an image, with a label a line.
struct LabelFiles {
    struct Image {
        let id: String
        let labels: [String]
    }

    let place: String
    let files: [String]
    let images: [Image]
    let classes: [String]

    /// `nil` where texts of names do not lie beside pictures of the same names, most of them.
    init?(_ layout: LayoutSource) throws {
        let pictures = Set(layout.scan.pictures.map { Name(ImageNames.stem($0)) })
        let parts = layout.scan.parts.filter { $0.form == .list }.map { part in
            (part, part.files.filter { pictures.contains(Name(ImageNames.stem($0))) })
        }
        guard let (part, named) = parts.max(by: { $0.1.count < $1.1.count }), named.count > 1,
            named.count * 2 > pictures.count
        else { return nil }
        place = layout.name(part.folder)
        // An image without labels has an empty text.
        files =
            named
            + layout.scan.parts.filter { $0.form == .blank && $0.folder == part.folder }.flatMap(\.files)
            .filter { pictures.contains(Name(ImageNames.stem($0))) }
        images = try files.map { file in
            let text = String(decoding: try layout.bytes(file), as: UTF8.self)
            return Image(
                id: ImageNames.stem(file),
                labels: text.split(whereSeparator: \.isNewline).map { String($0.trimmingBlanks) }.filter { !$0.isEmpty }
            )
        }
        classes = Set(images.flatMap(\.labels).map { Name($0) }).sorted().map(\.text)
    }
}
