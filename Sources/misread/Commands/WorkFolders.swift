// Where a command reads and writes: told apart before anything is made, and locked while it works. Publishing replaces whole
// folders, so a folder inside another one of these would be deleted with it or end up on the site.

import Archive
import Diagnostics
import Files
import Foundation
import Pages
import Record

/// The folders of one command: the workspace, its archive and, when it publishes, the output.
struct WorkFolders {
    private let workspace: RealPath
    private let archive: RealPath
    private let output: RealPath?
    private let archiveName: String
    private let outputName: String
    private let patience: Int

    /// Finds out where the folders really are. Throws when the workspace is none, when the usual archive is a link out of
    /// it, and when one of them lies where another one would be replaced or made unreadable.
    ///
    /// Another process that works on one of them is waited for `patience` seconds.
    init(_ options: WorkspaceOptions, output: String? = nil, patience: Int = FolderLock.patience) throws {
        let folder = try SourceFolder(options.root, kind: "workspace")
        if options.archive == nil { _ = try folder.entry(WorkspaceOptions.archiveName) }
        workspace = try RealPath(options.root, named: options.workspace)
        archive = try RealPath(options.archiveRoot, named: options.archive ?? WorkspaceOptions.archiveName)
        archiveName = options.archive ?? WorkspaceOptions.archiveName
        self.output = try output.map { try RealPath(URL(fileURLWithPath: $0), named: $0) }
        outputName = output ?? ""
        self.patience = patience
        if let named = options.archive {
            do throws(FileError) {
                _ = try SourceFolder(archive.url, kind: "archive", prefix: named + "/")
            } catch {
                // Whoever writes it makes it, and who reads it says that nothing is archived.
                if error.fault != .absent { throw error }
            }
        }
        try check()
        // One that is a site, or an archive, itself is replaced or added to.
        try PlaceOfOthers.check(archiveName, at: archive, mayBe: true)
        if let output = self.output { try PlaceOfOthers.check(outputName, at: output, mayBe: true) }
    }

    private func check() throws(FolderConflict) {
        if archive.holds(workspace) {
            throw FolderConflict(name: archiveName, folder: "archive", fault: .holds("workspace"))
        }
        try check(archive, archiveName, "archive")
        guard let output else { return }
        for (other, name) in [(workspace, "workspace"), (archive, "archive")] where output.holds(other) {
            throw FolderConflict(name: outputName, folder: "output", fault: .holds(name))
        }
        if archive.holds(output) {
            throw FolderConflict(name: outputName, folder: "output", fault: .isInside("archive"))
        }
        try check(output, outputName, "output")
    }

    /// Refuses a place among what the workspace is read from, which may be a link within it.
    private func check(_ place: RealPath, _ name: String, _ folder: String) throws(FolderConflict) {
        for file in ["misread.yml", Redactions.takedowns] + RecordKind.files
        where workspace.appending(file).isSame(as: place) {
            throw FolderConflict(name: name, folder: folder, fault: .isFile(file))
        }
        for source in ["datasets", "versions", "templates"] + RecordKind.folders {
            let real = try? RealPath(workspace.appending(source).url)
            // One that leads out is refused by whoever reads it.
            if let real, workspace.holds(real), real.holds(place) {
                throw FolderConflict(name: name, folder: folder, fault: .isInside(source))
            }
        }
    }

    /// Runs `body` while nobody else writes into the archive.
    func auditing<Value>(_ body: (FolderLock) throws -> Value) throws -> Value {
        let lock = try FolderLock(of: archive, named: archiveName, .exclusive, patience: patience)
        return try withExtendedLifetime(lock) {
            try ArchiveWriter.sweep(archive)
            return try body(lock)
        }
    }

    /// Runs `body` while nobody else publishes into the output, or writes into the archive it is made from. `lock` is the
    /// archive's, when it is held already.
    func publishing<Value>(_ lock: FolderLock? = nil, _ body: () throws -> Value) throws -> Value {
        guard let output else { return try body() }
        let reading = try lock ?? FolderLock(of: archive, named: archiveName, .shared, patience: patience)
        let writing = try FolderLock(of: output, named: outputName, .exclusive, patience: patience)
        return try withExtendedLifetime((reading, writing)) {
            // Who only reads may find the archive on a disk that is read-only.
            if lock == nil { try? ArchiveWriter.sweep(archive) }
            // Before anything is counted: a folder that cannot be replaced should not cost an audit.
            try SiteWriter.check(output.url, named: outputName)
            return try body()
        }
    }
}

/// A folder lies where it would be deleted, or where it would be taken for something else.
struct FolderConflict: Error, Hashable, Explained {
    /// The folder, as the user gave it.
    let name: String
    /// What it is: "output", "archive".
    let folder: String
    /// How it lies.
    let fault: Fault

    /// How two folders lie.
    enum Fault: Hashable {
        /// The other one is this folder, or inside it.
        case holds(String)
        /// It is, or is inside, a folder that is read.
        case isInside(String)
        /// It is called as a file of the workspace is that is read.
        case isFile(String)
    }

    var problem: Problem {
        switch fault {
        case .holds(let other):
            Problem(
                at: Place(file: name), "the \(folder) would hold the \(other), which it may then replace",
                suggestion: "give the \(folder) a folder of its own")
        case .isFile(let file):
            Problem(
                at: Place(file: name), "the \(folder) would stand where the workspace's \(file) is read from",
                suggestion: "give the \(folder) a name of its own")
        case .isInside(let other):
            Problem(
                at: Place(file: name),
                "the \(folder) lies in \(other == "archive" ? "the archive" : other + "/"), "
                    + "which is read and not published into", suggestion: "give the \(folder) a folder of its own")
        }
    }
}
