import Archive
import Chronicle
import Diagnostics
import Drawing
import Markup
import Record

/// Which questions of model cards, datasheets, the EU AI Act, NIST's AI RMF and ISO/IEC 42001 this site answers and where, a model
/// card to take away, and a page for those who are new here. What each framework asks is the template's to say; here stands what
/// has to be there for an answer to count.
struct CoveragePages {
    static let folder = "coverage/"
    static let startFolder = "start/"

    /// What an answer rests on.
    enum Source: String, CaseIterable {
        case audit, purpose, scope, users, assumptions, limitations, oversight, ethics, roles, risk, approvals,
            retention
        case training, commit, preprocessing, runtime, changes
        case dataSource = "data-source"
        case licence, collected, labelling
        case dataDecisions = "data-decisions"
        case labelQuality = "label-quality"
        case gates, intervals, classes, slices, groups, calibration, robustness
        case notMeasured = "not-measured"
        case comparison, incidents, postmortems, actions, playbooks, drills, decisions, signed, waivers, schedule,
            alarms
        case regulatory
    }

    let map: SiteMap
    private var chronicle: Chronicle { map.chronicle }
    private var phrases: Phrases { map.phrases }
    private var audit: Audit? { chronicle.latest?.audit }

    /// The flags of its template.
    static let flags = Set(Source.allCases.map { "is." + $0.rawValue }).union([
        "has.decision", "has.changes", "is.withheld",
    ])
    /// The texts of its templates.
    static let values: Set<String> = [
        "answered.count", "sources.count", "missing.count", "site.title", "version.name", "version.date",
        "version.model",
        "dataset.title", "dataset.n", "verdict.sentence", "purpose", "scope", "users", "assumptions",
        "limitations", "oversight", "ethics", "decision.id", "decision.words",
    ]

    func collect(into collector: inout PageCollector) {
        do {
            try coverage(&collector)
            try start(&collector)
        } catch {
            collector.add(error)
        }
    }

    private func governance(_ key: String) -> String {
        let form = chronicle.records.governance.record?.form
        if let text = form?.text(key) { return text }
        return (form?.texts(key) ?? []).joined(separator: "; ")
    }

    private func has(_ heading: String, in details: [Setting]?) -> Bool {
        details?.contains { $0.name == heading && !$0.value.isEmpty } ?? false
    }

    private func examined(_ ids: String...) -> Bool {
        ids.contains { id in audit?.section(id)?.status == .examined }
    }

    private var statesResidualRisk: Bool {
        chronicle.records.decisions.contains { $0.record.form.node("residual_risk") != nil }
    }

    /// Whether something stands for an answer.
    func holds(_ source: Source) -> Bool {
        let records = chronicle.records
        let (version, data) = (audit?.version.details, audit?.dataset.details)
        return switch source {
        case .audit, .intervals, .notMeasured: audit != nil
        case .purpose, .users, .assumptions, .limitations, .oversight, .ethics: !governance(source.rawValue).isEmpty
        case .scope: !governance("out_of_scope").isEmpty
        case .roles: !records.governance.roles.isEmpty
        case .risk: !records.governance.severities.isEmpty || statesResidualRisk
        case .approvals: !governance("approvals").isEmpty || records.governance.record?.form.node("approvals") != nil
        case .retention: !governance("retention").isEmpty
        case .training: has("Training data", in: version)
        case .commit: has("Commit", in: version) || has("Artifact SHA-256", in: version)
        case .preprocessing: has("Preprocessing", in: version)
        case .runtime: has("Runtime", in: version)
        case .changes: audit?.version.changes.isEmpty == false
        case .dataSource: has("Source", in: data)
        case .licence: has("Licence", in: data)
        case .collected: has("Collected", in: data)
        case .labelling: has("Labelling standard", in: data)
        case .dataDecisions: has("Decision", in: data)
        case .labelQuality: examined("label-suspects", "label-set-suspects", "detection-gallery")
        case .gates: !chronicle.gates.isEmpty
        case .classes: !(audit?.dataset.names.isEmpty ?? true)
        case .groups: examined("groups")
        case .slices: examined("slices", "detection-slices")
        case .calibration: examined("calibration", "detection-calibration", "label-calibration")
        case .robustness: examined("robustness")
        case .comparison: examined("comparison", "detection-comparison", "label-comparison")
        case .incidents: !chronicle.incidents.isEmpty
        case .postmortems: chronicle.incidents.contains { !$0.isOpen }
        case .actions: !records.actions.isEmpty
        case .playbooks: !records.playbooks.isEmpty
        case .drills: records.playbooks.contains { $0.lastDrill != nil }
        case .decisions: !records.decisions.isEmpty
        case .signed: records.decisions.contains(where: \.isApproved)
        case .waivers: !records.waivers.isEmpty || statesResidualRisk
        case .schedule: !records.schedule.isEmpty
        case .alarms: !records.alarms.isEmpty
        case .regulatory: chronicle.incidents.contains { $0.regulation != nil }
        }
    }

    private var decision: DecisionRecord? {
        audit.flatMap { chronicle.records.decision(on: $0.version.name) }
    }

