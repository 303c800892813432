// A form is a small YAML document with fixed keys: misread.yml, a manifest, the front matter of a writeup.
//
// YAML is read as text and mappings only. Scalars stay strings until someone asks for a number or a date, so
// `version: 1.10` is "1.10" and a country code `NO` is "NO". Anchors, aliases and tags are refused: they make small
// files large and say nothing a form needs.

import Columns
import Diagnostics
import Yams

/// A value in a form, with the row it stands on.
public struct FormNode: Sendable, Equatable {
    /// What it is.
    public enum Value: Sendable, Equatable {
        /// Text as written; `nil` for an empty value or `null`.
        case scalar(String?)
        /// A list.
        case list([FormNode])
        /// Keys in the order written.
        case mapping([Entry])
    }

    /// A key and its value.
    public struct Entry: Sendable, Equatable {
        /// The key.
        public let key: String
        /// Its value.
        public let node: FormNode
    }

    /// What it is.
    public let value: Value
    /// One-based row in the file.
    public let row: Int

    /// A document without a key.
    public static let empty = FormNode(value: .mapping([]), row: 1)

    /// Largest form, in bytes.
    public static let limit = 65_536

    /// Reads YAML text. `firstRow` is the row of its first line in the file (front matter starts at 2).
    public static func parse(_ text: String, firstRow: Int = 1) throws(FormError) -> FormNode {
        let bytes = text.utf8.count
        guard bytes <= limit else { throw .tooLarge(bytes: bytes, limit: limit) }
        try PlainYAML.check(text, firstRow: firstRow)
        // A node refers to its anchor weakly and the parser owns it, so the parser must outlive the conversion.
        let parser: Parser
        let node: Node?
        do {
            parser = try Parser(yaml: text, resolver: .basic, constructor: .default, encoding: .utf8)
            node = try parser.singleRoot()
        } catch let error as YamlError {
            let fault = syntax(error, firstRow)
            if case .syntax(let row?, _) = fault,
                let slip = MissingBlank.line(in: text, before: row - firstRow + 1)
            {
                throw .missingBlank(row: slip.row + firstRow - 1, key: slip.key, value: slip.value)
            }
            throw fault
        } catch {
            throw .syntax(row: nil, reason: "it cannot be parsed")
        }
        guard let node else { return FormNode(value: .mapping([]), row: firstRow) }
        defer { withExtendedLifetime(parser) {} }
        let read = try convert(node, firstRow, "", depth: 0)
        // What is no mapping is one cause, and not each key that it lacks.
        if case .scalar(let words?) = read.value {
            if MissingBlank.parts(of: words) != nil, let slip = MissingBlank.line(in: text) {
                throw .missingBlank(row: slip.row + firstRow - 1, key: slip.key, value: slip.value)
            }
            throw .notAMapping(row: read.row, path: "")
        }
        return read
    }

    private static func convert(
        _ node: Node, _ firstRow: Int, _ path: String, depth: Int
    ) throws(FormError) -> FormNode {
        let row = (node.mark?.line ?? 1) + firstRow - 1
        guard depth < 16 else { throw .syntax(row: row, reason: "it is nested deeper than 16 levels") }
        if node.anchor != nil { throw .notPlain(row: row, what: "an anchor (&)") }
        switch node {
        case .scalar(let scalar):
            let isEmpty = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
            return FormNode(value: .scalar(isEmpty ? nil : scalar.string), row: row)
        case .sequence(let sequence):
            var list: [FormNode] = []
            for item in sequence { list.append(try convert(item, firstRow, path + "[]", depth: depth + 1)) }
            return FormNode(value: .list(list), row: row)
        case .mapping(let mapping):
            var entries: [Entry] = []
            for (key, value) in mapping {
                guard case .scalar(let name) = key else {
                    throw .syntax(row: row, reason: "a key must be plain text")
                }
                let keyRow = (key.mark?.line ?? 1) + firstRow - 1
                let inner = path.isEmpty ? name.string : path + "." + name.string
                if case .scalar(let empty) = value, empty.string.isEmpty, name.style == .plain,
                    let slip = MissingBlank.parts(of: name.string)
                {
                    throw .missingBlank(row: keyRow, key: slip.key, value: slip.value)
                }
                if case .scalar(let below) = value, below.style == .plain, let line = below.mark?.line,
                    line + firstRow - 1 > keyRow, let slip = MissingBlank.parts(of: below.string)
                {
                    throw .missingBlank(row: line + firstRow - 1, key: slip.key, value: slip.value)
                }
                let known = entries.contains { Name($0.key) == Name(name.string) }
                if known { throw .duplicateKey(row: keyRow, path: inner) }
                let node = try convert(value, firstRow, inner, depth: depth + 1)
                entries.append(Entry(key: name.string, node: FormNode(value: node.value, row: keyRow)))
            }
            return FormNode(value: .mapping(entries), row: row)
        case .alias:
            throw .notPlain(row: row, what: "an alias (*)")
        }
    }

    private static func syntax(_ error: YamlError, _ firstRow: Int) -> FormError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return .syntax(row: mark.line + firstRow - 1, reason: problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let row = context.mark.line + firstRow - 1
            return .duplicateKey(row: row, path: duplicates.map { $0 }.sorted().joined(separator: ", "))
        default:
            return .syntax(row: nil, reason: "it cannot be parsed")
        }
    }
}
