// What exists and where: answers every cross reference, for the pages of one version from that version's audit alone.

import Archive
import Chronicle
import Diagnostics
import Markup
import Record

/// The site's map.
struct SiteMap {
    let chronicle: Chronicle
    /// The data set that these pages are of, where there are several.
    let dataset: String?
    let templates: TemplateSet
    /// What the facts of audits are.
    let facts: FactIndex
    /// The words that pages share.
    let phrases: Phrases
    let glossary: Glossary
    /// Title of each method by id.
    let methods: [String: String]
    /// Every failure mode of every version, and what became of it.
    let inventory: [TrackedMode]
    /// How the team stands to each of them.
    let reviews: [String: ModeReview]

    init(_ chronicle: Chronicle, _ templates: TemplateSet, _ facts: FactIndex, dataset: String? = nil) {
        self.chronicle = chronicle
        self.dataset = dataset
        self.facts = facts
        self.templates = templates
        glossary = Glossary(templates)
        phrases = Phrases(templates)
        inventory = chronicle.modes
        reviews = chronicle.reviews(of: inventory)
        var methods: [String: String] = [:]
        for id in templates.names(under: "methods") {
            methods[id] = templates.templates["methods/" + id].map { Self.title(of: $0, else: id) }
        }
        self.methods = methods
    }

    /// What became on other data sets of the failure modes that the newest version lists on this one, by their ids.
    var replications: [String: Replication] = [:]

    /// The other data sets of the workspace, each with its failure modes over all versions.
    var otherDatasets: [(dataset: String, modes: [TrackedMode])] = []

    /// The sections of the site where these pages stand: what several data sets share has none of their own.
    var areas = PageFrame.Area.allCases

    /// Versions that are not archived yet, of records that are checked before they are: what leads there is no mistake.
    var expected: [String] = []

    /// Where the pages of the data set begin.
    var base: String { dataset.map(SitePath.dataset) ?? "" }

    /// The rows of records that the audience does not get to read, in a table of so many columns.
    func withheldRows(_ kind: RecordKind, columns: Int) -> [[Cell]] {
        phrases.withheldRows(chronicle.withheld.filter { $0.kind == kind }, columns: columns)
    }

    /// Whether a mode is new or worse and nobody has looked at it.
    func isUrgent(_ mode: TrackedMode) -> Bool { reviews[mode.id].map { ModeReview.isUrgent(mode, $0) } ?? false }

    /// The id that a mode has its page under.
    func canonical(_ id: String) -> String { inventory.first { $0.ids.contains(id) }?.id ?? id }

    /// Title of the site: what misread.yml says, else the newest audit.
    var title: String { chronicle.title ?? "Audits" }

    /// The first heading of a template's text.
    static func title(of template: Template, else id: String) -> String {
        // By bytes: every page's title is asked for by every command that checks references.
        let lines = template.text.utf8.split { $0 == 0x0A || $0 == 0x0D }
        guard let line = lines.first(where: { $0.starts(with: "# ".utf8) }) else { return id.asWords.capitalizedFirst }
        return String(decoding: line.dropFirst(2), as: UTF8.self)
    }