    private var scope: Scope {
        let verdict = chronicle.latest.map { map.verdict(chronicle.judged($0)) }
        var scope = Scope(
            values: [
                "site.title": map.title, "version.name": audit?.version.name ?? "",
                "version.date": audit?.version.date ?? "",
                "version.model": audit?.version.model ?? "", "dataset.title": audit?.dataset.title ?? "",
                "dataset.n": NumberFormat.count(audit?.dataset.n ?? 0),
                "verdict.sentence": verdict?.sentence ?? phrases(.verdictNoAudit),
                "decision.id": decision?.id ?? "",
                "decision.words": decision.map {
                    "\($0.type.replacing("-", with: " ")), \(phrases(.decisionBy, ["date": .text($0.date), "names": .text(phrases.list($0.approvers.map(\.name)))]))"
                } ?? "",
                "scope": governance("out_of_scope"),
            ],
            flags: [
                "has.decision": decision != nil, "has.changes": holds(.changes),
                "is.withheld": chronicle.withheld.contains { $0.kind == .decision },
            ])
        for key in ["purpose", "users", "assumptions", "limitations", "oversight", "ethics"] {
            scope.values[key] = governance(key)
        }
        for source in Source.allCases { scope.flags["is." + source.rawValue] = holds(source) }
        let answered = Source.allCases.count(where: holds)
        scope.setCount("answered.count", answered)
        scope.setCount("missing.count", Source.allCases.count - answered)
        scope.setCount("sources.count", Source.allCases.count)
        return scope
    }

    /// Headline numbers with interval and n.
    private var numbers: Table {
        // What was fixed says nothing without what regressed.
        let facts = map.facts.tiles.compactMap { entry in audit?.fact(at: entry.path).map { (entry.path, $0) } }
            .filter { $0.1.value != nil && !map.facts.has(.fixed, $0.0) }
        return Table(
            columns: [
                Table.Column("number", phrases(.coverageNumber)), Table.Column("value", phrases(.coverageValue)),
                Table.Column("gate", phrases(.coverageGate)),
            ],
            rows: facts.map { path, fact in
                let gates = chronicle.latest.map { chronicle.judged($0).gates.filter { $0.fact == path } } ?? []
                return [
                    .text(map.facts.heading(path)), .text(NumberFormat.statement(of: fact)),
                    .text(gates.map { Mark($0.state).word }.joined(separator: ", ")),
                ]
            })
    }

    private func coverage(_ collector: inout PageCollector) throws(ProblemList) {
        let scope = scope
        let page = try VersionPages.fill(
            try map.templates.template(PageTemplate.coverage.name), scope,
            Resolver(link: map.link(from: Self.folder), exhibit: { _ in .unknown(nearest: nil) }))
        var frame = PageFrame.common(map, Self.folder, title: phrases(.coverageTitle), area: .audits, page: page)
        frame.crumbs = [PageFrame.Step("Home", "index.html"), PageFrame.Step(phrases(.coverageTitle))]
        collector.add(
            frame,
            json: PageJSON.page(
                Self.folder, title: phrases(.coverageTitle),
                [("answers", .object(Source.allCases.map { ($0.rawValue, .bool(holds($0))) }))]))
        collector.add(
            Self.folder + "model-card.md",
            PlainMarkdown.readable(try map.templates.template(PageTemplate.modelCard.name).markdown(card(scope))))
    }

    /// The scope of the model card, whose tables are rows of text.
    private func card(_ scope: Scope) -> Scope {
        var scope = scope
        scope.lists["numbers"] = numbers.rows.map { row in
            Scope(values: ["number": Self.text(row[0]), "value": Self.text(row[1]), "gate": Self.text(row[2])])
        }
        scope.lists["modes"] = (audit?.stories.prefix(10) ?? []).map { story in
            Scope(values: [
                "mode": phrases.title(story.lead.mode), "standing": story.lead.standing.rawValue,
                "measured": phrases.statement(story.lead.measure, of: story.lead.mode, audit?.nouns ?? ""),
            ])
        }
        return scope
    }

    private static func text(_ cell: Cell) -> String { if case .text(let text) = cell { text } else { "" } }

    private func start(_ collector: inout PageCollector) throws(ProblemList) {
        let link = map.link(from: Self.startFolder)
        let decisions = Table(
            columns: [
                Table.Column("id", "Decision"), Table.Column("date", "Date"), Table.Column("title", "What"),
                Table.Column("version", "Version"),
            ],
            rows: chronicle.records.decisionsInForce.map {
                [
                    .link($0.id, target: "decision:" + $0.id), .text($0.date), .text($0.title),
                    .link($0.version, target: "version:" + $0.version),
                ]
            })
        var scope = scope
        scope.flags["has.decisions"] = !decisions.rows.isEmpty
        let page = try VersionPages.fill(
            try map.templates.template(PageTemplate.start.name), scope,
            Resolver(
                link: link,
                exhibit: { request in
                    switch request.id {
                    case "numbers": .html(TableHTML(table: numbers, label: request.plainCaption, link: link).html.text)
                    case "decisions":
                        .html(TableHTML(table: decisions, label: request.plainCaption, link: link).html.text)
                    default: .unknown(nearest: "numbers")
                    }
                }))
        var frame = PageFrame.common(map, Self.startFolder, title: phrases(.coverageStart), area: .audits, page: page)
        frame.crumbs = [PageFrame.Step("Home", "index.html"), PageFrame.Step(phrases(.coverageStart))]
        collector.add(
            frame,
            json: PageJSON.page(
                Self.startFolder, title: phrases(.coverageStart),
                [("numbers", PageJSON.table(numbers)), ("decisions", PageJSON.table(decisions))]))
    }
}
