// Images that fail together and that no attribute names, found in the embeddings of half of the images and tested on the other
// half. Of a detector they are objects.

import Artifacts
import Columns
import Record
import Statistics
import Tallies

/// Groups of images, or of a detector's objects, in the embeddings that have more errors than their classes.
public struct Patterns: TestingAnalysis {
    /// The analysis.
    public init() { self.init(mostSearched: ErrorPatterns.mostRows) }

    /// The analysis with another size of the sample that is searched.
    init(mostSearched: Int) { self.mostSearched = mostSearched }

    /// Most images that are searched; of more, those whose ids' hashes are smallest, and all are placed.
    private let mostSearched: Int

    /// What it states.
    struct Facts: FactSet {
        let images = FactSpec("images", .count)
        let searched = FactSpec("searched", .count)
        let units = FactSpec("units", .count)
        let dimensions = FactSpec("dimensions", .count)
        let components = FactSpec("components", .count)
        let tested = FactSpec("tested", .count)
        let found = FactSpec("found", "the number of groups in the embeddings with more errors", .count, better: .lower)
        let folded = FactSpec("folded", .count)
        let largestErrors = FactSpec("largest_errors", .count, better: .lower)
        let heldOut = FactSpec("held_out_rate", .proportion, better: .lower)
        let expected = FactSpec("expected_rate", .proportion)
        let explainedFirst = FactSpec("explained_first", .proportion)
        let explainedSecond = FactSpec("explained_second", .proportion)
    }
    static let facts = Facts()

    /// Names from the data that its template uses.
    enum Term: String, CardKey {
        case image, names
    }

    /// What its template branches on.
    enum Flag: String, CardKey {
        case anyFound = "any_found", hasNames = "has_names", isSample = "is_sample", anyFolded = "any_folded"
        case hasMap = "has_map", ofObjects = "of_objects", ofImages = "of_images"
        case rowsShareUnits = "rows_share_units"
    }

    /// What it shows.
    enum Shown: String, CardKey {
        case groups, examples, map
    }

    /// Its card.
    public let card = Card(
        id: "patterns", topic: .failures, title: "Patterns",
        question: "Do images fail together that no attribute names?", tasks: [.classification, .detection],
        facts: Self.facts.all, terms: Term.ids, flags: Flag.ids, exhibits: Shown.ids,
        methods: ["patterns", "holm", "wilson", "error-budget", "benjamini-hochberg"])

    /// Tests what half of the images suggests on the other half.
    public func draft(_ examination: Examination) throws -> Draft {
        guard let embeddings = examination.embeddings else { throw Missing("no embeddings") }
        let groups = try PatternGroups(embeddings, examination, mostSearched: mostSearched)
        return Draft([FamilyTests(.patterns, groups.components.map(\.p))]) { levels in
            section(examination, groups, embeddings, at: levels[.patterns])
        }
    }

    private func section(
        _ examination: Examination, _ groups: PatternGroups, _ embeddings: Embeddings, at level: Double
    ) -> Section {
        let evaluation = examination.evaluation
        let found = groups.significant(at: level, by: examination.settings.smallestEffect)
        let own = found.filter { groups.knownSlice($0) == nil }
        let findings = own.compactMap { finding($0, groups, examination) }
        let n = groups.rows.count
        let method = "patterns"
        func count(_ spec: FactSpec, _ value: Int) -> Fact { .count(spec, value, among: n, method: method) }
        func searched(_ spec: FactSpec, _ value: Int) -> Fact {
            .count(spec, value, among: groups.searched, method: method)
        }
        let specs = Self.facts
        let first = own.first
        let none = "no group was found"
        let map = PatternMap(groups, outlining: own, embeddings, evaluation)
        let explained = map?.chart.explained ?? []
        let axes = zip([specs.explainedFirst, specs.explainedSecond], [0, 1]).map { spec, place in
            explained.indices.contains(place)
                ? Fact(spec, explained[place], n: groups.searched, method: method)
                : Fact(spec, undefined: "the embeddings vary in one direction", n: groups.searched, method: method)
        }
        let facts =
            [
                count(specs.images, n), count(specs.searched, groups.searched), count(specs.units, groups.independent),
                count(specs.dimensions, groups.dimensions),
                searched(specs.components, groups.principalComponents),
                searched(specs.tested, groups.components.count),
                count(specs.found, own.count), count(specs.folded, found.count - own.count),
                first.map { count(specs.largestErrors, groups.errors(of: $0)) }
                    ?? Fact(specs.largestErrors, undefined: none, n: n, method: method),
                .stating(specs.heldOut, first.flatMap { groups.heldOutRate($0) }, else: none, method: method),
                first.map {
                    Fact(
                        specs.expected, groups.components[$0].expected, n: groups.components[$0].heldOut.rows,
                        method: method)
                }
                    ?? Fact(specs.expected, undefined: none, n: n, method: method),
            ] + axes
        var terms = Terms()
        terms[Term.image] = first.map { groups.image(of: $0, in: evaluation) } ?? ""
        terms[Term.names] = first.map { groups.names(of: $0).map(\.words).joined(separator: ", ") } ?? ""
        let flags: [(Flag, Bool)] = [
            (.anyFound, first != nil), (.hasNames, first.map { !groups.names(of: $0).isEmpty } ?? false),
            (.isSample, groups.searched < groups.independent), (.anyFolded, found.count > own.count),
            (.hasMap, map != nil),
            (.ofObjects, examination.detection != nil),
            (.ofImages, examination.detection?.evaluation.embeddings?.areOfImages ?? false),
            (.rowsShareUnits, groups.independent < n),
        ]
        var exhibits = [Exhibit(Shown.groups, .table(groups.table(found, examination, at: level)))]
        if let map { exhibits.append(Exhibit(Shown.map, .chart(.map(map.chart)))) }
        if let finding = findings.first {
            exhibits.append(Exhibit(Shown.examples, .gallery(Gallery(finding.evidence))))
        }
        return Section(
            card, facts: facts, terms: terms, flags: Flags(flags.filter(\.1).map(\.0)), exhibits: exhibits,
            findings: findings)
    }

    /// A group as a failure mode: called after the image that is most typical of it, measured on the half that did not find it.
    private func finding(_ place: Int, _ groups: PatternGroups, _ examination: Examination) -> Finding? {
        let evaluation = examination.evaluation
        let component = groups.components[place]
        let members = component.members.map { groups.rows[$0] }
        let wrong = members.filter { !evaluation.isCorrect($0) }
        guard let rate = groups.heldOutRate(place), !wrong.isEmpty else { return nil }
        func shown(_ rows: [Int], _ most: Int) -> [GalleryItem] {
            rows.prefix(most).map {
                evaluation.shown(
                    $0, chips: examination.columns.chips($0), wantsOverlay: examination.detection == nil)
            }
        }
        var finding = Finding(
            .other(kind: FailureMode.pattern, [Predicate("image", Name(groups.image(of: place, in: evaluation)))]),
            of: card.id, standing: .finding, measure: rate, expected: component.expected, p: component.adjusted,
            errors: wrong.count, evidence: shown(wrong, ShowAtMost.evidence),
            counterExamples: shown(members.filter(evaluation.isCorrect), ShowAtMost.counterExamples))
        finding.covers = ErrorsCovered(examination).covering(RowSet(members, of: evaluation.count).contains)
        return finding
    }
}
