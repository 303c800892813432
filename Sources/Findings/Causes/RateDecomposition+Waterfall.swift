import Record
import Statistics

extension RateDecomposition {
    /// Cells whose change within has a step of its own.
    private static let mostCells = 5

    /// The change as steps from the rate of the reference to that now: what the mix brought, the change within each cell where it is
    /// largest, the other cells together, and what one side alone has.
    func waterfall(from before: String, to now: String) -> WaterfallChart {
        func rate(_ errors: KeyPath<Kitagawa.Cell, Double>, _ rows: KeyPath<Kitagawa.Cell, Double>) -> Double {
            let n = ExactSum.of(cells.lazy.map { $0.counts[keyPath: rows] })
            return n > 0 ? ExactSum.of(cells.lazy.map { $0.counts[keyPath: errors] }) / n : 0
        }
        func step(_ label: String, _ part: Part) -> WaterfallChart.Step {
            WaterfallChart.Step(label, part.value, low: part.interval?.low, high: part.interval?.high)
        }
        var steps = [step("mix", mix)]
        let matched = cells.filter(\.counts.isMatched)
        let ranked = matched.indices.sorted { a, b in
            let (x, y) = (abs(matched[a].within.value), abs(matched[b].within.value))
            return x != y ? x > y : a < b
        }
        // One cell left over is shown as itself.
        let own = ranked.count <= Self.mostCells + 1 ? ranked : Array(ranked.prefix(Self.mostCells))
        steps += own.map { cell in
            step("within " + matched[cell].values.map(\.text).joined(separator: ", "), matched[cell].within)
        }
        let others = ranked.dropFirst(own.count)
        if !others.isEmpty {
            let sum = ExactSum.of(others.lazy.map { matched[$0].within.value })
            steps.append(WaterfallChart.Step("within \(others.count) others", sum))
        }
        if matched.count < cells.count { steps.append(step("on one side alone", unmatched)) }
        return WaterfallChart(
            axis: Axis("Error rate", .proportion),
            start: WaterfallChart.Level(before, rate(\.referenceErrors, \.referenceRows)), steps: steps,
            end: WaterfallChart.Level(now, rate(\.currentErrors, \.currentRows)))
    }
}
