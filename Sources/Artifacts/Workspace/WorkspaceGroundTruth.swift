// The ground truth of a detector's data set, read once for all versions, and which picture each of its images has.

import Columns
import Diagnostics
import Files
import Formats
import Foundation
import Record

/// The ground truth of a data set with its place.
struct WorkspaceGroundTruth: Sendable {
    let source: DetectionSource
    let truth: DetectionGroundTruth

    /// Reads the ground truth of a data set; what is wrong is added to `problems`.
    static func read(
        in base: String, split: String?, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> WorkspaceGroundTruth? {
        do {
            let source = try DetectionSource(truthIn: base, of: folder, split: split)
            let truth = try source.read { try DetectionGroundTruth(at: $0, in: $1, split: split, only: source.files) }
            if let remark = source.remark { problems.add(remark) }
            if truth.isWithoutObjects {
                problems.add(
                    WorkspaceError(source.path, .noObjects(images: truth.images.count, hidden: truth.boxes.count)))
                return nil
            }
            return WorkspaceGroundTruth(source: source, truth: truth)
        } catch let error as ProblemList {
            problems.add(error)
        } catch let error as WorkspaceError {
            problems.add(error)
        } catch {
            problems.add(FileError(error, base, .read))
        }
        return nil
    }

    /// The image table of a data set that has none: the images of the ground truth, with their pictures where the files
    /// they name are there. Nothing else is known about them.
    ///
    /// A link out of the workspace is a problem; a name that is no path in it names no picture.
    func table(in base: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList) -> ImageTable {
        let index = IDIndex(ItemIDs(truth.images.lazy.map { ItemID($0.id.description) }))
        return ImageTable(
            file: source.path, ids: index.ids, index: index, labels: nil,
            paths: pictures(in: base, folder, &problems), attributes: [], units: nil)
    }

    /// An image table with the pictures of its rows: where the table finds none, the file that the ground truth names.
    func picturing(
        _ table: ImageTable, in base: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> ImageTable {
        guard table.paths.count < table.count || table.paths.contains(nil) else { return table }
        let named = pictures(in: base, folder, &problems)
        let names = ImageNames(truth)
        let paths = table.ids.enumerated().map { row, id -> String? in
            if row < table.paths.count, let path = table.paths[row] { return path }
            return (truth.imageLookup.index(alike: .text(id.text)) ?? names.index(of: .text(id.text))).flatMap {
                named[Int($0)]
            }
        }
        guard paths.contains(where: { $0 != nil }) else { return table }
        return ImageTable(
            file: table.file, ids: table.ids, index: table.index, labels: table.labels, paths: paths,
            attributes: table.attributes, units: table.units)
    }

    /// The file that the ground truth names for each image, where it is there.
    private func pictures(
        in base: String, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> [String?] {
        var paths: [String?] = []
        let places = Self.places(in: base, of: folder, besides: source.path)
        var outside: (first: String, reason: String, count: Int)?
        for image in truth.images {
            do throws(WorkspaceError) {
                guard let name = image.fileName else {
                    paths.append(try Self.path(ofImageCalled: image.id.description, in: base + "/images", folder))
                    continue
                }
                let found = try Self.path(of: name, in: places, base, folder)
                if found == nil, let reason = UnsafePath.reason(WindowsPath.withSlashes(name)) {
                    outside = (outside?.first ?? name, outside?.reason ?? reason, (outside?.count ?? 0) + 1)
                }
                paths.append(found)
            } catch {
                problems.add(error)
                paths.append(nil)
            }
        }
        alike(&paths, places, base, folder, &problems)
        if let outside {
            problems.add(
                Problem(
                    .warning, at: Place(file: source.path, field: "file_name"),
                    "\"\(outside.first)\" \(outside.reason), and no file of its name lies in the data set: it is not looked "
                        + "for elsewhere\(outside.count == 1 ? "" : "; \(outside.count) such in all")",
                    suggestion: "put the pictures into \(base)/images"))
        }
        return paths
    }

    /// Finds pictures whose names differ from those of the ground truth by letter case alone, one for one, and says how many.
    private func alike(
        _ paths: inout [String?], _ places: [String], _ base: String, _ folder: WorkspaceFolder,
        _ problems: inout ProblemList
    ) {
        let bare = paths.indices.filter { paths[$0] == nil && truth.images[$0].fileName != nil }
        guard !bare.isEmpty else { return }
        // A name that two pictures have but for their case is neither's.
        var pictures: [String: String?] = [:]
        let taken = Set(paths.compactMap(\.self))
        for place in places {
            for name in (try? folder.names(in: place)) ?? [] where PictureNames.isPicture(name) {
                let path = place + "/" + name
                let key = name.lowercased()
                guard !taken.contains(path), pictures[key] != .some(path) else { continue }
                pictures[key] = pictures[key] == nil ? .some(path) : .some(nil)
            }
        }
        var found: [(name: String, path: String)] = []
        var met: [String: Int] = [:]
        let names = bare.map { image -> String in
            let name = WindowsPath.withSlashes(truth.images[image].fileName ?? "")
            met[(name.split(separator: "/").last.map(String.init) ?? name).lowercased(), default: 0] += 1
            return name
        }
        for (image, name) in zip(bare, names) {
            let key = (name.split(separator: "/").last.map(String.init) ?? name).lowercased()
            guard met[key] == 1, case .some(.some(let path)) = pictures[key],
                !NormalizationRule.isOfOtherFolder(name, String(path.dropFirst(base.utf8.count + 1)))
            else { continue }
            paths[image] = path
            found.append((name, path))
        }
        guard let first = found.first else { return }
        problems.add(
            Problem(
                .note, at: Place(file: source.path, field: "file_name"),
                "\(found.count) of \(paths.count) \(paths.count == 1 ? "picture was" : "pictures were") found by names that differ "
                    + "by letter case alone: \(first.name) is \(first.path)"))
    }

    /// Folders that pictures may lie in: those of this program, then those of other layouts, then any other of the data set.
    private static func places(in base: String, of folder: WorkspaceFolder, besides labels: String) -> [String] {
        // Pictures of another split may be called the same.
        var parts = labels.split(separator: "/").map(String.init)
        let own = parts.dropLast().joined(separator: "/")
        if let index = parts.lastIndex(of: "labels") { parts[index] = "images" }
        let usual =
            (own == base ? [] : [parts.joined(separator: "/"), own])
            + ["images", "", "data", "JPEGImages"].map { $0.isEmpty ? base : base + "/" + $0 }
        let inside = { (place: String) in ((try? folder.folders(in: place)) ?? []).map { place + "/" + $0 } }
        let others = inside(base) + inside(base + "/images")
        return usual + others.filter { !usual.contains($0) && $0 != labels }
    }

    /// Where the picture of an image lies whose file nothing names: under its id.
    private static func path(
        ofImageCalled id: String, in place: String, _ folder: WorkspaceFolder
    ) throws(WorkspaceError) -> String? {
        for name in PictureNames.spelled.map({ id + "." + $0 })
        where WorkspaceFolder.fault(of: name) == nil {
            if try folder.exists(place + "/" + name) { return place + "/" + name }
        }
        return nil
    }

    /// Where the picture of a file name lies; `nil` for one that is not there. A path of another machine is the file of its
    /// last part.
    private static func path(
        of file: String, in places: [String], _ base: String, _ folder: WorkspaceFolder
    ) throws(WorkspaceError) -> String? {
        let file = WindowsPath.withSlashes(file)
        let last = file.split(separator: "/").last.map(String.init) ?? file
        for name in [file, last] where WorkspaceFolder.fault(of: name) == nil {
            for place in places where try folder.exists(place + "/" + name) {
                // cat/1.png is not dog/1.png.
                let found = String((place + "/" + name).dropFirst(base.utf8.count + 1))
                if name == last, NormalizationRule.isOfOtherFolder(file, found) { continue }
                return place + "/" + name
            }
            if name == last { break }
        }
        return nil
    }
}
