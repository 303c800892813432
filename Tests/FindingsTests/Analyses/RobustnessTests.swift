import Artifacts
import Columns
import Findings
import Record
import TestSupport
import Testing

@Suite struct RobustnessTests {
    private let analysis = Robustness()

    /// `made` under one change, with `count` items of each class misread.
    private func run(
        _ made: MadeEvaluation, _ factor: String, _ level: String, breaking count: Int,
        stated: [String: String] = [:], hasManifest: Bool = false
    ) -> MadeEvaluation {
        var run = made
        run.condition = Condition(
            factor: factor, level: level, strength: Double(level), stated: stated, hasManifest: hasManifest)
        if count > 0 {
            for cls in run.classes.indices { run.misread(cls, as: (cls + 1) % run.classes.count, count: count) }
        }
        return run
    }

    private func evidence(_ section: Section) throws -> [[Cell]] {
        guard case .table(let table)? = section.exhibit("one_variable")?.content else { throw Missing("no table") }
        return table.rows
    }

    @Test func aFragileFactorIsFoundAtItsMildestHarmfulStrength() throws {
        let plain = MadeEvaluation.clean()
        let section = try analysis.examine(
            plain.examination(conditions: [
                run(plain, "blur", "1", breaking: 0), run(plain, "blur", "2", breaking: 4),
                run(plain, "blur", "3", breaking: 20), run(plain, "noise", "1", breaking: 0),
            ]))
        #expect(section.findings.map(\.mode) == [.fragility(factor: "blur")])
        let finding = try #require(section.findings.first)
        #expect(finding.measure.value == 20.0 / 200)
        #expect(finding.expected == 0)
        #expect(finding.errors == 0)
        #expect(finding.evidence.count == 12)
        #expect(finding.evidence.allSatisfy { $0.chips == [Predicate("blur", "2")] && $0.label != $0.predicted })
        let terms = Dictionary(uniqueKeysWithValues: section.terms.map { ($0.id, $0.text) })
        #expect(terms == ["worst_factor": "blur", "worst_level": "3", "mildest_level": "2"])
        #expect(section.fact("accuracy@blur=3")?.value == 0.5)
        #expect(section.fact("accuracy_change@blur=3")?.value == -0.5)
        #expect(section.fact("flips@blur=2")?.value == 20)
        #expect(section.fact("runs_worse")?.value == 2)
    }

    /// A baseline whose run under blur 1 misreads `then` items of each class, and now `count` of them.
    private func againstBaseline(then: Int, now count: Int, keepsRuns: Bool = true) throws -> Section {
        let (before, now) = (MadeEvaluation.clean(version: "v1"), MadeEvaluation.clean())
        let record = before.record(runs: keepsRuns ? [run(before, "blur", "1", breaking: then)] : [])
        return try analysis.examine(
            now.examination(
                baseline: record,
                conditions: [run(now, "blur", "1", breaking: count), run(now, "noise", "1", breaking: 0)]))
    }

