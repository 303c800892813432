import Archive
import ArgumentParser
import Artifacts
import Diagnostics
import Digests
import Findings
import Foundation

/// Audits what is not archived, then makes the site.
struct BuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Audit every version that is not archived yet, then make the site.",
        discussion: """
            The same as `audit` and then `render`. A version that is archived is not audited again; when its inputs have \
            changed since, that is said and the archived audit stands. Exit status: 0 when the newest version is ready, \
            1 when it is not, 2 when the input is wrong, 3 when an analysis broke.
            """)

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var verdict: VerdictOptions
    @OptionGroup var output: SiteOptions

    func run() throws {
        let audits = try Outcome.of {
            // Templates first: a misspelt tag should not cost an audit.
            _ = try SiteOptions.templates(options)
            let workspace = try Workspace.open(options.root)
            for remark in workspace.remarks { Outcome.say(remark.description) }
            try workspace.checkGates()
            let run = AuditRun(workspace: workspace, archive: options.archiveRoot, threads: options.processors)
            let reader = ArchiveReader(root: options.archiveRoot)
            for version in workspace.versions.map(\.version) {
                if reader.versions.contains(version) {
                    try Self.remark(onChangesSince: reader.read(version).audit, options.root)
                } else {
                    _ = try run.audit(version, replace: false)
                }
            }
            return try output.publish(options).audits.map(\.audit)
        }
        if let latest = audits.last { print(Summary.found(latest, site: output.indexPath)) }
        try Summary.leave(audits, verdict)
    }

    /// Says which inputs of an archived audit are not what they were.
    private static func remark(onChangesSince audit: Audit, _ root: URL) throws {
        for input in audit.inputs {
            let file = root.appending(path: input.path)
            guard let bytes = try? Data(contentsOf: file, options: .alwaysMapped) else { continue }
            if SHA256Digest(of: bytes).hex != input.sha256 {
                let problem = Problem(
                    .warning, at: Place(file: input.path),
                    "it has changed since \(audit.version.name) was archived; the archived audit stands",
                    suggestion: "`misread audit --version \(audit.version.name) --replace` supersedes it")
                Outcome.say(problem.description)
            }
        }
    }
}
