// The template language: Markdown with a strict subset of Mustache.
//
//     # Says {{fact.mean_confidence}}, is right {{fact.accuracy}}
//
//     Its calibration error is {{fact.ece.full}}{{#flag.beyond_floor}}, more than chance would show{{/flag.beyond_floor}}.
//
//     ![How confidence and accuracy relate](exhibit:reliability)
//
//     ## By class {#by-class .half}
//
// {{name}}             the value, Markdown-escaped; never a blank: an undefined fact says "not defined: why"
// {{#flag}}..{{/flag}} shown when the flag holds      {{^flag}}..{{/flag}} shown when it does not
// {{#list}}..{{/list}} once an item                   {{^list}}..{{/list}} shown when there is none
// {{! words }}         a remark, never shown
//
// Everything else Mustache has (unescaped values, partials, lambdas, other delimiters) is refused, and so is every name
// outside the page's vocabulary, with its line and the nearest name. Names are checked when templates load, before any
// analysis runs, so a page cannot fail for its wording after an hour of counting.

import Diagnostics
import Mustache

/// A template that has been read, with its tags.
public struct Template: Sendable {
    /// Path for messages: `Templates/analyses/calibration.md`.
    public let file: String
    /// Its text as written.
    public let text: String
    private let tags: [Tag]
    private let parsed: ParsedTemplate

    /// A tag as it stands in the text.
    struct Tag: Sendable, Hashable {
        enum Kind: Sendable { case value, open, inverted, close }
        var kind: Kind
        var name: String
        var line: Int
    }

    /// What a filled template is.
    public enum Form: String, Sendable {
        /// Markdown: values are escaped.
        case markdown = "MARKDOWN"
        /// Plain text, which whoever shows it escapes.
        case plainText = "TEXT"
    }

    /// Reads a template whose first line is line `firstLine` of its file; throws every tag that the language leaves out.
    /// What is `known` to be well formed, as the program's own templates are, is parsed when it is first filled.
    public init(
        text: String, file: String, firstLine: Int = 1, as form: Form = .markdown, known: Bool = false
    ) throws(ProblemList) {
        var problems = ProblemList()
        let tags = TagScanner.tags(in: text, file: file, firstLine: firstLine, problems: &problems)
        try problems.throwIfAny()
        self.file = file
        self.text = text
        self.tags = tags
        parsed = ParsedTemplate(text: text, file: file, form: form)
        if !known { _ = try parsed.mustache() }
    }

    /// Finds every tag and exhibit outside `vocabulary`.
    public func problems(against vocabulary: Vocabulary) -> ProblemList {
        var problems = ProblemList()
        var open: [Vocabulary] = [vocabulary]
        var names: [String?] = []
        for tag in tags {
            let place = Place(file: file, row: tag.line)
            switch tag.kind {
            case .close:
                if case .some(.some) = names.popLast() { open.removeLast() }
            case .value:
                if open.contains(where: { $0.values.contains(tag.name) }) { continue }
                if open.contains(where: { $0.flags.contains(tag.name) || $0.lists[tag.name] != nil }) {
                    problems.add(MarkupError.wrongUse(tag.name, isSection: true, place))
                } else {
                    problems.add(Self.unknown(tag.name, in: open, place))
                }
            case .open, .inverted:
                if tag.kind == .open, let list = open.reversed().lazy.compactMap({ $0.lists[tag.name] }).first {
                    open.append(list)
                    names.append(tag.name)
                    continue
                }
                names.append(nil)
                if open.contains(where: { $0.flags.contains(tag.name) || $0.lists[tag.name] != nil }) { continue }
                if open.contains(where: { $0.values.contains(tag.name) }) {
                    problems.add(MarkupError.wrongUse(tag.name, isSection: false, place))
                } else {
                    problems.add(Self.unknown(tag.name, in: open, place))
                }
            }
        }
        if let exhibits = vocabulary.exhibits {
            for (id, line) in references("exhibit") where !exhibits.contains(id) {
                let nearest = nearestName(to: id, in: exhibits.sorted())
                problems.add(MarkupError.unknownExhibit(id, nearest: nearest, Place(file: file, row: line)))
            }
        }
        return problems
    }

    /// Names it uses outside lists, each once: what a page fills with "not stated" when an old audit lacks it.
    public var names: [(name: String, isSection: Bool)] {
        var seen: Set<String> = []
        return tags.compactMap { tag in
            tag.kind != .close && seen.insert(tag.name).inserted ? (tag.name, tag.kind != .value) : nil
        }
    }

