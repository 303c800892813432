import Archive
import Chronicle
import Diagnostics
import Drawing
import Markup
import Record

/// Which labels to look at first, as a page with whole lists to take away, and what new labels changed.
struct LabellingPages {
    /// Its folder.
    static let folder = "labelling/"

    /// Its names in its template.
    static let values: Set<String> = [
        "version.name", "queue.count", "suspects.count", "reason", "agreement", "discount", "relabelled.count",
        "other.name", "agreed.count", "disputed.count",
    ]
    static let flags: Set<String> = [
        "has.audits", "has.queue", "has.suspects", "has.modes", "has.relabelled", "has.more", "is.too-weak",
        "is.not-kept", "is.without-probabilities", "is.without-objects", "has.other", "is.detector", "is.classifier",
        "is.multilabel", "has.sizes", "is.all-as-labelled",
    ]

    /// Most images that the page itself shows.
    private static let shown = 50

    let map: SiteMap
    private let queue: LabellingQueue?
    /// A version that says something of the newest one's suspects: the newest approved one, else the baseline.
    private let other: ArchivedAudit?
    private var phrases: Phrases { map.phrases }
    private var chronicle: Chronicle { map.chronicle }

    init(_ map: SiteMap) {
        self.map = map
        queue = map.chronicle.latest.map(LabellingQueue.init)
        let chronicle = map.chronicle
        let name = chronicle.latest?.audit.version.name
        let approved = chronicle.audits.last { archived in
            let version = archived.audit.version.name
            return version != name && (chronicle.records.decision(on: version)?.isApproval ?? false)
        }
        // Of a detector's objects no other version is asked: what disputes a label is a detection of its own.
        let isOfImages = chronicle.latest?.audit.task != .detection
        let baseline = chronicle.latest?.audit.baseline.flatMap { chronicle.audit($0.version) }
        other = isOfImages ? approved ?? baseline : nil
    }

    private var task: TaskKind { chronicle.latest?.audit.task ?? .classification }
    /// The names of what is labelled.
    private var classes: [String] {
        chronicle.latest.map { $0.audit.dataset.labels?.names ?? $0.audit.dataset.classes } ?? []
    }

    /// What that version predicts for an image; `nil` where it has none.
    private func predicted(_ image: String) -> String? {
        other?.answer(to: image)?.text
    }

    func collect(into collector: inout PageCollector) {
        do {
            try page(&collector)
        } catch {
            collector.add(error)
        }
    }

    private func page(_ collector: inout PageCollector) throws(ProblemList) {
        let link = map.link(from: Self.folder)
        let entries = queue?.entries ?? []
        let agreement = chronicle.latest.flatMap { map.facts.fact(.labelAgreement, in: $0.audit) }
        var scope = Scope(
            values: [
                "version.name": chronicle.latest?.audit.version.name ?? "",
                "agreement": agreement.map(NumberFormat.statement(of:)) ?? "",
                "discount": NumberFormat.format(1 - LabellingQueue.discount, as: .proportion), "reason": "",
            ],
            flags: [
                "has.audits": queue != nil, "has.queue": !entries.isEmpty, "has.suspects": (queue?.suspects ?? 0) > 0,
                "has.modes": !modes.isEmpty, "has.relabelled": !relabelled.rows.isEmpty,
                "has.more": entries.count > Self.shown, "is.too-weak": queue?.missing == .tooWeak,
                "is.not-kept": queue?.missing == .notKept, "is.without-probabilities": queue?.missing == .probabilities,
                "is.without-objects": queue?.missing == .objects,
                "is.all-as-labelled": queue.map { $0.missing == nil } ?? false, "is.detector": task == .detection,
                "is.classifier": task == .classification, "is.multilabel": task == .multilabel,
                "has.sizes": files(entries).areSizesKnown,
            ])
        scope.values["other.name"] = other?.audit.version.name ?? ""
        scope.flags["has.other"] = other != nil && (queue?.suspects ?? 0) > 0
        let agreed = entries.count { entry in
            guard let image = entry.ofImage, entry.isSuspect else { return false }
            return predicted(entry.image) == image.label
        }
        scope.setCount("agreed.count", agreed)
        scope.setCount("disputed.count", queue?.disputedLabels ?? 0)
        scope.setCount("queue.count", entries.count)
        scope.setCount("suspects.count", queue?.suspects ?? 0)
        scope.setCount("relabelled.count", relabelled.rows.count)
        let template = try map.templates.template(PageTemplate.labelling.name)
        let page = try VersionPages.fill(
            template, scope,
            Resolver(
                link: link,
                exhibit: { request in
                    switch request.id {
                    case "queue":
                        let first = Array(entries.prefix(Self.shown))
                        let share = NumberFormat.share(first.count, of: entries.count)
                        let shown: HTML =
                            first.count == entries.count
                            ? ""
                            : "<p class=\"muted\">\(map.phrases(.galleryShown, ["share": .text(share)]))</p>\n"
                        return .html(
                            (TableHTML(table: table(first, isWhole: false), label: request.plainCaption, link: link)
                                .html + shown + "<p class=\"more\">\(links("queue", entries))</p>\n").text)
                    case "modes":
                        return .html(modesHTML(label: request.plainCaption).text)
                    case "relabelled":
                        return .html(TableHTML(table: relabelled, label: request.plainCaption, link: link).html.text)
                    default: return .unknown(nearest: "queue")
                    }
                }))
        if !entries.isEmpty {
            add("queue", entries, &collector)
            for mode in modes { add(SitePath.segment(mode.id), mode.entries, &collector) }
        }
        if !relabelled.rows.isEmpty { collector.add(Self.folder + "relabelled.csv", TableCSV.text(relabelled)) }
        var frame = PageFrame.common(map, Self.folder, title: "Labelling", area: .actions, page: page)
        frame.crumbs = [PageFrame.Step("Actions", "actions/index.html"), PageFrame.Step("Labelling")]
        collector.add(
            frame,
            json: PageJSON.page(
                Self.folder, title: "Labelling",
                [
                    ("queued", .integer(entries.count)), ("suspects", .integer(queue?.suspects ?? 0)),
                    ("relabelled", PageJSON.table(relabelled)),
                ]))
    }

