// What the page of slices shows.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Tables and charts of slices.
struct SliceExhibits {
    let evaluation: Evaluation
    let columns: SliceColumns
    let units: ResamplingUnits
    let settings: WorkspaceSettings
    /// Most values of one attribute in a chart.
    static let mostValues = 30

    init(
        _ evaluation: Evaluation, _ columns: SliceColumns, _ units: ResamplingUnits, _ settings: WorkspaceSettings
    ) {
        self.evaluation = evaluation
        self.columns = columns
        self.units = units
        self.settings = settings
    }

    func ranked(_ slices: [RankedSlice], _ findings: [Finding], _ trends: [SliceTrend]?) -> Table {
        var titles = [Table.Column("slice", "Slice"), Table.Column("state", "State", .state)]
        if trends != nil {
            titles.append(Table.Column("trend", "Since the baseline", .state, method: "slice-trend"))
        }
        titles += [
            Table.Column("interval", "Rate, 95 % interval, │ siblings", .interval, method: "wilson"),
            Table.Column("rate", "Rate", .number),
            Table.Column("expected", "Siblings", .number, method: "slice-gain"),
            Table.Column("errors", "Errors", .number), Table.Column("n", "of rows", .number),
            Table.Column("share", "of all errors", .number),
            Table.Column("saved", "Saves, lower end", .number, method: "slice-gain"),
            Table.Column("held_out", "Rate on held-out rows", .number, method: "slice-halves"),
            Table.Column("p", "p, corrected", .number, method: "benjamini-hochberg"),
        ]
        let all = Double(max(1, evaluation.wrongRows.count))
        let rows = zip(slices, findings).prefix(ShowAtMost.rows).enumerated().map { index, row -> [Cell] in
            let (slice, finding) = row
            var cells: [Cell] = [
                .predicates(slice.predicates, target: "finding:\(finding.id)"),
                .state(Mark(finding.standing), nil),
            ]
            if let trends { cells.append(trends[index].state.map { .state(Mark($0), nil) } ?? .none("not tested")) }
            return cells + [
                .interval(of: finding.measure, mark: slice.siblings.count.rate),
                .number(slice.count.rate, .proportion), .number(slice.siblings.count.rate, .proportion),
                .number(Double(slice.count.errors), .count),
                .number(Double(slice.count.rows), .count), .number(Double(slice.count.errors) / all, .proportion),
                .number(slice.savedAtLeast, .raw),
                slice.halves?.heldOut.map { .number($0.count.rate, .proportion) } ?? .none("not found on a half"),
                .number(slice.adjusted, .pValue),
            ]
        }
        return Table(columns: titles, rows: rows)
    }

    /// Found on one half, measured on the other.
    func halves(_ slices: [RankedSlice], _ findings: [Finding]) -> Table {
        let titles = [
            Table.Column("slice", "Slice"), Table.Column("found", "Found on", method: "slice-halves"),
            Table.Column("selected", "Rate on the half that found it", .number),
            Table.Column("interval", "Rate on held-out rows, 95 % interval, │ siblings", .interval, method: "wilson"),
            Table.Column("held_out", "Rate", .number), Table.Column("held_out_n", "of rows", .number),
            Table.Column("p", "p there, corrected", .number, method: "holm"),
            Table.Column("verdict", "Verdict", method: "slice-halves"),
        ]
        let rows = zip(slices, findings).prefix(ShowAtMost.rows).map { slice, finding -> [Cell] in
            let name = Cell.predicates(slice.predicates, target: "finding:\(finding.id)")
            guard let halves = slice.halves, let heldOut = halves.heldOut else {
                let none = Cell.none("–")
                return [name, .text("neither half alone"), none, none, none, none, none, .text("not confirmed")]
            }
            return [
                name, .text(halves.foundOn == 1 ? "one half alone" : "each half alone"),
                halves.selected.map { .number($0.count.rate, .proportion) } ?? .none("–"),
                .interval(of: heldOut.measure(method: "slice-halves"), mark: slice.siblings.count.rate),
                .number(heldOut.count.rate, .proportion), .number(Double(heldOut.count.rows), .count),
                .number(halves.p, .pValue), .text(halves.isConfirmed ? "confirmed" : "not confirmed"),
            ]
        }
        return Table(columns: titles, rows: rows)
    }

    /// What each condition of a slice of several brings to its excess over all items.
    func shares(_ slices: [RankedSlice], _ findings: [Finding]) -> Table {
        let titles = [
            Table.Column("slice", "Slice"), Table.Column("condition", "Attribute"),
            Table.Column("brings", "Brings", .number, method: "slice-shares"),
            Table.Column(
                "interval", "Error rate of the attribute alone, 95 % interval, │ the slice", .interval, method: "wilson"
            ),
            Table.Column("alone", "Rate", .number), Table.Column("n", "of rows", .number),
        ]
        let conjunctions = zip(slices, findings).prefix(ShowAtMost.rows).filter { $0.0.predicates.count > 1 }
        let rows = conjunctions.flatMap { slice, finding -> [[Cell]] in
            (finding.shares ?? []).map { share in
                [
                    .predicates(slice.predicates, target: "finding:\(finding.id)"),
                    .predicates([share.predicate], target: nil), .number(share.points, .points),
                    .interval(of: share.alone, mark: slice.count.rate), .number(share.alone.value, .proportion),
                    .number(Double(share.alone.n), .count),
                ]
            }
        }
        return Table(columns: titles, rows: rows)
    }

