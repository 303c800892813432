import Diagnostics
import Foundation

extension Workspace {
    /// The data set that the workspace in `root` audits, and its versions, the newest last. Nothing else of it is read.
    public static func names(in root: URL) throws(ProblemList) -> (dataset: String, versions: [String]) {
        var problems = ProblemList()
        let manifests = try WorkspaceManifests(reading: root, &problems)
        guard let dataset = manifests.chosen?.datasheet.name else { throw problems }
        return (dataset, manifests.versions.map(\.manifest.version))
    }
}
