import Columns
import Record
import Testing

@testable import Pages

/// The JSON twin keeps every number as it is, and says why one is not there.
@Suite struct PageJSONTests {
    private static let interval = Interval(low: 0.1, high: 0.3, level: 0.9, method: "wilson")

    @Test func aFactHasEveryNumberUnrounded() {
        let fact = Fact(
            FactSpec("a", .proportion), 0.1 + 0.2, n: 7, interval: Self.interval, method: "m", floor: 0.05,
            baseline: 0.4)
        #expect(
            PageJSON.fact(fact)
                == .object([
                    ("id", .string("a")), ("value", .number(0.1 + 0.2)), ("unit", .string("proportion")),
                    ("n", .integer(7)), ("method", .string("m")),
                    (
                        "interval",
                        .object([
                            ("low", .number(0.1)), ("high", .number(0.3)), ("level", .number(0.9)),
                            ("method", .string("wilson")),
                        ])
                    ), ("floor", .number(0.05)), ("baseline", .number(0.4)),
                ]))
        #expect(PageJSON.fact(fact).text().contains("0.30000000000000004"))
    }

    @Test func whatIsNotDefinedIsNullWithItsReason() {
        let fact = Fact(FactSpec("a", .score), undefined: "no items", n: 0, method: "m")
        #expect(
            PageJSON.fact(fact)
                == .object([
                    ("id", .string("a")), ("value", .null), ("unit", .string("score")), ("n", .integer(0)),
                    ("method", .string("m")), ("undefined", .string("no items")),
                ]))
        #expect(PageJSON.cell(.none("too few")) == .object([("value", .null), ("reason", .string("too few"))]))
    }

    @Test func aTableHasKeysAndOneValueACell() {
        let table = Table(
            columns: [Table.Column("name", "Name"), Table.Column("rate", "Rate", .interval)],
            rows: [
                [
                    .link("a", target: "finding:x"),
                    .interval(low: 0, value: 0.5, high: 1, unit: .proportion, mark: nil),
                ],
                [.predicates([Predicate("blur", "high")], target: "finding:y"), .state(.failed, nil)],
            ])
        #expect(
            PageJSON.table(table)
                == .object([
                    ("columns", .array([.string("name"), .string("rate")])),
                    (
                        "rows",
                        .array([
                            .array([
                                .object([("text", .string("a")), ("target", .string("finding:x"))]),
                                .object([
                                    ("value", .number(0.5)), ("low", .number(0)), ("high", .number(1)),
                                    ("reference", .null),
                                ]),
                            ]),
                            .array([
                                .array([.object([("attribute", .string("blur")), ("value", .string("high"))])]),
                                .object([("state", .string("failed")), ("text", .null)]),
                            ]),
                        ])
                    ),
                ]))
    }

    @Test func aGateHasTheBoundThatWasAskedAndNullForTheOther() {
        let gate = GateResult(name: nil, fact: "a/b", atMost: 0.2, measured: nil, state: .notMeasured, reason: "none")
        guard case .object(let members) = PageJSON.gate(gate) else {
            Issue.record("a gate is an object")
            return
        }
        let values = Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
        #expect(values["at_most"] == .number(0.2))
        #expect(values["at_least"] == .null)
        #expect(values["measured"] == .null)
        #expect(values["reason"] == .string("none"))
    }
}
