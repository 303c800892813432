// The runs of one workspace, a data set each: all read one archive, and each knows which part of it is its own.

import Archive
import Artifacts
import Chronicle
import Columns
import Diagnostics
import Findings
import Foundation
import Record

/// One run of audits for each data set of a workspace.
///
/// What one data set's audit of a version finds is looked for on the others. So a version is audited on all of them before any of
/// these audits is written; what is archived already is read from there.
final class AuditSets {
    let sets: WorkspaceSets
    let runs: [AuditRun]
    /// The audits of one version that are not written yet, by run.
    private var prepared: [Int: AuditRun.Prepared] = [:]
    /// What they and the archived ones of that version found, by run; `nil` of one that has none.
    private var found: [Int: FoundModes?] = [:]
    /// The embeddings of the images that it was evaluated on, by run; `nil` of one that has none.
    private var embedded: [Int: EmbeddedImages?] = [:]
    private var preparedVersion: String?

    /// The runs into the archive of `options`. Says the remarks of the workspace.
    init(_ sets: WorkspaceSets, _ options: WorkspaceOptions) throws {
        self.sets = sets
        // An archive that is of several stays so when one of them is audited alone.
        let isSeveral =
            try sets.isSeveral || !ArchiveReader(root: options.archiveRoot).datasets.isEmpty
        let told = ReportedRemarks()
        runs = sets.workspaces.map {
            AuditRun(
                workspace: $0, archive: options.archiveRoot, dataset: isSeveral ? $0.dataset.name : nil,
                threads: options.processors, told: told)
        }
        let remarks = sets.workspaces.flatMap(\.remarks)
        told.say(SharedRemarks.together(remarks, of: sets.workspaces.map(\.dataset)))
    }

    /// Audits `version` on the data set of the run at `place`, with what all others found.
    func audit(_ version: String, at place: Int, replace: Bool) throws -> AuditRun.Result {
        guard runs.count > 1 else { return try runs[place].audit(version, replace: replace) }
        try auditBaselines(of: version)
        if preparedVersion != version { (prepared, found, embedded, preparedVersion) = ([:], [:], [:], version) }
        let own = try prepared[place] ?? runs[place].prepare(version)
        prepared[place] = own
        let others = try runs.indices.filter { $0 != place }.compactMap { try found(version, at: $0) }
        let beside =
            own.examination.evaluation.embeddings == nil
            ? [] : runs.indices.filter { $0 != place }.compactMap { embeddings(version, at: $0) }
        let result = try runs[place].finish(own, replace: replace, others: others, beside: beside)
        prepared[place] = nil
        return result
    }

    /// Archives what a version is compared with, on every data set that has it: audited on the way, it would not know what the others
    /// found.
    private func auditBaselines(of version: String) throws {
        for (place, run) in runs.enumerated() {
            let manifest = run.workspace.versions.first { $0.version == version }
            guard let baseline = manifest?.baseline, baseline != version,
                run.workspace.versions.contains(where: { $0.version == baseline }),
                try !run.reader.versions.contains(baseline)
            else { continue }
            _ = try audit(baseline, at: place, replace: false)
        }
    }

    /// The embeddings of a version on another data set, looked up once. One that cannot be read is said when its turn comes.
    private func embeddings(_ version: String, at place: Int) -> EmbeddedImages? {
        if let known = embedded[place] { return known }
        let run = runs[place]
        let evaluation =
            prepared[place]?.examination.evaluation
            ?? (run.workspace.versions.contains { $0.version == version }
                ? try? run.workspace.evaluation(of: version) : nil)
        let images = evaluation.flatMap { EmbeddedImages($0) }
        embedded[place] = .some(images)
        return images
    }

    /// What the audit of a version found on another data set, looked up once; `nil` where it has none. One that cannot be audited is
    /// said when its turn comes.
    private func found(_ version: String, at place: Int) throws -> FoundModes? {
        if let known = found[place] { return known }
        let modes = try read(version, at: place)
        found[place] = .some(modes)
        return modes
    }

    private func read(_ version: String, at place: Int) throws -> FoundModes? {
        let run = runs[place]
        if let there = prepared[place] { return FoundModes(there.audit, there.outcomes) }
        if try run.reader.versions.contains(version) {
            let archived = try run.reader.read(version)
            return FoundModes(archived.audit, archived.outcomes)
        }
        guard run.workspace.versions.contains(where: { $0.version == version }), let own = try? run.prepare(version)
        else { return nil }
        prepared[place] = own
        return FoundModes(own.audit, own.outcomes)
    }

    /// Versions of any data set, each once, in the order they are audited in.
    var versions: [String] {
        var names: [String] = []
        for version in sets.workspaces.flatMap(\.versions).sorted(by: { ($0.date, $0.version) < ($1.date, $1.version) })
        where !names.contains(version.version) { names.append(version.version) }
        return names
    }
}

extension WorkspaceSets {
    /// Whether the workspace lists several data sets, or has predictions for several.
    var isSeveral: Bool { workspaces.count > 1 }

    /// What misread.yml asks of a data set now, of one that is audited no more too.
    func judgement(of record: DatasetRecord) -> Judgement? { Judgement(settings, of: record) }

    /// Throws what is wrong with the gates of any data set.
    func checkGates() throws(ProblemList) {
        var problems = ProblemList()
        for problem in workspaces.gateProblems { problems.add(problem) }
        try problems.throwIfAny()
    }
}

extension Judgement {
    /// What settings ask of a data set, by what its audit says of it.
    init(_ settings: WorkspaceSettings, of record: DatasetRecord) {
        guard !settings.isRetired(record.name) else {
            self.init(gates: nil, accepted: nil, isRetired: true, title: settings.title)
            return
        }
        let own = settings.holding(for: record.name, role: record.role)
        self.init(
            gates: own.gates, accepted: own.accepted.map(\.rawValue), constraints: own.constraints,
            role: settings.datasets.first { Name($0.name) == Name(record.name) }?.role, title: settings.title)
    }
}
