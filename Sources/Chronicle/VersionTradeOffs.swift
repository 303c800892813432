// Versions by how good they are and by what they cost, from what their archives keep. Points of one chart have to be of one set
// of images, so only versions evaluated on the newest one's are weighed against each other.

import Archive
import Record

/// Versions weighed against each other.
public struct VersionTradeOffs: Sendable {
    /// Something that is wanted large or small.
    public struct Objective: Sendable, Equatable {
        /// The path of the fact for the quality, else the name of the measure.
        public let name: String
        /// Whether more is better.
        public let isLargerBetter: Bool
        /// How it is shown.
        public let unit: Quantity
        /// Its constraint in force.
        public let constraint: Constraint?
    }

    /// A version's value of an objective.
    public struct Value: Sendable {
        /// The value; `nil` where it is not measured or stated.
        public let value: Double?
        /// Its interval; `nil` for what the manifest states.
        public let interval: Interval?
    }

    /// A version.
    public struct Point: Sendable {
        /// Its audit.
        public let archived: ArchivedAudit
        /// What it counts over.
        public let n: Int
        /// Its quality, then its costs in the order of ``costs``.
        public let values: [Value]
        /// How it keeps the constraint of each cost; `nil` where there is none.
        public let states: [GateStatus?]
        /// Whether no other version beats it in everything; `nil` where a value is missing.
        public let isNonDominated: Bool?
        /// The share of replicates of the quality in which none does, 0...1.
        public let share: Double?

        /// Whether it keeps every constraint.
        public var isWithin: Bool { states.allSatisfy { $0 == nil || $0 == .passed } }
        /// Its version.
        public var name: String { archived.audit.version.name }
    }

    /// What is wanted large before anything else: the number for the whole.
    public let quality: Objective
    /// What versions cost: what is constrained first, in the order of misread.yml, then what manifests state, then latency.
    public let costs: [Objective]
    /// The versions, oldest first.
    public let points: [Point]
    /// Versions that were evaluated on other images, and so are not among ``points``.
    public let leftOut: [String]

    /// The version of the highest quality.
    public let best: Point?
    /// Of the versions within all constraints the one with the least of the first cost, then of the next; `nil` where there is
    /// none, or no cost has a value.
    public let cheapest: Point?

    /// The versions of a chronicle; `nil` where nothing that they cost is known or constrained, or no number is for the whole.
    public init?(_ chronicle: Chronicle, facts: FactIndex) {
        guard let newest = chronicle.latest,
            let entry = facts.entries.first(where: {
                $0.spec.role == .whole && newest.audit.fact(at: $0.path)?.value != nil
            })
        else { return nil }
        let audits = chronicle.audits.filter {
            $0.audit.dataset.isSameSet(as: newest.audit.dataset) && $0.audit.fact(at: entry.path)?.value != nil
        }
        leftOut = chronicle.audits.map(\.audit.version.name).filter { name in
            !audits.contains { $0.audit.version.name == name }
        }
        quality = Objective(
            name: entry.path, isLargerBetter: entry.spec.better != .lower, unit: entry.spec.unit, constraint: nil)
        let named = Self.names(chronicle.constraints, audits, facts)
        guard !named.isEmpty else { return nil }
        let costs = named.map { name in
            let constraint = chronicle.constraints.first { $0.measure == name }
            return Objective(
                name: name, isLargerBetter: constraint?.sense == .atLeast, unit: .raw, constraint: constraint)
        }
        self.costs = costs
        let values = audits.map { archived in
            let fact = archived.audit.fact(at: entry.path)
            return [Value(value: fact?.value, interval: fact?.interval)]
                + named.map { Self.value($0, archived.audit, facts) }
        }
        // What nobody has a value of cannot tell versions apart.
        let all = [quality] + costs
        let weighed = all.indices.filter { place in values.contains { $0[place].value != nil } }
        let shares = NonDominatedShares(
            values.map { row in weighed.map { row[$0].value ?? .nan } },
            isLargerBetter: weighed.map { all[$0].isLargerBetter },
            draws: audits.map { Self.draws(entry.path, $0, facts) })
        points = audits.indices.map { place in
            let isWhole = weighed.allSatisfy { values[place][$0].value != nil }
            return Point(
                archived: audits[place], n: audits[place].audit.fact(at: entry.path)?.n ?? 0, values: values[place],
                states: zip(costs, values[place].dropFirst()).map { cost, value in
                    cost.constraint.map { $0.state(of: value.value, value.interval) }
                }, isNonDominated: isWhole ? shares.isNonDominated[place] : nil,
                share: isWhole ? shares.shares?[place] : nil)
        }
        let sign = quality.isLargerBetter ? 1.0 : -1.0
        best = points.max { sign * ($0.values[0].value ?? .nan) < sign * ($1.values[0].value ?? .nan) }
        let priced = weighed.filter { $0 > 0 }
        cheapest =
            priced.isEmpty
            ? nil
            : points.filter { point in point.isWithin && point.values[priced[0]].value != nil }
                .min { first, second in
                    for place in priced {
                        let sign = all[place].isLargerBetter ? -1.0 : 1.0
                        // What one of two has no value of does not tell which is cheaper.
                        guard let a = first.values[place].value, let b = second.values[place].value else { continue }
                        if a != b { return sign * a < sign * b }
                    }
                    return sign * (first.values[0].value ?? .nan) > sign * (second.values[0].value ?? .nan)
                }
    }

    /// The names of what versions cost.
    private static func names(
        _ constraints: [Constraint], _ audits: [ArchivedAudit], _ facts: FactIndex
    ) -> [String] {
        var names = constraints.map(\.measure)
        let stated = audits.reversed().flatMap { $0.audit.version.measures ?? [] }.map(\.name)
        for name in stated where !names.contains(name) { names.append(name) }
        let timed = Constraint.latencies.suffix(1).filter { name in
            audits.contains { value(name, $0.audit, facts).value != nil }
        }
        return names + timed.filter { name in !names.contains { Constraint.latencies.contains($0) || $0 == name } }
    }

    /// A version's value of a cost: what telemetry measured, else what the manifest states.
    private static func value(_ name: String, _ audit: Audit, _ facts: FactIndex) -> Value {
        if Constraint.latencies.contains(name),
            let fact = facts.entries.lazy.filter({ $0.spec.id == name }).compactMap({ audit.fact(at: $0.path) }).first,
            fact.value != nil
        {
            return Value(value: fact.value, interval: fact.interval)
        }
        return Value(value: audit.version.measures?.first { $0.name == name }?.value, interval: nil)
    }

    /// Replicates of the quality, paired over versions of the same images: those that the archive keeps of the fact, else of a
    /// classifier's accuracy what its outcomes give.
    private static func draws(_ path: String, _ archived: ArchivedAudit, _ facts: FactIndex) -> [Double]? {
        let audit = archived.audit
        if let kept = audit.fact(at: path)?.draws { return kept }
        guard facts.isPairedByChange(path), audit.task == .classification, audit.fact(at: path)?.units == nil,
            archived.outcomes.count > 0
        else { return nil }
        return archived.outcomes.accuracyReplicates
    }
}
