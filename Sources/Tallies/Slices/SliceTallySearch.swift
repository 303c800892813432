// SliceLine's ranking of what a tally holds. Rows are gone, so slices have one or two predicates, and what needs rows (the
// excess ranking, the halves, units) cannot be asked.

import Columns

extension SliceFindings {
    /// The best slices of one or two predicates by SliceLine's score: those that the table itself has. Throws when the
    /// settings ask for what needs rows.
    public init(of tally: SliceTally, _ settings: SliceSettings) throws(SliceError) {
        try settings.check()
        guard settings.score == .sliceline else {
            throw .badSetting(name: "score", value: settings.score.rawValue, expected: "sliceline: a tally has no rows")
        }
        guard settings.maxDepth <= 2 else {
            throw .badSetting(name: "max-depth", value: String(settings.maxDepth), expected: "1 or 2 for tallies")
        }
        let reader = CellReader(scale: tally.scale)
        let evaluator = SliceEvaluator(whole: tally.whole, reader: reader)
        let rows = Int(tally.whole.rows)
        let errors = reader.errors(tally.whole)
        let scorer = SliceLineScore(alpha: settings.alpha, rows: Double(rows), meanError: errors / Double(rows))
        let minSupport = settings.support(rows: rows)
        var cells = SliceTallyCells(tally, depth: settings.maxDepth)
        let evaluated = cells.all.count
        cells.all.removeAll { $0.cell.rows < UInt64(minSupport) }
        let ranked = cells.all.indices.map { (index: $0, score: Self.score(cells.all[$0].cell, scorer, reader)) }
            .filter { $0.score > 0 }
            .sorted { ($1.score, $0.index) < ($0.score, $1.index) }
            .prefix(settings.top)
        let tested = cells.all.count
        let slices = ranked.map { entry -> FoundSlice in
            let slice = cells.all[entry.index]
            let relatives = SliceRelatives(Array(0..<UInt32(slice.places.count))) { part in
                switch part.count {
                case 0: evaluator.mean(tally.whole)
                case 1:
                    evaluator.mean(
                        tally.values[slice.places[Int(part[0])].attribute][slice.places[Int(part[0])].value].cell)
                default: evaluator.mean(slice.cell)
                }
            }
            let interval = evaluator.interval(slice.cell)
            let p = min(1, evaluator.chanceBound(slice.cell) * Double(tested))
            let predicates = slice.places.map { tally.predicate($0.attribute, $0.value) }
            return FoundSlice(
                predicates: predicates, size: Int(slice.cell.rows), errors: reader.errors(slice.cell),
                score: entry.score, low: interval.low, high: interval.high, isSignificant: p <= settings.level,
                adjustedP: p, alternatives: [], discovered: nil, confirmed: nil,
                savedErrors: max(0, Double(slice.cell.rows) * (interval.low - relatives.worst.mean)),
                worstParent: .init(
                    predicates: relatives.worst.ids.map { predicates[Int($0)] }, meanError: relatives.worst.mean),
                shares: relatives.shares)
        }
        self.init(
            settings: settings, minSupport: minSupport, rows: rows, errors: errors, slices: Array(slices),
            evaluated: evaluated, pruned: 0, tested: tested, tooSmall: evaluated - tested, threshold: nil,
            permutations: 0)
    }

    private static func score(_ cell: SliceCell, _ scorer: SliceLineScore, _ reader: CellReader) -> Double {
        cell.errors == 0 ? -.infinity : scorer.score(rows: Double(cell.rows), errors: reader.errors(cell))
    }
}

/// The cells of a tally in the order in which a search of the table counts them, so that ties fall alike.
private struct SliceTallyCells {
    struct Slice {
        let places: [(attribute: Int, value: Int)]
        let cell: SliceCell
    }

    var all: [Slice] = []

    init(_ tally: SliceTally, depth: Int) {
        for (attribute, values) in tally.values.enumerated() {
            for (index, value) in values.enumerated() {
                all.append(Slice(places: [(attribute, index)], cell: value.cell))
            }
        }
        guard depth > 1 else { return }
        let count = tally.attributes.count
        for a in 0..<count {
            var ofFirst = [[Slice]](repeating: [], count: tally.values[a].count)
            for b in a + 1..<max(count, a + 1) {
                for pair in tally.pairs[SliceTally.place(a, b, of: count)] {
                    ofFirst[Int(pair.first)].append(
                        Slice(places: [(a, Int(pair.first)), (b, Int(pair.second))], cell: pair.cell))
                }
            }
            all += ofFirst.joined()
        }
    }
}
