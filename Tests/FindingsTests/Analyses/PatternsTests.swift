import Columns
import Formats
import Foundation
import Record
import Statistics
import Testing

@testable import Artifacts
@testable import Findings

/// Groups of images in their embeddings.
@Suite struct PatternsTests {
    /// 500 images of two classes with embeddings of three numbers; a fifth of them lie apart, and are wrong so often. `seen` is an
    /// attribute that says which, or nothing.
    private static func examination(
        wrongApart: Double, seed: UInt64 = 1, isNamed: Bool = false, unit: Bool = false, ofOneClass: Bool = false,
        cameras: Int = 40, inOrder: Bool = false
    ) throws -> Examination {
        var generator = SeededGenerator(seed: seed)
        var made = MadeEvaluation.clean(classes: 2, perClass: 250)
        made.attributes = ["seen", "camera"]
        if unit { made.unit = "camera" }
        var numbers: [Double] = []
        for row in made.rows.indices {
            let isApart = generator.unit() < (ofOneClass ? (made.rows[row].label == 0 ? 0.66 : 0) : 0.2)
            made.rows[row].attributes = [
                isNamed ? (isApart ? "rare" : "usual") : ["a", "b"][generator.below(2)],
                "k\(inOrder ? row % cameras : generator.below(cameras))",
            ]
            if generator.unit() < (isApart ? wrongApart : 0.08) {
                made.rows[row].predicted = 1 - made.rows[row].label
                made.rows[row].probabilities = nil
            }
            for dimension in 0..<3 {
                let noise = generator.unit() + generator.unit() + generator.unit() - 1.5
                numbers.append(noise + (dimension < 2 && isApart ? 4.5 : 0) + Double(made.rows[row].label))
            }
        }
        let array = try NPYArray(bytes: Self.npy(numbers, width: 3), name: "embeddings.npy")
        let plain = made.evaluation
        let evaluation = Evaluation(
            manifest: plain.manifest, datasheet: plain.datasheet, classes: plain.classes, items: plain.items,
            predictions: plain.predictions, embeddings: Embeddings(array, rows: Array(made.rows.indices)),
            accounting: plain.accounting)
        return Examination(of: evaluation, settings: WorkspaceSettings(title: "Made", classes: made.classes))
    }

