import Chronicle
import Diagnostics
import Digests
import Findings
import Foundation
import Markup
import Record
import Testing

@testable import Pages

@Suite struct SiteWriterTests {
    /// An empty folder that is removed afterwards.
    static func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "misread-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test func `a published site verifies, and every change to it is named`() throws {
        try Self.inFolder { folder in
            let place = folder.appending(path: "site")
            let receipt = try SiteWriter.publish(Fixture.site(), to: place)
            #expect(receipt.files > 50)
            #expect(try SiteWriter.verify(place).isEmpty)
            try Data("x".utf8).write(to: place.appending(path: "index.html"))
            try Data("x".utf8).write(to: place.appending(path: "v/extra.html"))
            try FileManager.default.removeItem(at: place.appending(path: "glossary/index.html"))
            #expect(
                try SiteWriter.verify(place) == [
                    .missing("glossary/index.html"), .changed("index.html"), .extra("v/extra.html"),
                ])
        }
    }

    @Test func `a page altered with its list is told by the manifest`() throws {
        try Self.inFolder { folder in
            let place = folder.appending(path: "site")
            try SiteWriter.publish(Fixture.site(), to: place)
            try Data("x".utf8).write(to: place.appending(path: "index.html"))
            try Data(ChecksumList(ofFolder: place).text.utf8).write(to: place.appending(path: "SHA256SUMS"))
            #expect(try SiteWriter.verify(place) == [.manifest("MANIFEST.json")])
            #expect(ChecksumFault.manifest("M").words == "M does not list the files as SHA256SUMS does")
        }
    }

    @Test func `a site whose manifest was taken out of its list too is not as written`() throws {
        try Self.inFolder { folder in
            let place = folder.appending(path: "site")
            try SiteWriter.publish(Fixture.site(), to: place)
            try FileManager.default.removeItem(at: place.appending(path: "MANIFEST.json"))
            try Data(ChecksumList(ofFolder: place).text.utf8).write(to: place.appending(path: "SHA256SUMS"))
            #expect(try SiteWriter.verify(place) == [.missing("MANIFEST.json")])
        }
    }

    @Test func `a signature stays with the list that it is of`() throws {
        try Self.inFolder { folder in
            let place = folder.appending(path: "site")
            try SiteWriter.publish(Fixture.site(), to: place)
            try Data("s".utf8).write(to: place.appending(path: "SHA256SUMS.sig"))
            #expect(try SiteWriter.verify(place).isEmpty)
            func lines() throws -> [Substring] {
                try String(contentsOf: place.appending(path: "SHA256SUMS"), encoding: .utf8).split(separator: "\n")
            }
            let before = try lines()
            let again = try SiteWriter.publish(Fixture.site(), to: place)
            #expect(try zip(before, lines()).filter { $0 != $1 }.map(\.0) == [], "the same files, byte for byte")
            #expect(again.lostSignatures == [])
            #expect(try Data(contentsOf: place.appending(path: "SHA256SUMS.sig")) == Data("s".utf8))
            let other = try SiteWriter.publish(Fixture.site(Chronicle(audits: [], incidents: [])), to: place)
            #expect(other.lostSignatures == ["SHA256SUMS.sig"])
            #expect(!FileManager.default.fileExists(atPath: place.appending(path: "SHA256SUMS.sig").path))
        }
    }

    @Test func `publishing again replaces the whole site and leaves nothing aside`() throws {
        try Self.inFolder { folder in
            let place = folder.appending(path: "site")
            try SiteWriter.publish(Fixture.site(), to: place)
            try SiteWriter.publish(Fixture.site(Chronicle(audits: [], incidents: [])), to: place)
            #expect(try SiteWriter.verify(place).isEmpty)
            #expect(!FileManager.default.fileExists(atPath: place.appending(path: "v").path))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["site"])
        }
    }

    @Test func `a folder that holds something else is refused and untouched`() throws {
        try Self.inFolder { folder in
            let note = folder.appending(path: "note.txt")
            try Data("mine".utf8).write(to: note)
            let site = try Fixture.site(Chronicle(audits: [], incidents: []))
            let problems = try #require(throws: ProblemList.self) { try SiteWriter.publish(site, to: folder) }
            #expect(
                problems.description
                    == "\(folder.lastPathComponent): error: the folder is not empty and was not made by this program; "
                    + "nothing was written; choose another folder, or empty this one")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["note.txt"])
            let file = try #require(throws: ProblemList.self) { try SiteWriter.publish(site, to: note) }
            #expect(file.description == "note.txt: error: there is a file of this name; nothing was written")
        }
    }

    @Test(arguments: ["CNAME", ".git/HEAD", "notes/mine.txt", "v/v1/more/mine.txt"])
    func `what a person put into a site stays, and publishing is refused`(_ path: String) throws {
        try Self.inFolder { folder in
            let place = folder.appending(path: "site")
            let site = try Fixture.site(Fixture.chronicle())
            try SiteWriter.publish(site, to: place)
            let mine = place.appending(path: path)
            try FileManager.default.createDirectory(
                at: mine.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("mine".utf8).write(to: mine)
            let problems = try #require(throws: ProblemList.self) { try SiteWriter.publish(site, to: place) }
            let name =
                path.hasPrefix("v/")
                ? "v/v1/more/"
                : path.split(separator: "/").count > 1
                    ? path.split(separator: "/")[0] + "/" : path
            #expect(
                problems.description
                    == "site: error: the folder holds what this program did not write: \(name); nothing was written; move it "
                    + "out, or publish into a folder of its own and copy from there")
            #expect(try String(contentsOf: mine, encoding: .utf8) == "mine")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["site"])
        }
    }

    /// Whoever keeps `sha256sum -c` passing has entered the file there; the manifest is what was published.
    @Test func `a file that a person entered in the list of checksums stays, too`() throws {
        try Self.inFolder { folder in
            let place = folder.appending(path: "site")
            let site = try Fixture.site(Chronicle(audits: [], incidents: []))
            try SiteWriter.publish(site, to: place)
            try Data("example.org".utf8).write(to: place.appending(path: "CNAME"))
            try Data(ChecksumList(ofFolder: place).text.utf8).write(to: place.appending(path: "SHA256SUMS"))
            let problems = try #require(throws: ProblemList.self) { try SiteWriter.publish(site, to: place) }
            #expect(problems.description.contains("did not write: CNAME; nothing"))
            #expect(try String(contentsOf: place.appending(path: "CNAME"), encoding: .utf8) == "example.org")
        }
    }

    @Test func `a link or an empty folder of a person stays, too`() throws {
        try Self.inFolder { folder in
            let place = folder.appending(path: "site")
            let site = try Fixture.site(Chronicle(audits: [], incidents: []))
            try SiteWriter.publish(site, to: place)
            try FileManager.default.createDirectory(
                at: place.appending(path: "drafts"), withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                at: place.appending(path: "home"), withDestinationURL: folder)
            let problems = try #require(throws: ProblemList.self) { try SiteWriter.publish(site, to: place) }
            #expect(problems.description.contains("did not write: drafts/, home; nothing"))
        }
    }

    @Test func `an output that is a link is published through`() throws {
        try Self.inFolder { folder in
            let site = try Fixture.site(Chronicle(audits: [], incidents: []))
            try SiteWriter.publish(site, to: folder.appending(path: "www/site"))
            let link = folder.appending(path: "link")
            try FileManager.default.createSymbolicLink(
                at: link, withDestinationURL: folder.appending(path: "www/site"))
            try SiteWriter.publish(site, to: link)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path).hasSuffix("www/site"))
            #expect(try SiteWriter.verify(folder.appending(path: "www/site")).isEmpty)
        }
    }

    @Test func `templates that lead out of the workspace are refused`() throws {
        try Self.inFolder { folder in
            let secret = folder.appending(path: "secret.md")
            try Data("# secret".utf8).write(to: secret)
            let overrides = folder.appending(path: "w/templates")
            try FileManager.default.createDirectory(at: overrides, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                at: overrides.appending(path: "glossary.md"), withDestinationURL: secret)
            let file = try #require(throws: ProblemList.self) { try TemplateSet.load(overrides: overrides) }
            #expect(
                file.description
                    == "templates/glossary.md: error: \"templates/glossary.md\" is a link out of the workspace; put the file "
                    + "itself there")
            try FileManager.default.removeItem(at: overrides)
            try FileManager.default.createSymbolicLink(at: overrides, withDestinationURL: folder)
            let all = try #require(throws: ProblemList.self) { try TemplateSet.load(overrides: overrides) }
            #expect(
                all.description
                    == "templates: error: \"templates\" is a link out of the workspace; put the file itself there")
        }
    }

    @Test func `when a picture cannot be read the old site stays`() throws {
        try Self.inFolder { folder in
            let place = folder.appending(path: "site")
            try SiteWriter.publish(Fixture.site(Chronicle(audits: [], incidents: [])), to: place)
            let before = try ChecksumList(ofFolder: place)
            var audit = Fixture.audit("v1")
            audit.pictures = []
            let archived = Fixture.archived(audit)
            let lost = Site.File(
                "v/v1/images/lost.png",
                .picture(
                    Picture(item: "x", kind: .photo, file: "images/lost.png", width: 1, height: 1), archived))
            let site = Site(files: [lost], remarks: [])
            #expect(throws: ProblemList.self) { try SiteWriter.publish(site, to: place) }
            #expect(try ChecksumList(ofFolder: place) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["site"])
        }
    }

    @Test func `a workspace replaces templates by name, and a name that replaces nothing is an error`() throws {
        try Self.inFolder { folder in
            let overrides = folder.appending(path: "templates")
            try FileManager.default.createDirectory(
                at: overrides.appending(path: "pages"), withIntermediateDirectories: true)
            try Data("# Our own methods\n\n![All](exhibit:methods)\n".utf8).write(
                to: overrides.appending(path: "pages/methods.md"))
            let site = try Site.make(Fixture.chronicle(), TemplateSet.load(overrides: overrides), facts: Catalog.facts)
            #expect(site.text("methods/index.html").contains("<h1>Our own methods</h1>"))
            try Data("x".utf8).write(to: overrides.appending(path: "pages/metods.md"))
            let problems = try #require(throws: ProblemList.self) { try TemplateSet.load(overrides: overrides) }
            #expect(
                problems.description
                    == "templates/pages/metods.md: error: no page uses a template of this name; did you mean "
                    + "`pages/methods.md`?")
        }
    }

    @Test func `templates are checked against the catalogue before anything is counted`() throws {
        do {
            try TemplateSet.load(overrides: nil).check(cards: Catalog.cards)
        } catch {
            Issue.record("\(error)")
        }
    }

    /// A command parses what it fills, so nothing but this tells of a template that is parsed on one rare page.
    @Test func `each template of the program is one that Mustache parses`() throws {
        let own = Fixture.templates
        #expect(!own.isReplaced)
        for template in own.templates.values { _ = try Template(text: template.text, file: template.file) }
        for phrase in own.phrases.values { _ = try Template(text: phrase.text, file: phrase.file, as: .plainText) }
    }

    @Test func `an exhibit that a conditional paragraph would run into is refused whatever the data say`() throws {
        try Self.inFolder { folder in
            let overrides = folder.appending(path: "templates")
            try FileManager.default.createDirectory(
                at: overrides.appending(path: "pages"), withIntermediateDirectories: true)
            let text = "# Gates\n\n![All](exhibit:gates)\n{{#has.gates}}\nThere are some.\n{{/has.gates}}\n"
            try Data(text.utf8).write(to: overrides.appending(path: "pages/gates.md"))
            let templates = try TemplateSet.load(overrides: overrides)
            #expect(templates.isReplaced)
            let problems = try #require(throws: ProblemList.self) {
                try templates.check(cards: Catalog.cards)
            }
            #expect(
                problems.description
                    == "templates/pages/gates.md: error: exhibit `gates` stands inside a sentence; give it a paragraph "
                    + "of its own")
        }
    }
}
