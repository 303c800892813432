import Chronicle
import Diagnostics
import Drawing
import Markup
import Record

/// The remediation backlog, and a page an action.
struct ActionPages {
    /// Its folder.
    static let folder = "actions/"

    let map: SiteMap
    private var phrases: Phrases { map.phrases }
    private var chronicle: Chronicle { map.chronicle }
    private let realised: [Realised]
    private let backlog: Backlog

    init(_ map: SiteMap) {
        self.map = map
        realised = map.chronicle.realised(map.facts)
        let today = map.chronicle.today ?? Day(number: 0)
        backlog = Backlog(
            map.chronicle.records.actions, today: today,
            releases: map.chronicle.records.governance.releaseDays.map { (today, $0) })
    }

    func collect(into collector: inout PageCollector) {
        do {
            try list(&collector)
        } catch {
            collector.add(error)
        }
        for outcome in realised
        where outcome.action.status == "validated" && !["worked", "partly"].contains(outcome.verdict.rawValue) {
            collector.add(
                ProblemList(
                    Problem(
                        .warning, at: outcome.action.record.place("status"),
                        "\(outcome.action.id) is called validated, and what \(outcome.version ?? "no version") measured of it is: \(outcome.verdict.rawValue)"
                    )))
        }
        for action in chronicle.records.actions {
            do {
                try page(action, &collector)
            } catch {
                collector.add(error)
            }
        }
    }

