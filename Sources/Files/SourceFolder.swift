// The one door through which files of a workspace, an archive or a site are read. A name in such a folder is text from
// somebody: what it leads to must be a file, lie inside, and be readable; nothing else is opened, and nothing that is there
// is taken for absent.

import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder from which files are read, and nothing outside it.
public struct SourceFolder: Sendable {
    /// Its place, links resolved.
    public let root: URL
    /// What messages call it: "workspace", "archive".
    private let kind: String
    /// What stands before a path in messages: "archive/", or nothing.
    private let prefix: String
    /// A place on the disk that the user named; `nil` for a folder whose paths begin at its root.
    private let named: Named?
    /// What was read of it; `nil` where nobody asks.
    let stamps: ReadStamps?

    /// What the user named, as a path from the root of the disk.
    private struct Named: Sendable {
        let path: String
        /// Where it really is.
        let real: String
        /// How messages call it.
        let called: String

        /// Whether a path is it, or lies in it by its name.
        func holds(_ other: String) -> Bool { other == path || other.hasPrefix(path + "/") }
    }

    /// The folder at `url`. Throws when it is none or may not be opened. `prefix` stands before its paths in messages;
    /// one that `notesReads` can say whether files changed while they were read.
    public init(_ url: URL, kind: String, prefix: String = "", notesReads: Bool = false) throws(FileError) {
        let name = prefix.isEmpty ? url.lastPathComponent : String(prefix.dropLast())
        do throws(SystemCalls.Failure) {
            let real = try SystemCalls.real(url.path)
            guard try SystemCalls.status(of: real).kind == .folder else { throw SystemCalls.Failure(code: ENOTDIR) }
            root = URL(fileURLWithPath: real)
        } catch {
            let isLink = (try? SystemCalls.status(ofLink: url.path))?.kind == .link
            throw FileError(name, error.code == ENOENT && isLink ? .leadsNowhere : Self.fault(error.code))
        }
        self.kind = kind
        self.prefix = prefix
        named = nil
        stamps = notesReads ? ReadStamps() : nil
    }

    private init(everywhere: Void) {
        root = URL(fileURLWithPath: "/")
        kind = "disk"
        prefix = "/"
        named = nil
        stamps = nil
    }

    /// The whole disk: for a place that this program made itself.
    public static let everywhere = SourceFolder(everywhere: ())

    /// The disk around what the user named: paths begin at its root. A name inside of `path` must lead to what is inside, and
    /// one beside it to what lies where the name stands; `name` is how messages call it. Throws when nothing is there.
    public init(around path: String, kind: String, called name: String) throws(FileError) {
        let place = URL(fileURLWithPath: path).standardizedFileURL.path
        let real = try SystemCalls.explained(name, .read) { () throws(SystemCalls.Failure) in
            try SystemCalls.real(place)
        }
        root = URL(fileURLWithPath: "/")
        self.kind = kind
        prefix = "/"
        named = Named(path: String(place.dropFirst()), real: real, called: name)
        stamps = nil
    }

    /// The path of what the user named; empty for a folder of its own.
    public var namedPath: String { named?.path ?? "" }

    /// What a path leads to.
    public struct Entry: Sendable, Hashable {
        /// Where it really is.
        public let real: String
        /// Whether it is a folder; a file else.
        public let isFolder: Bool
    }

    /// What `path` leads to, or `nil` when nothing is there. Throws when it leads out of the folder or nowhere, is neither
    /// file nor folder, or may not be looked at.
    public func entry(_ path: String) throws(FileError) -> Entry? {
        let real: String
        do {
            real = try SystemCalls.real(place(path))
        } catch {
            switch error.code {
            case ENOENT, ENOTDIR:
                try refuseBrokenLink(path)
                return nil
            case EACCES: throw FileError(name(closed(above: path)), .system(.read, code: EACCES))
            default: throw FileError(name(path), Self.fault(error.code))
            }
        }
        guard isInside(real, path) else { throw FileError(name(leavingPart(of: path)), .leadsOut(of: kind)) }
        let status = try SystemCalls.explained(name(path), .read) { () throws(SystemCalls.Failure) in
            try SystemCalls.status(of: real)
        }
        switch status.kind {
        case .file: return Entry(real: real, isFolder: false)
        case .folder: return Entry(real: real, isFolder: true)
        case .special(let special): throw FileError(name(path), .special(special))
        case .link: throw FileError(name(path), .leadsNowhere)
        }
    }

