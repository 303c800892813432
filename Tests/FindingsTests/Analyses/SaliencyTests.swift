import Artifacts
import Columns
import Findings
import Pixels
import Record
import Tallies
import Testing

@Suite struct SaliencyTests {
    private struct Broken: Error {}

    /// A 10 x 10 map with its mass in the middle, or in the ring at the edge; `salt` varies it a little.
    private func map(atEdge: Bool, salt: Int) -> SaliencyGrid {
        SaliencyGrid(
            width: 10, height: 10,
            values: (0..<100).map { cell in
                let (x, y) = (cell % 10, cell / 10)
                let isEdge = x == 0 || y == 0 || x == 9 || y == 9
                return (isEdge == atEdge ? 1 : 0) + Float((cell * 7 + salt * 13) % 11) / 50
            })
    }

    /// An evaluation of five classes whose first 30 items of class c0 are misread, with a map for each row that `maps`
    /// gives one.
    private func section(
        wrong: Int = 30, unit: Bool = false, _ maps: @escaping @Sendable (MadeRow, Int) throws -> SaliencyGrid?
    ) throws -> Section {
        var made = MadeEvaluation.clean()
        made.misread(0, as: 1, count: wrong)
        if unit {
            made.attributes = ["video"]
            made.unit = "video"
            for row in made.rows.indices { made.rows[row].attributes = ["video-\(row / 10)"] }
        }
        let plain = made.evaluation
        let rows = made.rows
        let ids = rows.indices.filter { index in
            do { return try maps(rows[index], index) != nil } catch { return true }
        }.map { ItemID(rows[$0].id) }
        let saliency = SaliencyMaps(ids: ids) { id in
            guard let index = rows.firstIndex(where: { $0.id == id.text }), let map = try maps(rows[index], index)
            else {
                throw Broken()
            }
            return map
        }
        let evaluation = Evaluation(
            manifest: plain.manifest, datasheet: plain.datasheet, classes: plain.classes, items: plain.items,
            predictions: plain.predictions, saliency: saliency, accounting: plain.accounting)
        let settings = WorkspaceSettings(title: "Made", classes: made.classes)
        return try Saliency().examine(Examination(of: evaluation, settings: settings))
    }

    @Test func mapsThatPointAtTheEdgeWhereTheModelIsWrongAreALead() throws {
        let section = try section { row, index in map(atEdge: row.label != row.predicted, salt: index) }
        let finding = try #require(section.findings.first)
        #expect(section.findings.count == 1)
        #expect(finding.standing == .lead)
        #expect(finding.errors == 0)
        #expect(finding.measure.n == 30)
        #expect(finding.expected == 0.36)
        #expect(finding.measure.interval.low > 0.36)
        #expect(finding.evidence.allSatisfy { $0.label != $0.predicted && $0.wantsOverlay })
        #expect(finding.counterExamples.allSatisfy { $0.label == $0.predicted })
        #expect(section.holds("points_at_the_edge"))
        #expect(section.holds("compares_outcomes"))
        #expect(try #require(section.fact("border_difference")?.interval).low > 0)
    }

    @Test func mapsOnTheObjectAreSilent() throws {
        let section = try section { _, index in map(atEdge: false, salt: index) }
        #expect(section.findings.isEmpty)
        #expect(!section.holds("points_at_the_edge"))
        #expect(!section.holds("has_flat"))
        #expect(section.fact("maps")?.value == 200)
        #expect(section.fact("incorrect")?.value == 30)
        let border = try #require(section.fact("border_mass"))
        #expect(try #require(border.value) < 0.36)
        #expect(border.floor == 0.36)
    }

    @Test func theEdgeIsNoLeadWhenItemsReadRightPointThereToo() throws {
        let section = try section { _, index in map(atEdge: true, salt: index) }
        #expect(section.findings.isEmpty)
    }

    @Test func tooFewErrorsAreNotJudged() throws {
        let section = try section(wrong: 19) { row, index in map(atEdge: row.label != row.predicted, salt: index) }
        #expect(section.findings.isEmpty)
    }

    @Test func mapsOfErrorsAloneAreSaidToBeJustThat() throws {
        let section = try section { row, index in
            row.label == row.predicted ? nil : map(atEdge: true, salt: index)
        }
        #expect(section.holds("only_errors"))
        #expect(section.holds("some_images_have_none"))
        #expect(!section.holds("compares_outcomes"))
        #expect(
            section.fact("border_difference")?.undefined
                == "fewer than two maps of correct, or of incorrect predictions")
        #expect(section.findings.count == 1)
    }

    @Test func flatHoledAndUnreadableMapsAreCountedAndLeftOut() throws {
        let section = try section { _, index in
            switch index {
            case 0..<5: return SaliencyGrid(width: 2, height: 2, values: [3, 3, 3, 3])
            case 5: return SaliencyGrid(width: 2, height: 2, values: [.nan, .nan, .nan, .nan])
            case 6: throw Broken()
            case 7: return SaliencyGrid(width: 2, height: 2, values: [.nan, 1, 2, 3])
            default: return map(atEdge: false, salt: index)
            }
        }
        #expect(section.fact("maps")?.value == 200)
        #expect(section.fact("flat")?.value == 6)
        #expect(section.fact("flat_share")?.interval?.method == "wilson")
        #expect(section.fact("unreadable")?.value == 1)
        #expect(section.fact("maps_with_missing")?.value == 2)
        #expect(section.fact("missing_cells")?.value == 5)
        #expect(section.fact("gini")?.n == 193)
        for flag in ["has_flat", "has_unreadable", "has_missing"] { #expect(section.holds(flag)) }
    }

    @Test func mapsThatAreAllFlatStateNoMeans() throws {
        let section = try section { _, _ in SaliencyGrid(width: 2, height: 2, values: [0, 0, 0, 0]) }
        #expect(!section.holds("has_readable"))
        #expect(section.fact("gini")?.undefined == "fewer than two maps that vary")
        #expect(section.exhibit("maps") == nil)
    }

    @Test func itemsReadWrongAreShownFirst() throws {
        let section = try section { _, index in map(atEdge: index % 2 == 0, salt: index) }
        guard case .gallery(let gallery)? = section.exhibit("maps")?.content else {
            Issue.record("expected a gallery")
            return
        }
        #expect(gallery.total == 200)
        #expect(gallery.items.allSatisfy { $0.label != $0.predicted })
    }

    @Test func rowsThatShareAUnitAreResampledTogether() throws {
        let alone = try section { _, index in map(atEdge: index / 10 % 2 == 0, salt: index) }
        let grouped = try section(unit: true) { _, index in map(atEdge: index / 10 % 2 == 0, salt: index) }
        let narrow = try #require(alone.fact("border_mass")?.interval)
        let wide = try #require(grouped.fact("border_mass")?.interval)
        #expect(narrow.method == "student-t")
        #expect(wide.method == "poisson-bootstrap")
        #expect(wide.high - wide.low > 1.5 * (narrow.high - narrow.low))
    }

    @Test func anEvaluationWithoutMapsIsNotMeasured() {
        #expect(throws: Missing("no saliency maps in this evaluation")) {
            try Saliency().examine(MadeEvaluation.clean().examination())
        }
    }

    @Test func everythingStatedIsOnTheCard() throws {
        let section = try section { row, index in map(atEdge: row.label != row.predicted, salt: index) }
        let card = Saliency().card
        #expect(section.facts.map(\.id) == card.factIDs)
        #expect(Set(section.flags).isSubset(of: card.flags))
        #expect(Set(section.exhibits.map(\.id)) == Set(card.exhibits))
    }
}
