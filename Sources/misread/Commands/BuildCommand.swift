import Archive
import ArgumentParser
import Artifacts
import Diagnostics
import Digests
import Files
import Findings
import Foundation
import Pages
import Record

/// Audits what is not archived, then makes the site.
struct BuildCommand: NamesArchive {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Audit every version that is not archived yet, then make the site.",
        discussion: """
            The same as `audit` and then `render`, with their locks. A version that is archived is not audited again; when \
            its inputs have changed since, that is said and the archived audit stands, judged by the gates of misread.yml. Exit status: 0 when the newest \
            version is ready, 1 when it is not, 2 when the input is wrong, 3 when an analysis broke. Where no file of the \
            workspace, the archive and the site has changed since, the same is said and nothing is made.
            """)

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var verdict: VerdictOptions
    @OptionGroup var output: SiteOptions
    @OptionGroup var choice: RunOptions

    var archiveGiven: String? { options.archive }

    func run() throws {
        try RunMemory.run(output.memory("build", options, verdict), choice, make)
    }

    private func make() throws {
        let (published, summary) = try Outcome.of {
            // Templates first: a misspelt tag should not cost an audit.
            let templates = try SiteOptions.templates(options)
            let folders = try WorkFolders(options, output: output.output)
            let sets = try AuditSets(WorkspaceSets.open(options.root), options)
            try sets.sets.checkGates()
            let published = try folders.auditing { archive in
                try folders.publishing(archive) {
                    try audit(sets)
                    // Others may read what is archived while the site is made.
                    archive.share()
                    return try output.publish(
                        options, templates, order: sets.sets.workspaces.map(\.dataset.name),
                        for: sets.sets.settings.audience, judging: sets.sets.judgement(of:))
                }
            }
            return (published, Summary(phrases: Phrases(templates)))
        }
        try summary.tell(published.chronicles, site: output.indexPath, seal: published.seal, verdict)
    }

    /// Audits what each data set lacks. Where one cannot be audited, what was archived before it is said: it stands.
    private func audit(_ sets: AuditSets) throws {
        let before = try sets.runs.map { (run: $0, archived: try $0.reader.versions) }
        do {
            for version in sets.versions {
                for (place, run) in sets.runs.enumerated()
                where run.workspace.versions.contains(where: { $0.version == version }) {
                    try audit(version, at: place, of: sets)
                }
            }
        } catch {
            let fresh = before.flatMap { run, archived in
                ((try? run.reader.versions) ?? []).filter { !archived.contains($0) }
                    .map { version in run.dataset.map { "\(version) on \($0)" } ?? version }
            }
            if let note = Self.archived(fresh) { Outcome.say(note.description) }
            throw error
        }
    }

    /// What is said of audits that stand although others could not be made; `nil` for none.
    static func archived(_ fresh: [String]) -> Problem? {
        guard !fresh.isEmpty else { return nil }
        return Problem(
            .note, at: Place(file: "archive"),
            "archived before what is wrong was met: \(fresh.joined(separator: ", ")); no site was made",
            suggestion: "what is archived stands: put right what is wrong and build again")
    }

    private func audit(_ version: String, at place: Int, of sets: AuditSets) throws {
        let run = sets.runs[place]
        // A baseline is archived on the way.
        if try run.reader.versions.contains(version) {
            let archived = try run.reader.read(version).audit
            try Self.remark(onChangesSince: archived, run.workspace.settings, options)
            try checkRedactions(of: archived, run.workspace)
        } else {
            _ = try RunRecord.once { try sets.audit(version, at: place, replace: false) }
        }
    }

    /// Throws where pictures of an archive show what is covered now and who renders cannot tell: the files name the images
    /// otherwise than by their ids.
    private func checkRedactions(of audit: Audit, _ workspace: Workspace) throws {
        let told = try Redactions.read(in: options.root, dataset: workspace.dataset.name)
        let untold = audit.pictures.count { workspace.redactions.isExposed(by: $0) && !told.isExposed(by: $0) }
        guard untold > 0 else { return }
        let hidden = SiteOptions.hidden(untold, in: audit.version.name, options)
        throw Problem(at: hidden.place, hidden.summary, suggestion: hidden.suggestion)
    }

    /// Whether settings ask for the same measurements as those an audit was made under: what is asked of the numbers, gates
    /// and what is accepted of the input, may differ, for it is judged anew each time pages are made. An archive that does
    /// not say what its doubts are cannot be judged anew by what is accepted.
    static func isMeasuredAlike(_ audit: Audit, _ settings: WorkspaceSettings) -> Bool {
        func measured(_ record: [Setting]) -> [Setting] {
            record.filter { $0.name != WorkspaceSettings.acceptedHeading }
        }
        func accepted(_ record: [Setting]) -> [Setting] {
            record.filter { $0.name == WorkspaceSettings.acceptedHeading }
        }
        let isClassesAlike = settings.task == .detection || settings.classes == audit.dataset.names
        return measured(settings.record) == measured(audit.settings)
            && settings.task == audit.task && isClassesAlike
            && settings.dataset.map { $0 == audit.dataset.name } ?? true
            && (!isChosenByDoubts(audit) || accepted(settings.record) == accepted(audit.settings))
    }

    /// Whether what is accepted decided what was measured: a run under a change that is doubted is not looked at, and nothing is
    /// compared with a baseline that is. So too of an archive that does not say what its doubts are.
    private static func isChosenByDoubts(_ audit: Audit) -> Bool {
        audit.health?.doubts.contains { $0.isOfRunUnderChange || $0.baseline != nil } ?? true
    }

    /// Says which inputs of an archived audit are not what they were. Those that are gone are not: an archive outlives them.
    private static func remark(
        onChangesSince audit: Audit, _ settings: WorkspaceSettings, _ options: WorkspaceOptions
    ) throws {
        let isSameMeasure = isMeasuredAlike(audit, settings)
        let folder = try SourceFolder(options.root, kind: "workspace")
        for input in audit.inputs
        where UnsafePath.reason(input.path) == nil && !(isSameMeasure && input.path == "misread.yml") {
            let bytes: Data
            do {
                guard let entry = try folder.entry(input.path), !entry.isFolder else { continue }
                bytes = try folder.bytes(input.path)
            } catch {
                let problem = Problem(
                    .warning, at: Place(file: input.path),
                    "whether it has changed since \(audit.version.name) was archived cannot be told: it \(error.words.summary)"
                )
                Outcome.say(problem.description)
                continue
            }
            if SHA256Digest(of: bytes).hex != input.sha256 {
                let problem = Problem(
                    .warning, at: Place(file: input.path),
                    "it has changed since \(audit.version.name) was archived; the archived audit stands",
                    suggestion:
                        "`misread audit \(options.workspace) --version \(audit.version.name) --replace` supersedes it")
                Outcome.say(problem.description)
            }
        }
    }
}
