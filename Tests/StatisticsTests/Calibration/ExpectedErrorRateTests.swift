import Foundation
import Statistics
import TestSupport
import Testing

/// Error rates expected by confidence alone.
@Suite struct ExpectedErrorRateTests {
    private static func rows(_ name: String) throws -> [[Double]] {
        let text = try String(contentsOf: Repository.reference("drift/expected_errors.\(name).csv"), encoding: .utf8)
        return text.split(separator: "\n").dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
    }

    private struct Golden: Decodable {
        struct Ends: Decodable { var deviation, low, high: Double }
        var window: Double
        var n, units: Int
        var rate: Double
        var independent, by_unit: Ends
    }

    @Test(arguments: [false, true]) func valuesAreThoseOfSciPy(byUnit: Bool) throws {
        let reference = try Self.rows("reference")
        let rows = try Self.rows("rows")
        let sizes = Dictionary(reference.map { ($0[2], 1) }, uniquingKeysWith: +).values.map { $0 }
        let rate = try #require(
            ExpectedErrorRate(
                reference: ScoreHistogram(confidence: reference.map { $0[0] }, correct: reference.map { $0[1] == 1 }),
                rowsOfUnits: byUnit ? sizes : nil))
        let all = try JSONDecoder().decode(
            [Golden].self, from: try Data(contentsOf: Repository.reference("drift/expected_errors.golden.json")))
        #expect(all.count == 4)
        for golden in all {
            let there = rows.filter { $0[0] == golden.window }
            let found = try #require(rate(there.map { $0[1] }, units: there.map { Int32($0[2]) }))
            let ends = byUnit ? golden.by_unit : golden.independent
            #expect(found.n == golden.n && found.units == golden.units)
            #expect(abs(found.rate - golden.rate) < 1e-9, "\(golden.window)")
            #expect(abs(found.deviation - ends.deviation) < 1e-9, "\(golden.window)")
            #expect(abs(found.interval().low - ends.low) < 1e-9, "\(golden.window)")
            #expect(abs(found.interval().high - ends.high) < 1e-9, "\(golden.window)")
        }
    }

    @Test func theOrderOfRowsHasNoPart() throws {
        let reference = try Self.rows("reference")
        let rows = try Self.rows("rows")
        let rate = try #require(
            ExpectedErrorRate(
                reference: ScoreHistogram(confidence: reference.map { $0[0] }, correct: reference.map { $0[1] == 1 })))
        let forward = rate(rows.map { $0[1] }, units: rows.map { Int32($0[2]) })
        let backward = rate(rows.reversed().map { $0[1] }, units: rows.reversed().map { Int32($0[2]) })
        #expect(forward == backward && forward != nil)
    }

    /// The example of the page of methods.
    @Test func twoStepsOfAHundredImagesGiveWhatThePageSays() throws {
        let scores = [Double](repeating: 0.6, count: 100) + [Double](repeating: 0.9, count: 100)
        let correct = (0..<100).map { $0 >= 40 } + (0..<100).map { $0 >= 10 }
        let rate = try #require(
            ExpectedErrorRate(reference: ScoreHistogram(confidence: scores, correct: correct)))
        let rows = (0..<100).map { $0 < 50 ? 0.6 : 0.9 }
        let expected = try #require(rate(rows, units: (0..<100).map { Int32($0) }))
        #expect(abs(expected.rate - 0.25) < 1e-12)
        #expect(abs(expected.interval().low - 0.147) < 5e-4 && abs(expected.interval().high - 0.353) < 5e-4)
    }

    @Test func ofNothingNothingIsExpected() {
        #expect(ExpectedErrorRate(reference: ScoreHistogram(confidence: [], correct: [])) == nil)
        let rate = ExpectedErrorRate(reference: ScoreHistogram(confidence: [0.5], correct: [true]))
        #expect(rate?([], units: []) == nil)
        // A reference without an error expects none, and does not claim to be sure of it.
        #expect(rate?([0.9], units: [0])?.rate == 0)
        #expect(rate?([0.9], units: [0])?.interval().high == 1)
    }

    /// Calibrated references of 300 and windows of 30, 100 and 400 rows: the counted rate lies in the interval in 95 of 100.
    @Test(arguments: [30, 100, 400]) func theCountedRateLiesInTheInterval(rows: Int) throws {
        var generator = SeededGenerator(seed: UInt64(rows))
        func draw(_ n: Int) -> (confidence: [Double], correct: [Bool]) {
            let confidence = (0..<n).map { _ in (0.4 + 0.6 * generator.unit().squareRoot()) }
            return (confidence, confidence.map { generator.unit() < $0 * $0 })
        }
        let draws = 400
        let held = try (0..<draws).count { _ in
            let (confidence, correct) = draw(300)
            let rate = try #require(
                ExpectedErrorRate(reference: ScoreHistogram(confidence: confidence, correct: correct)))
            let window = draw(rows)
            let expected = try #require(rate(window.confidence, units: (0..<Int32(rows)).map { $0 }))
            return expected.interval().contains(Double(window.correct.count { !$0 }) / Double(rows))
        }
        #expect(Double(held) / Double(draws) >= 0.93, "\(held) of \(draws)")
    }
}
