// What a person reads on the terminal, and the status a command leaves with.

import ArgumentParser
import Artifacts
import Diagnostics
import Record
import Findings
import Foundation
import Testing

@testable import misread

import Markup
import Pages

@Suite struct SummaryTests {
    private static let accuracy = Fact(
        FactSpec("accuracy", .proportion), 0.844, n: 713, interval: Interval(low: 0.816, high: 0.869, method: "wilson"),
        method: "accuracy")

    private static func measure(_ value: Double) -> Record.Measure {
        Record.Measure(
            value, Interval(low: value - 0.05, high: value + 0.05, method: "wilson"), n: 60, unit: .proportion,
            method: "recall")
    }

    private static let summary = Summary(phrases: phrases)
    private static let phrases: Phrases = {
        do {
            return Phrases(try TemplateSet.load(overrides: nil))
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    private static let item = GalleryItem(
        item: "i", label: "a", answer: .named("b"), confidence: 0.9, chips: [])

    private static func finding(_ mode: FailureMode, _ standing: Finding.Standing = .finding, errors: Int) -> Finding {
        Finding(mode, of: "headline", standing: standing, measure: measure(0.3), errors: errors, evidence: [item])
    }

    private static func audit(
        states: [GateStatus] = [.passed], findings: [Finding] = [], missing: [String] = [], broken: Bool = false
    ) -> Audit {
        var sections = [
            Section(
                Card(id: "headline", title: "Metrics", question: "?"), facts: [accuracy], findings: findings)
        ]
        sections += missing.map {
            Section(Card(id: $0, title: $0.capitalized, question: "?"), status: .notMeasured(reason: "none"))
        }
        if broken {
            sections.append(Section(Card(id: "x", title: "X", question: "?"), status: .failed(message: "trap")))
        }
        return Audit(
            program: "0.1.0",
            version: VersionRecord(VersionManifest(version: "v\u{1B}3", date: "2026-01-02", model: "m")),
            dataset: DatasetRecord(name: "d", title: "D", n: 713, classes: ["a", "b"], digest: "", details: []),
            title: "T",
            task: .classification, baseline: nil,
            accounting: RowAccounting(itemsRead: 713, predictionsRead: 713, kept: 713, unpredicted: 0),
            sections: sections,
            gates: states.map {
                GateResult(
                    name: nil, fact: "headline/accuracy", atLeast: 0.5, measured: $0 == .notMeasured ? nil : accuracy,
                    state: $0)
            }, inputs: [], settings: [])
    }

    @Test func partOfTheImagesIsSaidInTheLine() {
        var audit = Self.audit()
        audit.accounting.itemsRead = 1500
        #expect(
            Self.summary.line(audit).replacing("\u{A0}", with: " ").hasSuffix(
                "accuracy 84.4 % [81.6, 86.9], n 713, on 713 of 1,500 images, gates: 1 passed"))
    }

    @Test func theLineOfAVersionIsSafeForATerminal() {
        #expect(
            Self.summary.line(Self.audit()).replacing("\u{A0}", with: " ")
                == "v\\u{1B}3: accuracy 84.4 % [81.6, 86.9], n 713, gates: 1 passed")
    }

