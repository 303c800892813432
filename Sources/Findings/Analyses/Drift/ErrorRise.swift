// Whether the model errs more than in the reference at the same mix: what an alarm of the error rate may be a failure mode of. More
// errors because more of what is hard was sent is drift of what is sent, and no fault that appeared.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// The error rate of each window against the reference, matched by what the images are.
struct ErrorRise: Sendable {
    /// The days of one alarm of the error rate against the reference.
    struct Days: Sendable {
        let days: ClosedRange<Int>
        /// The error rate of these days.
        let rate: Measure
        /// The matched difference.
        let difference: Double
        /// The smallest corrected p-value of its windows.
        let p: Double
    }

    private let windows: DriftWindows
    private let days: [Int32]
    private let errors: [Bool]
    private let units: [UInt64]?
    private let attributes: [CodedColumn]
    /// One-sided p-value of each window, of no more errors than the reference at the same mix; `nil` for one too small to be looked at,
    /// or without enough rows like those of the reference.
    private let pValues: [Double?]

    /// Reads the windows that drift was looked for in.
    init(_ telemetry: Telemetry, _ windows: DriftWindows, days: [Int32], errors: [Bool], _ examination: Examination) {
        self.windows = windows
        self.days = days
        self.errors = errors
        let images = telemetry.images
        attributes = MatchedRows.matched(examination).map { $0.gathered(images) }
        units = MatchedRows.units(of: telemetry, examination)
        let places = windows.places(of: days).map { $0 + 1 }
        let count = windows.windows.count
        guard
            let cells = Self.cells(
                attributes, errors, units, places: places, levels: count + 1)
        else {
            pValues = windows.windows.map { _ in nil }
            return
        }
        pValues = windows.windows.indices.map { window in
            guard windows.windows[window].rows >= DriftWindows.leastRows else { return nil }
            return Self.rise(cells, level: window + 1).map { $0.p }
        }
    }

    /// Whether a window of some days was tested.
    func isTested(_ days: ClosedRange<Int>) -> Bool {
        windows.windows.indices.contains { pValues[$0] != nil && days.overlaps(windows.windows[$0].days) }
    }

    /// What was tested.
    var tests: FamilyTests { FamilyTests(.drift, pValues.compactMap(\.self)) }

    /// The days of each alarm of the error rate in which it stands at `level` and is worth naming.
    func found(at level: Double, smallest: Double) -> [Days] {
        let tested = pValues.indices.filter { pValues[$0] != nil }
        let adjusted = Dictionary(
            uniqueKeysWithValues: zip(tested, Multiplicity.benjaminiHochberg(tested.compactMap { pValues[$0] })))
        return windows.alarms(of: Drift.error).compactMap { _, alarm in
            let inside = windows.windows.indices.filter { alarm.overlaps(windows.windows[$0].days) }
            guard let p = inside.compactMap({ adjusted[$0] }).min(), p <= level else { return nil }
            let reference = windows.reference.days
            let chosen = days.indices.filter {
                alarm.contains(Int(days[$0])) || reference.contains(Int(days[$0]))
            }
            let isNow = chosen.map { alarm.contains(Int(days[$0])) }
            guard
                let cells = Self.cells(
                    attributes.map { $0.gathered(chosen) }, chosen.map { errors[$0] },
                    units.map { units in chosen.map { units[$0] } }, places: isNow.map { $0 ? 1 : 0 }, levels: 2),
                let rise = Self.rise(cells, level: 1), rise.difference >= smallest,
                let rate = MatchedRows.rate(
                    of: days.indices.filter { alarm.contains(Int(days[$0])) }, errors, units, method: "error-rise")
            else { return nil }
            return Days(days: alarm, rate: rate, difference: rise.difference, p: p)
        }
    }

    private static func cells(
        _ attributes: [CodedColumn], _ errors: [Bool], _ units: [UInt64]?, places: [Int], levels: Int
    ) -> FactorCells? {
        let time = CodedColumn(
            name: "window", categories: (0..<levels).map { Name("\($0)") }, codes: Codes(places, categories: levels))
        return try? FactorCells(factors: [time], attributes: attributes, errors: errors, units: units)
    }

    /// A window against the reference, level 0.
    private static func rise(_ cells: FactorCells, level: Int) -> (difference: Double, p: Double)? {
        let window = FactorLevel(places: [FactorLevel.Place(factor: 0, level: level)])
        let matcher = LevelMatcher(cells, levels: [window], seed: 0)
        let kept = cells.cells.map { $0.levels[0] == 0 || $0.levels[0] == level }
        guard let matched = matcher.result(0, kept: kept)?.matched else { return nil }
        return (matched.difference, matched.difference > 0 ? matched.p / 2 : 1 - matched.p / 2)
    }
}
