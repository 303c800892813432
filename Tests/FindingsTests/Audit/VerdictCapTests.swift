import Artifacts
import Diagnostics
import Findings
import Foundation
import Record
import Tallies
import Testing

@Suite struct VerdictCapTests {
    private func audit(_ made: MadeEvaluation, against before: MadeEvaluation? = nil) -> Audit {
        Auditor(program: "test").audit(made.examination(baseline: before?.record()), inputs: [])
    }

    @Test func aCleanRunHasNone() {
        #expect(audit(.clean()).caps(Catalog.facts) == [])
        #expect(audit(.clean(), against: .clean(version: "v1")).caps(Catalog.facts) == [])
    }

    @Test func aClassOfWhichNothingIsRight() {
        var made = MadeEvaluation.clean()
        made.misread(3, as: 1, count: 40)
        #expect(audit(made).caps(Catalog.facts) == [.classesAtZero(["c3"])])
    }

    @Test func aDoubtAboutTheInputCapsAndLeavesNoFinding() throws {
        var made = MadeEvaluation.clean()
        made.misread(3, as: 1, count: 40)
        #expect(audit(made).findings.contains { $0.standing == .finding })
        let doubt = InputDoubt(.classOrder, at: Place(file: "p.csv"), "a relabelling would help")
        let doubted = Auditor(program: "test").audit(
            made.examination(), inputs: [], health: InputHealth(doubts: [doubt.record(isAccepted: false)]))
        #expect(doubted.doubts == ["a relabelling would help"])
        #expect(doubted.caps(Catalog.facts) == [.input(["a relabelling would help"]), .classesAtZero(["c3"])])
        #expect(!doubted.findings.isEmpty && doubted.findings.allSatisfy { $0.standing == .lead })
        // An archive written before there were doubts has none.
        #expect(audit(made).doubts == nil)
        let json = try JSONEncoder().encode(audit(made))
        #expect(try JSONDecoder().decode(Audit.self, from: json).doubts == nil)
    }

    private func doubted(_ doubts: [(kind: InputDoubt.Kind, isAccepted: Bool)]) -> Audit {
        var made = MadeEvaluation.clean()
        made.misread(3, as: 1, count: 40)
        return Auditor(program: "test").audit(
            made.examination(), inputs: [],
            health: InputHealth(
                doubts: doubts.map {
                    InputDoubt($0.kind, at: Place(file: "p.csv"), $0.kind.rawValue).record(isAccepted: $0.isAccepted)
                }))
    }

    /// What is accepted is judged anew, like a gate: over what is archived, with the findings that a doubt held back.
    @Test func acceptingADoubtLaterIsAcceptingItAtOnce() {
        let before = doubted([(.classOrder, false)])
        let after = before.accepting(["class-order"])
        let atOnce = doubted([(.classOrder, true)])
        #expect(after.doubts == nil && !after.findings.filter { $0.standing == .finding }.isEmpty)
        #expect(after == atOnce)
        #expect(atOnce.accepting([]) == before)
        #expect(before.accepting(nil) == before)
        #expect(before.accepting(["box-form"]) == before)
        #expect(doubted([(.classOrder, false), (.boxForm, false)]).accepting(["box-form"]).doubts == ["class-order"])
    }

    /// A confidence that was filled in says nothing of which images are wrong.
    @Test func aDoubtAboutConfidenceExplainsOnlyWhatReadsIt() {
        let audit = doubted([(.constantConfidence, false)])
        let readers = Set(Catalog.analyses.filter(\.readsConfidence).map(\.card.id))
        #expect(audit.doubts == ["constant-confidence"])
        for section in audit.sections where readers.contains(section.id) {
            #expect(section.findings.allSatisfy { $0.standing == .lead }, "\(section.id)")
        }
        #expect(audit.findings.contains { $0.standing == .finding })
    }

