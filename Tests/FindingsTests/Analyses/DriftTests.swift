import Artifacts
import Columns
import Record
import Statistics
import Testing

@testable import Findings

/// Telemetry over time.
@Suite struct DriftTests {
    private static let made: MadeEvaluation = {
        var made = MadeEvaluation.clean(classes: 2, perClass: 150)
        made.attributes = ["light"]
        for row in made.rows.indices { made.rows[row].attributes = [row % 2 == 0 ? "dark" : "day"] }
        return made
    }()

    /// Thirty days of 150 requests: a third are wrong of those that `isBad`, one of twenty of the others.
    private static func section(
        seed: UInt64 = 1, match: [String]? = nil, dark: (Int) -> Double = { _ in 0.5 }, wrong: (Int, Bool) -> Double
    ) throws -> Section {
        var generator = SeededGenerator(seed: seed)
        let rows = (0..<30 * 150).map { number in
            let day = number / 150 + 1
            let isDark = generator.unit() < dark(day)
            let image = 2 * generator.below(150) + (isDark ? 0 : 1)
            let label = made.rows[image].label
            let isWrong = generator.unit() < wrong(day, isDark)
            return MadeRequest(
                image: image, predicted: isWrong ? 1 - label : label, day: 20_000 + day,
                latency: 5 + 10 * generator.unit(), factors: [["a", "b"][generator.below(2)]])
        }
        var settings = WorkspaceSettings(title: "Made", classes: made.classes)
        settings.telemetry.match = match
        return try Drift().examine(
            Examination(of: made.evaluation(with: Telemetry(rows, factors: ["node"])), settings: settings)
                .counting(for: [Drift()]))
    }

    private func cells(_ section: Section, _ exhibit: String) throws -> [[Cell]] {
        guard case .table(let table)? = section.exhibit(exhibit)?.content else { throw Missing(exhibit) }
        return table.rows
    }

    @Test func anErrorRateThatRisesOpensAnAlarmOnTheSecondDay() throws {
        let section = try Self.section { day, _ in day >= 21 ? 0.3 : 0.05 }
        #expect(section.fact("alarms_open")?.value.map { $0 >= 1 } == true)
        let row = try #require(try cells(section, "alarms").first { $0[0] == .text("error") })
        #expect(row[1] == .state(.failed, "open") && row[2] == .text(Day(number: 20_022).description))
        #expect(section.terms.contains(Section.Term("error_since", Day(number: 20_021).description)))
        // Nothing of it is mix.
        let (within, change) = (section.fact("within")?.value ?? 0, section.fact("error_change")?.value ?? 0)
        #expect(change > 0.2 && abs(within - change) < 0.02)
    }

    /// One column far off must not leave the others pale.
    @Test func theStripEndsItsScaleAtAMultipleOfDrift() throws {
        let section = try Self.section { day, _ in day >= 21 ? 0.9 : 0.05 }
        guard case .chart(.matrix(let strip))? = section.exhibit("strip")?.content else { throw Missing("strip") }
        #expect(strip.fullFrom == 3.5)
        #expect(strip.cells.contains { ($0.value ?? 0) > 3.5 })
    }

    @Test func threeCleanDaysCloseIt() throws {
        let section = try Self.section { day, _ in (18...20).contains(day) ? 0.4 : 0.05 }
        let row = try #require(try cells(section, "alarms").first { $0[0] == .text("error") })
        #expect(row[1] == .state(.neutral, "closed"))
        let raised = try #require(section.alarms?.first { $0.column == "error" })
        #expect(raised.id == "error@" + Day(number: 20_019).description && !raised.isOpen)
        #expect(row.last == .text(raised.id))
        #expect(row[2] == .text(Day(number: 20_019).description))
        #expect(row[3] == .text(Day(number: 20_023).description))
    }

    @Test func theWindowsAreKeptWithTheirAccuracy() throws {
        let section = try Self.section { day, _ in day >= 21 ? 0.3 : 0.05 }
        let windows = try #require(section.windows)
        // Fourteen days of reference, then sixteen of 150 requests each.
        #expect(windows.map(\.rows) == [2_100] + [Int](repeating: 150, count: 16))
        #expect(windows.map(\.isReference) == [true] + [Bool](repeating: false, count: 16))
        #expect(windows[0].from == Day(number: 20_001).description)
        #expect(windows[0].through == Day(number: 20_014).description)
        #expect(windows[16].from == Day(number: 20_030).description && windows[16].through == windows[16].from)
        guard case .chart(.lines(let chart))? = section.exhibit("error")?.content else {
            Issue.record("no chart of the error rate")
            return
        }
        #expect(chart.series[0].points.count == 16)
        for (window, point) in zip(windows.dropFirst(), chart.series[0].points) {
            let accuracy = try #require(window.accuracy)
            #expect(accuracy.n == 150 && point.n == 150)
            // What is no error is correct.
            #expect(abs(accuracy.value - 1 + (point.y ?? 0)) < 1e-12)
            // Images are drawn with replacement: there are fewer than requests, and the interval is of them.
            let units = try #require(accuracy.units)
            #expect(units > 60 && units < 150)
            #expect(point.low.map { abs(1 - accuracy.interval.high - $0) < 1e-12 } ?? false)
        }
    }

