/// Who may read, from everybody to a few. A writeup states the widest audience it is for; a site states its own.
public enum Audience: String, CaseIterable, Comparable, Sendable {
    /// Anybody.
    case `public`
    /// Everybody in the organisation.
    case `internal`
    /// Those who are named.
    case restricted

    /// A narrower audience is greater: it may read more.
    public static func < (a: Audience, b: Audience) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .public: 0
        case .internal: 1
        case .restricted: 2
        }
    }
}
