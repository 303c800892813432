import Diagnostics
import Drawing
import Markup

/// What a name of a phrase stands for.
enum PhraseValue {
    /// A text.
    case text(String)
    /// A number of things; `one.name` then says whether it is one.
    case count(Int)
    /// Whether a flag holds.
    case flag(Bool)
}

/// The phrases in force: the program's own, with those a workspace replaces.
public struct Phrases: Sendable {
    private let templates: [String: Template]

    /// The phrases of a set of templates, which has been checked.
    public init(_ templates: TemplateSet) {
        self.templates = templates.phrases
    }

    /// A phrase, filled.
    func callAsFunction(_ phrase: Phrase, _ names: KeyValuePairs<String, PhraseValue> = [:]) -> String {
        var scope = Scope()
        for (name, value) in names {
            switch value {
            case .text(let text): scope.values[name] = text
            case .count(let count):
                scope.values[name] = NumberFormat.count(count)
                scope.flags["one." + name] = count == 1
            case .flag(let holds): scope.flags[name] = holds
            }
        }
        assert(
            phrase.vocabulary.values.isSuperset(of: scope.values.keys)
                && phrase.vocabulary.flags.isSuperset(of: scope.flags.keys),
            "\(phrase.rawValue) is given what it does not declare")
        return templates[phrase.rawValue]?.line(scope) ?? phrase.rawValue
    }

    /// A list in a sentence: "a, b and c".
    func list(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return self(.listAnd, ["start": .text(joined(parts.dropLast(), by: .listComma)), "last": .text(last)])
    }

    /// Clauses in a sentence, cut after `most` with how many more there are: "a is b, c is d, and 2 more gates".
    func clauses(_ clauses: [String], most: Int, more: Phrase) -> String {
        let left = clauses.count - most
        let shown = clauses.prefix(most) + (left > 0 ? [self(more, ["count": .count(left)])] : [])
        guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
        return self(.listClauses, ["start": .text(joined(shown.dropLast(), by: .listComma)), "last": .text(last)])
    }

    /// Parts one after the other: by commas or by semicolons.
    func joined(_ parts: some Sequence<String>, by phrase: Phrase) -> String {
        var joined: String?
        for part in parts { joined = joined.map { self(phrase, ["start": .text($0), "next": .text(part)]) } ?? part }
        return joined ?? ""
    }
}

extension Phrase {
    /// What it may speak of.
    var vocabulary: Vocabulary {
        var vocabulary = Vocabulary()
        for name in names {
            switch name.last {
            case "?": vocabulary.flags.insert(String(name.dropLast()))
            case "#":
                vocabulary.values.insert(String(name.dropLast()))
                vocabulary.flags.insert("one." + name.dropLast())
            default: vocabulary.values.insert(name)
            }
        }
        return vocabulary
    }
}

extension TemplateSet {
    /// Checks that each phrase is there and speaks of what it may, and that there is none that nothing says.
    func checkPhrases(_ problems: inout ProblemList) {
        for phrase in Phrase.allCases {
            let parts = phrase.rawValue.split(separator: "/", maxSplits: 1).map(String.init)
            guard let template = phrases[phrase.rawValue] else {
                let file = phraseFiles[parts[0]] ?? "Templates/phrases/\(parts[0]).md"
                problems.add(MarkupError.missingPhrase(parts[1], Place(file: file)))
                continue
            }
            problems.add(template.problems(against: phrase.vocabulary))
        }
        let known = Phrase.allCases.map(\.rawValue)
        for (name, template) in phrases.sorted(by: { $0.key < $1.key }) where !known.contains(name) {
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            let beside = known.filter { $0.hasPrefix(parts[0] + "/") }.map { String($0.dropFirst(parts[0].count + 1)) }
            problems.add(
                MarkupError.unknownPhrase(
                    parts[1], nearest: nearestName(to: parts[1], in: beside), Place(file: template.file)))
        }
    }
}
