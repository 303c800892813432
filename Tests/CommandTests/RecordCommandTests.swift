import Archive
import ArgumentParser
import Foundation
import Record
import Synchronization
import Testing

@testable import misread

/// `new`, `check-records` and `verify` on the archive of an example.
@Suite struct RecordCommandTests {
    private struct Folder {
        let root = FileManager.default.temporaryDirectory.appending(path: "records-\(UUID().uuidString)")

        /// A classifier of 200 images, half of class 8: v1 misclassifies 3 of them, v2 also 40 of class 8 as 1.
        init(versions: Int = 2) throws {
            func write(_ text: String, _ path: String) throws {
                let url = root.appending(path: path)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: url)
            }
            try write(
                """
                title: T
                task: classification
                owners: [me]
                dataset: d
                classes: ["1", "8"]
                gates: [{name: Accuracy, fact: headline/accuracy, at_least: 0.98}]
                """, "misread.yml")
            try write("source: made\n", "datasets/d/dataset.yml")
            let label = { (image: Int) in image < 100 ? "8" : "1" }
            let images = (0..<200).map { "i\($0),\(label($0))" }
            try write("image_id,label\n" + images.joined(separator: "\n") + "\n", "datasets/d/images.csv")
            for version in 1...versions {
                try write(
                    "date: 2026-01-0\(version)\nmodel: m\n" + (version > 1 ? "baseline: v1\n" : ""),
                    "versions/v\(version)/version.yml")
                let rows = (0..<200).map { image -> String in
                    let isWrong = image % 67 == 1 || version == 2 && image < 40
                    let answer = isWrong ? (label(image) == "8" ? "1" : "8") : label(image)
                    return "i\(image),\(answer),0.\(70 + image % 29)"
                }
                try write(
                    "image_id,predicted,confidence\n" + rows.joined(separator: "\n") + "\n",
                    "versions/v\(version)/d/predictions.csv")
            }
            _ = RecordCommandTests.status { try AuditCommand.parse([root.path, "--threads", "1"]).run() }
        }

