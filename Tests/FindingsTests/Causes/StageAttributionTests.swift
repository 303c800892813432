import Record
import Statistics
import Testing

@testable import Findings

@Suite struct StageAttributionTests {
    private typealias Swap = StageAttribution.Swap

    /// Correct images by their places.
    private func correct(_ places: some Sequence<Int>, of images: Int = 200) -> StageAttribution.Judged {
        let places = Set(places)
        return .images((0..<images).map { places.contains($0) })
    }

    @Test func theStageThatFailsRecoversAllOfTheGap() throws {
        let node = correct(0..<60)
        let reference = correct(0..<160)
        let found = StageAttribution(
            images: 200, reference: reference, node: node,
            swaps: [
                Swap(stages: ["preprocess"], judged: node), Swap(stages: ["features"], judged: reference),
                Swap(stages: ["decision"], judged: correct(0..<85)),
            ])
        #expect(found.hasGap && found.isPaired && found.lost == 100 && found.gained == 0)
        #expect(found.recoveries.map(\.share) == [0, 1, 0.25])
        for (recovery, share) in zip(found.recoveries, [0, 1, 0.25]) {
            let interval = try #require(recovery.interval)
            #expect(interval.contains(share) && interval.width > 0 && interval.width < 0.2)
        }
        // Not every group of stages was run.
        #expect(found.shapley == nil)
    }

    /// 100 images lost: one stage brings 100 back and another 25 of these, which so count twice; by itself that leaves 75. Of three
    /// stages not every group was run; of the one that is alone there are others that were not put in.
    @Test func whatStagesRecoverAloneAddsUpWithWhatIsLeft() throws {
        func chart(_ swaps: [Swap]) throws -> WaterfallChart {
            let found = StageAttribution(
                images: 200, reference: correct(0..<160), node: correct(0..<60), swaps: swaps)
            return try #require(found.waterfall(node: "n3", reference: "n1"))
        }
        let twice = try chart([
            Swap(stages: ["features"], judged: correct(0..<160)), Swap(stages: ["decision"], judged: correct(0..<85)),
            Swap(stages: ["preprocess"], judged: correct(0..<60)),
        ])
        #expect(twice.start == .init("n3", 0.3) && twice.end == .init("n1", 0.8))
        #expect(twice.steps.map(\.label) == ["features", "decision", "preprocess", "counted by two stages"])
        #expect(zip(twice.steps.map(\.change), [0.5, 0.125, 0, -0.125]).allSatisfy { near($0, $1) })
        #expect(twice.steps.map(\.state) == [.worse, .worse, .neutral, .neutral])
        let less = try chart([Swap(stages: ["decision"], judged: correct(0..<85))])
        #expect(less.steps.map(\.label) == ["decision", "by no one stage alone"])
        #expect(near(less.steps.last?.change, 0.375) && near(less.levels.last?.to, 0.8))
        let none = StageAttribution(images: 200, reference: correct(0..<60), node: correct(0..<60), swaps: [])
        #expect(none.waterfall(node: "n3", reference: "n1") == nil)
    }

    /// 23 of 713 gained and 21 lost: predictions differ, and there is nothing to attribute.
    @Test func withoutAGapThereIsNothingToAttribute() {
        let reference = correct(0..<616, of: 713)
        let node = correct((0..<593).map { $0 } + (616..<637).map { $0 }, of: 713)
        let found = StageAttribution(
            images: 713, reference: reference, node: node, swaps: [Swap(stages: ["preprocess"], judged: reference)])
        #expect(!found.hasGap && found.lost == 23 && found.gained == 21)
        #expect(found.recoveries[0].share == nil && found.recoveries[0].interval == nil)
    }

    @Test func countsAloneHaveWiderIntervals() throws {
        func width(_ judged: (Range<Int>) -> StageAttribution.Judged) throws -> Double {
            let found = StageAttribution(
                images: 200, reference: judged(0..<160), node: judged(0..<60),
                swaps: [Swap(stages: ["features"], judged: judged(0..<130))])
            #expect(found.recoveries[0].share == 0.7)
            return try #require(found.recoveries[0].interval).width
        }
        #expect(try width { .count($0.count) } > 1.3 * width { correct($0) })
    }

    /// Three stages, all groups of them: what they cost adds up to the gap of .5.
    @Test func shapleyValuesAddUpToTheGap() throws {
        let worth = [60, 70, 80, 90, 60, 75, 150, 160]
        let names = ["a", "b", "c"]
        let swaps = (1..<7).map { group in
            Swap(
                stages: names.indices.filter { group >> $0 & 1 == 1 }.map { names[$0] }, judged: .count(worth[group]))
        }
        let found = StageAttribution(images: 200, reference: .count(160), node: .count(60), swaps: swaps)
        let values = try #require(found.shapley)
        #expect(abs(values.reduce(0, +) - 0.5) < 1e-12)
        // By hand for a: (10 + (10 + 15) / 2 + 10) / 3 of 200.
        #expect(abs(values[0] - (10 + 12.5 + 10) / 3 / 200) < 1e-12)
    }
}
