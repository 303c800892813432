import ArgumentParser
import Artifacts
import Foundation
import Testing

@testable import misread

/// Changed inputs, each read and audited in this process: Tests/Fuzz/fuzz.py writes them and judges the answers. A program that is
/// started for each takes five times as long.
@Suite(.enabled(if: Mutants.answers != nil)) struct MutantsTests {
    /// A workspace a line. Nothing is archived, so that the next is audited by itself.
    @Test func eachIsReadAndAudited() throws {
        let answers = try #require(Mutants.answers)
        let parsed = try (CheckInput.parse(["w"]), WorkspaceOptions.parse(["w", "--threads", "1"]))
        var (check, options) = parsed
        while let root = readLine() {
            (check.workspace, options.workspace) = (root, root)
            let checked = Mutants.status { try check.run() }
            let audited = Mutants.status {
                try Outcome.of {
                    let sets = try AuditSets(WorkspaceSets.open(options.root), options)
                    try sets.sets.checkGates()
                    for run in sets.runs {
                        for version in run.workspace.versions { _ = try run.prepare(version.version) }
                    }
                }
            }
            try answers.write(contentsOf: Data("\(checked) \(audited)\n".utf8))
        }
    }
}

private enum Mutants {
    /// Where answers go: MISREAD_MUTANTS is the number of an open file.
    static let answers = ProcessInfo.processInfo.environment["MISREAD_MUTANTS"].flatMap { Int32($0) }.map {
        FileHandle(fileDescriptor: $0)
    }

    /// The exit status of a command.
    static func status(_ command: () throws -> Void) -> Int32 {
        do {
            try command()
            return 0
        } catch {
            return Misread.exitCode(for: error).rawValue
        }
    }
}
