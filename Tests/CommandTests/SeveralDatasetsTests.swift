// A workspace of two data sets, from its files to its site.

import Archive
import ArgumentParser
import Artifacts
import Foundation
import Record
import Testing

@testable import misread

@Suite struct SeveralDatasetsTests {
    /// A workspace with 100 images a data set; v1 is right on 95 of day and 60 of night.
    private struct Folder {
        let root = FileManager.default.temporaryDirectory.appending(path: "sets-\(UUID().uuidString)")
        var site: URL { root.appending(path: "site") }

        func write(_ text: String, _ path: String) throws {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }

        init(_ settings: String = "dataset: [day, night]\n") throws {
            try write("title: T\nclasses: [cat, dog]\n" + settings, "misread.yml")
            for name in ["day", "night"] {
                try write("title: \(name)\n", "datasets/\(name)/dataset.yml")
                let rows = (0..<100).map { "\(name)\($0),\($0 % 2 == 0 ? "cat" : "dog")\n" }
                try write("image_id,label\n" + rows.joined(), "datasets/\(name)/images.csv")
            }
            try version("v1", date: "2026-01-15", right: ["day": 95, "night": 60])
        }

        func version(_ name: String, date: String, more: String = "", right: [String: Int]) throws {
            try write("date: \(date)\nmodel: m\n" + more, "versions/\(name)/version.yml")
            for (set, count) in right {
                let rows = (0..<100).map { row in
                    let isCat = (row % 2 == 0) == (row < count)
                    return "\(set)\(row),\(isCat ? "cat" : "dog"),0.\(row % 5 + 5)1\n"
                }
                try write("image_id,predicted,confidence\n" + rows.joined(), "versions/\(name)/\(set)/predictions.csv")
            }
        }

        func build(_ more: [String] = []) throws -> Int32 {
            try status { try BuildCommand.parse([root.path, "--output", site.path, "--threads", "1"] + more).run() }
        }

        func status(_ run: () throws -> Void) throws -> Int32 {
            do {
                try run()
                return 0
            } catch let code as ExitCode { return code.rawValue }
        }

        func page(_ path: String) throws -> String {
            try String(contentsOf: site.appending(path: path), encoding: .utf8)
        }

        func json(_ path: String) throws -> [String: Any] {
            try #require(
                JSONSerialization.jsonObject(with: Data(contentsOf: site.appending(path: path))) as? [String: Any])
        }

