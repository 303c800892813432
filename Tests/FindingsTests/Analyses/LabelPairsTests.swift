import Record
import Statistics
import Testing

@testable import Findings

/// Labels that are given falsely where another is true.
@Suite struct LabelPairsTests {
    /// Dog is given to each third cat that is no dog.
    private var planted: MadeLabels {
        var made = MadeLabels.calibrated()
        for index in made.images.indices {
            for label in 0..<4 {
                made.images[index].scores[label] = made.images[index].truth.contains(label) ? 0.9 : 0.1
            }
            let image = made.images[index]
            if index % 20 == 0 { made.images[index].scores[3] = 0.8 }
            if index % 3 == 0, image.truth.contains(0), !image.truth.contains(1) { made.images[index].scores[1] = 0.7 }
        }
        return made
    }

    @Test func aFalseLabelThatComesWithATrueOneIsFound() throws {
        let section = try planted.section(LabelPairs())
        let finding = try #require(section.findings.first)
        #expect(section.findings.count { $0.standing == .finding } == 1)
        #expect(finding.mode.name == "false-label given dog where cat")
        let rows = planted.images.filter { $0.truth.contains(0) && !$0.truth.contains(1) }
        let wrong = rows.count { $0.scores[1] >= 0.5 }
        #expect(finding.measure.n == rows.count && finding.errors == wrong)
        #expect(abs(finding.measure.value - Double(wrong) / Double(rows.count)) < 1e-12)
        #expect(finding.expected == 0)
        // All false labels of dog lie among the images with cat: the chance of that, by hand.
        let without = planted.images.filter { !$0.truth.contains(1) }
        let p = Hypergeometric.upperTail(wrong, sample: rows.count, marked: wrong, population: without.count)
        #expect(finding.p.map { $0 >= p && $0 <= 12 * p } == true)
        #expect(section.terms.first { $0.id == "top_given" }?.text == "dog")
    }

    @Test func aCleanModelIsSilent() throws {
        // Each seed has a budget of its own: of twelve, three or more are flagged in one run of fifty.
        let flagged = try (1...12).count { seed in
            try MadeLabels.calibrated(seed: UInt64(seed)).section(LabelPairs()).findings.contains {
                $0.standing == .finding
            }
        }
        #expect(flagged < 3)
    }

    @Test func imagesOfOneUnitCountAsFewer() throws {
        var made = planted
        // A tenth as many patients as images.
        for index in made.images.indices { made.images[index].attributes = ["p\(index % 10)"] }
        made.attributes = ["patient"]
        let alone = try #require(try made.section(LabelPairs()).findings.first)
        made.unit = "patient"
        let shared = try made.section(LabelPairs()).findings.first
        #expect((shared?.p ?? 1) > (alone.p ?? 0))
    }
}
