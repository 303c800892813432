import Artifacts
import Findings
import Record
import Testing

@Suite struct GateFactsTests {
    private let classification = GateFacts(
        task: .classification, classes: ["cat", "dog"],
        conditions: [Condition(factor: "blur", level: "1.0", strength: 1)])
    private let detection = GateFacts(task: .detection, classes: ["car"])

    private func words(_ facts: GateFacts, _ path: String) -> [String] {
        facts.problems(of: [GateRule(fact: path, bound: .atLeast(0.5))]).map(\.description)
    }

    @Test(arguments: [
        "headline/accuracy", "headline/recall@class=cat", "comparison/classes_worse", "calibration/ece",
        "comparison/recall_change@class=dog", "robustness/accuracy@blur=1.0", "slices/findings",
        // Runs that are not there yet are not measured, which is no mistake of the gate.
        "robustness/accuracy@blur=2.0", "robustness/accuracy@shift_right=1", "robustness/accuracy@*",
        "robustness/change_from_baseline@blur=1.0", "headline/recall@*",
    ])
    func aFactThatIsDeclaredIsNoProblem(_ path: String) {
        #expect(words(classification, path) == [])
    }

    @Test(arguments: [
        "detection/ap", "detection-classes/ap@class=car", "detection-classes/found@class=car", "slices/findings",
        "detection-comparison/change", "detection-false-alarms/false_alarm_share_at@score=0.5",
        "detection-false-alarms/false_alarm_share_at@score=*",
    ])
    func soItIsForADetector(_ path: String) {
        #expect(words(detection, path) == [])
    }

    @Test(arguments: [
        (
            "headline/acuracy",
            "misread.yml: error: gates: \"headline/acuracy\": headline states no such fact; did you mean headline/accuracy?"
        ),
        (
            "headlines/accuracy",
            "misread.yml: error: gates: \"headlines/accuracy\": there is no section headlines; did you mean headline/accuracy?"
        ),
        (
            "accuracy/headline",
            "misread.yml: error: gates: \"accuracy/headline\": there is no section accuracy; did you mean headline/accuracy?"
        ),
        (
            "headlin/acuracy",
            "misread.yml: error: gates: \"headlin/acuracy\": there is no section headlin; did you mean headline/accuracy?"
        ),
        (
            "head/recall",
            "misread.yml: error: gates: \"head/recall\": there is no section head; did you mean headline/recall@class=cat?"
        ),
        (
            "headlines/recall@class=*",
            "misread.yml: error: gates: \"headlines/recall@class=*\": there is no section headlines; did you mean headline/recall@class=*?"
        ),
        (
            "headline/ece",
            "misread.yml: error: gates: \"headline/ece\": headline states no such fact; did you mean calibration/ece?"
        ),
        (
            "headline/recall",
            "misread.yml: error: gates: \"headline/recall\": the fact is one of a family; say of which: headline/recall@class=cat"
        ),
        (
            "headline/recall@class=cats",
            "misread.yml: error: gates: \"headline/recall@class=cats\": no class is called cats; did you mean headline/recall@class=cat?"
        ),
        (
            "robustness/accuracy",
            "misread.yml: error: gates: \"robustness/accuracy\": the fact is one of a family; say of which: robustness/accuracy@blur=1.0"
        ),
        (
            "slices/accuracy",
            "misread.yml: error: gates: \"slices/accuracy\": the fact is one of a family; say of which: slices/accuracy@slice=..."
        ),
        (
            "headline/recall@clas=cat",
            "misread.yml: error: gates: \"headline/recall@clas=cat\": there is no clas to ask of; did you mean headline/recall@class=...?"
        ),
        (
            "detection/ap",
            "misread.yml: error: gates: \"detection/ap\": the section detection is not of the task classification; the number for the whole is headline/accuracy here"
        ),
        (
            "robustness/accuracy@blurr=1.0",
            "misread.yml: error: gates: \"robustness/accuracy@blurr=1.0\": there is no blurr to ask of; did you mean robustness/accuracy@blur=...?"
        ),
    ])
    func oneThatIsNotIsNamedWithTheNearest(_ pair: (path: String, words: String)) {
        #expect(words(classification, pair.path) == [pair.words])
    }

    /// What a section states under `id@...` is what its card calls a family, so that a gate may ask of it.
    @Test func everyQualifiedFactIsOfAFamily() throws {
        var made = MadeEvaluation.clean()
        made.misread(0, as: 1, count: 9)
        var blurred = made
        blurred.condition = Condition(factor: "blur", level: "1.0", strength: 1)
        let before = MadeEvaluation.clean(version: "v1")
        let classifier = made.examination(baseline: before.record(), conditions: [blurred])
        let detector = try MadeDetection.clean().examination()
        for (examination, task) in [(classifier, TaskKind.classification), (detector, .detection)] {
            for analysis in Catalog.analyses where analysis.card.tasks.contains(task) {
                guard let section = try? analysis.examine(examination) else { continue }
                for fact in section.facts where fact.id.contains("@") {
                    let family = String(fact.id.prefix { $0 != "@" })
                    #expect(analysis.card.fact(family)?.members != nil, "\(section.id)/\(fact.id)")
                }
            }
        }
    }

    @Test func aBoundInPercentIsRefused() {
        func problems(_ fact: String, _ bound: GateRule.Bound) -> [String] {
            GateFacts(task: .classification, classes: ["a", "b"])
                .problems(of: [GateRule(fact: fact, bound: bound)]).map(\.description)
        }
        #expect(
            problems("headline/accuracy", .atLeast(90)) == [
                "misread.yml: error: gates: \"headline/accuracy\": its values lie in 0...1, and the bound is 90; did you mean 0.9?"
            ])
        #expect(problems("headline/recall@class=*", .atLeast(-0.1)).count == 1)
        #expect(problems("comparison/worst_change", .atLeast(-3)).count == 1)
        #expect(problems("comparison/worst_change", .atLeast(-0.03)).isEmpty)
        #expect(problems("headline/errors", .atMost(90)).isEmpty)
        // Whoever means a point writes 0.01; a bound that nothing breaks would stand for a gate and be none.
        #expect(problems("comparison/accuracy_change", .atLeast(-1)).count == 1)
        #expect(problems("headline/accuracy", .atLeast(0)).count == 1)
    }

    /// What is suggested is there: a fact of the section, or of this task.
    @Test(arguments: [
        ("detection-headline/ap50", "there is no section detection-headline; did you mean detection/ap50?"),
        (
            "headline/accuracy",
            "the section headline is not of the task detection; the number for the whole is detection/ap here"
        ),
    ])
    func aSuggestionIsAFactThatThereIs(_ path: String, _ message: String) {
        #expect(words(detection, path) == ["misread.yml: error: gates: \"\(path)\": " + message])
    }
}
