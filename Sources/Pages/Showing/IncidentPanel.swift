import Chronicle
import Drawing
import Markup
import Record

/// The facts of an incident's front matter: a panel beside the headline, times, causes and lessons, actions.
struct IncidentPanel {
    let incident: Incident
    let phrases: Phrases
    let link: (Reference) -> Referent
    /// Incidents that share a failure mode with it, by id.
    var similar: [String] = []
    /// What later versions are asked because of it.
    var cases: [Case] = []
    /// The day of the newest data.
    var today: Day?
    /// What facts are.
    var facts: FactIndex?

    /// A regression case, with how versions come out of it, newest first.
    struct Case {
        let record: CaseRecord
        let results: [(version: String, result: GateResult)]
    }

    /// Above the headline: id, severity and how far the writeup is.
    var eyebrow: HTML {
        let state: HTML =
            incident.status == .withdrawn
            ? Mark.neutral.badge("withdrawn")
            : incident.isOpen ? Mark.undecided.badge("open") : Mark.passed.badge("closed")
        return "\(incident.id) · \(incident.severity) · writeup \(incident.status.words) \(state)"
    }

    /// The panel.
    var card: HTML {
        var rows: [(String, HTML)] = [("Model", "\(incident.model) \(version(incident.version))")]
        if !incident.affectedVersions.isEmpty {
            rows.append(("Affects", incident.affectedVersions.map(version).joined(separator: ", ")))
        }
        if let fixed = incident.fixedIn { rows.append(("Fixed in", version(fixed))) }
        rows.append(("Kind", "\(incident.kind.replacing("-", with: " "))"))
        for interval in incident.intervals {
            rows.append((interval.name.capitalizedFirst, "\(Self.words(interval))"))
        }
        if let reason = incident.openReason { rows.append((phrases(.incidentOpenBecause), "\(reason)")) }
        if !incident.failureModes.isEmpty {
            let items: [HTML] = incident.failureModes.map { "<li>\(mode($0))</li>" }
            rows.append(("Failure modes", "<ul class=\"plain\">\(items.joined())</ul>"))
        }
        if let playbook = incident.playbook {
            rows.append(("Playbook", record(playbook, .playbook)))
        }
        if !incident.decisions.isEmpty {
            rows.append(("Decisions", incident.decisions.map { record($0, .decision) }.joined(separator: ", ")))
        }
        if !similar.isEmpty {
            rows.append(("Similar incidents", similar.map { record($0, .incident) }.joined(separator: ", ")))
        }
        if let clock { rows.append((phrases(.clockTitle), clock)) }
        for person in incident.people { rows.append((person.name, "\(person.text)")) }
        let items: [HTML] = rows.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>\n" }
        return "<dl class=\"card rows\">\n\(items.joined())</dl>"
    }

    /// Times, impact and detection, after the story. The impact's words are left out where they are the lede.
    func facts(impactIsLede: Bool) -> HTML {
        var html: HTML = ""
        if let timeline { html += timeline }
        if !incident.times.isEmpty {
            let steps: [HTML] = incident.times.map {
                "<li><b>\($0.name.asWords.capitalizedFirst)</b><span>\($0.text.dateWords)</span></li>\n"
            }
            html += Self.section("times", "Times", "<ol class=\"timeline\">\n\(steps.joined())</ol>\n")
        }
        var impact: HTML = ""
        if !impactIsLede, let text = incident.impact, !text.isEmpty { impact += "<p>\(text)</p>\n" }
        if !incident.impactDetails.isEmpty { impact += list(incident.impactDetails) }
        if !incident.figures.isEmpty { impact += figures }
        if !impact.isEmpty { html += Self.section("impact", phrases(.incidentImpact), impact, half: true) }
        var noticed: HTML = ""
        if let trigger = incident.trigger { noticed += "<p><b>\(phrases(.incidentTrigger))</b> \(trigger)</p>\n" }
        if !incident.detection.isEmpty { noticed += list(incident.detection) }
        if !noticed.isEmpty { html += Self.section("detection", phrases(.incidentDetection), noticed, half: true) }
        return html
    }

