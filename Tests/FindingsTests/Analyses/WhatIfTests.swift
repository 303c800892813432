import Artifacts
import Record
import TestSupport
import Testing

@testable import Findings

@Suite struct WhatIfTests {
    /// 80 day images with 8 errors, 20 night images with 10.
    private static func made() -> MadeEvaluation {
        var made = MadeEvaluation.clean(classes: 2, perClass: 50)
        made.attributes = ["light"]
        for row in made.rows.indices {
            made.rows[row].attributes = [row % 5 == 0 ? "night" : "day"]
            let place = row / 5
            if row % 5 == 0 ? place < 10 : (row % 5 == 1 && place < 8) {
                made.rows[row].predicted = 1 - made.rows[row].label
            }
        }
        return made
    }

    private static func section(
        _ mixes: [MixSetting], gates: [GateRule] = [], _ made: MadeEvaluation = made()
    ) throws -> Section {
        var settings = WorkspaceSettings(title: "T", gates: gates)
        settings.whatIf = mixes
        settings.slicing.minSupport = 5
        settings.unit = made.unit
        return try WhatIf().examine(Examination(of: made.evaluation, settings: settings))
    }

    private static let winter = MixSetting(
        name: "winter",
        attributes: [
            .init(name: "light", shares: [.init(value: "night", share: 0.6), .init(value: "day", share: 0.4)])
        ])

    @Test func eachValueKeepsItsOwnRate() throws {
        let section = try Self.section([Self.winter])
        #expect(near(section.fact("error_rate")?.value, 0.18))
        #expect(near(section.fact("worst_rate")?.value, 0.6 * 0.5 + 0.4 * 0.1))
        #expect(near(section.fact("worst_change")?.value, 0.34 - 0.18))
        #expect(section.terms.first { $0.id == "worst" }?.text == "winter")
    }

    @Test func theMixOfTheImagesChangesNothing() throws {
        var same = Self.winter
        same.attributes[0].shares = [.init(value: "night", share: 0.2), .init(value: "day", share: 0.8)]
        #expect(near(try Self.section([same]).fact("worst_change")?.value, 0))
    }

    @Test func whatNoImageShowsHasNoRate() throws {
        var fog = Self.winter
        fog.attributes[0].shares = [.init(value: "fog", share: 0.5), .init(value: "day", share: 0.5)]
        let section = try Self.section([fog])
        #expect(section.fact("worst_rate")?.value == nil && section.holds("any_empty"))
    }

    @Test func theAccuracyGateIsJudgedAtTheMix() throws {
        let gate = GateRule(name: nil, fact: "headline/accuracy", bound: .atLeast(0.8))
        let section = try Self.section([Self.winter], gates: [gate])
        guard case .table(let table)? = section.exhibit("mixes")?.content else {
            Issue.record("no table")
            return
        }
        #expect(table.rows.first?.last == .state(.failed, nil))
    }

    @Test func withoutAMixItIsNotMeasured() {
        #expect(throws: Missing("no mix is asked about under what_if: in misread.yml")) { try Self.section([]) }
    }

    @Test func rowsThatShareUnitsHaveNoIntervalAtAnotherMix() {
        var made = Self.made()
        made.attributes.append("video")
        for row in made.rows.indices { made.rows[row].attributes.append("\(row / 10)") }
        made.unit = "video"
        #expect(throws: Missing("rows share units, and no interval is known at another mix")) {
            try Self.section([Self.winter], made)
        }
    }
}
