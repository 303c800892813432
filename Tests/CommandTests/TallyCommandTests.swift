// Partitions counted by the command, added up and audited; an evaluation that goes on; and what each refuses.

import Archive
import ArgumentParser
import Artifacts
import Diagnostics
import Foundation
import Record
import Tallies
import Testing

@testable import misread

@Suite struct TallyCommandTests {
    private static let header = "image_id,label,p_cat,p_dog,p_owl,weather,blur,note,baseline_predicted\n"

    /// A workspace without images, and partitions of `rows` rows each beside it.
    private struct Made {
        let root: URL
        let partitions: [String]

        init(partitions count: Int = 3, rows: Int = 120, settings: String = "") throws {
            root = FileManager.default.temporaryDirectory.appending(path: "tally-\(UUID().uuidString)")
            try Self.write(
                "title: T\nclasses: [cat, dog, owl]\ndataset: set\n\(settings)"
                    + "slicing:\n  edges: {blur: [0.5, 1.5]}\n  attributes: [weather, blur]\n", root, "ws/misread.yml")
            try Self.write("source: made\n", root, "ws/datasets/set/dataset.yml")
            try Self.write("date: 2026-01-01\nmodel: m\n", root, "ws/versions/v1/version.yml")
            try Self.write("date: 2026-01-02\nmodel: m\nbaseline: v1\n", root, "ws/versions/v2/version.yml")
            var names: [String] = []
            for part in 0..<count {
                let lines = (part * rows..<(part + 1) * rows).map(Self.line).joined()
                try Self.write(TallyCommandTests.header + lines, root, "part-\(part).csv")
                names.append(root.appending(path: "part-\(part).csv").path)
            }
            try Self.write(
                TallyCommandTests.header + (0..<count * rows).map(Self.line).joined(), root, "all.csv")
            partitions = names
        }

        static func write(_ text: String, _ root: URL, _ path: String) throws {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }

        /// A row that is a matter of its number alone: owls are misclassified as dogs where it rains.
        static func line(_ row: Int) -> String {
            let classes = ["cat", "dog", "owl"]
            let label = row % 3
            let isRainy = row % 4 == 0
            let predicted = label == 2 && isRainy && row % 5 != 0 || row % 23 == 0 ? 1 : label
            let before = row % 19 == 0 ? 0 : label
            let sure = 0.5 + Double(row % 8) * 0.05
            let rest = String((1 - sure) / 2)
            let p = (0..<3).map { $0 == predicted ? String(sure) : rest }.joined(separator: ",")
            let weather = isRainy ? "rain" : row % 4 == 1 ? "snow" : "sun"
            return "i\(row),\(classes[label]),\(p),\(weather),\(Double(row % 9) / 4),\(row % 7),\(classes[before])\n"
        }

        var workspace: String { root.appending(path: "ws").path }
        func file(_ name: String) -> String { root.appending(path: name).path }
        func remove() { try? FileManager.default.removeItem(at: root) }

        /// Counts partitions into a file.
        func tally(_ partitions: [String], to name: String, version: String = "v2") throws {
            try FileManager.default.createDirectory(
                at: URL(filePath: file(name)).deletingLastPathComponent(), withIntermediateDirectories: true)
            try TallyCommand.parse(
                ["--workspace", workspace, "--version", version, "--output", file(name)] + partitions
            ).run()
        }

        func audit(_ tallies: [String], _ more: [String] = []) throws -> Audit {
            try Self.tolerantly {
                try AuditCommand.parse([workspace] + more + ["--from-tallies"] + tallies.map(file)).run()
            }
            return try ArchiveReader(root: root.appending(path: "ws/archive")).read("v2").audit
        }

        /// The verdict may be not ready: no gate is set.
        static func tolerantly(_ body: () throws -> Void) throws {
            do { try body() } catch let code as ExitCode where code.rawValue == 1 {}
        }
    }

