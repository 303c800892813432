import Artifacts
import Statistics

/// Asks for every stated confidence with its unit, where rows share units.
public struct UnitConfidences: TallyRequest {
    /// What is counted for it.
    public typealias Counted = UnitConfidenceTally
    /// How a kept book names it.
    public static let kind = "unit-confidences"

    /// The request.
    public init() {}
}

/// Every stated confidence with its unit, its answer and whether it came true: what intervals and tests of bins and classes
/// are made from where rows share units. Empty where every row is a unit of its own.
public struct UnitConfidenceTally: Tally {
    private struct Key: Codable, Hashable, Comparable {
        var confidence: Double
        var unit: UInt64
        var answer: Int32
        var isRight: Bool

        static func < (a: Key, b: Key) -> Bool {
            if a.confidence != b.confidence { return a.confidence < b.confidence }
            if a.unit != b.unit { return a.unit < b.unit }
            return a.answer != b.answer ? a.answer < b.answer : !a.isRight && b.isRight
        }

        /// Confidence less outcome.
        var excess: Double { confidence - (isRight ? 1 : 0) }
    }

    /// Those that occur, ascending.
    private var keys: [Key] = []
    /// The rows of each.
    private var counts: [Int] = []

    /// Counts a block.
    public init(_ request: UnitConfidences, over block: Block) {
        guard block.units.areShared else { return }
        let evaluation = block.evaluation
        let ids = block.units.ids
        let all = block.rows.map { row in
            Key(
                confidence: evaluation.predictions.confidence[row], unit: ids[row],
                answer: evaluation.predictions.predicted[row], isRight: evaluation.isCorrect(row))
        }
        for key in all.sorted() { append(key, 1) }
    }

    private mutating func append(_ key: Key, _ count: Int) {
        if keys.last == key {
            counts[counts.count - 1] += count
        } else {
            keys.append(key)
            counts.append(count)
        }
    }

    /// Adds the count of other rows.
    public mutating func merge(_ other: UnitConfidenceTally) {
        if other.keys.isEmpty { return }
        let own = self
        (keys, counts) = ([], [])
        AscendingLists.walk(
            own.keys.count, other.keys.count, isFirst: { own.keys[$0] < other.keys[$1] },
            first: { append(own.keys[$0], own.counts[$0]) }, second: { append(other.keys[$0], other.counts[$0]) })
    }

    /// Whether rows share units.
    public var areShared: Bool { !keys.isEmpty }

    /// Replicates of all confidences by unit: the same to the bit as those of the rows one by one.
    public var resampler: HistogramResampler {
        HistogramResampler(
            cells: zip(keys, counts).map { key, count in
                HistogramResampler.Cell(
                    confidence: key.confidence, isRight: key.isRight, unit: key.unit, count: count)
            })
    }

    /// The share right of the rows of each bin. Precondition: bins part all rows by rising confidence, none of them within
    /// rows of one confidence; `sizes` says how many rows each has.
    public func proportions(ofBins sizes: [Int]) -> [UnitProportion] {
        var index = 0
        return sizes.map { size in
            let start = index
            var left = size
            while left > 0, index < keys.count {
                left -= counts[index]
                index += 1
            }
            return proportion(start..<index, of: { _ in true }, where: \.isRight)
        }
    }

    /// The share right of the rows with that confidence or more.
    public func proportion(from least: Double) -> UnitProportion {
        proportion(keys.indices, of: { $0.confidence >= least }, where: \.isRight)
    }

    /// The share wrong of the rows with that confidence or more.
    public func errors(from least: Double) -> UnitProportion {
        proportion(keys.indices, of: { $0.confidence >= least }, where: { !$0.isRight })
    }

    /// The share of the wrong rows that have less confidence than that.
    public func errorsLeftOut(below least: Double) -> UnitProportion {
        proportion(keys.indices, of: { !$0.isRight }, where: { $0.confidence < least })
    }

    /// The share of all rows that have that confidence or more.
    public func coverage(from least: Double) -> UnitProportion {
        proportion(keys.indices, of: { _ in true }, where: { $0.confidence >= least })
    }

    /// Down the confidences, with the accuracy asked for; a threshold is called by its place among all confidences.
    public func search(_ accuracy: Double) -> PrecisionSearch {
        var codes: [UInt64: Int] = [:]
        let unitOf = keys.map { key in
            let code = codes[key.unit] ?? codes.count
            codes[key.unit] = code
            return code
        }
        let confidences = zip(keys, keys.dropFirst()).count { $0.confidence != $1.confidence } + 1
        var search = PrecisionSearch(target: accuracy, units: codes.count)
        var place = confidences - 1
        for index in keys.indices.reversed() {
            for _ in 0..<counts[index] { search.add(isOwn: keys[index].isRight, unit: unitOf[index]) }
            if index > 0, keys[index - 1].confidence == keys[index].confidence { continue }
            search.threshold(place)
            place -= 1
        }
        return search
    }

    private func proportion(
        _ range: Range<Int>, of part: (Key) -> Bool, where isHit: (Key) -> Bool
    ) -> UnitProportion {
        var sums: [UInt64: (successes: Int, rows: Int)] = [:]
        for index in range where part(keys[index]) {
            sums[keys[index].unit, default: (0, 0)].rows += counts[index]
            if isHit(keys[index]) { sums[keys[index].unit, default: (0, 0)].successes += counts[index] }
        }
        return UnitProportion(sums.values)
    }

    /// The sum of confidence less outcome over the rows of each unit, in no order.
    public var excesses: [Double] {
        var sums: [UInt64: ExactSum] = [:]
        for (key, count) in zip(keys, counts) {
            for _ in 0..<count { sums[key.unit, default: ExactSum()].add(key.excess) }
        }
        return sums.values.map(\.value)
    }

    /// The same over the rows answered by each of so many classes.
    public func excesses(byAnswer classes: Int) -> [[Double]] {
        var sums = [[UInt64: ExactSum]](repeating: [:], count: classes)
        for (key, count) in zip(keys, counts) where key.answer >= 0 {
            for _ in 0..<count { sums[Int(key.answer)][key.unit, default: ExactSum()].add(key.excess) }
        }
        return sums.map { $0.values.map(\.value) }
    }
}
