// Groups of rows that fail together and that no attribute names, found in embeddings.
//
// Groups are fitted on half A of the rows; rows of half B are placed by projection and class alone, and their errors tell whether the
// group holds. Placing them with their errors would leak what is tested. Whether the errors of a class have anything to do with the
// embeddings at all is asked once for each class and for all rows, of every row and in no particular direction; a group is
// published only of a class where they have, and where half B confirms it. Half of the rows alone would find far fewer.

import Foundation

/// A search for patterns.
public struct ErrorPatterns: Sendable {
    /// One component that was tested.
    public struct Component: Sendable {
        /// Rows of both halves that are placed in it, the most typical first; others too once they are placed.
        public fileprivate(set) var members: [Int]
        /// Rows of it in half B, and errors among them.
        public let heldOut: (rows: Int, errors: Int)
        /// Error rate that the classes of its rows of half B have.
        public let expected: Double
        /// Of a component of a mixture the larger of the p-values against all rows and against its classes, on half B; of the errors
        /// along a direction the p-value that they depend on the embeddings in any way.
        public let p: Double
        /// Of a direction, the p-value of the errors of half B along it; `nil` for a component of a mixture, whose `p` is that.
        public let heldOutP: Double?
        /// Corrected over all components that were tested (Holm, weighted).
        public let adjusted: Double
        /// Mean Jaccard overlap with itself when fitted to bootstrap samples of half A. `nil` where the test had failed already.
        public let stability: Double?
        /// Whether it is a finding.
        public let isPublished: Bool
        /// How typical each member is.
        fileprivate var typicality: [Double]
        fileprivate let rule: PatternRule

        /// Whether half B confirms what was found on half A.
        public var isConfirmed: Bool { heldOutP.map { $0 <= ErrorPatterns.confirming } ?? true }
    }

    /// All that were tested, the published ones first, then by p-value.
    public private(set) var components: [Component]
    /// Rows in each half.
    public let halves: (fitted: Int, heldOut: Int)
    /// Components that were looked at on half A before the tests.
    public let looked: Int

    /// Bound on corrected p-values.
    public static let level = 0.05
    /// Bound on the p-value of half B along a direction. That errors depend on the embeddings is shown by then, at `level`; this tells a
    /// direction that half A found from one that it made up, and at a twentieth it refuses some true ones that are weak (D28).
    fileprivate static let confirming = 0.1
    /// Least stability of a finding.
    public static let leastStability = 0.5
    /// Bootstrap samples behind the stability.
    public static let refits = 20
    /// Fewest rows that are searched.
    public static let fewestRows = 50
    /// Most rows that are searched: a sample of more tells as much, and the others are placed by what it told.
    public static let mostRows = 50_000

    /// Most components of mixtures that are tested.
    private static let mostTested = 12
    /// Fewest rows of a component in either half.
    private static let fewest = (fitted: 8, heldOut: 5)
    /// Components of mixtures that are tried, at each number of principal components.
    private static let counts = [4, 6, 8, 12, 16, 24, 32]
    private static let widths = [6, 8, 10]
    /// Half A's own p-value that a component of a mixture needs to be tested at all.
    private static let screen = 1e-4
    /// Fewest errors, and correct predictions, of a scope in which a direction is looked for.
    private static let fewestErrors = 10

    private enum Source {
        case contrast(ScopeBasis, ErrorContrast)
        case mixture(ErrorMixture, component: Int)
    }

    private struct Candidate {
        let source: Source
        let isMember: [Bool]
        let typicality: [Double]
        /// On half A.
        let p: Double
        /// That errors depend on the embeddings, and that half B confirms the direction; `nil` for a component of a mixture.
        var tests: (dependence: Double, heldOut: Double)?

        /// How much of the level it is given: there is one test of a direction a class, and components of mixtures are many.
        var weight: Double {
            switch source {
            case .contrast: 4
            case .mixture: 1
            }
        }
    }

    /// Searches rows in the order given, which has to be one that says nothing of them: sorted by a hash of their ids.
    ///
    /// - Parameters:
    ///   - scores: within-class principal components of variance 1, `width` a row, the largest first.
    ///   - variances: the variance of each before it was scaled, up to a common factor; all alike unless given.
    ///   - labels: the class of each row, below `classes`.
    ///   - errors: whether each prediction is an error.
    public init(
        scores: [Float], width: Int, variances: [Double]? = nil, labels: [Int], errors: [Bool], classes: Int,
        seed: UInt64 = 1
    ) {
        self.init(
            scores: scores, width: width, variances: variances, labels: labels, errors: errors, classes: classes,
            seed: seed, beginning: ErrorMixture.usualBeginning)
    }