        /// The failure mode that v2 has most clearly.
        func mode() throws -> Finding {
            try #require(
                try ArchiveReader(root: root.appending(path: "archive")).read("v2").audit.findings.first {
                    $0.mode == .classRegression("8")
                })
        }

        func new(_ arguments: String...) throws {
            try NewRecord.parse([arguments[0], root.path] + arguments.dropFirst()).run()
        }

        func check() throws { try CheckRecords.parse([root.path]).run() }

        func text(_ path: String) throws -> String {
            try String(contentsOf: root.appending(path: path), encoding: .utf8)
        }

        func edit(_ path: String, _ old: String, _ new: String) throws {
            let text = try text(path)
            #expect(text.contains(old))
            try Data(text.replacing(old, with: new).utf8).write(to: root.appending(path: path))
        }

        func remove() { try? FileManager.default.removeItem(at: root) }
    }

    fileprivate static func status(_ body: () throws -> Void) -> Int32 {
        do {
            try body()
            return 0
        } catch {
            return (error as? ExitCode)?.rawValue ?? -1
        }
    }

    @Test func anAuditThatADecisionRestsOnIsReplacedOnlyWhenThatIsSaid() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.new("decision", "--version", "v1")
        try folder.edit(
            "decisions/DEC-0001.md", "authors: [\"role\"]", "authors: [\"a\"]\napprovers: [{name: b, at: 2026-01-03}]")
        try folder.edit("decisions/DEC-0001.md", "what the audit shows, and what weighs more", "It is good.")
        let digest = { try ArchiveReader(root: folder.root.appending(path: "archive")).read("v1").digest }
        let before = try digest()
        func audit(_ flag: String) -> Int32 {
            Self.status {
                try AuditCommand.parse([folder.root.path, "--threads", "1", "--version", "v1", flag]).run()
            }
        }
        // The same again is no replacement.
        #expect([0, 1].contains(audit("--replace")))
        try folder.edit("versions/v1/d/predictions.csv", "i1,1,", "i1,8,")
        #expect(audit("--replace") == 2)
        #expect(try digest() == before)
        #expect([0, 1].contains(audit("--supersede")))
        #expect(try digest() != before)
        // The decision rests on an audit that is no more, and v2 was compared with it.
        #expect(Self.status { try folder.check() } == 2)
        #expect(Self.status { try VerifyCommand.parse([folder.root.path]).run() } == 1)
    }

    @Test func linksOfRecordsThatLeadNowhereAreFound() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.new("action")
        try folder.check()
        try folder.edit(
            "actions/ACT-0001.md", "## What is done", "## What is done\n\nSee [it](finding:nothing-abcdef).")
        #expect(Self.status { try folder.check() } == 2)
        #expect(Self.status { try CheckInput.parse([folder.root.path]).run() } == 2)
    }

    @Test func aNewTitleIsTheSites() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.edit("misread.yml", "title: T", "title: Another")
        let site = folder.root.appending(path: "site")
        _ = Self.status { try RenderCommand.parse([folder.root.path, "--output", site.path]).run() }
        #expect(try folder.text("site/index.html").contains("Another</title>"))
        // A version's pages stay as they were.
        #expect(try folder.text("site/v/v1/index.html").contains("T</title>"))
    }

    @Test func everyKindIsWrittenFilledInAndRight() throws {
        let folder = try Folder()
        defer { folder.remove() }
        let mode = try folder.mode()
        for kind in NewKind.allCases where kind != .alarm { try folder.new(kind.rawValue, "--from", mode.id) }
        // No version has telemetry.
        #expect(Self.status { try folder.new("alarm") } == 2)
        #expect(Self.status { try folder.check() } == 0)
        let incident = try folder.text("incidents/INC-2026-001.md")
        #expect(
            incident.contains(
                "mode: \(mode.id), count: excess, version: \"v2\", unit: images}"))
        let excess = try #require(mode.excess)
        #expect(incident.contains("errors_excess: {estimate: \((excess.value * 10).rounded() / 10), low: "))
        let action = try folder.text("actions/ACT-0001.md")
        #expect(action.contains("incidents: [INC-2026-001]"))
        #expect(action.contains("metric: \"headline/recall@class=8\""))
        // A second has the next id, and nothing is replaced.
        try folder.new("action")
        // Without a failure mode nothing says what a number would become.
        #expect(try folder.text("actions/ACT-0002.md").contains("# expected_impact:"))
        let promise = try #require(action.split(separator: "\n").first { $0.contains("  to: ") })
        #expect(!action.contains(promise.replacing("  to:", with: "  from:")))
        #expect(try folder.text("actions/ACT-0002.md").contains("id: ACT-0002"))
        #expect(try folder.text("actions/ACT-0001.md") == action)
        #expect(Self.status { try folder.new("action", "--from", mode.id + "0") } == 2)
        #expect(Self.status { try folder.new("decision", "--version", "v9") } == 2)
    }

    @Test func aStaleNumberFailsBuildRenderAndCheckInput() throws {
        let folder = try Folder()
        defer { folder.remove() }
        let mode = try folder.mode()
        try folder.new("incident", "--from", mode.id)
        let site = folder.root.appending(path: "site").path
        #expect(Self.status { try RenderCommand.parse([folder.root.path, "--output", site]).run() } == 1)
        let stated = try #require(mode.excess).value
        try folder.edit(
            "incidents/INC-2026-001.md", "estimate: \((stated * 10).rounded() / 10)",
            "estimate: \(stated.rounded() + 7)")
        #expect(Self.status { try RenderCommand.parse([folder.root.path, "--output", site]).run() } == 2)
        #expect(Self.status { try BuildCommand.parse([folder.root.path, "--output", site]).run() } == 2)
        #expect(Self.status { try CheckInput.parse([folder.root.path]).run() } == 2)
    }

    @Test func anEditedApprovalFailsVerifyAndRender() throws {
        let folder = try Folder()
        defer { folder.remove() }
        let site = folder.root.appending(path: "site").path
        func render() -> Int32 {
            Self.status { try RenderCommand.parse([folder.root.path, "--output", site]).run() }
        }
        func verify(_ path: String) -> Int32 {
            Self.status { try VerifyCommand.parse([folder.root.appending(path: path).path]).run() }
        }
        try folder.new("decision", "--version", "v2")
        // A proposal may change.
        #expect(render() == 1)
        #expect(verify("") == 0)
        try folder.edit(
            "decisions/DEC-0001.md", "# approvers: [{name: \"\", at: 2026-03-04}]",
            "approvers: [{name: release lead, at: 2026-01-03}]")
        // What nobody wrote cannot be approved.
        #expect(render() == 2)
        try folder.edit("decisions/DEC-0001.md", "what the audit shows, and what weighs more", "It lost class 8.")
        try folder.edit("decisions/DEC-0001.md", "authors: [\"role\"]", "authors: [evaluation lead]")
        // Approved, and not entered yet: a list that was taken away looks the same.
        #expect(verify("") == 1)
        #expect(render() == 1)
        #expect(try folder.text("archive/APPROVED.txt").contains("DEC-0001"))
        #expect(verify("") == 0)
        #expect(verify("archive") == 0)
        try folder.edit("decisions/DEC-0001.md", "decision: \"No\"", "decision: \"Yes\"")
        #expect(verify("") == 1)
        #expect(verify("archive") == 1)
        #expect(render() == 2)
        #expect(Self.status { try folder.check() } == 2)
        try folder.edit("decisions/DEC-0001.md", "decision: \"Yes\"", "decision: \"No\"")
        #expect(verify("archive") == 0)
        #expect(render() == 1)
    }

    @Test func aWaiverOpensAGateForRender() throws {
        let folder = try Folder(versions: 1)
        defer { folder.remove() }
        let site = folder.root.appending(path: "site").path
        func render() -> Int32 { Self.status { try RenderCommand.parse([folder.root.path, "--output", site]).run() } }
        try folder.new("waiver")
        // A proposal opens nothing.
        #expect(render() == 1)
        try folder.edit("waivers/WAV-2026-001.md", "# approved_by: []", "approved_by: [release lead]")
        for (old, new) in [
            ("why the gate may be open", "Class 8 is not used."),
            ("what may happen meanwhile, and who bears it", "None."),
            ("owner: \"role\"", "owner: release lead"), ("authors: [\"role\"]", "authors: [evaluation lead]"),
        ] { try folder.edit("waivers/WAV-2026-001.md", old, new) }
        try folder.edit("waivers/WAV-2026-001.md", "# approved_at: 2026-03-04", "approved_at: 2026-01-01")
        #expect(render() == 0)
        #expect(
            try folder.text("site/index.html").contains(
                "Ready as far as measured: waived: accuracy is at least 98\u{A0}% (WAV-2026-001, until 2026-01-31)."))
    }

    @Test func recordsThatAreWrittenAtOnceHaveFilesOfTheirOwn() throws {
        let folder = try Folder(versions: 1)
        defer { folder.remove() }
        let root = folder.root.path
        let statuses = Mutex<[Int32]>([])
        DispatchQueue.concurrentPerform(iterations: 6) { _ in
            let status = Self.status { try NewRecord.parse(["incident", root]).run() }
            statuses.withLock { $0.append(status) }
        }
        #expect(statuses.withLock(\.self) == [0, 0, 0, 0, 0, 0])
        let names = try FileManager.default.contentsOfDirectory(atPath: root + "/incidents").sorted()
        #expect(names == (1...6).map { "INC-2026-00\($0).md" })
        for name in names { #expect(try folder.text("incidents/" + name).contains("id: \(name.dropLast(3))")) }
    }

    /// What `build` refuses `check-input` refuses, with an archive and without.
    @Test(arguments: [
        String(repeating: ">", count: 500) + " x", "[x](nowhere)", "[x](../../misread.yml)", "[x](version:nope)",
        "[x](incident:INC-2026-999)", String(repeating: "# a\n", count: 20_000), "| a |\n|---|\n| [x](version:nope) |",
    ])
    func wordsOfRecordsAreCheckedBeforeAnythingIsArchived(_ words: String) throws {
        let folder = try Folder(versions: 1)
        defer { folder.remove() }
        try folder.new("incident")
        func check() -> Int32 { Self.status { try CheckInput.parse([folder.root.path]).run() } }
        #expect(check() == 0)
        let path = folder.root.appending(path: "incidents/INC-2026-001.md")
        let text = try String(contentsOf: path, encoding: .utf8)
        try Data((text + "\n\n" + words + "\n").utf8).write(to: path)
        #expect(check() == 2)
        try FileManager.default.removeItem(at: folder.root.appending(path: "archive"))
        #expect(check() == 2)
        // What is right is, also of a version and an image that are not archived yet.
        try Data((text + "\n\n[v1](version:v1), [this](index.html), [all](../index.html)\n").utf8).write(to: path)
        #expect(check() == 0)
        let of = "examples: [i7]\nmodel:"
        try Data(text.replacing("model:", with: of, maxReplacements: 1).utf8).write(to: path)
        #expect(check() == 0)
        try Data(text.replacing("model:", with: "examples: [nope]\nmodel:", maxReplacements: 1).utf8).write(to: path)
        #expect(check() == 2)
    }
}
