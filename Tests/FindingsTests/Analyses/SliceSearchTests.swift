import Artifacts
import Columns
import Record
import Statistics
import Tallies
import TestSupport
import Testing

@testable import Findings

/// Which slice is named: planted ones, ones inside others, and ones that hold nearly everything.
@Suite struct SliceSearchTests {
    /// `rows` items of attributes with so many values; `rate` says how often one with these values is misclassified.
    private func made(_ seed: UInt64, rows: Int, _ sizes: [Int], _ rate: ([Int]) -> Double) -> MadeEvaluation {
        var source = SeededGenerator(seed: seed)
        let made = (0..<rows).map { index -> MadeRow in
            let values = sizes.map { source.below($0) }
            let label = source.below(2)
            return MadeRow(
                id: "item-\(index)", label: label, predicted: source.unit() < rate(values) ? 1 - label : label,
                confidence: 0.9, attributes: values.map { "v\($0)" })
        }
        return MadeEvaluation(classes: ["no", "yes"], rows: made, attributes: sizes.indices.map { "a\($0)" })
    }

    private func slices(_ made: MadeEvaluation) throws -> [[Predicate]] {
        try Slices().examine(made.examination()).findings.filter { $0.standing == .finding }.map { finding in
            guard case .slice(let predicates) = finding.mode else { return [] }
            return predicates
        }
    }

    private func slice(_ values: (Int, Int)...) -> [Predicate] {
        values.map { Predicate(Name("a\($0.0)"), Name("v\($0.1)")) }
    }

    @Test func aPlantedConjunctionIsNamedExactlyAndFirst() throws {
        let seeds = Thoroughness.seeds(from: 1, 10, all: 60)
        let first = try seeds.count { seed in
            let made = made(seed, rows: 2000, [4, 4, 3, 5, 2]) { $0[0] == 1 && $0[1] == 2 ? 0.45 : 0.15 }
            return try slices(made).first == slice((0, 1), (1, 2))
        }
        #expect(Double(first) >= 0.9 * Double(seeds.count))
    }

    @Test func aPartThatFailsMoreThanItsSliceIsAFindingWithinIt() throws {
        let seeds = Thoroughness.seeds(from: 1, 3, all: 20)
        for seed in seeds {
            let made = made(seed, rows: 4000, [10, 5, 4, 3]) { $0[0] == 3 ? ($0[1] == 4 ? 0.8 : 0.4) : 0.1 }
            let section = try Slices().examine(made.examination())
            let outer = FailureMode.slice(slice((0, 3)))
            let inner = try #require(section.findings.first { $0.mode == .slice(slice((0, 3), (1, 4))) })
            #expect(section.findings.contains { $0.mode == outer && $0.standing == .finding })
            #expect(inner.within == outer)
            #expect(inner.standing == .finding)
        }
    }

    /// Three quarters of the items fail `times` as often as the others; two kinds of item fail much more.
    private func nearlyUniversal(_ seed: UInt64, times: Double) -> MadeEvaluation {
        var made = made(seed, rows: 8000, [4, 12, 8, 3]) { values in
            0.16 * (values[0] > 0 ? times : 1) + (values[1] == 5 ? 0.2 : 0)
                + (values[2] == 2 && values[3] == 1 ? 0.2 : 0)
        }
        for row in made.rows.indices where made.rows[row].attributes[0] != "v0" {
            made.rows[row].attributes[0] = "v1"
        }
        return made
    }

    @Test func aSliceOfNearlyEverythingDoesNotSwallowStrongSmallOnes() throws {
        let seeds = Thoroughness.seeds(from: 1, 2, all: 10)
        for seed in seeds {
            let little = try slices(nearlyUniversal(seed, times: 1.04))
            #expect(little.contains(slice((1, 5))))
            #expect(little.contains(slice((2, 2), (3, 1))))
            // At 1.3 times the rate what is strong may be named within it.
            let more = try slices(nearlyUniversal(seed, times: 1.3))
            #expect(more.contains { $0.contains(slice((1, 5))[0]) })
            #expect(more.contains { Set($0).isSuperset(of: slice((2, 2), (3, 1))) })
        }
    }

    @Test func withoutAnEffectNothingIsNamed() throws {
        let seeds = Thoroughness.seeds(from: 1, 20, all: 200)
        let flagged = try seeds.count { seed in
            try !slices(made(seed, rows: 1000, [4, 4, 3, 5, 2]) { _ in 0.15 }).isEmpty
        }
        #expect(flagged <= seeds.count / 10)
    }

    /// 400 items: 100 dark ones of camera b with 40 errors, 100 dark ones of camera a with 10, 200 light ones with 20.
    private func counted() -> MadeEvaluation {
        let groups: [(light: String, camera: String, rows: Int, wrong: Int)] = [
            ("dark", "b", 100, 40), ("dark", "a", 100, 10), ("light", "b", 100, 10), ("light", "a", 100, 10),
        ]
        let rows = groups.flatMap { group in
            (0..<group.rows).map { row in
                MadeRow(
                    id: "\(group.light)-\(group.camera)-\(row)", label: row % 2,
                    predicted: row < group.wrong ? 1 - row % 2 : row % 2, confidence: 0.9,
                    attributes: [group.light, group.camera])
            }
        }
        return MadeEvaluation(classes: ["no", "yes"], rows: rows, attributes: ["light", "camera"])
    }

