import Artifacts
import Columns
import Record
import Statistics
import Testing

@testable import Findings

/// Which explanation the evidence supports.
@Suite struct HypothesesTests {
    private static func audit(
        _ evaluation: Evaluation, earlier: [EarlierVersion] = [], settings: WorkspaceSettings? = nil,
        _ analyses: [any Analysis] = [Slices(), LabelSuspects(), Hypotheses()]
    ) -> Audit {
        let settings = settings ?? WorkspaceSettings(title: "Made", classes: evaluation.classes.map(\.text))
        return Auditor(analyses: analyses, program: "test").audit(
            Examination(of: evaluation, settings: settings, earlier: earlier), inputs: [])
    }

    private static func section(_ audit: Audit) throws -> Section {
        try #require(audit.sections.first { $0.id == "hypotheses" })
    }

    private func term(_ id: String, _ section: Section) -> String? { section.terms.first { $0.id == id }?.text }

    /// 1,200 images of four classes, a fifth of each with the second of two values. There 96 of 240 are errors, of which 72 are confident;
    /// elsewhere 48 of 960, of which 4 are. All of it the same in each class. With `alike` all errors are confident.
    private static func made(_ attribute: String, alike: Bool = false) -> MadeEvaluation {
        var made = MadeEvaluation.clean(classes: 4, perClass: 300)
        made.attributes = [attribute]
        for row in made.rows.indices {
            let (part, place) = (row % 300 % 5, row % 300 / 5)
            made.rows[row].attributes = [part == 0 ? "strong" : "none"]
            guard place < (part == 0 ? 24 : 3) else { continue }
            let isConfident = alike || (part == 0 ? place < 18 : part == 1 && place == 0)
            made.rows[row].predicted = (made.rows[row].label + 1) % 4
            made.rows[row].confidence = isConfident ? 0.99 : 0.5
        }
        return made
    }

