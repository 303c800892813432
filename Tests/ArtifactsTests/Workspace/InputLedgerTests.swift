import Foundation
import Testing

@testable import Artifacts

/// What an audit says it was read from can be checked with `sha256sum` alone.
@Suite struct InputLedgerTests {
    private static func ledger(_ fixture: WorkspaceFixture) throws -> InputLedger {
        try fixture.write("p/a.txt", Data("abc".utf8))
        try fixture.write("p/b.txt", Data())
        return InputLedger(try WorkspaceFolder(fixture.root))
    }

    @Test func aFileHasTheDigestOfItsBytes() throws {
        let fixture = try WorkspaceFixture()
        let file = try #require(try Self.ledger(fixture).file("p/a.txt"))
        // printf abc | sha256sum
        #expect(file.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(file.bytes == 3)
        #expect(file.path == "p/a.txt")
    }

    @Test func aFolderHasTheDigestOfTheLinesOfItsFiles() throws {
        let fixture = try WorkspaceFixture()
        let folder = try #require(try Self.ledger(fixture).files(["p/a.txt", "p/b.txt"], as: "pictures"))
        // sha256sum p/a.txt p/b.txt | sha256sum
        #expect(folder.sha256 == "9b54f96cd050d4879349ad91dcc232d2cfa4b6b549bc7c3c13d1dd68ed5370b5")
        #expect(folder.bytes == 3)
        #expect(folder.path == "pictures")
    }

    @Test func whatCannotBeReadIsALineOfAFolderAndNoEntryByItself() throws {
        let fixture = try WorkspaceFixture()
        let ledger = try Self.ledger(fixture)
        #expect(ledger.file("p/no.txt") == nil)
        #expect(ledger.files([], as: "nothing") == nil)
        // printf 'ba7816...  p/a.txt\nunreadable  p/no.txt\n' | sha256sum
        #expect(
            ledger.files(["p/a.txt", "p/no.txt"], as: "pictures")?.sha256
                == "99e5c3cbb2cc95da82e00ba891c86d2684023b14f6935401fa651af43464306c")
    }

    @Test func anEntryStaysWhatWasReadFirst() throws {
        let fixture = try WorkspaceFixture()
        let ledger = try Self.ledger(fixture)
        let first = try #require(ledger.file("p/a.txt"))
        let folder = try #require(ledger.files(["p/a.txt"], as: "pictures"))
        try fixture.write("p/a.txt", Data("abcd".utf8))
        #expect(ledger.file("p/a.txt") == first)
        #expect(ledger.files(["p/a.txt"], as: "pictures") == folder)
    }
}
