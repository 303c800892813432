import Columns
import Diagnostics

/// A mapping being read: values are taken by key, every problem is collected, and what nobody took is an unknown key.
///
/// ```
/// var form = Form(node, file: "version.yml")
/// let date = form.text("date", required: true)
/// let baseline = form.text("baseline")
/// form.finish(&problems)
/// ```
public struct Form {
    /// File the form is in, as the user would type it.
    public let file: String
    /// Row the mapping starts on.
    public let row: Int
    private let path: String
    private let entries: [FormNode.Entry]
    private var known: [String] = []
    private var problems = ProblemList()

    /// A form over `node`. A node that is not a mapping is a problem, and reads as an empty one.
    public init(_ node: FormNode, file: String, path: String = "") {
        self.file = file
        self.path = path
        row = node.row
        if case .mapping(let entries) = node.value {
            self.entries = entries
        } else {
            entries = []
            if node.value != .scalar(nil) {
                problems.add(FormError.notAMapping(row: node.row, path: path).problem(in: file))
            }
        }
    }

    /// Keys present, in the order written.
    public var keys: [String] { entries.map(\.key) }

    /// Row that a key stands on, or `nil` when it is absent.
    public func row(of key: String) -> Int? {
        entries.first { Name($0.key) == Name(key) }?.node.row
    }

    /// The value of a key, or `nil` when it is absent or empty; a required one that is absent is a problem.
    public mutating func node(_ key: String, required: Bool = false) -> FormNode? {
        known.append(key)
        let entry = entries.first { Name($0.key) == Name(key) }
        if let node = entry?.node, node.value != .scalar(nil) { return node }
        if required { problems.add(FormError.missingKey(path: full(key)).problem(in: file)) }
        return nil
    }

    /// Text as written.
    public mutating func text(_ key: String, required: Bool = false) -> String? {
        guard let node = node(key, required: required) else { return nil }
        guard case .scalar(let text?) = node.value else {
            refuse(node, key, "text")
            return nil
        }
        return text
    }

    /// One of a few words.
    public mutating func choice(_ key: String, of words: [String], required: Bool = false) -> String? {
        guard let node = node(key, required: required) else { return nil }
        guard case .scalar(let text?) = node.value, words.contains(text) else {
            let nearest: String? =
                if case .scalar(let text?) = node.value { nearestName(to: text, in: words) } else { nil }
            refuse(
                node, key, "one of \(words.joined(separator: ", "))",
                suggestion: nearest.map { "did you mean \"\($0)\"?" })
            return nil
        }
        return text
    }

    /// A number in a range.
    public mutating func number(_ key: String, in range: ClosedRange<Double>, required: Bool = false) -> Double? {
        guard let node = node(key, required: required) else { return nil }
        guard case .scalar(let text?) = node.value, let value = Double(text), range.contains(value) else {
            refuse(node, key, Self.words(range))
            return nil
        }
        return value
    }

    /// A whole number in a range.
    public mutating func integer(_ key: String, in range: ClosedRange<Int>, required: Bool = false) -> Int? {
        guard let node = node(key, required: required) else { return nil }
        guard case .scalar(let text?) = node.value, let value = Int(text), range.contains(value) else {
            refuse(node, key, "a whole number in \(range.lowerBound)...\(range.upperBound)")
            return nil
        }
        return value
    }

    /// `true` or `false`.
    public mutating func flag(_ key: String) -> Bool? {
        guard let node = node(key) else { return nil }
        switch node.value {
        case .scalar("true"): return true
        case .scalar("false"): return false
        default:
            refuse(node, key, "true or false")
            return nil
        }
    }

    /// A list of texts; a single text is a list of one.
    public mutating func texts(_ key: String, required: Bool = false) -> [String]? {
        guard let node = node(key, required: required) else { return nil }
        switch node.value {
        case .scalar(let text?): return [text]
        case .list(let items):
            return items.compactMap { item in
                if case .scalar(let text?) = item.value { return text }
                refuse(item, key, "a list of texts")
                return nil
            }
        default:
            refuse(node, key, "a list of texts")
            return nil
        }
    }

    /// A list of forms.
    public mutating func forms(_ key: String) -> [Form] {
        guard let node = node(key) else { return [] }
        guard case .list(let items) = node.value else {
            refuse(node, key, "a list")
            return []
        }
        return items.enumerated().map { Form($1, file: file, path: "\(full(key))[\($0)]") }
    }

    /// A form inside this one.
    public mutating func form(_ key: String) -> Form? {
        node(key).map { Form($0, file: file, path: full(key)) }
    }

    /// Keys and texts of a mapping whose keys are the user's own.
    public mutating func dictionary(_ key: String) -> [(key: String, text: String)] {
        guard let node = node(key) else { return [] }
        guard case .mapping(let entries) = node.value else {
            refuse(node, key, "`name: text` lines")
            return []
        }
        return entries.compactMap { entry in
            if case .scalar(let text?) = entry.node.value { return (entry.key, text) }
            refuse(entry.node, "\(key).\(entry.key)", "text")
            return nil
        }
    }

    /// Records that the value of `key` is wrong.
    public mutating func refuse(_ key: String, expected: String, suggestion: String? = nil) {
        guard let node = entries.first(where: { Name($0.key) == Name(key) })?.node else { return }
        refuse(node, key, expected, suggestion: suggestion)
    }

    /// Ends reading: keys that nobody took are unknown; everything found is added to `list`.
    public mutating func finish(_ list: inout ProblemList) {
        for entry in entries where !known.contains(where: { Name($0) == Name(entry.key) }) {
            let nearest = nearestName(to: entry.key, in: known)
            problems.add(
                FormError.unknownKey(row: entry.node.row, path: full(entry.key), nearest: nearest).problem(in: file))
        }
        list.add(problems)
        problems = ProblemList()
    }

    private mutating func refuse(_ node: FormNode, _ key: String, _ expected: String, suggestion: String? = nil) {
        let found =
            switch node.value {
            case .scalar(let text): "\"\(text ?? "")\""
            case .list: "a list"
            case .mapping: "a mapping"
            }
        problems.add(
            FormError.wrongValue(
                row: node.row, path: full(key), found: found, expected: expected, suggestion: suggestion
            ).problem(in: file))
    }

    private func full(_ key: String) -> String { path.isEmpty ? key : path + "." + key }

    private static func words(_ range: ClosedRange<Double>) -> String {
        if range.upperBound == .greatestFiniteMagnitude {
            return range.lowerBound == -.greatestFiniteMagnitude
                ? "a finite number" : "a number of \(range.lowerBound) or more"
        }
        return "a number in \(range.lowerBound)...\(range.upperBound)"
    }
}
