import Testing

@testable import Pages

/// The navigation among the pages of an audit.
@Suite struct PageGroupTests {
    /// What stands in the navigation of a page.
    private static func navigation(_ path: String) throws -> String {
        let page = try Fixture.site().text(path)
        let after = try #require(page.components(separatedBy: "<nav class=\"local\"").dropFirst().first)
        return try #require(after.components(separatedBy: "</nav>").first)
    }

    @Test func pagesStandUnderTheQuestionThatTheyAnswer() throws {
        let text = try Self.navigation("v/v2/index.html")
        let questions = text.components(separatedBy: "<summary>").dropFirst().map { $0.prefix { $0 != "<" } }
        // None of the fixture's analyses asks for causes, and a question without pages is left out.
        #expect(questions == ["May it ship?", "What fails?", "How sure is it?", "Measured on what?"])
        #expect(text.contains("<details name=\"pages\" open><summary>May it ship?</summary><ul><li><span aria-current"))
        #expect(text.components(separatedBy: " open>").count == 2)
    }

    @Test func theGroupOfThePageIsOpenAndWhatWasNotMeasuredIsQuiet() throws {
        let text = try Self.navigation("v/v2/headline/index.html")
        #expect(text.contains("open><summary>May it ship?</summary>"))
        #expect(text.contains("<li><span aria-current=\"page\">Metrics</span></li>"))
        #expect(text.contains("<li class=\"quiet\"><a href=\"../calibration/index.html\">Calibration</a></li>"))
        let errors = try Self.navigation("v/v2/failures/index.html")
        #expect(errors.contains("open><summary>What fails?</summary>"))
    }
}
