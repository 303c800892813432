import Diagnostics
import Drawing
import Markup
import Record

/// What one audit rests on: its gates, its data and where every byte came from.
struct RecordPages {
    let version: VersionPages
    private var audit: Audit { version.audit }
    private var phrases: Phrases { version.map.phrases }

    init(_ version: VersionPages) {
        self.version = version
    }

    func collect(into collector: inout PageCollector) {
        do {
            try gates(&collector)
            try data(&collector)
            try provenance(&collector)
        } catch {
            collector.add(error)
        }
    }

    private func gates(_ collector: inout PageCollector) throws(ProblemList) {
        let folder = SitePath.section("gates", of: version.name)
        var scope = TemplateNames.scope(ofAll: audit)
        scope.values["verdict.sentence"] = Verdict(audit: audit, facts: version.map.facts, phrases: phrases).sentence
        scope.setCount("gates.count", audit.gates.count)
        scope.flags["has.gates"] = !audit.gates.isEmpty
        scope.flags["has.gates-not-asked"] = audit.gatesNotAsked > 0
        let table = GateTable(
            audit: audit, facts: version.map.facts, phrases: phrases, link: version.link(from: folder))
        let title = phrases(.gatePage, ["version": .text(version.name)])
        let page = try version.page(
            .gates, on: folder, scope: scope,
            exhibit: { request in
                // What is in force now is said outside: this page stays as it is.
                let now = SitePath.relative(PolicyPage.folder + "index.html", from: folder)
                let more: HTML =
                    "<p class=\"more\"><a href=\"gates.csv\">CSV</a> · <a href=\"\(now)\">\(phrases(.policyAll))</a></p>\n"
                return request.id == "gates"
                    ? .html((table.html + more).text) : version.exhibit(at: request.id, request, on: folder)
            })
        collector.add(folder + "gates.csv", TableCSV.text(table.table))
        var frame = version.frame(folder, title: title, step: "Gates", page: page)
        frame.lede += version.verdictOfItsDay(on: folder)
        collector.add(
            frame,
            json: PageJSON.page(
                folder, title: title,
                [("gates", .array(audit.gates.map(PageJSON.gate)))]))
    }

