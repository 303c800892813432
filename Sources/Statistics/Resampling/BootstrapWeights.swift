// The weights of rows in all replicates at once.
//
// A count that is repeated 1,000 times over n rows costs 1,000 n steps whichever loop is inside. Rows are weighed by the
// group of their unit, so that what is summed is summed by group first, and only the sums of groups are repeated: 1,024 of
// them, however many rows there are. With the replicates inside, a group's 1,000 weights lie side by side in memory, and
// what they are added to does as well: the loop over them has no branch and nothing to look up. Sums are of whole numbers,
// so the order of loops cannot be seen in them.

/// Poisson(1) weights of rows, `PoissonBootstrap.replicates` of them a row.
public struct BootstrapWeights: Sendable {
    /// Weights a row.
    public static let lanes = PoissonBootstrap.replicates

    /// One id a row; rows of one id have the same weights.
    public let units: [UInt64]
    /// The group of each row's unit.
    private let groupOfRow: [UInt16]

    /// Weights of all groups, a group after the other.
    private static let table = [UInt8](unsafeUninitializedCapacity: PoissonBootstrap.groups * lanes) { table, filled in
        guard let base = table.baseAddress else { return }
        for group in 0..<PoissonBootstrap.groups {
            PoissonBootstrap.weights(of: UInt64(group), into: base + group * lanes)
        }
        filled = PoissonBootstrap.groups * lanes
    }

    /// Weights of rows by the ids of their units.
    public init(units: [UInt64]) {
        self.units = units
        groupOfRow = units.map { UInt16(truncatingIfNeeded: PoissonBootstrap.group(of: $0)) }
    }

    /// The weight of a unit's group in one replicate.
    public static func weight(of unit: UInt64, replicate: Int) -> Int {
        PoissonBootstrap.weight(of: UInt64(PoissonBootstrap.group(of: unit)), replicate: replicate)
    }

    /// The same as numbers that are multiplied as they are, for what is weighed once all of it is counted.
    private static let floats = table.map { Float($0) }

    /// Adds a group's weights times `value` to `sums`, `lanes` of them. In one order of groups they are the same to the bit.
    public static func add(_ value: Float, times group: Int, to sums: inout [Float]) {
        precondition(sums.count == lanes, "a sum a replicate")
        floats.withUnsafeBufferPointer { floats in
            sums.withUnsafeMutableBufferPointer { sums in
                guard let table = floats.baseAddress, let sums = sums.baseAddress else { return }
                let weights = table + group * lanes
                for lane in 0..<lanes { sums[lane] += value * weights[lane] }
            }
        }
    }

    /// Calls `body` with each of the rows, in the order given, and its weights: `lanes` of them, by replicate.
    public func forEach(_ rows: some Sequence<Int>, _ body: (Int, UnsafePointer<UInt8>) -> Void) {
        Self.table.withUnsafeBufferPointer { table in
            guard let base = table.baseAddress else { return }
            for row in rows { body(row, base + Int(groupOfRow[row]) &* Self.lanes) }
        }
    }

    /// Sums columns of whole numbers by group: `add` adds what a row has to the sums of its group, one a column, and `each`
    /// is given every sum that is not 0 with its group and the group's weights, groups ascending and columns within them.
    public func summed(
        _ rows: some Sequence<Int>, columns: Int, _ add: (Int, UnsafeMutablePointer<Int64>) -> Void,
        _ each: (_ group: Int, _ column: Int, _ sum: Int64, _ weights: UnsafePointer<UInt8>) -> Void
    ) {
        var ofGroup = [[Int32]](repeating: [], count: PoissonBootstrap.groups)
        for row in rows { ofGroup[Int(groupOfRow[row])].append(Int32(truncatingIfNeeded: row)) }
        var sums = [Int64](repeating: 0, count: columns)
        sums.withUnsafeMutableBufferPointer { sums in
            Self.table.withUnsafeBufferPointer { table in
                guard let sums = sums.baseAddress, let base = table.baseAddress else { return }
                for (group, rows) in ofGroup.enumerated() where !rows.isEmpty {
                    for row in rows { add(Int(row), sums) }
                    for column in 0..<columns where sums[column] != 0 {
                        each(group, column, sums[column], base + group &* Self.lanes)
                        sums[column] = 0
                    }
                }
            }
        }
    }

    /// The weighted sums of columns of whole numbers, as ``summed`` adds them up.
    public func sums(
        _ rows: some Sequence<Int>, columns: Int, _ add: (Int, UnsafeMutablePointer<Int64>) -> Void
    ) -> [ReplicateSums] {
        var sums = [ReplicateSums](repeating: ReplicateSums(), count: columns)
        summed(rows, columns: columns, add) { _, column, sum, weights in sums[column].add(sum, weights) }
        return sums
    }

    /// The weight of each row in one replicate.
    public func replicate(_ number: Int) -> [Int] { units.map { Self.weight(of: $0, replicate: number) } }
}

/// A weighted sum of whole numbers in every replicate.
public struct ReplicateSums: Sendable, Codable, Equatable {
    private var totals = [Int128](repeating: 0, count: BootstrapWeights.lanes)
    private var pending = [Int64](repeating: 0, count: BootstrapWeights.lanes)
    /// What the largest of `pending` may have grown to.
    private var bound: UInt64 = 0

    /// Sums of nothing.
    public init() {}

    /// Adds `value` times each weight.
    @inline(__always)
    public mutating func add(_ value: Int64, _ weights: UnsafePointer<UInt8>) {
        guard value.magnitude < 1 << 57 else { return addInParts(value, weights) }
        // A weight is at most 16.
        let most = value.magnitude << 4
        if bound &+ most >= 1 << 62 { settle() }
        bound &+= most
        pending.withUnsafeMutableBufferPointer { sums in
            for lane in 0..<BootstrapWeights.lanes { sums[lane] &+= value &* Int64(weights[lane]) }
        }
    }

    /// A value too large to be weighed as a whole is the sum of 64 that are not.
    private mutating func addInParts(_ value: Int64, _ weights: UnsafePointer<UInt8>) {
        for _ in 0..<63 { add(value / 64, weights) }
        add(value / 64 + value % 64, weights)
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
