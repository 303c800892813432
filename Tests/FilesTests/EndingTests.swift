import Foundation
import Testing

@testable import Files

/// What a process takes along when it is ended. That it does is tried with the real program (`Tests/Golden/operations.sh`).
@Suite struct EndingTests {
    private struct Refused: Error, Equatable {}

    @Test func `changes go through, and what they throw comes out`() throws {
        let before = Ending.changing { 7 }
        var isRefused = false
        do {
            try Ending.changing { () throws(Refused) in throw Refused() }
        } catch {
            isRefused = error == Refused()
        }
        #expect(isRefused)
        let after = Ending.changing { 8 }
        #expect((before, after) == (7, 8))
    }

    @Test func `a scratch folder is gone with who holds it, and nobody else may look into it`() throws {
        var scratch: ScratchFolder? = try ScratchFolder()
        let url = try #require(scratch?.url)
        try Data("x".utf8).write(to: url.appendingPathComponent("file"))
        let mode = try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        withExtendedLifetime(scratch) {}
        scratch = nil
        #expect(!FileManager.default.fileExists(atPath: url.path))
    }
}
