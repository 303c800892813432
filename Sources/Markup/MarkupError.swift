import Diagnostics

/// What can be wrong with a template or a writeup. Cases carry evidence; the wording is below.
public enum MarkupError: Error, Sendable, Hashable {
    /// A tag names nothing that its page knows.
    case unknownTag(String, nearest: String?, Place)
    /// `{{{x}}}` or `{{&x}}`: a value that would not be escaped.
    case unescapedTag(String, Place)
    /// A Mustache feature that the template language leaves out: partials, lambdas, delimiters.
    case unsupportedTag(String, Place)
    /// `{{` without `}}`.
    case openTag(Place)
    /// `{{#a}}` that is not closed, or `{{/a}}` that closes nothing.
    case unbalancedSection(String, Place)
    /// A value used as a section, or a section used as a value.
    case wrongUse(String, isSection: Bool, Place)
    /// The Mustache parser refused it for another reason.
    case unreadable(String, Place)
    /// An exhibit that the page does not have.
    case unknownExhibit(String, nearest: String?, Place)
    /// An exhibit in the middle of a sentence.
    case exhibitNotAlone(String, Place)
    /// A cross reference to nothing.
    case unknownTarget(kind: String, id: String, nearest: String?, Place)
    /// A file under `templates/` that is none of ours, so that it would silently do nothing.
    case unknownTemplate(nearest: String?, Place)
    /// A style sheet that makes a browser ask for something.
    case askingStyle(String, Place)
    /// A style sheet that ends where a page holds it whole, so that the rest of it would be a part of the page.
    case endingStyle(Place)
    /// A page asked for a template that is not there.
    case missingTemplate(Place)
    /// A phrase that nothing says, so that it would silently do nothing.
    case unknownPhrase(String, nearest: String?, Place)
    /// A file of phrases without one that is said.
    case missingPhrase(String, Place)
    /// A formula that cannot be read.
    case formula(FormulaFault, Place)
    /// Raw HTML in Markdown; it is left out.
    case rawHTML(Place)
    /// A link that is not followed, for its scheme or its host.
    case blockedLink(String, Place)
    /// A picture that is not shown: it is not an exhibit.
    case blockedImage(String, Place)
    /// Blocks nested deeper than a page can hold.
    case tooDeep(depth: Int, limit: Int, Place)
    /// A template longer than one may be.
    case templateTooLarge(bytes: Int, limit: Int, Place)
    /// Sections nested deeper than a template can hold.
    case sectionsTooDeep(limit: Int, Place)
    /// HTML larger than a page may be.
    case tooLarge(bytes: Int, limit: Int, Place)
}

extension MarkupError: Explained {
    /// The wording.
    public var problem: Problem {
        switch self {
        case .unknownTag(let tag, let nearest, let place):
            Problem(
                at: place, "`{{\(tag)}}` names nothing on this page",
                suggestion: nearest.map { Self.meant("{{\($0)}}") })
        case .unescapedTag(let tag, let place):
            Problem(
                at: place, "`\(tag)` would put text on the page unescaped", suggestion: "write it with two braces")
        case .unsupportedTag(let tag, let place):
            Problem(
                at: place, "`{{\(tag)}}` is not part of the template language",
                suggestion: "Templates/README.md lists what is")
        case .openTag(let place):
            Problem(at: place, "`{{` is not closed by `}}`")
        case .unbalancedSection(let tag, let place):
            Problem(at: place, "`{{\(tag)}}` has no partner")
        case .wrongUse(let tag, true, let place):
            Problem(
                at: place, "`{{\(tag)}}` is a section, not a value",
                suggestion: "write {{#\(tag)}}...{{/\(tag)}}")
        case .wrongUse(let tag, false, let place):
            Problem(at: place, "`{{#\(tag)}}` is a value, not a section", suggestion: "write {{\(tag)}}")
        case .unreadable(let reason, let place):
            Problem(at: place, "the template cannot be read: \(reason)")
        case .unknownExhibit(let id, let nearest, let place):
            Problem(at: place, "there is no exhibit `\(id)` on this page", suggestion: nearest.map(Self.meant))
        case .exhibitNotAlone(let id, let place):
            Problem(
                at: place, "exhibit `\(id)` stands inside a sentence",
                suggestion: "give it a paragraph of its own")
        case .unknownTarget(let kind, let id, let nearest, let place):
            Problem(at: place, "there is no \(kind) `\(id)`", suggestion: nearest.map(Self.meant))
        case .unknownTemplate(let nearest, let place):
            Problem(at: place, "no page uses a template of this name", suggestion: nearest.map(Self.meant))
        case .askingStyle(let word, let place):
            Problem(
                at: place, "\"\(word)\" makes a browser ask for another file, which no page of a site does",
                suggestion: "say it with colours, gradients and borders alone")
        case .endingStyle(let place):
            Problem(
                at: place,
                "\"</style\" would end the sheet in a page that holds it whole, and what follows would stand on the page",
                suggestion: "leave it out")
        case .missingTemplate(let place):
            Problem(at: place, "the template is missing")
        case .unknownPhrase(let name, let nearest, let place):
            Problem(at: place, "there is no phrase `\(name)`", suggestion: nearest.map(Self.meant))
        case .missingPhrase(let name, let place):
            Problem(at: place, "the phrase `\(name)` is missing", suggestion: "write `## \(name)` and its text")
        case .formula(.unknown(let word, let nearest), let place):
            Problem(
                at: place, "a formula knows no `\\\(word)`", suggestion: nearest.map { Self.meant("\\" + $0) })
        case .formula(.unexpected(let sign), let place):
            Problem(
                at: place, "a formula cannot hold `\(sign)` here", suggestion: "Templates/README.md lists what it can")
        case .formula(.unfinished(let word), let place):
            Problem(at: place, "what has to follow `\(word)` is missing in a formula")
        case .formula(.tooDeep, let place):
            Problem(
                at: place,
                "a formula is longer than \(FormulaReader.lengthLimit) signs or nested more than "
                    + "\(FormulaReader.depthLimit) deep")
        case .rawHTML(let place):
            Problem(.warning, at: place, "raw HTML is left out", suggestion: "write it in Markdown")
        case .blockedLink(let url, let place):
            Problem(
                .warning, at: place,
                "the link to `\(Self.clipped(url))` is left out: only http, https, mailto and "
                    + "relative links are followed")
        case .blockedImage(let url, let place):
            Problem(
                .warning, at: place,
                "the picture `\(Self.clipped(url))` is left out: a page loads nothing from "
                    + "elsewhere", suggestion: "show it with an exhibit: link")
        case .tooDeep(let depth, let limit, let place):
            Problem(at: place, "blocks are nested \(depth) deep; a page can hold \(limit)")
        case .templateTooLarge(let bytes, let limit, let place):
            Problem(at: place, "the template has \(bytes) bytes; at most \(limit) are read")
        case .sectionsTooDeep(let limit, let place):
            Problem(at: place, "sections are nested more than \(limit) deep")
        case .tooLarge(let bytes, let limit, let place):
            Problem(at: place, "the page would have \(bytes) bytes of HTML; at most \(limit) are allowed")
        }
    }

    private static func meant(_ name: String) -> String { "did you mean `\(name)`?" }

    private static func clipped(_ text: String) -> String {
        text.unicodeScalars.count <= 60
            ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(60))) + "..."
    }
}
