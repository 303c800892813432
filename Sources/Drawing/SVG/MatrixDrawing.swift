// Cells over two axes: a confusion matrix, a slice cube. One hue in seven steps; the number stands in the cell when there
// are few enough columns. The wanted diagonal of a confusion matrix stays uncoloured, so that colour means error. Cells
// over too few rows are hatched. Beyond 30 a side nobody reads a matrix: the caller gets a table of the largest cells. Where the
// columns are numbers that follow each other, as windows of time do, it is a strip that is read along: up to 100 are drawn,
// narrow and with some of their numbers, beside that table. The scale ends at the largest cell or where the chart says; what
// lies beyond that end carries its colour, and the key says so.

import Record

struct MatrixDrawing {
    let chart: MatrixChart
    private static let mostSide = 30
    private static let mostInStrip = 100
    private static let mostNumbered = 15
    private static let steps = 7
    private static let smallestWidth = 360.0

    /// Least magnitude that is coloured in full.
    private let most: Double
    /// Whether the scale ends where the chart says and not at its largest cell.
    private let isCapped: Bool

    init(_ chart: MatrixChart) {
        self.chart = chart
        if let end = chart.fullFrom, end.isFinite, end > 0 {
            (most, isCapped) = (end, true)
            return
        }
        isCapped = false
        let width = max(chart.columns.count, 1)
        most = chart.cells.enumerated().reduce(0.0) { most, cell in
            let isQuiet = chart.quietDiagonal && cell.offset / width == cell.offset % width
            guard !isQuiet, let value = cell.element.value, value.isFinite, cell.element.n >= chart.minimumN else {
                return most
            }
            return max(most, value.magnitude)
        }
    }

    private var isReadable: Bool {
        !chart.rows.isEmpty && !chart.columns.isEmpty && chart.rows.count <= Self.mostSide
            && (chart.columns.count <= Self.mostSide || isStrip)
    }

    /// Whether the columns are too many for a matrix and follow each other.
    private var isStrip: Bool {
        Self.mostSide + 1...Self.mostInStrip ~= chart.columns.count && chart.columns.allSatisfy { Int($0) != nil }
    }

    private func cell(_ row: Int, _ column: Int) -> MatrixChart.Value? {
        let index = row * chart.columns.count + column
        return chart.cells.indices.contains(index) ? chart.cells[index] : nil
    }

    private func isQuiet(_ row: Int, _ column: Int) -> Bool { chart.quietDiagonal && row == column }

    func drawn(in frame: ChartFrame) -> DrawnChart {
        guard isReadable else { return DrawnChart(svg: nil, description: sentence, table: largest) }
        let isNumbered = chart.columns.count <= Self.mostNumbered
        let names = chart.rows.map { TextMetrics.fitted($0, width: 104, size: 11.5) }
        let left = max((names.map { TextMetrics.width($0, size: 11.5) }.max() ?? 0) + 8, 34).rounded(.up)
        let least = isNumbered ? numberWidth : isStrip ? 8 : 15
        let fitting = (Self.smallestWidth - left - 4) / Double(chart.columns.count)
        var side = min(max(fitting, least), 46)
        let widest = chart.columns.map { TextMetrics.width($0, size: 11) }.max() ?? 0
        let isTurned = widest > side - 3 && !isStrip
        let heads = chart.columns.map {
            TextMetrics.fitted($0, width: isTurned ? 92 : max(side, isStrip ? widest : 0), size: 11)
        }
        let headWidth = heads.map { TextMetrics.width($0, size: 11) }.max() ?? 0
        // Turned by 45 degrees a name reaches as far right as up.
        let reach = isTurned ? headWidth * 0.72 + 10 : 0
        let overhang = max(0, reach - side / 2)
        side = min(max((Self.smallestWidth - left - 4 - overhang) / Double(chart.columns.count), least), 46)
        // Whole units: shorter paths and sharp edges at the size drawn.
        side.round(.down)
        let top = (22 + (isTurned ? reach : 14) + 4).rounded(.up)
        let tall = isStrip ? 16 : min(side, 30)
        let everyHead = isStrip ? Int(exactly: ((widest + 6) / side).rounded(.up)) ?? 1 : 1
        let width = max(Self.smallestWidth, left + side * Double(chart.columns.count) + overhang + 4)
        let bottom = top + tall * Double(chart.rows.count)
        let isWide = width > 420
        var svg = frame.writer(
            "chart matrix" + (isWide ? " wide" : ""), width: width, height: bottom + 44, description: sentence)
        let hatch = frame.id + "-few"
        let hasFew = chart.cells.contains { $0.n < chart.minimumN && $0.value != nil }
        if hasFew { svg.hatchPattern(id: hatch, "hatch") }
        svg.text("axis", chart.rowTitle + " ↓", at: Point(2, 13))
        svg.text("axis", chart.columnTitle + " →", at: Point(max(left, 12 + rowTitleWidth), 13))
        for (column, head) in heads.enumerated() where column % everyHead == 0 {
            let middle = left + (Double(column) + 0.5) * side
            if isTurned {
                svg.text("tick", head, at: Point(middle + 2, top - 5), .start, turned: -45)
            } else {
                svg.text("tick", head, at: Point(middle, top - 6), .middle)
            }
        }
        for (row, name) in names.enumerated() {
            svg.text("rowlab", name, at: Point(left - 6, top + (Double(row) + 0.5) * tall + 4), .end)
        }
        svg.grid(
            "grid", left: left, top: top, width: side, height: tall, columns: chart.columns.count,
            rows: chart.rows.count)
        drawCells(&svg, left: left, top: top, width: side, height: tall, numbered: isNumbered, hatch: hatch)
        drawKey(&svg, left: left, y: bottom + 16, hatch: hasFew ? hatch : nil)
        return DrawnChart(svg: svg.finished(), description: sentence, table: table, isWide: isWide)
    }