    /// The bytes of a file; a large one is mapped.
    public func bytes(_ path: String) throws(FileError) -> Data {
        guard let entry = try entry(path) else { throw FileError(name(path), .absent) }
        if entry.isFolder { throw FileError(name(path), .isAFolder) }
        stamps?.note(path, entry.real)
        return try Self.contents(entry.real, called: name(path))
    }

    /// Throws when `path` is no file that can be read; the file is not read.
    public func check(_ path: String) throws(FileError) {
        guard let entry = try entry(path) else { throw FileError(name(path), .absent) }
        if entry.isFolder { throw FileError(name(path), .isAFolder) }
        stamps?.note(path, entry.real)
        if access(entry.real, R_OK) != 0 { throw FileError(name(path), .system(.read, code: errno)) }
    }

    /// Names in a folder, in the order of their bytes, hidden ones left out. Throws when it cannot be listed; a folder that
    /// is not there has none.
    public func names(in path: String = "") throws(FileError) -> [String] {
        guard let entry = try entry(path) else { return [] }
        guard entry.isFolder else { throw FileError(name(path), .notAFolder) }
        let (names, unreadable) = try SystemCalls.explained(name(path), .read) { () throws(SystemCalls.Failure) in
            try SystemCalls.listing(entry.real)
        }
        if let first = unreadable.first(where: { !$0.hasPrefix(".") }) {
            throw FileError(name(Self.joined(path, first)), .nameNotUTF8)
        }
        return names.filter { !$0.hasPrefix(".") }
    }

    /// Whether nothing at all lies in it, hidden things included.
    public var isEmpty: Bool {
        get throws(FileError) {
            try SystemCalls.explained(name(""), .read) { () throws(SystemCalls.Failure) in
                let (names, unreadable) = try SystemCalls.listing(root.path)
                return names.isEmpty && unreadable.isEmpty
            }
        }
    }

