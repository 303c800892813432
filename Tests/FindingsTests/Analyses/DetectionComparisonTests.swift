import Record
import Testing

@testable import Findings

@Suite struct DetectionComparisonTests {
    private let analysis = DetectionComparison()

    @Test func aClassThatRegressedIsTheOnlyFinding() throws {
        let before = MadeDetection.clean(version: "v1")
        var now = MadeDetection.clean()
        now.answer(2, count: 12, [])
        now.answer(2, count: 3, [(1, 0.8, 0)])
        let section = try analysis.examine(now.examination(baseline: before.record()))
        #expect(section.holds("worse"))
        #expect(section.fact("lost")?.value == 12 && section.fact("gained")?.value == 0)
        #expect(section.findings.map(\.mode) == [.classRegression("c2")])
        guard case .chart(.matrix(let matrix))? = section.exhibit("transitions")?.content else {
            Issue.record("no matrix")
            return
        }
        // Found before: 148 found now, 3 confused, none mislocalised, 9 missed.
        let stayed: [Double?] = [148, 3, 0, 9]
        #expect(matrix.cells.prefix(4).map(\.value) == stayed)
        #expect(section.findings.first?.evidence.first?.baselinePredicted == "c2")
    }

    @Test func theSameAnswersAreSilent() throws {
        var made = MadeDetection.clean()
        made.answer(1, count: 9, [])
        let section = try analysis.examine(made.examination(baseline: made.record()))
        #expect(section.findings.isEmpty)
        #expect(section.holds("same"))
        #expect(section.fact("change")?.value == 0)
    }

    /// As loud as objects found: twenty images have two false positives more, and nothing else changed.
    @Test func moreFalsePositivesAreHeard() throws {
        let before = MadeDetection.clean(version: "v1")
        var now = MadeDetection.clean()
        now.backgroundDetections = (0..<20).flatMap { [($0, 0, 0.6), ($0, 1, 0.5)] } + [(30, 0, 0.1)]
        let section = try analysis.examine(now.examination(baseline: before.record()))
        #expect(section.holds("more_false_positives") && section.holds("same"))
        #expect(section.fact("false_positives_before")?.value == 0)
        #expect(section.fact("false_positives_now")?.value == 1)
        let change = try #require(section.fact("false_positives_change"))
        #expect(change.value == 1 && change.n == 40)
        let interval = try #require(change.interval)
        #expect(interval.low > 0.6 && interval.high < 1.4)
        // 20 images whose signs are flipped: all alike in two of 2^20 patterns.
        #expect(section.fact("false_positives_p")?.value == 2 / Double(1 << 20))
        #expect(section.moved?.map(\.subject) == [.falsePositives])
        #expect(section.moved?.first?.isBetter == false && section.moved?.first?.unit == .raw)

        let audit = Auditor(program: "test").audit(try now.examination(baseline: before.record()), inputs: [])
        #expect(audit.caps(Catalog.facts).contains(.moreFalsePositives))
        var limited = audit
        limited.gates = [
            GateResult(
                name: nil, fact: "detection-comparison/false_positives_change", atMost: 2, measured: change,
                state: .passed)
        ]
        #expect(!limited.caps(Catalog.facts).contains(.moreFalsePositives))
    }

    /// Every object is found as before, in boxes that hold less of it: average precision alone says so.
    @Test func aLowerAveragePrecisionIsHeardThoughAsManyObjectsAreFound() throws {
        let before = MadeDetection.clean(version: "v1")
        var now = MadeDetection.clean()
        for index in now.things.indices where index % 3 != 0 {
            now.things[index].answers = now.things[index].answers.map { ($0.predicted, $0.score, 0.2) }
        }
        let section = try analysis.examine(now.examination(baseline: before.record()))
        #expect(section.holds("same") && section.holds("ap_lower") && !section.holds("ap_higher"))
        let change = try #require(section.fact("ap_change"))
        #expect((change.value ?? 0) < -0.1 && (change.interval?.high ?? 0) < 0 && change.unit == .points)
        let worse = section.moved?.filter { !$0.isBetter }.map(\.subject) ?? []
        #expect(worse.contains(.number("detection/ap")) && worse.contains(.number("detection/ar100")))
        #expect(worse.contains(.number("detection-classes/ap@class=c1")))
        #expect(!worse.contains(.number("detection/ap50")))
        guard case .table(let numbers)? = section.exhibit("numbers")?.content,
            case .table(let classes)? = section.exhibit("ap_by_class")?.content
        else {
            Issue.record("no tables")
            return
        }
        #expect(numbers.rows.first?.last == .state(.worse, nil) && classes.rows.count == 4)
        // The interval of a class holds beside those of the other three.
        let examination = try now.examination(baseline: before.record())
        let alone = try DetectionClasses().examine(examination).fact("ap@class=c1")?.change
        let moved = try #require(section.moved?.first { $0.subject == .number("detection-classes/ap@class=c1") })
        #expect(moved.change.interval.low < (alone?.low ?? 0) && moved.p == nil)

        var audit = Auditor(program: "test").audit(examination, inputs: [])
        #expect(audit.caps(Catalog.facts).contains(.precisionRegression))
        audit.gates = [
            GateResult(
                name: nil, fact: "detection-comparison/ap_change", atLeast: -0.9, measured: change, state: .passed)
        ]
        #expect(!audit.caps(Catalog.facts).contains(.precisionRegression))
    }

    @Test func falsePositivesOfOtherImagesOrOfAnOlderArchiveAreNotCompared() throws {
        let record = try MadeDetection.clean(version: "v1").record()
        var older = record.audit
        for index in older.sections.indices { older.sections[index].imageCounts = nil }
        let section = try analysis.examine(
            MadeDetection.clean().examination(
                baseline: BaselineRecord(audit: older, outcomes: record.outcomes)))
        #expect(section.fact("false_positives_change")?.value == nil)
        #expect(!section.holds("false_positives_are_paired"))
        #expect(section.moved?.isEmpty == true)
    }

    @Test func fieldsOfTheManifestsThatDifferAreChanges() throws {
        let record = try MadeDetection.clean(version: "v1").record()
        var audit = record.audit
        audit.version.model = "another"
        audit.version.details = [Setting("Runtime", "gpu")]
        let baseline = BaselineRecord(audit: audit, outcomes: record.outcomes)
        var now = MadeDetection.clean()
        now.changes = ["a", "b", "c"]
        let section = try analysis.examine(now.examination(baseline: baseline))
        #expect(section.fact("changes")?.value == 3 && section.fact("fields_differ")?.value == 1)
        #expect(section.holds("several_changes") && section.holds("fields_differ"))
        #expect(section.exhibit("comparability") != nil)
    }

    /// False detections lie in images without an object too, and those are in no pair of objects.
    @Test func numbersOfOtherImagesAreNotSetBesideOurs() throws {
        func section(_ digest: String?) throws -> Section {
            let record = try MadeDetection.clean(version: "v1").record()
            var audit = record.audit
            audit.dataset.imagesDigest = digest
            return try DetectionHeadline().examine(
                MadeDetection.clean().examination(
                    baseline: BaselineRecord(audit: audit, outcomes: record.outcomes)))
        }
        #expect(try section(nil).fact("ap")?.baseline != nil)
        #expect(try section(MadeDetection.clean().examination().imagesDigest).fact("ap")?.baseline != nil)
        #expect(try section("another").fact("ap")?.baseline == nil)
    }

    @Test func withoutABaselineItSaysSo() throws {
        #expect(throws: Missing("this version names no baseline, or its audit is not archived")) {
            try analysis.examine(MadeDetection.clean().examination())
        }
    }
}
