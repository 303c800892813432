// The exponential function of several numbers at once.
//
// exp x = 2^n exp r, n the whole number nearest to x / ln 2 and |r| at most half of ln 2, where twelve terms of the series
// leave nothing that a double holds (W. J. Cody & W. Waite, Software Manual for the Elementary Functions, 1980). There is
// no branch and no table, so that four are computed in the steps of one.

enum Exponential {
    /// exp of four numbers of at most 0; to a few units of the last place down to -708, and 0 as good as below.
    @inline(__always)
    static func ofNegative(_ x: SIMD4<Double>) -> SIMD4<Double> {
        let least = SIMD4<Double>(repeating: -708)
        let x = x.replacing(with: least, where: x .< least)
        // Adding 1.5 * 2^52 rounds to the nearest whole number, which then stands in the lowest bits.
        let big = SIMD4<Double>(repeating: 0x1.8p52)
        let shifted = x * 1.4426950408889634 + big
        let n = shifted - big
        // ln 2 in two parts, so that n times the first is exact.
        let r = (x - n * 0x1.62e42fee00000p-1) - n * 0x1.a39ef35793c76p-33
        var sum = SIMD4<Double>(repeating: 1.0 / 479_001_600)
        sum = sum * r + 1.0 / 39_916_800
        sum = sum * r + 1.0 / 3_628_800
        sum = sum * r + 1.0 / 362_880
        sum = sum * r + 1.0 / 40_320
        sum = sum * r + 1.0 / 5_040
        sum = sum * r + 1.0 / 720
        sum = sum * r + 1.0 / 120
        sum = sum * r + 1.0 / 24
        sum = sum * r + 1.0 / 6
        sum = sum * r + 0.5
        sum = sum * r + 1
        sum = sum * r + 1
        let power = unsafeBitCast(shifted, to: SIMD4<UInt64>.self) &<< 52
        return unsafeBitCast(unsafeBitCast(sum, to: SIMD4<UInt64>.self) &+ power, to: SIMD4<Double>.self)
    }
}
