// The runs of one workspace, a data set each: all read one archive, and each knows which part of it is its own.

import Archive
import Artifacts
import Chronicle
import Diagnostics
import Foundation
import Record

/// One run of audits for each data set of a workspace.
struct AuditSets {
    let sets: WorkspaceSets
    let runs: [AuditRun]

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
        for workspace in sets.workspaces { told.say(workspace.remarks) }
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

    /// What misread.yml asks of a data set now.
    func judgement(of record: DatasetRecord) -> Judgement? {
        guard let workspace = workspaces.first(where: { $0.dataset.name == record.name }) ?? only else { return nil }
        return Judgement(gates: workspace.settings.gates, accepted: workspace.settings.accepted.map(\.rawValue))
    }

    /// The one data set, where there is one: what it asks is asked of all that is archived.
    private var only: Workspace? { isSeveral ? nil : workspaces.first }

    /// Throws what is wrong with the gates of any data set.
    func checkGates() throws(ProblemList) {
        var problems = ProblemList()
        for problem in workspaces.gateProblems { problems.add(problem) }
        try problems.throwIfAny()
    }
}