    private static func npy(_ values: [Double], width: Int) -> Data {
        var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(values.count / width), \(width)), }"
        while (header.utf8.count + 11) % 64 != 0 { header += " " }
        header += "\n"
        var bytes = Data([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
        bytes.append(UInt8(header.utf8.count & 0xFF))
        bytes.append(UInt8(header.utf8.count >> 8))
        bytes.append(Data(header.utf8))
        for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        return bytes
    }

    @Test func aGroupThatFailsIsFoundAndCoversItsErrors() throws {
        let examination = try Self.examination(wrongApart: 0.5)
        let section = try Patterns().examine(examination)
        #expect(section.fact("found")?.value == 1)
        let finding = try #require(section.findings.first)
        // Half of about 100 images; the others are of the rest.
        #expect((30...75).contains(finding.errors), "\(finding.errors)")
        #expect(finding.covers?.count == finding.errors)
        #expect(finding.measure.interval.low > (finding.expected ?? 1) + 0.03)
        #expect(finding.evidence.count == 12)
        #expect(section.holds("any_found"))
    }

    @Test func ofManyImagesASampleIsSearchedAndAllArePlaced() throws {
        let examination = try Self.examination(wrongApart: 0.5)
        let section = try Patterns(mostSearched: 300).examine(examination)
        #expect(section.fact("images")?.value == 500 && section.fact("searched")?.value == 300)
        #expect(section.fact("tested")?.n == 300 && section.holds("is_sample"))
        let finding = try #require(section.findings.first)
        let whole = try #require(try Patterns().examine(examination).findings.first)
        // The rate is of the half of the sample that did not find it; the errors are of all images.
        #expect(finding.measure.n < whole.measure.n)
        #expect((30...75).contains(finding.errors) && abs(finding.errors - whole.errors) <= 12)
        #expect(!(try Patterns().examine(examination)).holds("is_sample"))
    }

    @Test func theMapOutlinesWhatWasFound() throws {
        let section = try Patterns().examine(Self.examination(wrongApart: 0.5))
        guard case .chart(.map(let map))? = section.exhibit("map")?.content else { return #expect(Bool(false)) }
        // Far fewer than are drawn at most: all of them are.
        #expect(map.correct.count + map.incorrect.count == 500 && map.all == [map.correct.count, map.incorrect.count])
        let outline = try #require(map.outlines.first)
        #expect(map.outlines.count == 1 && outline.errors == section.findings.first?.errors)
        #expect(section.holds("has_map"))
        let explained = try ["explained_first", "explained_second"].map { try #require(section.fact($0)?.value) }
        #expect(explained == map.explained && explained[0] > explained[1] && explained[0] + explained[1] <= 1)
        // Four of five of its images lie within, measured from the ellipse's own axes.
        #expect(outline.across > 0 && outline.up > 0 && outline.n > 50)
    }

    @Test func aGroupThatHasANameIsThatSlice() throws {
        let section = try Patterns().examine(Self.examination(wrongApart: 0.5, isNamed: true))
        #expect(section.findings.isEmpty && section.fact("found")?.value == 0 && section.fact("folded")?.value == 1)
        guard case .table(let table)? = section.exhibit("groups")?.content else { return #expect(Bool(false)) }
        #expect(table.rows.first?[3] == .predicates([Predicate("seen", "rare")], target: nil))
    }

    @Test func aGroupThatIsMostOfItsClassIsNotTheClass() throws {
        // 66 % of a class fail in half of the images, the others in 8 %: the class fails in 36 %, and hides both.
        let section = try Patterns().examine(Self.examination(wrongApart: 0.5, ofOneClass: true))
        #expect(section.fact("found")?.value == 1 && section.fact("folded")?.value == 0)
    }

    @Test func whereNothingFailsMoreNothingIsFound() throws {
        let found = try (0..<3).count { seed in
            try Patterns().examine(Self.examination(wrongApart: 0.08, seed: UInt64(seed) + 40)).fact("found")?.value
                != 0
        }
        #expect(found <= 1, "\(found) of 3")
    }

    @Test func whatCannotBeSearchedIsSaid() throws {
        #expect(throws: Missing("no embeddings")) {
            try Patterns().examine(MadeEvaluation.clean().examination())
        }
        // Of 40 cameras one image each is too few.
        #expect(throws: Missing("fewer than \(ErrorPatterns.fewestRows) units have embeddings")) {
            try Patterns().examine(Self.examination(wrongApart: 0.5, unit: true))
        }
    }

    /// Two images a unit: one of each is searched and tested, and all are placed.
    @Test func whereRowsShareUnitsOneOfEachIsSearched() throws {
        let section = try Patterns().examine(Self.examination(wrongApart: 0.5, unit: true, cameras: 250, inOrder: true))
        #expect(section.fact("images")?.value == 500 && section.fact("units")?.value == 250)
        #expect(section.fact("searched")?.value == 250 && section.holds("rows_share_units"))
        #expect(!section.holds("is_sample") && section.fact("found")?.value == 1)
        let finding = try #require(section.findings.first)
        // Half of about 100 images, of which one in two is of another unit than the tested ones.
        #expect((30...75).contains(finding.errors) && finding.measure.n < 60)
    }

    /// The objects of a detector: four of each of 300 images, of which a fifth lie apart and 70 % of these are missed, or as many as of
    /// the others.
    @Test(arguments: [true, false])
    func theObjectsOfADetectorAreSearchedOneAnImage(_ isPlanted: Bool) throws {
        var generator = SeededGenerator(seed: 11)
        var made = MadeDetection.clean(classes: 2, perClass: 600)
        var numbers: [Double] = []
        for index in made.things.indices {
            let isApart = generator.unit() < 0.2
            if generator.unit() < (isApart && isPlanted ? 0.7 : 0.08) { made.things[index].answers = [] }
            for dimension in 0..<3 {
                let noise = generator.unit() + generator.unit() + generator.unit() - 1.5
                numbers.append(noise + (dimension < 2 && isApart ? 4.5 : 0) + Double(made.things[index].label))
            }
        }
        let array = try NPYArray(bytes: Self.npy(numbers, width: 3), name: "embeddings.npy")
        let embeddings = ObjectEmbeddings(array, rowOf: Array(made.things.indices), areOfImages: false)
        let section = try Patterns().examine(made.examination(embeddings: embeddings))
        #expect(section.holds("of_objects") && section.holds("rows_share_units"))
        #expect(section.fact("images")?.value == 1_200 && section.fact("units")?.value == 300)
        #expect(section.fact("found")?.value == (isPlanted ? 1 : 0))
        let card = Patterns().card
        #expect(Set(section.facts.map(\.id)).isSubset(of: Set(card.factIDs)))
        #expect(Set(section.flags).isSubset(of: Set(card.flags)))
        #expect(section.findings.allSatisfy { $0.evidence.allSatisfy { $0.item.contains(" object ") } })
    }
}
