// Decimal text to a double, correctly rounded. Most numbers in a table have at most 15 digits and a small exponent: their
// digits and their power of ten are exact doubles, and one multiplication or division of exact doubles rounds once, to
// the nearest (W. D. Clinger, "How to read floating point numbers accurately", PLDI 1990). All others go to the standard
// library's correctly rounded conversion, which knows no locale.

/// What a piece of text is as a number.
enum NumberText: Equatable {
    /// A finite number.
    case finite(Double)
    /// Nothing, or only blanks.
    case blank
    /// NaN, Inf, or beyond the range of a double.
    case notFinite
    /// Anything else.
    case notANumber

    /// Reads `[+-]digits[.digits][e[+-]digits]`, with blanks around it allowed; `point` is the decimal separator.
    @inline(__always)
    static func read(_ bytes: UnsafeRawBufferPointer, point: UInt8 = 0x2E) -> NumberText {
        var position = 0
        var end = bytes.count
        while position < end, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
        while end > position, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        if position == end { return .blank }
        let first = position
        let isNegative = bytes[position] == 0x2D
        if isNegative || bytes[position] == 0x2B { position += 1 }

        var mantissa: UInt64 = 0
        let digitsStart = position
        while position < end {
            let digit = bytes[position] &- 0x30
            if digit > 9 { break }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            position += 1
        }
        var digits = position - digitsStart
        var fraction = 0
        if position < end, bytes[position] == point {
            position += 1
            let fractionStart = position
            while position < end {
                let digit = bytes[position] &- 0x30
                if digit > 9 { break }
                mantissa = mantissa &* 10 &+ UInt64(digit)
                position += 1
            }
            fraction = position - fractionStart
            digits += fraction
        }
        if digits == 0 { return isNotFiniteWord(bytes, digitsStart, end) ? .notFinite : .notANumber }
        var exponent = 0
        if position < end {
            guard bytes[position] | 0x20 == 0x65 else { return .notANumber }
            position += 1
            let isExponentNegative = position < end && bytes[position] == 0x2D
            if position < end, isExponentNegative || bytes[position] == 0x2B { position += 1 }
            let exponentStart = position
            while position < end {
                let digit = bytes[position] &- 0x30
                if digit > 9 { break }
                // Beyond this any double has overflowed or vanished; the number must not.
                exponent = min(exponent * 10 + Int(digit), 100_000)
                position += 1
            }
            if position < end || position == exponentStart { return .notANumber }
            if isExponentNegative { exponent = -exponent }
        }
        let power = exponent - fraction
        if digits <= 19, mantissa <= 1 << 53, power >= -22, power <= 22 {
            let value = Double(mantissa)
            let scaled = power < 0 ? value / tenToThe[-power] : value * tenToThe[power]
            return .finite(isNegative ? -scaled : scaled)
        }
        return slow(UnsafeRawBufferPointer(rebasing: bytes[first..<end]), point: point)
    }

    @inline(never)
    private static func slow(_ bytes: UnsafeRawBufferPointer, point: UInt8) -> NumberText {
        let ascii = bytes.map { $0 == point ? 0x2E : $0 }
        guard let value = Double(String(decoding: ascii, as: UTF8.self)) else { return .notANumber }
        return value.isFinite ? .finite(value) : .notFinite
    }

    private static func isNotFiniteWord(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
        let word = bytes[start..<end].map { $0 | 0x20 }
        return ["nan", "inf", "infinity"].contains { $0.utf8.elementsEqual(word) }
    }

    /// 10^0 ... 10^22, the powers of ten that are exact doubles.
    private static let tenToThe: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
