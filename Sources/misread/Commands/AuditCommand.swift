import Archive
import ArgumentParser
import Artifacts
import Chronicle
import Diagnostics
import Files
import Foundation
import Pages
import Record

/// Audits versions into the archive, without making pages.
struct AuditCommand: NamesArchive {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Analyse versions and keep what was found in archive/<version>/.",
        discussion: """
            Without --version, every version that is not archived yet is audited, baselines first. An archive is \
            immutable: auditing the same inputs again changes nothing, different ones are refused without --replace. \
            With --from-tallies the counts that `misread tally` made elsewhere are added up, in any order, and the version they \
            are of is audited; what needs its images one by one is not measured. \
            While another process works on the archive this one waits \(FolderLock.patience) seconds, then leaves. \
            Exit status: 0 when the newest audited version is ready, 1 when it is not, 2 when the input is wrong, 3 when \
            an analysis broke or the archive is locked.
            """)

    @OptionGroup var options: WorkspaceOptions
    @OptionGroup var verdict: VerdictOptions

    @Option(name: .customLong("version"), help: "A version to audit; may be given more than once.")
    var versions: [String] = []

    @Option(
        name: .customLong("from-tallies"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "Audit the sum of these files of `misread tally`; of a folder all that are in it.", valueName: "files"),
        completion: .file())
    var tallies: [String] = []

    @Flag(help: "Put new audits in the place of those that say something else.")
    var replace = false

    @Flag(help: "As --replace, also where an approved decision rests on the old audit: it has to be decided anew.")
    var supersede = false

    var archiveGiven: String? { options.archive }

    func run() throws {
        let (chronicles, summary) = try Outcome.of {
            let summary = Summary(phrases: Phrases(try SiteOptions.templates(options)))
            let folders = try WorkFolders(options)
            guard tallies.isEmpty else {
                return (try folders.auditing { _ in try auditTallies(summary) }, summary)
            }
            let sets = try AuditSets(WorkspaceSets.open(options.root), options)
            try sets.sets.checkGates()
            return (try folders.auditing { _ in try auditWanted(of: sets, summary) }, summary)
        }
        try summary.leave(chronicles, verdict)
    }

    /// Adds up tallies and audits the version that they are of.
    private func auditTallies(_ summary: Summary) throws -> Chronicles {
        let sum = try TallyFiles.sum(TallyFiles.list(tallies), threads: options.processors)
        let of = sum.description
        if let other = versions.first(where: { $0 != of.version }) {
            throw Problem(
                "the tallies are of \(of.version), and not of \(other)", suggestion: "--version \(of.version)")
        }
        let outline = try WorkspaceOutline(reading: options.root, version: of.version, dataset: of.dataset)
        let audit = try TalliedAudit(sum, of: outline, archive: options.archiveRoot, threads: options.processors)
        return try audit.archived(options, summary, replace: replace, supersede: supersede)
    }

    /// Audits what is wanted of each data set; gives the audits that the command is about.
    private func auditWanted(of sets: AuditSets, _ summary: Summary) throws -> Chronicles {
        let known = sets.versions
        if let unknown = versions.first(where: { !known.contains($0) }) {
            // The wording is that of whoever reads it.
            _ = try sets.runs.first?.audit(unknown, replace: replace || supersede)
        }
        let wanted = try sets.runs.map(wanted(of:))
        var audits = sets.runs.map { _ in [ArchivedAudit]() }
        for version in known {
            for place in sets.runs.indices where wanted[place].contains(version) {
                audits[place].append(try audited(version, at: place, of: sets, summary))
            }
        }
        let parts = try sets.runs.enumerated().map { place, run in
            let isDone = wanted[place].isEmpty && versions.isEmpty
            return Chronicles.Part(
                dataset: run.dataset,
                chronicle: Chronicle(
                    audits: isDone ? try before(run, summary) : audits[place], incidents: [],
                    gates: run.workspace.settings.gates,
                    accepted: run.workspace.settings.accepted.map(\.rawValue)),
                role: run.workspace.dataset.role)
        }
        return Chronicles(parts: parts)
    }

    /// The versions that are to be audited on a data set.
    private func wanted(of run: AuditRun) throws -> [String] {
        let there = run.workspace.versions.map(\.version)
        guard versions.isEmpty else { return versions.filter(there.contains) }
        let archived = try run.reader.versions
        // One that is archived is not audited again, but it has to be there whole.
        for version in archived { _ = try run.reader.read(version) }
        return there.filter { !archived.contains($0) }
    }

    private func line(_ audit: Audit, _ phrase: Phrase, of run: AuditRun, _ summary: Summary) -> String {
        let line = summary.line(audit) + " " + summary.phrases.archived(phrase)
        return run.dataset.map { summary.phrases.line(of: $0, line) } ?? line
    }

    /// The newest version of a data set of which all are archived.
    private func before(_ run: AuditRun, _ summary: Summary) throws -> [ArchivedAudit] {
        guard let newest = run.workspace.versions.last?.version else { return [] }
        let settings = run.workspace.settings
        let archived = try run.reader.read(newest)
        let audit = archived.audit.judged(by: settings.gates).accepting(settings.accepted.map(\.rawValue))
        try Outcome.show(line(audit, .summaryArchivedBefore, of: run, summary))
        let again = "misread audit \(options.workspace) --version \(newest) --replace"
        try Outcome.show(TerminalText.line(summary.phrases.nothingToAudit(again: again)))
        return [archived]
    }

    private func audited(
        _ version: String, at place: Int, of sets: AuditSets, _ summary: Summary
    ) throws -> ArchivedAudit {
        let run = sets.runs[place]
        let bound = try decisions(on: version, run)
        let result: AuditRun.Result
        do {
            result = try sets.audit(version, at: place, replace: supersede || replace && bound.isEmpty)
        } catch let error as ArchiveError {
            guard replace, !bound.isEmpty, case .differs = error else { throw error }
            throw Self.bound(version, bound, options.workspace)
        }
        Self.tell(result.written, of: version, bound)
        try Outcome.show(line(result.audit, Self.phrase(result.written), of: run, summary))
        return try run.reader.read(version)
    }

    /// The approved decisions that rest on the archived audit of a version.
    private func decisions(on version: String, _ run: AuditRun) throws -> [String] {
        replace || supersede ? try Self.decisions(on: version, run.reader, run.dataset, options) : []
    }

    /// The same, whatever is to become of it.
    static func decisions(
        on version: String, _ reader: ArchiveReader, _ dataset: String?, _ options: WorkspaceOptions
    ) throws -> [String] {
        guard try reader.versions.contains(version) else { return [] }
        // What is wrong with the archive or the records otherwise is told elsewhere, and must not keep an audit from being made.
        let chronicles = try? Chronicles.read(archive: options.archiveRoot, workspace: options.root, isChecked: false)
        return chronicles?.decisions(restingOn: version, dataset: dataset) ?? []
    }

    /// That an audit is not replaced, for decisions rest on it.
    static func bound(_ version: String, _ decisions: [String], _ workspace: String) -> Problem {
        let (names, rest) = (decisions.joined(separator: ", "), decisions.count == 1 ? "rests" : "rest")
        return Problem(
            at: Place(file: "archive/" + version),
            "\(names) \(rest) on this audit, which would be replaced by one that says something else: until it is decided anew, "
                + "no site is made",
            suggestion: "`misread audit \(workspace) --version \(version) --supersede` replaces it all the same")
    }

    /// That an audit was replaced on which decisions rested.
    static func undecided(_ version: String, _ decisions: [String]) -> Problem {
        Problem(
            .warning, at: Place(file: "archive/" + version),
            "the audit that \(decisions.joined(separator: ", ")) rested on was replaced, and no site is made until it is decided "
                + "anew",
            suggestion: "write a decision on the new audit that says supersedes: [\(decisions.joined(separator: ", "))]"
        )
    }

    /// Says what a replaced archive leaves behind: decisions that rested on it, and what could not be removed of it.
    static func tell(_ written: ArchiveWriter.Result, of version: String, _ decisions: [String]) {
        guard case .replaced(let leftover) = written else { return }
        if !decisions.isEmpty { Outcome.say(undecided(version, decisions).description) }
        if let leftover { Outcome.say(SiteOptions.leftover(leftover, of: "archive/" + version).description) }
    }

    static func phrase(_ written: ArchiveWriter.Result) -> Phrase {
        switch written {
        case .written: .summaryArchived
        case .unchanged: .summaryArchivedUnchanged
        case .replaced: .summaryArchivedReplaced
        }
    }
}
