import ArgumentParser
import Chronicle
import Diagnostics
import Files
import Findings
import Foundation
import Markup
import Pages

/// Makes the site from archives, incidents and templates; no artifact is read.
struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Make the site from archives, incidents and templates alone.",
        discussion: """
            Reads archive/, incidents/ and templates/ of the workspace and nothing else, so it gives the same bytes when \
            the artifacts are long gone. The site is written beside its place and put there in one step; when anything is \
            wrong the old one stays as it is. A folder that holds anything else than a site is never replaced. While another \
            process works on the output or the archive this one waits \(FolderLock.patience) seconds, then leaves with 3. \
            Exit status: 0 when the newest version is ready, 1 when it is not.
            """)

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var verdict: VerdictOptions
    @OptionGroup var output: SiteOptions

    func run() throws {
        let (audits, summary) = try Outcome.of {
            let templates = try SiteOptions.templates(options)
            let audits = try WorkFolders(options, output: output.output).publishing {
                try output.publish(options, templates).audits.map(\.audit)
            }
            return (audits, Summary(phrases: Phrases(templates)))
        }
        if let latest = audits.last { print(summary.found(latest, site: output.indexPath)) }
        try summary.leave(audits, verdict)
    }
}

/// Where the site goes.
struct SiteOptions: ParsableArguments {
    @Option(name: [.short, .customLong("output")], help: "The site's folder.")
    var output = "site"

    /// The home page, as a user would open it.
    var indexPath: String { output + "/index.html" }

    /// Makes the site of what is archived and puts it in place. Throws before anything is written when something is wrong.
    func publish(_ options: WorkspaceOptions, _ templates: TemplateSet) throws -> Chronicle {
        let progress = Progress()
        progress.show("reading the archive")
        let chronicle = try Chronicle.read(
            archive: options.archiveRoot, incidents: options.root.appending(path: "incidents"))
        guard chronicle.latest != nil else {
            throw Problem(
                at: Place(file: options.archiveRoot.relativePath), "nothing is archived here",
                suggestion: "run `misread audit \(options.workspace)` first")
        }
        progress.show("making pages")
        let site = try Site.make(chronicle, templates, facts: Catalog.facts)
        for remark in site.remarks { Outcome.say(remark.description) }
        progress.show("writing \(site.files.count) files")
        try SiteWriter.publish(site, to: URL(fileURLWithPath: output))
        progress.clear()
        return chronicle
    }

    /// The templates, the workspace's own before ours, checked against what the analyses declare.
    static func templates(_ options: WorkspaceOptions) throws -> TemplateSet {
        let templates = try TemplateSet.load(overrides: options.root.appending(path: "templates"))
        try templates.check(cards: Catalog.cards)
        return templates
    }
}
