/// The change of an error rate between two sets of rows, divided by cells (``Kitagawa``), each part with its bootstrap interval.
public struct DividedRate: Sendable {
    /// A part with its interval, `nil` where resampling shows no variation.
    public struct Part: Sendable {
        /// The part.
        public let value: Double
        /// Its 95 % interval.
        public let interval: ConfidenceInterval?
    }

    /// What a cell contributes.
    public struct Cell: Sendable {
        /// Its counts in both.
        public let counts: Kitagawa.Cell
        /// By its share.
        public let mix: Part
        /// By its rate.
        public let within: Part
        /// As a cell of one alone.
        public let unmatched: Part
    }

    /// The change of the rate, current less reference.
    public let total: Part
    /// By mix, summed over matched cells.
    public let mix: Part
    /// Within cells, summed over matched cells.
    public let within: Part
    /// The sum over cells that one alone has.
    public let unmatched: Part
    /// All cells, in the order given.
    public let cells: [Cell]

    /// The rate of the reference, and the current one.
    public var rates: (reference: Double, current: Double) {
        func rate(_ errors: KeyPath<Kitagawa.Cell, Double>, _ rows: KeyPath<Kitagawa.Cell, Double>) -> Double {
            ExactSum.of(cells.lazy.map { $0.counts[keyPath: errors] })
                / ExactSum.of(cells.lazy.map { $0.counts[keyPath: rows] })
        }
        return (rate(\.referenceErrors, \.referenceRows), rate(\.currentErrors, \.currentRows))
    }

    /// The division of counts; `nil` when one side has no rows. `replicate` gives the counts of each of
    /// ``PoissonBootstrap/replicates`` replicates; without it there are no intervals.
    public init?(_ counts: [Kitagawa.Cell], replicate: ((Int) -> [Kitagawa.Cell])?) {
        guard let found = Kitagawa(counts) else { return nil }
        let replicates =
            replicate.map { replicate in
                (0..<PoissonBootstrap.replicates).compactMap { Kitagawa(replicate($0), like: counts) }
            } ?? []
        func part(_ of: (Kitagawa) -> Double) -> Part {
            let value = of(found)
            return Part(value: value, interval: PoissonBootstrap.interval(replicates.map(of))?.holding(value))
        }
        total = part(\.total)
        mix = part(\.mix)
        within = part(\.within)
        // Without a cell of one side alone there is nothing that could vary.
        unmatched =
            counts.allSatisfy(\.isMatched)
            ? Part(value: 0, interval: ConfidenceInterval(low: 0, high: 0)) : part(\.unmatched)
        cells = counts.indices.map { cell in
            Cell(
                counts: counts[cell], mix: part { $0.parts[cell].mix }, within: part { $0.parts[cell].within },
                unmatched: part { $0.parts[cell].unmatched })
        }
    }
}
