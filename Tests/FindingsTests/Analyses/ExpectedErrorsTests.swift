import Artifacts
import Columns
import Record
import Statistics
import Testing

@testable import Findings

/// Error rates expected without labels, on the page of drift.
@Suite struct ExpectedErrorsTests {
    /// 600 images whose confidence is how often they are correct: 0.6, 0.8 and 0.95.
    private static let levels = [0.6, 0.8, 0.95]
    private static let made: MadeEvaluation = {
        var made = MadeEvaluation.clean(classes: 2, perClass: 300)
        for row in made.rows.indices {
            let level = levels[row % 3]
            made.rows[row].confidence = level
            // As many as the level says, of every hundred.
            if Double((row / 3) % 100) >= 100 * level { made.rows[row].predicted = 1 - made.rows[row].label }
        }
        return made
    }()

    /// Thirty days of 120 requests of images at random, the reference 14 days; `stale` says on which days one of five correct
    /// predictions became wrong with the same confidence.
    private static func section(
        seed: UInt64 = 3, hard: Bool = false, without: ClosedRange<Int>? = nil,
        confidence: (Double) -> Double = { $0 }, stale: (Int) -> Bool = { _ in false }
    ) throws -> Section {
        var generator = SeededGenerator(seed: seed)
        var rows: [MadeRequest] = []
        var (images, scores, days): ([Int32], [Double], [Int32]) = ([], [], [])
        for number in 0..<30 * 120 {
            let day = number / 120 + 1
            var image = generator.below(600)
            // What is sent gets harder: images of the lowest confidence alone.
            if hard, day > 20 { image -= image % 3 }
            let row = made.rows[image]
            var predicted = row.predicted
            if stale(day), predicted == row.label, generator.below(5) == 0 { predicted = 1 - predicted }
            if let without, without.contains(day) {
                images.append(Int32(image))
                scores.append(confidence(row.confidence))
                days.append(Int32(20_000 + day))
            } else {
                rows.append(
                    MadeRequest(
                        image: image, predicted: predicted, day: 20_000 + day, confidence: confidence(row.confidence),
                        factors: ["a"]))
            }
        }
        let telemetry = Telemetry(
            rows, factors: ["node"], waiting: Telemetry.Waiting(images: images, confidence: scores, days: days))
        return try Drift().examine(
            Examination(
                of: made.evaluation(with: telemetry),
                settings: WorkspaceSettings(title: "Made", classes: made.classes)
            ).counting(for: [Drift()]))
    }

    private func record(_ section: Section) throws -> [[Cell]] {
        guard case .table(let table)? = section.exhibit("record")?.content else { throw Missing("record") }
        return table.rows
    }

    @Test func moreOfWhatIsHardIsExpected() throws {
        let section = try Self.section(hard: true)
        #expect(section.fact("expected_error")?.value.map { abs($0 - 0.4) < 0.005 } == true)
        #expect(section.fact("expected_checked")?.value == 16)
        #expect(section.fact("expected_held")?.value.map { $0 >= 14 } == true)
        #expect(!section.flags.contains("expected_wrong") && section.flags.contains("expected"))
    }

    @Test func errorsWithTheSameConfidenceAreNotSeenAndSaidToBeWrong() throws {
        let section = try Self.section(stale: { $0 >= 22 })
        #expect(section.flags.contains("expected_wrong"))
        let outside = section.terms.first { $0.id == "expected_outside" }?.text ?? ""
        #expect(outside.contains("2024-11-"), "\(outside)")
        let failed = try record(section).filter { $0[1] == .state(.failed, "not as expected") }
        #expect(failed.count >= 7, "\(failed.count)")
        #expect(section.fact("expected_gap")?.value.map { $0 > 0.1 } == true)
        #expect(section.fact("expected_gap")?.interval.map { $0.low > 0 } == true)
    }

    @Test func whereNothingChangedItIsSeldomCalledWrong() throws {
        let wrong = try (0..<6).count { seed in
            try Self.section(seed: UInt64(seed) + 20).flags.contains("expected_wrong")
        }
        #expect(wrong <= 1, "\(wrong) of 6")
    }

    @Test func rowsWithoutLabelsAreExpectedAndCounted() throws {
        let section = try Self.section(without: 29...30)
        #expect(section.fact("waiting")?.value == 240 && section.fact("waiting")?.n == 3600)
        #expect(section.flags.contains("waiting"))
        #expect(section.fact("expected_checked")?.value == 14 && section.fact("windows")?.value == 16)
        let last = try #require(try record(section).last)
        #expect(last[2] == .number(0, .count) && last[3] == .number(120, .count))
        #expect(last[1] == .state(.notMeasured, "no labels yet"))
        #expect(section.fact("expected_error")?.n == 120)
    }

    @Test func withoutConfidenceItIsNotMeasured() throws {
        let none = try Self.section(confidence: { _ in .nan })
        #expect(none.fact("expected_error")?.undefined == "the telemetry has no confidence")
        #expect(!none.flags.contains("expected") && none.exhibit("expected") == nil)
        let logits = try Self.section(confidence: { 10 * $0 })
        #expect(
            logits.fact("expected_gap")?.undefined?.hasPrefix("confidence in the telemetry is no probability") == true)
    }
}
