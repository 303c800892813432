import Artifacts
import Columns
import Record
import Tallies

/// One attribute that names groups of people, and every rate of its groups.
struct GroupedAttribute {
    let column: CodedColumn
    /// The share right of each group.
    let right: GroupRate
    /// Rates of each class.
    let ofClasses: [GroupRate]
    /// Codes of the groups; images without a value are of none.
    let codes: [Int]
    /// What the groups are called.
    var groups: [Name] { codes.map { column.categories[$0] } }
    /// Images without a value.
    var missing: Int { column.missing }
    /// Classes whose rates are compared.
    var classes: Int { ofClasses.count { $0.kind == .recall } }

    /// `kinds` are compared by class; every interval is one of those of all `attributes` and kinds.
    init(_ column: CodedColumn, _ rows: GroupRows, kinds: [GroupRate.Kind], attributes: Int) {
        self.column = column
        codes = column.categories.indices.filter { column.categories[$0] != CodedColumn.missing }
        let looks = attributes * (kinds.count + 1)
        right = GroupRate.right(rows, groups: codes, oneOf: looks)
        ofClasses = GroupRate.ofClasses(rows, groups: codes, kinds: kinds, oneOf: looks)
    }

    /// Of each kind of rate the one that is furthest apart for sure; of those that may not be apart at all, furthest apart.
    var worst: [GroupRate] {
        [right] + GroupRate.Kind.allCases.compactMap(furthest)
    }

    private func furthest(_ kind: GroupRate.Kind) -> GroupRate? {
        ofClasses.filter { $0.kind == kind && $0.difference != nil }.max { a, b in
            let (x, y) = (a.difference, b.difference)
            return (x?.interval.low ?? 0, x?.value ?? 0) < (y?.interval.low ?? 0, y?.value ?? 0)
        }
    }

    /// What a gate may ask of it.
    func facts(isOfObjects: Bool) -> [Fact] {
        let name = column.name.text
        let none = "fewer than two groups have an image"
        func of(_ spec: FactSpec, _ measure: Measure?) -> Fact {
            .stating(spec.ofGroup(name), measure, else: none, method: GroupRate.method)
        }
        let facts = [
            of(Groups.facts.difference, right.difference), of(Groups.facts.ratio, right.ratio),
            of(Groups.facts.recallDifference, largest(.recall)),
        ]
        if isOfObjects { return facts }
        return facts + [
            of(Groups.facts.falsePositiveDifference, largest(.falsePositives)),
            of(Groups.facts.predictedDifference, largest(.predicted)),
        ]
    }

    /// The largest difference of a kind over classes.
    private func largest(_ kind: GroupRate.Kind) -> Measure? {
        GroupRate.largest(ofClasses.filter { $0.kind == kind }.compactMap(\.difference))
    }
}

extension GroupRate {
    /// The largest of differences whose intervals all hold at once: between the largest lower end and the largest upper one.
    static func largest(_ differences: [Measure]) -> Measure? {
        guard let most = differences.max(by: { $0.value < $1.value }),
            let low = differences.map(\.interval.low).max(), let high = differences.map(\.interval.high).max()
        else { return nil }
        let interval = Interval(low: low, high: high, level: most.interval.level, method: method)
        return Measure(most.value, interval, n: most.n, unit: .points, method: method)
    }
}
