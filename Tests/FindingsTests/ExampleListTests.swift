import Artifacts
import Columns
import Record
import Tallies
import Testing

@testable import Findings

/// Shows one image that is correct and one that is not.
private struct ShowsTwo: Analysis {
    enum Shown: String, CardKey { case g }
    let card = Card(id: "two", title: "Two", question: "?", facts: [], exhibits: Shown.ids)

    func examine(_ examination: Examination) throws -> Section {
        Section(
            card, facts: [],
            exhibits: [Exhibit(Shown.g, .gallery(Gallery([1, 0].map { examination.evaluation.shown($0) })))])
    }
}

@Suite struct ExampleListTests {
    private static func examination(
        _ settings: WorkspaceSettings = WorkspaceSettings(title: "T"), rows: Int = 60
    ) -> Examination {
        let labels: [Int32] = (0..<rows).map { Int32($0 % 3) }
        let predicted: [Int32] = (0..<rows).map { $0 % 5 == 0 ? (labels[$0] + 1) % 3 : labels[$0] }
        let probabilities: [Double] = (0..<rows).flatMap { (row: Int) -> [Double] in
            let high: Double = 0.6 + Double(row) / 1_000
            let low: Double = (1 - high) / 2
            return (0..<3).map { Int32($0) == predicted[row] ? high : low }
        }
        let light = Codes((0..<rows).map { $0 % 2 }, categories: 2)
        let sex = Codes((0..<rows).map { $0 / 2 % 2 }, categories: 2)
        let evaluation = Evaluation(
            manifest: VersionManifest(version: "v1", date: "2026-01-02", model: "m"),
            datasheet: Datasheet(name: "d", title: "D"), classes: ["a", "b", "c"],
            items: Items(
                ids: ItemIDs((0..<rows).map { ItemID("image \($0)") }), labels: labels,
                attributes: [
                    .coded(CodedColumn(name: "light", categories: ["day", "night"], codes: light)),
                    .coded(CodedColumn(name: "sex", categories: ["f", "m"], codes: sex)),
                ]),
            predictions: ClassPredictions(
                predicted: predicted, confidence: (0..<rows).map { 0.6 + Double($0) / 1_000 },
                probabilities: ProbabilityMatrix(rows: rows, classes: 3, values: probabilities)),
            accounting: RowAccounting(itemsRead: rows, predictionsRead: rows, kept: rows))
        return Examination(of: evaluation, settings: settings)
    }

    private static func table(_ settings: WorkspaceSettings = WorkspaceSettings(title: "T")) -> ExampleTable {
        let examination = examination(settings)
        return ExampleTable(of: examination, shownBy: Auditor(program: "0").audit(examination, inputs: []))
    }

    @Test func `errors come in the order of the archived outcomes, that of an error set`() {
        let examination = Self.examination()
        let table = Self.table()
        let outcomes = OutcomeTable(of: examination.evaluation)
        let wrong = outcomes.ids.indices.filter { outcomes.labels[$0] != outcomes.predicted[$0] }
        #expect(table.errors == wrong.count && table.total == 12 && table.spurious == 0)
        for (row, place) in wrong.enumerated() { #expect(outcomes.row(of: table.items[row]) == place) }
        #expect(table.isWhole)
    }

    @Test func `what is shown and correct comes after them, each row once`() {
        let examination = Self.examination()
        let audit = Auditor(analyses: [ShowsTwo()], program: "0").audit(examination, inputs: [])
        let table = ExampleTable(of: examination, shownBy: audit)
        #expect(Set(table.items).count == table.count && table.count == table.errors + 1)
        #expect(table.items.last == "image 1" && table.labels.last == table.predicted.last)
        // What is shown comes first among what has a page.
        #expect(table.published.prefix(2).map { table.items[$0] } == ["image 1", "image 0"])
        #expect(table.values(table.errors).map(\.value) == ["night", "f"])
    }

    @Test func `settings say how many pictures a list shows, and how many there are stays`() throws {
        var settings = WorkspaceSettings(title: "T")
        settings.pictures = 1
        let audit = Auditor(analyses: [ShowsTwo()], program: "0").audit(Self.examination(settings), inputs: [])
        guard case .gallery(let gallery) = try #require(audit.sections.first?.exhibits.first).content else {
            return #expect(Bool(false), "no gallery")
        }
        #expect(gallery.items.map(\.item) == ["image 1"] && gallery.total == 2)
        #expect(audit.settings.contains { $0.name == "Pictures of a list at most" })
    }

    @Test func `settings say how many are published`() {
        var settings = WorkspaceSettings(title: "T")
        settings.examples = 4
        let table = Self.table(settings)
        #expect(table.published.count == 4 && table.rankings.count == 4 && table.errors == 12)
        settings.examples = 0
        #expect(Self.table(settings).published.isEmpty)
        #expect(Self.table().published.count == Self.table().count)
    }

    @Test func `no group of people stands beside a single image`() {
        var settings = WorkspaceSettings(title: "T")
        #expect(Self.table(settings).attributes.map(\.name) == ["light", "sex"])
        settings.groups = ["sex"]
        let table = Self.table(settings)
        #expect(table.attributes.map(\.name) == ["light"])
        #expect(!table.texts.contains("f") && !table.texts.contains("m"))
    }

    @Test func `the most probable classes come first`() throws {
        let table = Self.table()
        let row = try #require(table.published.first)
        let ranking = table.ranking(row)
        #expect(ranking.first?.name == table.texts[table.predicted[row]])
        #expect(ranking.map(\.probability) == ranking.map(\.probability).sorted(by: >))
    }
}
