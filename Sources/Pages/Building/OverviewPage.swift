import Diagnostics
import Drawing
import Markup
import Record

/// The page attached to a release review: ship or not, and why, in a minute and a half.
struct OverviewPage {
    /// Most failure modes on the overview.
    static let mostModes = 6
    /// Most rows of a table on the overview.
    static let mostRows = 6

    let version: VersionPages
    private var audit: Audit { version.audit }
    private var folder: String { version.folder }
    private var phrases: Phrases { version.map.phrases }

    init(_ version: VersionPages) {
        self.version = version
        stories = version.audit.stories
    }

    func collect(into collector: inout PageCollector) {
        do {
            let verdict = Verdict(audit: audit, facts: version.map.facts, phrases: phrases)
            let page = try version.page(
                .overview, on: folder, scope: scope(verdict),
                exhibit: { request in answer(request) })
            var frame = version.frame(folder, title: "\(version.name): \(verdict.short)", step: nil, page: page)
            frame.headline = "\(verdict.sentence)"
            frame.summary = verdict.sentence
            frame.lede = version.verdictOfItsDay(on: folder) + frame.lede
            frame.lede +=
                WhatNext(audit: audit, facts: version.map.facts, phrases: phrases, link: version.link(from: folder))
                .html
            frame.eyebrow = eyebrow
            frame.aside = card(verdict)
            collector.add(frame, json: json(verdict))
        } catch {
            collector.add(error)
        }
    }

    private var eyebrow: HTML {
        let title = phrases(.pageReleaseAudit, ["version": .text(version.name)])
        let day = phrases(.pageVerdictOf, ["date": .text(audit.version.date)])
        guard let baseline = audit.baseline else { return "\(title) · \(day)" }
        var words: HTML = "\(baseline.version)"
        if case .page(let href, _) = version.link(from: folder)(Reference(.version, baseline.version)) {
            words = "<a href=\"\(href)\">\(baseline.version)</a>"
        }
        return "\(title) \(phrases(.pageAgainst)) \(words) · \(day)"
    }

    private func scope(_ verdict: Verdict) -> Scope {
        var scope = TemplateNames.scope(ofAll: audit)
        let findings = audit.findings
        scope.values["verdict.sentence"] = verdict.sentence
        scope.values["verdict.detail"] = verdict.detail
        scope.setCount("findings.count", findings.count { $0.standing == .finding })
        scope.setCount("leads.count", findings.count { $0.standing == .lead })
        scope.flags["has.leads"] = findings.contains { $0.standing == .lead }
        scope.values["errors"] = version.errors.map(NumberFormat.format(fact:)) ?? "not stated"
        scope.values["items"] = NumberFormat.count(audit.dataset.n)
        scope.flags["one.errors"] = version.errors?.value == 1
        scope.flags["has.errors"] = version.errors?.value != nil
        scope.flags["has.gates"] = !audit.gates.isEmpty
        scope.flags["has.gates-not-asked"] = audit.gatesNotAsked > 0
        scope.flags["has.findings"] = !findings.isEmpty
        scope.flags["has.more-findings"] = stories.count > Self.mostModes
        scope.flags["has.not-measured"] = !NotMeasured(audit: audit, facts: version.map.facts, phrases: phrases).isEmpty
        scope.flags["has.heat"] = stories.prefix(Self.mostModes).contains {
            audit.showsHeatmap($0.lead.evidence.prefix(2))
        }
        scope.flags["has.moved"] = audit.sections.contains { $0.moved != nil }
        scope.flags["has.changes"] = !audit.version.changes.isEmpty
        return scope
    }

    /// Failure modes by the errors they cover. The list of all failure modes has each.
    private let stories: [FailureStory]

    private func answer(_ request: ExhibitRequest) -> ExhibitAnswer {
        let link = version.link(from: folder)
        switch request.id {
        case "tiles": return .html(Tiles(audit: audit, facts: version.map.facts, phrases: phrases).html.text)
        case "better", "worse":
            let list = MovedList(
                audit: audit, facts: version.map.facts, phrases: phrases, link: link)
            return .html(list.html(better: request.id == "better", label: request.plainCaption).text)
        case "gates":
            return .html(GateTable(audit: audit, facts: version.map.facts, phrases: phrases, link: link).html.text)
        case "modes":
            let cards = version.modeCards(on: folder)
            return .html(cards.html(stories.prefix(Self.mostModes)).text)
        case "not-measured":
            return .html(NotMeasured(audit: audit, facts: version.map.facts, phrases: phrases).html(link).text)
        default: return version.exhibit(at: request.id, request, on: folder, limit: Self.mostRows)
        }
    }

