// At which stage a node loses what the reference node gets right: each stage of the reference is put into the node by itself,
// everything else staying the node's own. One variable is moved, so this is cause and not association.

import Statistics

/// What the stages of a node cost.
package struct StageAttribution: Sendable {
    /// Images that are correct in a run: of which, where that is known, else how many.
    package enum Judged: Sendable, Hashable {
        /// One an image, in an order that all runs share.
        case images([Bool])
        /// A count.
        case count(Int)

        /// How many are correct.
        package var correct: Int {
            switch self {
            case .images(let all): all.count { $0 }
            case .count(let count): count
            }
        }
    }

    /// A run of the node with some stages of the reference.
    package struct Swap: Sendable {
        /// The stages.
        package let stages: [String]
        /// What was correct.
        package let judged: Judged

        /// A run.
        package init(stages: [String], judged: Judged) {
            self.stages = stages
            self.judged = judged
        }
    }

    /// The share of the gap that some stages of the reference recover.
    package struct Recovery: Sendable {
        /// The stages.
        package let stages: [String]
        /// Images that are correct with them.
        package let correct: Int
        /// (correct with them - correct of the node) / (correct of the reference - correct of the node); `nil` without a gap.
        package let share: Double?
        /// Its 95 % interval.
        package let interval: ConfidenceInterval?
    }

    /// Images of each run.
    package let images: Int
    /// Correct images of the reference.
    package let reference: Int
    /// Correct images of the node.
    package let node: Int
    /// Images that the node alone has correct, and the reference alone; `nil` where images are not known one by one.
    package let gained: Int?
    /// Images that the reference alone has correct.
    package let lost: Int?
    /// Two-sided p-value of no gap: McNemar's exact test, or the pooled one of counts.
    package let p: Double
    /// One a run, single stages first.
    package let recoveries: [Recovery]
    /// Whether intervals are paired, image by image.
    package let isPaired: Bool
    /// The Shapley value of each stage, in accuracy, in the order of the single ones; `nil` unless there is a gap and every group of
    /// stages was run. They add up to the gap.
    package let shapley: [Double]?

    /// Whether there is a gap to attribute: the node has significantly fewer correct, at 5 % over the nodes that were looked at
    /// (Bonferroni).
    package let hasGap: Bool

    /// The attribution of one node's gap over `images` images, of `looks` nodes that are asked for theirs.
    package init(
        images: Int, reference: Judged, node: Judged, swaps: [Swap], oneOf looks: Int = 1, seed: UInt64 = 1
    ) {
        self.images = images
        self.reference = reference.correct
        self.node = node.correct
        let gap = reference.correct - node.correct
        if case .images(let a) = reference, case .images(let b) = node {
            let lost = zip(a, b).count { $0 && !$1 }
            let gained = zip(a, b).count { !$0 && $1 }
            (self.lost, self.gained) = (lost, gained)
            p = McNemar.exact(fixed: gained, broken: lost)
        } else {
            (lost, gained) = (nil, nil)
            let z = Proportion(reference.correct, of: images).flatMap { first in
                Proportion(node.correct, of: images).flatMap { IndependentProportions.pooledZ(first, $0) }
            }
            p = z.map(Normal.twoSided) ?? 1
        }
        let hasGap = gap > 0 && p * Double(max(1, looks)) < 0.05
        self.hasGap = hasGap
        let sorted = swaps.enumerated().sorted {
            ($0.element.stages.count, $0.offset) < ($1.element.stages.count, $1.offset)
        }
        .map(\.element)
        recoveries = sorted.map { swap in
            Recovery(
                stages: swap.stages, correct: swap.judged.correct,
                share: hasGap ? Double(swap.judged.correct - node.correct) / Double(gap) : nil,
                interval: hasGap ? Self.interval(images, reference, node, swap, seed) : nil)
        }
        isPaired = lost != nil && swaps.allSatisfy { if case .images = $0.judged { true } else { false } }
        shapley = hasGap ? Self.shapley(images, reference.correct, node.correct, sorted) : nil
    }

    /// The percentiles of the share over resampled images. Outcomes that were not seen count half an image each, as in
    /// Jeffreys' prior: that all of a gap was recovered in this sample does not show that all of it always is.
    private static func interval(
        _ images: Int, _ reference: Judged, _ node: Judged, _ swap: Swap, _ seed: UInt64
    ) -> ConfidenceInterval? {
        let name = swap.stages.joined(separator: "\u{1F}")
        let value = Double(swap.judged.correct - node.correct) / Double(reference.correct - node.correct)
        var source = PoissonDraws(of: name, seed: seed)
        let replicates: [Double]
        if case .images(let a) = reference, case .images(let b) = node, case .images(let c) = swap.judged {
            var cells = [Double](repeating: 0.5, count: 8)
            for image in a.indices { cells[(a[image] ? 4 : 0) + (b[image] ? 2 : 0) + (c[image] ? 1 : 0)] += 1 }
            replicates = (0..<PoissonBootstrap.replicates).map { _ in
                let drawn = cells.map { source.next(mean: $0) }
                func sum(_ bit: Int) -> Double { (0..<8).reduce(0) { $0 + ($1 & bit > 0 ? drawn[$1] : 0) } }
                return sum(4) > sum(2) ? (sum(1) - sum(2)) / (sum(4) - sum(2)) : .nan
            }
        } else {
            // Counts alone: as if the runs had seen other images, which is wider than what pairs would tell.
            func rate(_ correct: Int) -> Double {
                let hits = source.next(mean: Double(correct) + 0.5)
                return hits / max(1, hits + source.next(mean: Double(images - correct) + 0.5))
            }
            replicates = (0..<PoissonBootstrap.replicates).map { _ in
                let (a, b, c) = (rate(reference.correct), rate(node.correct), rate(swap.judged.correct))
                return a > b ? (c - b) / (a - b) : .nan
            }
        }
        return PoissonBootstrap.interval(replicates)?.holding(value)
    }

    private static func shapley(_ images: Int, _ reference: Int, _ node: Int, _ swaps: [Swap]) -> [Double]? {
        let stages = swaps.filter { $0.stages.count == 1 }.flatMap(\.stages)
        guard !stages.isEmpty, stages.count <= Shapley.mostPlayers, images > 0 else { return nil }
        var correct: [Int: Int] = [0: node, (1 << stages.count) - 1: reference]
        for swap in swaps {
            let places = swap.stages.compactMap { stage in stages.firstIndex { $0 == stage } }
            guard places.count == swap.stages.count else { return nil }
            let group = places.reduce(0) { $0 | 1 << $1 }
            // All stages of the reference are the reference: where they are not, there are more than were put in.
            if group == (1 << stages.count) - 1, swap.judged.correct != reference { return nil }
            correct[group] = swap.judged.correct
        }
        guard correct.count == 1 << stages.count else { return nil }
        return Shapley.values((0..<1 << stages.count).map { Double(correct[$0] ?? 0) / Double(images) })
    }
}
