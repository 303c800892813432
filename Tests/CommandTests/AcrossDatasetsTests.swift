// What several data sets say together, from files to pages: a failure mode of one that is on another and not on a third.

import ArgumentParser
import Foundation
import Record
import Testing

@testable import Archive
@testable import misread

@Suite struct AcrossDatasetsTests {
    /// 600 images a data set, every third at night; wrong are, by data set, a share of those at night and one in 20 of the others.
    private struct Folder {
        let root = FileManager.default.temporaryDirectory.appending(path: "across-\(UUID().uuidString)")
        var site: URL { root.appending(path: "site") }

        func write(_ text: String, _ path: String) throws {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }

        init(_ sets: [(name: String, wrongAtNight: Int, hasLight: Bool)]) throws {
            try write(
                "title: T\nclasses: [cat, dog]\ndatasets: [\(sets.map(\.name).joined(separator: ", "))]\n",
                "misread.yml")
            try write("date: 2026-01-15\nmodel: m\n", "versions/v1/version.yml")
            for set in sets {
                var images = "image_id,label" + (set.hasLight ? ",light" : "") + "\n"
                var answers = "image_id,predicted,confidence\n"
                for row in 0..<600 {
                    let isCat = row / 3 % 2 == 0
                    let isNight = row % 3 == 0
                    let isWrong = isNight ? row / 3 % 10 < set.wrongAtNight : row % 20 == 1
                    images +=
                        "\(set.name)\(row),\(isCat ? "cat" : "dog")"
                        + (set.hasLight ? ",\(isNight ? "night" : "day")" : "") + "\n"
                    answers += "\(set.name)\(row),\(isCat != isWrong ? "cat" : "dog"),0.\(row % 5 + 5)1\n"
                }
                try write("title: \(set.name)\n", "datasets/\(set.name)/dataset.yml")
                try write(images, "datasets/\(set.name)/images.csv")
                try write(answers, "versions/v1/\(set.name)/predictions.csv")
            }
        }

        func run(_ command: () throws -> Void) throws -> Int32 {
            do {
                try command()
                return 0
            } catch let code as ExitCode { return code.rawValue }
        }

        func build() throws -> Int32 {
            try run { try BuildCommand.parse([root.path, "--output", site.path, "--threads", "1"]).run() }
        }

        func audit(_ dataset: String) throws -> Audit {
            try ArchiveReader(root: root.appending(path: "archive"), dataset: dataset).read("v1").audit
        }

        func page(_ path: String) throws -> String {
            try String(contentsOf: site.appending(path: path), encoding: .utf8)
        }

        func remove() { try? FileManager.default.removeItem(at: root) }
    }

    @Test func aModeOfOneDataSetIsLookedForOnTheOthers() throws {
        let folder = try Folder([("road", 4, true), ("yard", 4, true), ("lab", 0, true), ("old", 1, false)])
        defer { folder.remove() }
        #expect(try folder.build() <= 1)
        let road = try folder.audit("road")
        let night = try #require(road.findings.first { $0.id.hasPrefix("light-night") && $0.standing == .finding })
        // On the yard as on the road: 80 of 200 at night, 20 of 400 otherwise.
        let yard = try #require(try folder.audit("yard").elsewhere?.first { $0.dataset == "road" && $0.id == night.id })
        #expect(yard.measure?.value == 0.4 && yard.measure?.n == 200)
        #expect(yard.rest?.value == 0.05 && yard.rest?.n == 400)
        let change = try #require(yard.change)
        #expect(abs(change.value - 0.35) < 1e-12)
        // Newcombe's interval by SciPy's Wilson limits.
        #expect(abs(change.interval.low - 0.27964) < 1e-5 && abs(change.interval.high - 0.42132) < 1e-5)
        #expect(try #require(yard.p) < 1e-20)
        #expect(yard.effect > 0.2 && yard.effect < 0.45)
        // The other way round as well, although the yard is audited later.
        #expect(road.elsewhere?.contains { $0.dataset == "yard" && $0.id == night.id } == true)
        let lab = try #require(try folder.audit("lab").elsewhere?.first { $0.dataset == "road" && $0.id == night.id })
        #expect(lab.measure?.value == 0 && lab.p == 1)
        let old = try #require(try folder.audit("old").elsewhere?.first { $0.dataset == "road" && $0.id == night.id })
        #expect(old.measure == nil && old.p == nil && old.lacking == "light")

        let page = try folder.page("across/index.html")
        #expect(page.contains("does not replicate") && page.contains("not measured: no light"))
        #expect(page.contains("datasets/road/v/v1/failures/\(night.id)/index.html"))
        #expect(try folder.page("index.html").contains("across/index.html"))
        #expect(try folder.page("across/modes.csv").contains("road"))
        #expect(!(try folder.page("datasets/road/failure-modes/index.html").contains("does not replicate on")))
    }

    @Test func aModeThatIsNowhereElseIsMarkedInTheInventory() throws {
        let folder = try Folder([("road", 4, true), ("lab", 0, true)])
        defer { folder.remove() }
        #expect(try folder.build() <= 1)
        #expect(try folder.page("datasets/road/failure-modes/index.html").contains("does not replicate on lab"))
    }

    /// Audited one by one the same is archived as together.
    @Test func whatIsArchivedDoesNotDependOnTheOrder() throws {
        let folder = try Folder([("road", 4, true), ("yard", 3, true)])
        defer { folder.remove() }
        #expect(try folder.build() <= 1)
        let before = try ["road", "yard"].map { try folder.audit($0) }
        #expect(
            try folder.run {
                try AuditCommand.parse([folder.root.path, "--version", "v1", "--threads", "1"]).run()
            } <= 1)
        let archive = folder.root.appending(path: "archive")
        let name = try ArchiveReader(root: archive, dataset: "road").folder(of: "v1").name
        try FileManager.default.removeItem(at: archive.appending(path: name))
        #expect(try folder.build() <= 1)
        #expect(try ["road", "yard"].map { try folder.audit($0) } == before)
    }

    @Test func oneDataSetHasNoSuchPage() throws {
        let folder = try Folder([("road", 4, true)])
        defer { folder.remove() }
        #expect(try folder.build() <= 1)
        #expect(!FileManager.default.fileExists(atPath: folder.site.appending(path: "across").path))
    }
}