    /// Descriptions of nearly the same items, folded into the slices that are listed.
    func alternatives(_ slices: [RankedSlice], _ findings: [Finding]) -> Table {
        let titles = [Table.Column("slice", "Slice"), Table.Column("also", "Near-duplicate of")]
        let rows = zip(slices, findings).prefix(ShowAtMost.rows).flatMap { slice, finding -> [[Cell]] in
            slice.alternatives.map { other in
                [
                    .predicates(other, target: nil),
                    .predicates(slice.predicates, target: "finding:\(finding.id)"),
                ]
            }
        }
        return Table(columns: titles, rows: rows)
    }

    /// The rate of each value of each attribute, the class aside.
    func byAttribute(_ reported: [RankedSlice], _ book: Book) -> DotChart {
        let failing = Set(reported.filter { $0.predicates.count == 1 }.flatMap(\.predicates))
        let values = columns.withoutLabel.flatMap { column -> [DotChart.Row] in
            let rates = book[Values(by: [column])].rows.rates(ofErrors: true, method: "slice-search")
            return column.categories.indices.prefix(Self.mostValues).compactMap { code in
                guard let rate = rates[code] else { return nil }
                let predicate = column.predicate(code)
                return DotChart.Row(
                    "\(predicate)", value: rate.value, low: rate.interval.low,
                    high: rate.interval.high, n: rate.n, state: failing.contains(predicate) ? .failed : .neutral)
            }
        }
        return DotChart(
            axis: Axis("Error rate", .proportion, low: 0), rows: values,
            name: evaluation.manifest.version)
    }

    private func share(_ rows: [Int]) -> Measure? {
        units.rate(of: rows, method: "slice-search") { !evaluation.isCorrect($0) }
    }

    /// Slices that the team declared: always measured, however small, with the facts of each that gates may ask of.
    func declared(_ facts: [Fact]) -> Table {
        let calibration = settings.slicing.declared.map { facts.first(Slices.facts.ece.ofSlice($0.name)) }
        let isCalibrated = calibration.contains { $0 != nil }
        let titles =
            [
                Table.Column("name", "Declared slice"), Table.Column("slice", "Rows with"),
                Table.Column("errors", "Errors", .number), Table.Column("n", "of rows", .number),
                Table.Column("interval", "Error rate, 95 % interval, │ all rows", .interval, method: "wilson"),
                Table.Column("rate", "Rate", .number),
                Table.Column("p", "p against all rows", .number, method: "fisher-exact"),
            ]
            + (isCalibrated
                ? [
                    Table.Column("ece", "Calibration error", .number, method: "ece"),
                    Table.Column("ece_floor", "Floor at this n", .number, method: "ece-floor"),
                ] : [])
        let wrong = evaluation.wrongRows
        let all = SliceCensus.Count(rows: evaluation.count, errors: wrong.count)
        let tests = SliceTests(
            wrong: RowSet(wrong, of: evaluation.count), units: units.areShared ? units : nil)
        let rows = zip(settings.slicing.declared, calibration).map { slice, error -> [Cell] in
            let errors = isCalibrated ? [Self.cell(error?.value), Self.cell(error?.floor)] : []
            return declared(slice, all, tests) + errors
        }
        return Table(columns: titles, rows: rows)
    }

    private static func cell(_ value: Double?) -> Cell { value.map { .number($0, .score) } ?? .none("no rows") }

    private func declared(_ slice: DeclaredSlice, _ all: SliceCensus.Count, _ tests: SliceTests) -> [Cell] {
        let predicates = slice.predicates
        let (rows, unknown) = columns.rows(predicates)
        let errors = rows.count { !evaluation.isCorrect($0) }
        let name: [Cell] = [.text(slice.name), .predicates(predicates, target: nil)]
        guard let rate = share(rows) else {
            let why = Cell.none(unknown.map { "no row has \($0)" } ?? "no rows")
            return name + [why, .number(0, .count), why, why, why]
        }
        let p = tests.p(RowSet(rows, of: evaluation.count))
        return name + [
            .number(Double(errors), .count), .number(Double(rows.count), .count),
            .interval(of: rate, mark: all.rate), .number(rate.value, .proportion), .number(p, .pValue),
        ]
    }

    /// Where columns of numbers were cut: a row a column.
    func buckets() -> Table {
        let inner = columns.columns.compactMap { column in
            column.cut.map { (column, edges: $0.edges.dropFirst().dropLast()) }
        }
        let most = inner.map(\.edges.count).max() ?? 0
        let titles =
            [Table.Column("attribute", "Attribute"), Table.Column("source", "Source")]
            + (0..<most).map { Table.Column("cut_\($0 + 1)", "Cut \($0 + 1)", .number, method: "buckets") }
        let rows = inner.map { column, edges -> [Cell] in
            let shown = edges.map { Cell.number($0, .raw) }
            return [.text(column.name.text), .text(column.isComputed ? "computed from the images" : "given")] + shown
                + [Cell](repeating: .none("–"), count: most - shown.count)
        }
        return Table(columns: titles, rows: rows)
    }
}
