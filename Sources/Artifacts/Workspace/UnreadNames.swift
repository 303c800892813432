// What lies in a folder of the workspace and is read by nothing: a misspelt folder is an audit without it, and nobody is
// told.

import Columns
import Diagnostics

/// Names in the folder of a data set, or of a version on one.
struct UnreadNames {
    /// What is read there.
    let known: [String]

    /// The folder of a data set.
    static let dataset = UnreadNames(
        known: ["dataset.yml", "images"] + TableNames.endings.map { "images." + $0 } + DetectionSource.truthNames
            + DetectionFolder.nameLists + DetectionFolder.dataFiles)
    /// The folder of a version on a data set.
    static let version = UnreadNames(
        known: (TableNames.endings + ["npy", "npz"]).map { "predictions." + $0 } + DetectionSource.resultNames
            + PredictionRows.idFiles + DetectionFolder.nameLists
            + ["saliency", "embeddings.npy", "embeddings.npz", "experiments", "experiment.yml"])

    /// What is said of the names in `path` that are not known, nor `isUsed` otherwise; `nil` when there are none. Prose is
    /// for people and not spoken of.
    func remark(in path: String, of folder: WorkspaceFolder, isUsed: (String) -> Bool) -> Problem? {
        // Whoever reads the folder says why it cannot be listed.
        guard let names = try? folder.names(in: path) else { return nil }
        let unread = names.filter { name in
            !known.contains(name) && !isUsed(name) && ![".md", ".txt", ".pdf"].contains { name.hasSuffix($0) }
        }
        guard !unread.isEmpty else { return nil }
        let shown = unread.prefix(5).joined(separator: ", ") + (unread.count > 5 ? " ..." : "")
        let archive = unread.first { $0.hasSuffix(".zip") || $0.hasSuffix(".tar") || $0.hasSuffix(".tar.gz") }
        let meant = unread.lazy.filter { $0 != archive }.compactMap { name in
            nearestName(to: name, in: known).map { (name, $0) }
        }.first
        return Problem(
            meant == nil && archive == nil ? .note : .warning, at: Place(file: path), "not read: \(shown)",
            suggestion: meant.map { "did you mean \"\($0.1)\" by \"\($0.0)\"?" }
                ?? archive.map { "unpack \($0): what is packed is not read" })
    }
}
