import Diagnostics
import Files
import Formats

/// Pictures in a folder a class, as torchvision's ImageFolder has them.
enum ClassFolders {
    /// Names of splits, which are no classes.
    static let splits: Set<String> = ["train", "val", "valid", "validation", "test", "images", "data", "imgs"]

    /// The pictures with their class: `class/picture` below the root, or below the folder of one split.
    ///
    /// `nil` when fewer than two folders hold pictures, or pictures lie elsewhere.
    static func images(_ pictures: [String], below root: String) -> (
        root: String, images: [(file: String, label: String)]
    )? {
        var root = root
        while true {
            let inner = pictures.map { $0.dropFirst(root.isEmpty ? 0 : root.utf8.count + 1).split(separator: "/") }
            guard !inner.isEmpty, inner.allSatisfy({ $0.count > 1 }) else { return nil }
            let folders = Set(inner.map { String($0[0]) })
            if inner.allSatisfy({ $0.count == 2 }), folders.count > 1, folders.isDisjoint(with: splits) {
                return (root, zip(pictures, inner).map { ($0, String($1[0])) })
            }
            guard folders.count == 1, let only = folders.first else { return nil }
            root = root.isEmpty ? only : root + "/" + only
        }
    }

    /// A table of such a folder, as CSV: the id is the path below the root of the classes, the path that below `base`.
    static func table(_ found: (root: String, images: [(file: String, label: String)]), base: String) -> String {
        var lines = ["image_id,label,path"]
        for (file, label) in found.images {
            lines.append(
                CSVLine.text([
                    String(file.dropFirst(found.root.isEmpty ? 0 : found.root.utf8.count + 1)), label,
                    String(file.dropFirst(base.isEmpty ? 0 : base.utf8.count + 1)),
                ]))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
