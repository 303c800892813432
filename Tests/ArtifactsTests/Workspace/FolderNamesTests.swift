import Testing

@testable import Artifacts

/// Names of versions and data sets that one machine cannot hold.
@Suite struct FolderNamesTests {
    @Test(arguments: ["con", "NUL.old", "Com1", "lpt9.x", "v1.", "v1 "])
    func namesThatSomeMachineCannotHold(_ name: String) {
        #expect(FolderNames.faults([name]).map(\.name) == [name])
    }

    @Test(arguments: ["v1", "console", "com10", "1.2.3", "v1.con", "nullable"])
    func otherNames(_ name: String) { #expect(FolderNames.faults([name]).isEmpty) }

    @Test func versionsThatDifferInCaseAreRefused() throws {
        let fixture = try WorkspaceFixture([
            "versions/V1/version.yml": "date: 2026-01-01\nmodel: m\n"
        ])
        #expect(
            fixture.errors.contains(
                "versions/v1: error: the folders \"V1\" and \"v1\" differ only in letter case or the form of letters; "
                    + "not every machine can hold both: rename one"))
    }

    @Test func aVersionCalledLikeADeviceIsRefused() throws {
        let fixture = try WorkspaceFixture(["versions/aux/version.yml": "date: 2026-01-01\nmodel: m\n"])
        #expect(
            fixture.errors.contains(
                "versions/aux: error: the folder \"aux\" has a name that not every machine can hold; rename it"))
    }
}