    /// What the front matter records of causes and lessons, then the actions, after the writeup. A writeup has its own
    /// sections of these names, so the record stands under one heading.
    var after: HTML {
        var html: HTML = ""
        var record: [(String, HTML)] = []
        if !incident.factors.isEmpty {
            let items: [HTML] = incident.factors.map { factor in
                let evidence: [HTML] = factor.evidence.map(mode)
                let shown: HTML =
                    evidence.isEmpty
                    ? ""
                    : " <span class=\"muted\">\(phrases(.incidentShownBy)) \(evidence.joined(separator: ", "))</span>"
                return "<li><span class=\"kind\">\(factor.category)</span> \(factor.text)\(shown)</li>\n"
            }
            record.append((phrases(.incidentContributing), items.joined()))
        }
        let lessons = [
            ("Went well", incident.wentWell), ("Went wrong", incident.wentWrong), ("Luck", incident.lucky),
        ]
        for (title, texts) in lessons where !texts.isEmpty {
            record.append((title, texts.map { "<li>\($0)</li>\n" }.joined()))
        }
        if !record.isEmpty {
            let rows: [HTML] = record.map {
                "<div><dt>\($0.0)</dt><dd><ul class=\"plain\">\n\($0.1)</ul></dd></div>\n"
            }
            html += Self.section("record", phrases(.incidentRecord), "<dl class=\"sheet\">\n\(rows.joined())</dl>\n")
        }
        html += caseTables
        if !incident.links.isEmpty { html += Self.section("links", "Related", list(incident.links)) }
        if !incident.amendments.isEmpty {
            let items: [HTML] = incident.amendments.map {
                "<li>\($0.at.dateWords), \($0.by): \($0.text)</li>\n"
            }
            html += Self.section("amendments", "Corrections", "<ul class=\"plain\">\n\(items.joined())</ul>\n")
        }
        return html
    }

    /// When an authority has to be told, and how that stands.
    private var clock: HTML? {
        guard let clock = incident.regulation, let today else { return nil }
        let (mark, words): (Mark, String) =
            switch clock.standing(on: today) {
            case .inTime: (.passed, phrases(.clockInTime))
            case .late(let days): (.failed, phrases(.clockLate, ["days": .count(days)]))
            case .left(let days): (.undecided, phrases(.clockLeft, ["days": .count(days)]))
            case .over(let days): (.failed, phrases(.clockOver, ["days": .count(days)]))
            }
        let text = phrases(.clockText, ["deadline": .text(clock.deadline.description), "days": .count(clock.days)])
        return "\(text) \(mark.badge(words))"
    }

    /// The phases drawn to scale; none where fewer than two moments are known, or all are one day.
    private var timeline: HTML? {
        let moments = incident.times.compactMap { entry -> (name: String, at: Double, isDay: Bool)? in
            guard let day = Day(entry.text) else { return nil }
            guard let seconds = Timestamp(entry.text)?.seconds else { return (entry.name, Double(day.number), true) }
            return (entry.name, Double(seconds) / 86_400, false)
        }
        guard let first = moments.first, let last = moments.last, last.at > first.at else { return nil }
        let byDay = moments.contains(where: \.isDay)
        let start = moments.first { $0.name == "started" } ?? first
        var rows: [SpanChart.Row] = moments.filter { $0.at < start.at }.map { moment in
            SpanChart.Row(moment.name.asWords.capitalizedFirst, start: moment.at, end: start.at)
        }
        for span in incident.intervals {
            let name = span.name.split(separator: " ").last.map(String.init) ?? ""
            guard let end = moments.first(where: { $0.name.hasPrefix(name) }) else { continue }
            rows.append(
                SpanChart.Row(
                    span.name, start: start.at, end: end.at,
                    mark: name == "resolve" ? .passed : .finding, note: Self.words(span)))
        }
        guard !rows.isEmpty else { return nil }
        let chart = Chart.spans(SpanChart(phrases(.incidentTimeline), rows: rows, hasHours: !byDay))
        let caption = phrases(byDay ? .incidentTimelineDays : .incidentTimelineHours)
        return Self.section(
            "timeline", phrases(.incidentTimeline),
            "<figure class=\"fig\">\(HTML(trusted: chart.drawn(id: "c-timeline", title: caption).svg ?? ""))<figcaption>\(caption)</figcaption></figure>\n",
            half: true)
    }

