// Publishing a folder so that a reader, or a crash, sees the whole old one or the whole new one, never a mixture.
//
// The new folder is written beside its place under a name that starts with a dot, every file flushed, and then the two
// names are exchanged in one system call (renameat2 with RENAME_EXCHANGE). Where the file system cannot exchange, the old
// one is renamed away and the new one in: between the two calls nothing stands under the name, and the next run puts the
// old folder back.

import CFolder
import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Replaces a folder in one step.
public struct FolderSwap: Sendable {
    /// Where the folder will stand.
    public let destination: URL
    /// Where it is written first.
    public let staging: URL

    /// Prepares an empty staging folder beside `destination`. What an interrupted run left there is removed first, and
    /// an old folder that it had moved away is moved back.
    public init(destination: URL) throws {
        self.destination = destination
        let parent = destination.deletingLastPathComponent()
        let name = destination.lastPathComponent
        staging = parent.appending(path: ".\(name).new")
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        let aside = Self.aside(of: destination)
        if FileManager.default.fileExists(atPath: aside.path) {
            if FileManager.default.fileExists(atPath: destination.path) {
                try FileManager.default.removeItem(at: aside)
            } else {
                try FileManager.default.moveItem(at: aside, to: destination)
            }
        }
        if FileManager.default.fileExists(atPath: staging.path) { try FileManager.default.removeItem(at: staging) }
        try FileManager.default.createDirectory(at: staging, withIntermediateDirectories: true)
    }

    /// Writes one file of the new folder and flushes it; intermediate folders are made.
    public func write(_ bytes: some Collection<UInt8>, to path: String) throws {
        let file = staging.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let data = Data(bytes)
        guard FileManager.default.createFile(atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o644])
        else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
        }
        let handle = try FileHandle(forWritingTo: file)
        try handle.write(contentsOf: data)
        try handle.close()
    }

    /// Puts the new folder in place and removes the old one.
    public func commit() throws {
        Self.flush(staging)
        guard FileManager.default.fileExists(atPath: destination.path) else {
            try FileManager.default.moveItem(at: staging, to: destination)
            return
        }
        if Self.exchange(staging, destination) {
            try FileManager.default.removeItem(at: staging)
            return
        }
        let aside = Self.aside(of: destination)
        try FileManager.default.moveItem(at: destination, to: aside)
        try FileManager.default.moveItem(at: staging, to: destination)
        try FileManager.default.removeItem(at: aside)
    }

    /// Gives the new folder up; the old one was never touched.
    public func abandon() {
        try? FileManager.default.removeItem(at: staging)
    }

    private static func aside(of destination: URL) -> URL {
        destination.deletingLastPathComponent().appending(path: ".\(destination.lastPathComponent).old")
    }

    /// Flushes everything written so far to the disk: one call for the file system, cheaper than one for every file.
    private static func flush(_ folder: URL) {
        let descriptor = open(folder.path, O_RDONLY)
        guard descriptor >= 0 else { return }
        _ = cfolder_flush(descriptor)
        close(descriptor)
    }

    private static func exchange(_ a: URL, _ b: URL) -> Bool {
        cfolder_exchange(a.path, b.path) == 0
    }
}
