import Diagnostics
import Files
import Formats

/// Sizes of pictures that lie near annotations, for boxes that are shares of them.
struct PictureSizes {
    private let source: SourceFolder
    private let folders: [String]

    /// Pictures beside the file or folder at `path`, in folders of the usual names there and two steps up.
    init(near path: String, in source: SourceFolder) {
        self.source = source
        let parts = path.split(separator: "/").map(String.init)
        var folders: [String] = []
        // Open Images' downloader writes folders of splits.
        let splits = BareImages.splits.flatMap { ["/" + $0, "/images/" + $0] }
        for steps in 0...3 where steps <= parts.count {
            let base = parts.dropLast(steps).joined(separator: "/")
            let names =
                ["", "/images", "/data", "/JPEGImages", "/imgs", "/obj_train_data", "/image_2", "/img1"] + splits
            folders += names.map { base.isEmpty ? String($0.dropFirst()) : base + $0 }
        }
        self.folders = folders.filter { Self.mayHold($0, source) }
    }

    /// Whether a folder is there. What cannot be looked at is kept, for whoever reads it to say why.
    private static func mayHold(_ folder: String, _ source: SourceFolder) -> Bool {
        do {
            return try folder.isEmpty || source.entry(folder)?.isFolder ?? false
        } catch {
            return true
        }
    }

    /// Pictures beside this one's and beside another's, in this order.
    func or(_ other: PictureSizes?) -> PictureSizes {
        guard let other, other.source.root == source.root else { return self }
        return PictureSizes(source: source, folders: folders + other.folders.filter { !folders.contains($0) })
    }

    private init(source: SourceFolder, folders: [String]) {
        (self.source, self.folders) = (source, folders)
    }

    /// Width and height of the picture of an image; `nil` when none is found. Throws when one cannot be read.
    func size(of image: BoxRows.Image) throws -> (width: Double, height: Double)? {
        guard let file = try file(of: image) else { return nil }
        let size = try ImageFile.size(try source.bytes(file), name: file)
        return (Double(size.width), Double(size.height))
    }

    private func file(of image: BoxRows.Image) throws(FileError) -> String? {
        let plain = image.id.description
        let given = image.fileName.map { [$0, $0.split(separator: "/").last.map(String.init) ?? $0] } ?? []
        let names = given + PictureNames.spelled.map { plain + "." + $0 }
        for folder in folders {
            for name in names where UnsafePath.reason(name) == nil {
                let place = folder.isEmpty ? name : folder + "/" + name
                if let entry = try source.entry(place), !entry.isFolder { return place }
            }
        }
        return nil
    }
}
