import ArgumentParser
import Artifacts
import Foundation
import Testing

@testable import misread

/// Changed inputs, each read and audited in this process: Tests/Fuzz/fuzz.py writes them, names them on standard input and judges the
/// answers. By themselves the tests try a sound workspace and a broken one.
@Suite struct MutantsTests {
    @Test func eachIsReadAndAudited() throws {
        let mutants = try Mutants()
        if let answers = Mutants.answers {
            while let root = readLine() {
                let (checked, audited) = mutants.statuses(of: root)
                try answers.write(contentsOf: Data("\(checked) \(audited)\n".utf8))
            }
            return
        }
        let root = try VerdictCommandTests.workspace(gates: "", rows: VerdictCommandTests.right(40))
        defer { try? FileManager.default.removeItem(at: root) }
        #expect(mutants.statuses(of: root.path) == (0, 0))
        #expect(!FileManager.default.fileExists(atPath: root.appending(path: "archive").path))
        try Data("title: [".utf8).write(to: root.appending(path: "misread.yml"))
        #expect(mutants.statuses(of: root.path) == (2, 2))
    }
}

private struct Mutants {
    /// Where answers go: MISREAD_MUTANTS is the number of an open file.
    static let answers = ProcessInfo.processInfo.environment["MISREAD_MUTANTS"].flatMap { Int32($0) }.map {
        FileHandle(fileDescriptor: $0)
    }

    // Parsed once: an argument parser takes longer than reading a small workspace.
    private let check: CheckInput
    private let options: WorkspaceOptions

    init() throws {
        check = try CheckInput.parse(["w"])
        options = try WorkspaceOptions.parse(["w", "--threads", "1"])
    }

    /// What `check-input` of a workspace ends with, and what `audit` does. Nothing is archived, so that the next is audited by itself.
    func statuses(of root: String) -> (checked: Int32, audited: Int32) {
        var (check, options) = (check, options)
        (check.workspace, options.workspace) = (root, root)
        let checked = Self.status { try check.run() }
        let audited = Self.status {
            try Outcome.of {
                let sets = try AuditSets(WorkspaceSets.open(options.root), options)
                try sets.sets.checkGates()
                for run in sets.runs {
                    for version in run.workspace.versions { _ = try run.prepare(version.version) }
                }
            }
        }
        return (checked, audited)
    }

    private static func status(_ command: () throws -> Void) -> Int32 {
        do {
            try command()
            return 0
        } catch {
            return Misread.exitCode(for: error).rawValue
        }
    }
}
