import Archive
import Chronicle
import Diagnostics
import Drawing
import Markup
import Record

/// `policy/`: the release gates in force, how each version comes out under them, and the verdict of its day where that was
/// another. The pages of a version keep that verdict.
struct PolicyPage {
    /// Its folder.
    static let folder = "policy/"
    /// Most versions beside each other.
    private static let mostVersions = 8

    let map: SiteMap
    private var phrases: Phrases { map.phrases }
    private var chronicle: Chronicle { map.chronicle }

    init(_ map: SiteMap) {
        self.map = map
    }

    func collect(into collector: inout PageCollector) {
        guard chronicle.latest != nil else { return }
        do {
            try page(&collector)
        } catch {
            collector.add(error)
        }
    }

    private func page(_ collector: inout PageCollector) throws(ProblemList) {
        let (versions, gates, earlier) = (versions, gates, earlier)
        let playbooks = PlaybookUses(map: map).gates
        var scope = Scope(
            values: ["in-force": phrases.inForce(chronicle).capitalizedFirst],
            flags: [
                "has.gates": !chronicle.gates.isEmpty, "has.earlier": !earlier.rows.isEmpty,
                "has.playbooks": !playbooks.rows.isEmpty, "has.more": chronicle.audits.count > Self.mostVersions,
            ])
        scope.setCount("gates.count", chronicle.gates.count)
        scope.setCount("versions.count", chronicle.audits.count)
        let link = map.link(from: Self.folder)
        let template = try map.templates.template(PageTemplate.policy.name)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: link,
                exhibit: { request in
                    let tables = ["versions": versions, "gates": gates, "earlier": earlier, "playbooks": playbooks]
                    guard let table = tables[request.id] else { return .unknown(nearest: nil) }
                    let more: HTML = "<p class=\"more\"><a href=\"\(request.id).csv\">CSV</a></p>\n"
                    if request.id == "versions" {
                        let shown = TableHTML(
                            table: Self.withoutReasons(table), label: request.plainCaption, link: link)
                        return .html((shown.html + more + reasons).text)
                    }
                    let shown = TableHTML(table: table, label: request.plainCaption, link: link)
                    return .html((shown.html + more).text)
                }))
        for (name, table) in [("versions", versions), ("gates", gates), ("earlier", earlier), ("playbooks", playbooks)]
        {
            collector.add(Self.folder + name + ".csv", TableCSV.text(table))
        }
        var frame = PageFrame.common(map, Self.folder, title: phrases(.policyTitle), area: .audits, page: page)
        frame.eyebrow = "\(phrases(.policyTitle))"
        collector.add(
            frame,
            json: PageJSON.page(
                Self.folder, title: phrases(.policyTitle),
                [
                    ("in_force_since", chronicle.policySince.map { .string($0.audit.version.name) } ?? .null),
                    (
                        "versions",
                        .array(
                            chronicle.audits.map { archived in
                                let now = chronicle.judged(archived)
                                return .object([
                                    ("version", .string(archived.audit.version.name)),
                                    ("verdict", .string(map.verdict(now).state.rawValue)),
                                    ("verdict_of_its_day", .string(map.verdict(archived.audit).state.rawValue)),
                                    ("gates", .array(now.gates.map(PageJSON.gate))),
                                ])
                            })
                    ),
                ]))
    }

    /// Each version, newest first: its verdict now, why, and that of its day where it was another.
    private var versions: Table {
        Table(
            columns: [
                Table.Column("version", "Version"), Table.Column("date", "Date"),
                Table.Column("verdict", phrases(.policyVerdictNow), .state),
                Table.Column("why", phrases(.policyWhy)),
                Table.Column("then", phrases(.policyVerdictThen), .state),
                Table.Column("gates_then", phrases(.policyGatesThen)),
            ],
            rows: chronicle.audits.reversed().map { archived in
                let (now, then) = (map.verdict(chronicle.judged(archived)), map.verdict(archived.audit))
                let isSame = archived.audit.isJudged(by: chronicle.gates)
                return [
                    .link(archived.audit.version.name, target: "version:" + archived.audit.version.name),
                    .text(archived.audit.version.date), .state(Mark(now.state), now.short), .text(now.sentence),
                    now.sentence == then.sentence
                        ? .none(phrases(.policySame)) : .state(Mark(then.state), then.short),
                    isSame
                        ? .none(phrases(.policySame))
                        : .text(phrases(.policyOtherGates, ["gates": .count(archived.audit.gates.count)])),
                ]
            })
    }

    /// A sentence does not fit beside four other columns on a narrow screen; it stands below.
    private static func withoutReasons(_ table: Table) -> Table {
        let kept = table.columns.indices.filter { table.columns[$0].key != "why" }
        return Table(
            columns: kept.map { table.columns[$0] }, rows: table.rows.map { row in kept.map { row[$0] } })
    }

    /// Why each version comes out as it does.
    private var reasons: HTML {
        RecordPages.list(
            shownVersions.map { Setting($0.audit.version.name, map.verdict(chronicle.judged($0)).sentence) })
    }

    private var shownVersions: [ArchivedAudit] { chronicle.audits.reversed().prefix(Self.mostVersions) + [] }

    /// Each gate in force by version, newest first.
    private var gates: Table {
        let judged = shownVersions.map { chronicle.judged($0) }
        return Table(
            columns: [
                Table.Column("gate", "Gate"), Table.Column("rule", phrases(.policyRule)), Table.Column("fact", "Fact"),
            ]
                + judged.map { Table.Column("v_" + Slug.of($0.version.name), $0.version.name, .state) },
            rows: chronicle.gates.map { rule in
                let gate = GateResult(of: rule)
                let asked = phrases.rule(gate, map.facts, bounded: true)
                return [
                    .text(phrases.rule(gate, map.facts)),
                    gate.name == nil ? .none(phrases(.policySame)) : .text(asked), .text(rule.fact),
                ]
                    + judged.map { audit in
                        audit.result(of: rule).map { .state(Mark($0.state), nil) } ?? .none(phrases(.policyNotAsked))
                    }
            })
    }

    /// Gates that a version had on its day and that are not in force, or are in force and were none then.
    private var earlier: Table {
        let audits = shownVersions.map(\.audit)
        var rules = chronicle.gates
        for rule in audits.flatMap({ $0.policyOfItsDay.gates }) where !rules.contains(where: { $0.asks(rule) }) {
            rules.append(rule)
        }
        func isGate(_ rule: GateRule, _ audit: Audit) -> Bool {
            audit.policyOfItsDay.gates.contains { $0.asks(rule) }
        }
        let changed = rules.filter { rule in
            let now = chronicle.gates.contains { $0.asks(rule) }
            return audits.contains {
                !$0.isJudged(by: chronicle.gates) && isGate(rule, $0) != now
            }
        }
        return Table(
            columns: [Table.Column("gate", "Gate"), Table.Column("now", phrases(.policyNow))]
                + audits.map { Table.Column("v_" + Slug.of($0.version.name), $0.version.name, .state) },
            rows: changed.map { rule in
                let now = chronicle.gates.contains { $0.asks(rule) }
                return [
                    .text(phrases.rule(GateResult(of: rule), map.facts, bounded: true)),
                    .text(phrases(now ? .policyInForce : .policyRemoved)),
                ]
                    + audits.map { audit in
                        audit.result(of: rule).map { .state(Mark($0.state), nil) }
                            ?? .none(phrases(isGate(rule, audit) ? .policyNotAsked : .gateNotInBaseline))
                    }
            })
    }
}

extension GateRule {
    /// Whether another rule asks the same, whatever it is called.
    func asks(_ other: GateRule) -> Bool { fact == other.fact && bound == other.bound }
}

extension Audit {
    /// How a rule came out, where it was asked.
    func result(of rule: GateRule) -> GateResult? {
        let asked = GateResult(of: rule)
        return gates.first {
            $0.fact == asked.fact && $0.atLeast == asked.atLeast && $0.atMost == asked.atMost
        }
    }
}

extension SiteMap {
    /// The verdict of an audit, by the gates that it holds.
    func verdict(_ audit: Audit) -> Verdict { Verdict(audit: audit, facts: facts, phrases: phrases) }
}

extension Phrases {
    /// From when on the gates in force are: "in force since the audit of v3, 2026-11-23".
    func inForce(_ chronicle: Chronicle) -> String {
        guard let named = chronicle.policySince ?? chronicle.latest else { return "" }
        return self(
            chronicle.policySince == nil ? .policySetAfter : .policySince,
            ["version": .text(named.audit.version.name), "date": .text(named.audit.version.date)])
    }
}