    /// The same; of mixtures that begin on some of the rows.
    init(
        scores: [Float], width: Int, variances: [Double]? = nil, labels: [Int], errors: [Bool], classes: Int,
        seed: UInt64 = 1, beginning: Int
    ) {
        precondition(scores.count == width * labels.count && labels.count == errors.count, "rows must agree")
        let rows = PatternRows(
            width: width, scores: scores, variances: variances ?? [Double](repeating: 1, count: width), labels: labels,
            errors: errors,
            isFitted: PatternRows.halves(labels: labels, errors: errors, classes: classes), classes: classes)
        let fitted = rows.rows(fitted: true)
        halves = (fitted.count, rows.count - fitted.count)
        let contrasts = Self.contrasts(rows)
        let mixtures = Self.mixtures(rows, fitted, seed, beginning)
        looked = contrasts.looked + mixtures.looked
        // Every direction is tested: what the test counts has a part in finding it, so none may be left out for how it looks.
        let kept = contrasts.candidates + Self.distinct(mixtures.candidates, over: fitted)
        let tests = kept.map { rows.excess($0.isMember, fitted: false) }
        let pValues = kept.indices.map { kept[$0].tests?.dependence ?? max(tests[$0].all, tests[$0].byClass) }
        let adjusted = Multiplicity.holm(pValues, weights: kept.map(\.weight))
        let all = Array(0..<rows.count)
        var published: [Candidate] = []
        var found: [Component] = []
        for index in kept.indices.sorted(by: { (pValues[$0], $0) < (pValues[$1], $1) }) {
            let candidate = kept[index]
            let heldOut = candidate.tests?.heldOut
            let expected = rows.expected(candidate.isMember, fitted: false)
            // A direction may hold and the rows beyond its cut be too few, or no worse than their classes.
            let isWorse =
                tests[index].rows >= Self.fewest.heldOut
                && Double(tests[index].errors) > expected * Double(tests[index].rows)
            let holds = adjusted[index] <= Self.level && isWorse && heldOut.map { $0 <= Self.confirming } ?? true
            let stability = holds ? Self.stability(candidate, rows, fitted, seed) : nil
            // The stronger evidence first: one that is mostly another again says the same.
            let isAgain = published.contains { Self.jaccard($0.isMember, candidate.isMember, over: all) >= 0.5 }
            let isPublished = !isAgain && stability.map { $0 >= Self.leastStability } ?? false
            if isPublished { published.append(candidate) }
            let members = Self.members(candidate, rows.count)
            found.append(
                Component(
                    members: members,
                    heldOut: (tests[index].rows, tests[index].errors),
                    expected: expected, p: pValues[index], heldOutP: heldOut,
                    adjusted: adjusted[index], stability: stability, isPublished: isPublished,
                    typicality: members.map { candidate.typicality[$0] }, rule: Self.rule(candidate.source)))
        }
        components = found.filter(\.isPublished) + found.filter { !$0.isPublished }
    }

    /// The best on half A, without those that are mostly one of them again.
    private static func distinct(_ candidates: [Candidate], over fitted: [Int]) -> [Candidate] {
        var kept: [Candidate] = []
        for candidate in candidates.sorted(by: { $0.p < $1.p }) where kept.count < mostTested {
            let isAgain = kept.contains { jaccard($0.isMember, candidate.isMember, over: fitted) >= 0.5 }
            if !isAgain { kept.append(candidate) }
        }
        return kept
    }

    private static func rule(_ source: Source) -> PatternRule {
        switch source {
        case .contrast(let basis, let contrast): PatternRule(contrast, basis)
        case .mixture(let mixture, let component): .mixture(mixture, component: component)
        }
    }

    /// Places rows that were not searched by their scores and classes; `row` gives those of a row of `numbers`, `nil` for one that lies
    /// nowhere: of a class that no searched row has.
    public mutating func place(
        _ numbers: Range<Int>, _ row: (Int) throws -> (scores: [Float], label: Int, isError: Bool)?
    ) rethrows {
        let rules = PatternRules(components.map(\.rule))
        for number in numbers {
            guard let row = try row(number) else { continue }
            for (index, typicality) in rules.typicality(row.scores, label: row.label, isError: row.isError) {
                components[index].members.append(number)
                components[index].typicality.append(typicality)
            }
        }
        for index in components.indices {
            let component = components[index]
            let order = component.members.indices.sorted { a, b in
                let (x, y) = (component.typicality[a], component.typicality[b])
                return x == y ? component.members[a] < component.members[b] : x > y
            }
            components[index].members = order.map { component.members[$0] }
            components[index].typicality = order.map { component.typicality[$0] }
        }
    }

    private static func members(_ candidate: Candidate, _ count: Int) -> [Int] {
        (0..<count).filter { candidate.isMember[$0] }
            .sorted { a, b in
                let (x, y) = (candidate.typicality[a], candidate.typicality[b])
                return x == y ? a < b : x > y
            }
    }