    private static func text(_ audit: Audit) throws -> String {
        var plain = audit
        // Which files were read is another matter for each partition.
        plain.inputs = []
        plain.remarks = []
        plain.health = nil
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(plain), as: UTF8.self)
    }

    @Test func partitionsComeToTheAuditOfOneTable() throws {
        let made = try Made()
        defer { made.remove() }
        for (place, partition) in made.partitions.enumerated() { try made.tally([partition], to: "tallies/\(place)") }
        try made.tally([made.file("all.csv")], to: "whole")
        let whole = try made.audit(["whole"])
        #expect(whole.dataset.n == 360)
        #expect(whole.section("headline")?.fact("accuracy")?.value != nil)
        #expect(whole.section("slices")?.status == .examined)
        #expect(whole.section("slices")?.facts.first { $0.id == "attributes" }?.value == 2)
        #expect(whole.inputs.contains { $0.path == "partitions/all.csv" })
        #expect(whole.remarks.contains { $0.contains("counted from tallies of 1 partition with 360 images") })
        #expect(whole.remarks.contains { $0.contains("the baseline v1 is not archived") })
        let parts = try made.audit(["tallies"], ["--replace"])
        #expect(try Self.text(parts) == Self.text(whole))
        #expect(parts.inputs.count { $0.path.hasPrefix("partitions/") } == 3)
        let reversed = try made.audit(["tallies/2", "tallies/0", "tallies/1"], ["--replace"])
        #expect(try Self.text(reversed) == Self.text(whole))
    }

    @Test func jsonLinesAndSeveralPartitionsAtOnceAreTheSame() throws {
        let made = try Made()
        defer { made.remove() }
        let names = Self.header.dropLast().split(separator: ",")
        let lines = (0..<360).map { row in
            let cells = Made.line(row).dropLast().split(separator: ",")
            return "{"
                + zip(names, cells).map { name, cell in
                    "\"\(name)\":" + (Double(cell) == nil ? "\"\(cell)\"" : String(cell))
                }.joined(separator: ",") + "}\n"
        }
        try Made.write(lines.joined(), made.root, "all.jsonl")
        try made.tally([made.file("all.jsonl")], to: "json")
        try made.tally(made.partitions, to: "three")
        let (json, three) = (try TallyFiles.read(made.file("json")), try TallyFiles.read(made.file("three")))
        #expect(try json.book.encoded() == three.book.encoded())
        #expect(json.rows == 360 && three.partitions.count == 3)
    }

    @Test func theLastShardComesToTheAuditOfOneTable() throws {
        let made = try Made(partitions: 4, rows: 90)
        defer { made.remove() }
        for shard in made.partitions {
            try Made.tolerantly { try IngestCommand.parse([made.workspace, "--version", "v2", shard]).run() }
        }
        let archive = ArchiveReader(root: made.root.appending(path: "ws/archive"))
        let added = try archive.read("v2").audit
        let sum = made.file("ws/versions/v2/set/tallies/" + IngestCommand.sumName)
        let before = try Data(contentsOf: URL(filePath: sum))
        #expect(throws: ExitCode(2)) {
            try IngestCommand.parse([made.workspace, "--version", "v2", made.partitions[1]]).run()
        }
        #expect(try Data(contentsOf: URL(filePath: sum)) == before, "a shard that is refused changes nothing")
        try made.tally([made.file("all.csv")], to: "whole")
        #expect(try Self.text(made.audit(["whole"], ["--replace"])) == Self.text(added))
        // Nothing new: the sum is audited again, and is what was archived before.
        try Made.tolerantly { try IngestCommand.parse([made.workspace, "--version", "v2"]).run() }
        #expect(try archive.read("v2").audit == added)
    }

    @Test func shardsThatAreOnlyAddedAreAuditedLater() throws {
        let made = try Made(partitions: 3, rows: 90)
        defer { made.remove() }
        for shard in made.partitions {
            try IngestCommand.parse([made.workspace, "--version", "v2", "--later", shard]).run()
        }
        let archive = ArchiveReader(root: made.root.appending(path: "ws/archive"))
        #expect(!FileManager.default.fileExists(atPath: made.file("ws/archive/v2")))
        #expect(throws: ExitCode(2)) {
            try IngestCommand.parse([made.workspace, "--version", "v2", "--later", made.partitions[0]]).run()
        }
        #expect(throws: (any Error).self) { try IngestCommand.parse([made.workspace, "--later"]) }
        try Made.tolerantly { try IngestCommand.parse([made.workspace, "--version", "v2"]).run() }
        let added = try archive.read("v2").audit
        try made.tally([made.file("all.csv")], to: "whole")
        #expect(try Self.text(made.audit(["whole"], ["--replace"])) == Self.text(added))
    }

    @Test func aVersionThatWasCountedIsNoVersionWithoutPredictions() throws {
        let made = try Made(partitions: 1)
        defer { made.remove() }
        // A data set with images, on which the baseline was predicted in full.
        let rows = (0..<120).map { Made.line($0).split(separator: ",") }
        try Made.write(
            "image_id,label\n" + rows.map { "\($0[0]),\($0[1])\n" }.joined(), made.root, "ws/datasets/set/images.csv")
        try Made.write(
            "image_id,predicted\n" + rows.map { "\($0[0]),\($0[8].trimmingCharacters(in: .newlines))\n" }.joined(),
            made.root, "ws/versions/v1/set/predictions.csv")
        try Made.write("title: T\nclasses: [cat, dog, owl]\ndataset: set\n", made.root, "ws/misread.yml")
        try Made.tolerantly { try AuditCommand.parse([made.workspace, "--version", "v1"]).run() }
        try Made.tolerantly {
            try IngestCommand.parse([made.workspace, "--version", "v2", made.partitions[0]]).run()
        }
        try CheckInput.parse([made.workspace]).run()
        let audit = try ArchiveReader(root: made.root.appending(path: "ws/archive")).read("v2").audit
        let comparison = try #require(audit.section("comparison"))
        #expect(comparison.status == .examined && comparison.fact("common")?.value == 120)
        #expect(audit.baseline?.version == "v1")
        try Made.tolerantly { try AuditCommand.parse([made.workspace]).run() }
    }

    @Test func whatDoesNotFitIsRefused() throws {
        let made = try Made()
        defer { made.remove() }
        try made.tally([made.partitions[0]], to: "a")
        try made.tally([made.partitions[1]], to: "of-v1", version: "v1")
        // The same partition twice, a tally of another version, no tally, another version than is asked for.
        for tallies in [["a", "a"], ["a", "of-v1"], ["part-0.csv"]] {
            #expect(throws: ExitCode(2)) {
                try AuditCommand.parse([made.workspace, "--from-tallies"] + tallies.map(made.file)).run()
            }
        }
        #expect(throws: ExitCode(2)) {
            try AuditCommand.parse([made.workspace, "--version", "v1", "--from-tallies", made.file("a")]).run()
        }
        // An id that is somebody's address, unless it may be published.
        try Made.write(Self.header + "jane.doe@example.org,cat,1,0,0,sun,0,1,cat\n", made.root, "person.csv")
        #expect(throws: ExitCode(2)) { try made.tally([made.file("person.csv")], to: "b") }
        #expect(throws: ExitCode(2)) {
            try IngestCommand.parse([made.workspace, "--version", "v2", "--later", made.file("person.csv")]).run()
        }
        // A class that is not listed, a version that is not there, and a workspace that does not list its classes.
        try Made.write(Self.header + "x,fox,1,0,0,sun,0,1,cat\n", made.root, "odd.csv")
        #expect(throws: ExitCode(2)) { try made.tally([made.file("odd.csv")], to: "b") }
        #expect(throws: ExitCode(2)) { try made.tally([made.partitions[0]], to: "b", version: "v3") }
        try Made.write("title: T\ntask: detection\ndataset: set\n", made.root, "ws/misread.yml")
        #expect(throws: ExitCode(2)) { try made.tally([made.partitions[0]], to: "b") }
    }

    @Test func columnsOfNumbersWithoutEdgesAreLeftOutAndSaid() throws {
        let made = try Made()
        defer { made.remove() }
        try Made.write("title: T\nclasses: [cat, dog, owl]\ndataset: set\n", made.root, "ws/misread.yml")
        try made.tally([made.file("all.csv")], to: "all")
        #expect(try TallyFiles.read(made.file("all")).description.leftOut == ["blur", "note"])
        let audit = try made.audit(["all"])
        #expect(audit.remarks.contains { $0.contains("columns of numbers that were not counted: blur, note") })
    }
}
