import Artifacts
import Columns
import Diagnostics
import Drawing
import Findings
import Foundation
import Markup
import Pixels
import Record

@testable import Archive
@testable import Chronicle
@testable import Pages

/// An audit with every kind of exhibit and the names that people least expect.
enum Fixture {
    /// The program's own templates, read once.
    static let templates: TemplateSet = {
        do {
            return try TemplateSet.load(overrides: nil)
        } catch {
            preconditionFailure("\(error)")
        }
    }()
    static let phrases = Phrases(templates)
    enum Shown: String, CardKey { case table, empty, dots, reliability, lines, bars, matrix, gallery }
    enum Term: String, CardKey { case worstClass = "worst_class", version, dataset }
    enum Flag: String, CardKey { case hasErrors = "has_errors" }

    static let script = "<script>window.__xss=1</script>"
    static let breakout = "\"><img src=x onerror=window.__xss=1>"
    static let formula = "=1+1"
    static let markdown = "*_x|y_* [a](javascript:1) {{b}}"
    static let names = [
        script, breakout, formula, markdown, "../../etc/passwd", "a\u{1B}[31m\u{202E}b", "'\" onload=x",
    ]

    static func items(_ count: Int = 7) -> [GalleryItem] {
        (0..<count).map { index in
            let name: String = names[index % names.count]
            let other: String = names[(index + 1) % names.count]
            let confidence: Double = 0.5 + Double(index) / 20
            let before: String? = index == 0 ? formula : nil
            let chips = [Predicate(Name(script), Name(breakout)), Predicate("brightness", "low")]
            return GalleryItem(
                item: "item-" + name, label: name, answer: .named(other), confidence: confidence,
                before: before.map { .named($0) },
                chips: chips)
        }
    }

    static func measure(_ value: Double = 0.3) -> Measure {
        Measure(
            value, Interval(low: value - 0.1, high: value + 0.1, method: "wilson"), n: 60, unit: .proportion,
            method: "recall")
    }

    static var findings: [Finding] {
        [
            Finding(
                .confusion(truth: script, predicted: breakout), of: "everything", standing: .finding,
                measure: measure(), expected: 0.1, p: 0.0004, errors: 18, gain: measure(0.2), baseline: measure(0.25),
                trend: .worse, evidence: items(3), counterExamples: items(2), alternatives: [.confidentErrors]),
            Finding(
                .slice([Predicate("label", Name(markdown)), Predicate(Name(breakout), Name(script))]), of: "everything",
                standing: .lead, measure: measure(0.4), errors: 4, evidence: items(1)),
            Finding(
                .fragility(factor: formula), of: "everything", standing: .lead, measure: measure(), errors: 2,
                evidence: items(1)),
        ]
    }

