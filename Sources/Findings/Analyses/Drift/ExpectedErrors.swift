// The error rate of each window by confidence alone, beside what was counted where labels have come: what says how far to believe it
// where they have not.

import Artifacts
import Record
import Statistics
import Tallies

/// What confidence lets expect of each window of telemetry, and its record.
struct ExpectedErrors {
    /// A window with both rates.
    struct Window: Sendable {
        let days: ClosedRange<Int>
        /// Rows with a label, and without.
        let labelled: Int
        let waiting: Int
        /// Of all its rows that have a confidence; `nil` of fewer than are looked at.
        let expected: ExpectedErrorRate.Expectation?
        /// Of those with a label alone, beside their errors; `nil` of fewer than are looked at.
        let counted: Counted?
    }

    /// What was expected of rows with labels, and what came.
    struct Counted: Sendable {
        let expected: ExpectedErrorRate.Expectation
        let errors: Int

        /// The counted rate less the expected one.
        var gap: Double { Double(errors) / Double(expected.n) - expected.rate }

        /// Whether the counted rate lies where it was expected, of one window, or of the worst of several.
        func isHeld(oneOf looks: Int = 1) -> Bool {
            abs(gap) <= expected.reach(level: Multiplicity.sidakLevel(of: looks))
        }
    }

    static let method = "expected-errors"

    /// The reference, and every window after it.
    let windows: [Window]
    /// Why nothing is expected; `nil` where something is.
    let reason: String?
    /// All rows that wait, of all rows.
    let waiting: (count: Int, of: Int)

    /// Whether there is something to recalibrate on, and something to recalibrate.
    static func isAskedFor(_ evaluation: Evaluation) -> Bool {
        evaluation.count > 0 && evaluation.predictions.hasConfidence && evaluation.telemetry?.days != nil
    }

    init(_ telemetry: Telemetry, _ errors: [Bool], _ windows: DriftWindows, _ examination: Examination) {
        waiting = (telemetry.waiting.count, telemetry.count + telemetry.waiting.count)
        guard Self.isAskedFor(examination.evaluation),
            let rate = ExpectedErrorRate(
                reference: examination.book[Confidences()].scoreHistogram,
                rowsOfUnits: examination.units.areShared ? Self.sizes(examination.units) : nil)
        else {
            self.windows = []
            reason = "the version's own predictions have no confidence to recalibrate on"
            return
        }
        let all = telemetry.confidence + telemetry.waiting.confidence
        if let other = all.first(where: { $0.isFinite && !(0...1 ~= $0) }) {
            self.windows = []
            reason = "confidence in the telemetry is no probability: \(other) is outside 0...1"
            return
        }
        let rows = WindowRows(telemetry, errors, windows, examination.units)
        let list = [windows.reference] + windows.windows
        self.windows = list.indices.map { place in
            let (known, unknown) = (rows.labelled[place], rows.waiting[place])
            let enough = DriftWindows.leastRows
            let all = rate(known.confidence + unknown.confidence, units: known.units + unknown.units)
            let own = rate(known.confidence, units: known.units)
            return Window(
                days: list[place].days, labelled: known.rows, waiting: unknown.rows,
                expected: all.flatMap { $0.n >= enough ? $0 : nil },
                counted: own.flatMap { $0.n >= enough ? Counted(expected: $0, errors: known.errors) : nil })
        }
        if self.windows.contains(where: { $0.expected != nil }) {
            reason = nil
        } else {
            reason =
                all.contains(where: \.isFinite)
                ? "no window has \(DriftWindows.leastRows) rows with a confidence" : "the telemetry has no confidence"
        }
    }

    private static func sizes(_ units: ResamplingUnits) -> [Int] {
        var sizes = [Int](repeating: 0, count: units.count)
        for code in units.codes { sizes[Int(code)] += 1 }
        return sizes
    }

    /// Windows after the reference with labels.
    var checked: [Window] { windows.dropFirst().filter { $0.counted != nil } }

    /// Those in which the counted rate is not where it was expected.
    var outside: [Window] { checked.filter { !($0.counted?.isHeld() ?? true) } }

    /// The window with the largest gap.
    var worst: Window? { checked.max { abs($0.counted?.gap ?? 0) < abs($1.counted?.gap ?? 0) } }

    /// The newest window of which something is expected.
    var newest: Window? { windows.last { $0.expected != nil } }

    /// Whether the worst of all windows is further off than chance makes the worst of as many.
    var isWrong: Bool { checked.contains { !($0.counted?.isHeld(oneOf: checked.count) ?? true) } }
}

/// Rows of telemetry that have a confidence, by window, the reference first.
private struct WindowRows {
    struct Rows {
        /// All rows, and those among them with a confidence.
        var rows = 0
        var confidence: [Double] = []
        var units: [Int32] = []
        /// Errors among those with a confidence.
        var errors = 0

        mutating func add(_ confidence: Double, _ unit: Int32, isError: Bool) {
            rows += 1
            guard confidence.isFinite else { return }
            self.confidence.append(confidence)
            units.append(unit)
            if isError { errors += 1 }
        }
    }

    private(set) var labelled: [Rows]
    private(set) var waiting: [Rows]

    init(_ telemetry: Telemetry, _ errors: [Bool], _ windows: DriftWindows, _ units: ResamplingUnits) {
        let starts = windows.windows.map(\.days.lowerBound)
        // 0 is the reference.
        func place(_ day: Int32) -> Int { starts.partitioningIndex { $0 > Int(day) } }
        labelled = [Rows](repeating: Rows(), count: starts.count + 1)
        waiting = labelled
        for (row, day) in (telemetry.days ?? []).enumerated() {
            labelled[place(day)].add(
                telemetry.confidence[row], units.codes[Int(telemetry.images[row])], isError: errors[row])
        }
        let others = telemetry.waiting
        for (row, day) in (others.days ?? []).enumerated() {
            // An image that is not evaluated is a unit of its own, past those that are.
            let image = Int(others.images[row])
            let unit = image < units.codes.count ? units.codes[image] : others.images[row]
            waiting[place(day)].add(others.confidence[row], unit, isError: false)
        }
    }
}

extension Array {
    /// The first place whose element is of the second kind, of elements sorted by kind; `count` where none is.
    fileprivate func partitioningIndex(_ isSecond: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
