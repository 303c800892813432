import Artifacts
import Findings
import Foundation
import Record
import Statistics
import Testing

/// Laws that hold for every analysis of a detector.
@Suite struct LawsOfDetectionAnalysesTests {
    private static let analyses = Catalog.analyses.filter { $0.card.tasks.contains(.detection) }

    private static func made(seed: UInt64, version: String = "v2") -> MadeDetection {
        var generator = SeededGenerator(seed: seed)
        var made = MadeDetection.clean(version: version)
        made.changes = ["x", "y"]
        for index in made.things.indices {
            let label = made.things[index].label
            switch generator.below(8) {
            case 0: made.things[index].answers = []
            case 1: made.things[index].answers = [((label + 1) % 4, 0.7, 0)]
            case 2: made.things[index].answers = [(label, 0.6, 0.6)]
            case 3: made.things[index].answers = [(label, 0.9, 0.1), (label, 0.5, 0.2)]
            default: made.things[index].answers = [(label, Double(3 + generator.below(7)) / 10, 0.05)]
            }
        }
        made.backgroundDetections = (0..<12).map { ($0, generator.below(4), Double(1 + generator.below(9)) / 10) }
        made.map = { image, isInBox in Float((image * 7) % 5) / 10 + (isInBox ? 0.5 : 0) }
        return made
    }

    @Test func aSectionStatesWhatItsCardDeclaresAndNothingElse() throws {
        let examination = try Self.made(seed: 1).examination(
            baseline: Self.made(seed: 2, version: "v1").record(),
            attributes: ["site": ["a", "b"], "who": ["x", "x", "y"]],
            settings: WorkspaceSettings(title: "Made", task: .detection, groups: ["who", "site"]),
            runs: [("blur", "1", Self.made(seed: 3)), ("blur", "2", Self.made(seed: 4))])
        #expect(Self.analyses.count >= 7)
        for analysis in Self.analyses {
            let card = analysis.card
            // A suite is of cases, and none is stated here; nor are there embeddings.
            guard let section = try? analysis.examine(examination) else {
                #expect(["suite", "patterns"].contains(card.id))
                continue
            }
            let plain = { (id: String) in String(id.prefix { $0 != "@" }) }
            #expect(Set(section.facts.map { plain($0.id) }).isSubset(of: Set(card.factIDs)), "\(card.id)")
            for fact in section.facts {
                let spec = try #require(card.fact(plain(fact.id)))
                #expect(fact.unit == spec.unit, "\(card.id)/\(fact.id)")
                #expect(fact.id.contains("@") == (spec.members != nil), "\(card.id)/\(fact.id)")
            }
            #expect(Set(section.terms.map(\.id)).isSubset(of: Set(card.terms)), "\(card.id)")
            #expect(Set(section.flags).isSubset(of: Set(card.flags)), "\(card.id)")
            #expect(Set(section.exhibits.map(\.id)).isSubset(of: Set(card.exhibits)), "\(card.id)")
            #expect(Set(section.facts.map(\.id)).count == section.facts.count, "\(card.id)")
            let methods =
                section.facts.map(\.method) + section.facts.compactMap { $0.interval?.method }
                + section.findings.flatMap { [$0.measure.method, $0.measure.interval.method] }
            #expect(Set(methods).isSubset(of: Set(card.methods)), "\(card.id): \(Set(methods))")
            for fact in section.facts {
                #expect((fact.value == nil) == (fact.undefined != nil), "\(card.id) \(fact.id)")
                guard let value = fact.value else { continue }
                #expect(value.isFinite, "\(card.id) \(fact.id)")
                if let interval = fact.interval {
                    #expect(interval.low <= value && value <= interval.high, "\(card.id) \(fact.id)")
                }
            }
        }
    }

    @Test func theSmallestEvaluationsTrapNothing() throws {
        let one = MadeDetection.clean(classes: 1, perClass: 1)
        var silent = one
        silent.things[0].answers = []
        let empty = MadeDetection(classes: ["a"], things: [])
        for made in [one, silent, empty] {
            for examination in [try made.examination(), try made.examination(baseline: one.record())] {
                for analysis in Self.analyses {
                    do { _ = try analysis.examine(examination) } catch is Missing { continue }
                }
            }
        }
    }
}
