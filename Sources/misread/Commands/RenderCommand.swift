import Archive
import ArgumentParser
import Artifacts
import Chronicle
import Diagnostics
import Files
import Findings
import Foundation
import Markup
import Pages
import Record

/// Makes the site from archives, incidents and templates; no artifact is read.
struct RenderCommand: NamesArchive {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Make the site from archives, incidents and templates alone.",
        discussion: """
            Reads archive/, incidents/ and templates/ of the workspace and the gates of misread.yml, and no artifact, so it \
            gives the same bytes when they are long gone. Every version is judged by those gates, or where there is no \
            misread.yml by those of the newest audit; the pages of a version keep the verdict of its day. The site is written beside its place and put there in one step; when anything is \
            wrong the old one stays as it is. A folder that holds anything else than a site is never replaced. While another \
            process works on the output or the archive this one waits \(FolderLock.patience) seconds, then leaves with 3. \
            Exit status: 0 when the newest version is ready, 1 when it is not.
            """)

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var verdict: VerdictOptions
    @OptionGroup var output: SiteOptions
    @OptionGroup var choice: RunOptions

    /// What is said where nothing tells who the site is for.
    static let noSettings = Problem(
        .note, at: Place(file: "misread.yml"),
        "is not there: the site is made for the audience internal, judged by the gates of the newest audit",
        suggestion: "for others say --audience public or restricted")

    var archiveGiven: String? { options.archive }

    func run() throws {
        try RunMemory.run(output.memory("render", options, verdict), choice, make)
    }

    private func make() throws {
        let (published, summary) = try Outcome.of {
            let templates = try SiteOptions.templates(options)
            let settings = try WorkspaceSettings.read(in: options.root)
            if settings == nil, output.audience == nil { Outcome.say(Self.noSettings.description) }
            let published = try WorkFolders(options, output: output.output).publishing {
                try output.publish(
                    options, templates, order: settings?.datasetNames ?? [], for: settings?.audience
                ) { record in
                    settings.map { Judgement($0, of: record) }
                } check: { newest in
                    guard let settings = settings?.holding(for: newest.dataset.name, role: newest.dataset.role) else {
                        return
                    }
                    try GateFacts(
                        of: newest, slices: settings.slicing.declared.map(\.name), groups: settings.groups,
                        gates: settings.gates
                    ).check(settings.gates)
                }
            }
            return (published, Summary(phrases: Phrases(templates)))
        }
        try summary.tell(published.chronicles, site: output.indexPath, seal: published.seal, verdict)
    }
}

/// Where the site goes.
struct SiteOptions: ParsableArguments {
    @Option(name: [.short, .customLong("output")], help: "The site's folder.")
    var output = "site"

    @Option(
        help: """
            Who the site is for: public, internal or restricted. A writeup whose `confidentiality` is narrower is left out \
            of every file, and listed by its id alone. What misread.yml says under `privacy: audience:` unless given, else \
            internal; a site for fewer secrets that stands there stays one.
            """)
    var audience: Audience?

    func validate() throws {
        if output.isEmpty { throw ValidationError("--output names the site's folder") }
    }

    /// The home page, as a user would open it and a terminal shows it.
    var indexPath: String { TerminalText.line(output + "/index.html") }

    /// What is remembered of a command that makes this site.
    func memory(_ command: String, _ options: WorkspaceOptions, _ verdict: VerdictOptions) -> RunMemory? {
        let asked = [
            command, options.workspace, output, audience?.rawValue ?? "", verdict.allow?.rawValue ?? "",
        ]
        return RunMemory(
            asked, workspace: options.root, archive: options.archiveRoot, site: URL(fileURLWithPath: output))
    }

    /// What was published.
    struct Published {
        /// What it was made from.
        let chronicles: Chronicles
        /// SHA-256 of its SHA256SUMS.
        let seal: String
    }