    @Test func whatIsGainedIsCountedTwice() throws {
        var settings = WorkspaceSettings(title: "Made", classes: ["no", "yes"])
        settings.slicing.includesLabel = false
        let section = try Slices().examine(counted().examination(settings: settings))
        let finding = try #require(section.findings.first)
        #expect(finding.mode == .slice([Predicate("light", "dark"), Predicate("camera", "b")]))
        #expect(section.findings.count == 1)
        // Its siblings are the other dark ones, 10 % wrong: 30 errors of 400 are saved at their rate, 40 in all.
        #expect(finding.expected == 0.1)
        let gain = try #require(finding.gain)
        #expect(abs(gain.value - 30.0 / 400) < 1e-12)
        // Wilson: 0.30940 to 0.49798 for 40 of 100, 0.05523 to 0.17437 for 10 of 100.
        #expect(abs(gain.interval.low - 0.25 * (0.3 - (0.0906 * 0.0906 + 0.07437 * 0.07437).squareRoot())) < 1e-5)
        #expect(abs(gain.interval.high - 0.25 * (0.3 + (0.09798 * 0.09798 + 0.04477 * 0.04477).squareRoot())) < 1e-5)
        let all = try #require(finding.gainIfAllRight)
        #expect(all.value == 40.0 / 400)
        #expect(abs(all.interval.low - 0.25 * 0.30940) < 1e-5)
        #expect(abs(all.interval.high - 0.25 * 0.49798) < 1e-5)
        #expect(section.fact("top_gain")?.value == gain.value)
        #expect(section.fact("top_gain_if_all_right")?.value == all.value)
    }

    @Test func aSliceThatEachHalfFindsIsMeasuredBothWaysRound() throws {
        let finding = try #require(try Slices().examine(counted().examination()).findings.first)
        #expect(finding.halvesFoundOn == 2)
        #expect(finding.discovery == nil)
        #expect(finding.confirmation?.n == 100)
        #expect(finding.confirmation?.value == 0.4)
    }

    @Test func aSliceThatNeitherHalfFindsHasNoRateOnHeldOutRows() throws {
        var neither = 0
        for seed in UInt64(1)...10 {
            let made = made(seed, rows: 2000, [4, 4, 3, 5, 2]) { $0[0] == 1 && $0[1] == 2 ? 0.3 : 0.15 }
            let section = try Slices().examine(made.examination())
            for finding in section.findings {
                #expect((finding.halvesFoundOn == 0) == (finding.confirmation == nil))
                #expect((finding.halvesFoundOn == 1) == (finding.discovery != nil))
                if let first = finding.discovery, let second = finding.confirmation {
                    #expect(first.n + second.n == finding.measure.n)
                }
                if finding.halvesFoundOn == 0 { neither += 1 }
            }
            #expect(section.holds("top_is_held_out") == (section.findings.first?.confirmation != nil))
        }
        #expect(neither > 0)
    }

    @Test func countsAreOfAllThatWasFound() throws {
        // 30 of 60 values fail.
        let made = made(1, rows: 12_000, [60, 2]) { $0[0] < 30 ? 0.5 : 0.02 }
        let section = try Slices().examine(made.examination())
        let found = section.findings.filter { $0.standing == .finding }
        #expect(found.count >= 30)
        #expect(section.fact("findings")?.value == Double(found.count))
        guard case .table(let table)? = section.exhibit("ranked")?.content else {
            Issue.record("there is no ranked table")
            return
        }
        #expect(table.rows.count == 20)
        #expect(section.holds("shows_part"))
    }

    /// Two strata: 20 of 50 rows wrong with 15 of the slice's 20, 10 of 100 wrong with 4 of the slice's 20.
    @Test func strataAreComparedAsCochranMantelAndHaenszelDo() {
        let groups = [(20, 15, false), (30, 5, false), (20, 4, true), (80, 6, true)]
        var wrong: [Int] = []
        var (slice, second) = ([Int](), [Int]())
        var row = 0
        for (index, group) in groups.enumerated() {
            for place in 0..<group.0 {
                if place < group.1 { wrong.append(row) }
                if index % 2 == 0 { slice.append(row) }
                if group.2 { second.append(row) }
                row += 1
            }
        }
        var strata = SliceStrata(wrong: RowSet(wrong, of: row), units: nil)
        strata.split(by: RowSet(second, of: row))
        let result = strata.comparison(of: strata.counts(RowSet(slice, of: row)), in: strata.whole)
        // Expected 20 x 20 / 50 = 8 and 20 x 10 / 100 = 2; variances 20 x 30 x 20 x 30 / (2500 x 49) and
        // 20 x 80 x 10 x 90 / (10000 x 99).
        let variance = 360_000.0 / 122_500 + 1_440_000.0 / 990_000
        #expect(abs(result.z - (19 - 10 - 0.5) / variance.squareRoot()) < 1e-12)
        #expect(abs(result.p - Normal.upperTail(result.z)) < 1e-15)
    }

    /// Few errors: the distributions of two strata, 1 of 4 rows wrong each and both in the slice of 2: (1/2)(1/2).
    @Test func fewErrorsAreComparedExactly() {
        var strata = SliceStrata(wrong: RowSet([0, 4], of: 8), units: nil)
        strata.split(by: RowSet([4, 5, 6, 7], of: 8))
        let result = strata.comparison(of: strata.counts(RowSet([0, 1, 4, 5], of: 8)), in: strata.whole)
        #expect(abs(result.p - 0.25) < 1e-12)
    }
}