    private var rowTitleWidth: Double { TextMetrics.width(chart.rowTitle + " ↓", size: 12) }

    /// Room that the longest number in a cell needs.
    private var numberWidth: Double {
        let numbers = chart.cells.compactMap { cell in cell.value.map { TextMetrics.width(text($0), size: 10.5) } }
        return min(max((numbers.max() ?? 0) + 5, 19), 46)
    }

    /// The number as it stands in a cell.
    private func text(_ value: Double) -> String { NumberFormat.number(value, as: chart.unit) }

    private func level(_ value: Double) -> Int {
        guard most > 0, value != 0 else { return 0 }
        return max(1, Int((min(value.magnitude / most, 1) * Double(Self.steps)).rounded(.up)))
    }

    /// All cells of one look as one path, and all numbers of one look as one group.
    private func drawCells(
        _ svg: inout SVGWriter, left: Double, top: Double, width: Double, height: Double, numbered: Bool, hatch: String
    ) {
        var looks: [Look: [Point]] = [:]
        var numbers: [String: [(text: String, at: Point)]] = [:]
        for row in chart.rows.indices {
            for column in chart.columns.indices {
                guard let cell = cell(row, column), let value = cell.value, value.isFinite else { continue }
                let look = look(of: value, n: cell.n, isQuiet: isQuiet(row, column))
                let x = left + Double(column) * width
                let middle = top + (Double(row) + 0.5) * height
                if !look.isBlank { looks[look, default: []].append(Point(x + 0.5, middle)) }
                // Zeros of a count say nothing that the empty cell does not.
                guard numbered, value != 0 || chart.unit != .count else { continue }
                numbers[look.number, default: []].append((text(value), Point(x + width / 2, middle + 4)))
            }
        }
        for look in Look.all {
            guard let cells = looks[look] else { continue }
            let pattern = look == .few ? hatch : nil
            svg.cells(look.classes, at: cells, width: width - 1, height: height - 1, pattern: pattern)
        }
        for classes in ["num", "num on", "num quiet", "num few"] { svg.centred(classes, numbers[classes] ?? []) }
    }

    /// How a cell looks.
    private enum Look: Hashable {
        case few, quiet
        case step(Int, isNegative: Bool)

        static let all: [Look] =
            [.quiet, .few]
            + (0...MatrixDrawing.steps).flatMap { [.step($0, isNegative: false), .step($0, isNegative: true)] }

        /// Nothing to paint.
        var isBlank: Bool { self == .step(0, isNegative: false) || self == .step(0, isNegative: true) }

        var classes: String {
            switch self {
            case .few: "cell"
            case .quiet: "cell quiet"
            case .step(let step, let isNegative): "cell l\(step)" + (isNegative ? " neg" : "")
            }
        }

