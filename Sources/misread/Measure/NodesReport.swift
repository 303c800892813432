import Columns
import Findings
import Record
import Statistics
import Tallies

/// What `misread measure nodes` prints.
struct NodesReport {
    let cells: FactorCells
    let found: LevelComparison
    /// What is worse.
    let named: NamedLevels
    /// Latencies by level; empty unless asked for.
    let latencies: [LevelQuantiles]

    init(cells: FactorCells, found: LevelComparison, latencies: [LevelQuantiles]) {
        self.cells = cells
        self.found = found
        self.latencies = latencies
        named = found.named()
    }

    var json: JSONValue {
        let mixed = Multiplicity.benjaminiHochberg(found.results.map(\.rawP))
        return .object([
            ("rows", .integer(cells.rows)), ("errors", .integer(cells.errors)),
            ("level", names(cells.factors)), ("match", names(cells.attributes)), ("strata", .integer(cells.strata)),
            ("units", cells.unitCells.map { .integer(($0.last?.unit ?? -1) + 1) } ?? .null),
            ("alpha", .number(LevelComparison.alpha)),
            ("levels", .array(found.levels.indices.map { .object(members($0, rawAdjusted: mixed[$0])) })),
            ("published", .array(named.published.map { .object(members($0)) })),
            ("better", .array(named.better.map { .object(name($0)) })),
        ])
    }

    private func names(_ axes: [FactorCells.Axis]) -> JSONValue { .array(axes.map { .string($0.name.text) }) }

    private func name(_ index: Int) -> [(key: String, value: JSONValue)] {
        let named = found.levels[index].places.map { place -> (factor: String, level: String) in
            let axis = cells.factors[place.factor]
            return (axis.name.text, axis.categories[place.level].text)
        }
        guard let first = named.first else { return [] }
        return [
            ("factor", .string(first.factor)), ("level", .string(first.level)),
            (
                "aliases",
                .array(
                    named.dropFirst().map {
                        .object([("factor", .string($0.factor)), ("level", .string($0.level))])
                    })
            ),
        ]
    }

    private func members(_ index: Int, rawAdjusted: Double) -> [(key: String, value: JSONValue)] {
        let result = found.results[index]
        let published = named.published.first { $0.level == index }
        let isMix =
            rawAdjusted < LevelComparison.alpha && published == nil
            && result.matched.map { $0.adjusted >= LevelComparison.alpha } ?? false
        return name(index) + Self.members(result) + [
            ("mix", .bool(isMix)), ("published", .bool(published != nil)),
            ("in", published?.place.map(Self.json) ?? .null),
        ] + latency(index)
    }

    private func latency(_ index: Int) -> [(key: String, value: JSONValue)] {
        guard !latencies.isEmpty, let place = found.levels[index].places.first else { return [] }
        return [("latency", .object(latencies.map { ($0.name, .object(Self.members($0[place]))) }))]
    }

    private static func members(_ found: [LevelQuantiles.Quantile]) -> [(key: String, value: JSONValue)] {
        found.flatMap { quantile -> [(key: String, value: JSONValue)] in
            let name = quantile.percent == 50 ? "median" : "p\(quantile.percent)"
            return [
                (name, quantile.found.map { .number($0.value) } ?? .null),
                ("\(name)_ci_low", quantile.found?.low.map { .number($0) } ?? .null),
                ("\(name)_ci_high", quantile.found?.high.map { .number($0) } ?? .null),
            ]
        }
    }

    private func members(_ published: PublishedLevel) -> [(key: String, value: JSONValue)] {
        name(published.level) + Self.members(published.result) + [
            ("homogeneity_p", published.homogeneityP.map { .number($0) } ?? .null),
            ("in", published.place.map(Self.json) ?? .null),
        ]
    }

    private static func members(_ result: LevelResult) -> [(key: String, value: JSONValue)] {
        func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
        let matched = result.matched
        var members: [(key: String, value: JSONValue)] = [
            ("n", .integer(result.rows)), ("errors", .integer(result.errors)),
            ("raw_difference", number(result.rawDifference)), ("raw_p", .number(result.rawP)),
            ("overlap", .number(result.overlap)), ("matched_difference", number(matched?.difference)),
            ("ci_low", number(matched?.interval.low)), ("ci_high", number(matched?.interval.high)),
            ("standard_error", number(matched?.standardError)), ("cmh", number(matched?.statistic)),
            ("p", number(matched?.p)), ("p_adjusted", number(matched?.adjusted)),
        ]
        if let permuted = matched?.permutationP { members.append(("permutation_p", .number(permuted))) }
        if matched == nil {
            members.append(
                (
                    "refused",
                    .string("fewer than half of its rows lie in strata that others share, so it is not compared")
                ))
        }
        return members
    }

    private static func json(_ place: EffectPlace) -> JSONValue {
        .object([
            ("attribute", .string(place.attribute.text)), ("values", .array(place.values.map { .string($0.text) })),
            ("matched_difference", .number(place.inside)),
            ("elsewhere", place.elsewhere.map { .number($0) } ?? .null),
        ])
    }
}
