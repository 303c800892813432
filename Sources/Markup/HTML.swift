/// HTML being put together. Literal parts are markup; whatever is interpolated as a `String` is escaped, so text from the
/// data cannot become markup by being forgotten. Only HTML interpolates as it is.
///
///     let cell: HTML = "<td class=\"r\">\(className)</td>"
public struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The markup.
    public private(set) var text: String

    /// Literal markup.
    public init(stringLiteral value: String) { text = value }

    /// Literal markup with escaped text between.
    public init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// Markup that was made elsewhere by a trusted writer: cmark in safe mode, the chart drawings.
    public init(trusted markup: String) { text = markup }

    /// Nothing.
    public static let empty: HTML = ""

    /// Whether there is nothing.
    public var isEmpty: Bool { text.isEmpty }

    /// One after the other.
    public static func + (a: HTML, b: HTML) -> HTML { HTML(trusted: a.text + b.text) }

    /// Appends.
    public static func += (a: inout HTML, b: HTML) { a.text += b.text }

    /// Collects literal parts and escapes the rest.
    public struct StringInterpolation: StringInterpolationProtocol {
        var text: String

        /// Room for a text.
        public init(literalCapacity: Int, interpolationCount: Int) {
            text = ""
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        /// Markup.
        public mutating func appendLiteral(_ literal: String) { text += literal }
        /// Text, escaped for HTML text and quoted attributes.
        public mutating func appendInterpolation(_ string: String) { text += Escaped.html(string) }
        /// Markup.
        public mutating func appendInterpolation(_ html: HTML) { text += html.text }
        /// A whole number.
        public mutating func appendInterpolation(_ number: Int) { text += String(number) }
    }
}

extension Sequence<HTML> {
    /// All of them, one after the other.
    public func joined(separator: HTML = "") -> HTML {
        HTML(trusted: map(\.text).joined(separator: separator.text))
    }
}