    // MARK: Lists

    private func files(_ entries: [LabellingQueue.Entry]) -> LabellingFiles {
        LabellingFiles(entries, task: task, classes: classes, phrases)
    }

    private func add(_ name: String, _ entries: [LabellingQueue.Entry], _ collector: inout PageCollector) {
        let files = files(entries)
        collector.add(Self.folder + name + ".csv", TableCSV.text(table(entries)))
        collector.add(Self.folder + name + ".json", files.json.text(pretty: false) + "\n")
        collector.add(Self.folder + name + ".coco.json", files.coco.text(pretty: false) + "\n")
        guard let fiftyOne = files.fiftyOne else { return }
        collector.add(Self.folder + name + ".fiftyone.json", fiftyOne.text(pretty: false) + "\n")
    }

    /// Links to the lists of a name.
    private func links(_ name: String, _ entries: [LabellingQueue.Entry]) -> HTML {
        let endings =
            [("CSV", "csv"), ("JSON", "json"), ("COCO", "coco.json")]
            + (files(entries).areSizesKnown ? [("FiftyOne", "fiftyone.json")] : [])
        let links: [HTML] = endings.map { "<a href=\"\(name).\($0.1)\">\($0.0)</a>" }
        return links.joined(separator: " · ")
    }

    /// With the failure modes of each, or, where rows are to be short, without.
    private func table(_ entries: [LabellingQueue.Entry], isWhole: Bool = true) -> Table {
        let titles = isWhole ? titles : [:]
        return Table(
            columns: [Table.Column("rank", phrases(.labelPlace), .number), Table.Column("image", "Image")]
                + disputeColumns
                + [Table.Column("reason", phrases(.labelReason))]
                + (other.map { other in
                    let words = phrases(.labelPredictedBy, ["version": .text(other.audit.version.name)])
                    return [Table.Column("other_predicted", words)]
                } ?? []),
            rows: entries.enumerated().map { place, entry in
                [.number(Double(place + 1), .count), .text(entry.image)] + cells(entry)
                    + [.text(phrases.reason(entry, task, titles))]
                    + (other == nil ? [] : [predicted(entry.image).map { .text($0) } ?? .none("")])
            })
    }

    /// What is said against the label of an image, against its labels, or against those of its objects.
    private var disputeColumns: [Table.Column] {
        let disputes = Table.Column("disputes", phrases(.labelDisputed), .number)
        let weight = Table.Column("weight", phrases(.labelWeight), .number)
        return switch task {
        case .classification:
            [
                Table.Column("label", "Label"), Table.Column("predicted", phrases(.labelPredicted)),
                Table.Column("suggested", phrases(.labelSure)),
                Table.Column("other_probability", phrases(.labelOther), .number),
            ]
        case .multilabel:
            [
                disputes, Table.Column("missing", phrases(.labelMarkMissing)),
                Table.Column("wrong", phrases(.labelMarkWrong)), weight,
            ]
        case .detection:
            [
                disputes, Table.Column("labelled", phrases(.labelLabelled)),
                Table.Column("detected", phrases(.labelDetected)), weight,
            ]
        }
    }

