import Record

/// Realistic, extreme and degenerate charts that every law is tried on.
enum ChartCases {
    static let hostile = [
        "Saint Bernard (Alpine mastiff), long-haired", "吊り下げ式の看板と交通標識", "<script>alert(1)</script> & \"friends\"",
        "", "x", "سيارة إسعاف", "]]>--><b>", "'\u{0}\u{7}\u{1B}[31m", "person riding a bicycle at night in the rain",
    ]

    static let all: [(name: String, chart: Chart)] =
        reliability + panels + dots + lines + bars + matrices + slopes + maps + waterfalls

    private static func half(_ p: Double, _ n: Int) -> Double { 0.98 / Double(max(n, 1)).squareRoot() * 0.5 + p * 0.01 }

    private static func bin(_ confidence: Double, _ accuracy: Double, _ n: Int) -> ReliabilityChart.Bin {
        let reach = half(accuracy, n)
        return ReliabilityChart.Bin(
            confidence: confidence, accuracy: accuracy, low: max(0, accuracy - reach), high: min(1, accuracy + reach),
            bandLow: max(0, confidence - reach), bandHigh: min(1, confidence + reach), n: n)
    }

    private static let reliability: [(name: String, chart: Chart)] = {
        func chart(_ name: String, _ bins: [ReliabilityChart.Bin], wrong: Int = 4, baseline: [[Double]]? = nil) -> Chart
        {
            let masses = (0..<15).map { index in
                ReliabilityChart.Mass(
                    low: Double(index) / 15, high: Double(index + 1) / 15, correct: index * 9, wrong: wrong)
            }
            return .reliability(
                ReliabilityChart(
                    name: name, bins: bins, histogram: bins.isEmpty ? [] : masses, baseline: baseline,
                    baselineName: baseline == nil ? nil : "baseline of the release before last"))
        }
        let ten = (0..<10).map { bin(0.3 + Double($0) * 0.07, 0.5 + Double($0) * 0.055, 71) }
        let narrow = (0..<10).map { bin(0.9 + Double($0) * 0.01, 0.88 + Double($0) * 0.01, 400) }
        return [
            ("ten bins", chart("v3", ten, baseline: ten.map { [$0.confidence, $0.confidence] })),
            ("narrow", .reliability(ReliabilityChart(name: "v3", bins: narrow, histogram: []))),
            ("one bin", chart(hostile[2], [bin(0.9, 0.6, 3)])), ("no rows", chart("v3", [])),
            ("all right", chart("v3", [bin(1, 1, 100)], wrong: 0)),
            ("all wrong", chart("v3", [bin(0, 0, 1), bin(1, 0, 9)])),
            ("outside 0...1", chart("v3", [bin(-3, 4, 10)], baseline: [[0.5], [9, 9], [.nan, 1]])),
        ]
    }()

    private static let panels: [(name: String, chart: Chart)] = [0, 1, 5, 14].map { count in
        let panels = (0..<count).map { index in
            let bins = (0..<(index == 2 ? 0 : 10)).map {
                bin(0.1 + Double($0) * 0.09, min(1, Double(index) * 0.05 + Double($0) * 0.1), 9 + index)
            }
            return ReliabilityPanels.Panel(
                hostile[index % 9], n: 10_000 * index, bins: bins, state: index == 1 ? .finding : .neutral)
        }
        return ("\(count) panels", .panels(ReliabilityPanels(panels)))
    }

    private static let maps: [(name: String, chart: Chart)] = {
        func places(_ count: Int, _ x: Double, _ y: Double) -> [(x: Double, y: Double)] {
            (0..<count).map { index -> (x: Double, y: Double) in
                let (across, up): (Double, Double) = (Double(index * 37 % 101) / 50, Double(index * 53 % 97) / 70)
                return (x: x + across - 1, y: y + up - 0.7)
            }
        }
        func chart(_ correct: Int, _ incorrect: Int, groups: Int, wide: Double = 1) -> Chart {
            let outlines = (0..<groups).compactMap { index in
                MapChart.Outline(
                    hostile[index % 9], around: places(20 + index, Double(index) * wide - 2, Double(index % 3)),
                    mass: 0.8, errors: index)
            }
            return .map(
                MapChart(
                    x: Axis("component 1", .raw), y: Axis("component 2", .raw),
                    explained: [0.41, 0.123], correct: MapChart.Points(places(correct, 0, 0)),
                    incorrect: MapChart.Points(places(incorrect, 0.3, 0.2)), all: [correct * 3, incorrect],
                    outlines: outlines, mass: 0.8))
        }
        return [
            ("a map", chart(1_000, 500, groups: 3)), ("a map of one", chart(0, 1, groups: 0)),
            ("nine groups", chart(40, 4, groups: 9, wide: 4)), ("none", chart(0, 0, groups: 0)),
        ]
    }()

