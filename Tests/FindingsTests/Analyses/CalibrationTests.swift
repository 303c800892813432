import Artifacts
import Findings
import Record
import Statistics
import TestSupport
import Testing

@Suite struct CalibrationTests {
    /// `count` items whose confidence is drawn evenly from 0.5...1; right with the probability `rate` of it.
    private func made(
        _ count: Int, seed: UInt64, classes: Int = 4, rate: (Double) -> Double = { $0 }
    ) -> MadeEvaluation {
        var random = SeededGenerator(seed: seed)
        var made = MadeEvaluation(classes: (0..<classes).map { "c\($0)" }, rows: [])
        for index in 0..<count {
            let label = random.below(classes)
            let confidence = 0.5 + 0.5 * random.unit()
            let isRight = random.unit() < rate(confidence)
            let predicted = isRight ? label : (label + 1 + random.below(classes - 1)) % classes
            made.rows.append(
                MadeRow(id: "item-\(seed)-\(index)", label: label, predicted: predicted, confidence: confidence))
        }
        return made
    }

    private func section(_ made: MadeEvaluation) throws -> Section {
        try Calibration().examine(made.examination())
    }

    private func verdicts(_ section: Section) -> [String] {
        section.flags.filter { ["overconfident", "underconfident", "mixed", "at_floor"].contains($0) }
    }

    @Test func plantedOverconfidenceIsFoundWithItsSize() throws {
        let section = try section(made(1000, seed: 1) { $0 - 0.2 })
        #expect(verdicts(section) == ["overconfident"])
        let finding = try #require(section.findings.first)
        #expect(section.findings.count == 1)
        #expect(finding.mode == .overconfidence)
        #expect(abs(finding.measure.value - 0.2) < 0.04)
        #expect(finding.measure.interval.low > 0.14 && finding.measure.interval.high < 0.26)
        #expect(finding.measure.unit == .points && finding.measure.n == 1000)
        #expect(finding.errors == 0)
        #expect(finding.evidence.count == 12 && finding.evidence.allSatisfy { $0.label != $0.predicted })
        let confidences = finding.evidence.map(\.confidence)
        #expect(confidences == confidences.sorted(by: >))
        let ece = try #require(section.fact("ece"))
        #expect(try #require(ece.value) > 5 * (try #require(ece.floor)))
        #expect(section.fact("temperature").map { ($0.interval?.low ?? 0) > 1 } == true)
        #expect(section.holds("scaling_helps"))
        let before = try #require(section.fact("log_loss")?.value)
        #expect(try #require(section.fact("log_loss_scaled")?.value) < before)
        #expect(try #require(section.fact("ece_isotonic")?.value) < 0.1)
    }

    @Test func plantedUnderconfidenceIsFound() throws {
        let section = try section(made(1000, seed: 2) { min(1, $0 + 0.15) })
        #expect(verdicts(section) == ["underconfident"])
        let finding = try #require(section.findings.first)
        #expect(finding.mode == .underconfidence && finding.measure.interval.high < 0)
        #expect(finding.evidence.allSatisfy { $0.label == $0.predicted })
        #expect(section.fact("temperature").map { ($0.interval?.high ?? 9) < 1 } == true)
    }

    @Test func errorsOfBothSignsAreCalledMixed() throws {
        let section = try section(made(1200, seed: 4) { $0 < 0.75 ? $0 + 0.2 : $0 - 0.2 })
        #expect(verdicts(section) == ["mixed"])
        #expect(section.findings.first?.mode == .other(kind: "miscalibration", []))
    }

    @Test func calibratedDataAreFlaggedInAtMostOneRunInTwenty() throws {
        var flagged = 0
        for seed in Thoroughness.seeds(from: 100, 6, all: 30) {
            var made = made(250, seed: seed)
            made.hasProbabilities = false
            flagged += try section(made).findings.isEmpty ? 0 : 1
        }
        // 5 % of 30 is 1.5, of 6 it is 0.3; more would happen by chance less than once in a hundred times.
        #expect(flagged <= Thoroughness.draws(2, all: 5))
    }

    @Test func aPlantedClassStandsOutAndOthersDoNot() throws {
        var made = made(1600, seed: 5)
        // Half of what is predicted correctly as c2 is another class in truth.
        for row in made.rows.indices where made.rows[row].predicted == 2 && row % 2 == 0 { made.rows[row].label = 3 }
        let section = try section(made)
        guard case .table(let table)? = section.exhibit("by_class")?.content else {
            Issue.record("no table by class")
            return
        }
        #expect(table.rows.first?.first == .text("c2"))
        #expect(section.fact("classes_off")?.value == 1)
        #expect(section.holds("classes_off"))
    }

    @Test func rowOrderDoesNotChangeABit() throws {
        let made = made(120, seed: 6)
        var backwards = made
        backwards.rows.reverse()
        #expect(try section(made) == section(backwards))
    }

    @Test func aPerfectModelThatSaysItIsSureIsAtTheFloor() throws {
        var made = MadeEvaluation.clean(classes: 3, perClass: 20)
        for row in made.rows.indices { made.rows[row].confidence = 1 }
        let section = try section(made)
        #expect(verdicts(section) == ["at_floor"])
        #expect(section.fact("ece")?.value == 0)
        #expect(section.findings.isEmpty && !section.holds("has_errors"))
        #expect(section.fact("auroc")?.undefined == "all predictions are correct, or all are incorrect")
    }

