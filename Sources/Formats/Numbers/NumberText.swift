/// What a piece of text is as a number.
package enum NumberText: Equatable {
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
    package static func read(_ bytes: UnsafeRawBufferPointer, point: UInt8 = 0x2E) -> NumberText {
        var start = 0
        var end = bytes.count
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        if start == end { return .blank }
        let number = DecimalText(bytes, from: start, to: end, point: point)
        if number.wholeDigits + (number.fractionDigits ?? 0) == 0 {
            return isNotFiniteWord(bytes, number.firstDigit, end) ? .notFinite : .notANumber
        }
        guard number.end == end, number.exponentDigits != 0 else { return .notANumber }
        let value = number.value(bytes)
        return value.isFinite ? .finite(value) : .notFinite
    }

    private static func isNotFiniteWord(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
        let word = bytes[start..<end].map { $0 | 0x20 }
        return ["nan", "inf", "infinity"].contains { $0.utf8.elementsEqual(word) }
    }
}
