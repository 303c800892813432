import Columns
import Markup
import Record
import Testing

@testable import Chronicle
@testable import Pages

/// What to do first, under the verdict.
@Suite struct WhatNextTests {
    private static func words(
        _ findings: [Finding] = [], gates: [GateResult] = [], changed: (inout Audit) -> Void = { _ in }
    ) -> String {
        var audit = Fixture.audit("v2")
        for index in audit.sections.indices { audit.sections[index].findings = [] }
        audit.sections[0].findings = findings
        audit.gates = gates
        changed(&audit)
        let next = WhatNext(audit: audit, facts: Fixture.facts, phrases: Fixture.phrases) { reference in
            .page(href: "\(reference.kind)/\(reference.id)", title: "t")
        }
        return next.html.text.replacing("\u{A0}", with: " ").replacing(#/<(?!a|\/a)[^>]*>/#, with: "")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func finding(_ mode: FailureMode, errors: Int, standing: Finding.Standing = .finding) -> Finding {
        Finding(
            mode, of: "headline", standing: standing, measure: Fixture.measure(), errors: errors,
            evidence: Fixture.items(1))
    }

    private static func gate(_ state: GateStatus, _ value: Double, reason: String? = nil) -> GateResult {
        GateResult(
            name: "Accuracy", fact: "headline/accuracy", atLeast: 0.9,
            measured: Fact(
                FactSpec("accuracy", .proportion), value, n: 713,
                interval: Interval(low: value - 0.04, high: value + 0.04, method: "wilson"), method: "accuracy"),
            state: state, reason: reason)
    }

    /// Modes that cover no error of the plain evaluation have no gain: the analysis lists the worst first, and so does the audit.
    @Test func ofModesWithoutErrorsTheWorstIsFirst() {
        let words = Self.words([
            Self.finding(.fragility(factor: "shift"), errors: 0), Self.finding(.fragility(factor: "blur"), errors: 0),
        ])
        #expect(words.contains("Not robust to shift") && !words.contains("blur"))
    }

    /// Numbers of answers in doubt may not be the model's: nothing is to be mended by them.
    @Test func theInputComesBeforeAllElse() {
        let words = Self.words(
            [Self.finding(.classRegression("8"), errors: 34)], gates: [Self.gate(.failed, 0.787)]
        ) { audit in
            audit.health = InputHealth(doubts: [
                InputHealth.Doubt(kind: "image-order", place: "p.csv", text: "rows are shuffled", isAccepted: false)
            ])
        }
        #expect(
            words
                == "What next. <a href=\"section/data\">The input</a>: what is doubted of it explains more than the model does; mend "
                + "the files, or accept the doubt in misread.yml, before anything else.")
    }

    @Test func theGateThatFailsAndTheFirstFinding() {
        let words = Self.words(
            [Self.finding(.classRegression("8"), errors: 34)],
            gates: [Self.gate(.failed, 0.787), Self.gate(.passed, 0.95)])
        #expect(
            words
                == "What next. <a href=\"section/headline\">Accuracy</a>: it is 11.3 points below the bound, and its whole interval "
                + "has to lie above. <a href=\"finding/8-regressed-853d87\">Class 8 regressed</a>: 34 new errors; see what "
                + "changed for this class, on the images that are newly incorrect."
        )
    }

    /// What the page of the newest version leads with stands on the front page too.
    @Test func theFrontPageNamesTheGateThatFails() throws {
        let audit = Fixture.archived(Fixture.audit("v2"))
        let home = try Site.make(
            Chronicle(audits: [audit], incidents: []), Fixture.templates, facts: Fixture.facts
        ).text("index.html").replacing("\u{A0}", with: " ")
        #expect(home.contains("points below the bound, and its whole interval has to lie above."))
    }

    @Test func anInconclusiveGateSaysHowManyWouldDecide() {
        #expect(
            Self.words(gates: [Self.gate(.undecided, 0.91)]).hasSuffix(
                "about 12,000 images would decide it at this value, 713 were evaluated."))
        #expect(
            Self.words(gates: [Self.gate(.undecided, 0.9, reason: "its interval has no width to decide by")])
                .hasSuffix("Accuracy</a>: its interval has no width to decide by"))
        #expect(Self.words(gates: [Self.gate(.passed, 0.95)]).isEmpty)
    }

    @Test func ofOpenGatesTheOneThatNeedsMostStandsInTheWayAndAFailedOneBeforeAll() {
        let open = [Self.gate(.undecided, 0.93), Self.gate(.undecided, 0.91)]
        #expect(Self.words(gates: open).contains("about 12,000 images"))
        #expect(Self.words(gates: open + [Self.gate(.failed, 0.787)]).contains("11.3 points below the bound"))
    }

    @Test func aLeadIsNoFirstStepAndDisputedLabelsAreCounted() {
        let words = Self.words(
            [
                Self.finding(.confidentErrors, errors: 4, standing: .lead),
                Self.finding(.labelSuspects, errors: 0, standing: .lead),
            ],
            gates: [Self.gate(.passed, 0.95)]
        ) { audit in
            let suspects = FactSpec("suspects", .count)
            audit.sections.append(
                Section(
                    Card(id: "label-suspects", title: "Possible label errors", question: "?", facts: [suspects]),
                    facts: [Fact(suspects, 21, n: 713, method: "confident-learning")]))
        }
        #expect(words.contains("Possible label errors</a>: look at 21 labels."))
        #expect(!words.contains("Confident errors"))
    }

    @Test func withoutAnyGateThatIsTheStep() {
        #expect(
            Self.words().contains("Release gates</a>: none is asked; set them under &quot;gates&quot; in misread.yml."))
    }

    @Test func gatesThatWaitForABaselineAreNoStep() {
        let words = Self.words { audit in
            audit.policy = ReleasePolicy(
                gates: [GateRule(fact: "comparison/classes_worse", bound: .atMost(0), needsBaseline: true)], units: 713,
                asksForBaseline: false)
        }
        #expect(words.isEmpty)
    }

    @Test func everyKindOfModeHasAStep() {
        let modes: [FailureMode] = [
            .confusion(truth: "a", predicted: "b"), .slice([Predicate("light", "dark")]), .confidentErrors,
            .overconfidence, .underconfidence, .fragility(factor: "blur"), .other(kind: "missed", []),
        ]
        for mode in modes {
            #expect(
                Self.words([Self.finding(mode, errors: 3)], gates: [Self.gate(.passed, 0.95)]).contains("3 errors; "))
        }
    }
}