    private static let dots: [(name: String, chart: Chart)] = {
        func chart(_ unit: Quantity, _ count: Int, baseline: Bool, low: Double? = nil) -> Chart {
            let rows = (0..<count).map { index -> DotChart.Row in
                let value = index % 7 == 3 ? nil : Double((index * 37) % 101) / 100
                let n = [0, 3, 45, 1284, 118_287][index % 5]
                return DotChart.Row(
                    hostile[index % hostile.count] + (index > 8 ? " \(index)" : ""), value: value,
                    low: value.map { max(0, $0 - half($0, n)) }, high: value.map { min(1, $0 + half($0, n)) },
                    baseline: baseline ? Double(index % 11) / 10 : nil, change: baseline ? value.map { $0 - 0.4 } : nil,
                    n: n, state: index == 4 ? .worse : .neutral)
            }
            return .dots(
                DotChart(
                    axis: Axis("recall", unit, low: low), rows: rows, name: "version 3 of the model",
                    baselineName: baseline ? hostile[0] : nil))
        }
        let same = DotChart.Row("only", value: 1, low: 1, high: 1, n: 5)
        return [
            ("ten with baseline", chart(.proportion, 10, baseline: true)),
            ("thirty", chart(.score, 30, baseline: false)),
            ("sixty", chart(.count, 60, baseline: false)), ("none", chart(.proportion, 0, baseline: false)),
            ("low given", chart(.proportion, 3, baseline: true, low: 0.5)),
            ("one", .dots(DotChart(axis: Axis("recall", .proportion), rows: [same], name: "v1"))),
            ("ends given", .dots(DotChart(axis: Axis("d", .points, low: -1, high: -1), rows: [same], name: "v1"))),
        ]
    }()

    private static let lines: [(name: String, chart: Chart)] = {
        func series(_ name: String, _ count: Int, _ slope: Double, baseline: Bool = false) -> LineChart.Series {
            LineChart.Series(
                name: name,
                points: (0..<count).map { index in
                    let y = 0.1 + slope * Double(index)
                    return LineChart.Point(
                        x: Double(index), y: index % 9 == 4 ? nil : y, low: max(0, y - 0.05), high: min(1, y + 0.05),
                        n: 10 * index)
                }, isBaseline: baseline)
        }
        func chart(_ lines: [LineChart.Series], ticks: [String]? = nil, _ unit: Quantity = .proportion) -> Chart {
            .lines(LineChart(x: Axis("strength", .raw), ticks: ticks, y: Axis("error", unit), series: lines))
        }
        func events(_ count: Int, _ happened: [(x: Double, label: String)]) -> Chart {
            .lines(
                LineChart(
                    x: Axis("version", .count), ticks: (0..<count).map { "v\($0)" }, y: Axis("rate", .proportion),
                    series: [series("slice", count, 0.02)],
                    events: happened.enumerated().map {
                        LineChart.Event(x: $0.element.x, label: $0.element.label, isBreak: $0.offset == 1)
                    }))
        }
        return [
            ("two", chart([series("v2", 5, 0.1, baseline: true), series("v3", 5, 0.08)])),
            ("seven", chart((0..<7).map { series(hostile[$0], 6, 0.01 * Double($0)) })),
            ("versions", chart([series("mAP", 14, 0.02)], ticks: (0..<14).map { "2026.\($0)-rc1" }, .score)),
            ("curve", chart([series("v3", 101, 0.005), series("v2", 101, 0.006, baseline: true)])),
            ("one point", chart([series("v3", 1, 0)])), ("flat zero", chart([series("v3", 0, 0)])), ("none", chart([])),
            ("one tick", chart([series("v3", 1, 0)], ticks: ["v1"])),
            ("negative points", chart([series("v3", 4, -0.2)], .points)),
            ("with events", events(14, hostile.enumerated().map { (Double($0.offset) * 1.7 - 0.4, $0.element) })),
            ("events at one place", events(2, (0..<9).map { (0.5, "INC-2026-00\($0)") })),
            ("events nowhere", events(3, [(.nan, "a"), (.infinity, "b"), (2.6, "c")])),
        ]
    }()

    private static let slopes: [(name: String, chart: Chart)] = {
        func chart(_ versions: Int, _ count: Int, name: String = "") -> Chart {
            let lines = (0..<count).map { index in
                SlopeChart.Line(
                    hostile[index % hostile.count] + (index > 8 ? " \(index)" : ""),
                    points: (0..<versions).compactMap { place in
                        let y = Double((index * 29 + place * 17) % 101) / 100
                        guard (index + place) % 7 != 4 else { return nil }
                        return LineChart.Point(
                            x: Double(place), y: index == 11 ? nil : y, low: max(0, y - 0.1), high: min(1, y + 0.1),
                            n: 7 * index)
                    }, state: [Mark.worse, .better, .neutral, .neutral][index % 4])
            }
            return .slopes(
                SlopeChart(
                    axis: Axis("recall", .proportion, high: 1), versions: (0..<versions).map { name + "v\($0)" },
                    baseline: max(0, versions - 2), lines: lines))
        }
        return [
            ("a pair", chart(2, 16)), ("a pair of long names", chart(2, 5, name: "release-candidate-of-2026-11-")),
            ("five versions", chart(5, 16)), ("eight versions, many lines", chart(8, 60, name: "2026-11.")),
            ("one line", chart(3, 1)), ("none", chart(4, 0)), ("none", chart(1, 3)), ("none", chart(0, 3)),
        ]
    }()

