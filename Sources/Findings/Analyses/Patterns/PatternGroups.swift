import Artifacts
import Columns
import Record
import Statistics

/// The groups that a search of the embeddings came to.
struct PatternGroups: Sendable {
    /// Rows of the evaluation, in an order that says nothing of them; where rows share units one of each unit first.
    let rows: [Int]
    /// How many of them, the first, were searched; the others were placed by what was found.
    let searched: Int
    /// How many, the first, are each of a unit of its own.
    let independent: Int
    /// Numbers of an embedding.
    let dimensions: Int
    /// Within-class components that were searched.
    let principalComponents: Int
    /// What was tested.
    let components: [ErrorPatterns.Component]
    /// The directions of a map; `nil` where embeddings vary in fewer than two.
    let plane: PrincipalPlane?
    /// How much more frequent a value has to be in a group than in all images to name it, and how frequent.
    private static let (leastLift, leastShare) = (1.5, 0.3)
    private let columns: [CodedColumn]
    private let isWrong: [Bool]

    /// Searches the embeddings. Throws `Missing` where that cannot be done.
    init(_ embeddings: Embeddings, _ examination: Examination, mostSearched: Int) throws {
        let evaluation = examination.evaluation
        let (first, others) = Self.oneOfEachUnit(OutcomeTable.rowsByHash(of: evaluation).map(\.row), examination)
        rows = first + others
        independent = first.count
        searched = min(first.count, mostSearched)
        guard first.count >= ErrorPatterns.fewestRows else {
            let units = examination.rowsShareUnits ? "units" : "images"
            throw Missing("fewer than \(ErrorPatterns.fewestRows) \(units) have embeddings")
        }
        let labels = rows.map { Int(evaluation.items.labels[$0]) }
        let errors = rows.map { !evaluation.isCorrect($0) }
        let own = errors.prefix(searched)
        guard own.contains(true), own.contains(false) else {
            let result = own.contains(true) ? "incorrectly" : "correctly"
            throw Missing(
                examination.detection == nil
                    ? "every image is predicted \(result)"
                    : "every object that is searched is detected \(result)")
        }
        dimensions = embeddings.dimensions
        var largest: Float = 0
        for row in rows {
            let own = try embeddings.vector(row).largestMagnitude
            guard own.isFinite else {
                throw Missing("the embedding of \(evaluation.items.ids[row]) has a number that is not finite")
            }
            largest = max(largest, own)
        }
        let projection = PatternProjection(
            width: dimensions, labels: Array(labels.prefix(searched)), classes: evaluation.classes.count,
            largest: Double(largest)
        ) { [rows] index, out in
            // Every vector was read a moment ago.
            guard let vector = try? embeddings.vector(rows[index]) else { return }
            _ = out.update(fromContentsOf: vector)
        }
        guard let projection else { throw Missing("the embeddings do not vary within classes") }
        principalComponents = projection.width
        plane = PrincipalPlane(projection.sums)
        var found = ErrorPatterns(
            scores: projection.scores, width: projection.width, variances: projection.explained,
            labels: Array(labels.prefix(searched)), errors: Array(errors.prefix(searched)),
            classes: evaluation.classes.count)
        try found.place(searched..<rows.count) { [rows] row in
            guard let scores = projection.scores(of: try embeddings.vector(rows[row]), label: labels[row]) else {
                return nil
            }
            return (scores, labels[row], errors[row])
        }
        components = found.components
        let label = evaluation.classColumn(Predicate.label, evaluation.items.labels)
        columns = ([label] + examination.columns.withoutLabel).map { [rows] column in column.gathered(rows) }
        isWrong = errors
    }