    /// Answers a reference from a page in `folder`. With `audit`, only that audit and what is common to all versions is
    /// known: the rule that a published version never changes.
    func link(from folder: String, audit: ArchivedAudit? = nil) -> (Reference) -> Referent {
        { reference in
            func page(_ target: String, _ title: String) -> Referent {
                .page(href: SitePath.relative(target, from: folder), title: title)
            }
            switch reference.kind {
            case .finding, .slice:
                return mode(reference.id, from: folder, audit: audit)
            case .version:
                return version(reference.id, from: folder, audit: audit)
            case .section:
                return section(reference.id, from: folder, audit: audit)
            case .incident, .action, .decision, .waiver, .playbook, .regressionCase:
                guard audit == nil, let target = record(reference.id, as: reference.kind) else {
                    if audit == nil, chronicle.isElsewhere(reference.id) { return .absent }
                    return .unknown(nearest: nearestName(to: reference.id, in: recordIDs(reference.kind)))
                }
                return page(target + "index.html", reference.id)
            case .method:
                let id = FormerNames.method(reference.id)
                guard let title = methods[id] else {
                    return .unknown(nearest: nearestName(to: reference.id, in: methods.keys.sorted()))
                }
                return .page(
                    href: SitePath.relative(SitePath.method(id) + "index.html", from: base + folder), title: title)
            case .glossary:
                guard let title = glossary.title(reference.id) else {
                    return .unknown(nearest: nearestName(to: reference.id, in: glossary.ids))
                }
                return .page(
                    href: SitePath.relative("glossary/index.html#" + reference.id, from: base + folder), title: title)
            }
        }
    }

    /// The folder of a record's page; `nil` where there is no such record here.
    private func record(_ id: String, as kind: Reference.Kind) -> String? {
        guard recordIDs(kind).contains(id) else { return nil }
        switch kind {
        case .incident: return SitePath.incident(id)
        case .action: return SitePath.action(id)
        case .decision, .waiver: return SitePath.decision(id)
        case .playbook: return SitePath.playbook(id)
        // A case is shown where its incident is.
        case .regressionCase:
            let incident = chronicle.records.cases.first { $0.id == id }?.incident
            return incident.flatMap { id in chronicle.incidents.contains { $0.id == id } ? SitePath.incident(id) : nil }
        default: return nil
        }
    }

    private func recordIDs(_ kind: Reference.Kind) -> [String] {
        let records = chronicle.records
        switch kind {
        case .incident: return chronicle.incidents.map(\.id)
        case .action: return records.actions.map(\.id)
        case .decision: return records.decisions.map(\.id)
        case .waiver: return records.waivers.map(\.id)
        case .playbook: return records.playbooks.map(\.id)
        case .regressionCase: return records.cases.map(\.id)
        default: return []
        }
    }

    private func mode(_ id: String, from folder: String, audit: ArchivedAudit?) -> Referent {
        if let audit {
            let findings = audit.audit.findings
            guard let finding = findings.first(where: { FormerNames.isSameMode($0.id, id) }) else {
                return .unknown(nearest: nearestName(to: id, in: findings.map(\.id)))
            }
            let target = SitePath.failure(finding.id, of: audit.audit.version.name) + "index.html"
            return .page(href: SitePath.relative(target, from: folder), title: phrases.title(finding.mode))
        }
        guard let entry = inventory.first(where: { mode in mode.ids.contains { FormerNames.isSameMode($0, id) } })
        else { return .unknown(nearest: nearestName(to: id, in: inventory.map(\.finding.id))) }
        let target = SitePath.mode(entry.id) + "index.html"
        return .page(href: SitePath.relative(target, from: folder), title: phrases.title(entry.finding.mode))
    }

    private func version(_ name: String, from folder: String, audit: ArchivedAudit?) -> Referent {
        let names = chronicle.audits.map(\.audit.version.name)
        let isOpen = audit.map { [$0.audit.version.name, $0.audit.baseline?.version].contains(name) } ?? true
        if audit == nil, expected.contains(name) { return .absent }
        guard isOpen, names.contains(name) else {
            return .unknown(nearest: nearestName(to: name, in: names + expected))
        }
        return .page(href: SitePath.relative(SitePath.version(name) + "index.html", from: folder), title: name)
    }

