// Sums that do not depend on order.
//
// Floating-point addition rounds, so a + b + c depends on who comes first, and with it a report on the number of threads.
// An exact sum has no such freedom: every finite double is a whole multiple of 2^-1074, so a wide enough integer holds any
// sum of them exactly. The integer here is an array of limbs of 32 bits, each kept in an Int64 with 31 bits of headroom;
// a double touches three neighbouring limbs, and carries are only settled every 2^29 additions, or when it is read.

import Foundation

/// An exact sum of doubles: adding in any order and merging in any grouping gives the same bits.
public struct ExactSum: Sendable, Codable, Equatable {
    /// 2^-1088 is the unit of limb 0; 68 limbs reach 2^1088, beyond the largest double with headroom for 2^64 of them.
    private static let limbCount = 68
    private static let bias = 1088
    private var limbs = [Int64](repeating: 0, count: limbCount)
    private var pending = 0
    private var special = 0.0

    /// Zero.
    public init() {}

    /// Adds one value. Infinities and NaN behave as in ordinary addition.
    public mutating func add(_ value: Double) {
        guard value.isFinite else {
            special += value
            return
        }
        if value == 0 { return }
        if pending >= 1 << 29 { settle() }
        pending += 1
        let exponentField = Int(value.exponentBitPattern)
        let significand = value.significandBitPattern | (exponentField == 0 ? 0 : 1 << 52)
        // value = significand * 2^(exponent)
        let exponent = max(exponentField, 1) - 1075
        let position = exponent + Self.bias
        let limb = position >> 5
        let shift = UInt64(position & 31)
        let low = significand << shift
        let high = shift == 0 ? 0 : significand >> (64 - shift)
        let sign: Int64 = value < 0 ? -1 : 1
        limbs.withUnsafeMutableBufferPointer { limbs in
            limbs[limb] &+= sign * Int64(low & 0xFFFF_FFFF)
            limbs[limb + 1] &+= sign * Int64(low >> 32)
            limbs[limb + 2] &+= sign * Int64(high)
        }
    }

    /// Adds all of another sum.
    public mutating func merge(_ other: ExactSum) {
        settle()
        var addend = other
        addend.settle()
        for index in limbs.indices { limbs[index] += addend.limbs[index] }
        pending = 1
        special += other.special
    }

    private enum Key: CodingKey { case limbs, special }

    /// Reads a sum back.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let limbs = try values.decode([Int64].self, forKey: .limbs)
        guard limbs.count == Self.limbCount else {
            throw DecodingError.dataCorruptedError(forKey: .limbs, in: values, debugDescription: "not an exact sum")
        }
        self.limbs = limbs
        pending = 1
        special = Double(bitPattern: try values.decode(UInt64.self, forKey: .special))
    }

    /// Writes it, the same for equal sums.
    public func encode(to encoder: any Encoder) throws {
        var settled = self
        settled.settle()
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(settled.limbs, forKey: .limbs)
        try values.encode(special.bitPattern, forKey: .special)
    }

    /// Whether two sums are the same number.
    public static func == (a: ExactSum, b: ExactSum) -> Bool {
        var (x, y) = (a, b)
        x.settle()
        y.settle()
        return x.limbs == y.limbs && x.special.bitPattern == y.special.bitPattern
    }

    /// The exact total, rounded once (to within one unit in the last place).
    public var value: Double {
        if special != 0 || special.isNaN { return special }
        var settled = self
        settled.settle()
        // After settling every limb but the top one is in 0..<2^32. A negative total is negated first, so that all
        // limbs have one sign and the leading ones carry the value.
        let negative = (settled.limbs.last ?? 0) < 0
        if negative {
            for index in settled.limbs.indices { settled.limbs[index].negate() }
            settled.pending = 1
            settled.settle()
        }
        guard let top = settled.limbs.lastIndex(where: { $0 != 0 }) else { return 0 }
        var total = 0.0
        // Least significant first: three limbs hold at least 65 significant bits.
        for index in max(0, top - 3)...top {
            total += scalbn(Double(settled.limbs[index]), 32 * index - Self.bias)
        }
        return negative ? -total : total
    }

    /// The sum of a sequence.
    public static func of(_ values: some Sequence<Double>) -> Double {
        var sum = ExactSum()
        for value in values { sum.add(value) }
        return sum.value
    }

    /// The mean of values; `nil` for none.
    public static func mean(_ values: some Collection<Double>) -> Double? {
        values.isEmpty ? nil : of(values) / Double(values.count)
    }

    private mutating func settle() {
        guard pending > 0 else { return }
        pending = 0
        var carry: Int64 = 0
        for index in 0..<(Self.limbCount - 1) {
            let total = limbs[index] + carry
            carry = total >> 32
            limbs[index] = total & 0xFFFF_FFFF
        }
        limbs[Self.limbCount - 1] += carry
    }
}
