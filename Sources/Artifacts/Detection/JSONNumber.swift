// Decimal text to the nearest double, without a call for the numbers that occur in practice.
//
// A token is a mantissa of up to 19 digits and a power of ten. Three cases, each correctly rounded (ties to even):
//
//   m <= 2^53, |e| <= 22    both m and 10^|e| are doubles, so one IEEE operation rounds once (Clinger 1990)
//   m < 2^64, -19 <= e < 0  m / 10^-e as a 64-bit quotient of a 128-bit division; what is left over sets the last bit,
//                           so that the conversion to 53 bits sees a tie only where there is one. Scores that went
//                           through a 32-bit float have 17 digits and land here
//   the rest                the standard library's reader
//
// Example: 267.04 is m = 26704, e = -2: 26704.0 / 100.0.

/// A number as it stands in a JSON text, before it is made a double.
struct JSONNumber {
    /// Whether a minus sign was read.
    let isNegative: Bool
    /// The significant digits, when they are at most 19.
    let mantissa: UInt64
    /// The power of ten that the mantissa is multiplied by.
    let exponent: Int
    /// Whether there were more digits than the mantissa holds.
    let isTruncated: Bool
    /// Where the token stands in the text.
    let bytes: Range<Int>

    /// The integer, when the token is one that fits.
    var integer: Int? {
        guard !isTruncated, exponent == 0, mantissa <= UInt64(Int.max) else { return nil }
        return isNegative ? -Int(mantissa) : Int(mantissa)
    }

    /// The nearest double to what `isTruncated == false` describes, or `nil` where only the slow reader is exact.
    @inline(__always)
    var fastValue: Double? {
        guard !isTruncated else { return nil }
        if mantissa <= 1 << 53 {
            if exponent == 0 { return signed(Double(mantissa)) }
            if exponent < 0, exponent >= -22 { return signed(Double(mantissa) / powersOfTen[-exponent]) }
            if exponent > 0, exponent <= 22 { return signed(Double(mantissa) * powersOfTen[exponent]) }
        }
        if exponent < 0, exponent >= -19, mantissa > 0 { return signed(Self.quotient(mantissa, -exponent)) }
        return nil
    }

    private func signed(_ value: Double) -> Double { isNegative ? -value : value }

    /// `mantissa / 10^power`, correctly rounded; `mantissa > 0`, `power` in 1...19.
    private static func quotient(_ mantissa: UInt64, _ power: Int) -> Double {
        let divisor = wholePowersOfTen[power]
        let shiftUp = mantissa.leadingZeroBitCount
        let shiftDown = divisor.leadingZeroBitCount
        let dividend = mantissa << UInt64(shiftUp)
        // The high word is below 2^63 and the divisor is not, so the quotient fits; it has 63 or 64 bits.
        let (quotient, remainder) = (divisor << UInt64(shiftDown)).dividingFullWidth((dividend >> 1, dividend << 63))
        let sticky = quotient | (remainder == 0 ? 0 : 1)
        return Double(sign: .plus, exponent: shiftDown - shiftUp - 63, significand: Double(sticky))
    }
}

private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]

private let wholePowersOfTen: [UInt64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
    10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
]