        /// Class of the number in it.
        var number: String {
            switch self {
            case .few: "num few"
            case .quiet: "num quiet"
            case .step(let step, _): step >= 6 ? "num on" : "num"
            }
        }
    }

    private func look(of value: Double, n: Int, isQuiet: Bool) -> Look {
        if n < chart.minimumN { return .few }
        return isQuiet ? .quiet : .step(level(value), isNegative: value < 0)
    }

    /// The steps, from least to most; from most negative when there are such.
    private func drawKey(_ svg: inout SVGWriter, left: Double, y: Double, hatch: String?) {
        var x = left
        if most > 0 {
            let hasNegative = chart.cells.contains { ($0.value ?? 0) < 0 }
            let low =
                NumberFormat.number(hasNegative ? -most : 0, as: chart.unit)
                + (hasNegative && isCapped ? " and less" : "")
            svg.text("tick", low, at: Point(x, y + 10))
            x += TextMetrics.width(low, size: 11) + 5
            let negative = (1...Self.steps).reversed().map { Look.step($0, isNegative: true) }
            let positive = (1...Self.steps).map { Look.step($0, isNegative: false) }
            let width = hasNegative ? 10.0 : 14
            for look in (hasNegative ? negative : []) + positive {
                svg.cells(look.classes, at: [Point(x, y + 6)], width: width, height: 12)
                x += width
            }
            let high = NumberFormat.format(most, as: chart.unit) + (isCapped ? " and more" : "")
            svg.text("tick", high, at: Point(x + 5, y + 10))
            x += TextMetrics.width(high, size: 11) + 18
        }
        guard let hatch else { return }
        svg.cells("cell", at: [Point(x, y + 6)], width: 14, height: 12, pattern: hatch)
        svg.text("tick", "n < \(chart.minimumN)", at: Point(x + 19, y + 10))
    }

    /// Coloured cells, largest first.
    private var ranked: [(row: Int, column: Int, value: Double, n: Int)] {
        var cells: [(row: Int, column: Int, value: Double, n: Int)] = []
        for row in chart.rows.indices {
            for column in chart.columns.indices where !isQuiet(row, column) {
                guard let cell = cell(row, column), let value = cell.value, value.isFinite, value != 0 else { continue }
                cells.append((row, column, value, cell.n))
            }
        }
        return cells.sorted { ($1.value.magnitude, $0.row, $0.column) < ($0.value.magnitude, $1.row, $1.column) }
    }

    var sentence: String {
        let size = "\(chart.rowTitle) by \(chart.columnTitle), \(chart.rows.count) by \(chart.columns.count) cells"
        let judged = ranked.filter { $0.n >= chart.minimumN }
        guard let top = judged.first else { return "\(size); no cell to point at.".capitalisedSentence }
        let what = chart.quietDiagonal ? "the largest off the diagonal is" : "the largest is"
        let value = NumberFormat.format(top.value, as: chart.unit)
        return "\(size); \(what) \(chart.rows[top.row]) → \(chart.columns[top.column]) with \(value)."
            .capitalisedSentence
    }

    /// The 50 largest cells, one a row.
    private var largest: Table {
        Table(
            columns: [
                Table.Column("row", chart.rowTitle), Table.Column("column", chart.columnTitle),
                Table.Column("value", "Value", .number), Table.Column("n", "n", .number),
            ],
            rows: ranked.prefix(50).map { cell in
                [
                    .text(chart.rows[cell.row]), .text(chart.columns[cell.column]), .number(cell.value, chart.unit),
                    .number(Double(cell.n), .count),
                ]
            })
    }

    /// The matrix itself, one row a row; of shares, each with what it is a share of.
    var table: Table {
        guard isReadable, !isStrip else { return largest }
        let hasN = chart.unit == .proportion
        var columns = [Table.Column("row", chart.rowTitle)]
        for (index, name) in chart.columns.enumerated() {
            columns.append(Table.Column("c\(index + 1)", name, .number))
            if hasN { columns.append(Table.Column("n\(index + 1)", "n", .number)) }
        }
        return Table(
            columns: columns,
            rows: chart.rows.indices.map { row in
                [.text(chart.rows[row])]
                    + chart.columns.indices.flatMap { column -> [Cell] in
                        let cell = cell(row, column)
                        return [.optional(cell?.value, chart.unit)]
                            + (hasN ? [.number(Double(cell?.n ?? 0), .count)] : [])
                    }
            })
    }
}
