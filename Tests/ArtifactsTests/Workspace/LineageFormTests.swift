import Record
import Testing

@testable import Artifacts

/// `lineage:` of version.yml.
@Suite struct LineageFormTests {
    private static let file = "versions/v1/version.yml"

    private static func manifest(_ lineage: String) -> String { "date: 2026-02-20\nmodel: M\n" + lineage }

    private static func problem(_ lineage: String) throws -> [String] {
        try WorkspaceFixture([file: manifest(lineage)]).errors
    }

    @Test func aPartIsANameOrANameWithAHash() throws {
        let text = Self.manifest(
            """
            lineage:
              training: 40 epochs
              dataset: {name: fleet 2026-01, hash: 3B1F0C9}
              derived_from: v0
            """)
        let fixture = try WorkspaceFixture([Self.file: text])
        #expect(fixture.errors.isEmpty)
        let lineage = try fixture.evaluation().manifest.lineage
        #expect(
            lineage
                == Lineage(
                    [
                        Lineage.Entry(.dataset, name: "fleet 2026-01", hash: "3b1f0c9"),
                        Lineage.Entry(.training, name: "40 epochs"),
                    ], derivedFrom: "v0"))
    }

    @Test func anUnknownKeyIsNamedWithTheNearest() throws {
        #expect(
            try Self.problem("lineage:\n  label: standard 4\n") == [
                "\(Self.file):4: error: lineage.label: there is no such key; did you mean \"labels\"?"
            ])
        #expect(
            try Self.problem("lineage:\n  code: {name: main, hsh: c0ffee0}\n") == [
                "\(Self.file):4: error: lineage.code.hsh: there is no such key; did you mean \"hash\"?"
            ])
    }

    @Test func whatIsNoHashIsRefused() throws {
        #expect(
            try Self.problem("lineage:\n  code: {name: main, hash: latest}\n") == [
                "\(Self.file):4: error: lineage.code.hash: \"latest\" is not 7 to 128 hexadecimal digits, as of a commit or a "
                    + "SHA-256; leave hash: out where there is none"
            ])
        #expect(
            try Self.problem("lineage:\n  code: {hash: c0ffee0}\n") == [
                "\(Self.file): error: lineage.code.name: this key is required and missing"
            ])
        #expect(
            try Self.problem("lineage:\n  code: [a, b]\n") == [
                "\(Self.file):4: error: lineage.code: a list is not text"
            ])
    }

    @Test func nothingStatedAndItsOwnWeightsAreRefused() throws {
        #expect(
            try Self.problem("lineage: {}\n") == [
                "\(Self.file):3: error: lineage: states nothing; name dataset, labels, preprocessing, code, training, "
                    + "runtime or derived_from"
            ])
        #expect(
            try Self.problem("lineage:\n  derived_from: v1\n") == [
                "\(Self.file):4: error: lineage.derived_from: \"v1\" is not another version: no model starts from its own "
                    + "weights"
            ])
    }
}
