/// What a workspace has and may not be archived yet: records may name it, and what they name is held against it, before an audit
/// is made.
public struct Upcoming: Sendable {
    /// Its versions.
    public let versions: [String]
    /// Its data sets.
    public let datasets: [String]
    /// The images of a version that were read, where its task is judged by image.
    public let images: [String: Set<String>]

    /// What a workspace has.
    public init(versions: [String] = [], datasets: [String] = [], images: [String: Set<String>] = [:]) {
        self.versions = versions
        self.datasets = datasets
        self.images = images
    }
}
