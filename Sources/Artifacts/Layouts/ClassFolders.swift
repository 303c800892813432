import Columns
import Diagnostics
import Files
import Formats

/// Pictures in a folder a class, as torchvision's ImageFolder has them, below the folder of a split where there are several.
struct ClassFolders {
    /// The folder that the folders of classes lie in.
    let root: String
    /// The pictures with the names of their folders.
    let images: [(file: String, label: String)]
    /// The split that was taken.
    let split: SplitChoice?

    /// Names of folders that are no classes.
    private static let plain: Set<String> = ["train", "val", "valid", "validation", "test", "images", "data", "imgs"]

    /// The pictures with their class: `class/picture` below the root, or below the folder of a split; of several splits that
    /// which `wanted` names, else the one that says most.
    ///
    /// `nil` when fewer than two folders hold pictures, or pictures lie elsewhere.
    init?(_ pictures: [String], below root: String, wanted: String? = nil) {
        var (root, pictures) = (root, pictures)
        var split: SplitChoice?
        while true {
            let inner = pictures.map { $0.dropFirst(root.isEmpty ? 0 : root.utf8.count + 1).split(separator: "/") }
            guard !inner.isEmpty, inner.allSatisfy({ $0.count > 1 }) else { return nil }
            let folders = Set(inner.map { String($0[0]) })
            if inner.allSatisfy({ $0.count == 2 }), folders.count > 1, folders.isDisjoint(with: Self.plain) {
                self.root = root
                images = zip(pictures, inner).map { ($0, String($1[0])) }
                self.split = split
                return
            }
            let isOfSplits = folders.allSatisfy { Split(of: $0) != nil } && inner.allSatisfy { $0.count > 2 }
            let choice = isOfSplits ? SplitChoice(among: folders.sorted { Name($0) < Name($1) }, wanted: wanted) : nil
            guard let only = choice?.name ?? (folders.count == 1 ? folders.first : nil) else { return nil }
            split = choice ?? split
            root = root.isEmpty ? only : root + "/" + only
            pictures = pictures.filter { $0.hasPrefix(root + "/") }
        }
    }

    /// A picture's path below the folders of classes.
    func inner(_ file: String) -> String { String(file.dropFirst(root.isEmpty ? 0 : root.utf8.count + 1)) }

    /// The ids of the pictures in torchvision's order: by class, and by name in it.
    var inOrder: [String] {
        images.map { (label: Name($0.label), name: Name(inner($0.file))) }.sorted {
            ($0.label, $0.name) < ($1.label, $1.name)
        }
        .map(\.name.text)
    }

    /// A table of such a folder, as CSV: the id is the path below the root of the classes, the path that below `base`.
    func table(base: String) -> String {
        var lines = ["image_id,label,path"]
        for (file, label) in images {
            lines.append(
                CSVLine.text([inner(file), label, String(file.dropFirst(base.isEmpty ? 0 : base.utf8.count + 1))]))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
