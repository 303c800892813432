// Counting confidences at the speed of memory.
//
// A ladder keeps every distinct confidence; ten million of them need hundreds of megabytes and a sort. A sketch keeps
// 61,440 cells of equal width (a multiple of 10, 15 and 20 bins) and in each the number of rows, of hits, and the sum of
// confidence in units of 2^-32. Everything is a whole number, so blocks and threads merge to the same bits. Calibration
// errors on 10, 15 or 20 bins come out as from all rows, since bins are unions of cells; measures that look inside a cell
// (AUROC, isotonic) are off by less than a cell's width, and AUROC says by how much at most.

import Foundation
import Statistics

/// A mergeable histogram of confidence and outcome. At most 2^32 - 1 rows.
public struct ConfidenceHistogram: Sendable, Equatable {
    /// Cells of 0...1, and one more for exactly 1.
    public static let cells = 61_440

    /// Rows in the low half and hits in the high half of the first word; confidence in units of 2^-32 in the second.
    private var grid = [SIMD2<UInt64>](repeating: .zero, count: cells + 1)
    /// Confidence over hits, in units of 2^-32.
    private var hitConfidence: UInt64 = 0
    /// Log loss in units of 2^-40, over rows whose outcome had a probability above 0.
    private var loss: Int128 = 0
    /// Rows whose outcome was given probability 0.
    public private(set) var impossible = 0

    /// Rows that share one logarithm: the product of eight probabilities of single precision stays a normal double.
    static let sharedLogarithm = 8

    /// An empty sketch.
    public init() {}

    /// Counts rows: `scores` in 0...1, `outcomes` 0 or 1, equally many, a multiple of eight but for the last block of a
    /// file. Returns the index of the first score outside 0...1, when there is one; the sketch is then of no use.
    public mutating func count(_ scores: UnsafeBufferPointer<Float>, _ outcomes: UnsafeBufferPointer<UInt8>) -> Int? {
        countRows(scores, outcomes) { Double($0) }
    }

    /// The same for double precision.
    public mutating func count(_ scores: UnsafeBufferPointer<Double>, _ outcomes: UnsafeBufferPointer<UInt8>) -> Int? {
        countRows(scores, outcomes) { $0 }
    }

    @inline(__always)
    private mutating func countRows<Score>(
        _ scores: UnsafeBufferPointer<Score>, _ outcomes: UnsafeBufferPointer<UInt8>, _ double: (Score) -> Double
    ) -> Int? {
        var invalid: Int?
        var loss: Int128 = 0
        var impossible = 0
        var hitConfidence: UInt64 = 0
        let count = min(scores.count, outcomes.count)
        grid.withUnsafeMutableBufferPointer { grid in
            var start = 0
            while start < count {
                let end = min(start + Self.sharedLogarithm, count)
                var product = 1.0
                for row in start..<end {
                    let score = double(scores[row])
                    guard score >= 0, score <= 1 else {
                        invalid = row
                        return
                    }
                    let hit = outcomes[row]
                    let units = HistogramCell.units(score)
                    grid[HistogramCell.index(units, of: Self.cells)] &+= SIMD2(1 | UInt64(hit) << 32, units)
                    hitConfidence &+= units & (0 &- UInt64(hit))
                    let chance = hit == 1 ? score : 1 - score
                    // Double precision may hold chances too small to share a logarithm; they count by themselves.
                    if chance > 0x1p-100 { product *= chance } else { Self.add(chance, &loss, &impossible) }
                }
                loss -= Int128(HistogramCell.lossUnits(product))
                start = end
            }
        }
        self.hitConfidence &+= hitConfidence
        self.loss += loss
        self.impossible += impossible
        return invalid
    }

    private static func add(_ chance: Double, _ loss: inout Int128, _ impossible: inout Int) {
        if chance > 0 { loss -= Int128(HistogramCell.lossUnits(chance)) } else { impossible += 1 }
    }

    /// Hands out the cells, to be filled by a pass that counts more than this; `hitConfidence` is what it adds up to.
    @inline(__always)
    mutating func fill(_ body: (UnsafeMutableBufferPointer<SIMD2<UInt64>>) -> UInt64) {
        hitConfidence &+= grid.withUnsafeMutableBufferPointer { body($0) }
    }

    /// Adds another sketch.
    public mutating func merge(_ other: ConfidenceHistogram) {
        for cell in grid.indices { grid[cell] &+= other.grid[cell] }
        hitConfidence &+= other.hitConfidence
        loss += other.loss
        impossible += other.impossible
    }

    /// One rung a cell that holds any rows, at their mean confidence.
    public var scoreHistogram: ScoreHistogram {
        ScoreHistogram(sorted: grid.compactMap(HistogramCell.scoreLevel))
    }

    /// Brier score of the confidence, to 1e-10: what is lost is the variance inside a cell. `nil` for no rows.
    public var brier: Double? {
        let scoreHistogram = scoreHistogram
        if scoreHistogram.n == 0 { return nil }
        let squares = scoreHistogram.scoreLevels.reduce(0.0) { $0 + Double($1.count) * $1.score * $1.score }
        return (squares - 2 * Double(hitConfidence) * 0x1p-32 + Double(scoreHistogram.hits)) / Double(scoreHistogram.n)
    }

    /// Mean log loss; infinite when an outcome had probability 0, `nil` for no rows.
    public var logLoss: Double? {
        let rows = grid.reduce(0) { $0 + Int($1.x & 0xFFFF_FFFF) }
        if rows == 0 { return nil }
        return impossible > 0 ? .infinity : Double(loss) * 0x1p-40 / Double(rows)
    }
}

/// The words of a sketch's cell, and how a confidence becomes them.
enum HistogramCell {
    /// A confidence in 0...1 in units of 2^-32, rounded. Between 2^20 and 2^21 doubles are 2^-32 apart, so adding 2^20
    /// rounds, and the bits past those of 2^20 are the whole number: cheaper than converting.
    @inline(__always)
    static func units(_ score: Double) -> UInt64 { (score + 0x1p20).bitPattern &- (0x1p20).bitPattern }

    /// A number in 0...2 in units of 2^-40, likewise.
    @inline(__always)
    static func squareUnits(_ value: Double) -> UInt64 { (value + 0x1p12).bitPattern &- (0x1p12).bitPattern }

    /// The cell of a confidence in units.
    @inline(__always)
    static func index(_ units: UInt64, of cells: Int) -> Int {
        Int(truncatingIfNeeded: (units &* UInt64(truncatingIfNeeded: cells)) >> 32)
    }

    /// The logarithm of a positive number in units of 2^-40.
    @inline(__always)
    static func lossUnits(_ product: Double) -> Int64 { Int64((log(product) * 0x1p40).rounded()) }

    /// The cell as a rung; `nil` when it is empty.
    static func scoreLevel(_ cell: SIMD2<UInt64>) -> ScoreHistogram.ScoreLevel? {
        let count = Int(cell.x & 0xFFFF_FFFF)
        guard count > 0 else { return nil }
        return ScoreHistogram.ScoreLevel(
            score: Double(cell.y) * 0x1p-32 / Double(count), count: count, hits: Int(cell.x >> 32))
    }
}
