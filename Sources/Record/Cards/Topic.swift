/// What a reader comes with: pages of an audit and of the methods are listed under it.
public enum Topic: String, Sendable, Codable, Hashable, CaseIterable {
    /// May this version ship?
    case verdict
    /// What does it get wrong?
    case failures
    /// How far can its confidence be trusted?
    case confidence
    /// Where in the system do failures come from, and under which conditions?
    case causes
    /// What was it measured on, and is that right?
    case data
}
