import Digests
import Files
import Foundation
import Record
import Testing

@testable import Archive

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What lies in an archive is a version that can be read, or an error; what we did not write stays.
@Suite struct ArchiveFolderTests {
    private static func archived(_ versions: String..., body: (ArchiveScratch) throws -> Void) throws {
        let scratch = ArchiveScratch()
        defer { scratch.remove() }
        for version in versions { _ = try scratch.write(ArchiveScratch.audit(version)) }
        try body(scratch)
    }

    private static func words(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let error as ArchiveError {
            return error.problem.description
        } catch {
            return (error as? FileError)?.problem.description
        }
    }

    @Test(arguments: ["audit.json", "outcomes.bin"])
    func aVersionThatLostAFileIsAnError(_ file: String) throws {
        try Self.archived("v1", "v2") { scratch in
            try FileManager.default.removeItem(at: scratch.root.appending(path: "v1/" + file))
            #expect(try ArchiveReader(root: scratch.root).versions == ["v1", "v2"])
            #expect(throws: ArchiveError.broken(version: "v1", faults: ["missing: \(file)"])) {
                try ArchiveReader(root: scratch.root).readAll()
            }
        }
    }

    @Test func anEmptyFolderAndOneWithoutItsListAreErrors() throws {
        try Self.archived("v1") { scratch in
            try FileManager.default.removeItem(at: scratch.root.appending(path: "v1/SHA256SUMS"))
            let lost = ArchiveError.broken(version: "v1", faults: [ChecksumFault.noList.words])
            #expect(throws: lost) { try ArchiveReader(root: scratch.root).readAll() }
            try FileManager.default.removeItem(at: scratch.root.appending(path: "v1"))
            try FileManager.default.createDirectory(
                at: scratch.root.appending(path: "v1"), withIntermediateDirectories: true)
            #expect(throws: lost) { try ArchiveReader(root: scratch.root).readAll() }
        }
    }

    @Test func aFileWhereAVersionWasIsAnErrorAndAHiddenOneIsNot() throws {
        try Self.archived("v1") { scratch in
            try Data().write(to: scratch.root.appending(path: ".DS_Store"))
            #expect(try ArchiveReader(root: scratch.root).readAll().count == 1)
            try Data().write(to: scratch.root.appending(path: "v0"))
            #expect(
                Self.words { _ = try ArchiveReader(root: scratch.root).readAll() }
                    == "archive/v0: error: is no folder of an archived version; move it out of the archive, or give it a "
                    + "name that starts with a dot")
        }
    }

    @Test func aFolderUnderAnotherNameIsAnError() throws {
        try Self.archived("v1") { scratch in
            try FileManager.default.copyItem(
                at: scratch.root.appending(path: "v1"), to: scratch.root.appending(path: "v2"))
            #expect(
                Self.words { _ = try ArchiveReader(root: scratch.root).readAll() }
                    == "archive/v2: error: the audit in it is of v1; give the folder its own name back")
        }
    }

    @Test func aVersionOrAPictureThatLeadsOutIsRefused() throws {
        try Self.archived("v1") { scratch in
            let away = scratch.root.appendingPathExtension("away")
            defer { try? FileManager.default.removeItem(at: away) }
            let picture = scratch.root.appending(
                path: "v1/\(try ArchiveReader(root: scratch.root).read("v1").audit.pictures[0].file)")
            try FileManager.default.moveItem(at: picture, to: away)
            try FileManager.default.createSymbolicLink(at: picture, withDestinationURL: away)
            let words = Self.words { _ = try ArchiveReader(root: scratch.root).readAll() } ?? ""
            #expect(words.contains("not a plain file: images/"), "\(words)")
            try FileManager.default.removeItem(at: away)
            try FileManager.default.moveItem(at: scratch.root.appending(path: "v1"), to: away)
            try FileManager.default.createSymbolicLink(
                at: scratch.root.appending(path: "v1"), withDestinationURL: away)
            #expect(
                Self.words { _ = try ArchiveReader(root: scratch.root).readAll() }
                    == "archive/v1: error: \"archive/v1\" is a link out of the archive; put the file itself there")
        }
    }

    @Test func aPictureIsLookedForInItsOwnArchiveOnly() throws {
        try Self.archived("v1") { scratch in
            let archived = try ArchiveReader(root: scratch.root).read("v1")
            let out = Picture(item: "x", kind: .photo, file: "../../secret.png", width: 1, height: 1)
            #expect(
                Self.words { _ = try archived.bytes(of: out) }
                    == "../../secret.png: error: \"../../secret.png\" leaves its folder; paths are relative and stay inside "
                    + "their folder")
            let url = scratch.root.appending(path: "v1/" + archived.audit.pictures[0].file)
            try FileManager.default.removeItem(at: url)
            #expect(mkfifo(url.path, 0o600) == 0)
            let name = "archive/v1/" + archived.audit.pictures[0].file
            #expect(throws: FileError(name, .special(.pipe))) { try archived.bytes(of: archived.audit.pictures[0]) }
        }
    }

    @Test func whatAPersonPutIntoAnArchiveStays() throws {
        try Self.archived("v1") { scratch in
            let note = scratch.root.appending(path: "v1/review/note.txt")
            try FileManager.default.createDirectory(
                at: note.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("mine".utf8).write(to: note)
            for replace in [false, true] {
                #expect(
                    Self.words { _ = try scratch.write(ArchiveScratch.audit("v1", wrong: 2), replace: replace) }
                        == "archive/v1: error: the folder holds what this program did not write: review/; move it out; "
                        + "nothing was changed")
            }
            #expect(try String(contentsOf: note, encoding: .utf8) == "mine")
        }
        // A folder without a list is not ours either, whatever is in it.
        try Self.archived("v1") { scratch in
            try FileManager.default.removeItem(at: scratch.root.appending(path: "v1/SHA256SUMS"))
            #expect(throws: ArchiveError.self) { try scratch.write(ArchiveScratch.audit("v1"), replace: true) }
            #expect(FileManager.default.fileExists(atPath: scratch.root.appending(path: "v1/audit.json").path))
        }
    }

    @Test func aFileThatWasAlteredOrLostIsReplacedWhenAskedFor() throws {
        try Self.archived("v1") { scratch in
            try Data("x".utf8).write(to: scratch.root.appending(path: "v1/outcomes.bin"))
            try FileManager.default.removeItem(at: scratch.root.appending(path: "v1/audit.json"))
            #expect(try scratch.write(ArchiveScratch.audit("v1"), replace: true) == .replaced(leftover: nil))
            #expect(try ArchiveReader(root: scratch.root).readAll().count == 1)
        }
    }

    @Test func whatIsNoVersionAndWhatLiesUnderAnothersNameIsNamed() throws {
        try Self.archived("v1", "v2") { scratch in
            #expect(try ArchiveReader(root: scratch.root).misplaced == [])
            try Data("x".utf8).write(to: scratch.root.appending(path: "x.txt"))
            let files = FileManager.default
            try files.moveItem(at: scratch.root.appending(path: "v1"), to: scratch.root.appending(path: "v3"))
            #expect(
                try ArchiveReader(root: scratch.root).misplaced == [
                    .otherName(version: "v3", found: "v1"), .notAVersion("x.txt"),
                ])
            try Data("{}".utf8).write(to: scratch.root.appending(path: "v2/audit.json"))
            let found = try ArchiveReader(root: scratch.root).misplaced
            #expect(found.contains { if case .unreadable(version: "v2", _) = $0 { true } else { false } })
        }
    }
}
