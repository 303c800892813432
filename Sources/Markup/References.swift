/// A cross reference of a template or a writeup: `finding:8-predicted-as-1-a1b2c3`.
public struct Reference: Sendable, Hashable {
    /// What can be referred to; the raw value is the link's scheme.
    public enum Kind: String, Sendable, CaseIterable {
        /// A failure mode.
        case finding
        /// A version's overview.
        case version
        /// A slice.
        case slice
        /// An incident.
        case incident
        /// A remediation action.
        case action
        /// A decision.
        case decision
        /// A waiver.
        case waiver
        /// A playbook.
        case playbook
        /// A regression case.
        case regressionCase = "case"
        /// A method.
        case method
        /// A word of the glossary.
        case glossary
        /// A page of the same version: `section:calibration`.
        case section
    }

    /// What kind of thing.
    public var kind: Kind
    /// Which one.
    public var id: String

    /// A reference.
    public init(_ kind: Kind, _ id: String) {
        self.kind = kind
        self.id = id
    }

    /// The reference that a link destination spells, or `nil` when it is an ordinary URL.
    public init?(destination: String) {
        guard let colon = destination.firstIndex(of: ":") else { return nil }
        guard let kind = Kind(rawValue: String(destination[..<colon])) else { return nil }
        self.init(kind, String(destination[destination.index(after: colon)...]))
    }
}

/// Where a reference leads.
public enum Referent: Sendable, Hashable {
    /// A page, relative to the one that refers, and what to call it when the link has no words of its own.
    case page(href: String, title: String)
    /// Something that exists elsewhere and not for this page: the words stay, without a link.
    case absent
    /// Nothing of that name.
    case unknown(nearest: String?)
}

/// An exhibit as a page asks for it.
public struct ExhibitRequest: Sendable, Hashable {
    /// Its id, after `exhibit:`.
    public var id: String
    /// Caption as HTML: the image's alternative text with its links resolved.
    public var caption: String
    /// Caption as plain text, for accessible names.
    public var plainCaption: String
    /// The image's title: a heading of the figure, when it has one.
    public var title: String

    /// A request.
    public init(id: String, caption: String, plainCaption: String, title: String) {
        self.id = id
        self.caption = caption
        self.plainCaption = plainCaption
        self.title = title
    }
}

/// What became of an exhibit request.
public enum ExhibitAnswer: Sendable, Hashable {
    /// Its HTML, a block.
    case html(String)
    /// No exhibit of that id.
    case unknown(nearest: String?)
}

/// What a page knows about the rest of the site: how its Markdown's own kinds of link are answered.
public struct Resolver {
    let link: (Reference) -> Referent
    let exhibit: (ExhibitRequest) -> ExhibitAnswer

    /// A resolver.
    public init(
        link: @escaping (Reference) -> Referent, exhibit: @escaping (ExhibitRequest) -> ExhibitAnswer
    ) {
        self.link = link
        self.exhibit = exhibit
    }

    /// One that knows nothing: every reference and exhibit is an error.
    public static var nothing: Resolver {
        Resolver(link: { _ in .unknown(nearest: nil) }, exhibit: { _ in .unknown(nearest: nil) })
    }
}