    private func list(_ collector: inout PageCollector) throws(ProblemList) {
        let link = map.link(from: Self.folder)
        let withheld = chronicle.withheld.filter { $0.kind == .action }
        let judged = realised.filter { $0.isHeld != nil }
        let overdue = chronicle.records.actions.count { $0.overdue(on: chronicle.today) != nil }
        var scope = Scope(
            values: ["today": chronicle.today?.description ?? ""],
            flags: [
                "has.actions": !chronicle.records.actions.isEmpty || !withheld.isEmpty,
                "has.open": !backlog.entries.isEmpty, "has.closed": !closed.rows.isEmpty,
                "has.claims": realised.contains { $0.version != nil }, "has.judged": !judged.isEmpty,
                "has.critical": backlog.entries.contains(where: \.isCritical),
                "has.schedule": backlog.entries.contains { $0.action.effortDays != nil || $0.action.due != nil },
                "has.withheld": !withheld.isEmpty, "has.releases": chronicle.records.governance.releaseDays != nil,
            ])
        scope.setCount("actions.count", chronicle.records.actions.count)
        scope.setCount("open.count", backlog.entries.count)
        scope.setCount("overdue.count", overdue)
        scope.setCount("withheld.count", withheld.count)
        scope.setCount("judged.count", judged.count)
        scope.setCount("held.count", judged.count { $0.isHeld == true })
        scope.setCount("exceeded.count", judged.count(where: \.isMore))
        let worth = WorthTables(map)
        worth.fill(&scope)
        let tables: [(String, Table)] =
            [("backlog", open), ("realised", outcomes), ("closed", closed)]
            + worth.tables.filter { !$0.1.columns.isEmpty }
        let template = try map.templates.template(PageTemplate.actions.name)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: link,
                exhibit: { request in
                    if request.id == "schedule" {
                        return .html(
                            ExhibitHTML.chart(
                                schedule, id: "actions-schedule", request: request, csv: "schedule.csv", link: link
                            ).text)
                    }
                    guard let table = tables.first(where: { $0.0 == request.id })?.1 else {
                        return .unknown(nearest: nil)
                    }
                    return .html(TableHTML(table: table, label: request.plainCaption, link: link).html.text)
                }))
        for (name, table) in tables { collector.add(Self.folder + name + ".csv", TableCSV.text(table)) }
        collector.add(Self.folder + "schedule.csv", TableCSV.text(schedule.drawn(id: "x", title: "").table))
        collector.add(
            PageFrame.common(map, Self.folder, title: "Actions", area: .actions, page: page),
            json: PageJSON.page(Self.folder, title: "Actions", tables.map { ($0.0, PageJSON.table($0.1)) }))
    }

    /// Open actions in their order.
    private var open: Table {
        Table(
            columns: [
                Table.Column("id", "Action"), Table.Column("state", "State", .state), Table.Column("title", "What"),
                Table.Column("kind", "Kind"), Table.Column("owner", "Owner"), Table.Column("due", "Due", .number),
                Table.Column("earliest", "Earliest", .number), Table.Column("promise", "Promise"),
                Table.Column("after", "After"),
            ],
            rows: backlog.entries.map { entry in
                let action = entry.action
                return [
                    .link(action.id, target: "action:" + action.id), Self.state(action, chronicle.today, phrases),
                    .text(action.title), .text(Self.kind(action)), Self.text(action.owner),
                    Self.text(action.due?.description),
                    action.effortDays == nil
                        ? .none(phrases(.actionNoEffort)) : .text((entry.release ?? entry.finish).description),
                    Self.text(promise(action)), Self.text(action.dependsOn.joined(separator: ", ")),
                ]
            }
                + map.withheldRows(.action, columns: 9))
    }

    private static func text(_ text: String?) -> Cell { text.flatMap { $0.isEmpty ? nil : .text($0) } ?? .text("") }

    /// What it works on and how.
    static func kind(_ action: ActionRecord) -> String {
        [action.centre, action.type].compactMap { $0?.replacing("-", with: " ") }.joined(separator: ": ")
    }

    /// How it stands: overdue before anything else.
    static func state(_ action: ActionRecord, _ today: Day?, _ phrases: Phrases) -> Cell {
        if let days = action.overdue(on: today) {
            return .state(.failed, phrases(.actionOverdue, ["days": .count(days)]))
        }
        let mark: Mark =
            switch action.status {
            case "done", "validated": .passed
            case "rejected", "wont-fix": .neutral
            default: .undecided
            }
        return .state(mark, action.status.replacing("-", with: " "))
    }

    private func promise(_ action: ActionRecord) -> String? {
        guard let promise = action.promise else { return nil }
        return phrases(
            .actionPromise,
            [
                "fact": .text(map.facts.name(promise.metric)), "from": .text(shown(promise.from, promise.metric)),
                "to": .text(shown(promise.to, promise.metric)),
            ])
    }

    private func shown(_ value: Double, _ path: String) -> String {
        NumberFormat.format(value, as: map.facts.spec(path)?.spec.unit ?? .raw)
    }

    private func change(_ value: Double, _ path: String) -> String {
        let unit = map.facts.spec(path)?.spec.unit ?? .raw
        return NumberFormat.format(value, as: unit == .proportion ? .points : unit)
    }

    private var schedule: Chart {
        let today = chronicle.today
        return .spans(
            SpanChart(
                phrases(.actionPlan),
                rows: backlog.entries.map { entry in
                    let isLate = entry.action.due.map { $0 < entry.finish } ?? false
                    return SpanChart.Row(
                        entry.action.id, start: Double(entry.start.number), end: Double(entry.finish.number),
                        due: entry.action.due.map { Double($0.number) },
                        mark: isLate ? .failed : entry.isCritical ? .finding : .neutral,
                        note: entry.isCritical ? phrases(.actionCritical) : "")
                }, today: today.map { Double($0.number) }, todayName: today?.description))
    }

    private var outcomes: Table {
        Table(
            columns: [
                Table.Column("id", "Action"), Table.Column("verdict", "Verdict", .state),
                Table.Column("version", "Version"), Table.Column("fact", "Number"),
                Table.Column("promised", "Promised"), Table.Column("measured", "Measured"),
                Table.Column("held", "Promise"),
            ],
            rows: realised.filter { $0.version != nil }.map { outcome in
                let path = outcome.action.promise?.metric ?? ""
                return [
                    .link(outcome.action.id, target: "action:" + outcome.action.id),
                    .state(Self.mark(outcome.verdict), words(outcome)),
                    outcome.version.map { .link($0, target: "version:" + $0) } ?? .none(""),
                    .text(map.facts.name(path)), Self.text(outcome.promised.map { change($0, path) }),
                    measured(outcome, path).map { .text($0) } ?? .none(reason(outcome)),
                    .text(
                        outcome.isHeld.map { phrases($0 ? .actionHeld : outcome.isMore ? .actionMore : .actionLess) }
                            ?? ""),
                ]
            })
    }

    private func measured(_ outcome: Realised, _ path: String) -> String? {
        guard let moved = outcome.change else { return nil }
        let unit = map.facts.spec(path)?.spec.unit ?? .raw
        return change(moved.value, path) + " "
            + NumberFormat.interval(moved.interval, as: unit == .proportion ? .points : unit)
    }

    /// The verdict; what became worse in a version that changed several things is not laid at one door.
    private func words(_ outcome: Realised) -> String {
        if outcome.verdict == .harmful, outcome.isShared {
            return phrases(
                .actionWorse, ["is.guardrail": .flag(outcome.guardrails.contains { $0.state == .failed })])
        }
        let isMoved = outcome.verdict == .worked || outcome.verdict == .partly
        let words =
            isMoved && outcome.isShared
            ? phrases(.actionMoved, ["verdict": .text(outcome.verdict.rawValue)]) : outcome.verdict.rawValue
        return outcome.isGuardrailOpen ? phrases(.actionOpen, ["verdict": .text(words)]) : words
    }

    static func mark(_ verdict: Realised.Verdict) -> Mark {
        switch verdict {
        case .worked: .passed
        case .partly: .undecided
        case .noEffect: .neutral
        case .harmful: .failed
        case .notMeasured: .notMeasured
        }
    }

    private func reason(_ outcome: Realised) -> String {
        switch outcome.missing {
        case .promise: phrases(.actionNoPromise)
        case .version: phrases(.actionNoVersion)
        case .fact: phrases(.actionNoFact, ["version": .text(outcome.version ?? "")])
        case .pair: phrases(.actionNoPair, ["version": .text(outcome.version ?? "")])
        case nil: ""
        }
    }

    private var closed: Table {
        let outcomes = Dictionary(realised.filter { $0.version != nil }.map { ($0.action.id, $0) }) { a, _ in a }
        return Table(
            columns: [
                Table.Column("id", "Action"), Table.Column("state", "State", .state), Table.Column("title", "What"),
                Table.Column("kind", "Kind"), Table.Column("owner", "Owner"), Table.Column("due", "Due", .number),
                Table.Column("verdict", phrases(.actionVerdict), .state),
            ],
            rows: backlog.closed.map { action in
                [
                    .link(action.id, target: "action:" + action.id), Self.state(action, nil, phrases),
                    .text(action.title), .text(Self.kind(action)), Self.text(action.owner),
                    Self.text(action.due?.description),
                    outcomes[action.id].map { .state(Self.mark($0.verdict), words($0)) } ?? .text(""),
                ]
            })
    }

    private func page(_ action: ActionRecord, _ collector: inout PageCollector) throws(ProblemList) {
        let folder = SitePath.action(action.id)
        var frame = try RecordPage(map, action, folder: folder, area: .actions, &collector).frame
        let sheet = RecordSheet(record: action.record, link: map.link(from: folder))
        if case .state(let mark, let words) = Self.state(action, chronicle.today, phrases) {
            frame.eyebrow = "\(action.id) · \(Self.kind(action)) \(mark.badge(words))"
        }
        var rows = sheet.rows(["owner", "due", "effect"])
        if let slip = action.slip, slip != 0 {
            rows.append((phrases(.actionSlip), "\(phrases(.actionSlipDays, ["days": .count(slip)]))"))
        }
        if let days = action.effortDays {
            rows.append(
                (
                    phrases(.actionEffort),
                    "\(phrases(.actionEffortDays, ["days": .text(NumberFormat.format(days, as: .raw))]))"
                ))
        }
        rows += sheet.rows(["depends_on", "playbook", "cadence", "budget", "compliance"])
        let addressed = action.failureModes + action.incidents
        if !addressed.isEmpty { rows.append((phrases(.actionAbout), RecordSheet.list(addressed.map(sheet.named)))) }
        if !rows.isEmpty { frame.aside = RecordSheet.card(rows) }
        frame.body =
            (realised.first { $0.action.id == action.id }.map { outcome($0, on: folder) } ?? "") + frame.body
            + sheet.sections(["rationale", "validation", "rollback", "history"])
        collector.add(frame, json: json(action, folder))
    }

    /// What was promised and what was measured.
    private func outcome(_ outcome: Realised, on folder: String) -> HTML {
        guard let promise = outcome.action.promise else { return "" }
        var rows: [(String, HTML)] = [
            (phrases(.actionPromised), "\(self.promise(outcome.action) ?? "")"),
            (
                phrases(.actionMeasured),
                measured(outcome, promise.metric).map { "\($0)" } ?? "<span class=\"muted\">\(reason(outcome))</span>"
            ),
            (phrases(.actionVerdict), Self.mark(outcome.verdict).badge(words(outcome))),
        ]
        if let version = outcome.version {
            let sheet = RecordSheet(record: outcome.action.record, link: map.link(from: folder))
            rows.insert((phrases(.actionClaimedBy), sheet.named(version)), at: 1)
        }
        if let version = outcome.version, outcome.isShared {
            let names = RecordSheet.list(outcome.changes.map { "\($0)" })
            rows.append(
                (
                    phrases(.actionCause),
                    "\(phrases(.actionShared, ["version": .text(version), "changes": .count(outcome.changes.count)]))\n\(names)"
                ))
        }
        for guardrail in outcome.guardrails {
            let value = guardrail.measured.map { NumberFormat.statement(of: $0) } ?? guardrail.reason ?? ""
            let now: HTML =
                outcome.version == nil
                ? " <span class=\"muted\">\(phrases(.actionNow, ["version": .text(chronicle.latest?.audit.version.name ?? "")]))</span>"
                : ""
            rows.append(
                (
                    phrases(.actionGuardrail, ["rule": .text(phrases.rule(guardrail, map.facts))]),
                    "\(Mark(guardrail.state).badge()) \(value)\(now)"
                ))
        }
        return RecordSheet.section("promise", phrases(.actionPromiseTitle), RecordSheet.sheet(rows))
    }

    private func json(_ action: ActionRecord, _ folder: String) -> JSONValue {
        let outcome = realised.first { $0.action.id == action.id }
        return PageJSON.page(
            folder, title: action.title,
            [
                ("id", .string(action.id)), ("status", .string(action.status)),
                ("due", action.due.map { .string($0.description) } ?? .null),
                ("overdue_days", action.overdue(on: chronicle.today).map { .integer($0) } ?? .null),
                ("depends_on", .array(action.dependsOn.map { .string($0) })),
                ("version", outcome?.version.map { .string($0) } ?? .null),
                ("promised_change", PageJSON.optional(outcome?.promised)),
                ("measured_change", PageJSON.optional(outcome?.change?.value)),
                ("verdict", .string(outcome?.verdict.rawValue ?? "not measured")),
                ("changed_together", .array((outcome?.changes ?? []).map { .string($0) })),
                ("guardrails", .array((outcome?.guardrails ?? []).map(PageJSON.gate))),
            ])
    }
}
