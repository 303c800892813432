import Record
import Findings
import Markup
import Testing

@testable import Pages

@Suite struct GateTableTests {
    private static func fact(_ value: Double, _ unit: Quantity = .proportion, floor: Double? = nil) -> Fact {
        Fact(
            FactSpec("accuracy", unit), value, n: 713,
            interval: Interval(low: value - 0.03, high: value + 0.03, method: "wilson"),
            method: "accuracy", floor: floor)
    }

    /// The texts of the cells of the one row, without tags and with plain spaces.
    private static func cells(
        _ gate: GateResult, link: @escaping (Reference) -> Referent = { _ in .absent },
        changed: (inout Audit) -> Void = { _ in }
    ) -> [String] {
        var audit = Fixture.audit("v1")
        changed(&audit)
        audit.gates = [gate]
        let html = GateTable(audit: audit, facts: Catalog.facts, phrases: Fixture.phrases, link: link).html.text
        let body = html.components(separatedBy: "<tbody>").last ?? ""
        return body.components(separatedBy: "</td>").dropLast().map { cell in
            cell.replacing(#/<[^>]*>/#, with: "").replacing("\u{A0}", with: " ").trimmingCharacters(
                in: .whitespacesAndNewlines)
        }
    }

    @Test func aFailedGateSaysHowFarItFallsShort() {
        let gate = GateResult(
            name: nil, fact: "headline/accuracy", atLeast: 0.9, measured: Self.fact(0.844), state: .failed)
        #expect(
            Self.cells(gate) == [
                "✕ failed", "Accuracy at least 90 %", "84.4 % [81.4, 87.4]",
                "the value misses it by 5.6 points · n 713",
            ])
    }

    @Test func anExactBoundAndTheImagesOfObjectsAreSaid() {
        var fact = Self.fact(0)
        fact.interval = Interval(low: 0, high: 0.1, method: "exact-images")
        fact.units = 180
        let gate = GateResult(
            name: nil, fact: "detection/ap", atLeast: 0.5, measured: fact, state: .failed)
        #expect(
            Self.cells(gate)[3] == "the value misses it by 50.0 points · exact bound on images · n 713 in 180 units")
        #expect(
            Self.cells(
                gate,
                changed: { audit in
                    audit.task = .detection
                    audit.settings = [Setting(Setting.unitOfResampling, "image")]
                })[3].hasSuffix("n 713 in 180 images"))
    }

    @Test func aNamedGateSaysWhatWasAskedAndHowMuchThereIsToSpare() {
        let gate = GateResult(
            name: "Good enough", fact: "headline/accuracy", atLeast: 0.8, measured: Self.fact(0.844), state: .passed)
        #expect(
            Self.cells(gate) == [
                "✓ passed", "Good enough", "84.4 % [81.4, 87.4]",
                "bound: at least 80 % · the value clears it by 4.4 points · n 713",
            ])
    }

    @Test func anUpperBoundIsKeptFromBelow() {
        let under = GateResult(
            name: nil, fact: "calibration/ece", atMost: 0.05, measured: Self.fact(0.04, .score, floor: 0.02),
            state: .undecided)
        #expect(Self.cells(under)[1] == "Calibration error at most 0.05")
        #expect(
            Self.cells(under)[3]
                == "the value clears it by 0.010 · a calibrated model shows 0.020 · n 713 · about 6,500 images would decide at this value"
        )
        let over = GateResult(
            name: nil, fact: "calibration/ece", atMost: 0.05, measured: Self.fact(0.07, .score), state: .failed)
        #expect(Self.cells(over)[3] == "the value misses it by 0.020 · n 713")
    }

    @Test func exactlyTheBoundIsNeitherShortNorToSpare() {
        let gate = GateResult(
            name: nil, fact: "headline/accuracy", atLeast: 0.844, measured: Self.fact(0.844), state: .undecided)
        #expect(Self.cells(gate)[3] == "n 713")
    }

    @Test func whatWasNotMeasuredGivesItsReasonAndNoNote() {
        let gate = GateResult(
            name: nil, fact: "speed/p95", atMost: 40, measured: nil, state: .notMeasured, reason: "no timings <here>")
        #expect(Self.cells(gate) == ["– not measured", "P95 at most 40", "no timings &lt;here&gt;", ""])
        let undefined = GateResult(
            name: nil, fact: "headline/accuracy", atLeast: 0.5,
            measured: Fact(FactSpec("accuracy", .proportion), undefined: "no image", n: 0, method: "accuracy"),
            state: .notMeasured
        )
        #expect(Self.cells(undefined)[2] == "no image")
    }

    @Test func unitsAreCountedWhereAnIntervalCountsThem() {
        let measure = Measure(
            0.844, Interval(low: 0.8, high: 0.9, method: "wilson"), n: 713, units: 1200, unit: .proportion,
            method: "accuracy")
        let gate = GateResult(
            name: nil, fact: "headline/accuracy", atLeast: 0.844,
            measured: Fact(FactSpec("accuracy", .proportion), measure), state: .undecided
        )
        #expect(Self.cells(gate)[3] == "n 713 in 1,200 units")
    }

    @Test func aRuleLeadsToTheSectionThatStatesItsFact() {
        var audit = Fixture.audit("v1")
        audit.gates = [
            GateResult(
                name: "A & B", fact: "headline/accuracy", atLeast: 0.5, measured: Self.fact(0.8), state: .passed)
        ]
        let table = GateTable(audit: audit, facts: Catalog.facts, phrases: Fixture.phrases) { reference in
            reference.id == "headline" ? .page(href: "../headline/index.html", title: "Metrics") : .absent
        }
        #expect(table.html.text.contains("<a href=\"../headline/index.html\">A &amp; B</a>"))
    }

    @Test func theDataHoldEveryNumberUnrounded() {
        var audit = Fixture.audit("v1")
        audit.gates = [
            GateResult(
                name: nil, fact: "headline/accuracy", atLeast: 1 / 3, measured: Self.fact(2 / 3), state: .passed),
            GateResult(name: nil, fact: "a/b", atMost: 2, measured: nil, state: .notMeasured, reason: "none"),
        ]
        let rows = GateTable(audit: audit, facts: Catalog.facts, phrases: Fixture.phrases, link: { _ in .absent }).table
            .rows
        #expect(rows[0][3] == .number(1 / 3, .raw) && rows[0][5] == .number(2 / 3, .raw))
        #expect(rows[0][4] == .none("") && rows[0][8] == .number(713, .count))
        #expect(rows[1][5] == .none("") && rows[1][9] == .text("none"))
    }
}
