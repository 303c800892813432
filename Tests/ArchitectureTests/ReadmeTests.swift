import Foundation
import TestSupport
import Testing

/// What a newcomer reads first says what is there: a README a target, and one analysis as code in CONTRIBUTING.md.
@Suite struct ReadmeTests {
    private static func targets() throws -> [String] { try ImportTableTests.table().keys.sorted() }

    /// What stands between backquotes.
    private static func quoted(_ text: String) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
            .map { String($0.element) }
    }

    @Test(arguments: try targets()) func everyTargetSaysWhatItIsAndWhatItMayImport(target: String) throws {
        let text = try Repository.text("Sources/\(target)/README.md")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.first == "# \(target)", "Sources/\(target)/README.md begins with the target's name")
        #expect((5...16).contains(lines.count), "Sources/\(target)/README.md has about ten lines, not \(lines.count)")
        let parts = text.components(separatedBy: "\n\n")
        let imports = parts.first { $0.hasPrefix("May import: ") }.map(Self.quoted) ?? []
        #expect(
            Set(imports) == (try ImportTableTests.table()[target] ?? []),
            "Sources/\(target)/README.md says another \"May import\" than the table in CONTRIBUTING.md")
    }

    @Test(arguments: try targets()) func everyFileAndTestThatAReadmeNamesIsThere(target: String) throws {
        let sources = Set(
            Repository.files(under: "Sources", withExtension: "swift").map { ($0 as NSString).lastPathComponent })
        let tests = Repository.files(under: "Tests", withExtension: "swift")
        let named = Self.quoted(try Repository.text("Sources/\(target)/README.md"))
        for name in named where name.hasSuffix(".swift") {
            #expect(sources.contains(name), "Sources/\(target)/README.md names \(name), which is in no target")
        }
        let filters = named.compactMap { $0.split(separator: " ") }.filter { $0.starts(with: ["swift", "test"]) }
            .compactMap(\.last)
        for filter in filters {
            #expect(
                tests.contains { $0.hasPrefix("\(filter)/") || $0.hasSuffix("/\(filter).swift") },
                "Sources/\(target)/README.md names the tests \(filter), which are not there")
        }
        #expect(
            !filters.isEmpty || target == "embedtemplates", "Sources/\(target)/README.md says how to test it alone")
    }

    /// A listing stands under `<!-- PATH -->`: the file of that path, whole. `Tests/Golden/house.py --write` copies it.
    @Test func theAnalysisInContributingIsTheSource() throws {
        let text = try Repository.text("CONTRIBUTING.md")
        let listings = text.components(separatedBy: "<!-- Sources/").dropFirst().compactMap { part -> [String]? in
            guard let path = part.components(separatedBy: " -->\n```swift\n").first, path.count < part.count,
                let code = part.components(separatedBy: "\n```swift\n").dropFirst().first?
                    .components(separatedBy: "```").first
            else { return nil }
            return [path, code]
        }
        #expect(listings.count == 1, "CONTRIBUTING.md shows one analysis as code")
        for listing in listings {
            #expect(
                listing[1] == (try Repository.text("Sources/\(listing[0])")),
                "CONTRIBUTING.md shows another Sources/\(listing[0]) than there is; run Tests/Golden/house.py --write")
        }
    }
}
