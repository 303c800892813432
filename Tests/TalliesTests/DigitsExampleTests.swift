// The example in Examples/digits, read and counted, against facts that pandas and scikit-learn computed from the same
// artifacts.

import Artifacts
import Foundation
import Statistics
import Tallies
import TestSupport
import Testing

@Suite struct DigitsExampleTests {
    private struct Facts: Decodable {
        struct Version: Decodable {
            var accuracy: Double
            var wilson95: [Double]
            var ece15: Double
            var mean_confidence: Double
            var log_loss: Double
            var per_class_recall: [String: Double]
            var perturbed: [String: Perturbed]
        }
        struct Perturbed: Decodable {
            var n: Int
            var perturbed: Double
            var flips: Int
            var ece15: Double
        }
        struct Upgrade: Decodable {
            var fixed: Int
            var broken: Int
            var p: Double
            var churn: Int
            var per_class: [String: Change]
        }
        struct Change: Decodable {
            var n: Int
            var fixed: Int
            var broken: Int
            var p: Double
        }
        var n: Int
        var class_counts: [String: Int]
        var versions: [String: Version]
        var upgrades: [String: Upgrade]
    }

    private let expected: Facts
    private let workspace: Workspace

    init() throws {
        expected = try JSONDecoder().decode(
            Facts.self, from: Data(contentsOf: Repository.reference("digits/expected.json")))
        workspace = try Workspace.open(Repository.file("Examples/digits"))
    }

    private func ece(_ evaluation: Evaluation) -> Double? {
        let correct = (0..<evaluation.count).map { evaluation.isCorrect($0) }
        return ScoreHistogram(confidence: evaluation.predictions.confidence, correct: correct)
            .bins(EqualWidthBins(15, closed: .right)).ece
    }

    @Test(arguments: ["v1", "v2", "v3"])
    func aVersionHasTheFactsOfTheReference(_ version: String) throws {
        let evaluation = try workspace.evaluation(of: version)
        let fact = try #require(expected.versions[version])
        #expect(evaluation.count == expected.n)
        #expect(evaluation.accounting.refused.isEmpty)
        let confusion = ConfusionTally(
            Confusion(), over: Block(0..<evaluation.count, of: evaluation, ResamplingUnits(of: evaluation)))
        let accuracy = try #require(Proportion(confusion.correct, of: confusion.total))
        #expect(abs((accuracy.value ?? .nan) - fact.accuracy) < 1e-12)
        let interval = try #require(accuracy.wilson())
        #expect(abs(interval.low - fact.wilson95[0]) < 1e-6 && abs(interval.high - fact.wilson95[1]) < 1e-6)
        #expect(abs((ece(evaluation) ?? .nan) - fact.ece15) < 1e-9)
        for (cls, name) in evaluation.classes.enumerated() {
            #expect(confusion.truthTotal(cls) == expected.class_counts[name.text])
            let recall = Double(confusion[cls, cls]) / Double(confusion.truthTotal(cls))
            #expect(abs(recall - (fact.per_class_recall[name.text] ?? .nan)) < 1e-6)
        }
        let confidence = evaluation.predictions.confidence
        #expect(abs(confidence.reduce(0, +) / Double(confidence.count) - fact.mean_confidence) < 1e-9)
        #expect(evaluation.predictions.probabilities?.classes == 10)
    }

    @Test(arguments: ["v1", "v2", "v3"])
    func everyPerturbedRunHasTheFactsOfTheReference(_ version: String) throws {
        let plain = try workspace.evaluation(of: version)
        let conditions = workspace.conditions(of: version)
        #expect(conditions.count == 10)
        for condition in conditions {
            let run = try workspace.evaluation(of: version, under: condition)
            let fact = try #require(expected.versions[version]?.perturbed["\(condition.factor)=\(condition.level)"])
            #expect(run.count == fact.n)
            let correct = (0..<run.count).filter { run.isCorrect($0) }.count
            #expect(abs(Double(correct) / Double(run.count) - fact.perturbed) < 1e-6)
            let flips = (0..<run.count).filter { run.predictions.predicted[$0] != plain.predictions.predicted[$0] }
            #expect(flips.count == fact.flips)
            #expect(abs((ece(run) ?? .nan) - fact.ece15) < 1e-9)
        }
    }

    @Test(arguments: [("v1", "v2"), ("v2", "v3"), ("v1", "v3")])
    func anUpgradeHasTheFactsOfTheReference(_ pair: (from: String, to: String)) throws {
        let before = try workspace.evaluation(of: pair.from)
        let after = try workspace.evaluation(of: pair.to)
        let fact = try #require(expected.upgrades["\(pair.from)->\(pair.to)"])
        #expect(before.items.ids == after.items.ids)
        func changes(_ rows: [Int]) -> (fixed: Int, broken: Int) {
            (
                rows.filter { !before.isCorrect($0) && after.isCorrect($0) }.count,
                rows.filter { before.isCorrect($0) && !after.isCorrect($0) }.count
            )
        }
        let rows = Array(0..<before.count)
        let all = changes(rows)
        #expect(all.fixed == fact.fixed && all.broken == fact.broken)
        #expect(abs(McNemar.exact(fixed: all.fixed, broken: all.broken) / fact.p - 1) < 1e-9)
        #expect(rows.filter { before.predictions.predicted[$0] != after.predictions.predicted[$0] }.count == fact.churn)
        for (cls, name) in before.classes.enumerated() {
            let one = try #require(fact.per_class[name.text])
            let own = rows.filter { Int(before.items.labels[$0]) == cls }
            let change = changes(own)
            #expect(own.count == one.n && change.fixed == one.fixed && change.broken == one.broken)
            #expect(abs(McNemar.exact(fixed: change.fixed, broken: change.broken) - one.p) < 1e-12)
        }
    }
}
