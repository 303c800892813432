import Chronicle
import Markup
import Record

/// On the front page: which version is approved and which is the newest, and what to do next.
struct HomeNext {
    let map: SiteMap
    private var phrases: Phrases { map.phrases }
    private var chronicle: Chronicle { map.chronicle }

    /// One paragraph on versions, then what is next; nothing without an audit.
    var html: HTML { standing + list(under: phrases(.nextTitle)) }

    /// Which version is approved and which is the newest.
    var standing: HTML {
        chronicle.latest.map { "<p>\(standing($0.audit.version.name))</p>\n" } ?? ""
    }

    /// What is next, the first things, under a title; nothing where there is nothing.
    func list(under title: String) -> HTML {
        let steps = chronicle.latest.map { self.steps($0.audit.version.name) } ?? []
        return steps.isEmpty ? "" : "<p><b>\(title)</b></p>\n" + RecordSheet.list(Array(steps.prefix(5)))
    }

    private func standing(_ newest: String) -> HTML {
        let approved = chronicle.audits.last { archived in
            chronicle.records.decision(on: archived.audit.version.name)?.isApproval ?? false
        }?.audit.version.name
        guard let approved else { return "\(phrases(.homeNoneApproved, ["newest": .text(newest)]))" }
        let words =
            approved == newest
            ? phrases(.homeNewestApproved, ["newest": .text(newest)])
            : phrases(.homeApproved, ["approved": .text(approved), "newest": .text(newest)])
        let record = chronicle.records.decision(on: approved)
        let conditions = (record?.conditions ?? []).filter { $0.met == nil }.map(\.text)
        let asked: HTML =
            conditions.isEmpty
            ? "" : "\(phrases(.homeConditions, ["conditions": .text(conditions.joined(separator: "; "))])) "
        return
            "\(words) \(asked)<a href=\"\(SitePath.version(approved))index.html\">\(phrases(.homeRead, ["version": .text(approved)]))</a>"
    }

    private func steps(_ newest: String) -> [HTML] {
        var steps: [HTML] = []
        let next = chronicle.latest.map { latest in
            WhatNext(
                audit: chronicle.judged(latest), facts: map.facts, phrases: phrases,
                link: map.link(from: "", audit: latest))
        }
        let blocker = next.flatMap { next -> HTML? in
            next.blocker.map { "\(next.linked($0.subject, $0.target)): \($0.words)" }
        }
        // What is decided on answers in doubt is decided on nothing.
        let isInDoubt = next?.input != nil
        if isInDoubt { steps += [blocker].compactMap(\.self) }
        let withheld = chronicle.withheld.contains { $0.kind == .decision }
        if chronicle.records.decision(on: newest) == nil, !withheld {
            steps.append(
                "\(phrases(.homeDecide, ["version": .text(newest)])) <code>misread new decision --version \(newest)</code>"
            )
        }
        if !isInDoubt { steps += [blocker].compactMap(\.self) }
        for incident in chronicle.incidents where incident.isOpen && incident.actions.isEmpty {
            let href = SitePath.incident(incident.id) + "index.html"
            steps.append(
                "<a href=\"\(href)\">\(incident.id)</a> \(phrases(.homeIncident)) <code>misread new action</code>")
            break
        }
        let alarms = chronicle.alarms.filter { $0.state == .unacknowledged }
        if let first = alarms.first {
            let words = phrases(
                .homeAlarm,
                [
                    "column": .text(first.alarm.column), "day": .text(first.alarm.opened),
                    "more": .count(alarms.count - 1), "has.more": .flag(alarms.count > 1),
                ])
            steps.append(
                "\(words) <a href=\"incidents/index.html#alarms\">\(phrases(.homeAlarms))</a> <code>misread new alarm --from \(first.alarm.id)</code>"
            )
        }
        // What it would be worth to mend a mode, and which labels to look at, rest on the answers.
        if isInDoubt { return steps }
        if let worth = RemediationWorth(chronicle, map.inventory), let first = worth.modes.first,
            first.step.saved.value >= 0.5
        {
            let saved = WorthTables.words(first.step.saved)
            steps.append(
                "\(phrases(.homeWorth, ["mode": .text(phrases.title(first.finding.mode)), "saved": .text(saved)])) <a href=\"actions/index.html#worth\">\(phrases(.homeActions))</a>"
            )
        }
        if let latest = chronicle.latest {
            let queue = LabellingQueue(latest)
            if queue.suspects > 0 {
                steps.append(
                    "\(phrases(.homeLabels, ["labels": .count(queue.disputedLabels)])) <a href=\"labelling/index.html\">\(phrases(.homeLabelling))</a>"
                )
            }
        }
        let urgent = map.inventory.filter(map.isUrgent)
        if let first = urgent.first {
            let href = SitePath.mode(first.id) + "index.html"
            let more = urgent.count - 1
            let words = phrases(.homeUnreviewed, ["more": .count(more), "has.more": .flag(more > 0)])
            steps.append(
                "\(phrases(.homeReview)) <a href=\"\(href)\">\(phrases.title(first.finding.mode))</a> \(words) <code>misread new action --from \(first.finding.id)</code>"
            )
        }
        return steps
    }
}
