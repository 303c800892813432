import Files
import Foundation
import Testing

@testable import Artifacts

/// All that one run states is of one state of each file.
@Suite struct ChangedWhileReadTests {
    private static let predictions = "versions/v1/d/predictions.csv"
    private static let message =
        "versions/v1/d/predictions.csv: error: was changed while it was read; run again once nothing writes to it"

    private func said(_ workspace: Workspace) -> String? {
        do {
            try workspace.checkUnchanged()
            return nil
        } catch {
            return error.problem.description
        }
    }

    @Test func whatIsAsItWasIsUsed() throws {
        let fixture = try WorkspaceFixture()
        let workspace = try Workspace.open(fixture.root)
        _ = try workspace.evaluation(of: "v1")
        // Files beside it that nobody read may come.
        try fixture.write("versions/v1/notes.txt", Data("x".utf8))
        #expect(said(workspace) == nil)
    }

    /// The same number of bytes, renamed into its place: another file.
    @Test func aFileThatTookItsPlaceIsAnother() throws {
        let fixture = try WorkspaceFixture()
        let workspace = try Workspace.open(fixture.root)
        _ = try workspace.evaluation(of: "v1")
        let text = try Data(contentsOf: fixture.root.appending(path: Self.predictions))
        try text.write(to: fixture.root.appending(path: Self.predictions), options: .atomic)
        #expect(said(workspace) == Self.message)
    }

    @Test func aFileThatIsWrittenToOrGoneIsAnother() throws {
        let fixture = try WorkspaceFixture()
        let place = fixture.root.appending(path: Self.predictions)
        let workspace = try Workspace.open(fixture.root)
        _ = try workspace.evaluation(of: "v1")
        let handle = try FileHandle(forWritingTo: place)
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("\n".utf8))
        try handle.close()
        #expect(said(workspace) == Self.message)
        try FileManager.default.removeItem(at: place)
        #expect(said(workspace) == Self.message)
    }

    @Test func aRefusalOfTheSystemItIs() {
        #expect(FileError("a", .changed).cause == .system)
    }
}
