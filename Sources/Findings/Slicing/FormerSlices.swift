// Slices of the baseline under another name. An attribute that was renamed, or numbers that were cut into other buckets, would
// make an old failure look fixed and a new one look as if it had just appeared. So both are matched by what they hold.

import Artifacts
import Columns
import Record
import Tallies

/// The slices of the baseline that this version may list in other buckets.
struct FormerSlices {
    /// Share of common items (Jaccard) from which two slices are one.
    static let sameness = 0.8

    private let earlier: [SliceTrends.Earlier]

    /// Those in `listed` (ids of this version's slices) are under their own name.
    init(_ trends: SliceTrends?, listed: [String]) {
        let known = Set(listed)
        earlier = (trends?.earlier ?? []).filter { !known.contains($0.mode.stableID) }
    }

    /// For each of some slices the former mode that it is, each of which is at most one of them.
    func matched(_ slices: [RowSet]) -> [FormerMode?] {
        var pairs: [(slice: Int, earlier: Int, jaccard: Double)] = []
        for (place, former) in earlier.enumerated() {
            for (index, slice) in slices.enumerated() {
                let jaccard = slice.jaccard(former.rows)
                if jaccard >= Self.sameness { pairs.append((index, place, jaccard)) }
            }
        }
        var result = [FormerMode?](repeating: nil, count: slices.count)
        var taken: Set<Int> = []
        for pair in pairs.sorted(by: { ($1.jaccard, $0.earlier, $0.slice) < ($0.jaccard, $1.earlier, $1.slice) })
        where result[pair.slice] == nil && taken.insert(pair.earlier).inserted {
            result[pair.slice] = FormerMode(earlier[pair.earlier].mode, jaccard: pair.jaccard, of: .items)
        }
        return result
    }
}

/// Conditions of the baseline on attributes that are gone, said by those that came.
///
/// The archive keeps no attributes, but which errors a slice covered. A value of another attribute that holds the same of them
/// is the same value under another name.
struct RenamedAttributes {
    /// Fewest errors that can tell: of fewer, as many are common by chance.
    static let fewest = 5

    private let examination: Examination
    private let columns: SliceColumns
    private var errors: BaselineErrors?

    init(_ examination: Examination, _ columns: SliceColumns) {
        self.examination = examination
        self.columns = columns
    }

    /// The conditions as they are said now, and how many of the errors in either are in both; `nil` where no attribute is gone,
    /// where more than one is, and where nothing holds the same errors.
    mutating func found(_ predicates: [Predicate], covers: ErrorSet) -> (predicates: [Predicate], jaccard: Double)? {
        let gone = predicates.indices.filter {
            predicates[$0].attribute != Predicate.label && columns.column(predicates[$0].attribute) == nil
        }
        guard gone.count == 1, covers.count >= Self.fewest else { return nil }
        let known = errors ?? BaselineErrors(examination)
        errors = known
        guard let old = known.rows(covers), old.count >= Self.fewest else { return nil }
        let used = Set(predicates.map(\.attribute))
        var best: (predicates: [Predicate], jaccard: Double)?
        for column in columns.columns where !used.contains(column.name) && column.name != Predicate.label {
            for value in column.categories.indices {
                var now = predicates
                now[gone[0]] = column.predicate(value)
                var rows = known.all
                let inside = RowSet(columns.rows(now).rows, of: examination.evaluation.count)
                rows.keep(inside.contains)
                let jaccard = rows.jaccard(old)
                if jaccard >= FormerSlices.sameness, jaccard > best?.jaccard ?? 0 { best = (now, jaccard) }
            }
        }
        return best
    }
}

/// The items that the baseline has wrong, as rows of this version.
private struct BaselineErrors {
    /// The row of each error in the order of the archived outcomes; `nil` where this version has no such item.
    private let places: [Int?]
    /// All that are here.
    let all: RowSet

    init(_ examination: Examination) {
        let evaluation = examination.evaluation
        guard let baseline = examination.baseline else {
            (places, all) = ([], RowSet([], of: evaluation.count))
            return
        }
        let (outcomes, classes) = (baseline.outcomes, baseline.audit.dataset.classes.count)
        let rows = Dictionary(
            OutcomeTable.rowsByHash(of: evaluation).map { ($0.hash, $0.row) }, uniquingKeysWith: { first, _ in first })
        places = (0..<outcomes.count).filter { outcomes.answer($0, classes: classes) != Int32(outcomes.labels[$0]) }
            .map { rows[outcomes.ids[$0]] }
        all = RowSet(places.compactMap(\.self), of: evaluation.count)
    }

    /// The rows of a set of the baseline's errors; `nil` where it is of other errors.
    func rows(_ covers: ErrorSet) -> RowSet? {
        guard covers.total == places.count else { return nil }
        return RowSet(places.indices.lazy.filter(covers.contains).compactMap { places[$0] }, of: all.rows)
    }
}
