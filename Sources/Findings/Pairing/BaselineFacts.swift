import Columns
import Record
import Statistics

extension Examination {
    /// The baseline's audit when its numbers may stand beside ours: both were measured on the same items with the same
    /// labels. Where the sets differ, a number beside ours would invite a comparison that does not hold.
    var comparableBaseline: Audit? {
        guard pairing?.isSameSet == true, let audit = baseline?.audit else { return nil }
        // A detector's images without an object are in no pair.
        if let then = audit.dataset.imagesDigest, let now = imagesDigest, then != now { return nil }
        return audit
    }

    /// `facts` of a section, each with the baseline's value where there is a comparable one.
    ///
    /// A fact about "the worst" is about something by name: `sameAs` gives the id under which the baseline states the
    /// same thing (the recall of the class that is worst *now*), or `nil` when it states no such thing.
    func besideBaseline(_ facts: [Fact], of section: String, sameAs: [FactSpec: String?] = [:]) -> [Fact] {
        guard let before = comparableBaseline?.section(section) else { return facts }
        let named = Dictionary(uniqueKeysWithValues: sameAs.map { ($0.key.id, $0.value) })
        let known = Dictionary(before.facts.map { (Name($0.id), $0) }, uniquingKeysWith: { a, _ in a })
        return facts.map { fact in
            var fact = fact
            let same: String? = named.keys.contains(fact.id) ? named[fact.id] ?? nil : fact.id
            guard fact.baseline == nil, let same, let old = known[Name(same)] else { return fact }
            fact.baseline = old.value
            fact.change = fact.change(since: old)
            return fact
        }
    }
}

extension Fact {
    /// Now less the baseline, with the paired interval; `nil` where the baseline does not state it of the same items, or either
    /// keeps no replicates.
    var pairedChange: Measure? {
        guard let value, let baseline, let change else { return nil }
        return Measure(
            value - baseline, change, n: n, units: units, unit: unit == .proportion ? .points : unit, method: method)
    }

    /// That the number at `path` moved: its paired interval leaves no change out, widened so that those of `looks` such numbers
    /// hold at once; `nil` where it does not.
    func movement(at path: String, oneOf looks: Int = 1) -> Movement? {
        guard let value, let baseline, var change = pairedChange else { return nil }
        change.interval = change.interval.widened(around: change.value, oneOf: looks)
        guard change.interval.low > 0 || change.interval.high < 0 else { return nil }
        return Movement(.number(path), before: baseline, now: value, change: change, p: nil)
    }
}

extension Interval {
    /// The interval that it is one of `looks` to hold at once (Sidak 1967), from one that holds by itself: both arms longer, as
    /// those of a normal distribution are.
    func widened(around value: Double, oneOf looks: Int) -> Interval {
        guard looks > 1 else { return self }
        let point = Normal.quantile((1 + Multiplicity.sidakLevel(level, of: looks)) / 2)
        let factor = point / Normal.quantile((1 + level) / 2)
        return Interval(
            low: value - factor * (value - low), high: value + factor * (high - value), level: level,
            method: "simultaneous")
    }
}
