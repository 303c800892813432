import Diagnostics
import Foundation

/// A file that says who may have signed: OpenSSH's allowed signers, or a public key of Minisign.
enum SignersFile {
    /// What is wrong with its text; `nil` where a signer can be read from it.
    static func fault(_ text: String, file: String) -> Problem? {
        let form =
            "a line of allowed signers is `name ssh-ed25519 AAAA...`, a Minisign key is the two lines of its .pub file"
        let lines = text.split(whereSeparator: \.isNewline).enumerated().map { (row: $0.offset + 1, line: $0.element) }
            .filter { !$0.line.allSatisfy(\.isWhitespace) && !$0.line.hasPrefix("#") }
        guard let first = lines.first else {
            return Problem(at: Place(file: file), "names no signer", suggestion: form)
        }
        if lines.contains(where: { isMinisign($0.line) || isAllowedSigner($0.line) }) { return nil }
        let words = first.line.split(separator: " ").map(String.init)
        if words.count > 1, isKeyType(words[0]), isKey(words[1]) {
            return Problem(
                at: Place(file: file, row: first.row), "is a public key, and says not whose it is",
                suggestion: "write a name before it: `you@example.org \(words[0]) ...`")
        }
        return Problem(at: Place(file: file, row: first.row), "holds no signer that can be read", suggestion: form)
    }

    private static func isAllowedSigner(_ line: Substring) -> Bool {
        let words = line.split(separator: " ").map(String.init)
        guard let place = words.firstIndex(where: isKeyType), place > 0, place + 1 < words.count else { return false }
        return isKey(words[place + 1])
    }

    private static func isKeyType(_ word: String) -> Bool {
        ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"].contains { word.hasPrefix($0) }
    }

    private static func isKey(_ word: String) -> Bool {
        word.hasPrefix("AAAA") && Data(base64Encoded: word) != nil
    }

    /// 42 bytes that begin with the name of the algorithm.
    private static func isMinisign(_ line: Substring) -> Bool {
        Data(base64Encoded: String(line)).map { $0.count == 42 && $0.starts(with: Data("Ed".utf8)) } ?? false
    }
}
