import Artifacts
import Columns

// From matches to precision and recall.
//
// A class's detections stand by descending score. For each of 40 (size range, threshold) cells and each subset of images
// the curve needs two things at every true positive: how many true positives and how many counted detections came so
// far. Both are counts of bits: the outcomes are turned, 64 detections at a time, into one bit string a cell, and a
// subset of images is one more bit string to mask with. A word without a true positive costs one population count.
//
// Precision between two true positives only falls, so the interpolated precision is decided by the true positives alone.
// Source: pycocotools 2.0.11 `accumulate`.

extension DetectionTally {
    /// The cells over each of the subsets.
    public func scores(over subsets: [ImageSubset]) -> [DetectionScores] {
        let classes = truth.classes.count
        var all = subsets.map { DetectionScores($0, classes: classes, settings: settings) }
        for (index, subset) in subsets.enumerated() {
            for object in 0..<truth.boxes.count where subset.contains[Int(truth.boxes.image[object])] {
                if truth.isCrowd[object] { continue }
                let category = Int(truth.boxes.category[object])
                for size in settings.sizes.indices where settings.sizes[size].contains(truth.areas[object]) {
                    all[index].positives[category * settings.sizes.count + size] += 1
                }
            }
        }
        let membership = Self.membership(subsets, images: truth.images.count)
        let positives = all.map(\.positives)
        let parts = Shards.map(classes, threads: threads) { categories in
            var counter = CurveCounter(self, membership, positives)
            return categories.map { counter.count($0) }
        }
        let cells = settings.sizes.count * settings.thresholds.count
        let thresholds = settings.thresholds.count
        for (category, found) in parts.joined().enumerated() {
            for (index, cell) in found.enumerated() {
                for offset in 0..<cells {
                    all[index].precision[category * cells + offset] = cell.precision[offset]
                    all[index].recall[category * cells + offset] = cell.recall[offset]
                }
                for offset in 0..<thresholds {
                    all[index].recallAt1[category * thresholds + offset] = cell.recallAt1[offset]
                    all[index].recallAt10[category * thresholds + offset] = cell.recallAt10[offset]
                }
            }
        }
        return all
    }

    /// The curve of every class at one IoU threshold, all images and sizes.
    public func curves(threshold: Int) -> [PrecisionRecallCurve] {
        var positives = [Int](repeating: 0, count: truth.classes.count)
        for object in 0..<truth.boxes.count
        where !truth.isCrowd[object] && settings.sizes[0].contains(truth.areas[object]) {
            positives[Int(truth.boxes.category[object])] += 1
        }
        return positives.indices.map { category in
            var found = 0
            var counted = 0
            var precision: [Double] = []
            var score: [Double] = []
            for place in order.byClass[category] {
                let position = Int(order.byClass.members[place])
                if outcomes.ignored[position] >> UInt64(threshold) & 1 == 1 { continue }
                counted += 1
                if outcomes.matched[position] >> UInt64(threshold) & 1 == 0 { continue }
                found += 1
                precision.append(Double(found) / (Double(counted) + .ulpOfOne))
                score.append(results.scores[Int(order.detections[position])])
            }
            makeNonIncreasing(&precision)
            let levels = RecallLevels(positives[category], grid: settings.recallGrid)
            let first = order.byClass[category].first.map { place in
                results.scores[Int(order.detections[Int(order.byClass.members[place])])]
            }
            return PrecisionRecallCurve(
                positives: positives[category],
                precision: levels.needed.map { max($0, 1) <= precision.count ? precision[max($0, 1) - 1] : 0 },
                score: levels.needed.map { $0 == 0 ? first ?? 0 : $0 <= score.count ? score[$0 - 1] : 0 })
        }
    }

    /// For every image, one bit a subset, 64 subsets a word.
    private static func membership(_ subsets: [ImageSubset], images: Int) -> [[UInt64]] {
        var words: [[UInt64]] = []
        for (index, subset) in subsets.enumerated() {
            if index % 64 == 0 { words.append([UInt64](repeating: 0, count: images)) }
            for image in 0..<images where subset.contains[image] {
                words[index / 64][image] |= 1 << UInt64(index % 64)
            }
        }
        return words
    }
}

/// Each value becomes the highest from it on.
func makeNonIncreasing(_ values: inout [Double]) {
    var highest = 0.0
    for index in values.indices.reversed() {
        highest = max(highest, values[index])
        values[index] = highest
    }
}

/// How many true positives reach each recall level: the smallest `n` with `Double(n) / positives >= level`.
struct RecallLevels {
    /// One count a level; 0 for level 0.
    let needed: [Int]

    init(_ positives: Int, grid: [Double]) {
        let total = Double(positives)
        needed = grid.map { level in
            if positives == 0 { return 1 }
            // The product is within one of the answer; the comparison that decides is the reference's own.
            var count = max(0, Int(level * total) - 1)
            while Double(count) / total < level { count += 1 }
            return count
        }
    }
}

/// The cells of one class over all subsets.
private struct ClassCells {
    var precision: [Double]
    var recall: [Double]
    var recallAt1: [Double]
    var recallAt10: [Double]
}

