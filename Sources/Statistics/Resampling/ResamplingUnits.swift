/// What varies together, and so is resampled, permuted, split and counted together: made once from what the reader joined,
/// and asked by every interval and every test.
public struct ResamplingUnits: Sendable {
    /// The weights of each row in all replicates.
    public let weights: BootstrapWeights
    /// Whether some rows share a unit, so that an interval or test for independent rows would be too sure.
    public let areShared: Bool
    /// Unit of each row, 0..<count, in the order in which units first occur.
    public let codes: [Int32]
    /// Number of units.
    public let count: Int

    /// One id a row: the hash of its unit's name.
    public var ids: [UInt64] { weights.units }

    /// Rows that are units of their own, by their names.
    public init(independent names: [String]) {
        weights = BootstrapWeights(units: names.map { PoissonBootstrap.id(of: $0) })
        codes = names.indices.map { Int32(truncatingIfNeeded: $0) }
        count = names.count
        areShared = false
    }

    /// Rows by the ids of their units.
    public init(ids: [UInt64]) { self.init(ids: ids, areShared: nil) }

    /// Rows by the ids of their units, of which it is known whether rows share them: those of a part of a table are shared
    /// where any of the whole are. Where they are not, each row is a unit of its own.
    public init(ids: [UInt64], ofWholeShared isShared: Bool) {
        if isShared { self.init(ids: ids, areShared: true) } else { self.init(independent: ids) }
    }

    /// Rows that are units of their own, by their ids.
    private init(independent ids: [UInt64]) {
        weights = BootstrapWeights(units: ids)
        codes = ids.indices.map { Int32(truncatingIfNeeded: $0) }
        count = ids.count
        areShared = false
    }

    private init(ids: [UInt64], areShared: Bool?) {
        var known: [UInt64: Int32] = [:]
        codes = ids.map { id in
            if let code = known[id] { return code }
            let code = Int32(truncatingIfNeeded: known.count)
            known[id] = code
            return code
        }
        weights = BootstrapWeights(units: ids)
        count = known.count
        self.areShared = areShared ?? (known.count < ids.count)
    }

    /// The unit's id of a row, for what is counted unit by unit; `nil` where every row is a unit of its own.
    public func shared(_ row: Int) -> UInt64? { areShared ? ids[row] : nil }

    /// The units of other rows, each one of these; `nil` for a row that is none of them. They are shared where these are.
    public func gathered(_ rows: [Int?]) -> ResamplingUnits {
        ResamplingUnits(ids: rows.map { row in row.map { ids[$0] } ?? 0 }, areShared: areShared)
    }
}