    @Test func aRunIsPairedWithTheBaselinesUnderTheSamePerturbation() throws {
        let section = try againstBaseline(then: 20, now: 4)
        let change = try #require(section.fact("change_from_baseline@blur=1"))
        #expect(near(change.value, 80.0 / 200) && change.n == 200 && change.interval?.method == "newcombe-paired")
        #expect(
            section.fact("change_from_baseline@noise=1")?.undefined
                == "the archive of v1 keeps no outcomes of this run")
        #expect(section.fact("runs_paired")?.value == 1)
        #expect(section.fact("runs_better_than_baseline")?.value == 1)
        #expect(section.fact("runs_worse_than_baseline")?.value == 0)
        let moved = try #require(section.moved?.first)
        #expect(moved.subject == .perturbed(Predicate("blur", "1")) && moved.isBetter)
        #expect(near(moved.before, 0.5) && near(moved.now, 0.9))
        #expect(section.holds("paired_with_baseline") && section.holds("not_paired_with_baseline"))
    }

    @Test(arguments: [(4, 4, GateStatus.passed), (4, 20, .failed), (20, 4, .passed)])
    func noLessRobustThanTheBaselineIsAGate(_ broken: (then: Int, now: Int, state: GateStatus)) throws {
        let section = try againstBaseline(then: broken.then, now: broken.now)
        let rules = [
            GateRule(fact: "robustness/change_from_baseline@blur=1", bound: .atLeast(-0.03)),
            GateRule(fact: "robustness/runs_worse_than_baseline", bound: .atMost(0)),
        ]
        let results = rules.map { Gate.decide($0, over: [section], units: 200) }
        #expect(results.map(\.state) == [broken.state, broken.state])
        #expect(section.findings.allSatisfy { $0.trend != .better || broken.now < broken.then })
    }

    @Test func anArchiveWithoutRunsHasNoPairs() throws {
        let section = try againstBaseline(then: 20, now: 4, keepsRuns: false)
        #expect(section.fact("change_from_baseline@blur=1")?.value == nil)
        #expect(section.fact("runs_worse_than_baseline")?.undefined == "the archive of v1 keeps no run of ours")
        #expect(section.moved == nil && !section.holds("paired_with_baseline"))
        let alone = try analysis.examine(
            MadeEvaluation.clean().examination(conditions: [run(MadeEvaluation.clean(), "blur", "1", breaking: 4)]))
        #expect(!alone.facts.contains { $0.id.hasPrefix("change_from_baseline") })
    }

    /// Rows that only one of the runs has, or that are labelled otherwise, are in no pair.
    @Test func onlyWhatBothRunsHaveIsPaired() throws {
        let (before, now) = (MadeEvaluation.clean(version: "v1"), MadeEvaluation.clean())
        var (then, here) = (run(before, "blur", "1", breaking: 0), run(now, "blur", "1", breaking: 0))
        then.rows.removeFirst(3)
        here.rows.removeLast(2)
        then.rows[0].label = 4
        let section = try analysis.examine(
            now.examination(baseline: before.record(runs: [then]), conditions: [here]))
        #expect(section.fact("change_from_baseline@blur=1")?.n == 200 - 3 - 2 - 1)
    }

    @Test func changesThatChangeNothingAreSilent() throws {
        let plain = MadeEvaluation.clean()
        let section = try analysis.examine(
            plain.examination(conditions: [run(plain, "blur", "1", breaking: 0), run(plain, "blur", "2", breaking: 0)]))
        #expect(section.findings.isEmpty)
        #expect(!section.holds("any_worse"))
        #expect(section.fact("worst_change")?.undefined == "no perturbation lowered accuracy significantly")
        #expect(section.exhibit("worst_factor") == nil)
    }

    @Test func levelsLeadAwayFromThePlainRunWhicheverWayTheScalePoints() throws {
        let plain = MadeEvaluation.clean()
        let section = try analysis.examine(
            plain.examination(conditions: [
                run(plain, "contrast", "0.25", breaking: 20), run(plain, "contrast", "0.5", breaking: 10),
                run(plain, "contrast", "0.75", breaking: 1),
            ]))
        guard case .chart(.lines(let chart))? = section.exhibit("worst_factor")?.content else {
            Issue.record("no chart")
            return
        }
        #expect(chart.ticks == ["clean", "0.75", "0.5", "0.25"])
        #expect(chart.series.first?.points.compactMap(\.y) == [0, 0.025, 0.25, 0.5])
        #expect(section.terms.contains(Section.Term("mildest_level", "0.5")))
    }

    @Test func aRunOnFewItemsIsComparedOnThoseAndSaidToBeSmall() throws {
        var plain = MadeEvaluation.clean()
        plain.misread(0, as: 1, count: 10)
        var part = run(plain, "blur", "1", breaking: 0)
        part.rows = part.rows.filter { $0.id.hasSuffix("5") }
        let section = try analysis.examine(plain.examination(conditions: [part]))
        #expect(section.fact("accuracy@blur=1")?.n == 20)
        #expect(section.fact("smallest_n")?.value == 20)
        #expect(section.holds("small_n") && section.holds("fewer_images"))
        #expect(section.fact("accuracy_change@blur=1")?.value == 0)
    }

    @Test func whatAlsoMovedIsStated() throws {
        var plain = MadeEvaluation.clean()
        plain.preprocessing = "64 px"
        let section = try analysis.examine(
            plain.examination(conditions: [
                run(plain, "a", "1", breaking: 0),
                run(plain, "b", "1", breaking: 0, stated: ["model": "made"], hasManifest: true),
                run(plain, "c", "1", breaking: 0, stated: ["preprocessing": "32 px"], hasManifest: true),
                run(
                    plain, "d", "1", breaking: 0, stated: ["preprocessing": "32 px", "model": "other"],
                    hasManifest: true),
                run(plain, "e", "1", breaking: 0, stated: ["notes": "by hand"], hasManifest: true),
            ]))
        let rows = try evidence(section)
        #expect(
            rows.map { $0[1] } == [
                .state(.notMeasured, "not stated"), .state(.passed, "stated"), .state(.undecided, "unclear"),
                .state(.failed, "no"), .state(.notMeasured, "not stated"),
            ])
        #expect(
            rows.map { $0[4] } == [
                .text("the folder's name is the only evidence"), .text("its manifest states the same model"),
                .text("its manifest states another preprocessing, which may be the perturbation itself"),
                .text("its manifest states another model and another preprocessing"),
                .text("its manifest states nothing that could differ"),
            ])
        #expect(section.fact("runs_with_more_changes")?.value == 1)
        #expect(section.fact("runs_without_manifest")?.value == 1)
    }

    @Test func otherItemsLabelsOrClassesMeanThatMoreMoved() throws {
        let plain = MadeEvaluation.clean()
        var foreign = run(plain, "a", "1", breaking: 0)
        foreign.rows[0].id = "elsewhere"
        var relabelled = run(plain, "b", "1", breaking: 0)
        relabelled.rows[0].label = 1
        var renamed = run(plain, "c", "1", breaking: 0)
        renamed.classes[0] = "other"
        let section = try analysis.examine(plain.examination(conditions: [foreign, relabelled, renamed]))
        #expect(try evidence(section).map { $0[1] } == Array(repeating: .state(.failed, "no"), count: 3))
        #expect(section.fact("accuracy@a=1")?.n == 199)
        #expect(section.fact("accuracy@b=1")?.n == 199)
        #expect(section.fact("accuracy@c=1") == nil)
    }

    @Test func withoutRunsItIsNotMeasured() {
        #expect(throws: Missing("no experiments in this evaluation")) {
            try analysis.examine(MadeEvaluation.clean().examination())
        }
    }

    @Test(arguments: ["v1", "v2", "v3"])
    func theDigitsAuditHasItsKnownRuns(_ version: String) throws {
        let section = try analysis.examine(DigitsAudit.examination(version, withRuns: true))
        for run in DigitsAudit.runs {
            let right = try ReferenceFacts.digits().number("versions", version, "perturbed", run, "perturbed")
            let flips = try ReferenceFacts.digits().number("versions", version, "perturbed", run, "flips")
            #expect(near(section.fact("accuracy@\(run)")?.value, right, 5e-7))
            #expect(section.fact("flips@\(run)")?.value == flips)
        }
        #expect(section.terms.contains(Section.Term("worst_factor", "shift_right")))
    }

    @Test
    func theBaselinesArchivedRunsStandBesideOurs() throws {
        let before = try analysis.examine(DigitsAudit.examination("v2", withRuns: true))
        let section = try analysis.examine(
            DigitsAudit.examination("v3", against: "v2", withRuns: true, sections: [before]))
        #expect(near(section.fact("accuracy@shift_right=1")?.baseline, 0.499722, 5e-7))
        // The same run in the baseline, which has its own worst.
        #expect(section.fact("worst_accuracy")?.baseline == before.fact("accuracy@shift_right=2")?.value)
        let shift = section.findings.first { $0.mode == .fragility(factor: "shift_right") }
        #expect(shift?.trend == .better)
        #expect(near(shift?.baseline?.value, 1 - 0.499722, 5e-7))
        guard case .chart(.lines(let chart))? = section.exhibit("worst_factor")?.content else {
            Issue.record("no chart")
            return
        }
        #expect(chart.series.map(\.isBaseline) == [false, true])
    }
}
