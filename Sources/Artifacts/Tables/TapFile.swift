// Where taps lie beside predictions: columns of a table with a row for each image and node, or arrays of an NPZ that are
// called after the node and the stage.

import Columns
import Diagnostics
import Files
import Formats
import Foundation

/// The taps of one node.
public struct TapFile: Sendable {
    /// The images.
    public let index: IDIndex
    /// Taps in the order of stages.
    public let taps: [Tap]

    /// Columns of the rows of `node` in the table at `path`.
    public init(table path: String, node: String, columns: [String]) throws(ProblemList) {
        let reader = try TableReader(contentsOf: URL(fileURLWithPath: path), name: path)
        var problems = ProblemList()
        for column in ["image_id", "node"] + columns {
            if let fault = reader.fault(ofColumn: column) { problems.add(fault) }
        }
        try problems.throwIfAny()
        let table = try reader.read { name in
            if columns.contains(where: { Name($0) == Name(name) }) { return .attribute }
            return name == "image_id" ? .text : name == "node" ? .category : .skipped
        }
        guard let kept = UniqueRows(table, of: ("node", node), &problems) else { throw problems }
        if kept.rows.isEmpty, case .category(let cells)? = table.column("node") {
            problems.add(
                ColumnTableError(
                    file: table.file, field: "node",
                    fault: .noValue(node, nearest: nearestName(to: node, in: cells.values))))
        }
        try problems.throwIfAny()
        index = IDIndex(kept.ids)
        taps = columns.compactMap { name in table.column(name).map { kept.tap(name, $0) } }
    }

    /// The arrays of `node` in the NPZ at `path`, `node/stage` each, with the images in `ids`.
    public init(arrays path: String, node: String) throws(ProblemList) {
        do {
            let archive = try NPZArchive(bytes: try NamedFile.bytes(path, called: path), name: path)
            let ids = ItemIDs(try archive.array("ids").strings().map { ItemID($0) })
            index = IDIndex(ids)
            let names = archive.names.filter { $0.utf8.starts(with: (node + "/").utf8) }
            guard !names.isEmpty else {
                let nodes = Set(archive.names.compactMap { $0.split(separator: "/").first.map { String($0) } })
                throw ColumnTableError(
                    file: path, fault: .noValue(node, nearest: nearestName(to: node, in: nodes.sorted())))
            }
            taps = try names.map { name in
                let array = try archive.array(name)
                guard let rows = array.shape.first, rows == ids.count else {
                    throw ColumnTableError(
                        file: "\(path)/\(name).npy",
                        fault: .rowsDiffer(rows: array.shape.first ?? 1, other: "ids.npy", expected: ids.count))
                }
                let values = try array.doubles()
                return Tap(
                    name: String(name.dropFirst(node.count + 1)),
                    values: .numbers(values, width: rows == 0 ? 1 : values.count / rows))
            }
        } catch let error as any Explained {
            throw ProblemList(error)
        } catch {
            throw ProblemList(FileError(error, path, .read))
        }
    }
}