    /// Rows of which no two are of one unit, the first of each in an order that says nothing of them, and the others: what lies in one
    /// unit varies together, and a group is tested on rows that had no part in finding it.
    private static func oneOfEachUnit(_ rows: [Int], _ examination: Examination) -> (first: [Int], others: [Int]) {
        guard examination.rowsShareUnits else { return (rows, []) }
        var isTaken = [Bool](repeating: false, count: examination.units.count)
        var (first, others): ([Int], [Int]) = ([], [])
        for row in rows {
            let unit = Int(examination.units.codes[row])
            if isTaken[unit] { others.append(row) } else { first.append(row) }
            isTaken[unit] = true
        }
        return (first, others)
    }

    /// Components that stand at a level of corrected p-values, are found again in most bootstrap samples, and exceed what their
    /// classes have by as much as is worth naming; most errors first. The strongest evidence first, one is left out that shares
    /// half of the smaller one's images with one before it: that is the same group in other words.
    func significant(at level: Double, by smallest: Double) -> [Int] {
        let standing = components.indices.filter { exceeds($0, at: level, by: smallest) && isStable($0) }
        var kept: [(place: Int, members: Set<Int>)] = []
        for place in standing.sorted(by: { (components[$0].p, $0) < (components[$1].p, $1) }) {
            let members = Set(components[place].members)
            let isAgain = kept.contains { other in
                2 * other.members.intersection(members).count >= min(other.members.count, members.count)
            }
            if !isAgain { kept.append((place, members)) }
        }
        return kept.map { $0.place }.sorted { a, b in
            let (x, y) = (errors(of: a), errors(of: b))
            return x != y ? x > y : a < b
        }
    }

    /// Whether more of a component is incorrect than of its classes, on the half that had no part in finding it.
    private func exceeds(_ place: Int, at level: Double, by smallest: Double) -> Bool {
        let component = components[place]
        let rate = Double(component.heldOut.errors) / Double(max(1, component.heldOut.rows))
        return component.adjusted <= level && component.isConfirmed && rate - component.expected >= smallest
    }

    /// Whether it is found again in most bootstrap samples.
    private func isStable(_ place: Int) -> Bool {
        (components[place].stability ?? 0) >= ErrorPatterns.leastStability
    }

    /// Why a component that was not kept was not.
    private func state(ofLeftOut place: Int, at level: Double, by smallest: Double) -> Cell {
        guard exceeds(place, at: level, by: smallest) else { return .state(.undecided, "no excess shown") }
        return isStable(place)
            ? .state(.neutral, "mostly in one above") : .state(.undecided, "not found again in most samples")
    }

    /// Errors in a component, of all rows.
    func errors(of place: Int) -> Int { components[place].members.count { isWrong[$0] } }

    /// The image that is most typical of a component.
    func image(of place: Int, in evaluation: Evaluation) -> String {
        components[place].members.first.map { evaluation.items.ids[rows[$0]].text } ?? ""
    }

    /// The error rate of a component on the half that had no part in finding it.
    func heldOutRate(_ place: Int) -> Measure? {
        let heldOut = components[place].heldOut
        return .rate(heldOut.errors, of: heldOut.rows, method: "patterns")
    }

    /// Values that are more frequent in a component than in all images, corrected over all values (Benjamini and Hochberg): the
    /// three that most of its images have and that are at least half again as frequent there. Where rows share units, one of each.
    func names(of place: Int) -> [Predicate] {
        let members = components[place].members.filter { $0 < independent }
        var found: [(predicate: Predicate, share: Double, p: Double, lift: Double)] = []
        for column in columns where column.categories.count <= MatchedRows.mostValues {
            var inside = [Int](repeating: 0, count: column.categories.count)
            var all = inside
            for row in 0..<independent { all[column.codes[row]] += 1 }
            for row in members { inside[column.codes[row]] += 1 }
            for code in inside.indices where inside[code] > 0 {
                let share = Double(inside[code]) / Double(members.count)
                let p = Hypergeometric.upperTail(
                    inside[code], sample: members.count, marked: all[code], population: independent)
                found.append((column.predicate(code), share, p, share * Double(independent) / Double(all[code])))
            }
        }
        let adjusted = Multiplicity.benjaminiHochberg(found.map { $0.p })
        let telling = found.indices.filter {
            adjusted[$0] <= 0.05 && found[$0].lift >= Self.leastLift && found[$0].share >= Self.leastShare
        }
        let ranked = telling.sorted { a, b in
            found[a].share != found[b].share ? found[a].share > found[b].share : found[a].p < found[b].p
        }
        return ranked.prefix(3).map { found[$0].predicate }
    }