    /// Paths of all files under a folder, relative to it, in the order of their bytes, hidden ones left out.
    public func files(under path: String = "") throws(FileError) -> [String] {
        var found: [String] = []
        try walk(path, "", above: [], &found)
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func walk(
        _ base: String, _ inner: String, above: [String], _ found: inout [String]
    ) throws(FileError) {
        let path = Self.joined(base, inner)
        guard let entry = try entry(path) else { return }
        // A link back to a folder that holds it would never end.
        if above.contains(entry.real) { throw FileError(name(path), .leadsNowhere) }
        for name in try names(in: path) {
            let next = Self.joined(inner, name)
            guard let child = try self.entry(Self.joined(base, next)) else { continue }
            if child.isFolder {
                try walk(base, next, above: above + [entry.real], &found)
            } else {
                found.append(next)
            }
        }
    }

    private static func joined(_ a: String, _ b: String) -> String { a.isEmpty ? b : b.isEmpty ? a : a + "/" + b }

    private func name(_ path: String) -> String {
        if let named, named.holds(path) { return named.called + path.dropFirst(named.path.count) }
        return path.isEmpty ? (prefix.isEmpty ? root.lastPathComponent : String(prefix.dropLast())) : prefix + path
    }

    private func place(_ path: String) -> String {
        let base = root.path == "/" ? "" : root.path
        return path.isEmpty ? root.path : base + "/" + path
    }

    private func isInside(_ real: String, _ path: String) -> Bool {
        guard let named else { return root.path == "/" || real == root.path || real.hasPrefix(root.path + "/") }
        if named.holds(path) { return real == named.real || real.hasPrefix(named.real + "/") }
        // Folders on the way to it are the user's own.
        if path.isEmpty || named.path.hasPrefix(path + "/") { return true }
        let above = path.split(separator: "/").dropLast().joined(separator: "/")
        guard let folder = try? SystemCalls.real(place(above)) else { return false }
        return folder == "/" || real.hasPrefix(folder + "/")
    }

    /// The first part of a path that leads out: one link of a folder is one cause, whatever lies behind it.
    private func leavingPart(of path: String) -> String {
        let parts = path.split(separator: "/")
        for count in parts.indices {
            let shorter = parts[...count].joined(separator: "/")
            if let real = try? SystemCalls.real(place(shorter)), !isInside(real, shorter) { return shorter }
        }
        return path
    }

    /// A path at which nothing is found although a link stands on it is no absent file.
    private func refuseBrokenLink(_ path: String) throws(FileError) {
        var parts = path.split(separator: "/")
        while !parts.isEmpty {
            let shorter = parts.joined(separator: "/")
            if let status = try? SystemCalls.status(ofLink: place(shorter)) {
                if status.kind == .link, (try? SystemCalls.status(of: place(shorter))) == nil {
                    throw FileError(name(shorter), .leadsNowhere)
                }
                return
            }
            parts.removeLast()
        }
    }

    /// The folder on a path that may not be looked into.
    private func closed(above path: String) -> String {
        let parts = path.split(separator: "/")
        for count in parts.indices {
            do {
                _ = try SystemCalls.status(of: place(parts[...count].joined(separator: "/")))
            } catch {
                return parts[..<count].joined(separator: "/")
            }
        }
        return path
    }

    private static func fault(_ code: Int32) -> FileError.Fault {
        switch code {
        case ENOENT: .absent
        case ENOTDIR: .notAFolder
        case ELOOP: .leadsNowhere
        default: .system(.read, code: code)
        }
    }
}

extension SourceFolder {
    /// Files up to this size are read, larger ones mapped.
    private static var mostRead: Int { 1 << 16 }

    /// The bytes of the file at a path without links.
    static func contents(_ real: String, called name: String) throws(FileError) -> Data {
        // Without waiting: a pipe that took the file's place would be waited for for ever.
        let descriptor = try SystemCalls.explained(name, .read) { () throws(SystemCalls.Failure) in
            try SystemCalls.open(real, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY)
        }
        // Nothing was written: closing has nothing to report.
        defer { try? SystemCalls.close(descriptor) }
        let status = try SystemCalls.explained(name, .read) { () throws(SystemCalls.Failure) in
            try SystemCalls.status(of: descriptor)
        }
        switch status.kind {
        case .special(let special): throw FileError(name, .special(special))
        case .folder: throw FileError(name, .isAFolder)
        case .file, .link: break
        }
        return try SystemCalls.explained(name, .read) { () throws(SystemCalls.Failure) in
            status.size <= mostRead
                ? try read(descriptor, size: status.size) : try mapped(descriptor, size: status.size, name)
        }
    }

    private static func read(_ descriptor: Int32, size: Int) throws(SystemCalls.Failure) -> Data {
        var bytes = [UInt8](repeating: 0, count: size)
        var done = 0
        while done < size {
            let count = bytes.withUnsafeMutableBytes { raw in
                pread(descriptor, raw.baseAddress.map { $0 + done }, size - done, off_t(done))
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw SystemCalls.Failure(code: errno) }
            if count == 0 { break }
            done += count
        }
        return Data(bytes.prefix(done))
    }

    private static func mapped(
        _ descriptor: Int32, size: Int, _ name: String
    ) throws(SystemCalls.Failure) -> Data {
        guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
            throw SystemCalls.Failure(code: errno)
        }
        MappedFiles.note(UInt(bitPattern: base), size: size, name: name)
        return Data(
            bytesNoCopy: base, count: size,
            deallocator: .custom { place, size in
                MappedFiles.forget(UInt(bitPattern: place))
                munmap(place, size)
            })
    }
}
