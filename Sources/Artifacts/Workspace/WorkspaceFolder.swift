// Every path of a workspace goes through here before anything is opened. A path that a table or a manifest gives is text
// from somebody: it must be relative, free of `..`, and still lie inside the workspace after links are followed.

import Diagnostics
import Files
import Foundation

/// The folder of a workspace.
struct WorkspaceFolder: Sendable {
    /// The door to its files.
    let source: SourceFolder

    /// The folder at `url`. Throws when it is none.
    init(_ url: URL) throws(ProblemList) {
        do {
            source = try SourceFolder(url, kind: "workspace", notesReads: true)
        } catch {
            switch error.fault {
            case .absent, .notAFolder: throw ProblemList(WorkspaceError(url.lastPathComponent, .notAFolder))
            default: throw ProblemList(error)
            }
        }
    }

    /// What is wrong with a path as text, or `nil`.
    static func fault(of path: String) -> WorkspaceFault? {
        UnsafePath.reason(path).map { .unsafePath(path, reason: $0) }
    }

    /// Whether something is at a path that a table gives. Throws when it is unsafe, or leads out of the workspace or to what
    /// is neither file nor folder.
    func isThere(_ path: String) throws(WorkspaceFault) -> Bool {
        if let fault = Self.fault(of: path) { throw fault }
        do {
            return try source.entry(path) != nil
        } catch {
            throw .file(error)
        }
    }

    /// Whether a file or folder is there.
    func exists(_ path: String) throws(WorkspaceError) -> Bool { try entry(path) != nil }

    /// Whether a folder is there.
    func isFolder(_ path: String) throws(WorkspaceError) -> Bool { try entry(path)?.isFolder ?? false }

    /// Names in a folder, in the order of their bytes; hidden ones are left out. Empty when there is no folder.
    func names(in path: String) throws(WorkspaceError) -> [String] {
        do {
            return try source.names(in: path)
        } catch {
            throw WorkspaceError(error)
        }
    }

    /// Names of the folders in a folder.
    func folders(in path: String) throws(WorkspaceError) -> [String] {
        var folders: [String] = []
        for name in try names(in: path) where try isFolder(path + "/" + name) { folders.append(name) }
        return folders
    }

    /// Throws when a path is no file that can be read; the file is not read.
    func check(_ path: String) throws(WorkspaceError) {
        do {
            try source.check(path)
        } catch {
            throw WorkspaceError(error)
        }
    }

    /// Where a file really lies, for a reader that opens it itself.
    func place(_ path: String) throws(WorkspaceError) -> URL {
        try check(path)
        return try placeOfTable(path)
    }

    /// Where a table really lies: a file, or a folder of columns.
    func placeOfTable(_ path: String) throws(WorkspaceError) -> URL {
        guard let entry = try entry(path) else { throw WorkspaceError(FileError(path, .absent)) }
        source.note(path)
        return URL(filePath: entry.real)
    }

    /// The bytes of a file; a large one is mapped.
    func bytes(_ path: String) throws(WorkspaceError) -> Data {
        if let fault = Self.fault(of: path) { throw WorkspaceError(path, fault) }
        do {
            return try source.bytes(path)
        } catch {
            throw WorkspaceError(error)
        }
    }

    private func entry(_ path: String) throws(WorkspaceError) -> SourceFolder.Entry? {
        do {
            return try source.entry(path)
        } catch {
            throw WorkspaceError(error)
        }
    }
}
