import Testing

@testable import Formats

@Suite struct DecimalTextTests {
    /// The same text by each of those who ask: JSON, a table's cell, and a field of its own.
    private func read(_ text: String) throws -> Double {
        let value = try json(text)
        let cell = Array(text.utf8).withUnsafeBytes { NumberText.read($0) }
        #expect(cell == (value.isFinite ? .finite(value) : .notFinite))
        #expect(Double(decimal: text)?.bitPattern == (value.isFinite ? value.bitPattern : nil))
        return value
    }

    private func json(_ text: String) throws -> Double {
        try Array(text.utf8).withUnsafeBufferPointer { bytes in
            var scanner = try JSONScanner(bytes)
            let value = try scanner.number()
            try scanner.finish()
            return value
        }
    }

    @Test(arguments: [
        "0", "-0", "1", "267.04", "0.1", "0.30000000000000004", "1e22", "1e23", "9007199254740993", "1E-5", "5e-324",
        "2.2250738585072011e-308", "1.7976931348623157e308", "1e400", "123456789012345678901234567890", "0.000001",
        "8.41e-45", "18446744073709551616", "0.68055", "267.04000854492188", "9007199254740993.0", "1.0000000000000000",
        "9999999999999999999e-19", "4503599627370497.5", "0.00012345678901234567",
        "0.000000000000000000000000000012345",
        "10000000000000000000000", "1e-400", "-17.25e0", "99999999999999999999e-25",
    ])
    func everyFormReadsAsTheStandardLibraryReadsIt(_ text: String) throws {
        let expected = try #require(Double(text))
        #expect(try read(text).bitPattern == expected.bitPattern)
    }

    @Test func doublesAndFloatsInTheirShortestFormReadBackExactly() throws {
        var state: UInt64 = 7
        for _ in 0..<4_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = Double(state >> 11) / 9_007_199_254_740_992 * 1000
            #expect(try read(value.description) == value)
            let single = Double(Float(value))
            #expect(try read(single.description) == single)
        }
    }

    @Test func halfwayCasesRoundToEven() throws {
        // 2^53 + 1 and 2^53 + 3 over powers of ten that leave the quotient a tie.
        for text in ["900719925474099.3", "900719925474099.5", "9007199254740993e-1", "1125899906842624.125"] {
            let expected = try #require(Double(text))
            #expect(try read(text) == expected)
        }
    }

    @Test(arguments: ["01", "-", "1.", ".5", "1e", "+1", "1e+", "0x10"])
    func whatIsNotANumberIsRefused(_ text: String) {
        #expect(throws: JSONFault.self) { try json(text) }
    }

    @Test func pythonsWordsAreReadSoThatTheyCanBeNamed() throws {
        #expect(try json("NaN").isNaN)
        #expect(try json("-Infinity") == -.infinity)
    }

    @Test func tablesAllowMoreFormsThanJSON() {
        for (text, value) in [("+1.5", 1.5), (".5", 0.5), ("5.", 5), ("007", 7), (" 1e2\t", 100)] {
            #expect(Array(text.utf8).withUnsafeBytes { NumberText.read($0) } == .finite(value))
        }
        let comma = Array("-0,30000000000000004".utf8)
        #expect(comma.withUnsafeBytes { NumberText.read($0, point: 0x2C) } == .finite(-0.30000000000000004))
        let long = Array("1,00000000000000000000001".utf8)
        #expect(long.withUnsafeBytes { NumberText.read($0, point: 0x2C) } == .finite(1))
    }

    @Test(arguments: ["", " 1", "1 ", "0x10", "nan", "inf", "1e400", "1,5", "--1", "1e", ".", "1.5.2", "٣"])
    func aFieldThatIsNoDecimalIsNone(_ text: String) {
        #expect(Double(decimal: text) == nil)
    }
}
