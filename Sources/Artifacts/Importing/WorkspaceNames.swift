import Diagnostics
import Foundation
import Record

extension Workspace {
    /// What is called how in a workspace, read without its artifacts.
    public struct Names: Sendable {
        /// The data set that is audited first.
        public let dataset: String
        /// Every data set that is there.
        public let datasets: [String]
        /// The data sets that misread.yml says are audited; empty where it leaves that to the folders.
        public let listed: [String]
        /// The versions, the newest last.
        public let versions: [String]
        /// What the model does.
        public let task: TaskKind
    }

    /// The names of data sets and versions of the workspace in `root`. Nothing else of it is read.
    public static func names(in root: URL) throws(ProblemList) -> Names {
        var problems = ProblemList()
        let manifests = try WorkspaceManifests(reading: root, &problems)
        guard let dataset = manifests.chosen?.datasheet.name else { throw problems }
        let settings = manifests.stated.settings
        return Names(
            dataset: dataset, datasets: manifests.datasets.map(\.datasheet.name),
            listed: settings.datasetNames + (settings.dataset.map { [$0] } ?? []),
            versions: manifests.stated.versions.map(\.manifest.version), task: settings.task)
    }
}
