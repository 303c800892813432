// Rounding as a reader would do it by hand. A double is taken as the shortest decimal that reads back to it (which is what
// CSV and JSON print), and that decimal is rounded half to even. So 0.1445 is 14.4 % and never "14.5 % because the double
// is really 0.14450000000000002", and whoever rounds the CSV gets the number on the page. Distinct doubles have distinct
// shortest decimals in the same order, hence rounding is monotone.

/// A finite number as decimal digits: `0.d₀d₁d₂… × 10^point`, without leading or trailing zeros; zero has no digits.
struct DecimalDigits: Hashable {
    /// Below zero; never set for zero.
    private(set) var isNegative: Bool
    /// Digits 0...9, most significant first.
    private(set) var digits: [UInt8]
    /// Power of ten that the digits' leading "0." is scaled by.
    private(set) var point: Int

    /// Whether it is zero.
    var isZero: Bool { digits.isEmpty }

    /// The shortest decimal that reads back to `value`; zero when `value` is not finite.
    init(_ value: Double) {
        isNegative = value < 0
        digits = []
        point = 0
        guard value.isFinite, value != 0 else {
            isNegative = false
            return
        }
        var exponent = 0
        var seenPoint = false
        var mantissa = value.magnitude.description.utf8[...]
        if let e = mantissa.firstIndex(of: UInt8(ascii: "e")) {
            exponent = Int(String(decoding: mantissa[mantissa.index(after: e)...], as: UTF8.self)) ?? 0
            mantissa = mantissa[..<e]
        }
        for byte in mantissa {
            if byte == UInt8(ascii: ".") {
                seenPoint = true
            } else {
                digits.append(byte - UInt8(ascii: "0"))
                if !seenPoint { point += 1 }
            }
        }
        point += exponent
        trim()
    }

    /// The same digits times `10^places`, exactly.
    func scaled(byPowerOfTen places: Int) -> DecimalDigits {
        var scaled = self
        if !isZero { scaled.point += places }
        return scaled
    }

    /// Rounded half to even after `decimals` places.
    func rounded(decimals: Int) -> DecimalDigits {
        let keep = point + decimals
        guard keep < digits.count else { return self }
        var result = self
        guard keep >= 0 else {
            result.digits = []
            result.trim()
            return result
        }
        let next = digits[keep]
        let isBeyondHalf = next > 5 || (next == 5 && keep + 1 < digits.count)
        let last = keep > 0 ? digits[keep - 1] : 0
        result.digits = Array(digits[..<keep])
        if isBeyondHalf || (next == 5 && last % 2 == 1) { result.increment() }
        result.trim()
        return result
    }

    /// Decimals that leave `count` significant digits, at least 0.
    func decimals(forSignificant count: Int) -> Int { max(0, count - point) }

    /// Plain digits with exactly `decimals` places, without a sign; whole parts of `groupingFrom` digits or more get a
    /// comma every three digits.
    func text(decimals: Int, groupingFrom: Int = 4) -> String {
        let whole = (0..<max(point, 0)).map { $0 < digits.count ? digits[$0] : 0 }
        var out = whole.isEmpty ? "0" : ""
        for (index, digit) in whole.enumerated() {
            let left = whole.count - index
            if index > 0, left % 3 == 0, whole.count >= groupingFrom { out += "," }
            out += String(digit)
        }
        guard decimals > 0 else { return out }
        out += "."
        for place in 0..<decimals {
            let index = point + place
            out += String(digits.indices.contains(index) ? digits[index] : 0)
        }
        return out
    }

    private mutating func increment() {
        var index = digits.count - 1
        while index >= 0 {
            if digits[index] < 9 {
                digits[index] += 1
                return
            }
            digits[index] = 0
            index -= 1
        }
        digits.insert(1, at: 0)
        point += 1
    }

    private mutating func trim() {
        while digits.last == 0 { digits.removeLast() }
        while digits.first == 0 {
            digits.removeFirst()
            point -= 1
        }
        if digits.isEmpty {
            isNegative = false
            point = 0
        }
    }
}
