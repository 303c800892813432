// The one writer of JSON for what people and scripts read. Foundation's writers are not used for it: their key order and
// number form are theirs to change, and the same input must give the same bytes.

import Columns

/// A JSON value whose objects keep the order their keys were given in.
public enum JSONValue: Sendable, Equatable {
    /// `null`: an undefined number; say why in a neighbouring key.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number.
    case integer(Int)
    /// A number; one that is not finite is written as `null`, for JSON has no other honest form.
    case number(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object, in the order given.
    case object([(key: String, value: JSONValue)])

    /// An array of numbers.
    public static func numbers(_ values: some Sequence<Double>) -> JSONValue {
        .array(values.map { .number($0) })
    }

    /// Equal kinds with equal contents, keys in the same order.
    public static func == (a: JSONValue, b: JSONValue) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let x), .bool(let y)): x == y
        case (.integer(let x), .integer(let y)): x == y
        case (.number(let x), .number(let y)): x == y
        case (.string(let x), .string(let y)): Name(x) == Name(y)
        case (.array(let x), .array(let y)): x == y
        case (.object(let x), .object(let y)): x.elementsEqual(y) { $0.key == $1.key && $0.value == $1.value }
        default: false
        }
    }
}

extension JSONValue {
    /// The text, UTF-8. Numbers are the shortest text that reads back to the same double. With `pretty`, objects and
    /// arrays of objects go over several lines, arrays of plain values stay on one.
    public func text(pretty: Bool = true) -> String {
        var out = ""
        write(to: &out, pretty: pretty, depth: 0)
        return out
    }

    /// The text with each member of the outermost object on a line of its own, and nothing else spaced: small, and still to be
    /// compared line by line.
    public var lines: String {
        guard case .object(let members) = self, !members.isEmpty else { return text(pretty: false) }
        let lines = members.map { "\(JSONValue.string($0.key).text()):\($0.value.text(pretty: false))" }
        return "{\n" + lines.joined(separator: ",\n") + "\n}"
    }

    private var isPlain: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }

    private func write(to out: inout String, pretty: Bool, depth: Int) {
        switch self {
        case .null: out += "null"
        case .bool(let value): out += value ? "true" : "false"
        case .integer(let value): out += String(value)
        case .number(let value): out += Self.text(of: value)
        case .string(let value): Self.write(value, to: &out)
        case .array(let values):
            let open = pretty && !values.allSatisfy(\.isPlain)
            out += "["
            for (index, value) in values.enumerated() {
                if index > 0 { out += open || !pretty ? "," : ", " }
                if open { Self.newline(&out, depth + 1) }
                value.write(to: &out, pretty: pretty, depth: depth + 1)
            }
            if open { Self.newline(&out, depth) }
            out += "]"
        case .object(let members):
            out += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { out += "," }
                if pretty { Self.newline(&out, depth + 1) }
                Self.write(member.key, to: &out)
                out += pretty ? ": " : ":"
                member.value.write(to: &out, pretty: pretty, depth: depth + 1)
            }
            if pretty, !members.isEmpty { Self.newline(&out, depth) }
            out += "}"
        }
    }

    private static func newline(_ out: inout String, _ depth: Int) {
        out += "\n"
        for _ in 0..<depth { out += " " }
    }

    private static func text(of value: Double) -> String {
        guard value.isFinite else { return "null" }
        if value == value.rounded(), abs(value) < 1e15 { return value == 0 ? "0" : String(Int(value)) }
        return value.description
    }

    private static func write(_ string: String, to out: inout String) {
        out += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            // "</script>" in a value must not end a script element, and U+2028/9 must not end a line of JavaScript.
            case "<", "\u{2028}", "\u{2029}", "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}":
                let hex = String(scalar.value, radix: 16, uppercase: true)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }
}