    private static func jaccard(_ a: [Bool], _ b: [Bool], over rows: [Int]) -> Double {
        var (both, either) = (0, 0)
        for row in rows {
            if a[row] && b[row] { both += 1 }
            if a[row] || b[row] { either += 1 }
        }
        return either == 0 ? 0 : Double(both) / Double(either)
    }

    /// Directions of all rows and of each class.
    private static func contrasts(_ rows: PatternRows) -> (candidates: [Candidate], looked: Int) {
        var scopes = [Array(0..<rows.count)]
        if rows.classes > 1 {
            for label in 0..<rows.classes { scopes.append((0..<rows.count).filter { rows.labels[$0] == label }) }
        }
        var looked = 0
        var candidates: [Candidate] = []
        for scope in scopes {
            let wrong = scope.count { rows.errors[$0] }
            guard wrong >= fewestErrors, scope.count - wrong >= fewestErrors, let basis = ScopeBasis(rows, scope),
                let contrast = ErrorContrast(rows, basis)
            else { continue }
            looked += 1
            let own = rows.excess(contrast.isMember, fitted: true)
            candidates.append(
                Candidate(
                    source: .contrast(basis, contrast), isMember: contrast.isMember,
                    typicality: contrast.typicality, p: own.byClass,
                    tests: (ErrorDependence.pValue(basis, rows), contrast.heldOutP)))
        }
        return (candidates, looked)
    }

    /// Components of mixtures of several sizes over several numbers of principal components.
    private static func mixtures(
        _ rows: PatternRows, _ fitted: [Int], _ seed: UInt64, _ beginning: Int
    ) -> (candidates: [Candidate], looked: Int) {
        var looked = 0
        var candidates: [Candidate] = []
        for width in Set(widths.map { min($0, rows.width) }).sorted() {
            for count in counts where count * 2 * fewest.fitted <= fitted.count {
                let own = seed &+ UInt64(width) << 32 &+ UInt64(count) << 8
                let mixture = ErrorMixture.fit(
                    rows, fitted, width: width, count: count, seed: own, beginning: beginning)
                let placed = mixture.place(rows)
                for component in 0..<count {
                    looked += 1
                    let candidate = candidate(
                        rows, placed.component.map { $0 == component }, placed.posterior[component],
                        .mixture(mixture, component: component))
                    if let candidate { candidates.append(candidate) }
                }
            }
        }
        return (candidates, looked)
    }

    private static func candidate(
        _ rows: PatternRows, _ isMember: [Bool], _ typicality: [Double], _ source: Source
    ) -> Candidate? {
        let found = rows.excess(isMember, fitted: true)
        let all = isMember.count { $0 }
        guard found.rows >= fewest.fitted, all - found.rows >= fewest.heldOut, found.byClass <= screen else {
            return nil
        }
        return Candidate(source: source, isMember: isMember, typicality: typicality, p: found.byClass)
    }

    /// Mean overlap of a component with what bootstrap samples of half A make of it. Mixtures are refitted from where they
    /// stand, so that their components keep their places.
    private static func stability(
        _ candidate: Candidate, _ rows: PatternRows, _ fitted: [Int], _ seed: UInt64
    ) -> Double {
        let all = Array(0..<rows.count)
        var sum = 0.0
        for refit in 0..<refits {
            var source = SeededGenerator(seed: seed &+ 0xB007 &+ UInt64(refit))
            let sample = fitted.map { _ in fitted[source.below(fitted.count)] }
            let isMember: [Bool]
            switch candidate.source {
            case .mixture(let mixture, let component):
                isMember = mixture.refitted(rows, sample).components(of: rows).map { $0 == component }
            case .contrast(let basis, let found):
                var weights = [Double](repeating: 0, count: rows.count)
                for row in sample { weights[row] += 1 }
                let contrast = ErrorContrast(rows, basis, weights: weights, share: found.share)
                isMember = contrast?.isMember ?? [Bool](repeating: false, count: rows.count)
            }
            sum += jaccard(candidate.isMember, isMember, over: all)
        }
        return sum / Double(refits)
    }
}

extension PatternRows {
    /// The error rate that rows of one half would have if each had that of its class.
    func expected(_ isMember: [Bool], fitted: Bool) -> Double {
        var all = [Int](repeating: 0, count: classes)
        var wrong = all
        for row in 0..<count where isFitted[row] == fitted {
            all[labels[row]] += 1
            if errors[row] { wrong[labels[row]] += 1 }
        }
        var (sum, rows) = (0.0, 0.0)
        for row in 0..<count where isFitted[row] == fitted && isMember[row] {
            rows += 1
            sum += Double(wrong[labels[row]]) / Double(all[labels[row]])
        }
        return rows > 0 ? sum / rows : 0
    }
}
