// Large arrays, counted in blocks on several threads. Each block is read, checked and counted into the thread's own
// sketch; sketches are whole numbers, so which thread counted which block cannot be seen in the result.

import Artifacts
import Diagnostics
import Dispatch
import Formats
import Foundation
import Synchronization
import Tallies

/// A pass over an array of probabilities and its labels.
struct CalibrationStream: Sendable {
    let probabilities: NPYBlocks
    let labels: NPYBlocks
    let rows: Int
    /// Probabilities a row.
    let width: Int
    let threads: Int

    /// Probabilities that are read at a time; rows of a block are a multiple of eight.
    private static let blockValues = 1 << 16
    private var blockRows: Int { max(8, Self.blockValues / width / 8 * 8) }

    /// One probability a row, with outcomes.
    func judgements() throws -> ConfidenceSketch {
        try counted(ConfidenceSketch(), merge: { $0.merge($1) }) { block, sketch, reader in
            let outcomes = try reader.labels(of: self, block, below: 2)
            let bytes = outcomes.map { UInt8(truncatingIfNeeded: $0) }
            return try bytes.withUnsafeBufferPointer { outcomes in
                try reader.scores(of: self, block) { scores in
                    switch scores {
                    case .single(let scores): sketch.count(scores, outcomes)
                    case .double(let scores): sketch.count(scores, outcomes)
                    }
                }
            }
        }
    }

    /// Class probabilities, with labels.
    func classes() throws -> ClassSketch {
        try counted(ClassSketch(classes: width), merge: { $0.merge($1) }) { block, sketch, reader in
            let labels = try reader.labels(of: self, block, below: Int32(truncatingIfNeeded: width))
            return try labels.withUnsafeBufferPointer { labels in
                try reader.scores(of: self, block) { scores in
                    switch scores {
                    case .single(let scores): sketch.count(scores, labels)
                    case .double(let scores): sketch.count(scores, labels)
                    }
                }
            }
        }
    }

    /// Counts all blocks: thread t takes blocks t, t + threads, ... Of several errors the one in the first block is thrown.
    private func counted<Sketch: Sendable>(
        _ empty: Sketch, merge: (inout Sketch, Sketch) -> Void,
        _ count: @Sendable (Range<Int>, inout Sketch, inout BlockReader) throws -> Int?
    ) throws -> Sketch {
        let blocks = (rows + blockRows - 1) / blockRows
        let workers = max(1, min(threads, blocks))
        let results = Mutex<[(sketch: Sketch?, failure: (block: Int, error: any Error)?)]>(
            Array(repeating: (nil, nil), count: workers))
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            var sketch = empty
            var reader = BlockReader(self, blockRows)
            var failure: (block: Int, error: any Error)?
            for block in stride(from: worker, to: blocks, by: workers) {
                let range = (block * blockRows)..<min((block + 1) * blockRows, rows)
                do {
                    if let bad = try count(range, &sketch, &reader) {
                        let index = range.lowerBound * width + bad
                        throw CalibrationInputError.notProbability(
                            file: probabilities.array.file, row: index / width + 1, column: nil,
                            value: try probabilities.doubles(index..<(index + 1)).first ?? .nan)
                    }
                } catch {
                    failure = (block, error)
                    break
                }
            }
            let done = (sketch, failure)
            results.withLock { $0[worker] = done }
        }
        let all = results.withLock { $0 }
        if let first = all.compactMap(\.failure).min(by: { $0.block < $1.block }) { throw first.error }
        var total = empty
        for case let sketch? in all.map(\.sketch) { merge(&total, sketch) }
        return total
    }
}

/// A block of scores as it is stored.
enum ScoreBlock {
    case single(UnsafeBufferPointer<Float>)
    case double(UnsafeBufferPointer<Double>)
}

/// The memory one thread reads blocks into.
struct BlockReader {
    private var singles: [Float] = []
    private var doubles: [Double] = []
    private var wide: [Int64] = []
    private var bytes: [UInt8] = []
    private var codes: [Int32] = []

    init(_ stream: CalibrationStream, _ rows: Int) {
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
        of stream: CalibrationStream, _ rows: Range<Int>, _ body: (ScoreBlock) throws -> Result
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
    mutating func labels(of stream: CalibrationStream, _ rows: Range<Int>, below bound: Int32) throws -> ArraySlice<
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

    private static func bad(_ stream: CalibrationStream, _ row: Int, _ value: Double) -> CalibrationInputError {
        let file = stream.labels.array.file
        if stream.width == 1 {
            return .notOutcome(file: file, row: row + 1, column: nil, value: value.isNaN ? "nan" : String(value))
        }
        return .notClass(
            file: file, row: row + 1, value: Int(exactly: value.rounded()) ?? -1, classes: stream.width)
    }
}
