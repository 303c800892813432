// What a CI job sees: the exit status of audits whose gates cannot be decided, and a unit that reaches the tests.

import Archive
import ArgumentParser
import Artifacts
import Findings
import Foundation
import Record
import Testing

@testable import misread

@Suite struct VerdictCommandTests {
    /// A classifier's workspace in a temporary folder: rows of image id, label, prediction and patient.
    static func workspace(
        gates: String = "", unit: String = "", rows: [(id: String, label: String, predicted: String, patient: String)],
        images: Int? = nil, confidence: String? = nil
    ) throws -> URL {
        let root = FileManager.default.temporaryDirectory.appending(path: "verdict-\(UUID().uuidString)")
        func write(_ text: String, _ path: String) throws {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        try write("title: T\nclasses: [cat, dog]\ndataset: set\n\(unit)\(gates)", "misread.yml")
        try write("source: made\n", "datasets/set/dataset.yml")
        try write("date: 2026-01-01\nmodel: m\n", "versions/v1/version.yml")
        let sites = ["p", "q", "r"]
        try write(
            "image_id,label,patient,site\n"
                + rows.map { row in
                    let site = sites[(Int(row.patient.dropFirst()) ?? 0) % 3]
                    return "\(row.id),\(row.label),\(row.patient),\(site)\n"
                }.joined(), "datasets/set/images.csv")
        try write(
            "image_id,predicted,confidence\n"
                + rows.prefix(images ?? rows.count).enumerated().map {
                    "\($1.id),\($1.predicted),\(confidence ?? "0.9\($0 % 7)")\n"
                }.joined(),
            "versions/v1/set/predictions.csv")
        return root
    }

    static func right(_ count: Int) -> [(id: String, label: String, predicted: String, patient: String)] {
        (0..<count).map { index in
            let label = index % 2 == 0 ? "cat" : "dog"
            return ("i\(index)", label, label, "p\(index)")
        }
    }

    private static func audit(_ root: URL, _ more: [String] = []) throws -> Audit {
        do {
            try AuditCommand.parse([root.path] + more).run()
        } catch let code as ExitCode where code.rawValue == 1 {
            // The verdict is not ready; what it says is looked at by each test.
        }
        return try ArchiveReader(root: root.appending(path: "archive")).read("v1").audit
    }

    @Test func aGateOnOneImageIsInconclusiveAndTheStatusSaysSo() throws {
        let root = try Self.workspace(
            gates: "gates:\n  - {fact: headline/accuracy, at_least: 0.1}\n", rows: Self.right(1))
        defer { try? FileManager.default.removeItem(at: root) }
        #expect(throws: ExitCode(1)) { try AuditCommand.parse([root.path]).run() }
        #expect(try Self.audit(root, ["--version", "v1"]).gates.map(\.state) == [.undecided])
        try AuditCommand.parse([root.path, "--version", "v1", "--allow", "inconclusive"]).run()
    }

    @Test func aGateOnWhatWasNotMeasuredIsNotPassed() throws {
        let root = try Self.workspace(
            gates: "gates:\n  - {fact: comparison/classes_worse, at_most: 0}\n", rows: Self.right(200))
        defer { try? FileManager.default.removeItem(at: root) }
        #expect(throws: ExitCode(1)) { try AuditCommand.parse([root.path]).run() }
    }

    /// A second run of a CI job finds everything archived; its status is that of what is archived.
    @Test func auditingWhatIsArchivedEndsWithItsVerdict() throws {
        let root = try Self.workspace(
            gates: "gates:\n  - {fact: headline/accuracy, at_most: 0.1}\n", rows: Self.right(200))
        defer { try? FileManager.default.removeItem(at: root) }
        for _ in 0..<2 { #expect(throws: ExitCode(1)) { try AuditCommand.parse([root.path]).run() } }
    }

    @Test func aGateOnAnUnknownFactIsWrongInputForEveryCommand() throws {
        let root = try Self.workspace(
            gates: "gates:\n  - {fact: headline/acuracy, at_least: 0.1}\n", rows: Self.right(200))
        defer { try? FileManager.default.removeItem(at: root) }
        #expect(throws: ExitCode(2)) { try CheckInput.parse([root.path]).run() }
        #expect(throws: ExitCode(2)) { try AuditCommand.parse([root.path]).run() }
        #expect(!FileManager.default.fileExists(atPath: root.appending(path: "archive").path))
    }

    @Test func aReadyVersionIsReadyAndPredictionsForPartOfTheImagesAreNot() throws {
        let gates = "gates:\n  - {fact: headline/accuracy, at_least: 0.9}\n"
        let whole = try Self.workspace(gates: gates, rows: Self.right(200))
        defer { try? FileManager.default.removeItem(at: whole) }
        try AuditCommand.parse([whole.path]).run()
        let part = try Self.workspace(gates: gates, rows: Self.right(200), images: 80)
        defer { try? FileManager.default.removeItem(at: part) }
        #expect(throws: ExitCode(1)) { try AuditCommand.parse([part.path]).run() }
        #expect(try Self.audit(part, ["--version", "v1"]).caps(Catalog.facts) == [.coverage(missing: 120, of: 200)])
    }

    /// The exit status a command leaves with.
    private static func status(_ run: () throws -> Void) throws -> Int32 {
        do {
            try run()
            return 0
        } catch let code as ExitCode {
            return code.rawValue
        }
    }

    /// Policy is not evidence: another bound in misread.yml judges what is archived, and the version's own pages stay.
    @Test func anotherGateJudgesArchivedVersionsAgain() throws {
        let head = "title: T\nclasses: [cat, dog]\ndataset: set\n"
        let root = try Self.workspace(
            gates: "gates:\n  - {fact: headline/accuracy, at_least: 0.9}\n", rows: Self.right(200))
        let site = FileManager.default.temporaryDirectory.appending(path: "verdict-site-\(UUID().uuidString)")
        defer { for url in [root, site] { try? FileManager.default.removeItem(at: url) } }
        func text(_ path: String) throws -> String {
            try String(contentsOf: site.appending(path: path), encoding: .utf8)
        }
        func gates(_ text: String) throws {
            try Data((head + "gates:\n" + text).utf8).write(to: root.appending(path: "misread.yml"))
        }
        func build() throws -> Int32 { try Self.status { try BuildCommand.parse([root.path, "-o", site.path]).run() } }
        func render() throws -> Int32 {
            try Self.status { try RenderCommand.parse([root.path, "-o", site.path]).run() }
        }

        #expect(try build() == 0)
        let (overview, home) = (try text("v/v1/index.html"), try text("index.html"))
        try gates("  - {fact: headline/accuracy, at_most: 0.1}\n")
        for run in [build, render] {
            #expect(try run() == 1)
            #expect(try text("v/v1/index.html") == overview)
            #expect(try text("index.html") != home)
            #expect(try text("policy/index.html").contains("Set after the audit of v1"))
        }
        #expect(throws: ExitCode(1)) { try AuditCommand.parse([root.path]).run() }
        // Without misread.yml the gates of the newest audit are in force.
        try FileManager.default.removeItem(at: root.appending(path: "misread.yml"))
        #expect(try render() == 0)
        #expect(try text("index.html") == home)
        try gates("  - {fact: headline/acuracy, at_most: 0.1}\n")
        #expect(try render() == 2)
    }

    /// What is accepted of the input is policy too: it is judged over what is archived, and nothing is to be audited anew.
    @Test func whatIsAcceptedLaterIsJudgedOverWhatIsArchived() throws {
        let gates = "gates:\n  - {fact: headline/accuracy, at_least: 0.9}\n"
        let head = "title: T\nclasses: [cat, dog]\ndataset: set\n"
        let root = try Self.workspace(gates: gates, rows: Self.right(200), confidence: "0.9")
        let site = FileManager.default.temporaryDirectory.appending(path: "accept-site-\(UUID().uuidString)")
        defer { for url in [root, site] { try? FileManager.default.removeItem(at: url) } }
        func settings(_ text: String) throws {
            try Data((head + gates + text).utf8).write(to: root.appending(path: "misread.yml"))
        }
        func build() throws -> Int32 { try Self.status { try BuildCommand.parse([root.path, "-o", site.path]).run() } }
        func isMeasuredAlike() throws -> Bool {
            let audit = try ArchiveReader(root: root.appending(path: "archive")).read("v1").audit
            return BuildCommand.isMeasuredAlike(audit, try #require(try WorkspaceSettings.read(in: root)))
        }

        #expect(try build() == 1)
        let archived = try Data(contentsOf: root.appending(path: "archive/v1/audit.json"))
        try settings("accept: [constant-confidence]\n")
        #expect(try build() == 0)
        #expect(try isMeasuredAlike())
        #expect(try Data(contentsOf: root.appending(path: "archive/v1/audit.json")) == archived)
        try settings("")
        #expect(try build() == 1)
        try settings("slicing: {min_support: 5}\n")
        #expect(try !isMeasuredAlike(), "what is counted differs")
    }

    /// 30 patients of 20 images; those of site q are read worse because two of its ten patients fail as a whole.
    @Test func theUnitOfTheSettingsReachesTheTests() throws {
        let rows = (0..<600).map { index -> (id: String, label: String, predicted: String, patient: String) in
            let patient = index / 20
            let label = index % 2 == 0 ? "cat" : "dog"
            let fails = patient == 1 || patient == 4
            return ("i\(index)", label, fails ? (label == "cat" ? "dog" : "cat") : label, "p\(patient)")
        }
        let alone = try Self.workspace(rows: rows)
        let together = try Self.workspace(unit: "unit: patient\n", rows: rows)
        defer { for root in [alone, together] { try? FileManager.default.removeItem(at: root) } }
        func slices(_ audit: Audit) -> Int {
            audit.section("slices")?.findings.count { finding in finding.standing == .finding } ?? -1
        }
        let grouped = try Self.audit(together)
        #expect(slices(try Self.audit(alone)) > 0)
        #expect(slices(grouped) == 0)
        #expect(grouped.fact(at: "headline/accuracy")?.units == 30)
        let unknown = try Self.workspace(unit: "unit: pateint\n", rows: rows)
        defer { try? FileManager.default.removeItem(at: unknown) }
        #expect(throws: ExitCode(2)) { try AuditCommand.parse([unknown.path]).run() }
    }
}
