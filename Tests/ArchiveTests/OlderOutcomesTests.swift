import Archive
import Drawing
import Pixels
import Record
import Testing

/// Detector audits were once written with two class names that were none; they are read as if written today.
@Suite struct OlderOutcomesTests {
    private static let table = OutcomeTable(
        ids: [1, 2, 3, 4], labels: [0, 1, 0, 1], predicted: [0, 2, 3, 0], confidence: [9, 8, 0, 7])

    private static func audit(_ task: TaskKind, outcomes: [String]? = nil) -> Audit {
        var item = GalleryItem(
            item: "a object 1", label: "cat", answer: .named("(missed)"), confidence: 0,
            before: .named("(badly placed)"))
        item.wantsOverlay = false
        let section = Section(
            Card(id: "x", title: "X", question: "?", exhibits: ["g"]),
            exhibits: [Exhibit(Shown.g, .gallery(Gallery([item])))])
        return Audit(
            program: "0", version: VersionRecord(name: "v1", date: "2026-01-02", model: "m"),
            dataset: DatasetRecord(
                name: "d", title: "D", n: 4, classes: ["cat", "dog", "(badly placed)", "(missed)"], digest: "",
                outcomes: outcomes, details: []),
            title: "T", task: task, baseline: nil,
            accounting: RowAccounting(itemsRead: 4, predictionsRead: 4, kept: 4), sections: [section], gates: [],
            inputs: [], settings: [])
    }

    private enum Shown: String, CardKey { case g }

    private func read(_ audit: Audit) throws -> ArchivedAudit {
        let scratch = ArchiveScratch()
        defer { scratch.remove() }
        _ = try ArchiveWriter(root: scratch.root).write(audit, outcomes: Self.table, pictures: NoPictures())
        return try ArchiveReader(root: scratch.root).read("v1")
    }

    @Test func anOlderDetectorsNamesThatWereNoClassesAreOutcomes() throws {
        let back = try read(Self.audit(.detection))
        #expect(back.audit.dataset.classes == ["cat", "dog"])
        #expect(back.audit.dataset.outcomes == ["mislocalised", "missed"])
        #expect(back.audit.dataset.answers == ["cat", "dog", "(localisation error)", "(missed)"])
        #expect((0..<4).map { back.outcomes.answer($0, classes: 2) } == [0, -1, -2, 0])
        guard case .gallery(let gallery)? = back.audit.sections[0].exhibits[0].content as Exhibit.Content? else {
            Issue.record("no gallery")
            return
        }
        #expect(gallery.items[0].outcome == "missed" && gallery.items[0].predicted == "(missed)")
        #expect(gallery.items[0].baselineOutcome == "localisation error")
    }

    @Test func aClassifierMayHaveClassesOfThoseNames() throws {
        let audit = Self.audit(.classification)
        let back = try read(audit)
        #expect(back.audit.dataset == audit.dataset && back.audit.sections == audit.sections)
        #expect(back.outcomes == Self.table)
    }

    @Test func aDetectorOfTodayMayHaveThemToo() throws {
        let audit = Self.audit(.detection, outcomes: ["mislocalised", "missed"])
        let back = try read(audit)
        #expect(back.audit.dataset == audit.dataset && back.audit.sections == audit.sections)
        #expect(back.outcomes == Self.table)
    }
}

private struct NoPictures: PictureSource {
    func photo(of item: String) throws -> RGBImage? { nil }
    func heat(of item: String) throws -> SaliencyGrid? { nil }
}
