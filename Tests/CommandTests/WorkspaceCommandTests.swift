import ArgumentParser
import Foundation
import Record
import Findings
import Artifacts
import Testing

@testable import misread

@Suite struct WorkspaceCommandTests {
    private func folder() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "command-\(UUID().uuidString)")
    }

    private func write(_ text: String, _ path: String, in root: URL) throws {
        let url = root.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    @Test func whatInitWritesPassesCheckInputOnceTheFilesAreIn() throws {
        let root = folder()
        defer { try? FileManager.default.removeItem(at: root) }
        try Init.parse([root.path]).run()
        #expect(throws: ExitCode(2)) { try CheckInput.parse([root.path]).run() }
        try write("image_id,label\na,cat\nb,dog\n", "datasets/validation/images.csv", in: root)
        try write(
            "image_id,predicted,confidence\na,cat,0.9\nb,cat,0.6\n", "versions/v1/validation/predictions.csv", in: root)
        try CheckInput.parse([root.path]).run()
    }

    /// Those that are commented out too: a team takes the mark away.
    @Test(arguments: TaskKind.allCases)
    func everyGateThatInitWritesAsksOfAFact(_ task: TaskKind) throws {
        let starter = WorkspaceStarter(task: task, dataset: "d", version: "v1")
        let settings = try #require(starter.files.first { $0.path == "misread.yml" }).text
        let facts = settings.matches(of: /fact: ([^,]+),/).map { String($0.1) }
        #expect(facts.count >= 6)
        let known = GateFacts(
            task: task, classes: ["cat", "dog"], conditions: [Condition(factor: "blur", level: "1", strength: 1)],
            slices: ["night"])
        #expect(known.problems(of: facts.map { GateRule(fact: $0, bound: .atLeast(0.5)) }).map(\.description) == [])
    }

    @Test func initOverwritesNothing() throws {
        let root = folder()
        defer { try? FileManager.default.removeItem(at: root) }
        try write("title: mine\n", "misread.yml", in: root)
        #expect(throws: ExitCode(2)) { try Init.parse([root.path]).run() }
        #expect(try String(contentsOf: root.appending(path: "misread.yml"), encoding: .utf8) == "title: mine\n")
    }

    @Test(arguments: ["", "../x", "a/b", "a b"])
    func initTakesOnlyNamesThatAreSafeAsFolders(_ name: String) throws {
        let root = folder()
        defer { try? FileManager.default.removeItem(at: root) }
        #expect(throws: ExitCode(2)) { try Init.parse([root.path, "--dataset", name]).run() }
        #expect(!FileManager.default.fileExists(atPath: root.path))
    }
}
