import Findings
import Record
import Statistics

/// What `misread measure drift` prints.
struct DriftReport {
    let found: TableDrift

    var json: JSONValue {
        var named = NamedValues()
        for column in found.columns {
            for value in column.values {
                named.add("\(column.name.text).\(value.name)", value.value, else: value.reason)
            }
        }
        let none = "there are fewer than two rows of numbers without a missing cell, or they are all the same"
        if found.columns.contains(where: \.isNumbers) {
            named.add("mmd.sigma", found.kernel?.sigma, else: none)
            named.add("mmd.mmd2_unbiased", found.kernel?.squared, else: none)
        }
        let settings = found.settings
        guard case .object(var members) = named.json else { return named.json }
        members += [
            ("columns", .array(found.columns.map(json))),
            (
                "skipped",
                .array(
                    found.skipped.map {
                        .object([("column", .string($0.column.text)), ("reason", .string($0.reason))])
                    })
            ),
            ("tests", .integer(found.tests)), ("level", .number(settings.level)),
            (
                "rule",
                .string(
                    "drift: p_adjusted <= \(settings.level), and an effect >= \(settings.leastDistance) reference "
                        + "standard deviations (numbers) or a change >= \(settings.leastShare) of the rows "
                        + "(categories, missing, unseen)")
            ),
            (
                "drift",
                .array(
                    found.columns.flatMap { column in
                        [
                            column.hasDrifted ? column.name.text : nil,
                            column.missing?.hasDrifted == true ? "\(column.name.text).missing" : nil,
                            column.unseen?.hasDrifted == true ? "\(column.name.text).unseen" : nil,
                        ].compactMap { $0.map { .string($0) } }
                    })
            ),
        ]
        return .object(members)
    }

    private func json(_ column: ColumnDrift) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("column", .string(column.name.text)), ("kind", .string(column.isNumbers ? "numbers" : "categories")),
            ("reference_rows", .integer(column.rows.reference)), ("current_rows", .integer(column.rows.current)),
            ("effect", column.effect.map(json) ?? .null), ("p", column.p.map { .number($0) } ?? .null),
            ("p_adjusted", column.adjusted.map { .number($0) } ?? .null), ("drift", .bool(column.hasDrifted)),
            ("tests", .array(column.tests.map { .string($0) })),
        ]
        if let missing = column.missing { members.append(("missing", json(missing))) }
        if let unseen = column.unseen { members.append(("unseen", json(unseen))) }
        if column.isNumbers { members.append(("cuts", .numbers(column.cuts))) }
        return .object(members)
    }

    private func json(_ effect: DriftEffect) -> JSONValue {
        .object([
            ("name", .string(effect.kind.rawValue)), ("value", .number(effect.value)),
            ("ci_low", effect.interval.map { .number($0.low) } ?? .null),
            ("ci_high", effect.interval.map { .number($0.high) } ?? .null),
            ("null_high", .number(effect.nullHigh)), ("least", .number(effect.least)),
        ])
    }

    private func json(_ rate: RateDrift) -> JSONValue {
        .object([
            ("reference", json(rate.reference)), ("current", json(rate.current)), ("p", .number(rate.p)),
            ("p_adjusted", .number(rate.adjusted)), ("drift", .bool(rate.hasDrifted)),
        ])
    }

    private func json(_ share: Proportion) -> JSONValue {
        let interval = share.wilson()
        return .object([
            ("count", .integer(share.successes)), ("rows", .integer(share.n)),
            ("rate", share.value.map { .number($0) } ?? .null),
            ("ci_low", interval.map { .number($0.low) } ?? .null),
            ("ci_high", interval.map { .number($0.high) } ?? .null),
        ])
    }
}