    private func data(_ collector: inout PageCollector) throws(ProblemList) {
        let folder = SitePath.section("data", of: version.name)
        let account = audit.accounting
        var scope = TemplateNames.scope(ofAll: audit)
        scope.values["accounting.items"] = NumberFormat.count(account.itemsRead)
        scope.values["accounting.predictions"] = NumberFormat.count(account.predictionsRead)
        scope.values["accounting.kept"] = NumberFormat.count(account.kept)
        scope.values["dataset.digest"] = audit.dataset.digest
        let isDetection = audit.task == .detection
        scope.flags["is.detection"] = isDetection
        scope.flags["order-trusted"] = account.orderTrusted
        scope.flags["has.refused"] = !account.refused.isEmpty
        scope.flags["has.remarks"] = !audit.remarks.isEmpty
        let health = InputHealthTables(audit: audit, phrases: phrases)
        let coverage = phrases.coverage(audit)
        scope.values["coverage"] = coverage ?? ""
        scope.flags["is.part"] = coverage != nil
        scope.setCount("doubts.count", audit.doubts?.count ?? 0)
        scope.flags["one.doubts"] = audit.doubts?.count == 1
        scope.flags["has.doubts"] = audit.doubts?.isEmpty == false
        scope.flags["has.known-doubts"] = health.doubts != nil
        scope.flags["has.sources"] = health.sources != nil
        let close = audit.nearDuplicates.map { NearDuplicateTable($0, phrases) }
        for flag in NearDuplicateTable.flags { scope.flags[flag] = false }
        close?.fill(&scope)
        let rows = Table(
            columns: [Table.Column("what", "Rows"), Table.Column("count", "Count", .number)],
            rows: [
                [
                    .text(phrases(isDetection ? .pageRowsRegions : .pageRowsImages)),
                    .number(Double(account.itemsRead), .count),
                ],
                [
                    .text(phrases(isDetection ? .pageRowsDetections : .pageRowsPredictions)),
                    .number(Double(account.predictionsRead), .count),
                ],
            ]
                + account.refused.map {
                    [.text(phrases(.pageRowsLeftOut, ["reason": .text($0.reason)])), .number(Double($0.count), .count)]
                }
                + [
                    [
                        .text(phrases(isDetection ? .pageRowsObjects : .pageRowsEvaluated)),
                        .number(Double(account.kept), .count),
                    ]
                ])
        let link = version.link(from: folder)
        let page = try version.page(
            .data, on: folder, scope: scope,
            exhibit: { request in
                switch request.id {
                case "sheet":
                    var sheet = [Setting("Name", audit.dataset.name), Setting("Title", audit.dataset.title)]
                    sheet += audit.dataset.details
                    sheet.append(
                        Setting(
                            phrases(.pageEvaluated, ["nouns": .text(audit.nouns.capitalizedFirst)]),
                            NumberFormat.count(audit.dataset.n)))
                    sheet.append(Setting(phrases(.pageDigest), audit.dataset.digest))
                    return .html(Self.list(sheet).text)
                case "accounting":
                    let more: HTML = "<p class=\"more\"><a href=\"accounting.csv\">CSV</a></p>\n"
                    let shown = TableHTML(table: rows, label: request.plainCaption, link: link, style: "narrow")
                    return .html((shown.html + more).text)
                case "classes":
                    let items: [HTML] = audit.dataset.names.prefix(300).map { "<li>\($0)</li>" }
                    let left = audit.dataset.names.count - 300
                    let more: HTML =
                        left > 0
                        ? "<li class=\"muted\">\(phrases(.pageMore, ["count": .text(NumberFormat.count(left))]))</li>"
                        : ""
                    return .html("<ul class=\"chips\">" + items.joined().text + more.text + "</ul>\n")
                case "doubts", "sources":
                    let table = request.id == "doubts" ? health.doubts : health.sources
                    return .html(
                        table.map { TableHTML(table: $0, label: request.plainCaption, link: link).html.text } ?? "")
                case "near-duplicates":
                    let more: HTML = "<p class=\"more\"><a href=\"near-duplicates.csv\">CSV</a></p>\n"
                    let table = close.map {
                        TableHTML(table: $0.table, label: request.plainCaption, link: link).html + more
                    }
                    return .html(table?.text ?? "")
                case "remarks":
                    let items: [HTML] = health.remarks.map { "<li>\($0)</li>\n" }
                    return .html("<ul class=\"plain\">\n" + items.joined().text + "</ul>\n")
                default: return version.exhibit(at: request.id, request, on: folder)
                }
            })
        collector.add(folder + "accounting.csv", TableCSV.text(rows))
        let near: [(key: String, value: JSONValue)] = close.map { [("near_duplicates", $0.json)] } ?? []
        if let close, !close.isEmpty { collector.add(folder + "near-duplicates.csv", TableCSV.text(close.table)) }
        collector.add(
            version.frame(folder, title: "Data behind \(version.name)", step: "Data", page: page),
            json: PageJSON.page(
                folder, title: "Data behind \(version.name)",
                [
                    ("dataset", .string(audit.dataset.name)), ("n", .integer(audit.dataset.n)),
                    ("digest", .string(audit.dataset.digest)),
                    ("classes", .array(audit.dataset.answers.map { .string($0) })),
                    ("items_read", .integer(account.itemsRead)),
                    ("predictions_read", .integer(account.predictionsRead)), ("kept", .integer(account.kept)),
                    (
                        "refused",
                        .array(
                            account.refused.map {
                                .object([("reason", .string($0.reason)), ("count", .integer($0.count))])
                            })
                    ),
                ] + near))
    }

