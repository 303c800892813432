// The weights of rows in all replicates at once.
//
// A count that is repeated 200 times over n rows costs 200 n steps whichever loop is inside. With the replicates inside,
// a row is looked at once, its 200 weights lie side by side in memory, and what they are added to does as well: the loop
// over them has no branch and nothing to look up. Sums are of whole numbers, so the order of loops cannot be seen in them.

import Synchronization

/// Poisson(1) weights of rows, `PoissonBootstrap.replicates` of them a row. Copies share what was drawn.
public struct BootstrapWeights: Sendable {
    /// Weights a row.
    public static let lanes = PoissonBootstrap.replicates
    /// Weights are kept, to be used again, when all of them take no more bytes than this.
    private static let mostKept = 1 << 26

    /// One id a row; rows of one id have the same weights.
    public let units: [UInt64]
    private let kept = Kept()

    private final class Kept: Sendable {
        let weights = Mutex<[UInt8]>([])
    }

    /// Weights of rows by the ids of their units.
    public init(units: [UInt64]) {
        self.units = units
    }

    /// Calls `body` with each of the rows, in the order given, and its weights: `lanes` of them, by replicate.
    public func forEach(_ rows: some Sequence<Int>, _ body: (Int, UnsafePointer<UInt8>) -> Void) {
        let (bytes, overflow) = units.count.multipliedReportingOverflow(by: Self.lanes)
        guard !overflow, bytes <= Self.mostKept else {
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.lanes) { scratch in
                guard let base = scratch.baseAddress else { return }
                for row in rows {
                    PoissonBootstrap.weights(of: units[row], into: base)
                    body(row, base)
                }
            }
            return
        }
        all(bytes).withUnsafeBufferPointer { table in
            guard let base = table.baseAddress else { return }
            for row in rows {
                precondition(row >= 0 && row < units.count, "no such row")
                body(row, base + row &* Self.lanes)
            }
        }
    }

    /// The weight of each row in one replicate.
    public func replicate(_ number: Int) -> [Int] {
        units.map { PoissonBootstrap.weight(of: $0, replicate: number) }
    }

    private func all(_ bytes: Int) -> [UInt8] {
        kept.weights.withLock { known in
            if known.count != bytes {
                known = [UInt8](unsafeUninitializedCapacity: bytes) { table, filled in
                    for (row, unit) in units.enumerated() {
                        guard let base = table.baseAddress else { break }
                        PoissonBootstrap.weights(of: unit, into: base + row * Self.lanes)
                    }
                    filled = bytes
                }
            }
            return known
        }
    }
}

/// A weighted sum of whole numbers in every replicate.
public struct ReplicateSums: Sendable, Codable, Equatable {
    private var totals = [Int128](repeating: 0, count: BootstrapWeights.lanes)
    private var pending = [Int64](repeating: 0, count: BootstrapWeights.lanes)
    /// What the largest of `pending` may have grown to.
    private var bound: UInt64 = 0

    /// Sums of nothing.
    public init() {}

    /// Adds `value` times each weight. A value is below 2^58 in magnitude.
    @inline(__always)
    public mutating func add(_ value: Int64, _ weights: UnsafePointer<UInt8>) {
        // A weight is at most 16.
        let most = value.magnitude << 4
        if bound &+ most >= 1 << 62 { settle() }
        bound &+= most
        pending.withUnsafeMutableBufferPointer { sums in
            for lane in 0..<BootstrapWeights.lanes { sums[lane] &+= value &* Int64(weights[lane]) }
        }
    }

    private mutating func settle() {
        for lane in totals.indices {
            totals[lane] += Int128(pending[lane])
            pending[lane] = 0
        }
        bound = 0
    }

    /// Adds the sums of other rows.
    public mutating func merge(_ other: ReplicateSums) {
        settle()
        for (lane, sum) in other.sums.enumerated() { totals[lane] += sum }
    }

    /// Whether all sums are the same.
    public static func == (a: ReplicateSums, b: ReplicateSums) -> Bool { a.sums == b.sums }

    /// Reads sums back.
    public init(from decoder: any Decoder) throws {
        totals = try decoder.singleValueContainer().decode([Int128].self)
        guard totals.count == BootstrapWeights.lanes else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not as many sums as replicates"))
        }
    }

    /// Writes the sums.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.singleValueContainer()
        try values.encode(sums)
    }

    /// The sum in each replicate.
    public var sums: [Int128] { zip(totals, pending).map { $0 + Int128($1) } }
}
