// What went wrong on each row: 0 or 1, or a loss of at least 0.
//
// Sums must not depend on the order of rows, so a loss is a whole number of units of 2^(exponent - bits), where
// 2^exponent is the first power of two above the largest loss of the whole table. With n rows, bits = min(40, 63 -
// ceil(log2(n))): no sum overflows 63 bits. Squares are kept in the same way, relative to the largest square.

import Columns

/// How losses become whole numbers; shards that are added must agree on it.
public struct LossScale: Sendable, Hashable {
    /// Every loss is below 2^exponent.
    public let exponent: Int
    /// A loss is a whole number of units of 2^(exponent - bits).
    public let bits: Int

    /// The scale for losses up to `largest` on `rows` rows.
    public init(largest: Double, rows: Int) {
        exponent = largest > 0 ? Int(largest.exponent) + 1 : 0
        let width = Int.bitWidth - max(1, rows - 1).leadingZeroBitCount
        bits = max(8, min(40, 63 - width))
    }

    /// A scale as it was kept.
    init(exponent: Int, bits: Int) {
        self.exponent = exponent
        self.bits = bits
    }

    /// A scale for losses up to `largest` that tallies of tables of up to 2^27 rows each can share. It does not depend on
    /// their rows, so that it is known before any is counted.
    public static func shared(largest: Double) -> LossScale {
        LossScale(exponent: LossScale(largest: largest, rows: 1).exponent, bits: 36)
    }

    /// Most rows whose losses surely add up in 63 bits.
    var rowLimit: Int { 1 << (63 - bits) }

    /// Every loss is below this.
    var limit: Double { Double(sign: .plus, exponent: exponent, significand: 1) }

    /// The loss in units.
    func units(_ loss: Double) -> UInt64 {
        let scaled = Double(sign: .plus, exponent: bits - exponent, significand: loss)
        return min(UInt64(scaled.rounded()), (1 << UInt64(bits)) - 1)
    }

    /// A sum of units as a loss.
    func loss(_ units: UInt64) -> Double { Double(sign: .plus, exponent: exponent - bits, significand: Double(units)) }

    /// The square of a loss in units, again as a whole number: of units of 2^(2 exponent - bits).
    func square(_ units: UInt64) -> UInt64 {
        let (high, low) = units.multipliedFullWidth(by: units)
        return high << UInt64(64 - bits) | low >> UInt64(bits)
    }

    /// A sum of squares as a loss squared.
    func squaredLoss(_ units: UInt64) -> Double {
        Double(sign: .plus, exponent: 2 * exponent - bits, significand: Double(units))
    }
}

/// The error of every row, quantised so that sums are exact.
public struct LossColumn: Sendable {
    enum Form: Sendable {
        /// Bit r % 64 of word r / 64 says whether row r is an error.
        case binary([UInt64])
        /// Units of `scale`.
        case real([UInt64], scale: LossScale)
    }

    /// Number of rows.
    public let count: Int
    let form: Form

    /// Most rows that one table can have.
    static let rowLimit = 1 << 31 - 1

    init(_ form: Form, count: Int) {
        self.form = form
        self.count = count
    }

    /// Whether each row is an error.
    public init(isError: some Collection<Bool>) {
        var words = [UInt64](repeating: 0, count: BitKernels.words(isError.count))
        for (row, wrong) in isError.enumerated() where wrong { words[row >> 6] |= 1 << UInt64(row & 63) }
        self.init(.binary(words), count: isError.count)
    }

    /// Errors or losses; they are 0/1 errors when no other value occurs. `scale` is given when this is a shard of a
    /// bigger table. Throws when a value is not a number, infinite or negative.
    public init(_ losses: RowStorage<Float>, scale: LossScale? = nil) throws(SliceError) {
        self.init(try Self.form(losses, scale), count: losses.count)
    }

    /// Errors or losses in double precision.
    public init(_ losses: RowStorage<Double>, scale: LossScale? = nil) throws(SliceError) {
        self.init(try Self.form(losses, scale), count: losses.count)
    }

    private static func form<Loss: BinaryFloatingPoint & BitwiseCopyable & Sendable>(
        _ losses: RowStorage<Loss>, _ scale: LossScale?
    ) throws(SliceError) -> Form {
        guard losses.count < rowLimit else { throw .tooManyRows(losses.count, limit: rowLimit) }
        let outcome = losses.withRows { rows -> Result<Form, SliceError> in
            if scale == nil, let words = bits(rows) { return .success(.binary(words)) }
            return quantised(rows, scale)
        }
        return try outcome.get()
    }

    private static func bits<Loss: BinaryFloatingPoint>(_ rows: UnsafeBufferPointer<Loss>) -> [UInt64]? {
        var words = [UInt64](repeating: 0, count: BitKernels.words(rows.count))
        for word in words.indices {
            var bits: UInt64 = 0
            var other: UInt64 = 0
            let start = word << 6
            for bit in 0..<min(64, rows.count - start) {
                let value = rows[start + bit]
                let isOne: UInt64 = value == 1 ? 1 : 0
                bits |= isOne << UInt64(bit)
                other |= isOne ^ (value != 0 ? 1 : 0)
            }
            if other != 0 { return nil }
            words[word] = bits
        }
        return words
    }

    private static func quantised<Loss: BinaryFloatingPoint>(
        _ rows: UnsafeBufferPointer<Loss>, _ given: LossScale?
    ) -> Result<Form, SliceError> {
        if let given, rows.count > given.rowLimit {
            return .failure(.tooManyRows(rows.count, limit: given.rowLimit))
        }
        var largest: Loss = 0
        for (row, value) in rows.enumerated() {
            guard value.isFinite, value >= 0 else { return .failure(.badLoss(row: row + 1, value: Double(value))) }
            if let given, Double(value) >= given.limit {
                return .failure(.lossAboveScale(row: row + 1, value: Double(value), limit: given.limit))
            }
            largest = max(largest, value)
        }
        let scale = given ?? LossScale(largest: Double(largest), rows: rows.count)
        return .success(.real(rows.map { scale.units(Double($0)) }, scale: scale))
    }

    /// The scale of losses; `nil` for 0/1 errors.
    public var scale: LossScale? {
        if case .real(_, let scale) = form { scale } else { nil }
    }

    /// The rows at the ascending positions `rows`, copied; the scale stays that of the whole.
    func gathered(_ rows: [Int32]) -> LossColumn {
        switch form {
        case .real(let units, let scale):
            return LossColumn(.real(rows.map { units[Int($0)] }, scale: scale), count: rows.count)
        case .binary(let words):
            var out = [UInt64](repeating: 0, count: BitKernels.words(rows.count))
            for (slot, row) in rows.enumerated() {
                out[slot >> 6] |= (words[Int(row) >> 6] >> UInt64(row & 63) & 1) << UInt64(slot & 63)
            }
            return LossColumn(.binary(out), count: rows.count)
        }
    }
}
