import Testing

@testable import Pages

@Suite struct DateWordsTests {
    @Test(arguments: [
        ("2026-03-04T18:10:00Z", "2026-03-04 18:10 UTC"), ("2026-03-04T18:10:59+02:00", "2026-03-04 18:10 +02:00"),
        ("2026-03-04", "2026-03-04"), ("2026-03-04 18:10:00 UTC", "2026-03-04 18:10:00 UTC"), ("", ""),
    ])
    func aTimeIsSaidToTheMinuteWithItsZone(_ given: (text: String, words: String)) {
        #expect(given.text.dateWords == given.words)
    }
}
