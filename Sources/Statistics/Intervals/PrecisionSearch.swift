// The lowest threshold that keeps a precision, and how sure that is.
//
// Going down the scores, the margin is the number of right answers less the target times all answers: 0 or more where the
// precision is at least the target. The recall at a precision is that of the lowest such threshold, a maximum over
// thresholds. The sample's is too high, since chance helps one of them, and replicates that choose again are too high
// likewise, so that their percentiles held it in 10 to 90 % of simulated sets. So the thresholds are tested: the margin beside its
// deviation, summed unit by unit around the target (a score test; without units that of Wilson's interval).
//   as high as    the lowest threshold whose precision may be the target: the true one is rejected in 5 % of the samples
//   for sure      the lowest threshold whose precision is above the target, at a level that the thresholds above it share:
//                 neighbours answer nearly the same rows, so that 2.5 % is enough for all of them (measured)
// Both ends then have the interval of the recall there, which adds what these levels take.

/// Goes down the thresholds of one class.
public struct PrecisionSearch: Sendable {
    /// A threshold, and how many rows are at or above it.
    public struct Place: Sendable, Equatable {
        /// As it was given.
        public let index: Int
        /// Those of the class, or right.
        public let found: Int
        /// All of them.
        public let answered: Int
    }

    /// The precision asked for, 0...1.
    public let target: Double
    /// The lowest threshold whose precision is at least the target in the sample.
    public private(set) var reached: Place?
    /// The lowest threshold whose precision is above the target for sure.
    public private(set) var sure: Place?
    /// The lowest threshold whose precision may be the target.
    public private(set) var possible: Place?

    /// Of how many searches this is the one that came out first.
    private let looks: Int
    private let level: Double
    /// How many deviations the margin of a threshold is above 0 that is sure, and below it that is possible.
    private let surePoint: Double
    private let possiblePoint: Double

    private var found = 0
    private var answered = 0
    /// Of each unit the rows answered, and those of the class.
    private var units: [(own: Double, rows: Double)]
    /// Sums over units of `own` squared, `own` times `rows`, and `rows` squared.
    private var (ownSquares, products, rowSquares) = (0.0, 0.0, 0.0)

    /// `units`: how many there are, where rows belong to units; 0 where each row is one. `looks` is of how many searches it
    /// was chosen for how it came out: its interval then holds for all of them at once.
    public init(target: Double, units: Int = 0, oneOf looks: Int = 1, level: Double = 0.95) {
        self.target = target
        self.looks = looks
        self.level = level
        let error = 1 - Multiplicity.sidakLevel(level, of: looks)
        (surePoint, possiblePoint) = (Normal.quantile(1 - error / 2), Normal.quantile(1 - error))
        self.units = [(own: Double, rows: Double)](repeating: (0, 0), count: units)
    }

    /// Rows answered next, by falling score, each a unit of its own.
    public mutating func add(own: Int, other: Int) {
        found += own
        answered += own + other
        ownSquares += Double(own)
        products += Double(own)
        rowSquares += Double(own + other)
    }

    /// A row answered next, of one of the units.
    public mutating func add(isOwn: Bool, unit: Int) {
        found += isOwn ? 1 : 0
        answered += 1
        let (own, rows) = units[unit]
        if isOwn {
            ownSquares += 2 * own + 1
            products += own + rows + 1
            units[unit].own += 1
        } else {
            products += own
        }
        rowSquares += 2 * rows + 1
        units[unit].rows += 1
    }

    /// Every row of a score has been added: that score is a threshold.
    public mutating func threshold(_ index: Int) {
        let place = Place(index: index, found: found, answered: answered)
        let margin = Double(found) - target * Double(answered)
        if margin >= 0, found > reached?.found ?? 0 { reached = place }
        // Answers that are nearly all right show less variation than answers have at the target, so many times as much as
        // independent ones.
        let least = target * (1 - target) * Double(answered) * designEffect
        let deviation = max(squares(around: target), least).squareRoot()
        if margin >= surePoint * deviation { sure = place }
        if margin >= -possiblePoint * deviation { possible = place }
    }

    /// Sum over units of the squared number of right answers less `share` of all.
    private func squares(around share: Double) -> Double {
        ownSquares - 2 * share * products + share * share * rowSquares
    }

    /// As that of `UnitProportion`: how many times more the precision varies than that of independent answers.
    private var designEffect: Double {
        guard answered > 0 else { return 1 }
        guard found > 0, found < answered else { return rowSquares / Double(answered) }
        let share = Double(found) / Double(answered)
        return max(1, squares(around: share) / (Double(answered) * share * (1 - share)))
    }

    /// The interval of the largest recall at the target, or of what else grows with every row answered: from that of the value
    /// at `sure` to that of the value at `possible`, each as `interval` gives it for a place and a level; nothing is answered
    /// at no place.
    public func interval(
        of value: Double, _ interval: (Place?, Double) -> ConfidenceInterval?
    ) -> ConfidenceInterval? {
        let each = Multiplicity.sidakLevel(level, of: looks)
        guard let high = interval(possible, each)?.high else { return nil }
        let low = sure.flatMap { interval($0, each)?.low } ?? 0
        return ConfidenceInterval(low: low, high: high, level: level).holding(value)
    }
}
