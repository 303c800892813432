import Foundation
import TestSupport
import Testing

/// What a command says is checked, and work waits for no thread.
@Suite struct OutputTests {
    private static func files(with pattern: String, besides allowed: Set<String> = []) throws -> [String] {
        let expression = try NSRegularExpression(pattern: pattern)
        return try Repository.files(under: "Sources", withExtension: "swift").filter { file in
            guard !allowed.contains(file), !file.hasPrefix("embedtemplates/") else { return false }
            return try Repository.text("Sources/\(file)").split(separator: "\n").contains { line in
                guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { return false }
                let text = String(line)
                return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
            }
        }
    }

    @Test func everyCommandPrintsThroughOneDoor() throws {
        let found = try Self.files(
            with: #"(?<![A-Za-z0-9_.])(print|debugPrint|dump|puts|fputs|printf)\(|FileHandle\.standard(Output|Error)"#)
        #expect(
            found == [],
            "print loses what cannot be written without a word: use Outcome.show, Outcome.tell or Outcome.say")
    }

    @Test func noWorkIsHandedToAQueue() throws {
        #expect(
            try Self.files(with: #"concurrentPerform|DispatchQueue\.global"#) == [],
            "a queue waits for ever where no thread can be made: use Workers.perform")
    }
}
