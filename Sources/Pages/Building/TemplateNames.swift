// What a template may say, from the cards, and what the names stand for, from an audit.
//
// On the page of an analysis:
//   fact.ID            formatted, or "not defined: why"      fact.ID.interval  [81.6, 86.9]     fact.ID.n      713
//   fact.ID.full       84.4 % [81.6, 86.9], n 713            fact.ID.baseline  85.8 %           fact.ID.change −1.4 points
//   fact.ID.stated     84.4 % [81.6, 86.9], or the value alone where it has no interval
//   fact.ID.floor      what a faultless model would show     term.ID           a name from the data
//   {{#flag.ID}}       whether a flag holds                  {{#defined.ID}}   whether a fact has a value
//   {{#compared.ID}}   whether the baseline's value is known    {{#one.ID}}  whether its value is 1, for the plural
// On pages made of several analyses the same with the section in front: fact.SECTION.ID, term.SECTION.ID, flag.SECTION.ID,
// and {{#shows.SECTION.EXHIBIT}}, {{#examined.SECTION}}.
// Everywhere in an audit: version.name .date .model, dataset.name .title .n .classes, baseline.name, {{#has.baseline}}.

import Diagnostics
import Drawing
import Markup
import Record

/// Names and meanings.
enum TemplateNames {
    private static let forms = ["interval", "n", "full", "stated", "baseline", "change", "floor"]
    static let auditValues: Set<String> = [
        "version.name", "version.date", "version.model", "dataset.name", "dataset.title", "dataset.n",
        "dataset.classes", "baseline.name", "nouns",
    ]

    /// What the template of an analysis may say.
    static func vocabulary(of card: Card) -> Vocabulary {
        var vocabulary = Vocabulary(values: auditValues, flags: ["has.baseline"], exhibits: Set(card.exhibits))
        add(card, prefix: "", to: &vocabulary)
        return vocabulary
    }

    /// What a page over a whole audit may say.
    static func vocabulary(of cards: [Card], values: Set<String>, flags: Set<String>, exhibits: Set<String>)
        -> Vocabulary
    {
        var vocabulary = Vocabulary(
            values: auditValues.union(values), flags: flags.union(["has.baseline"]), exhibits: exhibits)
        for card in cards {
            add(card, prefix: card.id + ".", to: &vocabulary)
            vocabulary.flags.insert("examined." + card.id)
            for exhibit in card.exhibits {
                vocabulary.flags.insert("shows.\(card.id).\(exhibit)")
                vocabulary.exhibits?.insert("\(card.id)/\(exhibit)")
            }
        }
        return vocabulary
    }

    private static func add(_ card: Card, prefix: String, to vocabulary: inout Vocabulary) {
        for fact in card.factIDs {
            vocabulary.values.insert("fact.\(prefix)\(fact)")
            for form in forms { vocabulary.values.insert("fact.\(prefix)\(fact).\(form)") }
            vocabulary.flags.insert("defined.\(prefix)\(fact)")
            vocabulary.flags.insert("compared.\(prefix)\(fact)")
            vocabulary.flags.insert("one.\(prefix)\(fact)")
        }
        for term in card.terms { vocabulary.values.insert("term.\(prefix)\(term)") }
        for flag in card.flags { vocabulary.flags.insert("flag.\(prefix)\(flag)") }
    }

    /// What the names of an analysis's template stand for.
    static func scope(of section: Section, in audit: Audit) -> Scope {
        var scope = scope(of: audit)
        add(section, prefix: "", to: &scope)
        return scope
    }

    /// What the names of a page over a whole audit stand for.
    static func scope(ofAll audit: Audit) -> Scope {
        var scope = scope(of: audit)
        for section in audit.sections {
            add(section, prefix: section.id + ".", to: &scope)
            if case .examined = section.status { scope.flags["examined." + section.id] = true }
            for exhibit in section.exhibits { scope.flags["shows.\(section.id).\(exhibit.id)"] = true }
        }
        return scope
    }

    /// What stands for itself everywhere in an audit.
    static func scope(of audit: Audit) -> Scope {
        Scope(
            values: [
                "version.name": audit.version.name, "version.date": audit.version.date,
                "version.model": audit.version.model, "dataset.name": audit.dataset.name,
                "dataset.title": audit.dataset.title, "dataset.n": NumberFormat.count(audit.dataset.n),
                "dataset.classes": NumberFormat.count(audit.dataset.names.count),
                "baseline.name": audit.baseline?.version ?? "no baseline", "nouns": audit.nouns,
            ],
            flags: ["has.baseline": audit.baseline != nil])
    }

    private static func add(_ section: Section, prefix: String, to scope: inout Scope) {
        // No template can name a member of a family, such as the recall of one of thousands of classes.
        for fact in section.facts where !fact.id.contains("@") {
            let name = "fact.\(prefix)\(fact.id)"
            scope.values[name] = NumberFormat.format(fact: fact)
            scope.values[name + ".interval"] =
                fact.interval.map { NumberFormat.interval($0, as: fact.unit) } ?? "no interval"
            scope.values[name + ".n"] = NumberFormat.count(fact.n)
            scope.values[name + ".full"] = NumberFormat.statement(of: fact)
            scope.values[name + ".stated"] = NumberFormat.stated(fact)
            scope.values[name + ".baseline"] =
                fact.baseline.map { NumberFormat.format($0, as: fact.unit) } ?? "not known"
            scope.values[name + ".change"] = NumberFormat.change(of: fact) ?? "not known"
            scope.values[name + ".floor"] = fact.floor.map { NumberFormat.format($0, as: fact.unit) } ?? "not known"
            scope.flags["defined.\(prefix)\(fact.id)"] = fact.value != nil
            scope.flags["one.\(prefix)\(fact.id)"] = fact.value == 1
            scope.flags["compared.\(prefix)\(fact.id)"] = fact.value != nil && fact.baseline != nil
        }
        for term in section.terms { scope.values["term.\(prefix)\(term.id)"] = term.text }
        for flag in section.flags { scope.flags["flag.\(prefix)\(flag)"] = true }
    }

    /// `scope` with an answer for every name that the template uses and this audit lacks: flags do not hold, facts and
    /// names say that they are not stated. Audits outlive the analyses that made them, and a page must not leave a blank.
    static func completed(_ scope: Scope, for template: Template) -> Scope {
        var scope = scope
        for (name, isSection) in template.names {
            if isSection {
                if scope.lists[name] == nil, scope.flags[name] == nil, scope.values[name] == nil {
                    scope.flags[name] = false
                }
            } else if scope.values[name] == nil, name.hasPrefix("fact.") || name.hasPrefix("term.") {
                scope.values[name] = "not stated"
            }
        }
        return scope
    }
}

extension Scope {
    /// The flag that says whether a counted value is one, so that a template can choose the singular: `one.findings` of
    /// `findings.count`. `nil` for a value that is no count.
    static func oneFlag(_ name: String) -> String? {
        if name.hasSuffix(".count") { return "one." + name.dropLast(".count".utf8.count) }
        return name == "errors" ? "one.errors" : nil
    }

    /// Sets a counted value, and whether it is one.
    mutating func setCount(_ name: String, _ count: Int) {
        values[name] = NumberFormat.count(count)
        if let flag = Self.oneFlag(name) { flags[flag] = count == 1 }
    }
}
