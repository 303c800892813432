import Record
import Testing

@Suite struct TimestampTests {
    @Test func zonesAreTakenIntoAccount() {
        #expect(Timestamp("1970-01-02T00:00:00Z")?.seconds == 86_400)
        #expect(Timestamp("2000-03-01T01:00:00+01:00")?.seconds == 951_868_800)
        #expect(Timestamp("2026-11-23T20:00:00.5-02:30") == Timestamp("2026-11-23T22:30:00Z"))
    }

    @Test(arguments: ["2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01", "2026-01-01T25:00:00Z", "é", ""])
    func whatIsNotAMomentIsRefused(_ text: String) {
        #expect(Timestamp(text) == nil)
    }
}

@Suite struct DayTests {
    @Test(arguments: ["1970-01-01", "2000-02-29", "2026-12-31", "1969-12-31", "2400-03-01", "0400-02-29"])
    func aDayReadsBackAsItWasWritten(_ text: String) {
        #expect(Day(text)?.description == text)
    }

    @Test func aMomentIsOnItsDayInUTC() {
        #expect(Day("2026-03-04T23:30:00-02:00") == Day("2026-03-05"))
        #expect(Day("2026-02-29") == nil)
        #expect(Day("2026-03-01")?.since(Day(number: 0)) == 20_513)
        #expect(Day("2026-03-01")?.adding(31).description == "2026-04-01")
    }
}
