// What was read from a big file of text is kept as columns, so that the next run need not read it again. An entry is named
// after the SHA-256 of the file, so a file that changes has another entry, and a file that moves keeps its own.
//
// An entry is a folder: table.json, and for each column that was ever wanted an NPY array and what its codes stand for.
// A file of an entry is written beside its place and moved there when it is whole; whatever is wrong with one, the text
// itself is read instead.

import Columns
import Digests
import Files
import Formats
import Foundation

/// Columns of files that were read before.
public struct ColumnCache: Sendable {
    /// Files smaller than this are read faster than they are looked up.
    public static let leastBytes = 4 << 20
    /// Changes when what is read from a file changes.
    private static let edition = "columns-2"

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

    /// What is known of a table beside its columns.
    struct Shape: Codable {
        /// Column names.
        var header: [String]
        /// Number of rows.
        var rows: Int
        /// On which lines rows stand.
        var lines: LineIndex
    }

    /// What an array of codes or numbers stands for.
    private struct Meaning: Codable {
        var name: Name
        /// `nil` for numbers.
        var categories: [Name]?
    }

    /// Where the columns of a file with these bytes are kept.
    func entry(for bytes: Data, kind: String) -> URL {
        folder.appendingPathComponent("\(Self.edition)-\(kind)-\(SHA256Digest(of: bytes).hex)")
    }

    /// The table kept at `entry`, or `nil` when there is none that can be used.
    func shape(_ entry: URL) -> Shape? {
        (try? bytes("table.json", entry))
            .flatMap { try? JSONDecoder().decode(Shape.self, from: $0) }
    }

    /// Column `number` of the table kept at `entry`, or `nil` when it is not there or not whole.
    func column(_ number: Int, of shape: Shape, at entry: URL) -> Column? {
        let file = "\(number).npy"
        guard let text = try? bytes("\(number).json", entry),
            let meaning = try? JSONDecoder().decode(Meaning.self, from: text),
            meaning.name == Name(shape.header[number]),
            let array = try? NPYArray(bytes: try bytes(file, entry), name: file),
            array.shape == [shape.rows]
        else { return nil }
        return Self.column(meaning, array)
    }

    private func bytes(_ name: String, _ entry: URL) throws(FileError) -> Data {
        try NamedFile.bytes(entry.appendingPathComponent(name).path, called: name)
    }

    private static func column(_ column: Meaning, _ array: NPYArray) -> Column? {
        guard let categories = column.categories else {
            guard array.element == .float64 else { return nil }
            return RowStorage<Double>(mapped: array.bytes, start: array.start, count: array.count)
                .map { .numeric(NumericColumn(name: column.name, .doubles($0))) }
        }
        let codes: Codes?
        switch array.element {
        case .uint8:
            codes = RowStorage(mapped: array.bytes, start: array.start, count: array.count).map { .narrow($0) }
        case .uint16:
            codes = RowStorage(mapped: array.bytes, start: array.start, count: array.count).map { .medium($0) }
        case .uint32:
            codes = RowStorage(mapped: array.bytes, start: array.start, count: array.count).map { .wide($0) }
        default: codes = nil
        }
        return codes.flatMap { CodedColumn(checking: column.name, categories: categories, codes: $0) }.map {
            .coded($0)
        }
    }

    /// Keeps `columns`, by number, at `entry`. A cache that cannot be written is no error: the next run reads the text.
    func keep(_ columns: [(number: Int, column: Column)], of shape: Shape, at entry: URL) {
        do {
            try FileManager.default.createDirectory(at: entry, withIntermediateDirectories: true)
            for (number, column) in columns {
                let array = "\(number).npy"
                var meaning = Meaning(name: column.name)
                switch column {
                case .numeric(let numbers):
                    try put(Self.array(RowStorage(numbers.values), "<f8"), entry, array)
                case .coded(let coded):
                    meaning.categories = coded.categories
                    switch coded.codes {
                    case .narrow(let codes): try put(Self.array(codes, "|u1"), entry, array)
                    case .medium(let codes): try put(Self.array(codes, "<u2"), entry, array)
                    case .wide(let codes): try put(Self.array(codes, "<u4"), entry, array)
                    }
                }
                try put(JSONEncoder().encode(meaning), entry, "\(number).json")
            }
            try put(JSONEncoder().encode(shape), entry, "table.json")
        } catch {
            return
        }
    }

    /// Writes a file of an entry, whole or not at all.
    private func put(_ bytes: Data, _ entry: URL, _ name: String) throws {
        let making = entry.appendingPathComponent(".\(ProcessInfo.processInfo.processIdentifier)-\(name)")
        do {
            try bytes.write(to: making)
        } catch {
            try? FileManager.default.removeItem(at: making)
            throw error
        }
        _ = rename(making.path, entry.appendingPathComponent(name).path)
    }

    /// NPY 1.0: magic, version, length of the header, the header padded to 64 bytes, the elements.
    private static func array<Element>(_ rows: RowStorage<Element>, _ type: String) -> Data {
        var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(rows.count),), }"
        while (header.utf8.count + 11) % 64 != 0 { header += " " }
        header += "\n"
        var bytes = Data([0x93] + Array("NUMPY".utf8) + [1, 0])
        bytes.append(UInt8(header.utf8.count & 0xFF))
        bytes.append(UInt8(header.utf8.count >> 8))
        bytes.append(contentsOf: Array(header.utf8))
        rows.withRows { bytes.append(contentsOf: UnsafeRawBufferPointer($0)) }
        return bytes
    }
}