    /// One image sent a hundred times a day is one look at the model, and not a hundred.
    @Test func imagesThatAreSentAgainDoNotNarrowAWindow() throws {
        func accuracy(_ images: Int) throws -> Measure {
            let rows = (0..<30 * 100).map { number in
                let image = number % images
                let label = Self.made.rows[image].label
                return MadeRequest(
                    image: image, predicted: image % 10 == 0 ? 1 - label : label, day: 20_001 + number / 100,
                    factors: ["a"])
            }
            let examination = Examination(
                of: Self.made.evaluation(with: Telemetry(rows, factors: ["node"])),
                settings: WorkspaceSettings(title: "Made", classes: Self.made.classes))
            let windows = try #require(try Drift().examine(examination.counting(for: [Drift()])).windows)
            return try #require(windows.last?.accuracy)
        }
        let (few, many) = (try accuracy(20), try accuracy(100))
        #expect(few.value == 0.9 && many.value == 0.9 && few.n == 100 && few.units == 20)
        // Twenty images: the standard error is that of twenty.
        #expect(few.interval.high - few.interval.low > 1.8 * (many.interval.high - many.interval.low))
    }

    @Test func aWindowOfFewRowsHasNoAccuracy() throws {
        // Twenty requests a day, all predicted as the class of half of the images.
        let rows = (0..<400).map { MadeRequest(image: $0 % 300, predicted: 0, day: 20_000 + $0 / 20, factors: ["a"]) }
        let section = try Drift().examine(
            Examination(
                of: Self.made.evaluation(with: Telemetry(rows, factors: ["node"])),
                settings: WorkspaceSettings(title: "Made", classes: Self.made.classes)
            ).counting(for: [Drift()]))
        let windows = try #require(section.windows)
        #expect(windows.map(\.rows) == [280] + [Int](repeating: 20, count: 6))
        #expect(windows.map { $0.accuracy?.n } == [280, nil, nil, nil, nil, nil, nil])
    }

    @Test func moreOfWhatIsHardIsMix() throws {
        let section = try Self.section(dark: { $0 >= 18 ? 0.95 : 0.2 }) { _, isDark in isDark ? 0.4 : 0.05 }
        #expect(section.terms.contains(Section.Term("by", "light")))
        let (mix, within) = (section.fact("mix")?.value ?? 0, section.fact("within")?.value ?? 1)
        #expect(mix > 0.2 && abs(within) < 0.05, "\(mix) \(within)")
        #expect(try cells(section, "alarms").contains { $0[0] == .text("light") })
    }

    @Test func moreErrorsAtTheSameMixAreAFailureMode() throws {
        let section = try Self.section(match: ["label", "light"]) { day, _ in day >= 21 ? 0.3 : 0.05 }
        let finding = try #require(section.findings.first)
        #expect(section.findings.count == 1 && section.fact("rises")?.value == 1)
        #expect(
            finding.mode
                == .other(kind: FailureMode.rise, [Predicate("from", Name(Day(number: 20_021).description))]))
        #expect(abs(finding.measure.value - 0.3) < 0.03 && abs((finding.expected ?? 0) - 0.05) < 0.02)
        #expect(finding.evidence.allSatisfy { $0.predicted != $0.label } && finding.errors == 0)
    }

    /// The alarm is one, and what was sent explains it.
    @Test func moreOfWhatIsHardIsNone() throws {
        let found = try (0..<5).map { seed in
            try Self.section(
                seed: UInt64(seed) + 3, match: ["label", "light"], dark: { $0 >= 18 ? 0.95 : 0.2 }
            ) { _, isDark in isDark ? 0.4 : 0.05 }
        }
        #expect(found.allSatisfy { $0.alarms?.contains { $0.column == "error" } == true })
        #expect(found.count { !$0.findings.isEmpty } <= 1)
    }

    @Test func withoutAChangeNoAlarmOpens() throws {
        let opened = try (0..<5).count { seed in
            try Self.section(seed: UInt64(seed) + 9) { _, _ in 0.1 }.fact("alarms")?.value != 0
        }
        #expect(opened <= 1, "\(opened) of 5")
    }

    @Test func alarmsFollowTheirRule() {
        func alarms(_ text: String) -> [DriftAlarm] {
            DriftAlarm.all(text.map { $0 == "x" ? true : $0 == "." ? false : nil })
        }
        #expect(alarms(".x..x..") == [])
        #expect(alarms(".x.x") == [DriftAlarm(opened: 3, closed: nil)])
        #expect(alarms("xx..x") == [DriftAlarm(opened: 1, closed: nil)])
        #expect(alarms("xx...xx") == [DriftAlarm(opened: 1, closed: 4), DriftAlarm(opened: 6, closed: nil)])
        // A window that is too small is none.
        #expect(alarms("x  x") == [DriftAlarm(opened: 3, closed: nil)])
        #expect(alarms("xx. ..") == [DriftAlarm(opened: 1, closed: 5)])
    }

    @Test func aSingleWrongYearMakesNoThousandsOfWindows() throws {
        var rows = (0..<400).map { MadeRequest(image: $0 % 300, predicted: 0, day: 20_000 + $0 / 20, factors: ["a"]) }
        rows[399].day = 60_000
        let section = try Drift().examine(
            Examination(
                of: Self.made.evaluation(with: Telemetry(rows, factors: ["node"])),
                settings: WorkspaceSettings(title: "Made", classes: Self.made.classes)
            ).counting(for: [Drift()]))
        #expect(section.fact("windows")?.value.map { $0 <= 92 } == true)
    }

    @Test func whatIsNotThereIsSaid() {
        #expect(throws: Missing("no telemetry")) { try Drift().examine(MadeEvaluation.clean().examination()) }
        let rows = [MadeRequest(image: 0, predicted: 0, factors: ["a"])]
        let untimed = Self.made.evaluation(with: Telemetry(rows, factors: ["node"], isTimed: false))
        #expect(throws: Missing("the telemetry has no column time")) {
            try Drift().examine(
                Examination(of: untimed, settings: WorkspaceSettings(title: "T", classes: Self.made.classes)))
        }
    }
}
