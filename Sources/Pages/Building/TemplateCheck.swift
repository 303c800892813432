import Diagnostics
import Foundation
import Markup
import Record

extension TemplateSet {
    /// The templates built into the program, with those that the folder `overrides` (a workspace's `templates/`)
    /// replaces. Throws everything wrong in any of them.
    public static func load(overrides: URL?) throws(ProblemList) -> TemplateSet {
        if let overrides, try isReplacing(overrides) {
            return try load(defaults: DefaultTemplates.files, overrides: overrides)
        }
        return try builtIn.get()
    }

    /// The program's own: read once, for most workspaces replace none.
    private static let builtIn = Result<TemplateSet, ProblemList> { () throws(ProblemList) in
        try load(defaults: DefaultTemplates.files, overrides: nil)
    }

    /// Checks every template against what its page can say, before anything is measured. Throws every unknown tag,
    /// exhibit, method and word of the glossary, and every analysis or method that has no template.
    public func check(cards: [Card]) throws(ProblemList) {
        var problems = ProblemList()
        for card in cards {
            check("analyses/" + card.id, TemplateNames.vocabulary(of: card), &problems)
            for method in card.methods where templates["methods/" + method] == nil {
                problems.add(MarkupError.missingTemplate(Place(file: "Templates/methods/\(method).md")))
            }
        }
        for page in PageTemplate.allCases { check(page.name, page.vocabulary(cards), &problems) }
        let ofMethods = MethodPages.vocabulary(of: cards)
        let shapes = Self.shapes(of: ofMethods)
        for method in names(under: "methods") { check("methods/" + method, ofMethods, shapes: shapes, &problems) }
        checkPhrases(&problems)
        checkReferences(cards, &problems)
        try problems.throwIfAny()
    }

    /// `shapes` are those of the vocabulary, where several templates share it.
    private func check(
        _ name: String, _ vocabulary: Vocabulary, shapes: [Scope]? = nil, _ problems: inout ProblemList
    ) {
        guard let template = templates[name] else {
            problems.add(MarkupError.missingTemplate(Place(file: "Templates/\(name).md")))
            return
        }
        let unknown = template.problems(against: vocabulary)
        problems.add(unknown)
        if unknown.isClean { checkShape(template, shapes ?? Self.shapes(of: vocabulary), &problems) }
    }

    /// What the names of a vocabulary stand for with every flag set, and with none.
    private static func shapes(of vocabulary: Vocabulary) -> [Scope] {
        [true, false].map { isSet in
            Scope(
                values: Dictionary(uniqueKeysWithValues: vocabulary.values.map { ($0, "text") }),
                flags: Dictionary(uniqueKeysWithValues: vocabulary.flags.map { ($0, isSet) }),
                lists: vocabulary.lists.mapValues { inner in
                    isSet ? [Scope(values: Dictionary(uniqueKeysWithValues: inner.values.map { ($0, "text") }))] : []
                })
        }
    }

    /// Fills a template with every flag set and with none: an exhibit that a conditional paragraph runs into would
    /// otherwise come out with the first data that sets the flag.
    private func checkShape(_ template: Template, _ shapes: [Scope], _ problems: inout ProblemList) {
        let anything = Resolver(
            link: { _ in .page(href: "#", title: "title") }, exhibit: { _ in .html("<p>exhibit</p>\n") })
        for scope in shapes {
            do throws(ProblemList) {
                _ = try VersionPages.fill(template, scope, anything)
            } catch {
                // The same fault mostly shows either way; it is told once.
                problems.add(error)
                return
            }
        }
    }

    private func checkReferences(_ cards: [Card], _ problems: inout ProblemList) {
        let known: [(kind: Reference.Kind, ids: [String])] = [
            (.method, names(under: "methods")), (.glossary, Glossary(self).ids),
            (.section, cards.map(\.id) + VersionPages.fixed),
        ]
        for name in names {
            guard let template = templates[name] else { continue }
            for (kind, ids) in known {
                for (id, line) in template.references(kind.rawValue) where !ids.contains(id) {
                    problems.add(
                        MarkupError.unknownTarget(
                            kind: kind.rawValue, id: id, nearest: nearestName(to: id, in: ids),
                            Place(file: template.file, row: line)))
                }
            }
        }
    }
}
