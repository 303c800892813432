// An audit of what was counted elsewhere: any partition in any order comes to the same, and what is measured is what an audit
// of the rows measures.

import Artifacts
import Columns
import Foundation
import Record
import Statistics
import Tallies
import Testing

@testable import Findings

@Suite struct TalliedAuditTests {
    private static let classes = ["ant", "bee", "cat", "dog"]

    /// Four classes, of which one is confused in the dark; three attributes, one with more values in some parts than in others.
    private static func made(_ version: String, sharesUnits: Bool = false) -> MadeEvaluation {
        var generator = SeededGenerator(seed: 11)
        let rows = (0..<900).map { index -> MadeRow in
            let label = generator.below(4)
            let isDark = generator.unit() < 0.25
            let camera = "c\(generator.below(5))"
            let isWrong =
                generator.unit() < (isDark && label == 2 ? 0.6 : 0.08) + (version == "v1" && camera == "c1" ? 0.15 : 0)
            let predicted = isWrong ? (label == 2 ? 3 : (label + 1) % 4) : label
            return MadeRow(
                id: "image \(index)", label: label, predicted: predicted,
                confidence: [0.4, 0.6, 0.8, 0.95, 0.99][generator.below(5)],
                attributes: [isDark ? "dark" : "light", camera, "s\(index % 7)", "u\(index % 90)"])
        }
        return MadeEvaluation(
            version: version, classes: classes, rows: rows, attributes: ["light", "camera", "site", "unit"],
            unit: sharesUnits ? "unit" : nil)
    }

    private static func settings(_ sharesUnits: Bool) -> WorkspaceSettings {
        var settings = WorkspaceSettings(
            title: "Made", classes: classes, groups: ["site"], unit: sharesUnits ? "unit" : nil,
            gates: [GateRule(fact: "headline/accuracy", bound: .atLeast(0.5))])
        settings.slicing.declared = [
            DeclaredSlice(name: "night", predicates: [Predicate("light", "dark")])
        ]
        return settings
    }

    private static func tally(
        _ all: MadeEvaluation, _ rows: [Int], named name: String, baseline: MadeEvaluation?,
        _ settings: WorkspaceSettings
    ) -> PartitionTally {
        var part = all
        part.rows = rows.map { all.rows[$0] }
        var evaluation = part.evaluation
        evaluation.talliedRows = evaluation.items.count
        let columns = evaluation.items.attributes.map { $0.coded() }
        let units =
            evaluation.items.units.map { ResamplingUnits(ids: $0.unitIDs, ofWholeShared: true) }
            ?? ResamplingUnits(of: evaluation)
        let earlier = baseline.map { before in
            EarlierAnswers(
                count: rows.count, rows: Array(rows.indices),
                answers: rows.map { Int32(truncatingIfNeeded: before.rows[$0].predicted) })
        }
        let book = Book(
            counting: Examination.tallyRequests(
                of: evaluation, settings: settings, by: columns, for: Catalog.analyses),
            of: evaluation, units, pairedWith: earlier, by: columns, edition: "test")
        return PartitionTally(
            PartitionTally.Description(
                dataset: "made", version: all.version, unit: settings.unit, isPaired: baseline != nil,
                hasConfidence: true,
                hasProbabilities: true, listed: nil, leftOut: []),
            accounting: evaluation.accounting,
            partition: .init(name: name, sha256: name, bytes: 1, rows: rows.count), book: book)
    }

    private static func audit(
        _ tally: PartitionTally, _ made: MadeEvaluation, _ baseline: BaselineRecord?, _ settings: WorkspaceSettings
    ) -> Audit {
        let evaluation = made.evaluation
        return Auditor(program: "test").audit(
            Examination(
                of: tally, evaluation.manifest, evaluation.datasheet, baseline: baseline, settings: settings),
            inputs: [])
    }

