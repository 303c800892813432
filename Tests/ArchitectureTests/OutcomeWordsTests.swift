import Foundation
import TestSupport
import Testing

/// What became of a thing is an `Outcome`; its words are for readers, and nothing is looked up by them.
@Suite struct OutcomeWordsTests {
    /// Texts that were once class names and meant an outcome.
    private static let texts = ["(badly placed)", "(missed)", "(another class)", "(nothing there)", "(an error)"]

    @Test func noSourceHoldsAnOutcomeAsAClassName() throws {
        let root = Repository.file("Sources")
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
        let sources = try #require(files).filter { $0.pathExtension == "swift" }
        #expect(sources.count > 100)
        for source in sources where source.lastPathComponent != "OlderOutcomes.swift" {
            let text = try String(contentsOf: source, encoding: .utf8)
            for outcome in Self.texts {
                #expect(
                    !text.contains("\"\(outcome)\""),
                    "\(source.lastPathComponent) holds \"\(outcome)\": use Outcome, and Answer where it is shown")
            }
        }
    }
}