    /// All scores of a detector are one: what is found of its scores is a lead.
    @Test func aScoreThatWasFilledInExplainsWhatIsFoundOfScores() throws {
        var made = MadeDetection.clean()
        for label in 0..<4 { made.answer(label, count: 20, [(label, 0.95, 3)]) }
        func standings(_ doubts: [InputHealth.Doubt]) throws -> [Finding.Standing] {
            Auditor(program: "test").audit(
                try made.examination(), inputs: [], health: InputHealth(doubts: doubts)
            ).section("detection-calibration")?.findings.map(\.standing) ?? []
        }
        let doubt = InputDoubt(.constantConfidence, at: Place(file: "d.json", field: "score"), "filled in")
        let sound = try standings([])
        #expect(sound.contains(.finding))
        #expect(try standings([doubt.record(isAccepted: false)]) == sound.map { _ in .lead })
    }

    // MARK: - A baseline that is doubted

    private func record(_ made: MadeEvaluation, doubted kind: InputDoubt.Kind, isAccepted: Bool = false)
        -> BaselineRecord
    {
        let record = made.record()
        var audit = record.audit
        let place = Place(file: "versions/v1/d/predictions.csv", field: "image_id")
        audit.health = InputHealth(
            doubts: [InputDoubt(kind, at: place, "rows moved").record(isAccepted: isAccepted)])
        return BaselineRecord(audit: audit, outcomes: record.outcomes)
    }