    /// A value, or a class with a value, that holds at least half of the images of a component and itself (Jaccard): the component
    /// is then that slice under another name. A class alone is none: a group is one for having more errors than its classes.
    func knownSlice(_ place: Int) -> [Predicate]? {
        let members = components[place].members
        var best: (predicates: [Predicate], jaccard: Double) = ([], 0.5)
        func look(_ predicates: [Predicate], _ all: Int, _ both: Int) {
            guard both > 0 else { return }
            let jaccard = Double(both) / Double(all + members.count - both)
            if jaccard >= best.jaccard { best = (predicates, jaccard) }
        }
        let label = columns[0]
        for column in columns.dropFirst() where column.categories.count <= MatchedRows.mostValues {
            // Rows of a value and a class, all and of the component.
            let values = column.categories.count
            var all = [Int](repeating: 0, count: values * label.categories.count)
            var both = all
            for row in rows.indices { all[label.codes[row] * values + column.codes[row]] += 1 }
            for row in members { both[label.codes[row] * values + column.codes[row]] += 1 }
            for value in 0..<values {
                let own = stride(from: value, to: all.count, by: values)
                look(
                    [column.predicate(value)], own.reduce(0) { $0 + all[$1] },
                    own.reduce(0) { $0 + both[$1] })
                for (cls, at) in own.enumerated() {
                    look(
                        [
                            label.predicate(cls),
                            column.predicate(value),
                        ], all[at], both[at])
                }
            }
        }
        return best.predicates.isEmpty ? nil : best.predicates
    }

    /// A row a group that is significant, then those that are not, by p-value.
    func table(_ found: [Int], _ examination: Examination, at level: Double) -> Table {
        let others = components.indices.filter { !found.contains($0) }.sorted { components[$0].p < components[$1].p }
        return Table(
            columns: [
                Table.Column("image", examination.detection == nil ? "Most typical image" : "Most typical object"),
                Table.Column("state", "State", .state),
                Table.Column("names", "More often than in all"), Table.Column("slice", "Same as the slice"),
                Table.Column("n", examination.detection == nil ? "Images" : "Objects", .number),
                Table.Column("errors", "Errors", .number),
                Table.Column("rate", "Held-out rate", .number, method: "patterns"),
                Table.Column("interval", "95 % interval, its classes", .interval, method: "wilson"),
                Table.Column("expected", "Its classes", .number),
                Table.Column("p", "p, corrected", .number, method: "holm"),
                Table.Column("stability", "Stability", .number),
            ],
            rows: (found + others).prefix(ShowAtMost.rows).compactMap { place -> [Cell]? in
                let component = components[place]
                guard let rate = heldOutRate(place) else { return nil }
                let isFound = found.contains(place)
                let known = isFound ? knownSlice(place) : nil
                return [
                    .text(image(of: place, in: examination.evaluation)),
                    isFound
                        ? .state(known == nil ? .finding : .neutral, known == nil ? nil : "a known slice")
                        : state(ofLeftOut: place, at: level, by: examination.settings.smallestEffect),
                    .text(isFound ? names(of: place).map(\.words).joined(separator: ", ") : ""),
                    known.map { .predicates($0, target: nil) } ?? .text(""),
                    .number(Double(component.members.count), .count), .number(Double(errors(of: place)), .count),
                    .number(rate.value, .proportion), .interval(of: rate, mark: component.expected),
                    .number(component.expected, .proportion), .number(component.adjusted, .pValue),
                    component.stability.map { .number($0, .score) } ?? .none("not tested"),
                ]
            }
        ).held(to: level)
    }
}
