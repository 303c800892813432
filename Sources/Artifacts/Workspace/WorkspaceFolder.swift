// Every path of a workspace goes through here before anything is opened. A path that a table or a manifest gives is text
// from somebody: it must be relative, free of `..`, and still lie inside the workspace after links are followed.

import Diagnostics
import Foundation

/// The folder of a workspace.
struct WorkspaceFolder: Sendable {
    /// The folder itself, links resolved.
    let root: URL

    /// The folder at `url`. Throws when it is none.
    init(_ url: URL) throws(ProblemList) {
        var isFolder = ObjCBool(false)
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw ProblemList(WorkspaceError(url.lastPathComponent, .notAFolder))
        }
        root = url.resolvingSymlinksInPath()
    }

    /// A path as it is meant when it was written on Windows: what comes out is judged like any other.
    static func withSlashes(_ path: String) -> String { path.replacing("\\", with: "/") }

    /// What is wrong with a path as text, or `nil`.
    static func fault(of path: String) -> WorkspaceError.Fault? {
        func unsafe(_ reason: String) -> WorkspaceError.Fault { .unsafePath(path, reason: reason) }
        if path.isEmpty { return unsafe("is empty") }
        if path.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return unsafe("holds a control character")
        }
        if path.hasPrefix("/") || path.hasPrefix("~") { return unsafe("is not relative") }
        if path.utf8.contains(UInt8(ascii: "\\")) { return unsafe("holds a backslash") }
        let scheme = path.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+.-".contains($0)) }
        if path.dropFirst(scheme.count).first == ":" { return unsafe("is a URL or names a drive") }
        let lowered = path.lowercased()
        if ["%2e", "%2f", "%5c", "%00"].contains(where: lowered.contains) { return unsafe("hides dots or slashes") }
        if path.split(separator: "/").contains("..") { return unsafe("leaves its folder") }
        return nil
    }

    /// The URL of a file of the workspace. Throws when the path is unsafe or a link leads out.
    func url(_ path: String) throws(WorkspaceError.Fault) -> URL {
        if let fault = Self.fault(of: path) { throw fault }
        let url = root.appending(path: path)
        let real = url.resolvingSymlinksInPath().standardizedFileURL.path
        guard real == root.path || real.hasPrefix(root.path + "/") else { throw .leavesWorkspace(path) }
        return url
    }

    /// Whether a file or folder is there.
    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// Whether a folder is there.
    func isFolder(_ path: String) -> Bool {
        var isFolder = ObjCBool(false)
        return FileManager.default.fileExists(atPath: root.appending(path: path).path, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    /// Names in a folder, in the order of their bytes; hidden ones are left out. Empty when there is no folder.
    func names(in path: String) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: path).path)) ?? []
        return all.filter { !$0.hasPrefix(".") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Names of the folders in a folder.
    func folders(in path: String) -> [String] {
        names(in: path).filter { isFolder(path + "/" + $0) }
    }

    /// The bytes of a file, mapped.
    func bytes(_ path: String) throws(WorkspaceError) -> Data {
        let url: URL
        do {
            url = try self.url(path)
        } catch {
            throw WorkspaceError(path, error)
        }
        if isFolder(path) { throw WorkspaceError(path, .isAFolder) }
        do {
            return try Data(contentsOf: url, options: .alwaysMapped)
        } catch {
            throw WorkspaceError(path, .unreadable)
        }
    }
}
