import Testing

@testable import Pages

@Suite struct LinkTableTests {
    private static func table(_ pages: [(String, [String])]) -> LinkTable {
        var table = LinkTable()
        for (folder, targets) in pages { table.add(folder, targets) }
        return table
    }

    @Test func `a place that many pages lead to is kept once, however they spell it`() {
        let table = Self.table([
            ("a/", ["../x/index.html", "../x/index.html#top", "https://e.org/", "./../x/index.html"]),
            ("a/b/", ["../../x/index.html", "../../../x/index.html"]),
        ])
        #expect(
            table.places == [
                .file(path: "x/index.html", fragment: ""), .file(path: "x/index.html", fragment: "top"),
                .nowhere("../../../x/index.html"),
            ])
        #expect(table.pages.map(\.folder) == ["a/", "a/b/"])
        #expect(table.pages.map(\.links) == [[0, 1], [0, 2]])
        #expect(
            table.places.map { $0.target(from: "a/b/") } == [
                "../../x/index.html", "../../x/index.html#top", "../../../x/index.html",
            ])
    }

    @Test func `tables of parts together are the table of all`() {
        let pages = [
            ("a/", ["../methods/m/index.html", "../b/index.html"]), ("b/", ["../methods/n/index.html"]),
            ("c/", ["../b/index.html", "../methods/m/index.html#x", "../methods/index.html"]),
        ]
        for cut in 0...pages.count {
            var table = Self.table(Array(pages[..<cut]))
            table.absorb(Self.table(Array(pages[cut...])))
            let whole = Self.table(pages)
            #expect(table.places == whole.places)
            #expect(table.pages.map(\.links) == whole.pages.map(\.links))
            #expect(
                table.pages(leadingBelow: "methods/") == ["m": ["a/", "c/"], "n": ["b/"], "index.html": ["c/"]])
        }
    }
}
