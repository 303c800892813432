/// What this build calls itself: printed by `--version` and recorded in every archive.
enum Release {
    /// Semantic version.
    static let version = "0.1.1"
}
