import Files
import Foundation
import Testing

@testable import Digests

/// Signatures of a folder's list, made by OpenSSH itself.
@Suite struct SignatureTests {
    private static func scratch() throws -> URL {
        let base = FileManager.default.temporaryDirectory.appending(path: "misread-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: base.appending(path: "site"), withIntermediateDirectories: true)
        try Data("page".utf8).write(to: base.appending(path: "site/index.html"))
        let list = try ChecksumList(ofFolder: base.appending(path: "site"))
        try Data(list.text.utf8).write(to: base.appending(path: "site/SHA256SUMS"))
        return base
    }

    /// Signs the list with a fresh key; gives the file of allowed signers that names it.
    private static func sign(_ base: URL, with program: ExternalProgram) throws -> URL {
        let key = base.appending(path: "key")
        try #require(try program.run(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key.path]).succeeded)
        let list = base.appending(path: "site/SHA256SUMS")
        try #require(try program.run(["-q", "-Y", "sign", "-n", "file", "-f", key.path, list.path]).succeeded)
        let line = try String(contentsOf: base.appending(path: "key.pub"), encoding: .utf8)
        let signers = base.appending(path: "signers")
        try Data("ann@example.org \(line)".utf8).write(to: signers)
        return signers
    }

    @Test func aFolderWithoutASignatureSaysSo() throws {
        let base = try Self.scratch()
        defer { try? FileManager.default.removeItem(at: base) }
        #expect(try Signature.check(base.appending(path: "site"), named: "site") == .absent)
    }

    @Test func aSignatureNamesItsSignerAndIsNoPartOfTheList() throws {
        let program = try #require(ExternalProgram(named: "ssh-keygen"))
        let base = try Self.scratch()
        defer { try? FileManager.default.removeItem(at: base) }
        let (site, signers) = (base.appending(path: "site"), try Self.sign(base, with: program))
        #expect(try Signature.check(site, named: "site", signers: signers) == .signed(by: "ann@example.org"))
        guard case .signedByKey(let key) = try Signature.check(site, named: "site") else {
            return #expect(Bool(false), "the key is not named")
        }
        #expect(key.hasPrefix("SHA256:"))
        #expect(try ChecksumList.faults(in: site) == [])
        #expect(try ChecksumList.unlisted(in: site) == [])

        try Data(
            "ben@example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n".utf8
        )
        .write(to: signers)
        #expect(try Signature.check(site, named: "site", signers: signers) == .unknownSigner)

        try Data("0".utf8).write(to: site.appending(path: "index.html"))
        try Data(try ChecksumList(ofFolder: site).text.utf8).write(to: site.appending(path: "SHA256SUMS"))
        guard case .broken = try Signature.check(site, named: "site", signers: signers) else {
            return #expect(Bool(false), "a list that was altered passes")
        }
        #expect(try ChecksumList.faults(in: site) == [])
    }

    @Test func aSignatureThatIsCutShortIsBroken() throws {
        let program = try #require(ExternalProgram(named: "ssh-keygen"))
        let base = try Self.scratch()
        defer { try? FileManager.default.removeItem(at: base) }
        let signers = try Self.sign(base, with: program)
        let file = base.appending(path: "site/SHA256SUMS.sig")
        try Data(contentsOf: file).prefix(100).write(to: file)
        guard case .broken = try Signature.check(base.appending(path: "site"), named: "site", signers: signers) else {
            return #expect(Bool(false), "half a signature passes")
        }
    }

    /// Handed 50 MB, ssh-keygen reads on for ever: no signature is that long, and none such is handed on.
    @Test(arguments: Signature.Kind.allCases)
    func aSignatureHasASize(_ kind: Signature.Kind) throws {
        let base = try Self.scratch()
        defer { try? FileManager.default.removeItem(at: base) }
        try Data(count: 64_001).write(to: base.appending(path: "site/\(kind.fileName)"))
        #expect(
            try Signature.check(base.appending(path: "site"), named: "site")
                == .broken("\(kind.fileName) has 64001 bytes, a signature at most 64000"))
    }

    @Test func minisignNeedsItsKey() throws {
        let base = try Self.scratch()
        defer { try? FileManager.default.removeItem(at: base) }
        try Data(Self.minisig.utf8).write(to: base.appending(path: "site/SHA256SUMS.minisig"))
        let isThere = ExternalProgram(named: "minisign") != nil
        #expect(
            try Signature.check(base.appending(path: "site"), named: "site")
                == (isThere ? .unchecked(.minisign) : .noProgram(.minisign)))
    }

    /// A signature of Minisign by its form: zeros are of no list.
    private static let minisig =
        "untrusted comment: signature\n\(Data(count: 74).base64EncodedString())\ntrusted comment: t\n"
        + "\(Data(count: 64).base64EncodedString())\n"

    @Test func aSecondSignatureIsLookedAtToo() throws {
        let program = try #require(ExternalProgram(named: "ssh-keygen"))
        let base = try Self.scratch()
        defer { try? FileManager.default.removeItem(at: base) }
        let (site, signers) = (base.appending(path: "site"), try Self.sign(base, with: program))
        let second = site.appending(path: "SHA256SUMS.minisig")
        try Data(Self.minisig.utf8).write(to: second)
        #expect(try Signature.check(site, named: "site", signers: signers) == .signed(by: "ann@example.org"))
        for junk in ["", "junk", String(Self.minisig.dropLast(9))] {
            try Data(junk.utf8).write(to: second)
            #expect(
                try Signature.check(site, named: "site", signers: signers)
                    == .broken("SHA256SUMS.minisig is no signature of Minisign"))
        }
    }

    @Test func emptyFoldersAreNamed() throws {
        let base = try Self.scratch()
        defer { try? FileManager.default.removeItem(at: base) }
        let site = base.appending(path: "site")
        try FileManager.default.createDirectory(at: site.appending(path: "a/b"), withIntermediateDirectories: true)
        #expect(try ChecksumList.faults(in: site) == [.emptyFolder("a/b")])
        #expect(ChecksumFault.emptyFolder("a/b").words == "extra: a/b/, an empty folder")
    }
}