    private func provenance(_ collector: inout PageCollector) throws(ProblemList) {
        let folder = SitePath.section("provenance", of: version.name)
        var scope = TemplateNames.scope(ofAll: audit)
        scope.values["audit.digest"] = version.archived.digest
        scope.values["audit.seal"] = version.archived.seal
        scope.values["audit.program"] = audit.programWords
        scope.values["audit.schema"] = audit.schema
        scope.setCount("inputs.count", audit.inputs.count)
        scope.flags["has.tests"] = audit.tested?.isEmpty == false
        scope.values["dataset.digest"] = audit.dataset.digest
        let inputs = Table(
            columns: [
                Table.Column("path", "File"), Table.Column("sha256", "SHA-256"),
                Table.Column("bytes", "Bytes", .number),
            ],
            rows: audit.inputs.map { [.text($0.path), .text($0.sha256), .number(Double($0.bytes), .count)] })
        let link = version.link(from: folder)
        let page = try version.page(
            .provenance, on: folder, scope: scope,
            exhibit: { request in
                switch request.id {
                case "inputs":
                    let shown = TableHTML(table: inputs, label: request.plainCaption, link: link, style: "hashes")
                    let more: HTML = "<p class=\"more\"><a href=\"inputs.csv\">CSV</a></p>\n"
                    return .html((shown.html + more).text)
                case "tests":
                    return .html(
                        TableHTML(table: tests, label: request.plainCaption, link: link).html.text)
                case "settings": return .html(Self.list(audit.settings).text)
                case "taken":
                    let links: [HTML] = SummaryForm.allCases.map { form in
                        let href = SitePath.relative(version.folder + form.file, from: folder)
                        return "<li><a href=\"\(href)\">\(form.file)</a></li>\n"
                    }
                    return .html("<ul class=\"plain\">\n\(links.joined().text)</ul>\n")
                case "manifest":
                    var rows = [
                        Setting("Version", audit.version.name),
                        Setting(phrases(.pageEvaluationDate), audit.version.date),
                        Setting("Model", audit.version.model),
                    ]
                    rows += audit.version.details
                    rows += phrases.settings(audit.version.lineage)
                    rows += audit.version.changes.map { Setting("Change", $0) }
                    if let notes = audit.version.notes { rows.append(Setting("Notes", notes)) }
                    if let baseline = audit.baseline {
                        rows.append(Setting("Baseline", baseline.version))
                        rows.append(Setting(phrases(.pageBaselineDigest), baseline.digest))
                    }
                    return .html(Self.list(rows).text)
                case "files":
                    let rows =
                        [
                            Setting("Audit (audit.json), SHA-256", version.archived.digest),
                            Setting("Everything archived (SHA256SUMS), SHA-256", version.archived.seal),
                            Setting("Schema", audit.schema), Setting("Program", audit.programWords),
                        ]
                        + (audit.supersedes ?? []).map {
                            Setting(phrases(.pageSupersedes, ["pictures": .count($0.items.count)]), $0.digest)
                        }
                    return .html(Self.list(rows).text)
                default: return version.exhibit(at: request.id, request, on: folder)
                }
            })
        collector.add(folder + "inputs.csv", TableCSV.text(inputs))
        collector.add(
            version.frame(folder, title: "Provenance of \(version.name)", step: "Provenance", page: page),
            json: PageJSON.page(
                folder, title: "Provenance of \(version.name)",
                [
                    ("seal", .string(version.archived.seal)),
                    ("supersedes", .array((audit.supersedes ?? []).map { .string($0.digest) })),
                    ("program", .string(audit.program)),
                    (
                        "inputs",
                        .array(
                            audit.inputs.map {
                                .object([
                                    ("path", .string($0.path)), ("sha256", .string($0.sha256)),
                                    ("bytes", .integer($0.bytes)),
                                ])
                            })
                    ),
                    ("settings", .object(audit.settings.map { ($0.name, .string($0.value)) })),
                ]))
    }

    /// The families of tests and their levels.
    private var tests: Table {
        Table(
            columns: [
                Table.Column("family", "Family"), Table.Column("tests", "Tests", .number),
                Table.Column("p", "p of the family", .number, method: "error-budget"),
                Table.Column("level", "Significant up to", .number),
            ],
            rows: (audit.tested ?? []).map { tested in
                [
                    .text(phrases(tested.family.phrase)), .number(Double(tested.tests), .count),
                    .number(tested.p, .pValue),
                    tested.level.map { .number($0, .pValue) } ?? .none(phrases(.pageFamilyFalls)),
                ]
            })
    }

    /// Headings and texts as a definition list; long hexadecimal texts are set as code.
    static func list(_ settings: [Setting]) -> HTML {
        let rows: [HTML] = settings.map { setting in
            let isHash = setting.value.utf8.count >= 40 && !setting.value.contains(" ")
            let value: HTML = isHash ? "<code>\(setting.value)</code>" : "\(setting.value)"
            return "<div><dt>\(setting.name)</dt><dd>\(value)</dd></div>\n"
        }
        return "<dl class=\"sheet\">\n\(rows.joined())</dl>\n"
    }
}

extension TestFamily {
    /// What it is called.
    var phrase: Phrase {
        switch self {
        case .slices: .pageFamilySlices
        case .confusions: .pageFamilyConfusions
        case .calibration: .pageFamilyCalibration
        case .comparison: .pageFamilyComparison
        case .robustness: .pageFamilyRobustness
        case .nodes: .pageFamilyNodes
        case .drift: .pageFamilyDrift
        case .patterns: .pageFamilyPatterns
        case .hypotheses: .pageFamilyHypotheses
        }
    }
}
