// Telemetry as it is compared: which rows are errors, where they come from, and what they are matched by.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Rows of telemetry with what they are matched by.
struct MatchedRows: Sendable {
    /// Where rows come from, columns with at least two levels.
    let factors: [CodedColumn]
    /// What is matched.
    let attributes: [CodedColumn]
    /// Whether each row is an error.
    let errors: [Bool]
    /// What rows belong to, where some share one: an image that was replayed, or what misread.yml calls the unit.
    let units: [UInt64]?
    let cells: FactorCells
    let comparison: LevelComparison
    /// The cell of each row.
    private let cellOf: [Int32]

    /// How many attributes besides the class are matched where the team names none.
    static let mostAttributes = 2
    /// Most values of an attribute that is chosen.
    static let mostValues = 50

    /// The comparison of all levels. Throws `Missing` where there is nothing to compare.
    init(_ telemetry: Telemetry, _ examination: Examination) throws {
        factors = telemetry.factors.filter { column in
            var seen = Set<Int>()
            for code in column.codes where seen.insert(code).inserted && seen.count > 1 { return true }
            return false
        }
        guard !factors.isEmpty else {
            throw Missing("all rows of the telemetry are of one node, and nothing else tells them apart")
        }
        let images = telemetry.images
        attributes = Self.matched(examination).map { $0.gathered(images) }
        errors = telemetry.errors(against: examination.evaluation.items.labels)
        units = Self.units(of: telemetry, examination)
        do {
            cells = try FactorCells(factors: factors, attributes: attributes, errors: errors, units: units)
            comparison = try LevelComparison(cells)
        } catch {
            throw Missing(error.problem.summary)
        }
        cellOf = Self.cells(of: attributes + factors, among: cells)
    }

    /// What rows belong to; `nil` where each is its own.
    static func units(of telemetry: Telemetry, _ examination: Examination) -> [UInt64]? {
        let images = telemetry.images
        let isReplayed = Set(images).count < images.count
        return isReplayed || examination.rowsShareUnits ? images.map { examination.units.ids[Int($0)] } : nil
    }

    /// The cell of each row: cells ascend by the codes of `columns`, as if they were the digits of a number.
    private static func cells(of columns: [CodedColumn], among cells: FactorCells) -> [Int32] {
        func number(_ codes: [Int]) -> UInt64 {
            zip(columns, codes).reduce(0) { $0 &* UInt64(max(1, $1.0.categories.count)) &+ UInt64($1.1) }
        }
        var index: [UInt64: Int32] = [:]
        for (place, cell) in cells.cells.enumerated() {
            index[number(cell.values + cell.levels)] = Int32(truncatingIfNeeded: place)
        }
        var keys = [UInt64](repeating: 0, count: cells.rows)
        for column in columns {
            let size = UInt64(max(1, column.categories.count))
            for (row, code) in column.codes.enumerated() { keys[row] = keys[row] &* size &+ UInt64(code) }
        }
        return keys.map { index[$0] ?? -1 }
    }

    /// What is matched: the attributes that misread.yml names, or the class and those that go with errors most in the version's
    /// own run. That choice looks at no node, so that the comparison of nodes is not biased by it.
    static func matched(_ examination: Examination) -> [CodedColumn] {
        let evaluation = examination.evaluation
        let label = evaluation.classColumn(Predicate.label, evaluation.items.labels)
        if let named = examination.settings.telemetry.match {
            return named.compactMap { name in
                Name(name) == label.name ? label : examination.columns.column(Name(name))
            }
        }
        let ranked = examination.columns.withoutLabel.filter { $0.categories.count <= mostValues }
            .compactMap { column -> (column: CodedColumn, v: Double)? in
                var table = [[Int]](repeating: [0, 0], count: column.categories.count)
                for row in 0..<evaluation.count { table[column.codes[row]][evaluation.isCorrect(row) ? 0 : 1] += 1 }
                return CramersV.debiased(table).flatMap { $0 > 0 ? (column, $0) : nil }
            }
            .sorted { $0.v != $1.v ? $0.v > $1.v : $0.column.name < $1.column.name }
        return [label] + ranked.prefix(mostAttributes).map(\.column)
    }

    /// Whether each row is of a level.
    func isOfLevel(_ level: Int) -> [Bool] {
        guard let place = comparison.levels[level].places.first else { return errors.map { _ in false } }
        return factors[place.factor].codes.map { $0 == place.level }
    }

    /// Whether each row was still there when a level was named.
    func isKept(_ published: PublishedLevel) -> [Bool] {
        cellOf.map { $0 >= 0 && published.pass.kept[Int($0)] }
    }

    /// The error rate of the others in the stratum of each row; `nil` where they have none.
    func expectedErrors(_ published: PublishedLevel) -> [Double?] {
        let strata = published.pass.matcher.strata(published.level, kept: published.pass.kept).map { stratum in
            stratum.otherRows > 0 ? Double(stratum.otherErrors) / Double(stratum.otherRows) : nil
        }
        return cellOf.map { $0 < 0 ? nil : strata[cells.cells[Int($0)].stratum] }
    }

    /// The conditions that a level is, the first of its names.
    func predicate(_ level: Int) -> Predicate? { predicates(level).first }

    /// All its names.
    func predicates(_ level: Int) -> [Predicate] {
        comparison.levels[level].places.map { place in
            Predicate(factors[place.factor].name, factors[place.factor].categories[place.level])
        }
    }

    /// The share of the rows of a level that are errors, of those that were there when it was named.
    func errorRate(_ published: PublishedLevel, method: String) -> Measure? {
        let kept = isKept(published)
        let own = isOfLevel(published.level)
        return rate(of: errors.indices.filter { kept[$0] && own[$0] }, method: method)
    }

    /// The share of some rows that are errors, by units where rows share them.
    func rate(of rows: some Collection<Int>, method: String) -> Measure? {
        Self.rate(of: rows, errors, units, method: method)
    }

    /// The share of some rows that are errors, by `units` where rows share them.
    static func rate(
        of rows: some Collection<Int>, _ errors: [Bool], _ units: [UInt64]?, method: String
    ) -> Measure? {
        guard let units else {
            return .rate(rows.count { errors[$0] }, of: rows.count, method: method)
        }
        var sums: [UInt64: (successes: Int, rows: Int)] = [:]
        for row in rows {
            sums[units[row], default: (0, 0)].rows += 1
            if errors[row] { sums[units[row], default: (0, 0)].successes += 1 }
        }
        return .rate(UnitProportion(sums.values), method: method)
    }
}
