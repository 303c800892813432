// Decimal text to the nearest double, without a call for the numbers that occur in practice. The one reader of decimals:
// CSV, JSON, YOLO text and XML ask it.
//
// A number is a mantissa of up to 19 digits and a power of ten. Three cases, each correctly rounded (ties to even):
//
//   m <= 2^53, |e| <= 22    both m and 10^|e| are doubles, so one IEEE operation rounds once (W. D. Clinger, "How to read
//                           floating point numbers accurately", PLDI 1990)
//   m < 2^64, -19 <= e < 0  m / 10^-e as a 64-bit quotient of a 128-bit division; what is left over sets the last bit,
//                           so that the conversion to 53 bits sees a tie only where there is one. Scores that went
//                           through a 32-bit float have 17 digits and land here
//   the rest                the standard library's reader, which knows no locale
//
// Example: 267.04 is m = 26704, e = -2: 26704.0 / 100.0.

/// A number as it stands in a text, before it is made a double: `[+-]digits[.digits][e[+-]digits]`, any of the digits absent.
/// Which of them a format requires is its own affair.
struct DecimalText {
    /// Whether a plus sign was read.
    let hasPlus: Bool
    /// Whether a minus sign was read.
    let isNegative: Bool
    /// The digits before and after the point as one number, modulo 2^64.
    let mantissa: UInt64
    /// Offset of the first digit.
    let firstDigit: Int
    /// Digits before the point.
    let wholeDigits: Int
    /// Digits after the point; `nil` without one.
    let fractionDigits: Int?
    /// Digits of the exponent; `nil` without one.
    let exponentDigits: Int?
    /// The power of ten that the mantissa is multiplied by.
    let exponent: Int
    /// Behind its last byte.
    let end: Int

    /// The number that begins at `start` and ends before `limit`.
    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer, from start: Int, to limit: Int, point: UInt8 = 0x2E) {
        var place = start
        var sign: UInt8 = 0
        if place < limit, bytes[place] == 0x2D || bytes[place] == 0x2B {
            sign = bytes[place]
            place &+= 1
        }
        isNegative = sign == 0x2D
        hasPlus = sign == 0x2B
        firstDigit = place
        var mantissa: UInt64 = 0
        while place < limit {
            let digit = bytes[place] &- 0x30
            if digit > 9 { break }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            place &+= 1
        }
        wholeDigits = place &- firstDigit
        var exponent = 0
        if place < limit, bytes[place] == point {
            place &+= 1
            let first = place
            while place < limit {
                let digit = bytes[place] &- 0x30
                if digit > 9 { break }
                mantissa = mantissa &* 10 &+ UInt64(digit)
                place &+= 1
            }
            fractionDigits = place &- first
            exponent = first &- place
        } else {
            fractionDigits = nil
        }
        self.mantissa = mantissa
        if place < limit, bytes[place] | 0x20 == 0x65 {
            place &+= 1
            let isMinus = place < limit && bytes[place] == 0x2D
            if place < limit, isMinus || bytes[place] == 0x2B { place &+= 1 }
            let first = place
            var power = 0
            while place < limit {
                let digit = bytes[place] &- 0x30
                if digit > 9 { break }
                // Past this it is infinity or zero whatever the mantissa; the standard library says which.
                power = min(power &* 10 &+ Int(digit), 100_000)
                place &+= 1
            }
            exponentDigits = place &- first
            exponent = isMinus ? exponent &- power : exponent &+ power
        } else {
            exponentDigits = nil
        }
        self.exponent = exponent
        end = place
    }

    /// The nearest double; infinity beyond their range. `bytes` are those it was read from, and it has a digit.
    @inline(__always)
    func value(_ bytes: UnsafeRawBufferPointer) -> Double {
        if wholeDigits &+ (fractionDigits ?? 0) <= 19 || isExact(bytes), let value = fastValue { return value }
        return slowValue(bytes)
    }

    /// The integer, when it is one that fits.
    func integer(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard exponent == 0, mantissa <= UInt64(Int.max), isExact(bytes) else { return nil }
        return isNegative ? -Int(mantissa) : Int(mantissa)
    }

    /// Whether the mantissa holds all digits, zeros in front not counted.
    private func isExact(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var digits = wholeDigits + (fractionDigits ?? 0)
        var place = firstDigit
        while digits > 19 {
            if bytes[place] == 0x30 { digits -= 1 } else if bytes[place] &- 0x30 < 10 { return false }
            place += 1
        }
        return true
    }

    /// The nearest double when the mantissa holds all digits, or `nil` where only the slow way is exact.
    @inline(__always)
    private var fastValue: Double? {
        if mantissa <= 1 << 53 {
            if exponent == 0 { return signed(Double(mantissa)) }
            if exponent < 0, exponent >= -22 { return signed(Double(mantissa) / powersOfTen[-exponent]) }
            if exponent > 0, exponent <= 22 { return signed(Double(mantissa) * powersOfTen[exponent]) }
        }
        if exponent < 0, exponent >= -19, mantissa > 0 { return signed(Self.quotient(mantissa, -exponent)) }
        return nil
    }

    @inline(__always)
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

    @inline(never)
    private func slowValue(_ bytes: UnsafeRawBufferPointer) -> Double {
        let digits = bytes[firstDigit..<end].map { $0 == 0x2C ? 0x2E : $0 }
        return signed(Double(String(decoding: digits, as: UTF8.self)) ?? .nan)
    }
}

extension Double {
    /// The finite number that all of `text` is in decimal, to the nearest double; `nil` when it is none: no blanks, no
    /// words, no hexadecimal. `comma` where one stands before decimals.
    package init?(decimal text: some StringProtocol, comma: Bool = false) {
        var text = String(text)
        let value = text.withUTF8 { utf8 -> Double? in
            let bytes = UnsafeRawBufferPointer(utf8)
            let number = DecimalText(bytes, from: 0, to: bytes.count, point: comma ? 0x2C : 0x2E)
            let digits = number.wholeDigits + (number.fractionDigits ?? 0)
            guard number.end == bytes.count, digits > 0, number.exponentDigits != 0 else { return nil }
            return number.value(bytes)
        }
        guard let value, value.isFinite else { return nil }
        self = value
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
