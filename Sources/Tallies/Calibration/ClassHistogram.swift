// The same for rows of class probabilities: one pass over the matrix fills the sketch of the predicted class, a coarser
// histogram for each class against the rest, and the sums of the proper scores.

import Foundation
import Statistics

/// A mergeable count over rows of class probabilities. At most 2^32 - 1 rows.
public struct ClassHistogram: Sendable, Equatable {
    /// Number of classes.
    public let classes: Int
    /// The predicted class's probability, and whether it was right; its log loss is not counted.
    public private(set) var top = ConfidenceHistogram()
    /// Cells of 0...1 for each class, a multiple of 60; one more for exactly 1.
    public let cells: Int

    private var grid: [SIMD2<UInt64>]
    private var predicted: [SIMD2<UInt64>]
    private var brier: Int128 = 0
    private var loss: Int128 = 0
    /// Rows counted.
    public private(set) var rows = 0
    /// Rows whose class was given probability 0.
    public private(set) var impossible = 0

    /// Cells of the predicted class's histogram by class.
    private static let predictedCells = 60

    /// An empty sketch. The more classes, the coarser each one's histogram: 3,840 cells up to 64 classes, at least 60.
    public init(classes: Int) {
        self.classes = classes
        cells = 60 * max(1, min(64, 4096 / max(1, classes)))
        grid = [SIMD2<UInt64>](repeating: .zero, count: classes * (cells + 1))
        predicted = [SIMD2<UInt64>](repeating: .zero, count: classes * (Self.predictedCells + 1))
    }

    /// Counts rows: `probabilities` row-major, each in 0...1, `labels` in 0..<classes; as many rows as labels, a multiple of
    /// eight but for the last block of a file. Returns the flat index of the first probability outside 0...1, when there
    /// is one; the sketch is then of no use.
    public mutating func count(_ probabilities: UnsafeBufferPointer<Float>, _ labels: UnsafeBufferPointer<Int32>)
        -> Int?
    {
        countRows(probabilities, labels) { Double($0) }
    }

    /// The same for double precision.
    public mutating func count(_ probabilities: UnsafeBufferPointer<Double>, _ labels: UnsafeBufferPointer<Int32>)
        -> Int?
    {
        countRows(probabilities, labels) { $0 }
    }

    @inline(__always)
    private mutating func countRows<Score>(
        _ probabilities: UnsafeBufferPointer<Score>, _ labels: UnsafeBufferPointer<Int32>, _ double: (Score) -> Double
    ) -> Int? {
        let classes = classes
        let cells = cells
        let width = cells + 1
        let narrow = Self.predictedCells + 1
        let count = min(labels.count, probabilities.count / classes)
        var invalid: Int?
        var brier: Int128 = 0
        var loss: Int128 = 0
        var impossible = 0
        var product = 1.0
        grid.withUnsafeMutableBufferPointer { grid in
            predicted.withUnsafeMutableBufferPointer { predicted in
                top.fill { top in
                    var hitConfidence: UInt64 = 0
                    for row in 0..<count {
                        let start = row &* classes
                        let label = Int(labels[row])
                        var best = 0
                        var highest = -1.0
                        var squares = 0.0
                        for cls in 0..<classes {
                            let score = double(probabilities[start &+ cls])
                            guard score >= 0, score <= 1 else {
                                invalid = start + cls
                                return hitConfidence
                            }
                            if score > highest {
                                highest = score
                                best = cls
                            }
                            squares += score * score
                            let units = HistogramCell.units(score)
                            grid[cls &* width &+ HistogramCell.index(units, of: cells)] &+= SIMD2(1, units)
                        }
                        let own = double(probabilities[start &+ label])
                        let ownCell = HistogramCell.index(HistogramCell.units(own), of: cells)
                        grid[label &* width &+ ownCell] &+= SIMD2(1 << 32, 0)
                        brier &+= Int128(HistogramCell.squareUnits(max(0, squares - 2 * own + 1)))
                        if own > 0x1p-100 {
                            product *= own
                        } else if own > 0 {
                            loss -= Int128(HistogramCell.lossUnits(own))
                        } else {
                            impossible += 1
                        }
                        if row % ConfidenceHistogram.sharedLogarithm == ConfidenceHistogram.sharedLogarithm - 1 {
                            loss -= Int128(HistogramCell.lossUnits(product))
                            product = 1
                        }
                        let isHit: UInt64 = best == label ? 1 : 0
                        let units = HistogramCell.units(highest)
                        let added = SIMD2(1 | isHit << 32, units)
                        top[HistogramCell.index(units, of: ConfidenceHistogram.cells)] &+= added
                        predicted[best &* narrow &+ HistogramCell.index(units, of: Self.predictedCells)] &+= added
                        hitConfidence &+= units & (0 &- isHit)
                    }
                    return hitConfidence
                }
            }
        }
        loss -= Int128(HistogramCell.lossUnits(product))
        self.brier += brier
        self.loss += loss
        self.impossible += impossible
        rows += count
        return invalid
    }

    /// Adds another sketch over the same classes.
    public mutating func merge(_ other: ClassHistogram) {
        top.merge(other.top)
        for cell in grid.indices { grid[cell] &+= other.grid[cell] }
        for cell in predicted.indices { predicted[cell] &+= other.predicted[cell] }
        brier += other.brier
        loss += other.loss
        rows += other.rows
        impossible += other.impossible
    }

    /// One class against the rest.
    public func scoreHistogram(of cls: Int) -> ScoreHistogram {
        ScoreHistogram(
            sorted: grid[(cls * (cells + 1))..<((cls + 1) * (cells + 1))].compactMap(HistogramCell.scoreLevel))
    }

    /// The rows predicted as one class; its rungs are 60 cells.
    public func scoreHistogram(predictedAs cls: Int) -> ScoreHistogram {
        let width = Self.predictedCells + 1
        return ScoreHistogram(
            sorted: predicted[(cls * width)..<((cls + 1) * width)].compactMap(HistogramCell.scoreLevel))
    }

    /// Brier score, the sum over classes, 0...2; `nil` for no rows.
    public var brierSum: Double? { rows == 0 ? nil : Double(brier) * 0x1p-40 / Double(rows) }

    /// Mean log loss; infinite when a class had probability 0, `nil` for no rows.
    public var logLoss: Double? {
        if rows == 0 { return nil }
        return impossible > 0 ? .infinity : Double(loss) * 0x1p-40 / Double(rows)
    }
}
