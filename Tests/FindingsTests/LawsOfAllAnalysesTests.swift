// Laws that hold for every analysis of the catalogue, whoever adds it.

import Artifacts
import Columns
import Findings
import Foundation
import Record
import Statistics
import Tallies
import TestSupport
import Testing

@Suite struct LawsOfAllAnalysesTests {
    private static let names: [String] = Catalog.analyses.map(\.card.id)

    /// An evaluation with faults of every kind, random in all its parts.
    private static func made(seed: UInt64, version: String = "v2") -> MadeEvaluation {
        var generator = SeededGenerator(seed: seed)
        let classes = ["ant", "bee", "cat", "dog"]
        var rows: [MadeRow] = []
        for index in 0..<240 {
            let label = generator.below(4)
            let dark = generator.unit() < 0.3
            let isWrong = generator.unit() < (dark ? 0.35 : 0.1) || (label == 2 && generator.unit() < 0.3)
            let predicted = isWrong ? (label == 2 ? 3 : (label + 1 + generator.below(3)) % 4) : label
            // Few distinct confidences, so that there are ties to break.
            let confidence = [0.35, 0.55, 0.75, 0.95, 0.99][generator.below(5)]
            rows.append(
                MadeRow(
                    id: "id-\(SplitMix64.mix(UInt64(index)) % 100_000)-\(index)", label: label, predicted: predicted,
                    confidence: confidence,
                    attributes: [dark ? "dark" : "light", ["a", "b", "c"][generator.below(3)]]))
        }
        return MadeEvaluation(
            version: version, classes: classes, rows: rows, attributes: ["light", "camera"], changes: ["x", "y"])
    }

    /// The same items under one change that breaks some of them.
    private static func runs(of made: MadeEvaluation) -> [MadeEvaluation] {
        [("blur", "1"), ("blur", "2"), ("dark", "0.5")].enumerated().map { index, change in
            var run = made
            run.condition = Condition(factor: change.0, level: change.1, strength: Double(change.1))
            for row in run.rows.indices where PoissonBootstrap.id(of: run.rows[row].id) % 10 < UInt64(2 * index + 1) {
                run.rows[row].predicted = (run.rows[row].label + 1) % 4
                run.rows[row].probabilities = nil
            }
            return run
        }
    }

    private static func sections(
        _ transform: (inout MadeEvaluation) -> Void = { _ in }
    ) throws -> [(Card, Result<Section, Missing>)] {
        var now = made(seed: 1)
        var before = made(seed: 1, version: "v1")
        for row in before.rows.indices where row % 7 == 0 { before.rows[row].predicted = before.rows[row].label }
        var conditions = runs(of: now)
        var earlier = runs(of: before)
        transform(&now)
        transform(&before)
        for index in conditions.indices {
            transform(&conditions[index])
            transform(&earlier[index])
        }
        let settings = WorkspaceSettings(title: "Made", classes: now.classes, groups: now.attributes)
        let sections = Auditor(program: "test").audit(before.examination(settings: settings), inputs: []).sections
        let examination = now.examination(
            baseline: before.record(sections: sections, runs: earlier), conditions: conditions, settings: settings)
        return try Catalog.analyses.map { analysis in
            do {
                return (analysis.card, .success(try analysis.examine(examination)))
            } catch let missing as Missing {
                return (analysis.card, .failure(missing))
            }
        }
    }

    /// The sections of the untransformed evaluation, made once: several laws look at the same ones.
    private static let plain = Result { try sections() }

