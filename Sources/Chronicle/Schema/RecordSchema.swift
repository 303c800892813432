// What a record may say, as data: keys, what each may hold, when it has to be there, what it may name, and rules between keys.
// One reader (`RecordReader`) obeys it, one writer (`RecordStarter`) makes a commented file of it, and pages list what it names.

import Record

/// The form of one kind of record.
public struct RecordSchema: Sendable {
    /// What `schema:` says: `incident/1`.
    public let name: String
    /// The kind; `nil` for a file that is one record by itself.
    public let kind: RecordKind?
    /// Its keys, in the order in which a new file lists them.
    public let fields: [RecordField]
    /// What holds between keys.
    public let rules: [RecordRule]
    /// The headings of its Markdown, in their order.
    public let headings: [String]

    /// A schema. `id` and `schema` are keys of every kind and need not be listed.
    public init(
        _ name: String, _ kind: RecordKind?, rules: [RecordRule] = [], headings: [String] = [], _ fields: [RecordField]
    ) {
        self.headings = headings
        self.name = name
        self.kind = kind
        self.rules = rules
        var all = [RecordField("schema", .word([name]), .always, note: "")]
        if let kind { all.append(RecordField("id", .id(kind), .always, note: "never used again for another")) }
        self.fields = all + fields
    }

    /// The file that it is of, where it is one record by itself.
    public var file: String? {
        let file = (name.split(separator: "/").first.map(String.init) ?? "") + ".yml"
        return kind == nil && RecordKind.files.contains(file) ? file : nil
    }

    /// The words of a key that has some.
    public func words(_ key: String) -> [String] {
        if case .word(let words)? = fields.first(where: { $0.key == key })?.kind { return words }
        return []
    }
}

/// A key of a record.
public struct RecordField: Sendable {
    /// The key.
    public let key: String
    /// What it may hold.
    public let kind: RecordValueKind
    /// When it has to be there.
    public let need: Need
    /// What a new file says beside it.
    public let note: String

    /// When a key has to be there.
    public enum Need: Sendable {
        /// It need not.
        case never
        /// Always.
        case always
        /// When the record's `status` is one of these, unless one of the keys `unless` is there; `why` completes the message.
        case when([String], why: String, unless: [String] = [])
    }

    /// A key.
    public init(_ key: String, _ kind: RecordValueKind, _ need: Need = .never, note: String = "") {
        self.key = key
        self.kind = kind
        self.need = need
        self.note = note
    }
}

/// What a key may hold.
public indirect enum RecordValueKind: Sendable {
    /// Text of at most so many characters.
    case text(most: Int = 20_000)
    /// The record's own id.
    case id(RecordKind)
    /// One of a few words.
    case word([String])
    /// Several of a few words.
    case words([String])
    /// A day, `2026-03-04`.
    case day
    /// A date and time with a zone; or a day, where no hour is known.
    case moment
    /// A number.
    case number(ClosedRange<Double>)
    /// A whole number.
    case integer(ClosedRange<Int>)
    /// `true` or `false`.
    case flag
    /// Texts.
    case texts
    /// The name of something that must exist.
    case link(RecordLink)
    /// Names of things that must exist.
    case links(RecordLink)
    /// Computed by the program: `derived`, or left out.
    case derived
    /// A release gate in one line: `headline/recall@class=8 >= 0.9`.
    case gate
    /// Several of them.
    case gates
    /// A SHA-256 in hexadecimal digits.
    case digest
    /// Keys of its own.
    case form([RecordField])
    /// A list of forms.
    case forms([RecordField])
    /// A list whose entries are names of things that must exist, or forms.
    case linksOrForms(RecordLink, [RecordField])
    /// Keys that the team chooses, with texts.
    case names
    /// Keys out of a list, with whole numbers.
    case numbers(keys: [String], ClosedRange<Int>)
    /// A number that is stated of an audit: its value, interval and what it was read from. See `Figure`.
    case figure
    /// Several of them.
    case figures
}

/// What a record may name.
public enum RecordLink: Sendable, Hashable {
    /// Another record.
    case record(RecordKind)
    /// A failure mode of any audit.
    case mode
    /// An audited version.
    case version
    /// A fact of an audit.
    case fact
    /// A data set with an audit.
    case dataset
    /// A role of governance.yml, where it lists any.
    case role
    /// A record, a failure mode or a page; what is neither is text.
    case evidence
}

/// What holds between keys of a record.
public enum RecordRule: Sendable {
    /// The moments or days at these paths, as far as they are given, are in this order.
    case ordered([String])
    /// Who approves (the path) is not the only one who wrote it (the other path): asked where `status` is one of the words, or
    /// always where there are none. `what` ends the message.
    case fourEyes(approvers: String, authors: String, statuses: [String], what: String)
    /// At least one of the keys is there.
    case oneOf([String], why: String)
    /// A key is there where the word of another is one of these; `why` completes the message.
    case needed(String, by: String, words: [String], why: String)
    /// The word of a key is one of those that go with the word of another.
    case fits(String, to: String, [(word: String, fitting: [String])])
    /// The Markdown has these headings, where `status` is one of the words.
    case headings([String], statuses: [String])
}