    /// `calibration` on a version's own pages, and on pages without a version the newest audit's; `v3/calibration`
    /// elsewhere. Templates are checked against the catalogue, so a section that an older audit lacks is absent there and
    /// no mistake.
    private func section(_ id: String, from folder: String, audit: ArchivedAudit?) -> Referent {
        let parts = id.split(separator: "/", maxSplits: 1).map(String.init)
        if parts.count == 2, expected.contains(parts[0]) { return .absent }
        let archived = parts.count == 2 ? chronicle.audit(parts[0]) : audit ?? chronicle.latest
        guard let archived, let name = parts.last else { return parts.count == 2 ? .unknown(nearest: nil) : .absent }
        let ids = archived.audit.sections.map(\.id) + VersionPages.fixed
        guard ids.contains(name) else {
            return parts.count == 2 ? .unknown(nearest: nearestName(to: name, in: ids)) : .absent
        }
        let title = archived.audit.section(name)?.title ?? name.asWords.capitalizedFirst
        let target = SitePath.section(name, of: archived.audit.version.name) + "index.html"
        return .page(href: SitePath.relative(target, from: folder), title: title)
    }

    /// What a version's pages rest on, for their foot. The digest of the audit and the program's version stand on the
    /// page of provenance alone: on every page of a version, one changed number would change them all. The
    /// foot of printed sheets names the digest of all that is archived (``SheetFoot``).
    func provenance(_ archived: ArchivedAudit, from folder: String) -> [(String, HTML)] {
        let audit = archived.audit
        let target = SitePath.section("provenance", of: audit.version.name) + "index.html"
        let href = SitePath.relative(target, from: folder)
        return [
            ("Audit", "<code>\(audit.version.name)</code> <a href=\"\(href)\">Provenance</a>"),
            ("Evaluated", "\(audit.version.date) · \(audit.dataset.title)"),
            ("Inputs", "<a href=\"\(href)\">\(audit.inputs.count == 1 ? "1 file" : "\(audit.inputs.count) files")</a>"),
            ("Reproduce", "<code>misread audit WORKSPACE --version \(audit.version.name) --replace</code>"),
        ]
    }

    /// What the pages outside any version rest on. Which audits those are, and the newest one's digest, the front page
    /// alone says; the others lead there.
    func provenance(from folder: String) -> [(String, HTML)] {
        let check: (String, HTML) = ("Check", "<code>sha256sum -c SHA256SUMS</code>")
        guard folder.isEmpty else {
            let href = SitePath.relative("index.html", from: folder)
            return [("Made from", "<a href=\"\(href)\">All audits</a>"), check]
        }
        let count = chronicle.audits.count
        var items: [(String, HTML)] = [("Made from", "\(count) \(count == 1 ? "audit" : "audits")")]
        if let latest = chronicle.latest {
            let digest = String(latest.digest.prefix(12))
            items.append(("Newest audit", "<code>\(latest.audit.version.name) · \(digest)</code>"))
            items.append(("Data of", "\(latest.audit.version.date)"))
        }
        return items + [check]
    }
}

/// The glossary: one template whose headings are its words.
struct Glossary {
    /// Ids of its words, in order.
    let ids: [String]
    private let titles: [String: String]

    init(_ templates: TemplateSet) {
        let text = templates.templates["glossary"]?.text ?? ""
        let page = try? MarkdownText(text, file: "Templates/glossary.md").page(
            Resolver(
                link: { _ in .page(href: "#", title: "") }, exhibit: { _ in .html("") }))
        ids = page?.headings.map(\.id) ?? []
        titles = Dictionary(page?.headings.map { ($0.id, $0.text) } ?? [], uniquingKeysWith: { first, _ in first })
    }

    /// The word of that id.
    func title(_ id: String) -> String? { titles[id] }
}

extension Phrases {
    /// Records that the audience does not get to read, as rows: the id, and for whom it is.
    func withheldRows(_ records: [Chronicle.Withheld], columns: Int) -> [[Cell]] {
        records.map { record in
            [
                .text(record.id),
                .none(self(.incidentWithheld, ["audience": .text(record.confidentiality.rawValue)])),
            ] + [Cell](repeating: .none(""), count: columns - 2)
        }
    }
}
