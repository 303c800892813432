// The saliency maps of a run: one file an image, named by its id, or all of them in one stacked array in the order of the
// image table. Maps are only listed here; each is decoded when it is asked for.

import Columns
import Diagnostics
import Files
import Formats
import Foundation
import Pixels

enum SaliencyFolder {
    /// A stack of maps (images, height, width).
    private static let stacks = ["saliency.npy", "maps.npy"]

    /// The maps in `path`, or `nil` when there are none. `files` are what they are read from.
    static func maps(
        in path: String, of table: ImageTable, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> (maps: SaliencyMaps, files: [String])? {
        let names: [String]
        do throws(WorkspaceError) {
            names = try folder.names(in: path)
        } catch {
            problems.add(error)
            return nil
        }
        if let stack = stacks.first(where: names.contains) {
            return stacked(path + "/" + stack, of: table, folder, &problems)
        }
        var files: [ItemID: String] = [:]
        var unknown = 0
        for name in names {
            guard let dot = name.lastIndex(of: "."), [".npy", ".npz", ".png"].contains(name[dot...]) else { continue }
            let id = ItemID(String(name[..<dot]))
            guard table.index.row(of: id) != nil else {
                unknown += 1
                continue
            }
            files[id] = path + "/" + name
            do {
                try SaliencyFile.refuse(try folder.bytes(path + "/" + name), name: path + "/" + name)
            } catch let error as any Explained {
                problems.add(error.problem)
            } catch {
                problems.add(FileError(error, path + "/" + name, .read))
            }
        }
        if unknown > 0 {
            problems.add(
                Problem(.warning, at: Place(file: path), "\(unknown) maps belong to no image of the image table"))
        }
        let ids = table.ids.filter { files[$0] != nil }
        guard !ids.isEmpty else { return nil }
        let listed = files
        let maps = SaliencyMaps(ids: ids) { id in
            guard let file = listed[id] else { throw FileError("\(path)/\(id)", .absent) }
            return try SaliencyFile.map(try folder.bytes(file), name: file)
        }
        return (maps, ids.compactMap { listed[$0] })
    }

    private static func stacked(
        _ path: String, of table: ImageTable, _ folder: WorkspaceFolder, _ problems: inout ProblemList
    ) -> (maps: SaliencyMaps, files: [String])? {
        do {
            let array = try NPYArray(bytes: try folder.bytes(path), name: path)
            guard array.shape.count == 3, array.shape[0] == table.count else {
                problems.add(WorkspaceError(path, .notOneMapEach(shape: array.shape, images: table.count)))
                return nil
            }
            let index = table.index
            let maps = SaliencyMaps(ids: Array(table.ids)) { id in
                try SaliencyFile.map(of: array, index: index.row(of: id) ?? 0)
            }
            return (maps, [path])
        } catch let error as any Explained {
            problems.add(error.problem)
        } catch {
            problems.add(FileError(error, path, .read))
        }
        return nil
    }
}
