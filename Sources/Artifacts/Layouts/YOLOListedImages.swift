// Ground truth of YOLO text of the images that a list names, which may lie in several folders.

import Columns
import Diagnostics
import Formats

extension YOLOGroundTruthReader {
    /// Reads the labels of the images of a split that `lists` tell.
    static func read(
        _ part: YOLOLists.Part, of layout: LayoutSource, keypoints: KeypointShape?, notes: [Problem]
    ) throws -> DetectionGroundTruth {
        let files = Dictionary(grouping: part.labels, by: folder)
        let first = files.keys.min() ?? layout.path
        var reader = try YOLOGroundTruthReader(
            DetectionFolder(exactly: first, in: layout.source, named: layout.name(first)), notes: notes)
        var places: [String: (folder: DetectionFolder, kind: YOLOKind?)] = [:]
        for (path, files) in files.sorted(by: { $0.key < $1.key }) {
            let place = try DetectionFolder(exactly: path, in: layout.source, named: layout.name(path))
            let kind = try place.kind(of: files.map(last), declared: keypoints)
            if let kind { reader.truth.add(kind.remark(in: place.name)) }
            places[path] = (place, kind)
        }
        let ids = ids(of: part.images.map(\.picture), below: layout.path)
        let isUnique = Dictionary(grouping: layout.scan.pictures) { last($0) }.filter { $0.value.count == 1 }
        var bare = 0
        for (listed, id) in zip(part.images, ids) {
            let picture = listed.picture
            let found = try reader.size(ofPictureCalled: listed.labels.map(last) ?? last(picture)) {
                let size = try ImageFile.size(try layout.source.bytes(picture), name: layout.name(picture))
                return (picture, Double(size.width), Double(size.height))
            }
            guard case .known(_, let width, let height) = found else { continue }
            let inner = String(picture.dropFirst(layout.path.isEmpty ? 0 : layout.path.utf8.count + 1))
            let isFoundByName = isUnique[last(picture)] != nil && isUsual(folder(inner))
            let image = reader.truth.image(
                id, fileName: isFoundByName ? last(picture) : inner, width: width, height: height)
            guard let labels = listed.labels, let place = places[folder(labels)] else {
                bare += 1
                continue
            }
            try reader.addObjects(last(labels), in: place.folder, of: image, width, height, place.kind)
        }
        reader.note(backgrounds: bare, layout.called)
        var truth = try reader.truth.finished(layout.called)
        let listed = Set(part.images.map { Name(ImageNames.stem($0.picture)) })
        truth.listed = ListedImages(
            name: part.place, files: part.files, count: part.images.count,
            others: Set(layout.scan.pictures.map { Name(ImageNames.stem($0)) }).subtracting(listed))
        return truth
    }

    /// Whether pictures in a folder of the data set are found by the last part of their path.
    private static func isUsual(_ folder: String) -> Bool {
        let parts = folder.split(separator: "/")
        return parts.count < 2 || parts.count == 2 && parts[0] == "images"
    }

    /// What images are called: by the stem of their picture, and where several have the same one by its path below `images`.
    private static func ids(of pictures: [String], below root: String) -> [Identifier] {
        let stems = pictures.map { id(ImageNames.stem($0)) }
        let counts = Dictionary(stems.map { ($0, 1) }, uniquingKeysWith: +)
        return zip(pictures, stems).map { picture, stem in
            guard counts[stem, default: 0] > 1 else { return stem }
            var parts = picture.dropFirst(root.isEmpty ? 0 : root.utf8.count + 1).split(separator: "/").map(String.init)
            if let index = parts.firstIndex(of: "images") { parts.removeFirst(index + 1) }
            return .text((parts.dropLast() + [ImageNames.stem(picture)]).joined(separator: "/"))
        }
    }

    private static func folder(_ path: String) -> String {
        path.split(separator: "/").dropLast().joined(separator: "/")
    }

    private static func last(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
