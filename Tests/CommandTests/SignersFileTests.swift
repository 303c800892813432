import Testing

@testable import misread

@Suite struct SignersFileTests {
    private static let key = "AAAAC3NzaC1lZDI1NTE5AAAAIEj1HzvC3iuo5dvuyc6ZSf6xW6Rkj5NYXCQ+yzIRn4zV"
    private static let form =
        "a line of allowed signers is `name ssh-ed25519 AAAA...`, a Minisign key is the two lines of its .pub file"

    @Test(arguments: [
        "me ssh-ed25519 \(key)\n", "# who\n\nme,you namespaces=\"file\" ssh-ed25519 \(key) a comment\n",
        "untrusted comment: minisign public key\nRWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3\n",
    ])
    func aFileWithASignerIsRight(_ text: String) { #expect(SignersFile.fault(text, file: "s") == nil) }

    @Test(arguments: [
        ("", "s: error: names no signer; \(form)"), ("# nobody\n", "s: error: names no signer; \(form)"),
        ("hello world\n", "s:1: error: holds no signer that can be read; \(form)"),
        ("me ssh-ed25519 AAA?\n", "s:1: error: holds no signer that can be read; \(form)"),
        (
            "ssh-ed25519 \(key) me@x\n",
            "s:1: error: is a public key, and says not whose it is; write a name before it: `you@example.org ssh-ed25519 ...`"
        ),
    ])
    func whatNamesNobodyIsSaid(_ text: String, _ words: String) {
        #expect(SignersFile.fault(text, file: "s")?.description == words)
    }

    @Test func aSiteWithoutSettingsSaysWhoItIsFor() {
        #expect(
            RenderCommand.noSettings.description
                == "misread.yml: note: is not there: the site is made for the audience internal, judged by the gates of the newest audit; for others say --audience public or restricted"
        )
    }
}
