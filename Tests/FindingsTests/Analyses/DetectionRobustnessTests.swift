import Findings
import Record
import Testing

/// A detector's runs under a change: objects and false positives against the version's own run.
@Suite struct DetectionRobustnessTests {
    private func run(
        _ factor: String, _ level: String, _ change: (inout MadeDetection) -> Void = { _ in }
    ) -> (factor: String, level: String, made: MadeDetection) {
        var made = MadeDetection.clean()
        change(&made)
        return (factor, level, made)
    }

    private func section(_ runs: [(factor: String, level: String, made: MadeDetection)]) throws -> Section {
        try Robustness().examine(MadeDetection.clean().examination(runs: runs))
    }

    /// Of 160 objects on 40 images a run loses one on each image.
    @Test func lostObjectsAreAFindingAtTheMildestSeverity() throws {
        let section = try section([
            run("blur", "1"), run("blur", "2") { $0.answer(0, count: 40, []) },
            run("blur", "3") {
                $0.answer(0, count: 40, []); $0.answer(1, count: 40, [(2, 0.8, 0)])
            },
        ])
        #expect(section.findings.map(\.mode) == [.fragility(factor: "blur")])
        #expect(section.findings.first?.measure.value == 0.25 && section.findings.first?.expected == 0)
        #expect(section.fact("clean_accuracy")?.value == 1)
        #expect(section.fact("accuracy@blur=2")?.value == 0.75)
        #expect(section.fact("accuracy_change@blur=3")?.value == -0.5)
        #expect(section.fact("runs_worse")?.value == 2 && section.fact("flips@blur=1")?.value == 0)
        #expect(section.fact("ap@blur=1")?.value == 1)
        let lost = try #require(section.fact("ap@blur=2")?.value)
        #expect(abs(lost - 0.75) < 1e-9, "one of four classes is never found")
        #expect(section.holds("of_objects") && section.holds("rows_share_units"))
    }

    /// Nothing is lost, and twenty of forty images have a false positive more.
    @Test func falsePositivesAreComparedImageByImage() throws {
        let section = try section([
            run("noise", "1") { $0.backgroundDetections = (0..<20).map { ($0, 0, 0.6) } }, run("noise", "0"),
        ])
        #expect(section.findings.isEmpty && section.fact("runs_worse")?.value == 0)
        #expect(section.fact("runs_more_false_positives")?.value == 1)
        #expect(section.fact("false_positives_per_image@noise=1")?.value == 0.5)
        let change = try #require(section.fact("false_positives_change@noise=1"))
        #expect(change.value == 0.5 && change.n == 40)
        let interval = try #require(change.interval)
        #expect(interval.low > 0.3 && interval.high < 0.7)
        #expect(section.fact("false_positives_change@noise=0")?.value == nil)
        // Below the operating point a detection is no false positive.
        let faint = try self.section([run("noise", "1") { $0.backgroundDetections = (0..<20).map { ($0, 0, 0.1) } }])
        #expect(faint.fact("false_positives_per_image@noise=1")?.value == 0)
    }

    @Test func withoutRunsNothingIsMeasured() throws {
        #expect(throws: Missing.self) { try Robustness().examine(MadeDetection.clean().examination()) }
    }
}
