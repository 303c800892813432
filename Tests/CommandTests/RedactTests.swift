// An image is taken down after its picture was published.

import Archive
import ArgumentParser
import Digests
import Drawing
import Formats
import Foundation
import Pixels
import Record
import Testing

@testable import misread

@Suite struct RedactTests {
    /// A workspace of 40 images with pictures, 4 of them misclassified, and its site.
    private struct Folder {
        let root = FileManager.default.temporaryDirectory.appending(path: "redact-\(UUID().uuidString)")
        var site: URL { root.appending(path: "site") }
        var archive: URL { root.appending(path: "archive") }

        func write(_ bytes: some Sequence<UInt8>, _ path: String) throws {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        }

        init() throws {
            try write("title: T\nclasses: [cat, dog]\n".utf8, "misread.yml")
            try write("title: D\n".utf8, "datasets/d/dataset.yml")
            let rows = (0..<40).map { "i\($0),\($0 % 2 == 0 ? "cat" : "dog")\n" }
            try write(("image_id,label\n" + rows.joined()).utf8, "datasets/d/images.csv")
            for row in 0..<40 {
                let picture = RGBImage(width: 8, height: 8, bytes: [UInt8](repeating: UInt8(row * 5), count: 192))
                try write(PNGEncoder.encode(picture), "datasets/d/images/i\(row).png")
            }
            let answers = (0..<40).map { "i\($0),\(($0 % 2 == 0) == ($0 >= 4) ? "cat" : "dog"),0.9\($0 % 7)\n" }
            try write("date: 2026-01-31\nmodel: m\n".utf8, "versions/v1/version.yml")
            try write(("image_id,predicted,confidence\n" + answers.joined()).utf8, "versions/v1/d/predictions.csv")
        }

        func run(_ command: String, _ arguments: [String] = []) throws -> Int32 {
            do {
                switch command {
                case "build": try BuildCommand.parse([root.path, "--output", site.path] + arguments).run()
                case "render": try RenderCommand.parse([root.path, "--output", site.path] + arguments).run()
                case "audit": try AuditCommand.parse([root.path] + arguments).run()
                default: try RedactCommand.parse(arguments + [root.path, "--output", site.path]).run()
                }
                return 0
            } catch let code as ExitCode { return code.rawValue }
        }

        func audit() throws -> ArchivedAudit { try ArchiveReader(root: archive).read("v1") }

        /// Pictures on the site whose last pixel has the grey of an image: a cover of its upper half leaves that.
        func published(_ image: String) throws -> [String] {
            let folder = site.appending(path: "images")
            let grey = try #require(Int(image.dropFirst()).map { UInt8($0 * 5) })
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { name in
                try ImageFile.decode(Data(contentsOf: folder.appending(path: name)), name: name).bytes.last == grey
            }
        }

        func pages(holding text: String) throws -> Int {
            try FileManager.default.subpathsOfDirectory(atPath: site.path).filter { $0.hasSuffix(".html") }.count {
                try String(contentsOf: site.appending(path: $0), encoding: .utf8).contains(text)
            }
        }

        func remove() { try? FileManager.default.removeItem(at: root) }
    }

    @Test func aTakedownOfNoImageKeepsTheSiteFromBeingMade() throws {
        let folder = try Folder()
        defer { try? FileManager.default.removeItem(at: folder.root) }
        #expect([0, 1].contains(try folder.run("audit")))
        try folder.write("image_id,dataset,reason\ni99,,asked to\n".utf8, "takedowns.csv")
        #expect(try folder.run("render") == 2)
        try folder.write("image_id,dataset,reason\ni9,,asked to\n".utf8, "takedowns.csv")
        #expect([0, 1].contains(try folder.run("render")))
    }

    @Test func aPictureThatIsTakenDownIsNowhereAnyMore() throws {
        let folder = try Folder()
        defer { folder.remove() }
        #expect(try folder.run("build") == 1)
        let before = try folder.audit()
        #expect(before.audit.pictures.contains { $0.item == "i1" } && before.audit.withheld == nil)
        #expect(try folder.published("i1").count == 1)
        #expect(try folder.pages(holding: "picture taken down") == 0)

        #expect(try folder.run("redact", ["i1", "--reason", "asked, twice"]) == 0)
        let after = try folder.audit()
        #expect(
            try String(contentsOf: folder.root.appending(path: "takedowns.csv"), encoding: .utf8)
                == "image_id,dataset,reason\ni1,d,\"asked, twice\"\n")
        #expect(!after.audit.pictures.contains { $0.item == "i1" } && after.audit.withheld == ["i1"])
        #expect(after.audit.supersedes?.map(\.digest) == [before.digest])
        #expect(after.audit.supersedes?.map(\.items) == [["i1"]])
        // Nothing but a picture went: what was decided on the audit before is decided on this one.
        #expect(after.stands(for: before.digest) && !after.stands(for: String(repeating: "0", count: 64)))
        #expect(after.audit.sections == before.audit.sections)
        #expect(try ChecksumList.faults(in: folder.archive.appending(path: "v1"), named: "v1").isEmpty)
        #expect(try folder.published("i1").isEmpty && !folder.published("i2").isEmpty)
        #expect(try folder.pages(holding: "picture taken down") > 0)
        #expect(try folder.pages(holding: before.digest) > 0)

