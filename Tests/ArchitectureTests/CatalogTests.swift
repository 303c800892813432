import Foundation
import TestSupport
import Testing

/// Catalogue, analyses, templates, tests and methods go together.
@Suite struct CatalogTests {
    /// Names of the analyses' types, as the catalogue lists them.
    private static func listed() throws -> [String] {
        let text = try Repository.text("Sources/Findings/Catalog.swift")
        guard let start = text.range(of: "= ["), let end = text.range(of: "]", range: start.upperBound..<text.endIndex)
        else {
            return []
        }
        return text[start.upperBound..<end.lowerBound].split(separator: "\n").compactMap { line in
            let word = line.trimmingCharacters(in: .whitespaces)
            return word.hasPrefix("//") || !word.contains("(") ? nil : String(word.prefix { $0 != "(" })
        }
    }

    private static func cardText(of name: String) throws -> String {
        let path = Repository.files(under: "Sources/Findings/Analyses", withExtension: "swift").first {
            $0 == "\(name).swift" || $0.hasSuffix("/\(name).swift")
        }
        return try path.map { try Repository.text("Sources/Findings/Analyses/\($0)") } ?? ""
    }

    /// The text after `key: "` up to the next quote.
    private static func quoted(after key: String, in text: String) -> String? {
        guard let start = text.range(of: "\(key): \""),
            let end = text.range(of: "\"", range: start.upperBound..<text.endIndex)
        else { return nil }
        return String(text[start.upperBound..<end.lowerBound])
    }

    @Test func everyListedAnalysisHasItsFileTemplateAndTest() throws {
        let listed = try Self.listed()
        #expect(!listed.isEmpty)
        let tests = Repository.files(under: "Tests/FindingsTests/Analyses", withExtension: "swift")
        for name in listed {
            let text = try Self.cardText(of: name)
            #expect(!text.isEmpty, "write Sources/Findings/Analyses/\(name).swift")
            #expect(
                tests.contains { $0.hasSuffix("\(name)Tests.swift") },
                "write Tests/FindingsTests/Analyses/\(name)Tests.swift: a planted fault is found, a clean run is silent"
            )
            let id = Self.quoted(after: "id", in: text) ?? name
            let template = Repository.file("Templates/analyses/\(id).md").path
            #expect(FileManager.default.fileExists(atPath: template), "write Templates/analyses/\(id).md")
        }
    }

    @Test func everyAnalysisTemplateBelongsToAnAnalysis() throws {
        let ids = Set(try Self.listed().compactMap { Self.quoted(after: "id", in: try Self.cardText(of: $0)) })
        for file in Repository.files(under: "Templates/analyses", withExtension: "md") {
            let id = String(file.dropLast(3))
            #expect(
                ids.contains(id),
                "Templates/analyses/\(file) has no analysis in Catalog.swift; list it or remove the file")
        }
    }
}
