import Testing

@testable import Pages

@Suite struct SitePathTests {
    @Test(arguments: [
        ("index.html", "", "index.html"), ("index.html", "v/v1/", "../../index.html"),
        ("v/v1/index.html", "v/v1/", "index.html"), ("v/v1/slices/index.html", "v/v1/gates/", "../slices/index.html"),
        ("v/v10/index.html", "v/v1/", "../v10/index.html"),
        ("index.html#versions", "methods/wilson/", "../../index.html#versions"),
        // A file that is called like the folder beside it is not that folder.
        ("a/b", "a/b/", "../b"),
    ])
    func linksAreRelative(_ given: (target: String, folder: String, link: String)) {
        #expect(SitePath.relative(given.target, from: given.folder) == given.link)
    }

    @Test func aNameThatIsSafeEverywhereIsItsOwnFolder() {
        for name in ["v1", "2026-01-31_b.2", "A", String(repeating: "a", count: 64)] {
            #expect(SitePath.segment(name) == name)
        }
    }

    @Test func anyOtherNameHasAFolderOfItsOwnThatIsSafe() {
        let names = [
            "", ".", "..", ".hidden", "trailing.", "a/b", "a b", "a%2fb", "a\\b", "Grün", "Gru\u{308}n", "<b>",
            "a\u{0}b",
            String(repeating: "a", count: 65), "a/../b", "C:",
        ]
        let segments = names.map(SitePath.segment)
        #expect(Set(segments).count == names.count)
        for segment in segments {
            #expect(SitePath.segment(segment) == segment, "\(segment) is not safe")
            #expect(segment.utf8.count <= 64 + 7)
        }
        #expect(segments == names.map(SitePath.segment))
    }

    @Test func placesOfNamesStayInTheirFolder() {
        #expect(SitePath.section("../x", of: "..").hasPrefix("v/"))
        #expect(!SitePath.section("../x", of: "..").contains("../"))
        #expect(SitePath.comparison("v1", "v2") == "compare/v1..v2/")
        #expect(SitePath.failure("a", of: "v1") == "v/v1/failures/a/")
    }
}
