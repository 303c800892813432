// How sure calibration errors are where the images were counted elsewhere: as sure as where they are here.

import Artifacts
import Columns
import Record
import Statistics
import Tallies
import Testing

@testable import Findings

@Suite struct TalliedCalibrationTests {
    private static let settings = WorkspaceSettings(title: "Made", classes: ["c0", "c1", "c2"])

    /// Images whose confidence is drawn evenly from 0.5...1, and which are predicted correctly with that chance less `excess`. Where they
    /// have units, seven images in a row are of one.
    private static func made(_ count: Int, seed: UInt64, excess: Double, hasUnits: Bool = false) -> MadeEvaluation {
        var random = SeededGenerator(seed: seed)
        let rows = (0..<count).map { index in
            let confidence = 0.5 + 0.5 * random.unit()
            let isRight = random.unit() < confidence - excess
            return MadeRow(
                id: "item-\(seed)-\(index)", label: index % 3, predicted: isRight ? index % 3 : (index + 1) % 3,
                confidence: confidence, attributes: ["u\(index / 7)"])
        }
        var made = MadeEvaluation(
            classes: settings.classes, rows: rows, attributes: ["unit"], unit: hasUnits ? "unit" : nil)
        made.hasProbabilities = false
        return made
    }

    /// The counts of rows of `all`.
    private static func tally(_ all: MadeEvaluation, _ rows: Range<Int>) -> PartitionTally {
        var part = all
        part.rows = Array(all.rows[rows])
        var evaluation = part.evaluation
        evaluation.talliedRows = evaluation.items.count
        let units =
            evaluation.items.units.map { ResamplingUnits(ids: $0.unitIDs, ofWholeShared: true) }
            ?? ResamplingUnits(of: evaluation)
        let book = Book(
            counting: Examination.tallyRequests(
                of: evaluation, settings: settings, by: [], for: [Calibration()]),
            of: evaluation, units, by: [], edition: "test")
        return PartitionTally(
            PartitionTally.Description(
                dataset: "made", version: all.version, unit: all.unit, isPaired: false, hasConfidence: true,
                hasProbabilities: false, listed: nil, leftOut: []),
            accounting: evaluation.accounting,
            partition: .init(name: "\(rows)", sha256: "\(rows)", bytes: 1, rows: rows.count), book: book)
    }

    private static func section(_ examination: Examination) throws -> Section {
        try #require(
            Auditor(analyses: [Calibration()], program: "test").audit(examination, inputs: []).section("calibration"))
    }

    /// The analysis on rows, and on the counts of two parts of them.
    private static func sections(_ made: MadeEvaluation) throws -> (rows: Section, tallied: Section) {
        let evaluation = made.evaluation
        var sum = tally(made, 0..<made.rows.count / 3)
        try sum.merge(tally(made, made.rows.count / 3..<made.rows.count))
        return (
            try section(Examination(of: evaluation, settings: settings)),
            try section(Examination(of: sum, evaluation.manifest, evaluation.datasheet, settings: settings))
        )
    }

    /// What is resampled.
    private static let resampled = [
        "ece", "ece_equal_mass", "debiased_ece", "smooth_ece", "signed_gap", "mean_confidence", "brier",
        "miscalibration", "discrimination", "uncertainty", "auroc",
    ]

    @Test(arguments: [500, 5000], [0, 0.12])
    func intervalsOfCountsAreThoseOfRowsToATenthOfTheirWidth(_ count: Int, _ excess: Double) throws {
        let (rows, tallied) = try Self.sections(Self.made(count, seed: 5, excess: excess))
        for id in Self.resampled {
            let (fact, other) = (try #require(tallied.fact(id)), try #require(rows.fact(id)))
            let (own, expected) = (try #require(fact.interval, "\(id)"), try #require(other.interval, "\(id)"))
            #expect(fact.value == other.value && own.method == expected.method, "\(id)")
            let most = (expected.high - expected.low) / 10
            #expect(abs(own.low - expected.low) <= most, "\(id): \(own.low) and \(expected.low)")
            #expect(abs(own.high - expected.high) <= most, "\(id): \(own.high) and \(expected.high)")
            // The next version's replicates of the same images would not be paired with these.
            #expect(fact.replicates == nil && other.replicates != nil, "\(id)")
        }
        // What needs no replicates is the same.
        for id in ["accuracy", "mce", "coverage_99", "confident_error_rate"] {
            #expect(tallied.fact(id)?.interval == rows.fact(id)?.interval, "\(id)")
        }
        // A calibrated model's error may be 0, the other's not.
        #expect((tallied.fact("ece")?.interval?.low == 0) == (excess == 0))
        #expect(tallied.findings.map(\.id) == rows.findings.map(\.id) && tallied.findings.isEmpty == (excess == 0))
        #expect(tallied.findings.map(\.p) == rows.findings.map(\.p))
    }

    @Test func countsByUnitGiveTheIntervalsOfRowsToTheBit() throws {
        let made = Self.made(2100, seed: 5, excess: 0.05, hasUnits: true)
        let (rows, tallied) = try Self.sections(made)
        for id in Self.resampled {
            let (fact, other) = (try #require(tallied.fact(id)), try #require(rows.fact(id)))
            #expect(fact.interval != nil && fact.interval == other.interval, "\(id)")
            // Units have ids, so that these are paired with the next version's.
            #expect(fact.replicates != nil && fact.replicates == other.replicates, "\(id)")
        }
        #expect(tallied.holds("rows_share_units"))
    }

    @Test func whereRowsShareUnitsThatWereNotCountedThereIsNoInterval() throws {
        let evaluation = Self.made(300, seed: 5, excess: 0, hasUnits: true).evaluation
        var tallied = evaluation
        tallied.talliedRows = 300
        let histogram = ScoreHistogram(
            confidence: evaluation.predictions.confidence, correct: (0..<300).map { evaluation.isCorrect($0) })
        let units = ResamplingUnits(ids: try #require(evaluation.items.units).unitIDs, ofWholeShared: true)
        let alone = ResamplingUnits(of: Self.made(300, seed: 5, excess: 0).evaluation)
        let (byUnit, none) = (
            UnitConfidenceTally(UnitConfidences(), over: Block(0..<300, of: evaluation, units)),
            UnitConfidenceTally(UnitConfidences(), over: Block(0..<300, of: evaluation, alone))
        )
        let confusion = ConfusionTally(Confusion(), over: Block(0..<300, of: evaluation, units))
        func replicates(_ units: ResamplingUnits, _ byUnit: UnitConfidenceTally) -> Int {
            CalibrationReplicates(tallied, histogram, units, byUnit, accuracy: confusion).numbers.count
        }
        #expect(replicates(units, none) == 0)
        #expect(replicates(units, byUnit) == BootstrapWeights.lanes)
        #expect(replicates(alone, none) == BootstrapWeights.lanes)
    }
}
