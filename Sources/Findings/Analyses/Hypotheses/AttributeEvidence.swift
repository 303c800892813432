// Explanations that name an attribute of the images. Slices test every value of it already, so that nothing is tested again: a
// slice that is a finding is looked at once more at the same mix of classes, and where none is, it is asked how large an effect the
// data still leave room for.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// The error rate at each value of some attributes against all others, within classes.
struct AttributeEvidence: Sendable {
    /// Which attributes it is about.
    let isMeant: @Sendable (Name) -> Bool
    /// What is missing where no attribute is.
    let absent: String
    let effect: FactSpec
    let level: Hypotheses.Term

    func ask(_ examination: Examination, _ counted: CountedRows) -> AskedHypothesis {
        let meant = examination.columns.withoutLabel.filter { isMeant($0.name) && Set($0.codes).count > 1 }
        guard let first = meant.first else { return .missing(absent) }
        let columns = meant.filter { $0.categories.count <= MatchedRows.mostValues }
        guard !columns.isEmpty else {
            return .missing("\(first.name.text) has more than \(MatchedRows.mostValues) values")
        }
        let fewest = max(1, examination.settings.slicing.minSupport)
        // A column at a time: all of them together would be nearly as many cells as rows.
        let values = columns.flatMap { column -> [Value] in
            guard
                let cells = try? FactorCells(
                    factors: [counted.gathered(column)], attributes: [counted.classes], errors: counted.isError,
                    units: counted.units),
                let comparison = try? LevelComparison(cells)
            else { return [] }
            return zip(comparison.levels, comparison.results).compactMap { level, result in
                guard let matched = result.matched, let place = level.places.first, result.rows >= fewest else {
                    return nil
                }
                return Value(predicate: column.predicate(place.level), matched: matched)
            }
        }
        guard !values.isEmpty else {
            return .missing("no value has \(fewest) \(counted.kind.rawValue) of classes that the others have too")
        }
        // What was left out, a value of few images or a column of many values, may hold what is asked for.
        let isWhole =
            columns.count == meant.count && values.count == columns.reduce(0) { $0 + Set($1.codes).count }
        return .ofSlices { test($0, values, counted, isWhole: isWhole, examination) }
    }

    /// A value of an attribute against all others.
    private struct Value: Sendable {
        let predicate: Predicate
        let matched: LevelResult.Matched
    }

    private func test(
        _ found: [FoundSlice], _ values: [Value], _ counted: CountedRows, isWhole: Bool, _ examination: Examination
    ) -> HypothesisOutcome {
        // Intervals of all values at once: one is chosen for how it came out.
        let point = Normal.twoSidedPoint(level: Multiplicity.sidakLevel(0.95, of: values.count))
        func half(_ place: Int) -> Double { point * values[place].matched.standardError }
        func reach(_ place: Int) -> Double { min(1, values[place].matched.difference + half(place)) }
        guard
            let worst = values.indices.max(by: { values[$0].matched.difference < values[$1].matched.difference }),
            let widest = values.indices.max(by: { reach($0) < reach($1) })
        else { return .missing("no value can be compared") }
        // The first slice that names one of the values: slices are in the order of what they cost.
        var slice: (place: Int, p: Double)?
        for one in found where slice == nil {
            let place = values.indices.first { place in
                one.predicates.contains {
                    $0.attribute == values[place].predicate.attribute && $0.value == values[place].predicate.value
                }
            }
            slice = place.map { ($0, one.p) }
        }
        let shown = slice?.place ?? worst
        let corrected = Multiplicity.benjaminiHochberg(values.map(\.matched.p))
        let smallest = examination.settings.smallestEffect
        let (value, n) = (values[shown].matched.difference, counted.count)
        let measure = Measure(
            value,
            Interval(
                low: max(-1, value - half(shown)), high: reach(shown),
                method: values.count > 1 ? "simultaneous" : "matched-difference"),
            n: n, unit: .points, method: "matched-difference")
        return .tested(
            HypothesisTest(
                words: slice == nil ? "Mantel and Haenszel, within classes" : "slices, then within classes",
                method: slice == nil ? "matched-difference" : "slice-search", counted: counted.kind.rawValue,
                effect: measure,
                p: slice?.p ?? corrected[shown], smallest: smallest, canContradict: isWhole, isBorneOut: slice != nil,
                largest: reach(widest),
                deciding: HypothesisTest.deciding(n, half: min(1, half(widest)), smallest: smallest)),
            HypothesisDetails(
                facts: [Fact(effect, measure)], terms: [level: values[shown].predicate.words]))
    }
}

/// The words of a column's name.
enum ColumnWords {
    /// Lowercase, parted where there is no letter: `Motion_Blur` is motion, blur.
    static func parts(_ name: Name) -> [String] {
        name.text.lowercased().split { !$0.isLetter }.map(String.init)
    }

    /// Lowercase letters alone: `Label_Version` is labelversion.
    static func plain(_ name: Name) -> String { parts(name).joined() }
}
