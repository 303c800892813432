import Diagnostics
import Forms
import Record

/// The values of a record, or of a form inside it, after a schema has looked at them: a value of the wrong kind reads as none.
public struct RecordForm: Sendable, Equatable {
    /// Keys in the order written.
    public let entries: [FormNode.Entry]

    /// The keys of a node; none for one that is no mapping.
    public init(_ node: FormNode?) {
        if case .mapping(let entries)? = node?.value { self.entries = entries } else { entries = [] }
    }

    /// What is at a path of keys: `people.owner`.
    public func node(_ path: String) -> FormNode? {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard let first = parts.first, let node = entries.first(where: { $0.key == first })?.node,
            node.value != .scalar(nil)
        else { return nil }
        return parts.count == 2 ? RecordForm(node).node(parts[1]) : node
    }

    /// Text.
    public func text(_ path: String) -> String? {
        if case .scalar(let text)? = node(path)?.value { return text }
        return nil
    }

    /// Texts of a list, or the one text.
    public func texts(_ path: String) -> [String] { nodes(path).map(\.text) }

    /// Texts of a list, or the one text, with the row that each stands on.
    public func nodes(_ path: String) -> [(text: String, row: Int)] {
        guard let node = node(path) else { return [] }
        switch node.value {
        case .scalar(let text): return text.map { [($0, node.row)] } ?? []
        case .list(let items):
            return items.compactMap { item in
                if case .scalar(let text?) = item.value { return (text, item.row) }
                return nil
            }
        case .mapping: return []
        }
    }

    /// A number.
    public func number(_ path: String) -> Double? { text(path).flatMap(Double.init) }
    /// A whole number.
    public func integer(_ path: String) -> Int? { text(path).flatMap(Int.init) }
    /// A flag.
    public func flag(_ path: String) -> Bool { text(path) == "true" }
    /// A day.
    public func day(_ path: String) -> Day? { text(path).flatMap(Day.init) }

    /// A form inside.
    public func form(_ path: String) -> RecordForm { RecordForm(node(path)) }

    /// The forms of a list.
    public func forms(_ path: String) -> [(form: RecordForm, row: Int)] {
        guard case .list(let items)? = node(path)?.value else { return [] }
        return items.compactMap { item in
            guard case .mapping = item.value else { return nil }
            return (RecordForm(item), item.row)
        }
    }

    /// Whether it has no key.
    public var isEmpty: Bool { entries.isEmpty }
}

/// A record as it was read: what it says, and where.
public struct RecordDocument: Sendable {
    /// Its form.
    public let schema: RecordSchema
    /// Its id; empty for a file that is one record by itself.
    public let id: String
    /// What its front matter says.
    public let form: RecordForm
    /// The Markdown below it.
    public let body: String
    /// Row of the file on which the Markdown starts.
    public let bodyRow: Int
    /// The file, relative to the workspace.
    public let file: String

    /// The place of a key.
    public func place(_ path: String, row: Int? = nil) -> Place {
        Place(file: file, row: row ?? form.node(path)?.row, field: path)
    }
}
