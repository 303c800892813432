import Testing

@testable import Artifacts

/// Classes that are listed in a text of their own.
@Suite struct ClassFileTests {
    private static let settings = "title: T\nclasses: names.txt\n"

    @Test func aTextListsTheClasses() throws {
        let fixture = try WorkspaceFixture(["misread.yml": Self.settings, "names.txt": "cat\r\n  dog \n\n"])
        #expect(fixture.errors == [] && fixture.remarks == [])
        let workspace = try Workspace.open(fixture.root)
        #expect(workspace.settings.classes == ["cat", "dog"])
        #expect(try workspace.evaluation(of: "v1").inputs.contains { $0.path == "names.txt" })
        #expect(try WorkspaceSettings.read(in: fixture.root)?.classes == ["cat", "dog"])
    }

    @Test func whatIsWrongWithItIsSaidOfIt() throws {
        #expect(
            try WorkspaceFixture(["misread.yml": Self.settings]).errors.first?.hasPrefix("names.txt: error: ") == true)
        #expect(
            try WorkspaceFixture(["misread.yml": Self.settings, "names.txt": "cat\ndog\ncat\n"]).errors == [
                "names.txt: error: classes: the class \"cat\" is listed twice"
            ])
        let many = (0...40_000).map { "c\($0)\n" }.joined()
        #expect(
            try WorkspaceFixture(["misread.yml": Self.settings, "names.txt": "cat\ndog\n" + many]).errors.first
                == "names.txt: error: classes: 40003 classes are listed, at most 40000 are read")
    }
}
