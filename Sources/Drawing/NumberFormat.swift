// The one place where a number becomes words: digits, sign, unit, percent. No analysis, template or page rounds anything.
//
// What a reader can rely on:
//   proportion  84.4 %      one decimal of a percent; "0 %" and "100 %" mean exactly that, else "<0.1 %" and ">99.9 %"
//   points      −1.4 points always signed, a true minus; "0 points" means no change at all, a tiny one is −0.03 points
//   count       1,284       whole; an expected count keeps one decimal (13.4)
//   score       0.268       three significant digits, three decimals at most; "0" and "1" exactly, else "<0.001", ">0.999"
//   p-value     .20         no leading zero; "<.001"; never rounded up to .05 from below
//   ratio       1.25        three significant digits
//   raw         0.0123      three significant digits; whole numbers in full
//
// Thousands take a comma, the one separator that an English reader expects and a spreadsheet still reads as a number
// (space-like separators paste as text). The gap before a unit is U+00A0, which every font has and which does not break.
// Minus is U+2212, as wide as a plus, so columns align. Full precision is in the CSV and JSON, with an ASCII minus.

import Record

/// The one formatter of numbers.
public enum NumberFormat {
    /// A shown number and its unit, apart, for those who set the unit in smaller type.
    public struct Parts: Sendable, Hashable {
        /// Sign and digits: `84.4`, `−1.4`, `<0.1`.
        public let number: String
        /// `%`, `points` or nothing.
        public let unit: String

        /// Both with a no-break space between.
        public var text: String { unit.isEmpty ? number : number + "\u{A0}" + unit }
    }

    /// What is shown where a number is not defined and no reason is known.
    public static let undefined = "not defined"

    /// A number with its unit: `84.4 %`, `−1.4 points`, `1,284`, `0.268`.
    public static func format(_ value: Double, as unit: Quantity) -> String {
        parts(value, as: unit).text
    }

    /// A number and its unit apart.
    public static func parts(_ value: Double, as unit: Quantity) -> Parts {
        Parts(number: number(value, as: unit), unit: value.isFinite ? symbol(of: unit) : "")
    }

    /// A number without its unit: `84.4`, `−1.4`; for columns and marks whose heading names the unit.
    public static func number(_ value: Double, as unit: Quantity) -> String {
        guard value.isFinite else { return value.isNaN ? undefined : value < 0 ? minus + "∞" : "∞" }
        return switch unit {
        case .proportion: percent(value)
        case .points: points(value)
        case .count: count(value)
        case .score: score(value)
        case .pValue: pDigits(value)
        case .ratio: measurement(value, groupingFrom: 4)
        case .raw: measurement(value, groupingFrom: 5)
        }
    }

    /// The unit as written after a number: `%`, `points` or nothing.
    public static func symbol(of unit: Quantity) -> String {
        switch unit {
        case .proportion: "%"
        case .points: "points"
        case .count, .score, .pValue, .ratio, .raw: ""
        }
    }

    /// A number with its sign always shown: `+0.202`, `−3`, `0`. A difference of proportions is in points: format it as
    /// `.points`.
    public static func signed(_ value: Double, as unit: Quantity) -> String {
        let text = format(value, as: unit)
        guard value > 0, unit != .points else { return text }
        // "Less than" does not go with a sign: a small number has its first digit, as a negative one has.
        return "+" + (text.hasPrefix("<") ? String(format(-value, as: unit).dropFirst()) : text)
    }

    /// A whole number of things: `1,284`.
    public static func count(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var out = value < 0 ? minus : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { out += "," }
            out.append(digit)
        }
        return out
    }

    /// A count to two significant digits, rounded up: `4,200`.
    public static func aboutCount(_ value: Int) -> String {
        var unit = 1
        while value.magnitude / unit.magnitude >= 100 { unit *= 10 }
        return count((value + unit - 1) / unit * unit)
    }

    /// A sample size: `n 713`.
    public static func n(_ value: Int) -> String { "n\u{A0}" + count(value) }

    /// A share as its two counts: `23 of 133`.
    public static func share(_ part: Int, of whole: Int) -> String { count(part) + " of " + count(whole) }

    /// A p-value with its letter: `p = .20`, `p < .001`.
    public static func pValue(_ p: Double) -> String {
        guard p.isFinite else { return "p " + undefined }
        let digits = pDigits(p)
        if let bound = digits.first, bound == "<" || bound == ">" {
            return "p \(bound) " + digits.dropFirst()
        }
        return "p = " + digits
    }

    /// An interval's ends: `[81.6, 86.9]`, in the unit of the value it stands beside.
    public static func interval(_ interval: Interval, as unit: Quantity) -> String {
        range(interval.low, interval.high, as: unit)
    }

    /// Two ends, kept on one line: `[81.6, 86.9]`, `[−3.3, +0.5]`.
    public static func range(_ low: Double, _ high: Double, as unit: Quantity) -> String {
        "[" + number(low, as: unit) + ",\u{A0}" + number(high, as: unit) + "]"
    }

    /// An axis tick: as many decimals as the step between ticks needs, no unit (the axis title names it).
    public static func tick(_ value: Double, step: Double, as unit: Quantity) -> String {
        let shift = unit == .proportion || unit == .points ? 2 : 0
        let size = DecimalDigits(step).scaled(byPowerOfTen: shift)
        let digits = DecimalDigits(value).scaled(byPowerOfTen: shift)
        let decimals = size.isZero ? 0 : min(max(0, size.digits.count - size.point), 12)
        let shown = digits.rounded(decimals: decimals)
        if shown.point > 15 { return scientific(digits) }
        return sign(of: shown, always: unit == .points && !shown.isZero) + shown.text(decimals: decimals)
    }
}

