import Columns
import Record
import Tallies

/// What `misread measure slices` prints.
struct SliceReport {
    let findings: SliceFindings
    /// What was sliced by; empty where that is not known.
    let columns: [CodedColumn]
    /// Cells without a value, by column, where there are any.
    let missing: [(column: String, cells: Int)]

    var json: JSONValue {
        let settings = findings.settings
        var members: [(key: String, value: JSONValue)] = [
            ("tool", .string("misread")), ("version", .string(Release.version)),
            ("score", .string(settings.score.rawValue)), ("alpha", .number(settings.alpha)),
            ("min_support", .integer(findings.minSupport)), ("max_depth", .integer(settings.maxDepth)),
            ("k", .integer(settings.top)), ("rows", .integer(findings.rows)),
            // A table with a row that cannot be read is refused as a whole, so every row read is kept.
            (
                "reading",
                .object([
                    ("rows_read", .integer(findings.rows)), ("rows_kept", .integer(findings.rows)),
                    ("rows_refused", .object([])),
                    ("cells_missing", .object(missing.map { ($0.column, .integer($0.cells)) })),
                ])
            ),
            ("mean_error", .number(findings.meanError)), ("evaluated", .integer(findings.evaluated)),
            ("pruned", .integer(findings.pruned)), ("tested", .integer(findings.tested)),
            ("too_small", .integer(findings.tooSmall)),
        ]
        if settings.score == .excess {
            members += [
                ("validate", .number(settings.validationShare)),
                ("permutations", .integer(findings.permutations)),
                ("threshold", findings.threshold.map { .number($0) } ?? .null),
            ]
        }
        members += Self.buckets(columns)
        members.append(("slices", .array(findings.slices.map { json($0) })))
        return .object(members)
    }

    /// Where columns of numbers were cut; no member where none was.
    static func buckets(_ columns: [CodedColumn]) -> [(key: String, value: JSONValue)] {
        let cuts = columns.compactMap { column in column.cut.map { (column.name.text, json($0)) } }
        return cuts.isEmpty ? [] : [("buckets", .object(cuts))]
    }

    private static func json(_ cut: Bucketing) -> JSONValue {
        let rule =
            switch cut.rule {
            case .quantiles(let count): "\(count) quantiles, closed on the right, equal edges dropped"
            case .cuts: "given edges, closed on the right"
            }
        return .object([
            ("rule", .string(rule)), ("edges", .numbers(cut.edges)),
            ("labels", .array(cut.labels.map { .string($0) })),
        ])
    }

    private func json(_ slice: FoundSlice) -> JSONValue {
        .object([
            ("predicates", Self.predicates(slice.predicates)), ("size", .integer(slice.size)),
            ("errors", .number(slice.errors)), ("score", .number(slice.score)),
            ("mean_error", .number(slice.meanError)), ("ci_low", .number(slice.low)),
            ("ci_high", .number(slice.high)), ("significant", .bool(slice.isSignificant)),
            ("p_adjusted", .number(slice.adjustedP)),
            ("share_of_rows", .number(Double(slice.size) / Double(findings.rows))),
            ("share_of_errors", findings.errors > 0 ? .number(slice.errors / findings.errors) : .null),
            (
                "worst_parent",
                .object([
                    ("predicates", Self.predicates(slice.worstParent.predicates)),
                    ("mean_error", .number(slice.worstParent.meanError)),
                ])
            ), ("excess", .number(slice.meanError - slice.worstParent.meanError)),
            (
                "shapley",
                .object(zip(slice.predicates, slice.shares).map { ($0.attribute.text, .number($1)) })
            ), ("errors_saved", .number(slice.savedErrors)),
            ("discovery", Self.rate(slice.discovered)), ("confirmation", Self.rate(slice.confirmed)),
            ("alternatives", .array(slice.alternatives.map(Self.predicates))),
        ])
    }

    private static func rate(_ rate: SliceRate?) -> JSONValue {
        guard let rate else { return .null }
        return .object([
            ("size", .integer(rate.size)), ("errors", .number(rate.errors)),
            ("mean_error", rate.size > 0 ? .number(rate.errors / Double(rate.size)) : .null),
        ])
    }

    /// Categories that look like whole numbers are printed as such.
    private static func predicates(_ predicates: [Predicate]) -> JSONValue {
        .object(
            predicates.map { predicate in
                let value = predicate.value
                return (
                    predicate.attribute.text, CodedColumn.wholeNumber(value).map { .integer($0) } ?? .string(value.text)
                )
            })
    }
}
