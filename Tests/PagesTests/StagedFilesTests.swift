import Chronicle
import Diagnostics
import Digests
import Findings
import Foundation
import Record
import Testing

@testable import Pages

@Suite struct StagedFilesTests {
    private static func make(_ chronicle: Chronicle, threads: Int, into staged: StagedFiles?) throws(ProblemList)
        -> Site
    {
        try Site.make(
            Chronicles(parts: [Chronicles.Part(dataset: nil, chronicle: chronicle)]), Fixture.templates,
            facts: Fixture.facts, for: .internal, threads: threads, into: staged)
    }

    @Test(arguments: [1, 3]) func `a site written as it is made is the site that was held`(_ threads: Int) throws {
        try SiteWriterTests.inFolder { folder in
            let held = folder.appending(path: "held")
            let receipt = try SiteWriter.publish(try Fixture.site(), to: held)
            let place = folder.appending(path: "staged")
            for _ in 0..<2 {
                let published = try SiteWriter.publish(to: place) { staged in
                    try Self.make(Fixture.chronicle(), threads: threads, into: staged)
                }
                #expect(published.receipt == receipt)
                #expect(try published.site.files.map(\.path) == Fixture.site().files.map(\.path))
                #expect(
                    published.site.files.allSatisfy { file in
                        if case .bytes = file.content { false } else { true }
                    }, "no page is held")
                #expect(try ChecksumList(ofFolder: place) == ChecksumList(ofFolder: held))
                #expect(try SiteWriter.verify(place).isEmpty)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["held", "staged"])
        }
    }

    @Test func `when something is wrong with a page nothing that was written stays`() throws {
        try SiteWriterTests.inFolder { folder in
            let place = folder.appending(path: "site")
            try SiteWriter.publish(Fixture.site(Chronicle(audits: [], incidents: [])), to: place)
            let before = try ChecksumList(ofFolder: place)
            let wrong = Problem(at: Place(file: "incidents/a.md"), "is wrong")
            let problems = try #require(throws: ProblemList.self) {
                try SiteWriter.publish(to: place) { staged in
                    _ = try Self.make(Fixture.chronicle(), threads: 2, into: staged)
                    throw wrong
                }
            }
            #expect(problems.description == "incidents/a.md: error: is wrong")
            #expect(try ChecksumList(ofFolder: place) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["site"])
        }
    }

    @Test func `a file that cannot be written is told once, and the first of a path stands`() throws {
        try SiteWriterTests.inFolder { folder in
            let place = folder.appending(path: "site")
            let problems = try #require(throws: ProblemList.self) {
                try SiteWriter.publish(to: place) { staged in
                    #expect(staged.take("a", [1]) != nil)
                    #expect(staged.take("a", [2]) == nil)
                    // A folder cannot lie in a file.
                    for name in ["a/b", "a/c"] { #expect(staged.take(name, [3]) != nil) }
                    return Site(files: [], remarks: [])
                }
            }
            #expect(problems.description.hasPrefix("site/a/b: error: "))
            #expect(problems.errors.count == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }
}