    @Test func labelsThatAreDisputedInASliceSupportLabels() throws {
        let audit = Self.audit(Self.made("site").evaluation)
        let section = try Self.section(audit)
        #expect(section.holds("labels_supported") && section.fact("supported")?.value == 1)
        #expect(section.fact("labels_slices")?.value == 1)
        #expect(near(section.fact("labels_inside")?.value, 0.75) && section.fact("labels_inside")?.n == 96)
        #expect(near(section.fact("labels_outside")?.value, 1.0 / 12))
        #expect(near(section.fact("effect@explanation=labels")?.value, 2.0 / 3))
        #expect(section.fact("effect@explanation=labels")?.n == 144)
        // What is asked of slices that are findings is no family of its own, and moves no level.
        #expect(audit.tested?.map(\.family) == [.slices])
        #expect(
            Self.audit(Self.made("site").evaluation, [Slices(), LabelSuspects()]).tested?.first?.level
                == audit.tested?.first?.level)
    }

    @Test func labelsDisputedAlikeEverywhereContradictLabels() throws {
        let section = try Self.section(Self.audit(Self.made("site", alike: true).evaluation))
        #expect(section.holds("labels_contradicted") && section.fact("supported")?.value == 0)
        #expect(section.fact("effect@explanation=labels")?.value == 0)
    }

    @Test func withoutASliceOrProbabilitiesLabelsAreNotTestable() throws {
        var few = MadeEvaluation.clean()
        few.misread(1, as: 0, count: 2)
        let section = try Self.section(Self.audit(few.evaluation))
        #expect(section.holds("labels_missing") && term("labels_missing", section) == "no slice is a finding")
        few.hasProbabilities = false
        let other = try Self.section(Self.audit(few.evaluation))
        #expect(term("labels_missing", other) == "the predictions have no class probabilities")
        #expect(other.fact("not_testable")?.value == 6 && other.fact("labels_effect")?.value == nil)
    }

    @Test(arguments: [("blur", "input_quality"), ("annotator", "annotation")])
    func aSliceOfAnAttributeSupportsWhatItIsAbout(_ known: (attribute: String, explanation: String)) throws {
        let section = try Self.section(Self.audit(Self.made(known.attribute).evaluation))
        #expect(section.holds("\(known.explanation)_supported"))
        #expect(near(section.fact("effect@explanation=\(known.explanation)")?.value, 0.4 - 0.05))
        #expect(
            term("\(known.explanation)_level", section) == Predicate(Name(known.attribute), "strong").words)
        let other = known.explanation == "annotation" ? "input_quality" : "annotation"
        #expect(section.holds("\(other)_missing"))
    }

    /// 10,000 images each with and without blur, 2 % of either are errors: there is no room for a point.
    @Test func manyImagesWithoutADifferenceContradict() throws {
        var made = MadeEvaluation.clean(classes: 2, perClass: 10_000)
        made.attributes = ["blur"]
        for row in made.rows.indices {
            made.rows[row].attributes = [row % 2 == 0 ? "none" : "strong"]
            if row / 2 % 50 == 0 { made.rows[row].predicted = 1 - made.rows[row].label }
        }
        let section = try Self.section(Self.audit(made.evaluation))
        #expect(section.holds("input_quality_contradicted"))
    }

    /// 800 images leave it open, and it is said how many would not.
    @Test func fewImagesLeaveItOpen() throws {
        var made = MadeEvaluation.clean(classes: 2, perClass: 400)
        made.attributes = ["blur"]
        for row in made.rows.indices {
            made.rows[row].attributes = [row % 2 == 0 ? "none" : "strong"]
            if row / 2 % 10 == 0 { made.rows[row].predicted = 1 - made.rows[row].label }
        }
        let section = try Self.section(Self.audit(made.evaluation))
        #expect(section.holds("input_quality_inconclusive"))
        #expect((section.fact("input_quality_deciding")?.value ?? 0) > 5_000)
    }

    /// Twelve classes of 100 images: the fewer training images, the more errors.
    @Test func classesShortOfTrainingImagesSupportTrainingShare() throws {
        var made = MadeEvaluation.clean(classes: 12, perClass: 100)
        for cls in 0..<12 { made.misread(cls, as: (cls + 1) % 12, count: 30 - 2 * cls) }
        made.stating = { manifest in
            manifest.training = TrainingCounts(perClass: (0..<12).map { .init("c\($0)", 100 * ($0 + 1)) })
        }
        let audit = Self.audit(made.evaluation)
        let section = try Self.section(audit)
        #expect(section.holds("training_share_supported"))
        #expect(section.fact("rank_correlation")?.value == -1 && section.fact("rank_correlation")?.n == 12)
        #expect(near(section.fact("p@explanation=training_share")?.value, 0.0001))
        #expect(near(section.fact("fewer_rate")?.value, 0.25) && near(section.fact("others_rate")?.value, 0.13))
        #expect(audit.tested?.first { $0.family == .hypotheses }?.tests == 1)
        guard case .table(let table)? = section.exhibit("classes")?.content else { return #expect(Bool(false)) }
        #expect(table.rows.first.map { Array($0.prefix(2)) } == [.text("c0"), .number(100, .count)])
    }

    @Test func withoutTrainingImagesItIsNotTestable() throws {
        var made = MadeEvaluation.clean(classes: 5, perClass: 40)
        made.misread(1, as: 0, count: 9)
        made.stating = { $0.training = TrainingCounts(perClass: (0..<5).map { .init("c\($0)", 100) }) }
        let section = try Self.section(Self.audit(made.evaluation))
        #expect(
            term("training_share_missing", section)
                == "all classes have as many training images, or the same error rate")
    }

    /// Error rates of 20, 15.5 and 11 % at 1, 2 and 4 million parameters, 9 % at 8 million, of 1,000 images each; by scipy, with the
    /// standard error that these shares have.
    @Test func largerVersionsThatErrLessSupportCapacity() throws {
        var made = MadeEvaluation.clean(classes: 2, perClass: 500)
        made.misread(0, as: 1, count: 90)
        made.stating = { $0.measures = [StatedMeasure("parameters", 8e6)] }
        let evaluation = made.evaluation
        func earlier(_ size: Double, _ rate: Double, on other: Evaluation? = nil) -> EarlierVersion {
            EarlierVersion(
                name: "\(size)", dataset: DatasetRecord(of: other ?? evaluation),
                measures: [StatedMeasure("parameters", size)], trainingImages: nil, errorRate: rate)
        }
        let three = [earlier(1e6, 0.2), earlier(2e6, 0.155), earlier(4e6, 0.11)]
        let section = try Self.section(Self.audit(evaluation, earlier: three))
        #expect(section.holds("capacity_supported"))
        #expect(near(section.fact("capacity_exponent")?.value, -0.39507739720847296, 1e-9))
        #expect(near(section.fact("p@explanation=capacity")?.value, 0.018230083475874178, 1e-9))
        #expect(near(section.fact("capacity_doubled")?.value, 0.06674578638386094, 1e-9))
        let two = try Self.section(Self.audit(evaluation, earlier: [three[0]]))
        #expect(
            term("capacity_missing", two) == "2 of at least 3 different sizes were audited on these images")
        let elsewhere = three.map { _ in earlier(1e6, 0.2, on: MadeEvaluation.clean(classes: 2).evaluation) }
        let other = try Self.section(Self.audit(evaluation, earlier: elsewhere))
        #expect(
            term("capacity_missing", other) == "1 of at least 3 different sizes were audited on these images")
    }

    /// 32 % of dark images are errors, 4 % of the others; a fifth are dark in the first days, `dark` of five after them.
    private static func shifted(dark: Int) throws -> Section {
        var made = MadeEvaluation.clean(classes: 2, perClass: 150)
        made.attributes = ["light"]
        for row in made.rows.indices {
            let isDark = row % 2 == 0
            made.rows[row].attributes = [isDark ? "dark" : "day"]
            if row % 150 / 2 < (isDark ? 24 : 3) { made.rows[row].predicted = 1 - made.rows[row].label }
        }
        let rows = (0..<2_000).map { number in
            let isLater = number >= 1_000
            let isDark = number % 5 < (isLater ? dark : 1)
            return MadeRequest(
                image: 2 * (number / 5 % 150) + (isDark ? 0 : 1), predicted: 0, day: isLater ? 20_010 : 20_000,
                factors: ["a"])
        }
        var settings = WorkspaceSettings(title: "Made", classes: made.classes)
        settings.telemetry.referenceDays = 7
        return try section(
            audit(made.evaluation(with: Telemetry(rows, factors: ["node"])), settings: settings, [Hypotheses()]))
    }

    @Test func aMixThatMovesToWhereItErrsSupportsShift() throws {
        let section = try Self.shifted(dark: 4)
        #expect(section.holds("shift_supported") && term("shift_columns", section) == "class, light")
        #expect(near(section.fact("shift_before")?.value, 0.096, 0.005))
        #expect(near(section.fact("shift_now")?.value, 0.264, 0.005))
        #expect(try Self.shifted(dark: 1).holds("shift_supported") == false)
    }

    /// Errors, attributes, confidence and training images without a connection.
    @Test func whereNothingIsPlantedNothingIsSupported() throws {
        var flagged = 0
        for seed in 1...40 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var made = MadeEvaluation.clean(classes: 12, perClass: 60)
            made.attributes = ["site", "blur", "annotator"]
            for row in made.rows.indices {
                made.rows[row].attributes = (0..<3).map { _ in ["a", "b", "c"][generator.below(3)] }
                made.rows[row].confidence = 0.5 + 0.49 * generator.unit()
                if generator.unit() < 0.15 {
                    made.rows[row].predicted = (made.rows[row].label + 1 + generator.below(11)) % 12
                }
            }
            let counts = (0..<12).map { TrainingCounts.ClassCount("c\($0)", 50 + generator.below(1_000)) }
            made.stating = { $0.training = TrainingCounts(perClass: counts) }
            let section = try Self.section(Self.audit(made.evaluation))
            if (section.fact("supported")?.value ?? 0) > 0 { flagged += 1 }
        }
        #expect(flagged <= 2, "\(flagged) of 40")
    }

    @Test func withoutAnErrorThereIsNothingToExplain() {
        #expect(throws: Missing("no prediction is incorrect, so that there is nothing to explain")) {
            try Hypotheses().examine(MadeEvaluation.clean().examination())
        }
    }

    @Test func theVerdictFollowsFromPAndTheInterval() {
        func verdict(
            _ value: Double, _ low: Double, _ high: Double, p: Double, smallest: Double = 0.01, largest: Double? = nil
        ) -> HypothesisVerdict {
            HypothesisTest(
                words: "", method: "", counted: "",
                effect: Measure(
                    value, Interval(low: low, high: high, method: ""), n: 9, unit: .points, method: ""),
                p: p, smallest: smallest, largest: largest, deciding: nil
            ).verdict(p, at: 0.05)
        }
        #expect(verdict(0.05, 0.02, 0.08, p: 0.001) == .supported)
        // What the budget does not bear, and what is too small to name.
        #expect(verdict(0.05, 0.02, 0.08, p: 0.06) == .inconclusive)
        #expect(verdict(0.005, 0.002, 0.008, p: 0.001) == .contradicted)
        #expect(verdict(0.005, -0.01, 0.02, p: 0.5) == .inconclusive)
        #expect(verdict(-0.005, -0.01, 0.002, p: 0.3) == .contradicted)
        #expect(verdict(0.002, -0.001, 0.005, p: 0.3, largest: 0.03) == .inconclusive)
        // Where less is what is claimed.
        #expect(verdict(-0.6, -0.8, -0.2, p: 0.001, smallest: -0.3) == .supported)
        #expect(verdict(0.6, 0.2, 0.8, p: 0.001, smallest: -0.3) == .contradicted)
        #expect(HypothesisTest.deciding(400, half: 0.03, smallest: 0.01) == 14_400)
    }

    @Test func aGateMayAskOfAnExplanation() {
        let facts = GateFacts(task: .classification, classes: ["cat", "dog"])
        func problems(_ fact: String) -> [String] {
            facts.problems(of: [GateRule(fact: fact, bound: .atMost(0))]).map(\.description)
        }
        #expect(problems("hypotheses/supported").isEmpty)
        #expect(problems("hypotheses/effect@explanation=labels").isEmpty)
        #expect(problems("hypotheses/effect@explanation=label").first?.contains("did you mean") == true)
        #expect(FactSpec.explanations == Explanation.allCases.map(\.rawValue))
    }
}