    private static func text(_ audit: Audit) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(audit), as: UTF8.self)
    }

    /// The baseline's record with the sections of its own audit.
    private static func record(_ made: MadeEvaluation, _ settings: WorkspaceSettings) -> BaselineRecord {
        let audit = Auditor(program: "test").audit(Examination(of: made.evaluation, settings: settings), inputs: [])
        return BaselineRecord(audit: audit, outcomes: OutcomeTable(of: made.evaluation))
    }

    @Test(arguments: [false, true]) func anyPartitionInAnyOrderIsOneAudit(_ sharesUnits: Bool) throws {
        let (now, before) = (Self.made("v2", sharesUnits: sharesUnits), Self.made("v1", sharesUnits: sharesUnits))
        let settings = Self.settings(sharesUnits)
        let record = Self.record(before, settings)
        func tally(_ rows: [Int], _ name: String) -> PartitionTally {
            Self.tally(now, rows, named: name, baseline: before, settings)
        }
        let whole = Self.audit(tally(Array(0..<900), "all"), now, record, settings)
        let cuts: [[[Int]]] = [
            [Array(0..<300), Array(300..<900)],
            [Array(0..<1), Array(1..<450), Array(450..<899), Array(899..<900)],
            (0..<9).map { part in (0..<900).filter { $0 % 9 == part } },
        ]
        for cut in cuts {
            for isReversed in [false, true] {
                let order = isReversed ? Array(cut.enumerated().reversed()) : Array(cut.enumerated())
                var parts = order.map { tally($0.element, "part \($0.offset)") }
                var sum = parts.removeFirst()
                for part in parts { try sum.merge(PartitionTally(decoding: part.encoded())) }
                #expect(try Self.text(Self.audit(sum, now, record, settings)) == Self.text(whole))
            }
        }
    }

    @Test(arguments: [false, true]) func whatIsMeasuredIsWhatTheRowsSay(_ sharesUnits: Bool) throws {
        let (now, before) = (Self.made("v2", sharesUnits: sharesUnits), Self.made("v1", sharesUnits: sharesUnits))
        let settings = Self.settings(sharesUnits)
        let record = Self.record(before, settings)
        let rows = Auditor(program: "test").audit(
            Examination(of: now.evaluation, baseline: record, settings: settings), inputs: [])
        var sum = Self.tally(now, Array(0..<400), named: "a", baseline: before, settings)
        try sum.merge(Self.tally(now, Array(400..<900), named: "b", baseline: before, settings))
        let tallied = Self.audit(sum, now, record, settings)
        let measured = tallied.sections.filter { $0.status == .examined }
        let expected: Set<String> = [
            "headline", "comparison", "slices", "groups", "confusions", "calibration", "class-thresholds", "abstention",
            "confident-errors", "top-k", "near-misses", "low-confidence-correct",
        ]
        #expect(Set(measured.map(\.id)) == expected)
        for section in measured {
            let own = try #require(rows.section(section.id))
            for fact in section.facts {
                let name = "\(section.id)/\(fact.id)"
                let other = try #require(own.fact(fact.id), "\(name)")
                if fact.undefined?.contains("tallies") == true { continue }
                #expect(fact.value == other.value, "\(name)")
                #expect(fact.undefined == other.undefined, "\(name)")
                #expect(fact.n == other.n, "\(name)")
                #expect(fact.baseline == other.baseline, "\(name)")
                // Of rows that share no units numbers are resampled, which gives other draws (`TalliedCalibrationTests`); the class-wise
                // error is resampled where rows are here.
                if section.id == "calibration", !sharesUnits || fact.id == "classwise_ece" { continue }
                #expect(fact.interval == other.interval && fact.units == other.units, "\(name)")
            }
            #expect(section.findings.map(\.id) == own.findings.map(\.id), "\(section.id)")
            for (finding, other) in zip(section.findings, own.findings) where section.id != "calibration" {
                #expect(finding.measure == other.measure && finding.p == other.p && finding.gain == other.gain)
                #expect(finding.evidence.allSatisfy { !$0.item.isEmpty })
            }
        }
        #expect(measured.contains { $0.id == "slices" && !$0.findings.isEmpty }, "the planted slice is found")
        #expect(tallied.gates.map(\.state) == rows.gates.map(\.state))
        #expect(tallied.accounting == rows.accounting)
        for section in tallied.sections where !expected.contains(section.id) {
            guard case .notMeasured(let reason) = section.status else {
                Issue.record("\(section.id) is measured")
                continue
            }
            #expect(!reason.isEmpty)
        }
    }

    @Test func theSameImagesAreTheSameDataSetInEveryVersion() throws {
        let (now, before) = (Self.made("v2"), Self.made("v1"))
        let settings = Self.settings(false)
        func digest(_ made: MadeEvaluation, _ rows: [Int]) -> String {
            Self.audit(
                Self.tally(made, rows, named: "a", baseline: nil, settings), made, nil, settings
            ).dataset.digest
        }
        #expect(digest(now, Array(0..<900)) == digest(before, Array((0..<900).reversed())))
        #expect(digest(now, Array(0..<900)) != digest(now, Array(0..<899)))
        var relabelled = now
        relabelled.rows[7].label = (relabelled.rows[7].label + 1) % 4
        #expect(digest(now, Array(0..<900)) != digest(relabelled, Array(0..<900)))
    }

    @Test func ofMoreThanIsMadeAgainASampleIsLookedAt() throws {
        let now = Self.made("v2")
        let settings = Self.settings(false)
        let tally = Self.tally(now, Array(0..<900), named: "a", baseline: nil, settings)
        let evaluation = now.evaluation
        let audit = Auditor(program: "test").audit(
            Examination(of: tally, evaluation.manifest, evaluation.datasheet, settings: settings, most: 450),
            inputs: [])
        #expect(audit.dataset.n == 900)
        #expect(audit.section("headline")?.fact("items")?.value == 900)
        let slices = try #require(audit.section("slices"))
        #expect(slices.status == .examined && slices.fact("items")?.value == 450)
        let errors = try #require(audit.section("headline")?.fact("errors")?.value)
        let own = try #require(slices.fact("errors")?.value)
        // Labels and answers are the first in the order: each pair of them has its half to within one.
        #expect(abs(own - errors / 2) <= 6)
        #expect(slices.findings.allSatisfy { finding in finding.evidence.allSatisfy { !$0.item.isEmpty } })
        #expect(audit.section("groups")?.status == .examined)
    }

    @Test func otherSettingsThanThoseOfTheCountAreSaid() throws {
        let now = Self.made("v2")
        var settings = Self.settings(false)
        let tally = Self.tally(now, Array(0..<900), named: "a", baseline: nil, settings)
        settings.confidentAbove = 0.7
        let section = try #require(Self.audit(tally, now, nil, settings).section("confident-errors"))
        #expect(
            section.status
                == .notMeasured(
                    reason:
                        "counted from tallies that do not hold what it needs: the settings are not those they were counted with"
                ))
    }
}
