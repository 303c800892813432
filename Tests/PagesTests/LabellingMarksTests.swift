import Foundation
import Record
import Testing

@testable import Archive
@testable import Chronicle
@testable import Pages

/// The labelling queue of a multi-label model.
@Suite struct LabellingMarksTests {
    private enum Flag: String, CardKey { case tooWeak = "too_weak" }

    /// Four images with a wrong label: two of "cat" missing, one of "cat" missing and "owl" wrong, and one of which nothing is disputed.
    private static let list = DisputedLabelSets(
        images: (0..<4).map { .init(name: "i\($0)", file: "pictures/i\($0).png", weight: $0 == 3 ? 0.4 : 0) },
        disputes: [
            .init(image: 0, label: 0, doubt: .missing, score: 0.9, weight: 0.8),
            .init(image: 1, label: 0, doubt: .missing, score: 0.95, weight: 0.9),
            .init(image: 2, label: 0, doubt: .missing, score: 0.85, weight: 0.75),
            .init(image: 2, label: 2, doubt: .wrong, score: 0.02, weight: 0.5),
        ])

    private static func archived(
        _ list: DisputedLabelSets?, isTooWeak: Bool = false, version: String = "v1", date: String = "2026-01-02",
        labels: [UInt16] = [0, 0, 0, 0, 1, 1], status: Section.Status = .examined
    ) -> ArchivedAudit {
        var audit = Fixture.audit(version, date: date)
        audit.task = .multilabel
        audit.dataset.classes = ["(no label)", "cat", "cat; owl"]
        audit.dataset.labels = LabelRecord(names: ["cat", "dog", "owl"], sets: [[], [0], [0, 2]])
        let agreement = FactSpec("agreement", .proportion)
        let card = Card(id: "label-set-suspects", title: "Possible label errors", question: "?", facts: [agreement])
        var section = Section(
            card,
            facts: [
                Fact(
                    agreement, 0.7, n: 90, interval: Interval(low: 0.6, high: 0.8, method: "wilson"),
                    method: "label-set-errors")
            ], flags: Flags(isTooWeak ? [Flag.tooWeak] : []))
        section.disputedLabelSets = list
        section.status = status
        audit.sections.append(section)
        let base = Fixture.archived(audit)
        return ArchivedAudit(
            audit: base.audit,
            outcomes: OutcomeTable(
                ids: (0..<6).map { UInt64($0) }, labels: labels, predicted: [1, 1, 1, 1, 1, 1],
                confidence: [UInt8](repeating: 0, count: 6)),
            runs: [], examples: nil, digest: base.digest, seal: base.seal, folder: base.folder)
    }

    private static func site(_ audits: ArchivedAudit...) throws -> (words: String, site: Site) {
        let site = try Fixture.site(Chronicle(audits: audits, incidents: []))
        return (site.text("labelling/index.html").replacing(#/<[^>]*>/#, with: " ").replacing(#/\s+/#, with: " "), site)
    }

    /// 0.75 + 0.5, then 0.9 and 0.8 of a label that came once and twice before: 0.855 and 0.722.
    @Test func imagesComeByWhatTheirLabelsWeighTogether() throws {
        let (words, site) = try Self.site(Self.archived(Self.list))
        #expect(words.contains("4 images to look at, 4 labels disputed confidently"))
        #expect(words.contains("come first (3), then the others with a wrong label"))
        let rows = site.text("labelling/queue.csv").split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(rows[0].prefix(6) == ["rank", "image", "disputes", "missing", "wrong", "weight"])
        #expect(rows.dropFirst().map { $0[1] } == ["i2", "i1", "i0", "i3"])
        #expect(rows[1][2...5] == ["2", "cat", "owl", "1.25"])
        #expect(rows[1][6] == "confidently disputed")
        #expect(rows[4][2...5] == ["0", "", "", "0.4"])
        #expect(rows[4][6...].joined(separator: ",").contains("no label disputed confidently"))
    }

    @Test func theListsAreThoseThatToolsLoad() throws {
        let site = try Self.site(Self.archived(Self.list)).site
        func parsed(_ name: String) throws -> [String: Any] {
            let data = Data(site.text("labelling/queue." + name).utf8)
            return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        }
        let fiftyOne = try parsed("fiftyone.json")
        #expect(fiftyOne["classes"] as? [String] == ["cat", "dog", "owl"])
        let labels = try #require(fiftyOne["labels"] as? [String: Any])
        let first = try #require(labels["i2"] as? [[String: Any]])
        #expect(first.map { $0["label"] as? String } == ["cat", "owl"])
        #expect((first[1]["attributes"] as? [String: Any])?["labelled"] as? Bool == true)
        #expect((labels["i3"] as? [Any])?.isEmpty == true)
        let coco = try parsed("coco.json")
        let annotations = try #require(coco["annotations"] as? [[String: Any]])
        #expect(annotations.map { $0["category_id"] as? Int } == [1, 3, 1, 1])
        #expect(annotations.map { $0["image_id"] as? Int } == [1, 1, 2, 3])
        let images = try #require(try parsed("json")["images"] as? [[String: Any]])
        #expect((images[0]["disputes"] as? [[String: Any]])?.map { $0["doubt"] as? String } == ["missing", "wrong"])
        #expect(images[0]["label"] == nil && images[0]["width"] == nil)
    }

    @Test func aWeakModelOneWithoutScoresAndAnOlderArchiveQueueNothing() throws {
        let weak = try Self.site(Self.archived(nil, isTooWeak: true)).words
        #expect(weak.contains("of what is labelled or it is sure of, 70.0") && weak.contains("is both"))
        let none = try Self.site(Self.archived(nil, status: .notMeasured(reason: "no scores"))).words
        #expect(none.contains("the score that a model gives to each label, and v1 has none"))
        var audit = Fixture.audit("v1")
        audit.task = .multilabel
        #expect(try Self.site(Fixture.archived(audit)).words.contains("misread audit --replace"))
    }

    /// The labels of two images that were wrong are what was predicted now, of one that was right another.
    @Test func whatNewLabelsChangedIsSaidOfAllLabelsTogether() throws {
        let (words, site) = try Self.site(
            Self.archived(Self.list),
            Self.archived(Self.list, version: "v2", date: "2026-02-03", labels: [1, 1, 0, 0, 1, 2]))
        #expect(words.contains("What new labels changed") && words.contains("All labels right before"))
        #expect(site.text("labelling/relabelled.csv").contains("v1,v2,6,3,2,1,0.333"))
    }
}
