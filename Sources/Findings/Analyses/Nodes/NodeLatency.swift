import Artifacts
import Columns
import Record
import Statistics

/// How long requests take, node by node.
struct NodeLatency {
    /// A percentile with its interval, where there are rows enough for one.
    typealias Found = QuantileInterval.Found

    private let all: (n: Int, quantiles: [Found?])
    private let nodes: [(name: String, n: Int, quantiles: [Found?], shares: [Double?])]
    private let stages: [String]
    /// The node whose 99th percentile is highest.
    let slowest: String?

    private static let percents = LevelQuantiles.percents
    private static let method = "order-statistics"

    /// The latencies of telemetry; `nil` without a column of the whole.
    init?(_ telemetry: Telemetry) {
        guard let whole = telemetry.latencies.first, whole.name.text == Telemetry.wholeLatency else { return nil }
        let values = whole.values
        let known = values.indices.filter { values[$0].isFinite }
        guard !known.isEmpty else { return nil }
        let parts = telemetry.latencies.dropFirst()
        stages = parts.map { String($0.name.text.dropLast(3)) }
        var rows = [[Int]](repeating: [], count: telemetry.nodes.categories.count)
        for row in known { rows[telemetry.nodes.codes[row]].append(row) }
        let present = rows.indices.filter { !rows[$0].isEmpty }
        // The slowest is chosen of all, so that each interval is one of as many.
        let level = Multiplicity.sidakLevel(0.95, of: present.count)
        func quantiles(_ rows: [Int], level: Double) -> [Found?] {
            LevelQuantiles.quantiles(of: rows.map { values[$0] }, level: level)
        }
        all = (known.count, quantiles(known, level: 0.95))
        nodes = present.map { node in
            let total = ExactSum.of(rows[node].lazy.map { values[$0] })
            let shares = parts.map { part -> Double? in
                let sum = ExactSum.of(rows[node].lazy.map { part[$0].isFinite ? part[$0] : 0 })
                return total > 0 ? sum / total : nil
            }
            return (
                telemetry.nodes.categories[node].text, rows[node].count, quantiles(rows[node], level: level), shares
            )
        }
        slowest = nodes.max { ($0.quantiles[2]?.value ?? 0) < ($1.quantiles[2]?.value ?? 0) }?.name
    }

    /// What is stated of it, or that there is none.
    static func facts(_ latency: NodeLatency?) -> [Fact] {
        let specs = [Nodes.facts.latencyMedian, Nodes.facts.latency95, Nodes.facts.latency99]
        guard let latency else {
            return (specs + [Nodes.facts.slowest99]).map {
                Fact($0, undefined: "the telemetry has no column \(Telemetry.wholeLatency)", n: 0, method: method)
            }
        }
        let slowest = latency.nodes.first { $0.name == latency.slowest }
        return zip(specs, latency.all.quantiles).map { fact($0, $1, n: latency.all.n, method: method) } + [
            fact(
                Nodes.facts.slowest99, slowest?.quantiles[2], n: slowest?.n ?? 0,
                method: latency.nodes.count > 1 ? "simultaneous" : method)
        ]
    }

    /// Where order statistics do not reach as far as an end, the interval is open there and none is stated.
    private static func fact(_ spec: FactSpec, _ found: Found?, n: Int, method interval: String) -> Fact {
        guard let found else { return Fact(spec, undefined: "no row has a latency", n: n, method: method) }
        let ends = found.low.flatMap { low in
            found.high.map { Interval(low: low, high: $0, method: interval) }
        }
        return Fact(spec, found.value, n: n, interval: ends, method: method)
    }

    /// A row a node, the slowest first.
    var table: Table {
        let quantileColumns = Self.percents.flatMap { percent -> [Table.Column] in
            let name = percent == 50 ? "median" : "p\(percent)"
            return [
                Table.Column(name, percent == 50 ? "Median, ms" : "p\(percent), ms", .number, method: Self.method),
                Table.Column(name + "_low", "at least", .number), Table.Column(name + "_high", "at most", .number),
            ]
        }
        let sorted = nodes.sorted { a, b in
            let (x, y) = (a.quantiles[2]?.value ?? 0, b.quantiles[2]?.value ?? 0)
            return x != y ? x > y : Name(a.name) < Name(b.name)
        }
        func number(_ value: Double?, _ unit: Quantity, else reason: String) -> Cell {
            value.map { .number($0, unit) } ?? .none(reason)
        }
        return Table(
            columns: [Table.Column("node", "Node"), Table.Column("n", "Rows", .number)] + quantileColumns
                + stages.map {
                    Table.Column(Slug.of($0).replacing("-", with: "_") + "_share", "Share of \($0)", .number)
                },
            rows: sorted.prefix(ShowAtMost.rows).map { node in
                [.text(node.name), .number(Double(node.n), .count)]
                    + node.quantiles.flatMap { found in
                        [
                            number(found?.value, .raw, else: "no row"),
                            number(found?.low, .raw, else: "too few rows"),
                            number(found?.high, .raw, else: "too few rows"),
                        ]
                    } + node.shares.map { number($0, .proportion, else: "no time") }
            })
    }
}
