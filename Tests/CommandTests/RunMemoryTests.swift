import ArgumentParser
import Files
import Foundation
import Testing

@testable import misread

@Suite struct RunMemoryTests {
    /// A folder with a workspace, an archive in it, and a site, none of them written just now.
    private struct Place {
        let root = FileManager.default.temporaryDirectory.appending(path: "memory-\(UUID().uuidString)")

        init() throws {
            for path in ["w/misread.yml", "w/archive/v1/audit.json", "site/index.html", "site/v/a.html"] {
                try write("one", path)
            }
            usleep(30_000)
        }

        func write(_ text: String, _ path: String) throws {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }

        func memory(_ asked: String...) throws -> RunMemory { try #require(memoryIfAny(asked)) }

        func memoryIfAny(_ asked: [String] = [], at start: Int64 = FolderStamp.now) -> RunMemory? {
            RunMemory(
                asked, workspace: root.appending(path: "w"), archive: root.appending(path: "w/archive"),
                site: root.appending(path: "site"), in: root.appending(path: "cache"), at: start)
        }
    }

    @Test func whatHasNotChangedIsSaidAgain() throws {
        let place = try Place()
        #expect(throws: ExitCode(1)) {
            try place.memory().remembering {
                Outcome.say("a warning")
                RunRecord.once { Outcome.say("archived") }
                try Outcome.tell("not ready")
                throw Outcome.notReady
            }
        }
        let note = try #require(try place.memory().unchanged())
        #expect(note.said.map(\.text) == ["a warning", "not ready"] && note.said.map(\.isError) == [true, false])
        #expect(note.status == 1)
        #expect(try place.memory("render").unchanged() == nil)
        #expect(try place.memory("build", "public").unchanged() == nil)
    }

    @Test(arguments: ["w/misread.yml", "w/incidents/new.md", "w/archive/v1/audit.json", "site/v/a.html", "site/other"])
    func whateverChangesIsSeen(_ path: String) throws {
        let place = try Place()
        try place.memory().remembering {}
        #expect(try place.memory().unchanged() != nil)
        // Of the same size, and with the time it had.
        try place.write("two", path)
        #expect(try place.memory().unchanged() == nil)
    }

    @Test(arguments: ["w/misread.yml", "w/archive/v1/audit.json", "site/index.html"])
    func whatIsGoneIsSeen(_ path: String) throws {
        let place = try Place()
        try place.memory().remembering {}
        try FileManager.default.removeItem(at: place.root.appending(path: path))
        #expect(try place.memory().unchanged() == nil)
    }

    @Test func aFileWithItsOldTimeIsSeen() throws {
        let place = try Place()
        try place.memory().remembering {}
        let file = place.root.appending(path: "w/misread.yml")
        let old = try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date
        try place.write("two", "w/misread.yml")
        try FileManager.default.setAttributes([.modificationDate: try #require(old)], ofItemAtPath: file.path)
        #expect(try place.memory().unchanged() == nil)
    }

    @Test func whatFailedOrChangedMeanwhileIsNotRemembered() throws {
        let place = try Place()
        #expect(throws: ExitCode(2)) { try place.memory().remembering { throw Outcome.badInput } }
        #expect(try place.memory().unchanged() == nil)
        try place.memory().remembering { try place.write("three", "w/misread.yml") }
        #expect(try place.memory().unchanged() == nil)
        // Written in the same tick of the clock as it was looked at: another change in it would not show.
        try #require(place.memoryIfAny(at: 0)).remembering {}
        #expect(try place.memory().unchanged() == nil)
    }

    @Test func locksAndStagingAreasAreNoChange() throws {
        let place = try Place()
        try place.memory().remembering {}
        try place.write("", "w/.archive.lock")
        try place.write("", ".site.lock")
        try place.write("", "w/.archive.misread-12-ab/owner")
        #expect(try place.memory().unchanged() != nil)
    }

    @Test func linksAreFollowedToFilesAndNotToFolders() throws {
        let place = try Place()
        try place.write("one", "elsewhere/labels.csv")
        let link = place.root.appending(path: "w/labels.csv").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "../elsewhere/labels.csv")
        usleep(30_000)
        try place.memory().remembering {}
        #expect(try place.memory().unchanged() != nil)
        try place.write("two", "elsewhere/labels.csv")
        #expect(try place.memory().unchanged() == nil)
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "../elsewhere")
        #expect(place.memoryIfAny() == nil)
    }
}
