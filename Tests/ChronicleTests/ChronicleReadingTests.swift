import Chronicle
import Diagnostics
import Foundation
import Testing

/// Writeups are read or refused; none vanishes.
@Suite struct ChronicleReadingTests {
    /// Reads a workspace that `body` makes; gives the incidents read, or what is wrong.
    private static func read(_ body: (URL) throws -> Void) throws -> (ids: [String], words: String) {
        let base = FileManager.default.temporaryDirectory.appending(path: "misread-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: base) }
        let root = base.appending(path: "w")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        try Data(IncidentTests.draft.utf8).write(to: base.appending(path: "out.md"))
        try body(root)
        do {
            let read = try Chronicles.read(
                archive: root.appending(path: "archive"), workspace: root)
            return (read.parts[0].chronicle.incidents.map(\.id), "")
        } catch let list as ProblemList {
            return ([], list.description)
        } catch {
            return ([], (error as? any Explained)?.problem.description ?? "\(error)")
        }
    }

    private static func incidents(_ root: URL) throws -> URL {
        let folder = root.appending(path: "incidents")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test func aWorkspaceNeedsNoIncidents() throws {
        #expect(try Self.read { _ in } == ([], ""))
        #expect(try Self.read { _ = try Self.incidents($0) } == ([], ""))
    }

    @Test func aWriteupIsNoLongerThanAPersonWrites() throws {
        let read = try Self.read { root in
            try Data(repeating: 0x61, count: 4_194_305).write(to: Self.incidents(root).appending(path: "a.md"))
        }
        #expect(read.words == "incidents/a.md: error: the writeup has 4194305 bytes; at most 4194304 are read")
    }

    @Test func aWriteupThatWouldNotBeReadIsNamed() throws {
        let text = Data(IncidentTests.draft.utf8)
        let named = try Self.read { root in
            let folder = try Self.incidents(root)
            try text.write(to: folder.appending(path: "x.MD"))
            try text.write(to: folder.appending(path: "picture.png"))
            try FileManager.default.createDirectory(
                at: folder.appending(path: "y"), withIntermediateDirectories: true)
            try text.write(to: folder.appending(path: "y/z.md"))
        }
        #expect(
            named.words == """
                incidents/x.MD: error: this writeup is not read: its name does not end in .md; writeups are .md files in incidents/ itself
                incidents/y: error: this writeup is not read: it lies in a folder of its own; writeups are .md files in incidents/ itself
                """)
    }

    @Test func aLinkInsideIsFollowedAndOneOutIsNot() throws {
        let inside = try Self.read { root in
            try Data(IncidentTests.draft.utf8).write(to: root.appending(path: "notes.md"))
            try FileManager.default.createSymbolicLink(
                atPath: Self.incidents(root).appending(path: "a.md").path, withDestinationPath: "../notes.md")
        }
        #expect(inside == (["INC-2026-014"], ""))
        let out = try Self.read { root in
            try FileManager.default.createSymbolicLink(
                atPath: Self.incidents(root).appending(path: "a.md").path, withDestinationPath: "../../out.md")
        }
        #expect(
            out.words
                == "incidents/a.md: error: \"incidents/a.md\" is a link out of the workspace; put the file itself there"
        )
    }

    @Test func aFolderOfIncidentsThatLeadsOutOrNowhereIsRefused() throws {
        let out = try Self.read { root in
            try FileManager.default.createSymbolicLink(
                atPath: root.appending(path: "incidents").path, withDestinationPath: "..")
        }
        #expect(
            out.words == "incidents: error: \"incidents\" is a link out of the workspace; put the file itself there")
        let nowhere = try Self.read { root in
            try FileManager.default.createSymbolicLink(
                atPath: root.appending(path: "incidents").path, withDestinationPath: "unmounted")
        }
        #expect(
            nowhere.words == "incidents: error: \"incidents\" is a link that leads nowhere; put the file itself there")
        let file = try Self.read { try Data("x".utf8).write(to: $0.appending(path: "incidents")) }
        #expect(file.words == "incidents: error: is a file, a folder was expected")
    }

    @Test func whatIsNoWriteupIsNamedAndTheOthersAreReadOn() throws {
        let read = try Self.read { root in
            let folder = try Self.incidents(root)
            try FileManager.default.createDirectory(
                at: folder.appending(path: "a.md"), withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: "b.md").path, withDestinationPath: "none.md")
        }
        #expect(
            read.words == """
                incidents/a.md: error: is a folder, a file was expected
                incidents/b.md: error: "incidents/b.md" is a link that leads nowhere; put the file itself there
                """)
    }
}
