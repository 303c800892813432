// What was read from a big file of text is kept as columns, so that the next run need not read it again. An entry is named
// after the SHA-256 of the file, so a file that changes has another entry, and a file that moves keeps its own.
//
// An entry is a folder: columns.json, and one NPY array a column. It is written beside its place and moved there when it
// is whole; whatever is wrong with an entry, the file itself is read instead.

import Columns
import Digests
import Foundation

/// Columns of files that were read before.
public struct ColumnCache: Sendable {
    /// Files smaller than this are read faster than they are looked up.
    public static let leastBytes = 4 << 20
    /// Changes when what is read from a file changes.
    private static let edition = "columns-1"

    private let folder: URL

    /// A cache in `folder`, which is made when it is needed.
    public init(_ folder: URL) {
        self.folder = folder
    }

    /// The user's cache: `misread` under XDG_CACHE_HOME, or under `.cache` at home.
    public static var standard: ColumnCache {
        let environment = ProcessInfo.processInfo.environment
        let base =
            environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? URL(fileURLWithPath: $0) : nil }
            ?? FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(".cache")
        return ColumnCache(base.appendingPathComponent("misread"))
    }

    private struct Index: Codable {
        struct Column: Codable {
            var name: String
            /// `nil` for numbers.
            var categories: [String]?
            /// Bytes a code takes.
            var width: Int?
        }
        var edition: String
        var rows: Int
        var columns: [Column]
    }

    /// Where the columns of a file with these bytes are kept.
    func entry(for bytes: Data, kind: String) -> URL {
        folder.appendingPathComponent("\(Self.edition)-\(kind)-\(SHA256Digest(of: bytes).hex)")
    }

    /// The columns kept at `entry`, or `nil` when there are none that can be used.
    func read(_ entry: URL) -> (columns: [TableColumn], rows: Int)? {
        guard let text = try? Data(contentsOf: entry.appendingPathComponent("columns.json")),
            let index = try? JSONDecoder().decode(Index.self, from: text), index.edition == Self.edition
        else { return nil }
        var columns: [TableColumn] = []
        for (number, column) in index.columns.enumerated() {
            let file = "\(number).npy"
            guard let array = try? NPYArray(contentsOf: entry.appendingPathComponent(file), name: file),
                array.shape == [index.rows], let read = Self.column(column, array)
            else { return nil }
            columns.append(read)
        }
        return (columns, index.rows)
    }

    private static func column(_ column: Index.Column, _ array: NPYArray) -> TableColumn? {
        guard let categories = column.categories else {
            guard array.element == .float64 else { return nil }
            return RowStorage<Double>(mapped: array.bytes, start: array.start, count: array.count)
                .map { .doubles(name: column.name, $0) }
        }
        let codes: RowCodes?
        switch array.element {
        case .uint8:
            codes = RowStorage(mapped: array.bytes, start: array.start, count: array.count).map { .narrow($0) }
        case .uint16:
            codes = RowStorage(mapped: array.bytes, start: array.start, count: array.count).map { .medium($0) }
        case .uint32:
            codes = RowStorage(mapped: array.bytes, start: array.start, count: array.count).map { .wide($0) }
        default: codes = nil
        }
        return codes.flatMap { CodedColumn(name: column.name, categories: categories, codes: $0) }.map { .codes($0) }
    }

    /// Keeps `columns` at `entry`. A cache that cannot be written is no error: the next run reads the file again.
    func keep(_ columns: [TableColumn], rows: Int, at entry: URL) {
        let files = FileManager.default
        let making = entry.deletingLastPathComponent().appendingPathComponent(
            ".making-\(ProcessInfo.processInfo.processIdentifier)-\(entry.lastPathComponent)")
        defer { try? files.removeItem(at: making) }
        do {
            try files.createDirectory(at: making, withIntermediateDirectories: true)
            var index = Index(edition: Self.edition, rows: rows, columns: [])
            for (number, column) in columns.enumerated() {
                let file = making.appendingPathComponent("\(number).npy")
                switch column {
                case .floats(let name, let values):
                    let wide = values.withRows { $0.map { Double($0) } }
                    try Self.write(RowStorage(wide), "<f8", to: file)
                    index.columns.append(.init(name: name))
                case .doubles(let name, let values):
                    try Self.write(values, "<f8", to: file)
                    index.columns.append(.init(name: name))
                case .codes(let coded):
                    index.columns.append(.init(name: coded.name, categories: coded.categories))
                    switch coded.codes {
                    case .narrow(let codes): try Self.write(codes, "|u1", to: file)
                    case .medium(let codes): try Self.write(codes, "<u2", to: file)
                    case .wide(let codes): try Self.write(codes, "<u4", to: file)
                    }
                }
            }
            try JSONEncoder().encode(index).write(to: making.appendingPathComponent("columns.json"))
            try? files.removeItem(at: entry)
            try files.moveItem(at: making, to: entry)
        } catch {
            return
        }
    }

    /// NPY 1.0: magic, version, length of the header, the header padded to 64 bytes, the elements.
    private static func write<Element>(_ rows: RowStorage<Element>, _ type: String, to file: URL) throws {
        var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(rows.count),), }"
        while (header.utf8.count + 11) % 64 != 0 { header += " " }
        header += "\n"
        var bytes = Data([0x93] + Array("NUMPY".utf8) + [1, 0])
        bytes.append(UInt8(header.utf8.count & 0xFF))
        bytes.append(UInt8(header.utf8.count >> 8))
        bytes.append(contentsOf: Array(header.utf8))
        rows.withRows { bytes.append(Data(buffer: $0)) }
        try bytes.write(to: file)
    }
}
