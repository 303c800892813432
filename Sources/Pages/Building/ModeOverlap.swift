import Record

/// Which errors the findings of an audit share: a mode by itself may cover half of all errors and the next one the same half.
struct ModeOverlap {
    /// Findings by findings, the errors in both; on the diagonal those of one.
    let chart: MatrixChart
    /// Findings that cover errors of the plain evaluation; the chart has the first of them.
    let findings: Int
    /// Errors in at least one of them.
    let covered: Int
    /// Errors in more than one of them.
    let several: Int
    /// Errors of the audit.
    let total: Int

    /// Findings side by side: as many as a phone shows with their numbers.
    private static let most = 7

    /// `nil` where fewer than two findings cover errors, and in audits of before it was kept which ones. `title` says what a
    /// mode is called, and `names` what the two axes are.
    init?(_ audit: Audit, names: (row: String, column: String), title: (FailureMode) -> String) {
        let sets = audit.findings.compactMap { finding -> (mode: FailureMode, errors: ErrorSet)? in
            guard finding.standing == .finding, let errors = finding.covers, errors.count > 0 else { return nil }
            return (finding.mode, errors)
        }
        guard sets.count > 1, let total = sets.first?.errors.total, sets.allSatisfy({ $0.errors.total == total }) else {
            return nil
        }
        let shown = sets.enumerated().sorted { a, b in
            (b.element.errors.count, a.offset) < (a.element.errors.count, b.offset)
        }.prefix(Self.most).map(\.element)
        let titles = shown.map { title($0.mode) }
        chart = MatrixChart(
            rowTitle: names.row, columnTitle: names.column, rows: titles, columns: titles, unit: .count,
            cells: shown.flatMap { row in
                shown.map { MatrixChart.Value(Double(row.errors.overlap($0.errors)), n: row.errors.count) }
            }, quietDiagonal: true)
        var (once, again) = (ErrorSet([], of: total), ErrorSet([], of: total))
        for (_, errors) in sets {
            again.formUnion(once.intersection(errors))
            once.formUnion(errors)
        }
        (covered, several) = (once.count, again.count)
        self.total = total
        findings = sets.count
    }
}
