import Digests
import Foundation
import Testing

@Suite struct ChecksumListTests {
    private static func folder(_ files: [String: String]) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "misread-\(UUID().uuidString)")
        for (path, text) in files {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let list = try ChecksumList(ofFolder: folder)
        try Data(list.text.utf8).write(to: folder.appending(path: ChecksumList.fileName))
        return folder
    }

    @Test func aFolderAsWrittenHasNoFaults() throws {
        let folder = try Self.folder(["b.txt": "b", "a/z.txt": "z", "a.txt": "a"])
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try ChecksumList.faults(in: folder).isEmpty)
        let text = try String(contentsOf: folder.appending(path: "SHA256SUMS"), encoding: .utf8)
        #expect(text.split(separator: "\n").map { $0.dropFirst(66) } == ["a.txt", "a/z.txt", "b.txt"])
    }

    @Test func eachChangedMissingAndExtraFileIsNamed() throws {
        let folder = try Self.folder(["a.txt": "a", "b.txt": "b", "c/d.txt": "d", "e.txt": "e"])
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("B".utf8).write(to: folder.appending(path: "b.txt"))
        try FileManager.default.removeItem(at: folder.appending(path: "c/d.txt"))
        try Data("x".utf8).write(to: folder.appending(path: "c/x.txt"))
        try Data("0".utf8).write(to: folder.appending(path: "0.txt"))
        #expect(
            try ChecksumList.faults(in: folder) == [
                .extra("0.txt"), .changed("b.txt"), .missing("c/d.txt"), .extra("c/x.txt"),
            ])
    }

    @Test func whatIsNotListedIsNamedByItsOutermostFolder() throws {
        let folder = try Self.folder(["a.txt": "a", "b/c.txt": "c"])
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try ChecksumList.unlisted(in: folder) == [])
        for path in [".git/objects/1", ".git/HEAD", "CNAME", "b/note"] {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("x".utf8).write(to: file)
        }
        for path in ["empty/inner", "b/none"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: path), withIntermediateDirectories: true)
        }
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: "b/link").path, withDestinationPath: "c.txt")
        #expect(
            try ChecksumList.unlisted(in: folder) == [".git/", "CNAME", "b/link", "b/none/", "b/note", "empty/"])
        try FileManager.default.removeItem(at: folder.appending(path: ChecksumList.fileName))
        #expect(try ChecksumList.unlisted(in: folder).contains("a.txt"))
    }

    @Test func aLinkIsNeverTakenForAFile() throws {
        let folder = try Self.folder(["a.txt": "a", "b.txt": "a"])
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.removeItem(at: folder.appending(path: "b.txt"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: "b.txt").path, withDestinationPath: "a.txt")
        #expect(try ChecksumList.faults(in: folder) == [.missing("b.txt"), .notAFile("b.txt")])
        #expect(ChecksumFault.notAFile("b.txt").words == "not a plain file: b.txt")
    }

    @Test func aFolderWithoutAListSaysSo() throws {
        let folder = try Self.folder([:].merging(["a": "a"]) { $1 })
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.removeItem(at: folder.appending(path: ChecksumList.fileName))
        #expect(try ChecksumList.faults(in: folder) == [.noList])
    }

    /// To Swift both spellings of one text are equal, to a disk they are two files.
    @Test func aNameInAnotherNormalFormIsAnotherFile() throws {
        let folder = try Self.folder(["caf\u{E9}.txt": "a"])
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.moveItem(
            at: folder.appending(path: "caf\u{E9}.txt"), to: folder.appending(path: "cafe\u{301}.txt"))
        #expect(try ChecksumList.faults(in: folder).count == 2)
    }

    @Test func aListWhoseLinesWereChangedIsNone() throws {
        let folder = try Self.folder(["a.txt": "a", "b.txt": "b"])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: ChecksumList.fileName)
        let text = try String(contentsOf: file, encoding: .utf8)
        let first = String(text.prefix { $0 != "\n" }) + "\n"
        for changed in [text.replacing("\n", with: "\r\n"), text + first, "x" + text] {
            try Data(changed.utf8).write(to: file)
            #expect(try ChecksumList.faults(in: folder) == [.noList])
        }
    }
}