        // Nothing is left to do, and building again changes nothing.
        #expect(try folder.run("redact", ["i1"]) == 0)
        #expect(try folder.audit().digest == after.digest)
        #expect(try folder.run("build") == 1)
        #expect(try folder.published("i1").isEmpty)
        // A new audit of the same draws no picture of it, and remembers.
        #expect(try folder.run("audit", ["--version", "v1", "--replace"]) == 1)
        #expect(try folder.audit().audit.withheld == ["i1"])
        #expect(try folder.audit().audit.supersedes == after.audit.supersedes)
    }

    @Test func itWorksWhenTheFilesAreLongGone() throws {
        let folder = try Folder()
        defer { folder.remove() }
        #expect(try folder.run("build") == 1)
        for name in ["datasets", "versions"] {
            try FileManager.default.removeItem(at: folder.root.appending(path: name))
        }
        #expect(try folder.run("redact", ["i3"]) == 0)
        #expect(try folder.published("i3").isEmpty && folder.audit().audit.withheld == ["i3"])
    }

    @Test func boxesThatCameAfterTheAuditKeepItsPicturesOffTheSite() throws {
        let folder = try Folder()
        defer { folder.remove() }
        #expect(try folder.run("build") == 1)
        try folder.write("image_id,x,y,width,height\ni1,0,0,8,4\n".utf8, "datasets/d/redactions.csv")
        for command in ["render", "build"] {
            #expect(try folder.run(command) == 1)
            #expect(try folder.published("i1").isEmpty && !folder.published("i2").isEmpty, "\(command)")
        }
        #expect(try folder.run("audit", ["--version", "v1", "--replace"]) == 1)
        #expect(try folder.run("render") == 1)
        #expect(try folder.published("i1").count == 1)
        #expect(try folder.audit().audit.pictures.first { $0.item == "i1" }?.covered == ["0.0 0.0 8.0 4.0"])
        #expect(try folder.audit().audit.withheld == nil)
    }

    @Test func anImageThatNobodyHasIsRefused() throws {
        let folder = try Folder()
        defer { folder.remove() }
        #expect(try folder.run("build") == 1)
        #expect(try folder.run("redact", ["i99"]) == 2)
        #expect(try folder.run("redact", ["i1", "--dataset", "e"]) == 2)
        #expect(!FileManager.default.fileExists(atPath: folder.root.appending(path: "takedowns.csv").path))
    }

    /// A writeup for few that is on no page of a public site is on none of the site that a takedown makes.
    @Test func aPublicSiteStaysOneUnlessItIsSaid() throws {
        let folder = try Folder()
        defer { folder.remove() }
        let record = """
            ---
            schema: incident/1
            id: INC-2026-001
            title: v1 reads fewer dogs
            status: in-review
            severity: sev3
            kind: performance-regression
            model: {name: m, version: v1}
            affected_versions: [v1]
            times: {started: 2026-01-31T00:00:00Z, detected: 2026-01-31T00:00:00Z}
            detection: {by: evaluation, signal: paired comparison, could_have_been_caught_by: a gate}
            impact: {summary: Offline evaluation only., harm_types: [none]}
            contributing_factors:
              - {id: CF1, category: data, text: "less training data"}
            actions:
              - {text: "Gate each class", owner: evaluation lead, status: done}
            people: {owner: evaluation lead, authors: [evaluation lead], reviewers: [training lead]}
            confidentiality: internal
            ---

            ## Summary

            The marker of a secret.

            """
        try folder.write(record.utf8, "incidents/INC-2026-001-x.md")
        #expect([0, 1].contains(try folder.run("build")))
        #expect(try folder.pages(holding: "marker of a secret") > 0)
        #expect([0, 1].contains(try folder.run("render", ["--audience", "public"])))
        #expect(try folder.pages(holding: "marker of a secret") == 0)
        #expect(try folder.run("redact", ["i1"]) == 0)
        #expect(try folder.pages(holding: "marker of a secret") == 0)
        func manifest() throws -> String {
            try String(contentsOf: folder.site.appending(path: "MANIFEST.json"), encoding: .utf8)
        }
        #expect(try manifest().hasPrefix(#"{"schema":"misread-site/1","audience":"public","files":"#))
        #expect(try ChecksumList.faults(in: folder.site).isEmpty)
        #expect([0, 1].contains(try folder.run("render", ["--audience", "internal"])))
        #expect(try folder.pages(holding: "marker of a secret") > 0)
        #expect(try !manifest().contains("audience"))
    }

    @Test func aListThatCannotBeAddedToKeepsEverythingAsItIs() throws {
        let folder = try Folder()
        defer { folder.remove() }
        #expect(try folder.run("build") == 1)
        try folder.write("picture:set\n".utf8, "takedowns.csv")
        #expect(try folder.run("redact", ["i1"]) == 2)
        #expect(try folder.published("i1").count == 1)
    }
}
