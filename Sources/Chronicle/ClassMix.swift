import Archive
import Record
import Statistics

/// How the error rates of two versions that were evaluated on unlike images differ, divided by true class: what the sets' shares of
/// classes bring, and what remains at the same mix. By what the archives keep, which is every image's class and outcome.
public struct ClassMix: Sendable {
    /// The parts, a cell a class.
    private let divided: DividedRate
    /// The classes' names, in the order of the cells.
    private let classes: [String]
    /// Images that both were evaluated on.
    public let common: Int

    /// The change of the error rate.
    public var total: Double { divided.total.value }
    /// What the classes' shares bring.
    public var mix: Double { divided.mix.value }
    /// What remains at the same mix.
    public var within: Double { divided.within.value }
    /// Its 95 % interval.
    public var interval: Interval? { divided.within.interval.map { Interval($0, method: "poisson-bootstrap") } }
    /// What is of classes that one of the two alone has; `nil` where there are none.
    public var unmatched: Double? {
        divided.cells.allSatisfy(\.counts.isMatched) ? nil : divided.unmatched.value
    }

    /// From one version's error rate to the other's, step by step.
    public func waterfall(from before: String, to now: String) -> WaterfallChart {
        WaterfallChart(divided, cells: classes, from: before, to: now)
    }

    /// The division of the change from `a` to `b`; `nil` but for classifiers on unlike images of which a class is in both. An image that
    /// is in both weighs the same in both; where rows share units, which archives do not keep, there are no intervals.
    public init?(_ a: ArchivedAudit, _ b: ArchivedAudit) {
        let sides = [a, b]
        guard sides.allSatisfy({ $0.audit.task == .classification && $0.audit.dataset.labels == nil }),
            !a.audit.dataset.isSameSet(as: b.audit.dataset)
        else { return nil }
        let known = Set(a.audit.dataset.classes)
        let classes = a.audit.dataset.classes + b.audit.dataset.classes.filter { !known.contains($0) }
        let places = Dictionary(classes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let tables = sides.map { side in
            Side(side.outcomes, classOf: side.audit.dataset.classes.map { places[$0] ?? 0 }, of: classes.count)
        }
        // A class that neither set has an image of is no cell.
        let there = classes.indices.filter { cell in tables.contains { $0.rows[cell] > 0 } }
        guard there.contains(where: { cell in tables.allSatisfy { $0.rows[cell] > 0 } }) else { return nil }
        let counts = there.map { cell in
            Kitagawa.Cell(
                referenceRows: Double(tables[0].rows[cell]), referenceErrors: Double(tables[0].errors[cell]),
                currentRows: Double(tables[1].rows[cell]), currentErrors: Double(tables[1].errors[cell]))
        }
        let sharesUnits = sides.contains { $0.audit.sections.contains { $0.facts.contains { $0.units != nil } } }
        let draws = sharesUnits ? nil : tables.map { $0.draws() }
        let divided = DividedRate(
            counts,
            replicate: draws.map { draws in
                { lane in
                    there.map { cell in
                        Kitagawa.Cell(
                            referenceRows: draws[0][2 * cell][lane], referenceErrors: draws[0][2 * cell + 1][lane],
                            currentRows: draws[1][2 * cell][lane], currentErrors: draws[1][2 * cell + 1][lane])
                    }
                }
            })
        guard let divided else { return nil }
        self.divided = divided
        self.classes = there.map { classes[$0] }
        common = Set(a.outcomes.ids).intersection(b.outcomes.ids).count
    }

    /// One version's images by class.
    private struct Side {
        let table: OutcomeTable
        /// The cell of each row.
        let cells: [Int]
        private(set) var rows, errors: [Int]

        init(_ table: OutcomeTable, classOf: [Int], of count: Int) {
            self.table = table
            cells = table.labels.map { Int($0) < classOf.count ? classOf[Int($0)] : 0 }
            (rows, errors) = ([Int](repeating: 0, count: count), [Int](repeating: 0, count: count))
            for (row, cell) in cells.enumerated() {
                rows[cell] += 1
                if isError(row) { errors[cell] += 1 }
            }
        }

        func isError(_ row: Int) -> Bool { table.predicted[row] != table.labels[row] }

        /// Rows and errors of each cell, one after the other, in every replicate.
        func draws() -> [[Double]] {
            BootstrapWeights(units: table.ids).sums(cells.indices, columns: 2 * rows.count) { row, sums in
                sums[2 * cells[row]] += 1
                if isError(row) { sums[2 * cells[row] + 1] += 1 }
            }
            .map { $0.sums.map { Double($0) } }
        }
    }
}
