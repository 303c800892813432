// A new record: every key of its schema, those that have to be there first as they have to be, the others as comments, filled in
// with everything that the archive knows.

import Record

/// The facts that a draft shows where a person is to name one: those that the audits of the workspace state.
public struct ExampleFacts: Sendable {
    /// The number for the whole.
    let whole: String
    /// One of a class.
    let ofClass: String
    /// The number of errors.
    let errors: String

    /// Facts by their paths, those of a classifier unless named.
    public init(whole: String? = nil, ofClass: String? = nil, errors: String? = nil) {
        self.whole = whole ?? "headline/accuracy"
        self.ofClass = ofClass ?? whole ?? "headline/recall@class=8"
        self.errors = errors ?? "headline/errors"
    }
}

/// A record before a person has written it.
public struct RecordStarter: Sendable {
    private let schema: RecordSchema
    private let facts: ExampleFacts
    /// Values by path, as YAML.
    private let filled: [(path: String, yaml: String)]

    /// A record of a kind, with values by path, as texts in YAML.
    public init(_ kind: RecordKind, filled: [(path: String, yaml: String)], facts: ExampleFacts = ExampleFacts()) {
        schema = Schemas.of(kind)
        self.facts = facts
        self.filled = filled
    }

    /// A file beside the folders of records that is one record by itself; `nil` for any other.
    public init?(file: String) {
        guard let schema = [Schemas.governance, Schemas.schedule].first(where: { $0.file == file }) else { return nil }
        self.schema = schema
        facts = ExampleFacts()
        filled = []
    }

    /// A text as YAML has it, whatever is in it.
    public static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            default: out.unicodeScalars.append(scalar.value < 32 || scalar.value == 127 ? " " : scalar)
            }
        }
        return out + "\""
    }

    /// Texts as a list in YAML.
    public static func list(_ texts: [String]) -> String { "[" + texts.map(quoted).joined(separator: ", ") + "]" }

    /// The next free id: after the highest number of the ids there are, in a year where the kind has one.
    public static func nextID(_ kind: RecordKind, year: Int, among ids: [String]) -> String {
        let start = kind.isDated ? "\(kind.prefix)-\(year)-" : kind.prefix + "-"
        let highest =
            ids.filter { $0.hasPrefix(start) }.compactMap { Int($0.dropFirst(start.utf8.count)) }
            .filter { $0 < 1_000_000_000 }.max() ?? 0
        let number = String(highest + 1)
        return start + String(repeating: "0", count: max(0, kind.digits - number.utf8.count)) + number
    }

    /// The file.
    public var text: String {
        var lines: [String] = []
        for field in schema.fields { lines += self.lines(field, path: "", indent: "") }
        // A file that is one record by itself is YAML and nothing else.
        if schema.kind != nil { lines = ["---"] + lines + ["---"] }
        for heading in schema.headings { lines += ["", "## " + heading] }
        return lines.joined(separator: "\n") + "\n"
    }

    private func value(_ path: String) -> String? { filled.first { $0.path == path }?.yaml }
    private func holds(_ path: String) -> Bool { filled.contains { $0.path.hasPrefix(path + ".") } }

    private func lines(_ field: RecordField, path: String, indent: String) -> [String] {
        let full = path.isEmpty ? field.key : path + "." + field.key
        let note = field.note.isEmpty ? "" : "   # " + field.note
        if field.key == "schema" { return ["schema: " + schema.name] }
        if let value = value(full) { return ["\(indent)\(field.key): \(value)\(words(field))\(note)"] }
        if case .form(let fields) = field.kind, holds(full) {
            return ["\(indent)\(field.key):\(note)"]
                + fields.flatMap { lines($0, path: full, indent: indent + "  ") }
        }
        return ["\(indent)# \(field.key): \(example(field.kind))\(words(field))\(note)"]
    }

    private func words(_ field: RecordField) -> String {
        switch field.kind {
        case .word(let words) where words.count > 1: "   # " + words.joined(separator: " | ")
        default: ""
        }
    }

    /// What a value looks like.
    private func example(_ kind: RecordValueKind) -> String {
        switch kind {
        case .text: "\"\""
        case .id(let kind): kind.exampleID
        case .word(let words): words.first ?? ""
        case .words(let words): "[\(words.first ?? "")]"
        case .day: "2026-03-04"
        case .moment: "2026-03-04T18:10:00Z"
        case .number: "0"
        case .integer(let range): "\(max(0, range.lowerBound))"
        case .flag: "false"
        case .texts: "[]"
        case .link(let link): example(link)
        case .links(let link): "[\(example(link))]"
        case .derived: "derived"
        case .gate: Self.quoted(facts.ofClass + " >= 0.9")
        case .gates: Self.list([facts.whole + " >= 0.9"])
        case .digest: String(repeating: "0", count: 64)
        case .form(let fields): example(fields)
        case .forms(let fields): "[" + example(fields) + "]"
        case .linksOrForms(let link, _): "[\(example(link))]"
        case .names: "{name: text}"
        case .numbers(let keys, _): "{\(keys.first ?? ""): 2}"
        case .figure: "{estimate: 0, fact: \(facts.errors), version: v1}"
        case .figures: "[{text: \"\", fact: \(facts.errors), version: v1, value: 0}]"
        }
    }

    private func example(_ fields: [RecordField]) -> String {
        "{" + fields.map { $0.key + ": " + example($0.kind) }.joined(separator: ", ") + "}"
    }

    private func example(_ link: RecordLink) -> String {
        switch link {
        case .record(let kind): kind.exampleID
        case .mode: "8-predicted-as-1-db03dd"
        case .version: "v1"
        case .fact: facts.whole
        case .dataset: "name"
        case .role: "role"
        case .evidence: "\"\""
        }
    }
}
