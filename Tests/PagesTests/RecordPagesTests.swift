import Archive
import Chronicle
import Record
import Testing

@testable import Pages

/// What an audit rests on: files with their digests, rows with what became of them.
@Suite struct RecordPagesTests {
    private static func site(_ change: (inout Audit) -> Void) throws -> Site {
        var audit = Fixture.audit("v2", baseline: "v1")
        change(&audit)
        return try Fixture.site(Chronicle(audits: [Fixture.archived(audit)], incidents: []))
    }

    @Test func everyInputIsListedWithItsDigestAndItsSize() throws {
        let digests = ["1", "2"].map { String(repeating: $0, count: 64) }
        let site = try Self.site { audit in
            audit.inputs = [
                InputFile(path: "a.csv", sha256: digests[0], bytes: 12),
                InputFile(path: "b,c.csv", sha256: digests[1], bytes: 3400),
            ]
        }
        #expect(
            site.text("v/v2/provenance/inputs.csv")
                == "path,sha256,bytes\r\na.csv,\(digests[0]),12\r\n\"b,c.csv\",\(digests[1]),3400\r\n")
        let page = site.text("v/v2/provenance/index.html")
        for digest in digests { #expect(page.contains(digest)) }
    }

    @Test func theAuditItsSealAndItsBaselineAreNamedByTheirDigests() throws {
        let page = try Self.site { _ in }.text("v/v2/provenance/index.html")
        let (audit, seal) = (String(repeating: "1a", count: 32), String(repeating: "2b", count: 32))
        #expect(page.contains("<code>\(audit)</code>"))
        #expect(page.contains("<code>\(seal)</code>"))
        #expect(page.contains("<code>\(String(repeating: "cd", count: 32))</code>"), "the baseline's audit")
        let alone = try Self.site { $0.baseline = nil }.text("v/v2/provenance/index.html")
        #expect(!alone.contains(String(repeating: "cd", count: 32)))
    }

    @Test func rowsThatWereReadAreThoseLeftOutAndThoseJudged() throws {
        let site = try Self.site { audit in
            audit.accounting = RowAccounting(
                itemsRead: 10, predictionsRead: 9, kept: 6, unpredicted: 1,
                refused: [.init(reason: "one", count: 1), .init(reason: "two", count: 3)])
        }
        let lines = site.text("v/v2/data/accounting.csv").components(separatedBy: "\r\n").dropFirst().dropLast()
        #expect(lines.compactMap { $0.split(separator: ",").last } == ["10", "9", "1", "3", "6"])
    }

    @Test func theRowsOfADetectorAreRegionsAndDetections() throws {
        let site = try Self.site { audit in
            audit.task = .detection
            audit.accounting = RowAccounting(itemsRead: 10, predictionsRead: 90, kept: 8)
        }
        let page = site.text("v/v2/data/index.html")
        #expect(page.contains("The ground truth has 10 labelled regions, and 90 detections were read."))
        #expect(site.text("v/v2/data/accounting.csv").contains("labelled regions,10\r\ndetections,90\r\n"))
    }

    @Test func gatesAreRowsInTheOrderOfTheSettings() throws {
        let lines = try Self.site { audit in
            audit.gates = ["b/x", "a/y"].map {
                GateResult(name: $0 + "!", fact: $0, atLeast: 0.5, measured: nil, state: .notMeasured, reason: "none")
            }
        }.text("v/v2/gates/gates.csv").components(separatedBy: "\r\n").dropFirst().dropLast()
        #expect(lines.count == 2)
        #expect(lines.first?.contains("b/x!") == true)
    }

    @Test(arguments: [
        (String(repeating: "f", count: 40), true), (String(repeating: "f", count: 39), false),
        (String(repeating: "ab ", count: 20), false), ("<b>", false),
    ])
    func aLongTextWithoutSpacesIsCode(_ given: (text: String, isCode: Bool)) {
        let html = RecordPages.list([Setting("name", given.text)]).text
        #expect(html.contains("<code>") == given.isCode)
        #expect(!html.contains("<b>"))
    }
}