    @Test func gatesAreCountedFailedFirst() {
        #expect(Self.summary.phrases.gates(Self.audit(states: [])) == "no gates set")
        #expect(
            Self.summary.phrases.gates(Self.audit(states: [.passed, .notMeasured, .undecided, .failed, .passed]))
                == "gates: 1 failed, 1 inconclusive, 1 not measured, 2 passed")
    }

    @Test func whatWasFoundIsSixLinesAtMost() {
        let findings = [
            Self.finding(.confusion(truth: "a", predicted: "b"), errors: 18), Self.finding(.overconfidence, errors: 0),
            Self.finding(.fragility(factor: "blur"), .lead, errors: 2),
        ]
        let lines = Self.summary.found(Self.audit(findings: findings, missing: ["slices"]), site: "s/index.html")
            .replacing("\u{A0}", with: " ").split(separator: "\n").map(String.init)
        #expect(
            Array(lines[2...]) == [
                "2 findings (significant after correction), 1 lead (worth a look)",
                "Class a predicted as b: 18 errors, 30.0 % [25.0, 35.0] of 60 images of class a",
                "Overconfidence: 30.0 % [25.0, 35.0] of 60 images", "not measured: slices", "site: s/index.html",
            ])
    }

    @Test func oneIsNotSaidInThePlural() {
        let audit = Self.audit(
            findings: [
                Self.finding(.classRegression("a"), errors: 1), Self.finding(.overconfidence, .lead, errors: 1),
                Self.finding(.underconfidence, .lead, errors: 1),
            ])
        let words = Self.summary.found(audit, site: "s").replacing("\u{A0}", with: " ")
        #expect(words.contains("\n1 finding (significant after correction), 2 leads (worth a look)\n"))
        #expect(
            words.contains(
                "\nClass a regressed: 1 newly incorrect of 60 images of class a; recall 70.0 % [65.0, 75.0]\n"))
    }

    /// The status that a command leaves with; 0 when it goes on.
    private static func status(_ audits: [Audit], _ options: [String] = []) throws -> Int32 {
        do {
            try summary.leave(audits, VerdictOptions.parse(options))
            return 0
        } catch let code as ExitCode {
            return code.rawValue
        }
    }

    @Test func theLastAuditDecidesTheStatus() throws {
        let (ready, failed, open) = (Self.audit(), Self.audit(states: [.failed]), Self.audit(states: [.undecided]))
        #expect(try Self.status([]) == 0)
        #expect(try Self.status([failed, ready]) == 0)
        #expect(try Self.status([ready, failed]) == 1)
        #expect(try Self.status([open]) == 1)
        #expect(try Self.status([open], ["--allow", "inconclusive"]) == 0)
        #expect(try Self.status([failed], ["--allow", "inconclusive"]) == 1)
    }

    /// A detector without any detection is inconclusive, and no option makes that acceptable.
    @Test func aDetectorThatFindsNothingIsNotAllowed() throws {
        func detector(_ precision: Double) -> Audit {
            var audit = Self.audit(states: [])
            audit.task = .detection
            audit.sections = [
                Section(
                    Card(id: "detection", title: "Detection", question: "?"),
                    facts: [Fact(FactSpec("ap", .proportion), precision, n: 713, method: "average-precision")])
            ]
            return audit
        }
        #expect(try Self.status([detector(0)], ["--allow", "inconclusive"]) == 1)
        #expect(try Self.status([detector(0.2)], ["--allow", "inconclusive"]) == 0)
    }

    @Test func anAnalysisThatBrokeInAnyOfThemIsInternal() throws {
        #expect(try Self.status([Self.audit(broken: true), Self.audit()]) == 3)
    }
}

@Suite struct OutcomeTests {
    private struct Told: Explained {
        var cause: Problem.Cause
        var problem: Problem { Problem("told", cause: cause) }
    }

    private static func status(_ body: () throws -> Void) -> Int32? {
        do {
            try Outcome.of(body)
            return nil
        } catch let code as ExitCode {
            return code.rawValue
        } catch {
            return -1
        }
    }

    @Test func theCauseOfAProblemIsItsStatus() {
        #expect(Self.status {} == nil)
        #expect(Self.status { throw Told(cause: .input) } == 2)
        #expect(Self.status { throw Told(cause: .system) } == 3)
        #expect(Self.status { throw ProblemList(Told(cause: .input)) } == 2)
        #expect(Self.status { throw ProblemList(Told(cause: .system)) } == 3)
    }

    @Test func aStatusThatWasDecidedIsKeptAndWhatNobodyForesawIsInternal() {
        struct Unforeseen: Error {}
        #expect(Self.status { throw Outcome.notReady } == 1)
        #expect(Self.status { throw Unforeseen() } == 3)
        #expect(Self.status { _ = try Data(contentsOf: URL(filePath: "/nowhere/at/all")) } == 3)
    }
}
