// SHA256SUMS: the list that makes a folder verifiable with nothing but `sha256sum -c`, in twenty years.

import Files
import Foundation

/// The digests of every file under a folder, sorted by path.
public struct ChecksumList: Sendable, Equatable {
    /// Name of the list's own file; it does not list itself.
    public static let fileName = "SHA256SUMS"

    /// A file and its digest.
    public struct Entry: Sendable, Equatable {
        /// Path relative to the folder, with `/`.
        public let path: String
        /// SHA-256, 64 hexadecimal digits.
        public let hex: String
    }

    /// Entries by rising path (bytes).
    public let entries: [Entry]

    /// The list of the given files: path relative to the folder, and digest.
    public init(_ files: [(path: String, hex: String)]) {
        entries = files.map { Entry(path: $0.path, hex: $0.hex) }.sorted {
            $0.path.utf8.lexicographicallyPrecedes($1.path.utf8)
        }
    }

    /// Digests every file under `folder` but the list itself and signatures of it; links are left out. `name` is how messages call the folder.
    /// Throws when a part of it cannot be read.
    public init(ofFolder folder: URL, named name: String? = nil) throws(FileError) {
        let name = name ?? folder.lastPathComponent
        try self.init(FolderContents(of: folder, named: name), of: folder, named: name)
    }

    private init(_ contents: FolderContents, of folder: URL, named name: String) throws(FileError) {
        let source = try SourceFolder(folder, kind: "folder", prefix: name + "/")
        var sums: [(path: String, hex: String)] = []
        for path in contents.files where path != Self.fileName && !Signature.fileNames.contains(path) {
            sums.append((path, SHA256Digest(of: try source.bytes(path)).hex))
        }
        self.init(sums)
    }

    /// The text of the file, as `sha256sum` writes it.
    public var text: String {
        entries.map { "\($0.hex)  \($0.path)\n" }.joined()
    }

    /// SHA-256 of the text: one digest for the whole folder.
    public var rootHex: String { SHA256Digest(of: text).hex }

    /// Reads the text form; `nil` when a line is not a digest, two spaces and a path, and when a path is listed twice.
    public init?(text: String) {
        // Who changes the ends of lines makes one line of all: to Swift CR LF is one character, and no line feed.
        guard !text.utf8.contains(0x0D) else { return nil }
        var files: [(String, String)] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            let digest = line.prefix(64)
            guard digest.utf8.count == 64, digest.utf8.allSatisfy(Self.isHex), line.dropFirst(64).hasPrefix("  ") else {
                return nil
            }
            files.append((String(line.dropFirst(66)), String(digest)))
        }
        guard Set(files.map { Array($0.0.utf8) }).count == files.count else { return nil }
        self.init(files)
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// The list that `folder` holds; `nil` when it holds none, or one that is not to be read.
    public static func kept(in folder: URL, named name: String) throws(FileError) -> ChecksumList? {
        let source = try SourceFolder(folder, kind: "folder", prefix: name + "/")
        guard try source.entry(fileName) != nil else { return nil }
        return String(validating: try source.bytes(fileName), as: UTF8.self).flatMap { ChecksumList(text: $0) }
    }
}

/// A way in which a folder differs from its list.
public enum ChecksumFault: Sendable, Equatable {
    /// The file's bytes are not what was listed.
    case changed(String)
    /// The file is listed and not there.
    case missing(String)
    /// The file is there and not listed.
    case extra(String)
    /// A link, a pipe or a device, which nobody lists.
    case notAFile(String)
    /// A folder with nothing in it, which nobody lists.
    case emptyFolder(String)
    /// The site's MANIFEST.json says something else of its files than the list.
    case manifest(String)
    /// The folder has no list, or one that cannot be read.
    case noList

    /// The fault in words.
    public var words: String {
        switch self {
        case .changed(let path): "changed: \(path)"
        case .missing(let path): "missing: \(path)"
        case .extra(let path): "extra: \(path)"
        case .notAFile(let path): "not a plain file: \(path)"
        case .emptyFolder(let path): "extra: \(path)/, an empty folder"
        case .manifest(let path): "\(path) does not list the files as \(ChecksumList.fileName) does"
        case .noList:
            "no readable \(ChecksumList.fileName) in this folder: a digest, two blanks and a path a line, each path once, lines "
                + "ended by a line feed alone"
        }
    }
}

extension ChecksumList {
    /// Every difference between `folder` and its own list, sorted by path; empty when it is as it was written. `name` is how
    /// messages call the folder. Throws when a part of it cannot be read.
    public static func faults(in folder: URL, named name: String? = nil) throws(FileError) -> [ChecksumFault] {
        let name = name ?? folder.lastPathComponent
        let contents = try FolderContents(of: folder, named: name)
        guard let listed = try kept(in: folder, named: name) else { return [.noList] }
        let actual = try ChecksumList(contents, of: folder, named: name)
        var faults: [ChecksumFault] = []
        var a = listed.entries[...]
        var b = actual.entries[...]
        while let x = a.first ?? b.first {
            // By bytes: to Swift two spellings of one text are equal, and to a disk and to sha256sum they are two files.
            guard let left = a.first, let right = b.first, left.path.utf8.elementsEqual(right.path.utf8) else {
                let takesLeft =
                    b.first.map { right in
                        a.first.map { $0.path.utf8.lexicographicallyPrecedes(right.path.utf8) } ?? false
                    } ?? true
                if takesLeft {
                    faults.append(.missing(x.path))
                    a = a.dropFirst()
                } else if let right = b.first {
                    faults.append(.extra(right.path))
                    b = b.dropFirst()
                }
                continue
            }
            if left.hex != right.hex { faults.append(.changed(left.path)) }
            a = a.dropFirst()
            b = b.dropFirst()
        }
        return faults + contents.others.map { .notAFile($0) } + contents.emptyFolders.map { .emptyFolder($0) }
    }

    /// What lies in `folder` and not in its own list: files, links, empty folders; whole folders where nothing in them is
    /// listed, with a `/` at the end. Sorted. Everything, when there is no list.
    public static func unlisted(in folder: URL, named name: String? = nil) throws(FileError) -> [String] {
        let name = name ?? folder.lastPathComponent
        let contents = try FolderContents(of: folder, named: name)
        let listed = Set(try kept(in: folder, named: name)?.entries.map { Array($0.path.utf8) } ?? [])
        var known: Set<[UInt8]> = []
        for path in listed { known.formUnion(folders(of: path)) }
        let own = Array(fileName.utf8)
        let strange = contents.files.filter { path in
            let bytes = Array(path.utf8)
            let isSeal = bytes == own || Signature.fileNames.contains(path)
            return !listed.contains(bytes) && (!isSeal || listed.isEmpty)
        }
        var names: Set<[UInt8]> = []
        for path in strange + contents.others + contents.emptyFolders.map({ $0 + "/" }) {
            let bytes = Array(path.utf8)
            names.insert(folders(of: bytes).first { !known.contains($0) } ?? bytes)
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The folders on a path, outermost first: `a/`, `a/b/`.
    private static func folders(of path: [UInt8]) -> [[UInt8]] {
        path.indices.filter { path[$0] == UInt8(ascii: "/") }.map { Array(path[...$0]) }
    }
}