    /// The cells of those.
    private func cells(_ entry: LabellingQueue.Entry) -> [Cell] {
        if let image = entry.ofImage {
            return [
                .text(image.label), .text(image.predicted),
                image.suggested.map { .text($0) } ?? .none(phrases(.labelNotSure)),
                .number(image.otherProbability, .proportion),
            ]
        }
        let names =
            task == .multilabel
            ? [phrases.labels(of: entry, .missing), phrases.labels(of: entry, .wrong)]
            : [phrases.labelled(entry), phrases.detected(entry)]
        return [.number(Double(entry.suspects), .count)] + names.map { .text($0) } + [.number(entry.weight, .score)]
    }

    private var titles: [String: String] {
        Dictionary(
            (chronicle.latest?.audit.findings ?? []).map { ($0.id, phrases.title($0.mode)) },
            uniquingKeysWith: { a, _ in a })
    }

    /// Modes of the newest audit that have an image in the queue.
    private var modes: [(id: String, title: String, entries: [LabellingQueue.Entry])] {
        (chronicle.latest?.audit.findings ?? []).compactMap { finding in
            let entries = queue?.entries(of: finding.id) ?? []
            return entries.isEmpty ? nil : (finding.id, phrases.title(finding.mode), entries)
        }
    }

    private func modesHTML(label: String) -> HTML {
        let rows: [HTML] = modes.map { mode in
            let name = SitePath.segment(mode.id)
            let page = SitePath.relative(SitePath.mode(map.canonical(mode.id)) + "index.html", from: Self.folder)
            return """
                <tr><td><a href="\(page)">\(mode.title)</a></td><td class="r">\(NumberFormat.count(mode.entries.count))</td>\
                <td class="r">\(NumberFormat.count(mode.entries.count(where: \.isSuspect)))</td>\
                <td>\(links(name, mode.entries))</td></tr>

                """
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)">
            <table>
            <thead><tr><th scope="col">Failure mode</th><th scope="col" class="r">Images</th>\
            <th scope="col" class="r">\(phrases(.labelDisputed))</th><th scope="col">\(phrases(.labelLists))</th></tr></thead>
            <tbody>
            \(rows.joined())</tbody>
            </table>
            </div>

            """
    }

    /// What new labels changed, from each audit to the next.
    private var relabelled: Table {
        Table(
            columns: [
                Table.Column("version", phrases(.labelOf)), Table.Column("labels", phrases(.labelNewIn)),
                task == .detection
                    ? Table.Column("objects", "Objects", .number) : Table.Column("images", "Images", .number),
                Table.Column("relabelled", phrases(.labelChanged), .number),
                Table.Column("errors_were_labels", phrases(.labelWereErrors), .number),
                Table.Column("new_errors", phrases(.labelNewErrors), .number),
            ]
                + (task == .detection
                    ? [
                        Table.Column("added", phrases(.labelAdded), .number),
                        Table.Column("removed", phrases(.labelRemoved), .number),
                        Table.Column("before", phrases(.labelFoundBefore), .number),
                        Table.Column("after", phrases(.labelFoundAfter), .number),
                    ]
                    : [
                        Table.Column(
                            "before", phrases(task == .multilabel ? .labelAllBefore : .labelBefore), .interval),
                        Table.Column(
                            "after", phrases(task == .multilabel ? .labelAllAfter : .labelAfter), .interval),
                    ]),
            rows: chronicle.relabellings.map { labels in
                let change = labels.change
                return [
                    .link(labels.from.audit.version.name, target: "version:" + labels.from.audit.version.name),
                    .link(labels.to.audit.version.name, target: "version:" + labels.to.audit.version.name),
                    .number(Double(change.images), .count), .number(Double(change.relabelled), .count),
                    .number(Double(change.errorsThatWereLabels), .count), .number(Double(change.newErrors), .count),
                ]
                    + (task == .detection
                        ? ofObjects(labels) : [Self.interval(change.before), Self.interval(change.after)])
            })
    }

    /// Objects of one image vary together, and an archive does not say which are of one: shares without an interval.
    private func ofObjects(_ labels: LabelChange) -> [Cell] {
        let other = Cell.none(phrases(.labelOtherImages))
        return [
            labels.objects.map { .number(Double($0.added), .count) } ?? other,
            labels.objects.map { .number(Double($0.removed), .count) } ?? other,
            .number(labels.change.before.value, .proportion), .number(labels.change.after.value, .proportion),
        ]
    }

    private static func interval(_ measure: Measure) -> Cell {
        .interval(
            low: measure.interval.low, value: measure.value, high: measure.interval.high, unit: measure.unit, mark: nil)
    }
}
