// A workspace of several data sets is read as several workspaces that share settings and versions: each data set is audited
// by itself, along the one path there is.

import Columns
import Diagnostics
import Foundation

/// The data sets of one workspace, each as a workspace of its own.
public struct WorkspaceSets: Sendable {
    /// One for each data set that is audited, in order; those that cannot be read are left out.
    public let workspaces: [Workspace]
    /// What misread.yml says of all of them.
    public let settings: WorkspaceSettings

    /// Opens the workspace in the folder `root`. Throws every problem of its settings, manifests and image tables.
    public static func open(_ root: URL) throws(ProblemList) -> WorkspaceSets {
        var problems = ProblemList()
        let sets = try WorkspaceSets(reading: root, &problems)
        problems = problems.together(of: sets.workspaces.map(\.dataset))
        try problems.throwIfAny()
        guard !sets.workspaces.isEmpty else { throw problems }
        return sets
    }

    /// Reads what can be read of every data set. Throws when there is no workspace.
    init(reading root: URL, _ problems: inout ProblemList) throws(ProblemList) {
        let manifests = try WorkspaceManifests(reading: root, &problems)
        let stated = problems.remarks
        var workspaces: [Workspace] = []
        if let first = Workspace(manifests, &problems) { workspaces.append(first) }
        // What one set of manifests lacks is told once, and what follows from it would be false.
        for name in manifests.audited.dropFirst() {
            var own = ProblemList()
            for remark in stated { own.add(remark) }
            if var workspace = Workspace(manifests.choosing(name, &own), &own) {
                if let shared = workspace.sharedImages(with: workspaces) {
                    own.add(shared)
                    workspace.remarks.append(shared)
                }
                workspaces.append(workspace)
            }
            problems.add(new: own)
        }
        self.workspaces = workspaces
        settings = manifests.stated.settings
    }
}

extension Workspace {
    /// What is said of images that are called like those of a data set before this one.
    fileprivate func sharedImages(with others: [Workspace]) -> Problem? {
        for other in others {
            let ids = table.index.ids
            // Numbers from 1 are those of every COCO file.
            let count = ids.indices.count { row in
                !ids[row].text.utf8.allSatisfy { (0x30...0x39).contains($0) }
                    && other.table.index.row(of: ids[row]) != nil
            }
            guard count > 0 else { continue }
            return Problem(
                .note, at: Place(file: dataset.folder),
                "\(count) of \(ids.count) images are called like images of \(other.dataset.name)",
                suggestion: "if they are the same images, the two data sets are no independent evidence")
        }
        return nil
    }
}

extension ProblemList {
    /// Adds what is not in it yet of another list.
    mutating func add(new other: ProblemList) {
        for problem in other.errors + other.remarks where !(errors + remarks).contains(problem) { add(problem) }
    }
}