    private static func text(_ section: Result<Section, Missing>) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        switch section {
        case .success(let section): return String(decoding: try encoder.encode(section), as: UTF8.self)
        case .failure(let missing): return "missing: " + missing.reason
        }
    }

    @Test func theOrderOfRowsDecidesNothing() throws {
        let plain = try Self.plain.get()
        let shuffled = try Self.sections { made in
            var generator = SeededGenerator(seed: 99)
            made.rows = generator.permutation(made.rows.count).map { made.rows[$0] }
        }
        for (a, b) in zip(plain, shuffled) {
            #expect(try Self.text(a.1) == Self.text(b.1), "\(a.0.id) depends on the order of rows")
        }
    }

    @Test func theNamesOfClassesDecideNoNumber() throws {
        let plain = try Self.plain.get()
        // New names in the opposite alphabetical order.
        let renamed = try Self.sections { $0.classes = ["zebra", "yak", "worm", "vole"] }
        for (a, b) in zip(plain, renamed) {
            guard case .success(let one) = a.1, case .success(let two) = b.1 else {
                #expect(try Self.text(a.1) == Self.text(b.1))
                continue
            }
            #expect(one.facts.map(\.value) == two.facts.map(\.value), "\(a.0.id)")
            #expect(one.facts.map(\.interval) == two.facts.map(\.interval), "\(a.0.id)")
            #expect(one.flags == two.flags, "\(a.0.id)")
            #expect(one.findings.map(\.measure) == two.findings.map(\.measure), "\(a.0.id)")
            #expect(one.findings.map { $0.evidence.map(\.item) } == two.findings.map { $0.evidence.map(\.item) })
        }
    }

    @Test(arguments: names)
    func aSectionStatesWhatItsCardDeclaresAndNothingElse(_ id: String) throws {
        let (card, result) = try #require(try Self.plain.get().first { $0.0.id == id })
        guard case .success(let section) = result else { return }
        func plain(_ id: String) -> String { String(id.prefix { $0 != "@" }) }
        #expect(Set(section.facts.map { plain($0.id) }).isSubset(of: Set(card.factIDs)))
        for fact in section.facts {
            let spec = try #require(card.fact(plain(fact.id)))
            #expect(fact.unit == spec.unit, "\(id)/\(fact.id)")
            #expect(fact.id.contains("@") == (spec.members != nil), "\(id)/\(fact.id)")
        }
        #expect(Set(section.terms.map(\.id)).isSubset(of: Set(card.terms)))
        #expect(Set(section.flags).isSubset(of: Set(card.flags)))
        #expect(Set(section.exhibits.map { plain($0.id) }).isSubset(of: Set(card.exhibits)))
        let methods =
            section.facts.map(\.method) + section.facts.compactMap { $0.interval?.method }
            + section.findings.flatMap { [$0.measure.method, $0.measure.interval.method] }
        let unknown = Set(methods).subtracting(card.methods).subtracting(Self.allMethods)
        #expect(unknown.isEmpty, "give \(unknown.sorted()) a page in Templates/methods")
        #expect(section.findings.allSatisfy { $0.analysis == card.id })
        #expect(Set(section.facts.map(\.id)).count == section.facts.count)
    }

    @Test(arguments: names)
    func everyMethodOfACardHasItsPage(_ id: String) throws {
        for method in try #require(Catalog.analysis(id)).card.methods {
            #expect(Self.allMethods.contains(method), "write Templates/methods/\(method).md")
        }
    }

    @Test(arguments: names)
    func everyNumberIsFiniteAndLiesInItsInterval(_ id: String) throws {
        let (_, result) = try #require(try Self.plain.get().first { $0.0.id == id })
        guard case .success(let section) = result else { return }
        for fact in section.facts {
            #expect((fact.value == nil) == (fact.undefined != nil), "\(fact.id)")
            guard let value = fact.value else { continue }
            #expect(value.isFinite, "\(fact.id)")
            if let interval = fact.interval { #expect(interval.low <= value && value <= interval.high, "\(fact.id)") }
        }
        for finding in section.findings {
            let measures = [finding.measure, finding.gain, finding.baseline].compactMap { $0 }
            for measure in measures {
                #expect(measure.interval.low <= measure.value && measure.value <= measure.interval.high)
                #expect(measure.n > 0)
            }
        }
    }

    /// Evaluations of no row, one row and three wrong ones, alone, against themselves and against others; made once.
    private static let smallest: [Examination] = {
        let none = MadeEvaluation(classes: ["a", "b", "c"], rows: [])
        var one = MadeEvaluation(classes: ["a"], rows: [MadeRow(id: "x", label: 0, predicted: 0, confidence: 1)])
        one.attributes = ["k"]
        one.rows[0].attributes = ["v"]
        var wrong = MadeEvaluation.clean(classes: 3, perClass: 1)
        for row in wrong.rows.indices { wrong.rows[row].predicted = (wrong.rows[row].label + 1) % 3 }
        let other = MadeEvaluation.clean().record()
        return [none, one, wrong].flatMap { made in
            var run = made
            run.condition = Condition(factor: "f", level: "1", strength: 1)
            return [
                made.examination(), made.examination(baseline: made.record(), conditions: [run]),
                made.examination(baseline: other, conditions: [run]),
            ]
        }
    }()

    @Test(arguments: names)
    func nothingTrapsOnTheSmallestEvaluations(_ id: String) throws {
        let analysis = try #require(Catalog.analysis(id))
        for examination in Self.smallest {
            do { _ = try analysis.examine(examination) } catch is Missing { continue }
        }
    }

    /// Ids of the methods that have a page.
    private static let allMethods = Set(
        Repository.files(under: "Templates/methods", withExtension: "md").map { String($0.dropLast(3)) })
}