    static var exhibits: [Exhibit] {
        let unit = Quantity.proportion
        let table = Table(
            columns: [
                Table.Column("name", script), Table.Column("n", "n", .number),
                Table.Column("range", "Interval", .interval), Table.Column("state", "State", .state),
            ],
            rows: names.enumerated().map { index, name in
                [
                    index == 1 ? .link(name, target: "finding:nothing-here") : .text(name),
                    index == 2 ? .none(breakout) : .number(1234.5, .count),
                    .interval(low: 0.1, value: 0.2, high: 0.4, unit: unit, mark: 0.15), .state(.failed, script),
                ]
            } + [
                [
                    .predicates([Predicate(Name(script), Name(breakout))], target: nil), .number(.nan, .score),
                    .none(""), .none(""),
                ]
            ])
        let rows = names.map { DotChart.Row($0, value: 0.5, low: 0.4, high: 0.6, baseline: 0.45, change: 0.05, n: 50) }
        let bins = (1...5).map { index in
            let x = Double(index) / 6
            return ReliabilityChart.Bin(
                confidence: x, accuracy: x + 0.05, low: x, high: min(1, x + 0.1), bandLow: x - 0.05, bandHigh: x + 0.05,
                n: 20)
        }
        return [
            Exhibit(Shown.table, .table(table)),
            Exhibit(Shown.empty, .table(Table(columns: [Table.Column("a", "A")], rows: []))),
            Exhibit(
                Shown.dots,
                .chart(.dots(DotChart(axis: Axis("recall", unit), rows: rows, name: script, baselineName: breakout)))),
            Exhibit(
                Shown.reliability,
                .chart(
                    .reliability(
                        ReliabilityChart(
                            name: script, bins: bins,
                            histogram: [ReliabilityChart.Mass(low: 0, high: 1, correct: 80, wrong: 20)])))),
            Exhibit(
                Shown.lines,
                .chart(
                    .lines(
                        LineChart(
                            x: Axis(script, .count), ticks: [formula, breakout], y: Axis("error", unit),
                            series: [
                                LineChart.Series(
                                    name: breakout,
                                    points: [
                                        LineChart.Point(x: 0, y: 0.1, low: 0, high: 0.2, n: 10),
                                        LineChart.Point(x: 1, y: nil, n: 0),
                                    ])
                            ])))),
            Exhibit(
                Shown.bars,
                .chart(
                    .bars(
                        BarChart(
                            x: script, y: Axis("count", .count), parts: [breakout, "wrong"], failing: ["wrong"],
                            bars: names.map { BarChart.Bar($0, [3, 1]) })))),
            Exhibit(
                Shown.matrix,
                .chart(
                    .matrix(
                        MatrixChart(
                            rowTitle: script, columnTitle: breakout, rows: names, columns: names, unit: .count,
                            cells: (0..<49).map { MatrixChart.Value(Double($0), n: $0) }, quietDiagonal: true)))),
            Exhibit(Shown.gallery, .gallery(Gallery(items(), total: 90))),
        ]
    }

    static func audit(_ version: String, date: String = "2026-01-02", baseline: String? = nil) -> Audit {
        let everything = Section(
            Card(
                id: "everything", title: "Everything " + script, question: "Is it shown? " + breakout,
                facts: [FactSpec("a", .proportion), FactSpec("b", .score)]),
            facts: [
                Fact(
                    FactSpec("a", .proportion), 0.5, n: 10, interval: Interval(low: 0.2, high: 0.8, method: "wilson"),
                    method: "accuracy"),
                Fact(FactSpec("b", .score), undefined: script, n: 0, method: "accuracy"),
            ], exhibits: exhibits, findings: findings)
        let accuracy = Fact(
            FactSpec("accuracy", .proportion), 0.844, n: 713,
            interval: Interval(low: 0.816, high: 0.869, method: "wilson"),
            method: "accuracy", baseline: baseline == nil ? nil : 0.858)
        let headline = Section(
            Card(id: "headline", topic: .verdict, title: "Metrics", question: "How often is it right?"),
            facts: [
                accuracy, Fact(FactSpec("errors", .count), 111, n: 713, method: "accuracy"),
                Fact(FactSpec("mean_confidence", .proportion), 0.58, n: 713, method: "accuracy"),
            ], terms: Terms([Term.worstClass: script, .version: version, .dataset: breakout]),
            flags: Flags([Flag.hasErrors]))
        let missing = Section(
            Card(id: "calibration", topic: .confidence, title: "Calibration", question: "Can it be believed?"),
            status: .notMeasured(reason: "no confidence " + script))
        let broken = Section(
            Card(id: "slices", title: "Slices", question: "Where?"), status: .failed(message: breakout))
        return Audit(
            program: "0.1.0",
            version: VersionRecord(
                VersionManifest(
                    version: version, date: date, model: script, commit: breakout, changes: [script, formula],
                    notes: markdown)),
            dataset: DatasetRecord(
                name: "set", title: breakout, n: 713, classes: names, digest: String(repeating: "ab", count: 32),
                details: [Setting("Licence", script)]),
            title: "Fixture " + script, task: .classification,
            baseline: baseline.map { BaselineReference(version: $0, digest: String(repeating: "cd", count: 32)) },
            accounting: RowAccounting(
                itemsRead: 720, predictionsRead: 713, kept: 713, unpredicted: 0,
                refused: [.init(reason: script, count: 7)]),
            sections: [headline, everything, missing, broken],
            gates: [
                GateResult(name: nil, fact: "headline/accuracy", atLeast: 0.9, measured: accuracy, state: .failed),
                GateResult(name: script, fact: "headline/accuracy", atLeast: 0.5, measured: accuracy, state: .passed),
                GateResult(
                    name: nil, fact: "speed/p95", atMost: 40, measured: nil, state: .notMeasured, reason: breakout),
            ],
            inputs: [InputFile(path: "versions/" + formula, sha256: String(repeating: "0f", count: 32), bytes: 12)],
            settings: [Setting("Setting " + script, breakout)], remarks: [script])
    }

