/// A readable, stable name for a file or a link.
public enum Slug {
    /// Lowercase ASCII letters and digits of `text` with single hyphens between, at most 48 characters; `x` when
    /// nothing is left. It is not unique by itself: a digest follows it wherever that matters.
    public static func of(_ text: String) -> String {
        var slug: [UInt8] = []
        for byte in text.utf8 where slug.count < 48 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): slug.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): slug.append(byte + 32)
            default: if let last = slug.last, last != UInt8(ascii: "-") { slug.append(UInt8(ascii: "-")) }
            }
        }
        while slug.last == UInt8(ascii: "-") { slug.removeLast() }
        return slug.isEmpty ? "x" : String(decoding: slug, as: UTF8.self)
    }
}
