// SHA256SUMS: the list that makes a folder verifiable with nothing but `sha256sum -c`, in twenty years.

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

    /// Digests every regular file under `folder` but the list itself. Throws when a file cannot be read.
    public init(ofFolder folder: URL) throws {
        let paths = try Self.files(under: folder).filter { $0 != Self.fileName }
        self.init(
            try paths.map { path in
                let bytes = try Data(contentsOf: folder.appending(path: path), options: .alwaysMapped)
                return (path, SHA256Digest(of: bytes).hex)
            })
    }

    /// The text of the file, as `sha256sum` writes it.
    public var text: String {
        entries.map { "\($0.hex)  \($0.path)\n" }.joined()
    }

    /// SHA-256 of the text: one digest for the whole folder.
    public var rootHex: String { SHA256Digest(of: text).hex }

    /// Reads the text form; `nil` when a line is not a digest, two spaces and a path.
    public init?(text: String) {
        var files: [(String, String)] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            let digest = line.prefix(64)
            guard digest.utf8.count == 64, digest.utf8.allSatisfy(Self.isHex), line.dropFirst(64).hasPrefix("  ") else {
                return nil
            }
            files.append((String(line.dropFirst(66)), String(digest)))
        }
        self.init(files)
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// Regular files under `folder`, relative paths with `/`, sorted by bytes. Symbolic links are listed, not followed.
    static func files(under folder: URL) throws -> [String] {
        var found: [String] = []
        var open = [""]
        while let prefix = open.popLast() {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: prefix).path)
            for name in names {
                let path = prefix.isEmpty ? name : prefix + "/" + name
                let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: path).path)
                if attributes[.type] as? FileAttributeType == .typeDirectory {
                    open.append(path)
                } else {
                    found.append(path)
                }
            }
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
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
    /// The folder has no list, or one that cannot be read.
    case noList

    /// The fault in words.
    public var words: String {
        switch self {
        case .changed(let path): "changed: \(path)"
        case .missing(let path): "missing: \(path)"
        case .extra(let path): "extra: \(path)"
        case .noList: "no readable \(ChecksumList.fileName) in this folder"
        }
    }
}

extension ChecksumList {
    /// Every difference between `folder` and its own list, sorted by path; empty when it is as it was written.
    public static func faults(in folder: URL) throws -> [ChecksumFault] {
        guard let text = try? String(contentsOf: folder.appending(path: fileName), encoding: .utf8),
            let listed = ChecksumList(text: text)
        else { return [.noList] }
        let actual = try ChecksumList(ofFolder: folder)
        var faults: [ChecksumFault] = []
        var a = listed.entries[...]
        var b = actual.entries[...]
        while let x = a.first ?? b.first {
            guard let left = a.first, let right = b.first, left.path == right.path else {
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
        return faults
    }
}
