import Foundation

/// How finely numbers are written, read off the numbers: what was rounded to three decimals is a multiple of 0.001, or has
/// three significant digits, or is a multiple of 1/255.
struct PrintedDigits {
    /// Distance of neighbouring numbers, where all are multiples of one.
    let unit: Double
    /// Significant digits that all numbers have at most; `nil` when they have more than nine.
    let significant: Int?
    /// Decimals that all numbers have at most, 9 where they have more.
    let decimals: Int

    /// Decimals and digits beyond these are not looked for: they cannot matter for a sum.
    private static let most = 9

    /// Numbers from which on one digit is taken for rounding.
    private static let fewest = 100

    /// Reads them off `values`, of which certainty is `whole`.
    init(of values: [Double], whole: Double = 1) {
        var (decimals, digits) = (0, 1)
        var (isByte, isFraction) = (true, false)
        for value in values where value.isFinite && value != 0 {
            while decimals < Self.most, !Self.isMultiple(value, Self.powers[decimals]) { decimals += 1 }
            let magnitude = Self.magnitude(value)
            while digits < Self.most, !Self.isMultiple(value, Self.power(digits - 1 - magnitude)) { digits += 1 }
            if value != value.rounded() { isFraction = true }
            if isByte, abs((value * 255).rounded() - value * 255) > 1e-4 { isByte = false }
            if decimals == Self.most, digits == Self.most, !isByte { break }
        }
        // One digit is how people write a few examples, whose sums are meant.
        let finest = values.count < Self.fewest ? whole / 100 : whole / 10
        let decimal = decimals < Self.most && 1 / Self.powers[decimals] <= finest ? 1 / Self.powers[decimals] : 0
        unit = max(decimal, isByte && isFraction && whole == 1 ? 1 / 255.0 : 0)
        significant = 2..<Self.most ~= digits ? digits : nil
        self.decimals = decimals
    }

    /// What rounding can make of the sum of a row: half a unit of the last digit a number.
    func sumTolerance(_ row: ArraySlice<Double>) -> Double {
        let fixed = Double(row.count) / 2 * unit
        guard let significant else { return fixed }
        let floating = row.reduce(0) { sum, value in
            value == 0 || !value.isFinite ? sum : sum + 0.5 / Self.power(significant - 1 - Self.magnitude(value))
        }
        return max(fixed, floating)
    }

    private static let powers: [Double] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

    private static func power(_ exponent: Int) -> Double {
        exponent >= 0
            ? (exponent < powers.count ? powers[exponent] : pow(10, Double(exponent))) : 1 / pow(10, Double(-exponent))
    }

    /// Whether a number is what its decimal with so many places reads back as.
    private static func isMultiple(_ value: Double, _ power: Double) -> Bool {
        let scaled = value * power
        return abs(scaled - scaled.rounded()) <= abs(scaled) * 1e-12
    }

    /// The power of ten of the first digit.
    private static func magnitude(_ value: Double) -> Int { Int(log10(abs(value)).rounded(.down)) }
}