    /// Makes the site of what is archived, data sets in the given `order`, each judged as `judging` says, and puts it in place;
    /// it is for the audience of the command line, else for the given one, or that of the site in whose place it comes where that
    /// one may read less. Throws before anything is written when something is
    /// wrong, or `check` finds something wrong with the newest audit of a data set.
    func publish(
        _ options: WorkspaceOptions, _ templates: TemplateSet, order: [String], for usual: Audience?,
        judging: (DatasetRecord) -> Judgement?,
        check: (Audit) throws -> Void = { _ in }
    ) throws -> Published {
        let progress = Progress()
        progress.show("reading the archive")
        let chronicles = try Chronicles.read(
            archive: options.archiveRoot, workspace: options.root, order: order,
            judging: judging, hiding: { try Redactions.read(in: options.root, dataset: $0.name) })
        for archived in chronicles.parts.flatMap(\.chronicle.audits) where archived.hidden > 0 {
            Outcome.say(Self.hidden(archived.hidden, in: archived.audit.version.name, options).description)
        }
        try Self.checkTakedowns(chronicles, options)
        let newest = chronicles.parts.compactMap(\.chronicle.latest)
        guard !newest.isEmpty else {
            throw Problem(
                at: Place(file: options.archiveRoot.relativePath), "nothing is archived here",
                suggestion: "run `misread audit \(options.workspace)` first")
        }
        for archived in newest { try check(archived.audit) }
        progress.show("making pages")
        let audience = try audience ?? standing(before: usual ?? .internal)
        let receipt = try SiteWriter.publish(to: URL(fileURLWithPath: output), named: output) { staged in
            let site = try Site.make(
                chronicles, templates, facts: Catalog.facts, for: audience, threads: options.processors, into: staged)
            for remark in site.remarks { Outcome.say(remark.description) }
            let expired = Set(chronicles.parts.flatMap(\.chronicle.expiredWaivers).map(\.expiryRemark))
            for waiver in expired.sorted(by: { "\($0)" < "\($1)" }) { Outcome.say(waiver.description) }
            return site
        }.receipt
        progress.clear()
        for problem in chronicles.remarks + chronicles.staleBaselines(options.workspace) {
            Outcome.say(problem.description)
        }
        try RunRecord.once { try sayOnce(chronicles, receipt, options) }
        return Published(chronicles: chronicles, seal: receipt.seal)
    }

    /// The audience of a site that is made without naming one: whoever makes a public site anew means a public site.
    private func standing(before usual: Audience) throws -> Audience {
        guard let standing = try SiteWriter.audience(of: URL(fileURLWithPath: output), named: output), standing < usual
        else { return usual }
        Outcome.say(
            Problem(
                .note, at: Place(file: output),
                "the site that stands here is for the audience \(standing.rawValue), and stays so",
                suggestion: "say --audience \(usual.rawValue) to show more"
            ).description)
        return standing
    }

    /// What is done by this run, and would not be by the next.
    private func sayOnce(_ chronicles: Chronicles, _ receipt: SiteWriter.Receipt, _ options: WorkspaceOptions) throws {
        // What is approved on this site may not change from now on.
        for id in try chronicles.keepApprovals(in: options.archiveRoot) {
            Outcome.say(
                Problem(
                    .note, at: Place(file: "archive/" + ArchiveReader.ledgerName),
                    "\(id) is entered as approved: from now on it may not change"
                ).description)
        }
        if let leftover = receipt.leftover { Outcome.say(Self.leftover(leftover, of: output).description) }
        for name in receipt.lostSignatures {
            Outcome.say(
                Problem(
                    .warning, at: Place(file: output + "/" + name),
                    "it was of the site that stood here, and went with it", suggestion: "sign the new SHA256SUMS"
                ).description)
        }
    }

    /// Throws where takedowns.csv names an image that no audit has: its picture would be shown. What the archive of a detector
    /// keeps is not by image.
    private static func checkTakedowns(_ chronicles: Chronicles, _ options: WorkspaceOptions) throws {
        let parts = chronicles.parts.filter { $0.chronicle.latest != nil }
        guard !parts.contains(where: { $0.chronicle.latest?.audit.task == .detection }) else { return }
        let rows = try Redactions.takenDown(in: options.root)
        var problems = ProblemList()
        for row in rows {
            let own = parts.filter { part in row.dataset.map { $0 == part.chronicle.latest?.audit.dataset.name } ?? true
            }
            let audits = own.flatMap(\.chronicle.audits)
            guard !audits.isEmpty, !audits.contains(where: { $0.outcomes.row(of: row.image) != nil }) else { continue }
            problems.add(
                row.unknown(nearest: nearestName(to: row.image, in: audits.flatMap(\.audit.imagesShown).sorted())))
        }
        try problems.throwIfAny()
    }

    /// That what was replaced could not be removed.
    static func leftover(_ folder: URL, of name: String) -> Problem {
        Problem(
            .warning, at: Place(file: folder.path), "holds what could not be removed of what stood in \(name)",
            suggestion: "make it removable: the next run removes it")
    }

    /// That pictures of an archive show what is to be covered now.
    static func hidden(_ pictures: Int, in version: String, _ options: WorkspaceOptions) -> Problem {
        Problem(
            .warning, at: Place(file: "archive/" + version),
            "\(pictures) \(pictures == 1 ? "picture shows" : "pictures show") what is covered or taken down since, and "
                + "\(pictures == 1 ? "is" : "are") not published",
            suggestion:
                "`misread audit \(options.workspace) --version \(version) --replace` draws what may be seen, `misread redact` "
                + "takes a picture out of the archive")
    }

    /// The templates, the workspace's own before ours, checked against what the analyses declare where it has any: ours alone
    /// are checked by the tests, and checking them takes longer than a small audit.
    static func templates(_ options: WorkspaceOptions) throws -> TemplateSet {
        let templates = try TemplateSet.load(overrides: options.root.appending(path: "templates"))
        if templates.isReplaced { try templates.check(cards: Catalog.cards) }
        return templates
    }
}

extension Audience: ExpressibleByArgument {}
