import Archive
import Chronicle
import Diagnostics
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

    @Test func whatWasUnderstoodAndWhatIsDoubtedStandOnThePageOfTheData() throws {
        let site = try Self.site { audit in
            audit.doubts = ["classes are permuted"]
            audit.health = InputHealth(
                sources: [.init("versions/v2/d/predictions.csv", .predictions, used: 90, of: 97)],
                remarks: [
                    .init(Problem(.note, at: Place(file: "n.csv"), "read as ;")),
                    .init(Problem(.warning, at: Place(file: "w.csv", field: "id"), "odd", suggestion: "why?")),
                ],
                doubts: [
                    .init(kind: "class-order", place: "p.csv", text: "classes are permuted", isAccepted: false),
                    .init(kind: "class-names", place: "m.yml", text: "two are alike", isAccepted: true),
                ])
        }
        let page = site.text("v/v2/data/index.html")
        #expect(page.contains("The input is in doubt: 1 thing looks like a slip of the files"))
        for text in [
            "class-order", "class-names", "accepted", "versions/v2/d/predictions.csv", "Warning: w.csv, id: odd; why?",
        ] {
            #expect(page.contains(text), "\(text)")
        }
        let warning = try #require(page.range(of: "w.csv, id"))
        let note = try #require(page.range(of: "n.csv: read as ;"))
        #expect(warning.lowerBound < note.lowerBound)
    }

    @Test func whatIsNearlyTheSameStandsOnThePageOfTheData() throws {
        func image(_ item: String, _ label: String, of dataset: String? = nil) -> NearDuplicates.Image {
            NearDuplicates.Image(item: item, label: label, dataset: dataset)
        }
        let site = try Self.site { audit in
            audit.nearDuplicates = NearDuplicates(
                compared: 90, share: 0.02, repeated: 2, differing: 1,
                groups: [
                    .init(images: [image("a1", "x"), image("a2", "y")], own: 2, others: 0, distance: 0),
                    .init(
                        images: [image("a3", "x"), image("t1", "x", of: "train")], own: 1, others: 9, distance: 0.01),
                ], others: [.init(dataset: "train", images: 300, shared: 1)])
        }
        let page = site.text("v/v2/data/index.html")
        #expect(
            page.contains("2 of 90 images are to the network") && page.contains("2 groups in all, 1 with more than"))
        #expect(page.contains("train was searched too, 300 images; here nearly the same as one of them: 1."))
        // What reaches into another data set comes first.
        let lines = site.text("v/v2/data/near-duplicates.csv").components(separatedBy: "\r\n")
        #expect(
            lines.prefix(3) == [
                "images,labels,n,elsewhere,distance", "\"a3, t1 (train), 8 more\",x,1,9,0.01",
                "\"a1, a2\",\"x, y\",2,0,0",
            ])
        #expect(site.text("v/v2/data/index.json").contains("\"share_of_median_distance\""))
        let none = try Self.site {
            $0.nearDuplicates = NearDuplicates(
                compared: 90, share: 0.02, repeated: 0, differing: 0, groups: [], others: [])
        }
        #expect(none.text("v/v2/data/index.html").contains("no two are closer than 2"))
        #expect(none.text("v/v2/data/near-duplicates.csv").isEmpty)
        #expect(!(try Self.site { _ in }.text("v/v2/data/index.html").contains("near-duplicates")))
    }

    /// How many images were left out stands beside the headline, declared or not.
    @Test func partOfTheImagesIsSaidBesideTheHeadline() throws {
        let site = try Self.site { audit in
            audit.accounting = RowAccounting(
                itemsRead: 200, predictionsRead: 100, kept: 90, unpredicted: 100,
                refused: [
                    .init(reason: RowAccounting.noPrediction, count: 100),
                    .init(reason: RowAccounting.noLabel, count: 10),
                ], isSubset: true)
        }
        let said =
            "90 of 200 images were evaluated: 100 left out (no prediction for this image), 10 left out (no label for this "
            + "image); the version declares that it covers part of the images."
        for path in ["index.html", "v/v2/index.html", "v/v2/data/index.html"] {
            #expect(site.text(path).contains(said), "\(path)")
        }
        let whole = try Self.site { $0.accounting = RowAccounting(itemsRead: 9, predictionsRead: 9, kept: 9) }
        #expect(!whole.text("v/v2/index.html").contains("images were evaluated"))
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