    private static let waterfalls: [(name: String, chart: Chart)] = {
        func chart(_ changes: [Double], from start: Double, _ unit: Quantity = .proportion) -> Chart {
            let steps = changes.enumerated().map { place, change in
                WaterfallChart.Step(
                    hostile[place % 9], change, low: place % 3 == 2 ? nil : change - 0.02, high: change + 0.03,
                    state: place % 4 == 1 ? .worse : .neutral)
            }
            return .waterfall(
                WaterfallChart(
                    axis: Axis("error rate", unit), start: WaterfallChart.Level(hostile[0], start), steps: steps,
                    end: WaterfallChart.Level(hostile[1], changes.reduce(start, +))))
        }
        return [
            ("up and down", chart([0.03, -0.01, 0.08, 0], from: 0.12)),
            ("nine steps", chart(hostile.map { _ in 0.02 }, from: 0.1)),
            ("no step", chart([], from: 0.5)), ("below zero", chart([-0.3, 0.1], from: 0.1)),
            ("counts", chart([120_000, -3], from: 7, .count)), ("beyond one", chart([0.9, 0.9], from: 0.1)),
            ("none", chart([-.infinity], from: 0.1)), ("none", chart([0.1], from: .infinity)),
        ]
    }()

    private static let bars: [(name: String, chart: Chart)] = {
        func chart(_ values: [[Double]], parts: [String], names: [String]? = nil, _ unit: Quantity = .count) -> Chart {
            let bars = values.enumerated().map { BarChart.Bar(names?[$0.offset % 9] ?? "\($0.offset)", $0.element) }
            return .bars(BarChart(x: "class", y: Axis("images", unit), parts: parts, failing: ["wrong"], bars: bars))
        }
        return [
            ("stacked", chart((0..<10).map { [Double($0), 3, 1] }, parts: ["right", "wrong", hostile[0]])),
            ("hostile", chart((0..<9).map { [Double($0 * 1000)] }, parts: ["n"], names: hostile)),
            ("two hundred", chart((0..<200).map { [Double($0 * $0)] }, parts: ["n"])),
            ("zero", chart([[0], [0]], parts: ["n"])), ("none", chart([], parts: [])),
            ("unequal", chart([[1_182_870], [1], [0]], parts: ["n"])),
            ("below zero", chart([[0.03], [-0.05], [-0.01]], parts: ["d"], .points)),
            ("all below zero", chart([[-0.03], [-0.05]], parts: ["d"], names: hostile, .points)),
            ("short of values", chart([[], [1]], parts: ["a", "wrong"])),
        ]
    }()

    private static let matrices: [(name: String, chart: Chart)] = {
        func chart(_ side: Int, _ unit: Quantity, minimum: Int = 0, names: Bool = false, scale: Double = 1) -> Chart {
            let cells = (0..<side * side).map { index in
                MatrixChart.Value(index % 5 == 4 ? nil : Double((index * 17) % 23) * scale, n: (index * 7) % 60)
            }
            let labels = (0..<side).map { names ? hostile[$0 % 9] + "\($0)" : "\($0)" }
            return .matrix(
                MatrixChart(
                    rowTitle: "true", columnTitle: "read as", rows: labels, columns: labels, unit: unit, cells: cells,
                    quietDiagonal: unit == .count, minimumN: minimum))
        }
        func strip(_ columns: Int, fullFrom: Double? = nil) -> Chart {
            .matrix(
                MatrixChart(
                    rowTitle: "Column", columnTitle: "Day", rows: Array(hostile.prefix(6)),
                    columns: (0..<columns).map { "\($0 + 15)" }, unit: .ratio,
                    cells: (0..<6 * columns).map { MatrixChart.Value(Double($0 % 11) / 3, n: $0 % 7 == 0 ? 20 : 200) },
                    quietDiagonal: false, minimumN: fullFrom == nil ? 0 : 30, fullFrom: fullFrom))
        }
        return [
            ("two", chart(2, .count)), ("ten", chart(10, .count)),
            ("fifteen", chart(15, .count, names: true, scale: 100)),
            ("thirty", chart(30, .proportion, minimum: 20, names: true, scale: 0.04)),
            ("thirty-one", chart(31, .count)), ("strip", strip(63)), ("short strip", strip(31)),
            ("too long", strip(101)), ("capped", strip(63, fullFrom: 0.75)),
            ("cube", chart(5, .proportion, minimum: 20, scale: 0.04)), ("points", chart(5, .points, scale: -0.04)),
            ("one", chart(1, .proportion, minimum: 1)), ("none", chart(0, .count)),
        ]
    }()
}
