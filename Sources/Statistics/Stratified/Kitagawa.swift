/// The change of a rate between two windows, split into what the mix of cells brought and what changed within them
/// (Kitagawa, Journal of the American Statistical Association 50:1168, 1955): a cell's share changed at the mean of its
/// two rates, and its rate at the mean of its two shares. What cells of one window alone contribute is kept apart, for
/// they have no other rate. All of it adds up to the change.
public struct Kitagawa: Sendable {
    /// Rows and errors of one cell in both windows; they need not be whole.
    public struct Cell: Sendable, Hashable {
        /// Rows of the reference window.
        public var referenceRows: Double
        /// Errors among them.
        public var referenceErrors: Double
        /// Rows of the current window.
        public var currentRows: Double
        /// Errors among them.
        public var currentErrors: Double

        /// A cell.
        public init(referenceRows: Double, referenceErrors: Double, currentRows: Double, currentErrors: Double) {
            self.referenceRows = referenceRows
            self.referenceErrors = referenceErrors
            self.currentRows = currentRows
            self.currentErrors = currentErrors
        }

        /// Whether both windows have it.
        public var isMatched: Bool { referenceRows > 0 && currentRows > 0 }
    }

    /// What a cell contributes.
    public struct Part: Sendable, Hashable {
        /// By its share; 0 for a cell of one window.
        public let mix: Double
        /// By its rate; 0 for a cell of one window.
        public let within: Double
        /// As a cell of one window alone; 0 for a matched one.
        public let unmatched: Double
    }

    /// The change of the rate.
    public let total: Double
    /// The parts, one a cell.
    public let parts: [Part]

    /// The sum of what shares brought.
    public var mix: Double { ExactSum.of(parts.lazy.map(\.mix)) }
    /// The sum of what rates brought.
    public var within: Double { ExactSum.of(parts.lazy.map(\.within)) }
    /// The sum of what cells of one window contribute.
    public var unmatched: Double { ExactSum.of(parts.lazy.map(\.unmatched)) }

    /// The decomposition; `nil` when a window has no rows. `matched` says which cells are matched, all that both windows
    /// have unless it is given: a replicate matches what the windows themselves do, and a window in which it drew no row of
    /// such a cell has the rate of `rates` there.
    public init?(_ cells: [Cell], like rates: [Cell]? = nil) {
        let n1 = ExactSum.of(cells.lazy.map(\.referenceRows))
        let n2 = ExactSum.of(cells.lazy.map(\.currentRows))
        guard n1 > 0, n2 > 0 else { return nil }
        total =
            ExactSum.of(cells.lazy.map(\.currentErrors)) / n2 - ExactSum.of(cells.lazy.map(\.referenceErrors)) / n1
        parts = cells.enumerated().map { index, cell in
            let model = rates?[index] ?? cell
            guard model.isMatched else {
                return Part(
                    mix: 0, within: 0, unmatched: cell.currentErrors / n2 - cell.referenceErrors / n1)
            }
            let r1 =
                cell.referenceRows > 0
                ? cell.referenceErrors / cell.referenceRows : model.referenceErrors / model.referenceRows
            let r2 =
                cell.currentRows > 0 ? cell.currentErrors / cell.currentRows : model.currentErrors / model.currentRows
            let w1 = cell.referenceRows / n1
            let w2 = cell.currentRows / n2
            return Part(mix: (w2 - w1) * (r1 + r2) / 2, within: (w1 + w2) / 2 * (r2 - r1), unmatched: 0)
        }
    }
}