    /// The baseline's rows are shifted, and the version is right: no change is measured, no gate on one passes, and it is said.
    @Test func nothingIsComparedWithABaselineInDoubt() throws {
        var before = MadeEvaluation.clean(version: "v1")
        for cls in before.classes.indices { before.misread(cls, as: (cls + 1) % before.classes.count, count: 30) }
        func audit(_ kind: InputDoubt.Kind, accepted: [InputDoubt.Kind] = []) -> Audit {
            let made = MadeEvaluation.clean()
            var settings = WorkspaceSettings(title: "Made", classes: made.classes)
            settings.accepted = accepted
            settings.gates = [GateRule(fact: "comparison/accuracy_change", bound: .atLeast(0.1))]
            return Auditor(program: "test").audit(
                made.examination(baseline: record(before, doubted: kind), settings: settings), inputs: [])
        }
        let doubted = audit(.imageOrder)
        #expect(
            doubted.section("comparison")?.status
                == .notMeasured(
                    reason: "the baseline v1 is doubted (image-order), and what changed may be its files"))
        #expect(doubted.gates.map(\.state) == [.notMeasured])
        #expect(doubted.caps(Catalog.facts) == [.baseline("v1", ["rows moved"])])
        // It is no doubt about the version itself.
        #expect(doubted.doubts == nil && doubted.doubtsOfAnswers.isEmpty)
        #expect(doubted.health?.doubts.map(\.baseline) == ["v1"])
        #expect(doubted.fact(at: "headline/accuracy")?.baseline == nil)
        // What is accepted is compared, and a doubt about confidence says nothing against it.
        for compared in [audit(.imageOrder, accepted: [.imageOrder]), audit(.constantConfidence)] {
            #expect(compared.section("comparison")?.status == .examined)
            #expect(compared.gates.map(\.state) == [.passed])
            #expect(compared.caps(Catalog.facts) == [])
        }
        // What was compared is known to rest on what was accepted, and accepting measures nothing that was not.
        let accepted = audit(.imageOrder, accepted: [.imageOrder])
        #expect(
            accepted.health?.doubts.map(\.isAccepted) == [true] && accepted.health?.doubts.map(\.baseline) == ["v1"])
        #expect(doubted.accepting(["image-order"]) == doubted)
        #expect(accepted.accepting([]) == accepted)
    }

    /// Which doubts leave open what was said of which image is told by name: each is a doubt there is.
    @Test func doubtsOfAnswersAreDoubts() {
        let known = Set(InputDoubt.Kind.allCases.map(\.rawValue))
        #expect(InputHealth.Doubt.kindsOfAnswers.isSubset(of: known))
        #expect(doubted([(.imageOrder, false)]).doubtsOfAnswers.map(\.kind) == ["image-order"])
        #expect(doubted([(.imageOrder, true), (.constantConfidence, false)]).doubtsOfAnswers.isEmpty)
    }

    /// What is doubted of a run under a change takes that run away, so that nothing rests on it, and explains no error on the
    /// pictures as they are.
    @Test func aDoubtAboutARunUnderAChangeExplainsOnlyRobustness() {
        var made = MadeEvaluation.clean()
        made.misread(3, as: 1, count: 12)
        var blurred = made
        blurred.condition = Condition(factor: "blur", level: "1", strength: 1)
        for cls in blurred.classes.indices { blurred.misread(cls, as: (cls + 1) % blurred.classes.count, count: 20) }
        var dark = blurred
        dark.condition = Condition(factor: "dark", level: "1", strength: 1)
        func audit(_ file: String, _ runs: [MadeEvaluation], isAccepted: Bool = false) -> Audit {
            let doubt = InputDoubt(.imageOrder, at: Place(file: file, field: "image_id"), "rows moved")
            return Auditor(program: "test").audit(
                made.examination(conditions: runs), inputs: [],
                health: InputHealth(doubts: [doubt.record(isAccepted: isAccepted)]))
        }
        func standings(_ factor: String, in audit: Audit) -> [Finding.Standing] {
            audit.findings.filter { $0.mode == .fragility(factor: factor) }.map(\.standing)
        }
        let file = "versions/v2/digits/experiments/blur=1/predictions.csv"
        let run = audit(file, [blurred])
        #expect(run.doubts == ["rows moved"])
        #expect(standings("blur", in: run) == [])
        #expect(
            run.section("robustness")?.status
                == .notMeasured(reason: "the input is doubted (image-order), and that may be the whole cause"))
        #expect(run.findings.contains { $0.standing == .finding })
        // Another run is none the worse for it, and one that is accepted is looked at.
        let both = audit(file, [blurred, dark])
        #expect(standings("blur", in: both) == [] && standings("dark", in: both) == [.finding])
        #expect(both.fact(at: "robustness/runs")?.value == 1)
        #expect(standings("blur", in: audit(file, [blurred], isAccepted: true)) == [.finding])
        // A data set may be called so.
        let other = audit("versions/v2/experiments/predictions.csv", [blurred])
        #expect(!other.findings.isEmpty && other.findings.allSatisfy { $0.standing == .lead })
    }

    @Test func aDeclaredSubsetIsNotCapped() {
        var made = MadeEvaluation.clean()
        made.unpredicted = 120
        var whole = audit(made)
        whole.accounting.isSubset = true
        #expect(whole.caps(Catalog.facts) == [])
    }

    @Test func whatNeedsAConfidenceIsNotMeasuredWithoutOne() {
        var made = MadeEvaluation.clean()
        made.hasProbabilities = false
        made.hasConfidence = false
        let audit = audit(made)
        for id in ["calibration", "confident-errors", "low-confidence-correct"] {
            #expect(
                audit.section(id)?.status == .notMeasured(reason: "no confidence: the predictions are labels alone"))
        }
        #expect(
            audit.fact(at: "headline/mean_confidence")?.undefined == "no confidence: the predictions are labels alone")
        #expect(audit.sections.allSatisfy { if case .failed = $0.status { false } else { true } })
    }

    @Test func aRegressionOfTheWholeAndOfAClass() {
        var made = MadeEvaluation.clean()
        made.misread(3, as: 1, count: 20)
        #expect(
            audit(made, against: .clean(version: "v1")).caps(Catalog.facts) == [.regression, .classRegressions(["c3"])])
    }

    @Test func predictionsForPartOfTheImages() {
        var made = MadeEvaluation.clean()
        made.unpredicted = 120
        #expect(audit(made).caps(Catalog.facts) == [.coverage(missing: 120, of: 320)])
    }

    @Test func aGateThatAsksOfThatVeryThingAndPassesTakesItOff() {
        var made = MadeEvaluation.clean()
        made.misread(3, as: 1, count: 20)
        made.unpredicted = 3
        var settings = WorkspaceSettings(title: "Made", classes: made.classes)
        settings.gates = [
            GateRule(fact: "headline/images_without_prediction", bound: .atMost(5)),
            GateRule(fact: "comparison/classes_worse", bound: .atMost(1)),
            GateRule(fact: "comparison/accuracy_change", bound: .atLeast(-0.05)),
        ]
        let baseline = MadeEvaluation.clean(version: "v1").record()
        let audit = Auditor(program: "test").audit(
            made.examination(baseline: baseline, settings: settings), inputs: [])
        #expect(audit.gates.map(\.state) == [.failed, .passed, .passed])
        #expect(audit.caps(Catalog.facts) == [.regression])
    }

    @Test func onlyALimitOnTheBadSideTakesItOff() {
        var made = MadeEvaluation.clean()
        made.unpredicted = 120
        var settings = WorkspaceSettings(title: "Made", classes: made.classes)
        settings.gates = [GateRule(fact: "headline/images_without_prediction", bound: .atLeast(0))]
        let audit = Auditor(program: "test").audit(made.examination(settings: settings), inputs: [])
        #expect(audit.gates.map(\.state) == [.passed])
        #expect(audit.caps(Catalog.facts) == [.coverage(missing: 120, of: 320)])
    }

    /// As many objects found, and a hundred sure detections where nothing is.
    @Test func falseAlarmsAreARegressionOfADetector() throws {
        let before = MadeDetection.clean(version: "v1")
        var now = MadeDetection.clean()
        now.backgroundDetections = (0..<160).filter { $0 % 3 != 0 }.map {
            (image: $0 / 4, predicted: $0 % 4, score: 0.97)
        }
        let old = try before.record()
        let audit = Auditor(program: "test").audit(try now.examination(baseline: old), inputs: [])
        #expect(audit.caps(Catalog.facts) == [.precisionRegression, .moreFalsePositives])
    }

    @Test func aGateForVersionsWithABaselineIsNotAskedOfTheFirst() {
        var settings = WorkspaceSettings(title: "Made", classes: ["c0", "c1", "c2", "c3", "c4"])
        settings.gates = [
            GateRule(fact: "comparison/classes_worse", bound: .atMost(0), needsBaseline: true)
        ]
        let first = Auditor(program: "test").audit(
            MadeEvaluation.clean().examination(settings: settings), inputs: [])
        #expect(first.gates.isEmpty)
        // A later version that forgot to name its baseline is asked, and what it asks is not measured.
        let later = Auditor(program: "test").audit(
            Examination(of: MadeEvaluation.clean().evaluation, settings: settings, isFirst: false),
            inputs: [])
        #expect(later.gates.map(\.state) == [.notMeasured])
    }

    @Test(arguments: [(6, false), (20, true)])
    func imagesOnWhichADetectorSaysNothing(_ pair: (first: Int, isCut: Bool)) throws {
        var made = MadeDetection.clean()
        // 40 images of four objects; of every tenth, or of the last 20, nothing is detected.
        for index in made.things.indices {
            let image = made.things[index].image
            if pair.isCut ? image >= pair.first : image % 10 == pair.first { made.things[index].answers = [] }
        }
        let audit = Auditor(program: "test").audit(try made.examination(), inputs: [])
        let bare = audit.fact(at: "detection/images_without_detections")
        #expect(bare?.value == (pair.isCut ? 20 : 4))
        #expect(bare?.n == 40)
        let expected: [VerdictCap] = pair.isCut ? [.noDetections(images: 20, of: 40)] : []
        #expect(audit.caps(Catalog.facts) == expected)
    }
}
