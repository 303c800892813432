// Large arrays, block by block on several threads: what is counted never holds more than one block a thread. Each block is
// read, checked and counted into the thread's own count; counts are whole numbers, so which thread took which block cannot
// be seen in the result.

import Columns
import Diagnostics
import Formats
import Foundation
import Synchronization

/// A pass over an array of probabilities and its labels.
public struct ProbabilityBlocks: Sendable {
    let probabilities: NPYBlocks
    let labels: NPYBlocks
    let rows: Int
    /// Probabilities a row.
    public let width: Int
    let threads: Int

    /// Probabilities that are read at a time; rows of a block are a multiple of eight.
    private static let blockValues = 1 << 16
    private var blockRows: Int { max(8, Self.blockValues / width / 8 * 8) }

    /// Counts all blocks: thread t takes blocks t, t + threads, ... Of several errors the one in the first block is thrown.
    ///
    /// `count` is given a block's scores as they are stored, `width` a row, and its labels, whole numbers from 0 to below
    /// `width`, or to below 2 where there is one score a row. It returns the index of the first score outside 0...1.
    public func counted<Count: Sendable>(
        _ empty: Count, merge: (inout Count, Count) -> Void,
        _ count: @Sendable (inout Count, ScoreBlock, UnsafeBufferPointer<Int32>) -> Int?
    ) throws -> Count {
        let blocks = (rows + blockRows - 1) / blockRows
        let workers = max(1, min(threads, blocks))
        let results = Mutex<[(count: Count?, failure: (block: Int, error: any Error)?)]>(
            Array(repeating: (nil, nil), count: workers))
        Workers.perform(workers) { worker in
            var total = empty
            var reader = BlockReader(self, blockRows)
            var failure: (block: Int, error: any Error)?
            for block in stride(from: worker, to: blocks, by: workers) {
                let range = (block * blockRows)..<min((block + 1) * blockRows, rows)
                do {
                    let labels = try reader.labels(of: self, range, below: Int32(truncatingIfNeeded: max(2, width)))
                    let bad = try labels.withUnsafeBufferPointer { labels in
                        try reader.scores(of: self, range) { count(&total, $0, labels) }
                    }
                    if let bad {
                        let index = range.lowerBound * width + bad
                        throw ProbabilityError(
                            file: probabilities.array.file, row: index / width + 1,
                            fault: .notProbability(try probabilities.doubles(index..<(index + 1)).first ?? .nan))
                    }
                } catch {
                    failure = (block, error)
                    break
                }
            }
            let done = (total, failure)
            results.withLock { $0[worker] = done }
        }
        let all = results.withLock { $0 }
        if let first = all.compactMap(\.failure).min(by: { $0.block < $1.block }) { throw first.error }
        var total = empty
        for case let part? in all.map(\.count) { merge(&total, part) }
        return total
    }
}

/// A block of scores as it is stored.
public enum ScoreBlock {
    case single(UnsafeBufferPointer<Float>)
    case double(UnsafeBufferPointer<Double>)
}

/// The memory one thread reads blocks into.
private struct BlockReader {
    private var singles: [Float] = []
    private var doubles: [Double] = []
    private var wide: [Int64] = []
    private var bytes: [UInt8] = []
    private var codes: [Int32] = []

    init(_ stream: ProbabilityBlocks, _ rows: Int) {
        switch stream.probabilities.array.element {
        case .float32 where stream.probabilities.isPlain:
            singles = [Float](repeating: 0, count: rows * stream.width)
        case .float64 where stream.probabilities.isPlain:
            doubles = [Double](repeating: 0, count: rows * stream.width)
        default: break
        }
        codes = [Int32](repeating: 0, count: rows)
        switch stream.labels.array.element {
        case .int64 where stream.labels.isPlain: wide = [Int64](repeating: 0, count: rows)
        case .uint8 where stream.labels.isPlain: bytes = [UInt8](repeating: 0, count: rows)
        default: break
        }
    }

    /// Hands the scores of `rows` to `body`.
    mutating func scores<Result>(
        of stream: ProbabilityBlocks, _ rows: Range<Int>, _ body: (ScoreBlock) throws -> Result
    ) throws -> Result {
        let range = (rows.lowerBound * stream.width)..<(rows.upperBound * stream.width)
        if !singles.isEmpty {
            return try singles.withUnsafeMutableBufferPointer { buffer in
                try stream.probabilities.read(range, into: buffer)
                return try body(.single(UnsafeBufferPointer(rebasing: buffer[..<range.count])))
            }
        }
        if !doubles.isEmpty {
            return try doubles.withUnsafeMutableBufferPointer { buffer in
                try stream.probabilities.read(range, into: buffer)
                return try body(.double(UnsafeBufferPointer(rebasing: buffer[..<range.count])))
            }
        }
        return try stream.probabilities.doubles(range).withUnsafeBufferPointer { try body(.double($0)) }
    }

    /// The labels of `rows`, whole numbers in 0..<bound.
    mutating func labels(of stream: ProbabilityBlocks, _ rows: Range<Int>, below bound: Int32) throws -> ArraySlice<
        Int32
    > {
        let limit = Int64(bound)
        if !wide.isEmpty {
            try wide.withUnsafeMutableBufferPointer { try stream.labels.read(rows, into: $0) }
            for (slot, value) in wide[..<rows.count].enumerated() {
                guard value >= 0, value < limit else { throw Self.bad(stream, rows.lowerBound + slot, Double(value)) }
                codes[slot] = Int32(truncatingIfNeeded: value)
            }
        } else if !bytes.isEmpty {
            try bytes.withUnsafeMutableBufferPointer { try stream.labels.read(rows, into: $0) }
            for (slot, value) in bytes[..<rows.count].enumerated() {
                guard Int64(value) < limit else { throw Self.bad(stream, rows.lowerBound + slot, Double(value)) }
                codes[slot] = Int32(value)
            }
        } else {
            for (slot, value) in try stream.labels.doubles(rows).enumerated() {
                guard value >= 0, value < Double(limit), value == value.rounded() else {
                    throw Self.bad(stream, rows.lowerBound + slot, value)
                }
                codes[slot] = Int32(value)
            }
        }
        return codes[..<rows.count]
    }

    private static func bad(_ stream: ProbabilityBlocks, _ row: Int, _ value: Double) -> ProbabilityError {
        let file = stream.labels.array.file
        if stream.width == 1 {
            return ProbabilityError(
                file: file, row: row + 1, fault: .notOutcome(value.isNaN ? "nan" : String(value)))
        }
        return ProbabilityError(
            file: file, row: row + 1,
            fault: .notClass(Int(exactly: value.rounded()) ?? -1, classes: stream.width))
    }
}
