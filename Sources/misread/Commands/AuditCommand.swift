import Archive
import ArgumentParser
import Artifacts
import Diagnostics
import Files
import Foundation
import Pages
import Record

/// Audits versions into the archive, without making pages.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Analyse versions and keep what was found in archive/<version>/.",
        discussion: """
            Without --version, every version that is not archived yet is audited, baselines first. An archive is \
            immutable: auditing the same inputs again changes nothing, different ones are refused without --replace. \
            While another process works on the archive this one waits \(FolderLock.patience) seconds, then leaves. \
            Exit status: 0 when the newest audited version is ready, 1 when it is not, 2 when the input is wrong, 3 when \
            an analysis broke or the archive is locked.
            """)

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var verdict: VerdictOptions

    @Option(name: .customLong("version"), help: "A version to audit; may be given more than once.")
    var versions: [String] = []

    @Flag(help: "Supersede archives that say something else.")
    var replace = false

    func run() throws {
        let (audits, summary) = try Outcome.of {
            let summary = Summary(phrases: Phrases(try SiteOptions.templates(options)))
            let folders = try WorkFolders(options)
            let workspace = try Workspace.open(options.root)
            for remark in workspace.remarks { Outcome.say(remark.description) }
            try workspace.checkGates()
            return (try folders.auditing { _ in try auditWanted(of: workspace, summary) }, summary)
        }
        try summary.leave(audits, verdict)
    }

    private func auditWanted(of workspace: Workspace, _ summary: Summary) throws -> [Audit] {
        let run = AuditRun(workspace: workspace, archive: options.archiveRoot, threads: options.processors)
        let reader = ArchiveReader(root: options.archiveRoot)
        let archived = try reader.versions
        // One that is archived is not audited again, but it has to be there whole.
        if versions.isEmpty { for version in archived { _ = try reader.read(version) } }
        let wanted =
            versions.isEmpty ? workspace.versions.map(\.version).filter { !archived.contains($0) } : versions
        if wanted.isEmpty, let newest = workspace.versions.last?.version {
            let audit = try reader.read(newest).audit.judged(by: workspace.settings.gates)
                .accepting(workspace.settings.accepted.map(\.rawValue))
            print(summary.line(audit) + " " + summary.phrases.archived(.summaryArchivedBefore))
            let again = "misread audit \(options.workspace) --version \(newest) --replace"
            print(summary.phrases.nothingToAudit(again: again))
            return [audit]
        }
        return try wanted.map { version in
            let result = try run.audit(version, replace: replace)
            print(summary.line(result.audit) + " " + summary.phrases.archived(Self.phrase(result.written)))
            return result.audit
        }
    }

    private static func phrase(_ written: ArchiveWriter.Result) -> Phrase {
        switch written {
        case .written: .summaryArchived
        case .unchanged: .summaryArchivedUnchanged
        case .replaced: .summaryArchivedReplaced
        }
    }
}
