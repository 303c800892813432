import Testing

@testable import Artifacts

@Suite struct CalendarDateTests {
    @Test(arguments: ["2026-01-31", "2024-02-29", "2000-02-29", "2026-12-01", "0001-01-01"])
    func daysOfTheCalendarAreDates(_ text: String) {
        #expect(CalendarDate.isValid(text))
    }

    @Test(arguments: [
        "", "2026-02-29", "1900-02-29", "2026-04-31", "2026-00-10", "2026-13-01", "2026-01-00", "2026-1-01",
        "2026/01/01",
        "26-01-01", "2026-01-01 ", "2026-01-01T00:00:00Z", "２０２６-01-01", "+026-01-01", "20a6-01-01",
    ])
    func nothingElseIs(_ text: String) {
        #expect(!CalendarDate.isValid(text))
    }
}
