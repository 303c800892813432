import ArgumentParser
import Foundation
import Testing

@testable import misread

/// The help of a command uses the words of the field, as `Tests/Golden/words.txt` lists them for pages.
@Suite struct HelpWordsTests {
    private static func all(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        [command] + command.configuration.subcommands.flatMap(all)
    }

    /// `--version` names a version of a model, where a command has it.
    @Test func noOptionIsListedTwice() {
        for command in Self.all(Misread.self) {
            let help = Misread.helpMessage(for: command, includeHidden: true, columns: 400)
            let options = help.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("--version") }
            #expect(options.count <= 1, "\(command): \(options)")
        }
        #expect(Misread.helpMessage(for: Init.self, columns: 400).contains("--version <version>"))
        #expect(Misread.helpMessage().contains("misread --version"))
    }

    @Test func helpUsesTheWordsOfTheField() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/words.txt")
        let words = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: "\t").map(String.init) }
        #expect(words.count > 20)
        let commands = Self.all(Misread.self)
        #expect(commands.count > 10)
        for command in commands {
            let help = Misread.helpMessage(for: command, includeHidden: true, columns: 400)
            for word in words {
                for match in help.matches(of: try Regex(word[0]).ignoresCase()) {
                    Issue.record("\(command): \"\(help[match.range])\" in its help; write \(word.last ?? "")")
                }
            }
        }
    }
}