extension NumberFormat {
    static let minus = "\u{2212}"

    private static func sign(of digits: DecimalDigits, always: Bool = false) -> String {
        digits.isNegative ? minus : always ? "+" : ""
    }

    /// `digits` with fixed decimals; when that would show zero or `limit` for a number that is not, the bound it keeps:
    /// `<0.1`, `>99.9`.
    private static func bounded(_ digits: DecimalDigits, decimals: Int, limit: Int?, signed: Bool = false) -> String {
        let shown = digits.rounded(decimals: decimals)
        let sign = sign(of: digits, always: signed && !digits.isZero)
        if digits.isZero { return "0" }
        if shown.isZero { return sign.isEmpty ? "<" + step(decimals) : small(digits, sign, decimals: decimals) }
        if let limit, shown.digits == DecimalDigits(Double(limit)).digits, shown.point == String(limit).utf8.count {
            // Exactly the limit, or just above it, is shown; just below it is not it.
            let isBelow = digits.point < shown.point
            let isExact = digits.digits == shown.digits && digits.point == shown.point
            if isExact { return sign + String(limit) }
            if isBelow { return sign + ">" + justBelow(limit, decimals: decimals) }
        }
        return sign + shown.text(decimals: decimals)
    }

    /// A signed number that `decimals` would show as zero: its first digit, for "less than a bound" does not go with a sign;
    /// the bound after all when even three more decimals show nothing.
    private static func small(_ digits: DecimalDigits, _ sign: String, decimals: Int) -> String {
        let place = digits.decimals(forSignificant: 1)
        if place <= decimals + 3 { return sign + digits.rounded(decimals: place).text(decimals: place) }
        return sign + "<" + step(decimals + 3)
    }

    private static func step(_ decimals: Int) -> String {
        "0." + String(repeating: "0", count: max(0, decimals - 1)) + "1"
    }

    private static func justBelow(_ limit: Int, decimals: Int) -> String {
        String(limit - 1) + "." + String(repeating: "9", count: decimals)
    }

    private static func percent(_ value: Double) -> String {
        bounded(DecimalDigits(value).scaled(byPowerOfTen: 2), decimals: 1, limit: 100)
    }

    private static func points(_ value: Double) -> String {
        bounded(DecimalDigits(value).scaled(byPowerOfTen: 2), decimals: 1, limit: 100, signed: true)
    }

    private static func count(_ value: Double) -> String {
        let digits = DecimalDigits(value)
        if digits.point > 15 { return scientific(digits) }
        let isWhole = digits.digits.count <= digits.point
        return isWhole && !digits.isZero
            ? sign(of: digits) + digits.text(decimals: 0) : bounded(digits, decimals: 1, limit: nil)
    }

    private static func score(_ value: Double) -> String {
        let digits = DecimalDigits(value)
        if digits.point > 15 { return scientific(digits) }
        if digits.point <= 0 || value.magnitude == 1 { return bounded(digits, decimals: 3, limit: 1) }
        return significant(digits, groupingFrom: 4)
    }

    private static func measurement(_ value: Double, groupingFrom: Int) -> String {
        let digits = DecimalDigits(value)
        if digits.isZero { return "0" }
        // From 0.001 to 10^15 in plain digits, by what would be shown: 0.0009999 is 0.00100.
        let shown = digits.rounded(decimals: 3 - digits.point)
        if shown.point < -2 || shown.point > 15 { return scientific(digits) }
        if digits.digits.count <= digits.point {
            return sign(of: digits) + digits.text(decimals: 0, groupingFrom: groupingFrom)
        }
        return significant(digits, groupingFrom: groupingFrom)
    }

    /// Three significant digits, never fewer than the whole part has.
    private static func significant(_ digits: DecimalDigits, groupingFrom: Int) -> String {
        let shown = digits.rounded(decimals: digits.decimals(forSignificant: 3))
        // 9.996 became 10.0: one decimal fewer keeps three digits.
        let decimals = shown.decimals(forSignificant: 3)
        return sign(of: shown) + shown.text(decimals: decimals, groupingFrom: groupingFrom)
    }

    /// Three significant digits and a power of ten: `1.23e−7`.
    private static func scientific(_ digits: DecimalDigits) -> String {
        let shown = digits.rounded(decimals: 3 - digits.point)
        let exponent = shown.point - 1
        let mantissa = shown.scaled(byPowerOfTen: -exponent).text(decimals: 2)
        return sign(of: shown) + mantissa + "e" + (exponent < 0 ? minus : "") + String(exponent.magnitude)
    }

    /// `.20`, `.048`, `<.001`, `>.99`, `1`. Three decimals below .1, two above.
    private static func pDigits(_ p: Double) -> String {
        if p >= 1 { return "1" }
        if p < 0.001 { return "<.001" }
        let digits = DecimalDigits(p)
        let three = digits.rounded(decimals: 3)
        if p < 0.05, three == DecimalDigits(0.05) { return "<.05" }
        if three.point < 0 { return String(three.text(decimals: 3).dropFirst()) }
        let two = digits.rounded(decimals: 2)
        return two.point > 0 ? ">.99" : String(two.text(decimals: 2).dropFirst())
    }
}