/// Counts the cells of classes, one after the other, with room that is used again.
private struct CurveCounter {
    private let tally: DetectionTally
    private let membership: [[UInt64]]
    private let positives: [[Int]]
    private let sizes: Int
    private let thresholds: Int
    private let cells: Int
    /// `bits[cell * words + word]` of the class in hand.
    private var found: [UInt64] = []
    private var counted: [UInt64] = []
    private var subsets: [UInt64] = []
    private var firstOne: [UInt64] = []
    private var firstTen: [UInt64] = []
    private var precision: [Double] = []
    private var block = [UInt64](repeating: 0, count: 64)

    init(_ tally: DetectionTally, _ membership: [[UInt64]], _ positives: [[Int]]) {
        self.tally = tally
        self.membership = membership
        self.positives = positives
        sizes = tally.settings.sizes.count
        thresholds = tally.settings.thresholds.count
        cells = sizes * thresholds
    }

    mutating func count(_ category: Int) -> [ClassCells] {
        let range = tally.order.byClass[category]
        let words = (range.count + 63) / 64
        turn(range, words)
        return positives.indices.map { subset in
            var result = ClassCells(
                precision: [Double](repeating: 0, count: cells), recall: [Double](repeating: 0, count: cells),
                recallAt1: [Double](repeating: 0, count: thresholds),
                recallAt10: [Double](repeating: 0, count: thresholds))
            for size in 0..<sizes {
                let total = positives[subset][category * sizes + size]
                if total == 0 { continue }
                let levels = RecallLevels(total, grid: tally.settings.recallGrid).needed
                for threshold in 0..<thresholds {
                    let cell = size * thresholds + threshold
                    let reached = trace(cell * words, subset * words, words)
                    var sum = 0.0
                    for needed in levels where needed <= reached && reached > 0 { sum += precision[max(needed, 1) - 1] }
                    result.precision[cell] = sum / Double(levels.count)
                    result.recall[cell] = Double(reached) / Double(total)
                    if size == 0 {
                        let (one, ten) = early(cell * words, subset * words, words)
                        result.recallAt1[threshold] = Double(one) / Double(total)
                        result.recallAt10[threshold] = Double(ten) / Double(total)
                    }
                }
            }
            return result
        }
    }

    /// Turns the outcomes of a class into bit strings.
    private mutating func turn(_ range: Range<Int>, _ words: Int) {
        found = [UInt64](repeating: 0, count: cells * words)
        counted = found
        subsets = [UInt64](repeating: 0, count: positives.count * words)
        firstOne = [UInt64](repeating: 0, count: words)
        firstTen = firstOne
        let order = tally.order
        let outcomes = tally.outcomes
        for word in 0..<words {
            let places = range.lowerBound + word * 64..<min(range.lowerBound + word * 64 + 64, range.upperBound)
            let load = { (block: inout [UInt64], bits: (Int) -> UInt64) in
                for index in 0..<64 {
                    let place = places.lowerBound + index
                    block[index] = place < places.upperBound ? bits(Int(order.byClass.members[place])) : 0
                }
                transpose(&block)
            }
            load(&block) { outcomes.matched[$0] & ~outcomes.ignored[$0] }
            for cell in 0..<cells { found[cell * words + word] = block[cell] }
            load(&block) { ~outcomes.ignored[$0] }
            for cell in 0..<cells { counted[cell * words + word] = block[cell] }
            for (group, flags) in membership.enumerated() {
                load(&block) { flags[Int(tally.results.boxes.image[Int(order.detections[$0])])] }
                for index in 0..<min(64, positives.count - group * 64) {
                    subsets[(group * 64 + index) * words + word] = block[index]
                }
            }
            for (index, place) in places.enumerated() {
                let rank = order.rank[Int(order.byClass.members[place])]
                if rank < 1 { firstOne[word] |= 1 << UInt64(index) }
                if rank < 10 { firstTen[word] |= 1 << UInt64(index) }
            }
        }
    }

    /// Fills `precision` with the interpolated precision at each true positive; returns how many there are.
    private mutating func trace(_ cell: Int, _ subset: Int, _ words: Int) -> Int {
        precision.removeAll(keepingCapacity: true)
        var before = 0
        var reached = 0
        for word in 0..<words {
            let mask = subsets[subset + word]
            let all = counted[cell + word] & mask
            var hits = found[cell + word] & mask
            while hits != 0 {
                let bit = UInt64(hits.trailingZeroBitCount)
                reached += 1
                let soFar = before + (all & (UInt64.max >> (63 - bit))).nonzeroBitCount
                // numpy.spacing(1) in the denominator, as the reference has it.
                precision.append(Double(reached) / (Double(soFar) + .ulpOfOne))
                hits &= hits - 1
            }
            before += all.nonzeroBitCount
        }
        makeNonIncreasing(&precision)
        return reached
    }

    private func early(_ cell: Int, _ subset: Int, _ words: Int) -> (one: Int, ten: Int) {
        var one = 0
        var ten = 0
        for word in 0..<words {
            let hits = found[cell + word] & subsets[subset + word]
            one += (hits & firstOne[word]).nonzeroBitCount
            ten += (hits & firstTen[word]).nonzeroBitCount
        }
        return (one, ten)
    }
}
