import Record
import Testing

@testable import Drawing

@Suite struct NumberFormatTests {
    // The gap before a unit is a no-break space; written as "_" here so that it can be seen.
    private func shown(_ value: Double, _ unit: Quantity) -> String {
        String(NumberFormat.format(value, as: unit).map { $0 == "\u{A0}" ? "_" : $0 })
    }

    @Test(arguments: [
        (0.844, "84.4_%"), (0.6, "60.0_%"), (0, "0_%"), (1, "100_%"), (0.0004, "<0.1_%"), (0.0005, "<0.1_%"),
        (0.000501, "0.1_%"), (0.9995, ">99.9_%"), (0.9999999999, ">99.9_%"), (0.9994, "99.9_%"), (0.1445, "14.4_%"),
        (0.1435, "14.4_%"), (-0.0, "0_%"), (.leastNonzeroMagnitude, "<0.1_%"), (1.0004, "100.0_%"), (12.5, "1,250.0_%"),
    ]) func aShareIsInPercentWithOneDecimal(_ value: Double, _ text: String) {
        #expect(shown(value, .proportion) == text)
    }

    @Test(arguments: [
        (-0.014, "−1.4_points"), (0.083, "+8.3_points"), (0, "0_points"), (0.0003, "+0.03_points"),
        (-0.0003, "−0.03_points"), (1e-9, "+<0.0001_points"), (1, "+100_points"), (-0.99999, "−>99.9_points"),
        (-0.105, "−10.5_points"),
    ]) func aDifferenceOfSharesIsInSignedPoints(_ value: Double, _ text: String) {
        #expect(shown(value, .points) == text)
    }

    @Test(arguments: [
        (0, "0"), (713, "713"), (1284, "1,284"), (1_000_000, "1,000,000"), (13.4, "13.4"), (13.449, "13.4"),
        (1234.5, "1,234.5"), (0.01, "<0.1"), (-3, "−3"), (1e17, "1.00e17"), (12.0, "12"),
    ]) func aCountIsWholeAndAnExpectedCountHasOneDecimal(_ value: Double, _ text: String) {
        #expect(shown(value, .count) == text)
    }

    @Test(arguments: [
        (0.26843, "0.268"), (0.046, "0.046"), (0.0002, "<0.001"), (0, "0"), (1, "1"), (0.9997, ">0.999"),
        (1.2345, "1.23"), (9.996, "10.0"), (12.34, "12.3"), (123.5, "124"), (1234.5, "1,234"), (-0.25, "−0.250"),
        (0.5, "0.500"), (-0.0001, "−0.0001"), (2, "2.00"), (1.0001, "1.00"), (-1, "−1"),
    ]) func aScoreHasThreeSignificantDigits(_ value: Double, _ text: String) {
        #expect(shown(value, .score) == text)
    }

    @Test(arguments: [
        (0.2, ".20"), (0.0049, ".005"), (0.0009999, "<.001"), (0, "<.001"), (0.048, ".048"), (0.04996, "<.05"),
        (0.05, ".050"), (0.0999, ".10"), (0.104, ".10"), (1, "1"), (0.997, ">.99"), (0.99, ".99"), (0.001, ".001"),
    ]) func aPValueHasNoLeadingZeroAndIsNeverZero(_ value: Double, _ text: String) {
        #expect(shown(value, .pValue) == text)
    }

    @Test(arguments: [
        (0.42, "0.420"), (1.251, "1.25"), (2019, "2019"), (20190, "20,190"), (0.0123, "0.0123"), (0.00123, "0.00123"),
        (0.000123, "1.23e−4"), (1.5e-300, "1.50e−300"), (1234.56, "1235"), (99.96, "100"), (-7.5, "−7.50"),
        (.greatestFiniteMagnitude, "1.80e308"), (0, "0"), (9.999e-4, "0.00100"),
    ]) func aMeasurementHasThreeSignificantDigits(_ value: Double, _ text: String) {
        #expect(shown(value, .raw) == text)
    }

    @Test func whatIsNotFiniteIsSaid() {
        for unit in Quantity.allCases {
            #expect(NumberFormat.format(.nan, as: unit) == "not defined")
            #expect(NumberFormat.format(.infinity, as: unit) == "∞")
            #expect(NumberFormat.format(-.infinity, as: unit) == "−∞")
        }
    }

    @Test func intervalsCarryNoUnitAndKeepTheirSigns() {
        let wilson = Interval(low: 0.8157, high: 0.8691, method: "wilson")
        #expect(NumberFormat.interval(wilson, as: .proportion) == "[81.6,\u{A0}86.9]")
        #expect(NumberFormat.range(-0.033, 0.005, as: .points) == "[−3.3,\u{A0}+0.5]")
        #expect(NumberFormat.range(0, 0.00009, as: .proportion) == "[0,\u{A0}<0.1]")
    }