    /// Numbers that it states, each with what the archive says of it.
    private var figures: HTML {
        let table = Table(
            columns: [
                Table.Column("what", "Number"), Table.Column("value", "Stated"),
                Table.Column("state", "Archive", .state),
            ],
            rows: incident.figures.map { figure in
                let name =
                    figure.path.split(separator: ".").last.map {
                        String($0).split(separator: "[").first.map(String.init) ?? ""
                    } ?? ""
                var stated = figure.written ?? ""
                if let interval = figure.interval {
                    stated +=
                        " [\(NumberFormat.format(interval.lowerBound, as: .raw)), \(NumberFormat.format(interval.upperBound, as: .raw))]"
                }
                if let unit = figure.form.text("unit") { stated += " " + unit }
                return [
                    .text(figure.form.text("text") ?? name.asWords.capitalizedFirst), .text(stated),
                    figure.isBound
                        ? .state(
                            .passed, phrases(.figureConfirmed, ["version": .text(figure.form.text("version") ?? "")]))
                        : .none(phrases(.figureUnbound)),
                ]
            })
        return TableHTML(table: table, label: phrases(.figureTitle), link: link).html
    }

    /// What later versions are asked because of it.
    private var caseTables: HTML {
        if cases.isEmpty {
            guard let reason = incident.noCaseReason else { return "" }
            return Self.section(
                "cases", phrases(.caseTitle),
                "<p class=\"calm\">\(phrases(.incidentNoAction, ["reason": .text(reason)]))</p>\n")
        }
        let table = Table(
            columns: [
                Table.Column("id", "Case"), Table.Column("asked", "Asked"), Table.Column("version", "Version"),
                Table.Column("state", "State", .state), Table.Column("value", "Measured"),
            ],
            rows: cases.flatMap { one in
                one.results.map { version, result in
                    [

                        .text(one.record.id), .text(one.record.asked),
                        .link(version, target: "version:" + version), .state(Mark(result.state), nil),
                        result.measuredCell,
                    ]
                }
            })
        return Self.section(
            "cases", phrases(.caseTitle), TableHTML(table: table, label: phrases(.caseTitle), link: link).html)
    }

    private func record(_ id: String, _ kind: Reference.Kind) -> HTML {
        guard case .page(let href, _) = link(Reference(kind, id)) else { return "\(id)" }
        return "<a href=\"\(href)\">\(id)</a>"
    }

    /// What is done about it: above the story, for that is what readers come back for.
    var actions: HTML {
        guard !incident.actions.isEmpty else {
            guard let reason = incident.noActionReason else { return "" }
            return Self.section(
                "actions", "Actions", "<p class=\"calm\">\(phrases(.incidentNoAction, ["reason": .text(reason)]))</p>\n"
            )
        }
        let table = Table(
            columns: [
                Table.Column("state", "State", .state), Table.Column("action", "Action"),
                Table.Column("owner", "Owner"), Table.Column("due", "Due"), Table.Column("id", "Record"),
            ],
            rows: incident.actions.map { action in
                let isDone = action.isClosed && !["rejected", "wont-fix", "withheld"].contains(action.status)
                return [
                    .state(
                        isDone ? .passed : action.isClosed ? .neutral : .undecided,
                        action.status.replacing("-", with: " ")),
                    .text(action.text), .text(action.owner),
                    action.due.map { .text($0) } ?? .none(phrases(.incidentNoDate)),
                    action.id.map { .link($0, target: "action:" + $0) } ?? .text(""),
                ]
            })
        return Self.section("actions", "Actions", TableHTML(table: table, label: "Actions", link: link).html)
    }

