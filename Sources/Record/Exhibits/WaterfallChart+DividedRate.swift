import Statistics

extension WaterfallChart {
    /// Cells whose change within has a step of its own.
    private static let mostCells = 5

    /// The change of an error rate as steps: what the mix brought, the change within each cell where it is largest, the other cells
    /// together, and what one side alone has. `cells` are their names, in order.
    public init(_ divided: DividedRate, cells: [String], from before: String, to now: String) {
        func step(_ label: String, _ part: DividedRate.Part) -> Step {
            Step(label, part.value, low: part.interval?.low, high: part.interval?.high)
        }
        var steps = [step("mix", divided.mix)]
        let matched = divided.cells.indices.filter { divided.cells[$0].counts.isMatched }
        func within(_ cell: Int) -> DividedRate.Part { divided.cells[cell].within }
        let ranked = matched.sorted { a, b in
            let (x, y) = (abs(within(a).value), abs(within(b).value))
            return x != y ? x > y : a < b
        }
        // One cell left over is shown as itself.
        let own = ranked.count <= Self.mostCells + 1 ? ranked[...] : ranked.prefix(Self.mostCells)
        steps += own.map { step("within " + cells[$0], within($0)) }
        let others = ranked.dropFirst(own.count)
        if !others.isEmpty {
            let sum = ExactSum.of(others.lazy.map { within($0).value })
            steps.append(Step("within \(others.count) others", sum))
        }
        if matched.count < divided.cells.count { steps.append(step("on one side alone", divided.unmatched)) }
        self.init(
            axis: Axis("Error rate", .proportion), start: Level(before, divided.rates.reference), steps: steps,
            end: Level(now, divided.rates.current))
    }
}