    @Test func aFactSaysItsNumberOrWhyThereIsNone() {
        let wilson = Interval(low: 0.8157, high: 0.8691, method: "wilson")
        let fact = Fact(
            FactSpec("accuracy", .proportion), 602.0 / 713, n: 713, interval: wilson, method: "accuracy",
            baseline: 0.8583)
        #expect(NumberFormat.statement(of: fact) == "84.4\u{A0}% [81.6,\u{A0}86.9], n\u{A0}713")
        #expect(NumberFormat.change(of: fact) == "−1.4\u{A0}points")
        let none = Fact(
            FactSpec("recall", .proportion), undefined: "no ground truth of this class", n: 0, method: "recall")
        #expect(NumberFormat.format(fact: none) == "not defined: no ground truth of this class")
        #expect(NumberFormat.change(of: none) == nil)
        #expect(NumberFormat.pValue(0.0001) == "p < .001")
        #expect(NumberFormat.pValue(0.2) == "p = .20")
        #expect([7, 99, 100, 101, 4_132].map(NumberFormat.aboutCount) == ["7", "99", "100", "110", "4,200"])
        #expect(NumberFormat.count(-1_284_000) == "−1,284,000")
        #expect(NumberFormat.count(Int.min) == "−9,223,372,036,854,775,808")
        #expect(NumberFormat.share(23, of: 1133) == "23 of 1,133")
        #expect(NumberFormat.signed(0.202, as: .score) == "+0.202")
        #expect(
            NumberFormat.signed(0.0003, as: .score) == "+0.0003"
                && NumberFormat.signed(-0.0003, as: .score) == "−0.0003")
    }

    @Test func ticksHaveTheDecimalsOfTheirStep() {
        #expect(NumberFormat.tick(0.5, step: 0.1, as: .proportion) == "50")
        #expect(NumberFormat.tick(0.875, step: 0.025, as: .proportion) == "87.5")
        #expect(NumberFormat.tick(0.25, step: 0.25, as: .score) == "0.25")
        #expect(NumberFormat.tick(0.30000000000000004, step: 0.1, as: .score) == "0.3")
        #expect(NumberFormat.tick(-0.05, step: 0.05, as: .points) == "−5")
        #expect(NumberFormat.tick(0.05, step: 0.05, as: .points) == "+5")
        #expect(NumberFormat.tick(-1e-17, step: 0.1, as: .score) == "0.0")
        #expect(NumberFormat.tick(2000, step: 500, as: .count) == "2,000")
    }
}

/// Laws that hold for every number, on numbers from a fixed generator.
@Suite struct NumberFormatLawTests {
    /// 4,000 doubles: uniform shares, all magnitudes and both signs, k of n, and the neighbours of round numbers.
    static let samples: [Double] = {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        var values: [Double] = [
            0, -0.0, 1, -1, 0.5, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
        ]
        for _ in 0..<1000 {
            values.append(Double(next() >> 11) / 9007199254740992)
            let bits = Double(bitPattern: next())
            if bits.isFinite { values.append(bits) }
            let n = Double(next() % 5000 + 1)
            values.append(Double(next() % 5001).truncatingRemainder(dividingBy: n + 1) / n)
            let round = Double(next() % 2001) / 2000
            values += [round, round.nextUp, round.nextDown, -round]
        }
        return values
    }()

    @Test func digitsReadBackToTheSameDouble() throws {
        for value in Self.samples {
            let digits = DecimalDigits(value)
            let text =
                (digits.isNegative ? "-" : "") + "0." + digits.digits.map(String.init).joined() + "e\(digits.point)"
            #expect(try #require(Double(digits.isZero ? "0" : text)) == value)
        }
    }

    @Test func roundingIsWithinHalfAStep() throws {
        for value in Self.samples where value.magnitude < 1e6 {
            for decimals in 0...4 {
                let text = DecimalDigits(value).rounded(decimals: decimals).text(decimals: decimals, groupingFrom: .max)
                let step = [1, 0.1, 0.01, 0.001, 0.0001][decimals]
                let distance = try abs(#require(Double(text)) - value.magnitude)
                #expect(distance <= step / 2 * (1 + 1e-6), "\(value) to \(decimals): \(text)")
            }
        }
    }

    /// Where a shown number lies on the line: bounds lie just inside.
    private func position(_ shown: String) throws -> Double {
        var text = shown.filter { $0 != "," && $0 != "+" && $0 != "\u{2212}" }
        text = String(text.map { $0 == "\u{2212}" ? "-" : $0 })
        let isUnder = text.contains("<")
        let isOver = text.contains(">")
        text = text.filter { $0 != "<" && $0 != ">" }
        let size = try #require(Double(text)) + (isUnder ? -1e-6 : isOver ? 1e-6 : 0)
        return shown.hasPrefix("\u{2212}") ? -size : size
    }

    @Test(arguments: [Quantity.proportion, .points, .count, .score, .pValue])
    func aLargerNumberIsNeverShownAsSmaller(_ unit: Quantity) throws {
        let sorted = Self.samples.filter { $0.magnitude < 1e12 }.sorted()
        var last = -Double.infinity
        for value in sorted {
            let here = try position(NumberFormat.number(value, as: unit))
            #expect(here >= last, "\(value) as \(unit)")
            last = here
        }
    }

    @Test func noNumberIsShownAsMinusZeroOrZeroUnlessItIs() {
        for value in Self.samples {
            for unit in Quantity.allCases {
                let text = NumberFormat.number(value, as: unit)
                let digits = text.filter { $0.isNumber }
                if digits.allSatisfy({ $0 == "0" }) {
                    #expect(value == 0, "\(value) as \(unit) is \(text)")
                    #expect(!text.hasPrefix("\u{2212}"))
                }
                #expect(!text.contains("-"))
            }
        }
    }

    @Test func aHundredPercentIsExactlyAll() {
        for value in Self.samples where value <= 1 {
            #expect((NumberFormat.number(value, as: .proportion) == "100") == (value == 1))
        }
        #expect(NumberFormat.number(1.0.nextDown, as: .proportion) == ">99.9")
    }

    @Test func aDistanceHasNoSignAndThatOfSharesIsInPoints() {
        #expect(NumberFormat.distance(-0.113, as: .proportion) == "11.3\u{A0}points")
        #expect(NumberFormat.distance(0.113, as: .points) == "11.3\u{A0}points")
        #expect(NumberFormat.distance(-2, as: .count) == "2")
        #expect(NumberFormat.distance(0.037, as: .score) == "0.037")
    }
}