    static func archived(
        _ audit: Audit, outcomes: OutcomeTable? = nil, digest: String = "1a", seal: String = "2b"
    ) -> ArchivedAudit {
        var audit = audit
        audit.pictures = items(1).flatMap { item in
            [
                Picture(item: item.item, kind: .photo, file: "images/a.png", width: 8, height: 8),
                Picture(item: item.item, kind: .overlay, file: "images/b.png", width: 8, height: 8),
            ]
        }
        let folder = FileManager.default.temporaryDirectory.appending(path: "misread-fixture-archive")
        let bytes = PNGEncoder.encode(RGBImage(width: 8, height: 8, bytes: [UInt8](repeating: 90, count: 192)))
        try? FileManager.default.createDirectory(
            at: folder.appending(path: "images"), withIntermediateDirectories: true)
        for name in ["a", "b"] { try? Data(bytes).write(to: folder.appending(path: "images/\(name).png")) }
        return ArchivedAudit(
            audit: audit, outcomes: outcomes ?? Self.outcomes, runs: [], examples: nil,
            digest: String(repeating: digest, count: 32),
            seal: String(repeating: seal, count: 32), folder: folder)
    }

    private static var outcomes: OutcomeTable {
        guard let table = OutcomeTable(bytes: []) else { fatalError("an empty table of outcomes is one") }
        return table
    }

    static func incident(_ body: String, modes: [String] = []) -> Incident {
        let modes = modes.map { "  - \($0)" }.joined(separator: "\n")
        let text = """
            ---
            schema: incident/1
            id: INC-2026-001
            title: "Digits \(script.replacing("\"", with: ""))"
            status: draft
            severity: sev3
            kind: performance-regression
            model: {name: digits, version: v2}
            \(modes.isEmpty ? "" : "failure_modes:\n" + modes)
            ---
            \(body)
            """
        var problems = ProblemList()
        guard let incident = Incident.read(text, file: "incidents/a.md", into: &problems) else {
            fatalError("the fixture's incident cannot be read: \(problems)")
        }
        return incident
    }

    /// Two versions and one incident.
    static func chronicle(_ body: String = "Nothing more.") -> Chronicle {
        Chronicle(
            audits: [
                archived(audit("v1")), archived(audit("v2", date: "2026-02-03", baseline: "v1")),
            ], incidents: [incident(body, modes: [findings[0].id])])
    }

    static let facts = Catalog.facts

    static func site(_ chronicle: Chronicle) throws -> Site {
        try Site.make(chronicle, templates, facts: facts)
    }

    /// The site of `chronicle()`, made once.
    static func site() throws -> Site { try made.get() }

    private static let made = Result { try site(chronicle()) }
}

extension Site {
    /// Text of a file.
    func text(_ path: String) -> String {
        guard case .bytes(let bytes)? = files.first(where: { $0.path == path })?.content else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Every file that is made here, path and text.
    var texts: [(path: String, text: String)] {
        files.compactMap { file in
            if case .bytes(let bytes) = file.content {
                (file.path, String(decoding: bytes, as: UTF8.self))
            } else {
                nil
            }
        }
    }
}