    private func list(_ entries: [Incident.Entry]) -> HTML {
        let rows: [HTML] = entries.map {
            "<div><dt>\($0.name.asWords.capitalizedFirst)</dt><dd>\($0.text)</dd></div>\n"
        }
        return "<dl class=\"sheet\">\n\(rows.joined())</dl>\n"
    }

    private func version(_ name: String) -> HTML {
        guard case .page(let href, _) = link(Reference(.version, name)) else { return "\(name)" }
        return "<a href=\"\(href)\">\(name)</a>"
    }

    private func mode(_ id: String) -> HTML {
        guard case .page(let href, let title) = link(Reference(.finding, id)) else { return "\(id)" }
        return "<a href=\"\(href)\">\(title)</a>"
    }

    private static func section(_ id: String, _ title: String, _ body: HTML, half: Bool = false) -> HTML {
        let style: HTML = half ? "half" : "full"
        return """
            <section class="\(style)" aria-labelledby="facts-\(id)">
            \(Heading.section(title, id: "facts-" + id))
            \(body)</section>

            """
    }

    /// How long something took; of days without an hour, whole days.
    static func words(_ span: Incident.Span) -> String {
        guard span.isByDay else { return duration(span.minutes) }
        let days = span.minutes / 1440
        return days == 0 ? "the same day" : days == 1 ? "1 day" : "\(NumberFormat.count(days)) days"
    }

    /// `3 days 4 h`, `2 h 10 min`, `40 min`.
    static func duration(_ minutes: Int) -> String {
        let (days, hours, left) = (minutes / 1440, minutes % 1440 / 60, minutes % 60)
        var parts: [String] = []
        if days > 0 { parts.append(days == 1 ? "1 day" : "\(NumberFormat.count(days)) days") }
        if hours > 0 { parts.append("\(hours) h") }
        if days == 0, left > 0 || parts.isEmpty { parts.append("\(left) min") }
        return parts.joined(separator: " ")
    }

    /// The JSON twin: the front matter's facts.
    func json(_ folder: String) -> JSONValue {
        func entries(_ list: [Incident.Entry]) -> JSONValue { .object(list.map { ($0.name, .string($0.text)) }) }
        return PageJSON.page(
            folder, title: incident.title,
            [
                ("id", .string(incident.id)), ("status", .string(incident.status.rawValue)),
                ("severity", .string(incident.severity)), ("kind", .string(incident.kind)),
                ("open", .bool(incident.isOpen)), ("model", .string(incident.model)),
                ("version", .string(incident.version)),
                ("affected_versions", .array(incident.affectedVersions.map { .string($0) })),
                ("fixed_in", incident.fixedIn.map { .string($0) } ?? .null), ("times", entries(incident.times)),
                ("minutes", .object(incident.intervals.map { ($0.name, .integer($0.minutes)) })),
                ("failure_modes", .array(incident.failureModes.map { .string($0) })),
                (
                    "actions",
                    .array(
                        incident.actions.map {
                            .object([
                                ("id", $0.id.map { .string($0) } ?? .null), ("action", .string($0.text)),
                                ("owner", .string($0.owner)), ("due", $0.due.map { .string($0) } ?? .null),
                                ("status", .string($0.status)),
                            ])
                        })
                ),
            ])
    }
}

extension GateResult {
    /// What was measured, or why nothing was.
    var measuredCell: Cell {
        measured.map { .text(NumberFormat.statement(of: $0)) } ?? .none(reason ?? "")
    }
}
