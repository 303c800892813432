import Markup
import Record
import Testing

@testable import Archive
@testable import Chronicle
@testable import Pages

/// Windows of served predictions beside versions, on the front page and in trends.csv.
@Suite struct ServedTrendsTests {
    private static func measure(_ value: Double, _ low: Double, _ high: Double, n: Int) -> Measure {
        Measure(value, Interval(low: low, high: high, method: "wilson"), n: n, unit: .proportion, method: "drift")
    }

    private static let windows = [
        ServedWindow(
            from: "2026-01-01", through: "2026-01-14", rows: 2_800, accuracy: measure(0.9, 0.88, 0.92, n: 2_800),
            isReference: true),
        ServedWindow(
            from: "2026-01-15", through: "2026-01-15", rows: 50, accuracy: measure(0.8, 0.67, 0.89, n: 50)),
        ServedWindow(from: "2026-01-16", through: "2026-01-16", rows: 3, accuracy: nil),
    ]

    /// A site of as many versions, each with its windows.
    private static func site(_ windows: [[ServedWindow]?]) throws -> Site {
        let audits = windows.enumerated().map { place, windows -> ArchivedAudit in
            var audit = Fixture.audit("v\(place + 1)", date: "2026-02-0\(place + 1)")
            audit.sections[0].windows = windows
            return Fixture.archived(audit)
        }
        return try Fixture.site(Chronicle(audits: audits, incidents: []))
    }

    private static func rows(_ site: Site) -> [String] {
        site.text("trends.csv").split(separator: "\r\n").map(String.init)
    }

    private static func words(_ site: Site) -> String {
        site.text("index.html").replacing(#/<[^>]*>/#, with: " ").replacing(#/\s+/#, with: " ")
    }

    private static let numbers =
        "headline_accuracy,headline_accuracy_low,headline_accuracy_high,headline_accuracy_n"

    @Test func eachWindowIsARowBelowItsVersion() throws {
        #expect(
            Self.rows(try Self.site([Self.windows, nil])) == [
                "version,date,evaluation_set,\(Self.numbers),window_from,window_through",
                "v1,2026-02-01,abababababab,0.844,0.816,0.869,713,,",
                "v1,2026-01-14,,0.9,0.88,0.92,2800,2026-01-01,2026-01-14",
                "v1,2026-01-15,,0.8,0.67,0.89,50,2026-01-15,2026-01-15",
                "v1,2026-01-16,,,,,3,2026-01-16,2026-01-16",
                "v2,2026-02-02,abababababab,0.844,0.816,0.869,713,,",
            ])
    }

    @Test func theChartStandsBesideWhatTheVersionWasEvaluatedAt() throws {
        let site = try Self.site([Self.windows, nil])
        let (html, words) = (site.text("index.html"), Self.words(site))
        #expect(words.contains("Where the model runs"))
        #expect(html.contains("c-served-v1") && !html.contains("c-served-v2"))
        #expect(html.contains("<a href=\"v/v1/headline/index.html\">Metrics</a>"))
        // Each window at its last day, the evaluation set across all of them.
        #expect(words.contains("Series Day, 1 is 2026-01-01"))
        #expect(words.contains("served 14 90.0 % 88.0 % 92.0 % 2,800"))
        #expect(words.contains("served 15 80.0 % 67.0 % 89.0 % 50"))
        #expect(words.contains("evaluated 1 84.4 % 81.6 % 86.9 % 713"))
        #expect(words.contains("evaluated 16 84.4 % 81.6 % 86.9 % 713"))
    }

    @Test func oneVersionHasNoTrendAndItsWindowsHave() throws {
        let site = try Self.site([Self.windows])
        #expect(Self.rows(site).count == 5)
        #expect(Self.words(site).contains("Where the model runs"))
    }

    @Test func theNewestAreDrawnAndAllAreInTheFile() throws {
        let site = try Self.site([[ServedWindow]?](repeating: Self.windows, count: ServedTrends.most + 1))
        let html = site.text("index.html")
        #expect(!html.contains("c-served-v1") && html.contains("c-served-v2") && html.contains("c-served-v5"))
        #expect(Self.rows(site).count == 1 + 5 * 4)
    }

    /// Nothing is said where nothing is served, or where no window has enough labels.
    @Test func withoutWindowsThereIsNothingOfThem() throws {
        let bare = try Self.site([nil, nil])
        #expect(!Self.words(bare).contains("Where the model runs"))
        #expect(Self.rows(bare)[0] == "version,date,evaluation_set,\(Self.numbers)")
        let few = try Self.site([[Self.windows[2]]])
        #expect(!Self.words(few).contains("Where the model runs"))
        #expect(!few.files.contains { $0.path == "trends.csv" })
    }
}
