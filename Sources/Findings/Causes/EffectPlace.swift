import Columns
import Record
import Statistics

/// Where an effect lives that does not live everywhere: "in dark images".
package struct EffectPlace: Sendable, Hashable {
    /// The attribute that parts it.
    package let attribute: Name
    /// The values in which the level is worse.
    package let values: [Name]
    /// The matched difference there.
    package let inside: Double
    /// The matched difference elsewhere, which is not significantly worse; `nil` where nothing can be compared.
    package let elsewhere: Double?

    /// "class t-shirt, shirt".
    var words: String { "\(Predicate(attribute, "").subject) \(values.map(\.text).joined(separator: ", "))" }

    /// A level is worse elsewhere too when its p-value there is below this.
    static let elsewhereAlpha = 0.01

    /// Most values of an attribute that are places: of more, as of ids, none has a name that says anything.
    static let mostValues = 50

    /// The place of a level's effect, and the smallest corrected p-value of the tests of homogeneity, one an attribute.
    ///
    /// Of the attributes over whose values the effect differs (Bonferroni over attributes), the one with the strongest
    /// evidence is taken, and of its values the fewest, worst first, outside of which the level is not worse.
    static func find(level: Int, in pass: LevelPass) -> (place: EffectPlace?, p: Double?) {
        let matcher = pass.matcher
        let attributes = matcher.cells.attributes
        var best: (attribute: Int, statistic: EffectHomogeneity)?
        var tests = 0
        for index in attributes.indices where attributes[index].categories.count <= mostValues {
            let effects = attributes[index].categories.indices.compactMap { value in
                matcher.effect(level, kept: pass.kept) { $0.values[index] == value }
            }
            guard let test = EffectHomogeneity(effects) else { continue }
            tests += 1
            if best.map({ test.p < $0.statistic.p }) ?? true { best = (index, test) }
        }
        guard let best else { return (nil, nil) }
        let p = min(1, best.statistic.p * Double(tests))
        guard p < LevelComparison.alpha else { return (nil, p) }
        return (Self(level, of: best.attribute, in: pass), p)
    }

    private init?(_ level: Int, of attribute: Int, in pass: LevelPass) {
        let matcher = pass.matcher
        let axis = matcher.cells.attributes[attribute]
        func effect(_ keeps: @escaping (Int) -> Bool) -> (value: Double, standardError: Double)? {
            matcher.effect(level, kept: pass.kept) { keeps($0.values[attribute]) }
        }
        let worst = axis.categories.indices
            .compactMap { value in
                effect { $0 == value }.flatMap { found in
                    found.standardError > 0 ? (value: value, z: found.value / found.standardError) : nil
                }
            }
            .sorted { $0.z > $1.z }
        var inside: Set<Int> = []
        for (value, z) in worst where z > 0 {
            inside.insert(value)
            let rest = effect { !inside.contains($0) }
            let isWorse = rest.map { found in
                found.value > 0 && found.standardError > 0
                    && Normal.twoSided(found.value / found.standardError) < Self.elsewhereAlpha
            }
            if isWorse == true { continue }
            guard rest != nil, let there = effect({ inside.contains($0) }) else { return nil }
            self.attribute = axis.name
            values = inside.sorted().map { axis.categories[$0] }
            self.inside = there.value
            elsewhere = rest?.value
            return
        }
        return nil
    }
}
