import Artifacts
import Record
import Statistics
import Tallies

/// Recall and precision of each class with intervals, and the worst of them.
struct ClassNumbers {
    /// Recall by class code.
    let recall: [Fact]
    /// Precision by class code.
    let precision: [Fact]
    /// False positive rate by class code.
    let falsePositiveRate: [Fact]
    /// F1 by class code; `nil` when the class neither occurs nor is predicted.
    let f1: [Double?]
    /// The class with the lowest recall: of equal ones that with more items, then the first in the class list.
    let worstRecall: Int?
    /// The class with the lowest precision, likewise.
    let worstPrecision: Int?
    /// The facts of those two, with intervals that hold for the worst of all classes.
    private let worst: [Fact]

    init(_ names: [String], _ confusion: ConfusionTally, _ scores: ClassScores) {
        recall = zip(names, confusion.byLabel.rates(method: "recall")).map { name, rate in
            .stating(Headline.facts.recall.ofClass(name), rate, else: "no image of this class", method: "recall")
        }
        precision = zip(names, confusion.byAnswer.rates(method: "precision")).map { name, rate in
            .stating(
                Headline.facts.precision.ofClass(name), rate, else: "no image is predicted as this class",
                method: "precision")
        }
        let (recall, precision, all) = (recall, precision, confusion.total)
        falsePositiveRate = names.indices.map { cls in
            let method = "false-positive-rate"
            let rate = confusion.falsePositiveRate(
                of: cls, predicted: precision[cls].n, others: all - recall[cls].n, method: method)
            return .stating(
                Headline.facts.falsePositiveRate.ofClass(names[cls]), rate, else: "every image is of this class",
                method: method)
        }
        f1 = names.indices.map { scores.f1($0) }
        worstRecall = Self.worst(of: recall)
        worstPrecision = Self.worst(of: precision)
        // The worst of many is low by chance too: its interval holds for all of them at once.
        worst = [
            .stating(
                Headline.facts.worstRecall,
                worstRecall.flatMap { confusion.byLabel.rates(allAtOnce: true, method: "recall")[$0] },
                else: "no class has any", method: "recall"),
            .stating(
                Headline.facts.worstPrecision,
                worstPrecision.flatMap { confusion.byAnswer.rates(allAtOnce: true, method: "precision")[$0] },
                else: "no class has any", method: "precision"),
        ]
    }

    private static func worst(of facts: [Fact]) -> Int? { worstFirst(facts).first { facts[$0].value != nil } }

    /// Class codes by rising value, undefined last; of equal ones those with more items first.
    static func worstFirst(_ facts: [Fact]) -> [Int] {
        facts.indices.sorted { a, b in
            switch (facts[a].value, facts[b].value) {
            case (let x?, let y?) where x != y: x < y
            case (nil, _?): false
            case (_?, nil): true
            default: facts[a].n != facts[b].n ? facts[a].n > facts[b].n : a < b
            }
        }
    }

    /// Every class's facts and the worst ones under ids of their own.
    var facts: [Fact] { recall + precision + falsePositiveRate + worst }

    /// The facts about the worst classes by the ids of the same classes' own facts.
    var names: [FactSpec: String?] {
        [
            Headline.facts.worstRecall: worstRecall.map { recall[$0].id },
            Headline.facts.worstPrecision: worstPrecision.map { precision[$0].id },
        ]
    }
}