        func remove() { try? FileManager.default.removeItem(at: root) }
    }

    private static let gates = "gates:\n  - {fact: headline/accuracy, at_least: 0.85}\n"

    /// The addresses of the time when there was one data set lead on to where its pages are now.
    @Test func oldAddressesLeadOnWhenASecondOneJoins() throws {
        let folder = try Folder("dataset: day\n")
        defer { folder.remove() }
        _ = try folder.build()
        func pages() throws -> [String] {
            try FileManager.default.subpathsOfDirectory(atPath: folder.site.path).filter { $0.hasSuffix("index.html") }
        }
        let before = try pages()
        #expect(before.contains("v/v1/accuracy/index.html") || before.count > 10)
        try folder.write("title: T\nclasses: [cat, dog]\ndatasets: [day, night]\n", "misread.yml")
        _ = try folder.build()
        let after = Set(try pages())
        for path in before {
            #expect(after.contains(path), "\(path) is gone")
            guard let page = try? folder.page(path), page.contains("http-equiv=\"refresh\""), !path.hasPrefix("latest")
            else { continue }
            #expect(page.contains("datasets/day/" + path) && !page.contains("<script"))
        }
        #expect(try folder.page("v/v1/gates/index.html").contains("../../../datasets/day/v/v1/gates/index.html"))
        #expect(!after.contains("datasets/night/datasets/day/index.html"))
    }

    /// One that misread.yml lists no more keeps its pages, and no version is judged by it.
    @Test(arguments: ["datasets: [day]\n", "dataset: day\n", "datasets: {day: , night: {retired: true}}\n"])
    func aRetiredDataSetJudgesNothing(_ settings: String) throws {
        let folder = try Folder("datasets: [day, night]\n" + Self.gates)
        defer { folder.remove() }
        #expect(try folder.build() == 1)
        try folder.write("title: T\nclasses: [cat, dog]\n" + settings + Self.gates, "misread.yml")
        #expect(try folder.build() == 0)
        let home = try folder.page("index.html")
        #expect(home.contains("<a href=\"datasets/night/index.html\">night</a>. Not audited any more"))
        #expect(!home.contains("n: "))
        let versions = try folder.json("index.json")["versions"] as? [[String: Any]]
        #expect((versions?.first?["datasets"] as? [[String: Any]])?.map { $0["dataset"] as? String } == ["day"])
        #expect(try folder.page("datasets/night/index.html").contains("v1"))
        #expect(
            try folder.status { try RenderCommand.parse([folder.root.path, "--output", folder.site.path]).run() } == 0)
    }

    /// A role that misread.yml gives later holds for what is archived.
    @Test func aRoleThatChangesHoldsEverywhere() throws {
        let folder = try Folder("datasets: [day, night]\n" + Self.gates)
        defer { folder.remove() }
        #expect(try folder.build() == 1)
        try folder.write(
            "title: T\nclasses: [cat, dog]\ndatasets: {day: , night: {role: train}}\n" + Self.gates, "misread.yml")
        #expect(try folder.build() == 0)
        let versions = try folder.json("index.json")["versions"] as? [[String: Any]]
        let night = try #require((versions?.first?["datasets"] as? [[String: Any]])?.last)
        #expect(night["role"] as? String == "train" && night["counts"] as? Bool == false)
        // And back again, where no gate is set that would judge it.
        try folder.write(
            "title: T\nclasses: [cat, dog]\ndatasets: {day: , night: {role: test}}\n", "misread.yml")
        #expect(try folder.build() == 1)
        let again = try folder.json("index.json")["versions"] as? [[String: Any]]
        #expect((again?.first?["datasets"] as? [[String: Any]])?.last?["counts"] as? Bool == true)
    }

    @Test func whatWasArchivedBeforeAnErrorIsSaid() throws {
        let folder = try Folder()
        defer { folder.remove() }
        try folder.write("image_id,predicted,confidence\nnight0,cat,7\n", "versions/v1/night/predictions.csv")
        #expect(try folder.build() == 2)
        #expect(try ArchiveReader(root: folder.root.appending(path: "archive")).datasets == ["day"])
        #expect(
            BuildCommand.archived(["v1 on day"])?.description
                == "archive: note: archived before what is wrong was met: v1 on day; no site was made; what is archived stands: put right what is wrong and build again"
        )
        #expect(BuildCommand.archived([]) == nil)
    }

    @Test func eachDataSetHasItsOwnAuditAndTheVersionStandsOnBoth() throws {
        let folder = try Folder("dataset: [day, night]\n" + Self.gates)
        defer { folder.remove() }
        #expect(try folder.status { try CheckInput.parse([folder.root.path]).run() } == 0)
        #expect(try folder.build() == 1)
        let archive = folder.root.appending(path: "archive")
        #expect(try ArchiveReader(root: archive).datasets == ["day", "night"])
        for (name, value) in [("day", 0.95), ("night", 0.6)] {
            let audit = try ArchiveReader(root: archive, dataset: name).read("v1").audit
            #expect(audit.dataset.name == name && audit.fact(at: "headline/accuracy")?.value == value)
        }
        let version = try #require(folder.json("v/v1/index.json")["version"] as? [String: Any])
        #expect(version["sentence"] as? String == "Not ready on night; ready as far as measured on day.")
        let sets = try #require(version["datasets"] as? [[String: Any]])
        #expect(sets.map { $0["verdict"] as? String } == ["passed", "failed"])
        #expect(sets.map { ($0["headline"] as? [String: Any])?["value"] as? Double } == [0.95, 0.6])
        #expect(
            sets.map { $0["page"] as? String } == [
                "datasets/day/v/v1/index.html", "datasets/night/v/v1/index.html",
            ])
        for page in ["index.html", "v/v1/index.html"] {
            let text = try folder.page(page)
            #expect(text.contains("95.0\u{A0}%") && text.contains("60.0\u{A0}%"))
        }
        #expect(try folder.page("datasets/night/v/v1/index.html").contains("v1 on all data sets"))
        // The same bytes from the archive alone, and as they were written.
        let before = try folder.page("SHA256SUMS")
        try FileManager.default.removeItem(at: folder.root.appending(path: "datasets"))
        try FileManager.default.removeItem(at: folder.root.appending(path: "versions"))
        #expect(
            try folder.status { try RenderCommand.parse([folder.root.path, "--output", folder.site.path]).run() } == 1)
        #expect(try folder.page("SHA256SUMS") == before)
        for path in [archive.path, folder.site.path] { try VerifyCommand.parse([path]).run() }
    }

    @Test func aGateThatNamesADataSetIsAskedOfItAlone() throws {
        let folder = try Folder(
            "datasets:\n  day:\n  night: {role: shifted, gates: []}\n" + Self.gates
                + "  - {fact: \"night: headline/accuracy\", at_least: 0.4}\n")
        defer { folder.remove() }
        #expect(try folder.build() == 0)
        let reader = ArchiveReader(root: folder.root.appending(path: "archive"), dataset: "night")
        let audit = try reader.read("v1").audit
        #expect(audit.gates.map(\.fact) == ["headline/accuracy"] && audit.gates.map(\.atLeast) == [0.4])
        #expect(audit.dataset.role == .shifted)
    }

    @Test func predictionsThatAVersionLacksCapItsVerdictUnlessItSaysSo() throws {
        let folder = try Folder("dataset: [day, night]\ngates:\n  - {fact: headline/accuracy, at_least: 0.4}\n")
        defer { folder.remove() }
        #expect(try folder.build() == 0)
        try folder.version("v2", date: "2026-02-15", right: ["day": 95])
        #expect(try folder.build() == 1)
        let version = try #require((folder.json("index.json")["versions"] as? [[String: Any]])?.last)
        #expect(version["sentence"] as? String == "No predictions for night; ready as far as measured on day.")
        try folder.version("v3", date: "2026-03-15", more: "datasets: [day]\n", right: ["day": 95])
        #expect(try folder.build() == 0)
    }

    @Test func whatStandsUnderAVersionIsOfItsDay() throws {
        let folder = try Folder("dataset: [day, night]\ngates:\n  - {fact: headline/accuracy, at_least: 0.4}\n")
        defer { folder.remove() }
        #expect(try folder.build() == 0)
        let names = ["v/v1/index.html", "v/v1/index.json", "v/v1/datasets.csv", "datasets/day/v/v1/index.html"]
        let before = try names.map(folder.page)
        try folder.write(
            "title: T\nclasses: [cat, dog]\ndataset: [day, night]\n" + Self.gates, "misread.yml")
        try folder.version("v2", date: "2026-02-15", right: ["day": 95, "night": 90])
        #expect(try folder.build() == 1)
        #expect(try names.map(folder.page) == before)
        #expect(try folder.page("index.html").contains("not ready"))
    }

    @Test func whatRetiresADataSetDoesSoForBuildAndRender() throws {
        let folder = try Folder("dataset: [day, night]\n" + Self.gates)
        defer { folder.remove() }
        #expect(try folder.build() == 1)
        try folder.write(
            "title: T\nclasses: [cat, dog]\ndatasets: {night: {gates: [{fact: headline/accuracy, at_least: 0.4}]}}\n"
                + "gates:\n  - {fact: headline/accuracy, at_least: 0.99}\n", "misread.yml")
        #expect(try folder.build() == 0)
        let before = try folder.page("SHA256SUMS")
        #expect(
            try folder.status { try RenderCommand.parse([folder.root.path, "--output", folder.site.path]).run() } == 0)
        #expect(try folder.page("SHA256SUMS") == before)
    }

    @Test func aVersionWithoutAnyPredictionsIsRefused() throws {
        let folder = try Folder("dataset: [day, night]\ngates:\n  - {fact: headline/accuracy, at_least: 0.4}\n")
        defer { folder.remove() }
        #expect(try folder.build() == 0)
        try folder.version("v2", date: "2026-02-15", right: [:])
        #expect(try folder.build() == 2)
        #expect(throws: ExitCode(2)) { try CheckInput.parse([folder.root.path]).run() }
    }

    @Test func whatATrainingSetSaysIsShownAndNotJudged() throws {
        let folder = try Folder("datasets: {day: , night: {role: train}}\n" + Self.gates)
        defer { folder.remove() }
        #expect(try folder.build() == 0)
        #expect(try folder.page("v/v1/index.html").contains("not judged"))
    }

    /// An archive of the time when the workspace had one data set is that data set's, and stays as it is.
    @Test func anArchiveOfOneDataSetIsReadOn() throws {
        let folder = try Folder("dataset: day\n")
        defer { folder.remove() }
        #expect(try folder.build() == 1)
        let archive = folder.root.appending(path: "archive")
        let seal = try ArchiveReader(root: archive).read("v1").seal
        try folder.write("title: T\nclasses: [cat, dog]\ndataset: [day, night]\n", "misread.yml")
        #expect(try folder.build() == 1)
        #expect(try ArchiveReader(root: archive, dataset: "day").read("v1").seal == seal)
        #expect(try ArchiveReader(root: archive, dataset: "night").versions == ["v1"])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: archive.path).filter { !$0.hasPrefix(".") }.sorted()
                == ["v1", "v1@night"])
    }

    @Test func factsAreListedAsGatesNameThem() throws {
        let folder = try Folder()
        defer { folder.remove() }
        let paths = try FactList(workspace: folder.root).entries.map(\.path)
        #expect(paths.contains("day: headline/accuracy") && paths.contains("night: headline/accuracy"))
    }
}