    /// Literal targets of one scheme, `](method:wilson)`, with their lines. Targets made by a tag are left out.
    public func references(_ scheme: String) -> [(id: String, line: Int)] {
        let needle = Array("](\(scheme):".utf8)
        let bytes = Array(text.utf8)
        var found: [(String, Int)] = []
        var line = 1
        var at = 0
        while at < bytes.count {
            if bytes[at] == 0x0A { line += 1 }
            if bytes[at] == needle[0], bytes[at...].starts(with: needle) {
                let start = at + needle.count
                let end = bytes[start...].firstIndex { $0 == 0x29 || $0 <= 0x20 } ?? bytes.count
                let id = String(decoding: bytes[start..<end], as: UTF8.self)
                if !id.contains("{{") { found.append((id, line)) }
                at = end
            } else {
                at += 1
            }
        }
        return found
    }

    /// The Markdown of one page. Throws when a name is asked for that `scope` does not hold.
    public func markdown(_ scope: Scope) throws(ProblemList) -> String {
        let unknown = UnknownNames()
        let text = try parsed.mustache().render(ScopeNode(scope: scope, path: "", unknown: unknown))
        var problems = ProblemList()
        for name in unknown.names {
            let line = tags.first { $0.name == name || $0.name.hasPrefix(name + ".") }?.line
            problems.add(MarkupError.unknownTag(name, nearest: nil, Place(file: file, row: line)))
        }
        try problems.throwIfAny()
        return text
    }

    /// The text of a phrase: filled, on one line. A name that `scope` does not hold is "not stated".
    public func line(_ scope: Scope) -> String {
        // What the scanner passed, Mustache parses: a phrase that it would not is shown as it is written.
        guard let mustache = try? parsed.mustache() else { return text }
        var scope = scope
        for (name, isSection) in names {
            if isSection {
                if scope.flags[name] == nil { scope.flags[name] = false }
            } else if scope.values[name] == nil {
                scope.values[name] = "not stated"
            }
        }
        let text = mustache.render(ScopeNode(scope: scope, path: "", unknown: nil))
        return text.split(separator: "\n").map { line in
            let spaces: Set<Character> = [" ", "\t"]
            var words = line.drop { spaces.contains($0) }
            while let last = words.last, spaces.contains(last) { words.removeLast() }
            return words
        }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func unknown(_ name: String, in open: [Vocabulary], _ place: Place) -> MarkupError {
        .unknownTag(name, nearest: nearestName(to: name, in: open.flatMap(\.allNames)), place)
    }
}

/// Names that reached the outermost scope without an answer, each once, in order.
private final class UnknownNames {
    private(set) var names: [String] = []

    func add(_ name: String) {
        if !names.contains(name) { names.append(name) }
    }
}

/// One step of a dotted name in a scope: text, and a parent of longer names. The outermost is asked last.
private struct ScopeNode: MustacheParent, MustacheCustomRenderable {
    let scope: Scope
    let path: String
    /// Where misses are noted; only the outermost scope notes them, inner ones pass the question on.
    let unknown: UnknownNames?
    /// Inner nodes of a name that began outside note their misses here.
    var misses: UnknownNames?
    /// What longer names of the scope begin with: looked up for every name of a template, among thousands.
    private let beginnings: Set<Substring>

    init(scope: Scope, path: String, unknown: UnknownNames?, misses: UnknownNames? = nil) {
        self.scope = scope
        self.path = path
        self.unknown = unknown
        self.misses = misses ?? unknown
        var beginnings: Set<Substring> = []
        for name in [Array(scope.values.keys), Array(scope.flags.keys), Array(scope.lists.keys)].joined() {
            var end = name.lastIndex(of: ".")
            while let dot = end, beginnings.insert(name[..<dot]).inserted { end = name[..<dot].lastIndex(of: ".") }
        }
        self.beginnings = beginnings
    }

    /// A longer name of the same scope.
    private init(_ outer: ScopeNode, _ path: String) {
        scope = outer.scope
        self.path = path
        unknown = outer.path.isEmpty ? nil : outer.unknown
        misses = outer.misses
        beginnings = outer.beginnings
    }

    var renderText: String {
        if let value = scope.values[path] { return value }
        misses?.add(path)
        return ""
    }

    var isNull: Bool { false }

    func child(named name: String) -> Any? {
        let longer = path.isEmpty ? name : path + "." + name
        if let flag = scope.flags[longer] { return flag }
        if let list = scope.lists[longer] {
            return list.map { ScopeNode(scope: $0, path: "", unknown: nil, misses: misses) }
        }
        if scope.values[longer] != nil || beginnings.contains(longer[...]) { return ScopeNode(self, longer) }
        if path.isEmpty { unknown?.add(longer) } else { misses?.add(longer) }
        return nil
    }
}
