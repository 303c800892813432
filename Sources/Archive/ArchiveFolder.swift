// Where audits lie in the archive: `archive/<version>/` of a workspace of one data set, `archive/<version>@<dataset>/` of several.
// An audit of the time when there was only one stays where it is, and counts as one of its data set.

/// The folder of one audit.
struct ArchiveFolder: Sendable, Hashable {
    /// The version.
    let version: String
    /// The data set, where the name says which.
    let dataset: String?

    /// What stands between them: no name of either holds it.
    private static let mark: Character = "@"

    init(version: String, dataset: String?) {
        self.version = version
        self.dataset = dataset
    }

    /// What a folder is called.
    init(named name: String) {
        let parts = name.split(separator: Self.mark, maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        self.init(version: parts[0], dataset: parts.count == 2 ? parts[1] : nil)
    }

    /// Its name.
    var name: String { dataset.map { version + String(Self.mark) + $0 } ?? version }
}
