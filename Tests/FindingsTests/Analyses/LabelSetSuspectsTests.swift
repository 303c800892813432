import Artifacts
import Foundation
import Record
import Testing

@testable import Findings

/// Labels of a multi-label model that its scores dispute.
@Suite struct LabelSetSuspectsTests {
    /// 120 images of three labels, each on two thirds of them: a label that is there scores 0.80 to 0.99, one that is not 0.01 to 0.20.
    private static var clean: MadeLabels {
        MadeLabels(
            labels: ["cat", "dog", "owl"],
            images: (0..<120).map { index in
                let truth = [0, 1, 2].filter { (index + $0) % 3 != 0 }
                return MadeLabels.Image(
                    id: "i\(index)", truth: truth,
                    scores: (0..<3).map { (truth.contains($0) ? 0.8 : 0.01) + Double(index % 20) / 100 })
            })
    }

    /// "dog" is taken off three images that have it and put on two that do not, the model's scores as they were: on each of these images
    /// it is surer than on most.
    private static var planted: MadeLabels {
        var made = clean
        for index in [19, 39, 58] { made.images[index].truth.removeAll { $0 == 1 } }
        for index in [20, 80] { made.images[index].truth.append(1) }
        return made
    }

    private func section(_ made: MadeLabels) throws -> Section {
        try LabelSetSuspects().examine(made.examination())
    }

    @Test func labelsThatWereTakenOffAndPutOnAreDisputedAndNothingElseIs() throws {
        let made = Self.planted
        #expect([19, 39, 58].allSatisfy { Self.clean.images[$0].truth.contains(1) })
        #expect([20, 80].allSatisfy { !Self.clean.images[$0].truth.contains(1) })
        let section = try section(made)
        #expect(section.fact("suspects")?.value == 5 && section.fact("suspects")?.n == 5)
        #expect(section.fact("missing")?.value == 3 && section.fact("wrong")?.value == 2)
        #expect(section.fact("rate")?.value == 5.0 / 120 && section.fact("share_of_errors")?.value == 1)
        // 240 labels, three fewer and two more of "dog": 239 are there. The mean of what is there is about 0.89: half are sure.
        let agreement = try #require(section.fact("agreement"))
        #expect(agreement.n > 100 && (agreement.value ?? 0) > 0.95 && (agreement.value ?? 1) < 1)
        #expect(section.terms.first { $0.id == "top_label" }?.text == "dog")
        let finding = try #require(section.findings.first)
        #expect(finding.standing == .lead && finding.mode == .labelSuspects && finding.errors == 0)
        #expect(Set(finding.evidence.map(\.item)) == ["i19", "i39", "i58", "i20", "i80"])
    }

    /// A score above all but one of the 79 images that have the label, and one below all but none of those without.
    @Test func theWholeListIsKeptInTheOrderOfTheOutcomes() throws {
        let made = Self.planted
        let section = try section(made)
        let list = try #require(section.disputedLabelSets)
        let wrong = OutcomeTable(of: made.evaluation)
        let ids = wrong.ids.indices.filter { wrong.labels[$0] != wrong.predicted[$0] }.map { wrong.ids[$0] }
        #expect(list.images.compactMap { image in wrong.row(of: image.name).map { wrong.ids[$0] } } == ids)
        #expect(list.images.allSatisfy { $0.weight == 0 && $0.file == nil })
        #expect(list.disputes.count == 5 && list.disputes.allSatisfy { $0.label == 1 })
        let there = made.images.filter { $0.truth.contains(1) }.map { $0.scores[1] }
        let dispute = try #require(list.disputes.first { list.images[$0.image].name == "i58" })
        #expect(dispute.doubt == .missing && dispute.score == made.images[58].scores[1])
        #expect(dispute.weight == Double(there.count { $0 <= dispute.score }) / Double(there.count))
        let absent = made.images.filter { !$0.truth.contains(1) }.map { $0.scores[1] }
        let other = try #require(list.disputes.first { list.images[$0.image].name == "i20" })
        #expect(other.doubt == .wrong && other.weight == 1 && absent.allSatisfy { $0 >= other.score })
        let text = try JSONEncoder().encode(section)
        #expect(try JSONDecoder().decode(Section.self, from: text).disputedLabelSets == list)
    }

    /// Scores of 0.55 are given, and lower than any that is right.
    @Test func whereTheModelIsUnsureItDisputesNothingAndTheImageIsListed() throws {
        var made = Self.clean
        let absent = try #require(made.images.firstIndex { !$0.truth.contains(1) })
        made.images[absent].scores[1] = 0.55
        let section = try section(made)
        #expect(section.fact("suspects")?.value == 0 && section.findings.isEmpty && !section.holds("any"))
        let list = try #require(section.disputedLabelSets)
        #expect(list.images.map(\.name) == ["i\(absent)"] && list.disputes.isEmpty && list.images[0].weight == 0)
    }

    /// A third of the labels of each kind is wrong, and the model as sure as elsewhere.
    @Test func aWeakModelDisputesNothing() throws {
        var made = Self.clean
        for index in made.images.indices where index % 4 == 1 {
            made.images[index].truth = [0, 1, 2].filter { !made.images[index].truth.contains($0) }
        }
        let section = try section(made)
        #expect(section.holds("too_weak") && section.findings.isEmpty && section.exhibits.isEmpty)
        #expect(section.disputedLabelSets == nil)
    }

    @Test func aRareLabelAndOneThatScoresLowerWhereItIsTrueDisputeNothing() throws {
        var made = Self.planted
        made.labels.append("rare")
        for index in made.images.indices { made.images[index].scores.append(index < 6 ? 0.9 : 0.1) }
        for index in 0..<4 { made.images[index].truth.append(3) }
        #expect(try section(made).fact("suspects")?.value == 5)
        // With a fifth image the one other that scores as high is disputed.
        made.images[4].truth.append(3)
        #expect(try section(made).fact("suspects")?.value == 6)
        for index in made.images.indices { made.images[index].scores[3] = 1 - made.images[index].scores[3] }
        #expect(try section(made).fact("suspects")?.value == 5)
    }

    @Test func itNeedsScores() {
        var made = Self.clean
        made.hasScores = false
        #expect(throws: Missing.self) { try section(made) }
    }
}