    /// The panel beside the headline: how the gates came out, on what, what changed, who decided.
    private func card(_ verdict: Verdict) -> HTML {
        var rows: [(String, HTML)] = [("Verdict", counts(verdict))]
        let classes = phrases(.pageEvaluatedOn, ["classes": .count(audit.dataset.names.count)])
        rows.append(
            (
                "Evaluated on",
                """
                \(audit.dataset.title) · \(NumberFormat.count(audit.dataset.n)) \(audit.nouns) · \(classes) · \
                \(audit.version.date)
                """
            ))
        rows.append(("Model", "\(audit.version.model)"))
        if let baseline = audit.baseline {
            rows.append((phrases(.pageChangesSince, ["baseline": .text(baseline.version)]), changes))
        } else if !audit.version.changes.isEmpty {
            rows.append((phrases(.pageChanges), changes))
        }
        rows.append((phrases(.pageSeal), "<code>\(version.archived.seal)</code>"))
        let items: [HTML] = rows.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>\n" }
        return "<dl class=\"card rows\">\n\(items.joined())</dl>"
    }

    /// What the manifest says has changed, in which fields the two manifests differ, and how many changes that is.
    private var changes: HTML {
        let stated = audit.version.changes
        var words: HTML =
            stated.isEmpty ? "<span class=\"muted\">not recorded</span>" : "\(stated.joined(separator: "; "))"
        let compared = version.map.facts.stated(.changes, in: audit)
        var notes: [String] = []
        if let fields = compared?.section.terms.first(where: { $0.id == "differing" })?.text, !fields.isEmpty {
            notes.append(phrases(.pageDiffering, ["fields": .text(fields)]))
        }
        let count = compared?.fact.value.map { Int($0) } ?? stated.count
        if count > 1 { notes.append(phrases(.pageSeveralChanges, ["count": .text(NumberFormat.count(count))])) }
        if !notes.isEmpty {
            words += " <span class=\"muted\">(\(phrases.joined(notes, by: .listSemicolon)))</span>"
        }
        return words
    }

    private func counts(_ verdict: Verdict) -> HTML {
        let counted = GateStatus.failingFirst.map { ($0, verdict.gates($0).count) }.filter { $0.1 > 0 }
        guard let (state, count) = counted.first else {
            let waiting = audit.gatesNotAsked
            return Mark.undecided.badge(
                waiting == 0 ? phrases(.gateNone) : phrases(.gateNoneAsked, ["gates": .count(waiting)]))
        }
        // Gates that pass do not make a version ready where something that none asks about keeps it from being so.
        if verdict.state != state {
            let all = counted.map { phrases(.gateCount, ["count": .count($1), "state": .text(Mark($0).word)]) }
            return
                "\(Mark(verdict.state).badge()) <span class=\"muted\">\(phrases.joined(all, by: .listSemicolon))</span>"
        }
        var html = Mark(state).badge(
            phrases(.gateCount, ["count": .count(count), "state": .text(Mark(state).word)]))
        let rest = counted.dropFirst().map { "\($0.1) \(Mark($0.0).word)" }
        if !rest.isEmpty { html += " <span class=\"muted\">\(rest.joined(separator: " · "))</span>" }
        return html
    }

    private func json(_ verdict: Verdict) -> JSONValue {
        PageJSON.page(
            folder, title: verdict.sentence,
            [
                ("version", .string(version.name)), ("date", .string(audit.version.date)),
                ("verdict", .string(verdict.state.rawValue)), ("sentence", .string(verdict.sentence)),
                ("audit_sha256", .string(version.archived.digest)), ("seal", .string(version.archived.seal)),
                ("baseline", audit.baseline.map { .string($0.version) } ?? .null),
                ("n", .integer(audit.dataset.n)), ("gates", .array(audit.gates.map(PageJSON.gate))),
                ("findings", .array(audit.findings.map { PageJSON.listed($0, phrases, in: folder) })),
            ])
    }
}

extension Fact {
    /// Its interval in words, or nothing.
    var intervalWords: String { interval.map { NumberFormat.interval($0, as: unit) } ?? "" }
}
