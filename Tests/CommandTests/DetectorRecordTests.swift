import Archive
import ArgumentParser
import Foundation
import Record
import Testing

@testable import misread

/// What `new` fills in from the archive of a detector.
@Suite struct DetectorRecordTests {
    /// A detector on 60 images with an object of either class each: it finds all of class 1 and half of class 8.
    private static func workspace() throws -> URL {
        let root = FileManager.default.temporaryDirectory.appending(path: "detector-records-\(UUID().uuidString)")
        func write(_ text: String, _ path: String) throws {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        try write(
            """
            title: T
            task: detection
            owners: [me]
            dataset: d
            gates: [{name: Found, fact: detection/found, at_least: 0.98}]
            """, "misread.yml")
        try write("source: made\n", "datasets/d/dataset.yml")
        try write("date: 2026-01-01\nmodel: m\n", "versions/v1/version.yml")
        let box = { (cls: Int) in "\"bbox\":[\(100 * (cls - 1)),10,40,40]" }
        let images = (1...60).map { "{\"id\":\($0),\"file_name\":\"i\($0).png\",\"width\":200,\"height\":100}" }
        let pairs = (1...60).flatMap { image in [1, 2].map { (image: image, cls: $0) } }
        let objects = pairs.map {
            "{\"id\":\(2 * $0.image + $0.cls),\"image_id\":\($0.image),\"category_id\":\($0.cls),\(box($0.cls)),\"area\":1600}"
        }
        let found = pairs.filter { $0.cls == 1 || $0.image > 30 }.map {
            "{\"image_id\":\($0.image),\"category_id\":\($0.cls),\(box($0.cls)),\"score\":0.9}"
        }
        try write(
            "{\"images\":[\(images.joined(separator: ","))],\"categories\":[{\"id\":1,\"name\":\"1\"},{\"id\":2,\"name\":\"8\"}],"
                + "\"annotations\":[\(objects.joined(separator: ","))]}", "datasets/d/annotations.json")
        try write("[\(found.joined(separator: ","))]", "versions/v1/d/detections.json")
        try? AuditCommand.parse([root.path, "--threads", "1"]).run()
        return root
    }

    /// At the rate of class 1 all 30 missed objects of class 8 are found.
    @Test func anActionSaysHowManyObjectsItsFixFindsAndWhatItPromises() throws {
        let root = try Self.workspace()
        defer { try? FileManager.default.removeItem(at: root) }
        let findings = try ArchiveReader(root: root.appending(path: "archive")).read("v1").audit.findings
        let mode = try #require(findings.first { $0.id.hasPrefix("label-8-") })
        try NewRecord.parse(["action", root.path, "--from", mode.id]).run()
        let action = try String(contentsOf: root.appending(path: "actions/ACT-0001.md"), encoding: .utf8)
        #expect(action.contains("impact_errors_removed: 30"))
        #expect(action.contains("metric: \"detection-classes/found@class=8\""))
        #expect(action.contains("from: 0.5") && action.contains("to: 1.0"))
        try CheckRecords.parse([root.path]).run()
    }

    /// What a type of error costs is average precision, which is no number of errors.
    @Test func anActionAboutATypeOfErrorPromisesNoNumberOfErrors() throws {
        let root = try Self.workspace()
        defer { try? FileManager.default.removeItem(at: root) }
        let findings = try ArchiveReader(root: root.appending(path: "archive")).read("v1").audit.findings
        let missed = try #require(findings.first { $0.mode == .other(kind: FailureMode.missedObjects, []) })
        #expect(missed.standing == .lead && missed.errors == 30 && missed.measure.value == 0.5)
        try NewRecord.parse(["action", root.path, "--from", missed.id]).run()
        let action = try String(contentsOf: root.appending(path: "actions/ACT-0001.md"), encoding: .utf8)
        let stated = action.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(!stated.contains { $0.hasPrefix("impact_errors_removed:") })
        try CheckRecords.parse([root.path]).run()
    }

    /// What a person is to fill in names facts that a detector has.
    @Test func aDraftShowsFactsOfItsTask() throws {
        let root = try Self.workspace()
        defer { try? FileManager.default.removeItem(at: root) }
        for (kind, file) in [("action", "actions/ACT-0001.md"), ("incident", "incidents/INC-2026-001.md")] {
            try NewRecord.parse([kind, root.path]).run()
            let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
            #expect(!text.contains("headline/"), "\(text)")
            #expect(text.contains("detection/"))
        }
    }
}
