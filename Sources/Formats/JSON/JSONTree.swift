// A JSON value in memory, for files whose shape is not known before it is seen. Large files of one shape are read by
// `JSONScanner` in place; a tree is built of one element of a list at a time.

import Foundation

/// A JSON value that was read. Objects keep the order of their keys.
package indirect enum JSONTree: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number, with its exact whole value when it has one. NaN and infinity are read, so that they can be named.
    case number(Double, whole: Int?)
    /// Text.
    case text(String)
    /// A list.
    case list([JSONTree])
    /// Keys and values.
    case object([(key: String, value: JSONTree)])

    /// How deeply values may nest.
    package static let depthLimit = 32

    /// The value that stands next.
    package init(_ scanner: inout JSONScanner) throws(JSONFault) { try self.init(&scanner, depth: 0) }

    /// The value that all of a text is; `nil` where it is no JSON, or more than one value.
    package init?(whole text: Data) {
        let read: JSONTree? = text.withUnsafeBytes { raw in
            guard var scanner = try? JSONScanner(raw.assumingMemoryBound(to: UInt8.self)),
                let tree = try? JSONTree(&scanner), (try? scanner.finish()) != nil
            else { return nil }
            return tree
        }
        guard let read else { return nil }
        self = read
    }

    private init(_ scanner: inout JSONScanner, depth: Int) throws(JSONFault) {
        switch try scanner.peek() {
        case UInt8(ascii: "{"):
            guard depth < Self.depthLimit else { throw .tooDeep(at: scanner.offset) }
            var members: [(key: String, value: JSONTree)] = []
            try scanner.openObject()
            while let key = try scanner.nextKey() {
                members.append((try scanner.text(key), try JSONTree(&scanner, depth: depth + 1)))
            }
            self = .object(members)
        case UInt8(ascii: "["):
            guard depth < Self.depthLimit else { throw .tooDeep(at: scanner.offset) }
            var elements: [JSONTree] = []
            try scanner.openArray()
            while try scanner.nextElement() { elements.append(try JSONTree(&scanner, depth: depth + 1)) }
            self = .list(elements)
        case UInt8(ascii: "\""): self = .text(try scanner.text(try scanner.string()))
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            if let value = scanner.boolean() {
                self = .boolean(value)
            } else {
                try scanner.skipValue()
                self = .null
            }
        default:
            let (whole, value) = try scanner.exactNumber()
            self = .number(value, whole: whole)
        }
    }
}

extension JSONTree {
    /// The value of a key of an object; `nil` for what is none or has no such key.
    package subscript(key: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    /// The elements of a list.
    package var elements: [JSONTree]? { if case .list(let elements) = self { elements } else { nil } }

    /// The members of an object.
    package var members: [(key: String, value: JSONTree)]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The number.
    package var number: Double? { if case .number(let value, _) = self { value } else { nil } }

    /// The whole number.
    package var whole: Int? { if case .number(_, let whole) = self { whole } else { nil } }

    /// The text.
    package var text: String? { if case .text(let text) = self { text } else { nil } }

    /// A plain value as a table would hold it; `nil` for lists, objects and null.
    package var plain: String? {
        switch self {
        case .null, .list, .object: nil
        case .boolean(let value): value ? "true" : "false"
        case .number(let value, let whole): whole.map(String.init) ?? String(value)
        case .text(let text): text
        }
    }
}