    @Test func withoutProbabilitiesConfidenceIsStillJudged() throws {
        var made = made(600, seed: 7) { $0 - 0.2 }
        made.hasProbabilities = false
        let section = try section(made)
        #expect(verdicts(section) == ["overconfident"])
        for id in ["classwise_ece", "temperature", "log_loss", "ece_scaled"] {
            #expect(section.fact(id)?.undefined == "the evaluation has no class probabilities")
        }
        #expect(section.fact("ece_isotonic")?.value != nil)
    }

    @Test func everythingOnTheCardIsStatedAndNothingElse() throws {
        let section = try section(made(400, seed: 8) { $0 - 0.1 })
        let card = Calibration().card
        #expect(Set(section.facts.map(\.id)) == Set(card.factIDs))
        #expect(Set(section.exhibits.map(\.id)) == Set(card.exhibits))
        #expect(Set(section.flags).isSubset(of: card.flags))
        for fact in section.facts {
            #expect(card.methods.contains(fact.method), "\(fact.id) cites \(fact.method)")
            if let interval = fact.interval, let value = fact.value {
                #expect(interval.low <= value && value <= interval.high, "\(fact.id)")
                #expect(card.methods.contains(interval.method), "\(fact.id) cites \(interval.method)")
            }
        }
    }

    @Test func anEvaluationWithoutItemsIsMissing() {
        let made = MadeEvaluation(classes: ["a"], rows: [])
        #expect(throws: Missing.self) { try Calibration().examine(made.examination()) }
    }

    @Test func aHandfulOfItemsIsJudgedWithoutRemedies() throws {
        let section = try section(made(12, seed: 9))
        #expect(section.fact("ece")?.value != nil)
        #expect(section.fact("ece_isotonic")?.undefined == "fewer than 50 images")
        #expect(section.fact("mce")?.undefined == "no bin holds 100 images")
    }

    @Test(arguments: Thoroughness.isFull ? ["v1", "v2", "v3"] : ["v1"])
    func theDigitsAuditHasItsKnownError(_ version: String) throws {
        let section = try Calibration().examine(DigitsAudit.examination(version))
        let expected = try ReferenceFacts.digits().number("versions", version, "ece15")
        #expect(near(section.fact("ece")?.value, expected))
        #expect(
            near(
                section.fact("mean_confidence")?.value,
                try ReferenceFacts.digits().number("versions", version, "mean_confidence")))
        let wrong = try ReferenceFacts.digits().number("versions", version, "confident_errors_over_0_9")
        #expect(section.fact("confident_errors")?.value == wrong)
        // v1 claims 99 % and is right 92 %.
        if version == "v1" { #expect(section.holds("overconfident")) }
    }

    /// Errors of a calibrated model are 0 on infinitely many rows, so their intervals begin there.
    @Test func theErrorsOfACalibratedModelMayAllBeZero() throws {
        let errors = ["ece", "ece_equal_mass", "debiased_ece", "smooth_ece", "miscalibration", "classwise_ece"]
        var held: [String: Int] = [:]
        let seeds = Thoroughness.seeds(from: 200, 10, all: 60)
        for seed in seeds {
            let section = try section(made(80, seed: seed, classes: 2))
            for id in errors {
                let interval = try #require(section.fact(id)?.interval)
                #expect(interval.method == "error-interval")
                if interval.low <= 0 { held[id, default: 0] += 1 }
            }
        }
        for id in errors { #expect(held[id, default: 0] * 10 >= seeds.count * 8, "\(id): \(held[id, default: 0])") }
    }

    @Test func theErrorOfAMiscalibratedModelIsInside() throws {
        let section = try section(made(1000, seed: 21) { $0 - 0.2 })
        for id in ["ece", "ece_equal_mass", "debiased_ece", "smooth_ece"] {
            let interval = try #require(section.fact(id)?.interval)
            #expect(interval.low > 0.13 && interval.low < 0.2 && interval.high > 0.2 && interval.high < 0.27, "\(id)")
        }
        let largest = try #require(section.fact("mce")?.interval)
        #expect(largest.low > 0.05 && largest.high > 0.2)
    }

    @Test func rowsThatAreAllRightHaveIntervalsWithAWidth() throws {
        var made = MadeEvaluation.clean(classes: 3, perClass: 20)
        for row in made.rows.indices { made.rows[row].confidence = 1 }
        let section = try section(made)
        for id in [
            "ece", "ece_equal_mass", "debiased_ece", "smooth_ece", "miscalibration", "signed_gap", "brier",
            "uncertainty",
            "discrimination", "log_loss",
        ] {
            let interval = try #require(section.fact(id)?.interval, "\(id)")
            #expect(interval.high - interval.low > 0.001, "\(id)")
        }
        #expect(section.fact("ece")?.interval?.low == 0)
    }

    @Test func rowsThatShareUnitsHaveWiderErrors() throws {
        var made = made(160, seed: 22) { $0 - 0.1 }
        made.rows = made.rows.flatMap { row in
            (0..<5).map { copy in
                var row = row
                row.attributes = [row.id]
                row.id += "-\(copy)"
                return row
            }
        }
        made.attributes = ["patient"]
        let alone = try section(made)
        made.unit = "patient"
        let grouped = try section(made)
        for id in ["ece", "ece_equal_mass", "smooth_ece", "mce", "miscalibration"] {
            let narrow = try #require(alone.fact(id)?.interval)
            let wide = try #require(grouped.fact(id)?.interval)
            #expect(wide.high > narrow.high && wide.low <= narrow.low, "\(id): \(wide) \(narrow)")
        }
    }
}
