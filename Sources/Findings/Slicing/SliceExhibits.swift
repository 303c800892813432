// What the page of slices shows.

import Artifacts
import Columns
import Exhibits
import Statistics
import Tallies

/// Tables and charts of slices.
struct SliceExhibits {
    let evaluation: Evaluation
    let columns: SliceColumns
    let settings: WorkspaceSettings
    /// Most rows or columns of the heat map.
    static let heatSide = 30

    init(_ evaluation: Evaluation, _ columns: SliceColumns, _ settings: WorkspaceSettings) {
        self.evaluation = evaluation
        self.columns = columns
        self.settings = settings
    }

    func ranked(_ slices: [RankedSlice], _ findings: [Finding], _ trends: [SliceTrend]?) -> Table {
        var titles = [
            Table.Column("slice", "Slice"), Table.Column("state", "State", .state),
            Table.Column("errors", "Errors", .number), Table.Column("n", "of items", .number),
            Table.Column("interval", "Rate, 95 % interval, │ worst parent", .interval, method: "wilson"),
            Table.Column("rate", "Rate", .number),
            Table.Column("expected", "Worst parent", .number, method: "slice-search"),
            Table.Column("saved", "Errors saved, at least", .number, method: "slice-gain"),
            Table.Column("p", "p, corrected", .number, method: "benjamini-hochberg"),
            Table.Column("alternatives", "Nearly the same items"),
        ]
        if trends != nil {
            titles.append(Table.Column("before", "Rate in the baseline", .number, method: "slice-trend"))
            titles.append(Table.Column("trend", "Since the baseline", .state, method: "slice-trend"))
        }
        let rows = zip(slices, findings).enumerated().map { index, row -> [Cell] in
            let (slice, finding) = row
            var cells: [Cell] = [
                .predicates(Slices.predicates(slice.predicates), target: "finding:\(finding.id)"),
                .state(finding.standing == .finding ? .finding : .lead, nil),
                .number(Double(slice.count.errors), .count), .number(Double(slice.count.rows), .count),
                .interval(of: finding.measure, mark: slice.worstParent), .number(slice.count.rate, .proportion),
                .number(slice.worstParent, .proportion), .number(slice.saved, .raw), .number(slice.adjusted, .pValue),
                slice.alternatives.isEmpty
                    ? .none("none") : .text(slice.alternatives.map { Slices.words($0) }.joined(separator: "; ")),
            ]
            if let trends {
                let before = trends[index].baseline
                cells += [
                    before.map { .number($0.value, .proportion) } ?? .none("no item in common"),
                    .state(trends[index].state, nil),
                ]
            }
            return cells
        }
        return Table(columns: titles, rows: rows)
    }

    /// Found on the first half, confirmed on the second.
    func halves(_ slices: [RankedSlice], _ findings: [Finding]) -> Table {
        let titles = [
            Table.Column("slice", "Slice"), Table.Column("first", "Found: rate on the first half", .number),
            Table.Column("first_n", "of items", .number),
            Table.Column("second", "Confirmed: rate on the second half", .number),
            Table.Column("second_n", "of items", .number),
            Table.Column("p", "p on the second, corrected", .number, method: "holm"),
            Table.Column("verdict", "Verdict", method: "slice-halves"),
        ]
        let rows = zip(slices, findings).map { slice, finding -> [Cell] in
            let name = Cell.predicates(Slices.predicates(slice.predicates), target: "finding:\(finding.id)")
            guard let halves = slice.halves else {
                let why = Cell.none("not found on the first half alone")
                return [name, why, why, why, why, why, .text("not found on half of the items")]
            }
            return [
                name, .number(halves.first.rate, .proportion), .number(Double(halves.first.rows), .count),
                halves.second.rows > 0 ? .number(halves.second.rate, .proportion) : .none("no items"),
                .number(Double(halves.second.rows), .count), .number(halves.p, .pValue),
                .text(halves.isConfirmed ? "confirmed" : "not confirmed"),
            ]
        }
        return Table(columns: titles, rows: rows)
    }

    /// The rate of each value of each attribute, the class aside.
    func byAttribute(_ reported: [RankedSlice]) -> DotChart {
        let failing = Set(reported.filter { $0.predicates.count == 1 }.flatMap(\.predicates))
        let rows = columns.columns.filter { $0.name != SliceColumns.label }.flatMap { column -> [DotChart.Row] in
            let cells = counts(column)
            return column.categories.indices.prefix(Self.heatSide).compactMap { code in
                guard let rate = Measure.rate(cells[code].errors, of: cells[code].rows, method: "slice-search") else {
                    return nil
                }
                let predicate = FoundSlice.Predicate(attribute: column.name, value: column.categories[code])
                return DotChart.Row(
                    "\(column.name): \(column.categories[code])", value: rate.value, low: rate.interval.low,
                    high: rate.interval.high, n: rate.n, state: failing.contains(predicate) ? .failed : .neutral)
            }
        }
        return DotChart(
            axis: Axis("Share of items read wrong", .proportion, low: 0), rows: rows,
            name: evaluation.manifest.version)
    }

