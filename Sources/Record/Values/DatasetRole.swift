/// What a data set is for: `role:` of dataset.yml or of `datasets:` in misread.yml.
public enum DatasetRole: String, Sendable, Codable, Hashable, CaseIterable {
    /// What the model is released for.
    case test, target
    /// The same task under other circumstances.
    case shifted, stress, suite
    /// A small set that is watched first.
    case canary
    /// What it was trained on, or what others are compared with: shown beside the others.
    case train, reference

    /// Whether a version has to hold on it: the gates for every data set are asked of it, and predictions that a version
    /// lacks for it cap the verdict. Of other data sets only gates of their own are asked.
    public var isJudged: Bool { self != .train && self != .reference }
}
