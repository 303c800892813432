/// Changes what the attributes of finished pages lead to. Text of a page has no quotation mark that is not escaped, so what looks
/// like an attribute is one.
struct AttributeEdits {
    /// The attribute with the value that it is to have; `nil` leaves it out.
    typealias Edit = (_ name: String, _ value: String) -> String?

    /// Attributes that hold an address or an id, as they stand after a space.
    private static let names = [
        "href", "src", "id", "aria-labelledby", "aria-describedby", "aria-controls", "for", "headers",
    ].map { (name: $0, bytes: Array("\($0)=\"".utf8)) }
    private static let firsts = Set(names.compactMap(\.bytes.first))

    /// The text with each such attribute as `edit` says.
    static func applied(to html: String, _ edit: Edit) -> String {
        let bytes = Array(html.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 8)
        // What was copied so far ends here.
        var copied = 0
        var at = 0
        while let space = bytes[at...].firstIndex(of: 0x20) {
            at = space + 1
            guard at < bytes.count, firsts.contains(bytes[at]),
                let known = names.first(where: { bytes[at...].starts(with: $0.bytes) }),
                let close = bytes[(at + known.bytes.count)...].firstIndex(of: 0x22)
            else { continue }
            out += bytes[copied..<space]
            let value = String(decoding: bytes[(at + known.bytes.count)..<close], as: UTF8.self)
            if let edited = edit(known.name, value) { out += " \(known.name)=\"\(edited)\"".utf8 }
            copied = close + 1
            at = copied
        }
        out += bytes[copied...]
        return String(decoding: out, as: UTF8.self)
    }
}