    private func counts(_ column: CategoryColumn) -> [SliceCensus.Count] {
        var rows = [Int](repeating: 0, count: column.categories.count)
        var errors = rows
        for row in 0..<evaluation.count {
            rows[column.codes[row]] += 1
            if !evaluation.isCorrect(row) { errors[column.codes[row]] += 1 }
        }
        return zip(rows, errors).map { SliceCensus.Count(rows: $0, errors: $1) }
    }

    /// The rate over two attributes: those of the first reported slice that has two; else that of the first and another.
    func heat(_ reported: [RankedSlice]) -> MatrixChart? {
        let fitting = columns.columns.filter { (1...Self.heatSide).contains($0.categories.count) }
        var names = reported.first { $0.predicates.count > 1 }?.predicates.map(\.attribute) ?? []
        if names.count < 2, let first = reported.first?.predicates.first?.attribute { names = [first] }
        let chosen = names.prefix(2).compactMap { name in fitting.first { $0.name.utf8.elementsEqual(name.utf8) } }
        let pair = (chosen + fitting.filter { column in !chosen.contains { $0.name == column.name } }).prefix(2)
        guard let down = pair.first, let across = pair.last, pair.count == 2 else { return nil }
        let width = across.categories.count
        var rows = [Int](repeating: 0, count: down.categories.count * width)
        var errors = rows
        for row in 0..<evaluation.count {
            let cell = down.codes[row] * width + across.codes[row]
            rows[cell] += 1
            if !evaluation.isCorrect(row) { errors[cell] += 1 }
        }
        return MatrixChart(
            rowTitle: down.name, columnTitle: across.name, rows: down.categories, columns: across.categories,
            unit: .proportion,
            cells: zip(rows, errors).map { .init($0 == 0 ? nil : Double($1) / Double($0), n: $0) },
            minimumN: settings.slicing.minSupport)
    }

    /// Slices that the team declared: always measured, however small.
    func declared() -> Table {
        let titles = [
            Table.Column("name", "Declared slice"), Table.Column("slice", "Items with"),
            Table.Column("errors", "Errors", .number), Table.Column("n", "of items", .number),
            Table.Column("interval", "Rate, 95 % interval, │ all items", .interval, method: "wilson"),
            Table.Column("rate", "Rate", .number),
            Table.Column("p", "p against all items", .number, method: "fisher-exact"),
        ]
        let all = SliceCensus.Count(rows: evaluation.count, errors: evaluation.wrongRows.count)
        let rows = settings.slicing.declared.map { slice -> [Cell] in
            let predicates = slice.predicates.map { Predicate($0.attribute, $0.value) }
            let (rows, unknown) = columns.rows(predicates)
            let errors = rows.count { !evaluation.isCorrect($0) }
            let name: [Cell] = [.text(slice.name), .predicates(predicates, target: nil)]
            guard let rate = Measure.rate(errors, of: rows.count, method: "slice-search") else {
                let why = Cell.none(unknown.map { "no item has \($0.attribute) \($0.value)" } ?? "no items")
                return name + [why, .number(0, .count), why, why, why]
            }
            let p = SliceTests.exact(SliceCensus.Count(rows: rows.count, errors: errors), within: [all])
            return name + [
                .number(Double(errors), .count), .number(Double(rows.count), .count),
                .interval(of: rate, mark: all.rate), .number(rate.value, .proportion), .number(p, .pValue),
            ]
        }
        return Table(columns: titles, rows: rows)
    }

    /// Where columns of numbers were cut.
    func buckets() -> Table {
        let titles = [
            Table.Column("attribute", "Attribute"), Table.Column("bucket", "Bucket", method: "buckets"),
            Table.Column("above", "Above", .number), Table.Column("up_to", "Up to", .number),
            Table.Column("n", "Items", .number), Table.Column("errors", "Errors", .number),
            Table.Column("source", "Source"),
        ]
        let rows = columns.cuts.flatMap { cut -> [[Cell]] in
            let cells = columns.column(cut.name).map { counts($0) } ?? []
            return cut.cut.labels.enumerated().map { index, label in
                let low = cut.cut.edges[index]
                let high = index + 1 < cut.cut.edges.count ? cut.cut.edges[index + 1] : low
                func edge(_ value: Double) -> Cell { value.isFinite ? .number(value, .raw) : .none("open") }
                let count = index < cells.count ? cells[index] : SliceCensus.Count(rows: 0, errors: 0)
                return [
                    .text(cut.name), .text(label), edge(low), edge(high), .number(Double(count.rows), .count),
                    .number(Double(count.errors), .count), .text(cut.isComputed ? "computed from the images" : "given"),
                ]
            }
        }
        return Table(columns: titles, rows: rows)
    }
}
