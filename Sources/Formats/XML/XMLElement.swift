/// Where a text stops being XML that is read here.
package struct XMLFault: Error {
    /// Bytes from the start.
    package let offset: Int
}

/// An element of the small XML that annotation tools write: elements, attributes, text and the five named entities.
/// Comments are passed over; document types are refused, so no entity can be defined and nothing expands.
package struct XMLElement {
    /// How deeply elements may nest.
    static let depthLimit = 32

    /// Its name.
    package private(set) var name: String
    /// Its text, without the space around it.
    package private(set) var text = ""
    /// The elements in it, in order.
    package private(set) var children: [XMLElement] = []
    /// Its attributes; of one that is given twice the last.
    package private(set) var attributes: [String: String] = [:]

    private init(name: String, attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    /// The first child of that name.
    package func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The number in the first child of that name.
    package func number(_ name: String) -> Double? {
        child(name).flatMap { Double(decimal: $0.text) }
    }

    /// The outermost element of a text.
    package init(_ bytes: [UInt8]) throws {
        var open: [XMLElement] = []
        var texts: [[UInt8]] = []
        var at = 0
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "<") else {
                if !texts.isEmpty { texts[texts.count - 1].append(bytes[at]) }
                at += 1
                continue
            }
            let start = at
            if Self.starts("<!--", bytes, at) {
                at = try Self.after("-->", bytes, at + 4)
            } else if Self.starts("<?", bytes, at) {
                at = try Self.after("?>", bytes, at + 2)
            } else if Self.starts("<!", bytes, at) {
                throw XMLFault(offset: start)
            } else {
                let end = try Self.tagEnd(bytes, at + 1)
                let inside = bytes[at + 1..<end - 1]
                at = end
                if inside.first == UInt8(ascii: "/") {
                    guard var element = open.popLast(), Array(element.name.utf8) == Self.name(inside.dropFirst()) else {
                        throw XMLFault(offset: start)
                    }
                    element.text = try Self.text(texts.removeLast(), start)
                    guard !open.isEmpty else {
                        self = element
                        return
                    }
                    open[open.count - 1].children.append(element)
                } else {
                    let name = String(decoding: Self.name(inside), as: UTF8.self)
                    guard !name.isEmpty, open.count < Self.depthLimit else { throw XMLFault(offset: start) }
                    if inside.last == UInt8(ascii: "/") {
                        guard !open.isEmpty else { throw XMLFault(offset: start) }
                        open[open.count - 1].children.append(
                            XMLElement(name: name, attributes: try Self.attributes(inside, start)))
                    } else {
                        open.append(XMLElement(name: name, attributes: try Self.attributes(inside, start)))
                        texts.append([])
                    }
                }
            }
        }
        throw XMLFault(offset: bytes.count)
    }

    private static func starts(_ text: StaticString, _ bytes: [UInt8], _ at: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard at + count <= bytes.count else { return false }
        for index in 0..<count where bytes[at + index] != text.utf8Start[index] { return false }
        return true
    }

    private static func after(_ text: StaticString, _ bytes: [UInt8], _ from: Int) throws -> Int {
        var at = from
        while at < bytes.count {
            if starts(text, bytes, at) { return at + text.utf8CodeUnitCount }
            at += 1
        }
        throw XMLFault(offset: bytes.count)
    }

    /// Behind the `>` that ends a tag; one between quotes is part of a value.
    private static func tagEnd(_ bytes: [UInt8], _ from: Int) throws -> Int {
        var quote: UInt8?
        for at in from..<max(from, bytes.count) {
            if let open = quote {
                if bytes[at] == open { quote = nil }
            } else if bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") {
                quote = bytes[at]
            } else if bytes[at] == UInt8(ascii: ">") {
                return at + 1
            }
        }
        throw XMLFault(offset: bytes.count)
    }

    /// The `name="value"` pairs of a tag.
    private static func attributes(_ tag: ArraySlice<UInt8>, _ offset: Int) throws -> [String: String] {
        var found: [String: String] = [:]
        var rest = tag.dropFirst(name(tag).count)
        while let equals = rest.firstIndex(of: UInt8(ascii: "=")) {
            let name = rest[..<equals].filter { $0 > 0x20 }
            let value = rest[(equals + 1)...].drop { $0 <= 0x20 }
            guard let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
                let end = value.dropFirst().firstIndex(of: quote)
            else { throw XMLFault(offset: offset) }
            found[String(decoding: name, as: UTF8.self)] = try text(
                Array(value[value.index(after: value.startIndex)..<end]), offset)
            rest = tag[(end + 1)...]
        }
        return found
    }

    /// The bytes up to the first space or slash.
    private static func name(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        Array(bytes.prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") })
    }

    private static func text(_ raw: [UInt8], _ offset: Int) throws -> String {
        var out: [UInt8] = []
        var at = 0
        while at < raw.count {
            guard raw[at] == UInt8(ascii: "&") else {
                out.append(raw[at])
                at += 1
                continue
            }
            let entities: [(StaticString, UInt8)] = [
                ("&amp;", UInt8(ascii: "&")), ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")),
                ("&quot;", UInt8(ascii: "\"")), ("&apos;", UInt8(ascii: "'")),
            ]
            guard let (entity, byte) = entities.first(where: { starts($0.0, raw, at) }) else {
                throw XMLFault(offset: offset)
            }
            out.append(byte)
            at += entity.utf8CodeUnitCount
        }
        guard let text = String(validating: out, as: UTF8.self) else { throw XMLFault(offset: offset) }
        let space: (Character) -> Bool = \.isWhitespace
        let trimmed = text.drop(while: space)
        return String(trimmed.reversed().drop(while: space).reversed())
    }
}
